import Testing

@testable import WebSocket

/// A request and the status that refuses it, 0 if it is a good one. `~` stands for CR LF, `^` for LF, `%` for
/// CR.
struct RequestRow: CustomTestStringConvertible {
    let text: String
    let status: Int
    var testDescription: String { "\(status) \(text.prefix(60))" }

    init(_ status: Int, _ text: String) {
        self.text = text
        self.status = status
    }

    var bytes: [UInt8] {
        text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "~"): [0x0d, 0x0a]
            case UInt8(ascii: "^"): [0x0a]
            case UInt8(ascii: "%"): [0x0d]
            default: [byte]
            }
        }
    }
}

private let rows: [RequestRow] = [
    RequestRow(0, "GET / HTTP/1.1~Host: a~~"),
    RequestRow(0, "GET / HTTP/1.0~~"),
    RequestRow(0, "~GET / HTTP/1.1~Host: a~~"),
    RequestRow(0, "OPTIONS * HTTP/1.1~Host: a:80~~"),
    RequestRow(0, "GET /a?b=c HTTP/1.1~host:[::1]:8080~X: ~~"),
    RequestRow(0, "POST / HTTP/1.1~Host: a~Content-Length: 3~~abc"),
    RequestRow(0, "POST / HTTP/1.1~Host: a~Content-Length: 003~~abc"),
    RequestRow(0, "POST / HTTP/1.1~Host: a~Content-Length: 0~~"),
    RequestRow(0, "GET / HTTP/1.1~Host: a~Content-Length: 0~~"),
    RequestRow(0, "BREW /pot HTTP/1.1~Host:~~"),
    RequestRow(0, "GET / HTTP/1.1~Host: a~Cookie: \u{e9}\tx~~"),
    // Line ends.
    RequestRow(400, "GET / HTTP/1.1^Host: a^^"),
    RequestRow(400, "GET / HTTP/1.1~Host: a^~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~^"),
    RequestRow(400, "GET / HTTP/1.1%Host: a~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a%x~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a%%^~"),
    RequestRow(400, "~~GET / HTTP/1.1~Host: a~~"),
    RequestRow(400, "^GET / HTTP/1.1~Host: a~~"),
    // The request line.
    RequestRow(400, "GET  / HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET /  HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET / HTTP/1.1 ~Host: a~~"),
    RequestRow(400, " GET / HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET\t/ HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET /~~"),
    RequestRow(400, "GET~~"),
    RequestRow(400, "G(T / HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET / http/1.1~Host: a~~"),
    RequestRow(400, "GET / HTTP/1.1x~Host: a~~"),
    RequestRow(400, "GET / HTTP/11~Host: a~~"),
    RequestRow(400, "GET / HTTP/1.~Host: a~~"),
    RequestRow(400, "GET / a b HTTP/1.1~Host: a~~"),
    RequestRow(505, "GET / HTTP/2.0~Host: a~~"),
    RequestRow(505, "GET / HTTP/0.9~Host: a~~"),
    RequestRow(505, "GET / HTTP/1.2~Host: a~~"),
    RequestRow(400, "GET http://a/ HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET a HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET * HTTP/1.1~Host: a~~"),
    RequestRow(400, "CONNECT a:443 HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET /#x HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET /\u{e9} HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET /\u{0} HTTP/1.1~Host: a~~"),
    RequestRow(400, "GET /\u{7f} HTTP/1.1~Host: a~~"),
    // Fields.
    RequestRow(400, "GET / HTTP/1.1~Host : a~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X : b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X\t: b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~ folded~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~\tfolded~~"),
    RequestRow(400, "GET / HTTP/1.1~ Host: a~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~: b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~nothing~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X@: b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X\u{e9}: b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X: b\u{0}c~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X: b\u{b}c~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~X: b\u{1b}c~~"),
    // Host.
    RequestRow(400, "GET / HTTP/1.1~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~Host: a~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~host: b~~"),
    RequestRow(400, "GET / HTTP/1.0~Host: a~Host: b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a, b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: a/b~~"),
    RequestRow(400, "GET / HTTP/1.1~Host: user@a~~"),
    // Lengths.
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~ab"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 1~~a"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 1, 1~~a"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: +1~~a"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: -1~~a"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 0x1~~a"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 1 2~~a"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length:~~"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 1.0~~a"),
    RequestRow(413, "POST / HTTP/1.1~Host: a~Content-Length: 4097~~a"),
    RequestRow(413, "POST / HTTP/1.1~Host: a~Content-Length: 99999999999999999999999999~~a"),
    RequestRow(400, "GET / HTTP/1.1~Host: a~Content-Length: 1~~a"),
    RequestRow(400, "HEAD / HTTP/1.1~Host: a~Content-Length: 1~~a"),
    // Transfer codings.
    RequestRow(400, "POST / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~0~~"),
    RequestRow(400, "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~Content-Length: 1~~0~~"),
    RequestRow(400, "POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~"),
    RequestRow(501, "POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~~"),
    RequestRow(501, "POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~"),
    RequestRow(501, "POST / HTTP/1.1~Host: a~Transfer-Encoding: xchunked~~"),
    RequestRow(501, "POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~"),
    RequestRow(501, "GET / HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~~"),
    // Sizes.
    RequestRow(431, "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1~Host: a~~"),
    RequestRow(431, "GET / HTTP/1.1~Host: a~X: \(String(repeating: "a", count: 17_000))~~"),
    RequestRow(431, "GET / HTTP/1.1~Host: a~\(String(repeating: "X: a~", count: 64))~"),
    RequestRow(431, "GET / HTTP/1.1~Host: a~\(String(repeating: "X: a~", count: 4000))~"),
]

