import Testing
import WebSocket

@Suite struct ServerHandshakeTests {
    @Test func `the key of the standard is answered as the standard says`() throws {
        let text = """
            GET /chat?x=1 HTTP/1.1\r
            Host: server.example.com\r
            Upgrade: websocket\r
            Connection: keep-alive, Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            Sec-WebSocket-Version: 13\r
            \r

            """
        var parser = HTTPRequestParser()
        var cursor = 0
        let bytes = Array(text.utf8)
        let request = try #require(try parser.next(in: bytes, at: &cursor, until: bytes.count))
        guard case .offer(let offer) = ServerHandshake.read(request) else {
            Issue.record("no offer")
            return
        }
        let response = String(decoding: ServerHandshake.response(to: offer), as: UTF8.self)
        #expect(response.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    }
}
