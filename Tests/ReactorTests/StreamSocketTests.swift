import Reactor
import Testing

struct StreamSocketTests {
    @Test func `what is sent comes back, and an end is answered by an end`() throws {
        let server = try EchoServer()
        let client = try StreamSocket.connect(host: "127.0.0.1", port: server.port)
        try client.writeAll(Array("hello".utf8))
        #expect(try client.readAll(5) == Array("hello".utf8))
        client.shutdownWrite()
        #expect(try client.readAll().isEmpty)
    }
}