@Suite struct HTTPRequestParserTests {
    /// All requests of the pieces, and the status of the refusal that ended them.
    private func read(_ pieces: [[UInt8]]) -> (requests: [HTTPRequest], status: Int) {
        var parser = HTTPRequestParser()
        var requests: [HTTPRequest] = []
        for piece in pieces {
            var cursor = 0
            do throws(HTTPError) {
                while let request = try parser.next(in: piece, at: &cursor, until: piece.count) {
                    requests.append(request)
                }
            } catch {
                return (requests, error.status)
            }
        }
        return (requests, 0)
    }

    @Test(arguments: rows)
    func `a request is taken or refused whatever its split`(row: RequestRow) {
        for split in Split.allCases {
            let (requests, status) = read(split.pieces(of: row.bytes))
            #expect(status == row.status)
            #expect(requests.count == (row.status == 0 ? 1 : 0))
        }
    }

    @Test func `requests in one stream come apart whatever their split`() {
        let good = rows.filter { $0.status == 0 }
        let expected = good.flatMap { read([$0.bytes]).requests }
        let stream = good.flatMap(\.bytes)
        for split in Split.allCases {
            let (requests, status) = read(split.pieces(of: stream))
            #expect(status == 0)
            #expect(requests == expected)
        }
    }

    @Test func `a request is taken apart`() throws {
        let row = RequestRow(
            0,
            "POST /a%2fb?x=1&y=a%20+b&z&=v HTTP/1.1~HOST: h:1~X-Many: \t one , Two ~x-many: three~"
                + "Content-Length: 2~~hi"
        )
        // The percent signs of this one are meant.
        let text = Array(row.text.replacing("~", with: "\r\n").utf8)
        let request = try #require(read([text]).requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/a%2fb")
        #expect(request.query == "x=1&y=a%20+b&z&=v")
        #expect(request.queryValue("y") == "a +b")
        #expect(request.queryValue("z") == "")
        #expect(request.queryValue("nothing") == nil)
        #expect(request.first("host") == "h:1")
        #expect(request.first("x-many") == "one , Two")
        #expect(request.hasToken("two", in: "x-many") && request.hasToken("THREE", in: "x-many"))
        #expect(!request.hasToken("on", in: "x-many"))
        #expect(request.body == Array("hi".utf8))
    }

    @Test(arguments: ["x=%", "x=%4", "x=%zz", "x=%ff"])
    func `a broken escape is no value`(query: String) {
        #expect(HTTPRequest(method: "GET", path: "/", query: query, fields: []).queryValue("x") == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1~Host: a~", true), ("HTTP/1.1~Host: a~Connection: x, Close~", false), ("HTTP/1.0~", false),
    ])
    func `a connection is kept as the client wants it`(rest: String, keepsAlive: Bool) throws {
        let request = try #require(read([RequestRow(0, "GET / \(rest)~").bytes]).requests.first)
        #expect(request.keepsAlive == keepsAlive)
    }

    @Test func `the parser says what it is waiting for`() throws {
        var parser = HTTPRequestParser()
        func feed(_ text: String) throws -> HTTPRequest? {
            let bytes = RequestRow(0, text).bytes
            var cursor = 0
            return try parser.next(in: bytes, at: &cursor, until: bytes.count)
        }
        #expect(parser.isIdle)
        #expect(try feed("~") == nil)
        #expect(parser.isIdle)
        #expect(try feed("POST / HTTP/1.1~Host: a~Expect: 100-Continue~Content-") == nil)
        #expect(!parser.isIdle && !parser.isReadingBody)
        #expect(try feed("Length: 2~~") == nil)
        #expect(parser.isReadingBody)
        var expects = [parser.takeExpectsContinue(), parser.takeExpectsContinue()]
        #expect(expects == [true, false])
        #expect(try feed("ab")?.body == Array("ab".utf8))
        #expect(parser.isIdle)
        #expect(try feed("POST / HTTP/1.1~Host: a~Expect: 100-continue~Content-Length: 2~~ab") != nil)
        expects = [parser.takeExpectsContinue()]
        #expect(expects == [false])
    }

    @Test func `a wrong line end is told before the line after it`() {
        #expect(read([Array("GET / HTTP/1.1\n".utf8)]).status == 400)
    }

    @Test func `after an error nothing is read any more`() {
        var parser = HTTPRequestParser()
        let bytes = RequestRow(400, "GET /^GET / HTTP/1.1~Host: a~~").bytes
        for _ in 0..<2 {
            var cursor = 0
            #expect(throws: HTTPError.bareLineEnd) {
                try parser.next(in: bytes, at: &cursor, until: bytes.count)
            }
            #expect(cursor == bytes.count)
        }
        #expect(!parser.isIdle)
    }

    @Test func `the bytes after a request are left for what comes next`() throws {
        var parser = HTTPRequestParser()
        let bytes = RequestRow(0, "GET / HTTP/1.1~Host: a~~").bytes + [0x81, 0x80]
        var cursor = 0
        #expect(try parser.next(in: bytes, at: &cursor, until: bytes.count) != nil)
        #expect(cursor == bytes.count - 2)
    }
}

@Suite struct HTTPResponseHeadTests {
    @Test func `a head is written line by line`() {
        var output: [UInt8] = []
        HTTPResponseHead(status: 404, fields: [("Content-Length", "0")]).append(to: &output)
        #expect(
            String(decoding: output, as: UTF8.self) == "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func `no value breaks out of its line`() {
        var output: [UInt8] = []
        HTTPResponseHead(status: 200, fields: [("X", "a\r\nY: b\u{0}")]).append(to: &output)
        #expect(String(decoding: output, as: UTF8.self) == "HTTP/1.1 200 OK\r\nX: a  Y: b \r\n\r\n")
    }
}
