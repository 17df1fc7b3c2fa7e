import TestKit
import Testing

/// Requests that could be read in two ways, or have no end: refused, and the connection with them.
struct MalformedRequestTests {
    private static let post = "POST /api/session HTTP/1.1\r\nHost: x\r\n"
    private static let upgrade =
        "GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

    static let malformed: [(String, Int)] = [
        ("GET / HTTP/1.1\nHost: x\n\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nnothing\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: b\u{0}\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x y\r\n\r\n", 400),
        ("GET  / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET /\r\nHost: x\r\n\r\n", 400),
        ("GET nowhere HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET /\u{e9} HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("G(T / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505),
        ("GET / HTTQ/1.1\r\nHost: x\r\n\r\n", 400),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (
            post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
            400
        ),
        (post + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
        (post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
        (post + "Content-Length: +2\r\n\r\n{}", 400),
        (post + "Content-Length: -2\r\n\r\n{}", 400),
        (post + "Content-Length: 2,2\r\n\r\n{}", 400),
        (post + "Content-Length: 4097\r\n\r\n", 413),
        (post + "Content-Length: 99999999999999999999999\r\n\r\n", 413),
        ("GET /" + String(repeating: "a", count: 16 * 1024) + " HTTP/1.1\r\nHost: x\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: b\r\n", count: 64) + "\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 16 * 1024) + "\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx", 400),
    ]

    @Test(arguments: [1, 3])
    func `a malformed request is refused and everything else goes on`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=40x25"], loops: loops)
        let viewer = try toile.viewer()
        for (request, status) in Self.malformed {
            let client = try HTTPClient(port: toile.port)
            // A second request on the same connection is not read any more.
            try? client.socket.send(Array((request + "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").utf8))
            let answer = try client.answer()
            #expect(answer.status == status && answer["connection"] == "close", "\(request.prefix(120))")
            #expect(answer.errorCode != nil)
            #expect(try client.isClosed())
        }
        try viewer.settle()
        #expect(try toile.ask("GET", "/healthz").text == "ok\n")
    }

    @Test func `the limits themselves are kept`() throws {
        let toile = try ToileProcess(["--board", "main=40x25"])
        let client = try HTTPClient(port: toile.port)
        let fields = (0..<63).map { ("A\($0)", "b") }
        #expect(try client.ask("GET", "/healthz", fields: fields).status == 200)
        #expect(
            try client.ask("GET", "/healthz", fields: [("A", String(repeating: "a", count: 16_000))]).status
                == 200)
        let body = #"{"name":"abc","more":""# + String(repeating: "x", count: 4096 - 24) + "\"}"
        #expect(body.utf8.count == 4096)
        #expect(try client.ask("POST", "/api/session", body: body).status == 200)
    }

    @Test func `noise is answered or dropped, and harms nobody`() throws {
        let toile = try ToileProcess(["--board", "main=40x25"], loops: 2)
        let viewer = try toile.viewer()
        var random = SeededRandom(seed: 99)
        for round in 0..<60 {
            let socket = try BlockingSocket(port: toile.port)
            if round.isMultiple(of: 2) { try socket.send(Array(Self.upgrade.utf8)) }
            let noise = (0..<Int.random(in: 1...3000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            try? socket.send(noise)
            socket.endSending()
            _ = try? socket.receiveAll()
        }
        try viewer.settle()
    }
}
