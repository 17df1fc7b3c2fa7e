import Foundation
import Reactor
import Testing

struct ListenerTests {
    @Test(arguments: ["localhost", "127.0.0.1", "0.0.0.0"])
    func `listens on IPv4`(host: String) throws {
        try expectReachable(host: host, from: "127.0.0.1", as: "127.0.0.1")
    }

    @Test(.enabled(if: hasIPv6), arguments: ["[::1]", "::1"])
    func `listens on IPv6, in brackets or not`(host: String) throws {
        try expectReachable(host: host, from: "[::1]", as: "::1")
    }

    @Test(.enabled(if: hasIPv6))
    func `listens on everything, and an IPv4 address is the same however it comes`() throws {
        try expectReachable(host: "[::]", from: "127.0.0.1", as: "127.0.0.1")
        try expectReachable(host: "[::]", from: "::1", as: "::1")
    }

    @Test func `a port in use is told clearly, and one that was just closed is free`() throws {
        let loop = try EventLoop()
        let first = try Listener(on: loop, host: "127.0.0.1", port: 0) { _ in }
        let error = #expect(throws: SystemError.self) {
            try Listener(on: loop, host: "127.0.0.1", port: first.port) { _ in }
        }
        #expect(error?.isAddressInUse == true)
        #expect(error?.description == "bind: Address already in use")
        first.close()
        first.close()
        try Listener(on: loop, host: "127.0.0.1", port: first.port) { _ in }.close()
        #expect(loop.watchCount == 0)
    }

    @Test func `a host that means nothing is an error`() throws {
        let loop = try EventLoop()
        #expect(throws: SystemError.self) {
            try Listener(on: loop, host: "999.1.1.1", port: 0) { _ in }
        }
    }

    @Test func `a crowd gets in over several turns`() throws {
        let loop = try EventLoop()
        var count = 0
        let listener = try Listener(on: loop, host: "127.0.0.1", port: 0) { _ in count += 1 }
        let clients = try (0..<150).map { _ in
            let box = SocketBox()
            box.socket = try StreamSocket.connect(host: "127.0.0.1", port: listener.port)
            return box
        }
        for expected in [64, 128, 150] {
            loop.run(turns: 1)
            #expect(count == expected)
        }
        #expect(clients.count == 150)
    }

    @Test func `a listener closed by whom it gives a connection to accepts no more`() throws {
        let loop = try EventLoop()
        let holder = Shared<Listener?>(nil)
        var count = 0
        let listener = try Listener(on: loop, host: "127.0.0.1", port: 0) { _ in
            count += 1
            holder.value?.close()
        }
        holder.update { $0 = listener }
        let first = try StreamSocket.connect(host: "127.0.0.1", port: listener.port)
        let second = try StreamSocket.connect(host: "127.0.0.1", port: listener.port)
        loop.run(turns: 3)
        #expect(count == 1)
        #expect(first.peerPort == second.peerPort)
        holder.update { $0 = nil }
    }

    @Test func `running out of descriptors turns people away without spinning, and ends`() async {
        await #expect(processExitsWith: .success) {
            let server = try EchoServer()
            let early = try StreamSocket.connect(host: "127.0.0.1", port: server.port)
            try early.writeAll([1])
            try #require(try early.readAll(1) == [1])

            var limit = rlimit(rlim_cur: 64, rlim_max: 64)
            try #require(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
            var hoard: [Int32] = []
            while true {
                let number = open("/dev/null", O_RDONLY)
                if number < 0 { break }
                hoard.append(number)
            }
            // Three clients take the last three numbers while the server looks away, so that there is none
            // left to accept them with.
            for number in hoard.suffix(3) { close(number) }
            hoard.removeLast(3)
            let gate = Lock()
            let (clients, start) = try gate.withLock {
                let isAway = Shared(false)
                server.loop.post {
                    isAway.update { $0 = true }
                    gate.withLock {}
                }
                try waitUntil { isAway.value }
                let clients = try (0..<3).map { _ in
                    let box = SocketBox()
                    box.socket = try StreamSocket.connect(host: "127.0.0.1", port: server.port)
                    return box
                }
                // While the server still looks away: later, it might have begun already.
                return (clients, MonotonicClock.nowMillis())
            }
            for client in clients {
                guard let socket = client.socket.take() else { continue }
                try #require(try socket.readAll().isEmpty)
                // Kept open: its number must not become free.
                client.socket = consume socket
            }
            // One at once, then one after each pause: it sleeps in between and does not try again and again.
            try #require(MonotonicClock.nowMillis() - start >= Listener.pauseMillis)
            // Those who are in are still served.
            try early.writeAll([2])
            try #require(try early.readAll(1) == [2])

            for number in hoard { close(number) }
            let late = try StreamSocket.connect(host: "127.0.0.1", port: server.port)
            try late.writeAll([3])
            try #require(try late.readAll(1) == [3])
        }
    }
}

/// Whether this machine knows IPv6 at all; containers often do not.
private let hasIPv6: Bool = {
    guard let loop = try? EventLoop() else { return false }
    guard let listener = try? Listener(on: loop, host: "::1", port: 0, accepted: { _ in }) else {
        return false
    }
    listener.close()
    return true
}()

private func expectReachable(host: String, from: String, as text: String) throws {
    let loop = try EventLoop()
    var peers: [String] = []
    let listener = try Listener(on: loop, host: host, port: 0) { socket in
        peers.append(socket.peerAddress.description)
        #expect(socket.peerPort != 0)
        loop.stop()
    }
    let client = try StreamSocket.connect(host: from, port: listener.port)
    loop.run()
    #expect(peers == [text])
    #expect(client.peerPort == listener.port)
    #expect(client.peerAddress.description == text)
    listener.close()
}
