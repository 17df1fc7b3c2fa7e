import Foundation
import Reactor
import TestKit

@testable import Reactor

/// One end of a connection to a simulated server: a real socket of the kernel's, whose other end the server
/// has. It never waits.
final class Link {
    private var descriptor: Int32
    /// What the socket did not take yet.
    private var unsent: [UInt8] = []
    private(set) var hasEnded = false

    /// A pair of sockets: this end, and the server's, which believes that it comes from that address.
    static func pair(
        from address: String, sendBufferBytes: Int?, _ take: (consuming StreamSocket) -> Void
    ) throws -> Link {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw Violation("no more sockets: \(errno)") }
        let socket = StreamSocket(
            Descriptor(owning: ends[1]), peer: try SocketAddress(host: address, port: 1))
        if let sendBufferBytes { try socket.setSendBuffer(bytes: sendBufferBytes) }
        take(socket)
        return Link(ends[0])
    }

    static func address(_ text: String) throws -> PeerAddress {
        try SocketAddress(host: text, port: 1).parts.address
    }

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close() }

    func close() {
        guard descriptor >= 0 else { return }
        Foundation.close(descriptor)
        descriptor = -1
        hasEnded = true
    }

    func send(_ bytes: [UInt8]) {
        unsent += bytes
        flush()
    }

    func flush() {
        while !unsent.isEmpty, !hasEnded {
            let count = unsent.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            unsent.removeFirst(count)
        }
    }

    /// What has come, as far as `countMax`. Nothing more will come once `hasEnded`.
    func receive(atMost countMax: Int) -> [UInt8] {
        flush()
        guard !hasEnded else { return [] }
        var buffer = [UInt8](repeating: 0, count: countMax)
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0, errno == EAGAIN || errno == EINTR { return [] }
        guard count > 0 else {
            close()
            return []
        }
        buffer.removeLast(countMax - count)
        return buffer
    }
}
