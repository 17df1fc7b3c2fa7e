/// Reads HTTP/1.1 requests from bytes in any split, as strictly as a server behind the open internet must:
/// whatever could be understood in two ways by two servers in a row is refused, and every size has a limit.
///
/// It reads no clock. Its owner asks `isIdle` and `isReadingBody` and sets the deadlines.
public struct HTTPRequestParser: Sendable {
    private enum Stage: Sendable {
        case head
        case body(HTTPRequest, byteCountLeft: Int)
        case failed(HTTPError)
    }

    private let limits: HTTPLimits
    private var scanner = HeadScanner()
    private var stage = Stage.head
    private var expectsContinue = false

    /// A parser at the beginning of a connection.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
    }

    /// No byte of a next request was seen.
    public var isIdle: Bool {
        if case .head = stage { scanner.isIdle } else { false }
    }

    /// The head is complete and its body is still coming.
    public var isReadingBody: Bool {
        if case .body = stage { true } else { false }
    }

    /// Whether the peer waits for `100 Continue` before it sends the body; true once per request.
    public mutating func takeExpectsContinue() -> Bool {
        defer { expectsContinue = false }
        return expectsContinue
    }

    /// The next whole request of `buffer[cursor..<end]`, or nil when all of it was consumed and the request
    /// goes on. What it needs to keep it keeps itself. After an error every further call throws it again.
    public mutating func next(
        in buffer: [UInt8], at cursor: inout Int, until end: Int
    ) throws(HTTPError) -> HTTPRequest? {
        do throws(HTTPError) {
            return try nextUnguarded(in: buffer, at: &cursor, until: end)
        } catch {
            stage = .failed(error)
            scanner = HeadScanner()
            cursor = end
            throw error
        }
    }

    private mutating func nextUnguarded(
        in buffer: [UInt8], at cursor: inout Int, until end: Int
    ) throws(HTTPError) -> HTTPRequest? {
        if case .failed(let error) = stage { throw error }
        if case .head = stage {
            let head = try scanner.next(
                in: buffer, at: &cursor, until: end, byteCountMax: limits.headerBytesMax)
            guard let head else { return nil }
            let request = try HTTPRequestParser.request(of: head, limits)
            let bodyByteCount = try HTTPRequestParser.bodyByteCount(of: request, limits)
            guard bodyByteCount > 0 else { return request }
            stage = .body(request, byteCountLeft: bodyByteCount)
            expectsContinue = cursor == end && request.hasToken("100-continue", in: "expect")
        }
        return takeBody(in: buffer, at: &cursor, until: end)
    }

    private mutating func takeBody(in buffer: [UInt8], at cursor: inout Int, until end: Int) -> HTTPRequest? {
        guard case .body(var request, var byteCountLeft) = stage else { return nil }
        stage = .head
        let byteCount = min(byteCountLeft, end - cursor)
        request.body.append(contentsOf: buffer[cursor..<cursor + byteCount])
        cursor += byteCount
        byteCountLeft -= byteCount
        if byteCountLeft > 0 {
            stage = .body(request, byteCountLeft: byteCountLeft)
            return nil
        }
        expectsContinue = false
        return request
    }
}

/// The rules of one head.
extension HTTPRequestParser {
    private static func request(of head: [UInt8], _ limits: HTTPLimits) throws(HTTPError) -> HTTPRequest {
        var reader = HeadReader(head)
        guard let line = reader.nextLine() else { throw .badRequestLine }
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, parts[0].allSatisfy(\.isTokenByte) else {
            throw .badRequestLine
        }
        let method = String(decoding: parts[0], as: UTF8.self)
        let isVersion11 = try isVersion11(parts[2])
        let (path, query) = try target(parts[1], method: method)
        let fields = try reader.fields(max: limits.fieldsMax)
        let request = HTTPRequest(
            method: method, path: path, query: query, isVersion11: isVersion11, fields: fields)
        try checkHost(of: request)
        return request
    }

    private static func isVersion11(_ version: ArraySlice<UInt8>) throws(HTTPError) -> Bool {
        let bytes = Array(version)
        guard bytes.count == 8, bytes.starts(with: Array("HTTP/".utf8)), bytes[5].isDigit,
            bytes[6] == UInt8(ascii: "."), bytes[7].isDigit
        else { throw .badRequestLine }
        guard bytes[5] == UInt8(ascii: "1"), bytes[7] <= UInt8(ascii: "1") else { throw .unsupportedVersion }
        return bytes[7] == UInt8(ascii: "1")
    }

    private static func target(
        _ target: ArraySlice<UInt8>, method: String
    ) throws(HTTPError) -> (path: String, query: String?) {
        if target.elementsEqual([UInt8(ascii: "*")]) && method == "OPTIONS" { return ("*", nil) }
        guard target.first == UInt8(ascii: "/"),
            target.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "#") })
        else { throw .badTarget }
        guard let mark = target.firstIndex(of: UInt8(ascii: "?")) else {
            return (String(decoding: target, as: UTF8.self), nil)
        }
        return (
            String(decoding: target[..<mark], as: UTF8.self),
            String(decoding: target[(mark + 1)...], as: UTF8.self)
        )
    }

    private static func checkHost(of request: HTTPRequest) throws(HTTPError) {
        let count = request.count(of: "host")
        guard count == 1 || count == 0 && !request.isVersion11 else { throw .badHost }
        if let host = request.first("host"), !host.utf8.allSatisfy(\.isHostByte) { throw .badHost }
    }

    /// How many bytes of body follow the head.
    private static func bodyByteCount(of request: HTTPRequest, _ limits: HTTPLimits) throws(HTTPError) -> Int
    {
        let lengthCount = request.count(of: "content-length")
        if request.count(of: "transfer-encoding") > 0 {
            guard lengthCount == 0, request.isVersion11 else { throw .misplacedTransferEncoding }
            throw .unsupportedTransferEncoding
        }
        guard lengthCount > 0 else { return 0 }
        guard lengthCount == 1, let text = request.first("content-length"), !text.isEmpty,
            text.utf8.allSatisfy(\.isDigit)
        else { throw .badContentLength }
        var byteCount = 0
        for digit in text.utf8 {
            byteCount = byteCount * 10 + Int(digit - 0x30)
            guard byteCount <= limits.bodyBytesMax else { throw .bodyTooLong }
        }
        guard byteCount == 0 || request.method != "GET" && request.method != "HEAD" else {
            throw .unexpectedBody
        }
        return byteCount
    }
}
