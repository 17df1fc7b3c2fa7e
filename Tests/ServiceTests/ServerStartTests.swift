import Foundation
import Ledger
import Reactor
import Service
import Testing

struct ServerStartTests {
    /// Its connection, and the shard that is to serve it, are news of one and the same turn.
    @Test(.timeLimit(.minutes(1)))
    func `who connects before the server runs is served as soon as it does`() throws {
        var options = ServeOptions()
        options.port = 0
        let opening = try Opening(options, nowMillis: 0)
        let server = try Server(
            options, opening: opening, keeping: Keeping(ledger: MemoryLedger()), pages: [], log: { _ in })
        let client = try BlockingClient(port: server.port)
        client.send("GET /healthz HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        // Safe because the thread only posts to the server, which any thread may.
        nonisolated(unsafe) let anywhere = server
        Thread.detachNewThread {
            client.receiveAll()
            anywhere.post { $0.drainAndStop() }
        }
        server.run()
        #expect(client.received.hasPrefix("HTTP/1.1 200 "))
    }
}

/// A socket without any of our code in it.
///
/// `@unchecked Sendable` is safe because one thread receives, and the other looks when the first has posted.
private final class BlockingClient: @unchecked Sendable {
    private let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    private(set) var received = ""

    init(port: UInt16) throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
    }

    deinit {
        close(descriptor)
    }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        #expect(write(descriptor, bytes, bytes.count) == bytes.count)
    }

    func receiveAll() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 {
            received += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
