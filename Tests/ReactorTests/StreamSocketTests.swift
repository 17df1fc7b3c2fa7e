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

    @Test func `a half-closed connection still carries the other half`() throws {
        let pair = try SocketPair()
        pair.near.shutdownWrite()
        #expect(try pair.far.readAll().isEmpty)
        try pair.far.writeAll([1, 2, 3])
        #expect(try pair.near.readAll(3) == [1, 2, 3])
        let left = pair.near.write([1], from: 0, to: 1)
        guard case .failed(let error) = left else {
            Issue.record("writing after the last byte gave \(left)")
            return
        }
        #expect(error.isDisconnection)
    }

    @Test func `a full socket takes a part, then nothing, and everything once it is read`() throws {
        let pair = try SocketPair()
        try pair.near.setSendBuffer(bytes: 16 * 1024)
        try pair.near.setNoDelay()
        try pair.near.setNotSentLowWater(bytes: 16 * 1024)
        let sent = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        var start = 0
        var hasBlocked = false
        while !hasBlocked {
            switch pair.near.write(sent, from: start, to: sent.count) {
            case .bytes(let count): start += count
            case .wouldBlock: hasBlocked = true
            case .ended, .failed: throw TimedOut()
            }
        }
        #expect(start > 0 && start < sent.count)
        #expect(pair.near.unsentByteCount > 0)
        var received: [UInt8] = []
        try waitUntil {
            received += try pair.far.readAll(min(100_000, start - received.count))
            if case .bytes(let count) = pair.near.write(sent, from: start, to: sent.count) { start += count }
            return received.count == sent.count
        }
        #expect(received == sent)
        try waitUntil { pair.near.unsentByteCount == 0 }
    }

    @Test func `two arrays go out as one`() throws {
        let pair = try SocketPair()
        let transfer = pair.near.write([9, 1, 2], from: 1, then: [3, 4, 9], to: 2)
        guard case .bytes(4) = transfer else {
            Issue.record("writing four bytes gave \(transfer)")
            return
        }
        #expect(try pair.far.readAll(4) == [1, 2, 3, 4])
        guard case .bytes(1) = pair.near.write([], from: 0, then: [5], to: 1) else {
            Issue.record("an empty first array is no array")
            return
        }
        #expect(try pair.far.readAll(1) == [5])
    }

    @Test func `reading takes no more than asked for, and into the front`() throws {
        let pair = try SocketPair()
        try pair.near.writeAll([1, 2, 3, 4])
        var buffer: [UInt8] = [9, 9, 9, 9]
        try waitUntil {
            if case .bytes(3) = pair.far.read(into: &buffer, atMost: 3) { true } else { false }
        }
        #expect(buffer == [1, 2, 3, 9])
        var one: [UInt8] = [0]
        guard case .bytes(1) = pair.far.read(into: &one), case .wouldBlock = pair.far.read(into: &one) else {
            Issue.record("one byte was left")
            return
        }
        #expect(one == [4])
    }

    @Test func `writing to a peer that is gone is an error and no signal`() throws {
        let pair = try SocketPair()
        let near = pair.near
        close(pair.far)
        var failure: SystemError?
        try waitUntil {
            if case .failed(let error) = near.write([1], from: 0, to: 1) { failure = error }
            return failure != nil
        }
        #expect(failure?.isDisconnection == true)
    }

    @Test func `a port that nobody listens on refuses`() throws {
        let loop = try EventLoop()
        let unused = try Listener(on: loop, host: "127.0.0.1", port: 0) { _ in }
        let port = unused.port
        unused.close()
        let socket = try StreamSocket.connect(host: "127.0.0.1", port: port)
        let probe = Probe(socket)
        var failure: SystemError?
        probe.whenReady = { probe, readiness in
            failure = probe.socket.takeError()
            if let watch = probe.watch { loop.unwatch(watch) }
            loop.stop()
        }
        try probe.watch(on: loop, for: .writable)
        loop.run()
        #expect(failure?.description == "socket: Connection refused")
    }
}

private func close(_ socket: consuming StreamSocket) {
    _ = consume socket
}
