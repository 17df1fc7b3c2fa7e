/// Why the opening handshake failed on the client's side.
public enum ClientHandshakeError: Error, Equatable, Sendable {
    /// The server answered with another status than 101.
    case refused(status: Int)
    /// The answer is not HTTP/1.1 as it should be.
    case malformed
    /// The answer is longer than `HTTPLimits` allow.
    case tooLong
    /// `Upgrade` or `Connection` do not say that the protocol changes.
    case notUpgraded
    /// `Sec-WebSocket-Accept` does not answer our key.
    case wrongAccept
    /// A subprotocol that was not offered.
    case unknownSubprotocol
    /// An extension that was not offered, or not so.
    case unknownExtension
}

/// What the server agreed to.
public struct AcceptedUpgrade: Equatable, Sendable {
    /// One of those offered, or none.
    public let subprotocol: String?
    /// What `permessage-deflate` was agreed on, if any.
    public let deflate: DeflateParameters?
    /// The answer's fields.
    public let fields: [HTTPField]
}

/// The client's side of the opening handshake: makes the request, then reads the response in any split.
public struct ClientHandshake: Sendable {
    /// The bytes to send first.
    public let request: [UInt8]

    private let key: String
    private let subprotocols: [String]
    private let deflateOffer: DeflateOffer?
    private let limits: HTTPLimits
    private var scanner = HeadScanner()
    private var failure: ClientHandshakeError?

    /// A handshake for one connection.
    /// - Parameters:
    ///   - host: with the port unless it is the scheme's own.
    ///   - path: with the query, beginning with `/`.
    ///   - nonce: sixteen random bytes.
    ///   - extraFields: for example `Origin`, `Cookie` or `Authorization`.
    public init(
        host: String, path: String, nonce: [UInt8], subprotocols: [String] = [],
        deflateOffer: DeflateOffer? = nil,
        extraFields: [(String, String)] = [], limits: HTTPLimits = HTTPLimits()
    ) {
        precondition(nonce.count == 16, "the nonce has sixteen bytes")
        precondition(host.utf8.allSatisfy(\.isHostByte), "a host without blanks")
        precondition(
            path.utf8.first == UInt8(ascii: "/") && path.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f },
            "a path of visible ASCII")
        key = Base64.text(of: nonce)
        self.subprotocols = subprotocols
        self.deflateOffer = deflateOffer
        self.limits = limits
        var text = "GET \(path) HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        text += "Sec-WebSocket-Key: \(key)\r\nSec-WebSocket-Version: 13\r\n"
        if !subprotocols.isEmpty {
            text += "Sec-WebSocket-Protocol: \(subprotocols.joined(separator: ", "))\r\n"
        }
        if let deflateOffer { text += "Sec-WebSocket-Extensions: \(deflateOffer.text)\r\n" }
        for (name, value) in extraFields {
            precondition(name.utf8.allSatisfy(\.isTokenByte), "a field name is a token")
            precondition(value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }, "a field value is one line")
            text += "\(name): \(value)\r\n"
        }
        request = Array((text + "\r\n").utf8)
    }

    /// Reads on in `buffer[cursor..<end]`. Nil: the response goes on. Once it is whole the cursor stands at
    /// the first byte of the first frame. After an error every further call throws it again.
    public mutating func next(
        in buffer: [UInt8], at cursor: inout Int, until end: Int
    ) throws(ClientHandshakeError) -> AcceptedUpgrade? {
        if let failure { throw failure }
        do throws(ClientHandshakeError) {
            guard let head = try scan(buffer, &cursor, end) else { return nil }
            return try accepted(head)
        } catch {
            failure = error
            scanner = HeadScanner()
            throw error
        }
    }

    private mutating func scan(
        _ buffer: [UInt8], _ cursor: inout Int, _ end: Int
    ) throws(ClientHandshakeError) -> [UInt8]? {
        do throws(HTTPError) {
            return try scanner.next(in: buffer, at: &cursor, until: end, byteCountMax: limits.headerBytesMax)
        } catch {
            throw error == .headTooLong ? .tooLong : .malformed
        }
    }

    private func accepted(_ head: [UInt8]) throws(ClientHandshakeError) -> AcceptedUpgrade {
        var reader = HeadReader(head)
        let status = try ClientHandshake.status(of: reader.nextLine())
        guard status == 101 else { throw .refused(status: status) }
        let fields: [HTTPField]
        do throws(HTTPError) {
            fields = try reader.fields(max: limits.fieldsMax)
        } catch {
            throw error == .tooManyFields ? .tooLong : .malformed
        }
        guard HTTPRequest.holdsToken("websocket", in: "upgrade", of: fields),
            HTTPRequest.holdsToken("upgrade", in: "connection", of: fields)
        else { throw .notUpgraded }
        guard
            fields.filter({ $0.name == "sec-websocket-accept" }).map(\.value) == [
                HandshakeFields.accept(for: key)
            ]
        else { throw .wrongAccept }
        return AcceptedUpgrade(
            subprotocol: try subprotocol(fields), deflate: try deflate(fields), fields: fields)
    }

    private static func status(of line: ArraySlice<UInt8>?) throws(ClientHandshakeError) -> Int {
        guard let line, line.count >= 12, line.starts(with: Array("HTTP/1.1 ".utf8)) else { throw .malformed }
        let digits = line.dropFirst(9).prefix(3)
        let rest = line.dropFirst(12)
        guard digits.allSatisfy(\.isDigit), rest.isEmpty || rest.first == 0x20 else { throw .malformed }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private func subprotocol(_ fields: [HTTPField]) throws(ClientHandshakeError) -> String? {
        guard let answers = HandshakeFields.tokens("sec-websocket-protocol", of: fields) else {
            throw .unknownSubprotocol
        }
        guard let answer = answers.first else { return nil }
        guard answers.count == 1, subprotocols.contains(answer) else { throw .unknownSubprotocol }
        return answer
    }

    private func deflate(_ fields: [HTTPField]) throws(ClientHandshakeError) -> DeflateParameters? {
        guard let answers = ExtensionMember.list(of: fields) else { throw .malformed }
        guard let answer = answers.first else { return nil }
        guard answers.count == 1, let parameters = deflateOffer?.agreement(with: answer) else {
            throw .unknownExtension
        }
        return parameters
    }
}
