import Reactor

/// A server that sends back what it reads, on a loop of its own: the smallest whole use of the reactor.
final class EchoServer: Sendable {
    let loop: EventLoop
    let port: UInt16

    init() throws {
        loop = try EventLoop.start(name: "echo")
        let loop = loop
        port = try blocking(on: loop) {
            try Listener(on: loop, host: "localhost", port: 0) { socket in
                _ = try? EchoConnection(socket, on: loop)
            }.port
        }
    }

    deinit {
        loop.stop()
        loop.join()
    }
}

/// One connection: what could not be written yet is kept, and reading rests until it is.
final class EchoConnection: EventHandler {
    private let socket: StreamSocket
    private unowned let loop: EventLoop
    private var watch: Watch?
    private var unsent: [UInt8] = []
    private var hasEnded = false

    @discardableResult
    init(_ socket: consuming StreamSocket, on loop: EventLoop) throws {
        self.socket = socket
        self.loop = loop
        super.init()
        watch = try loop.watch(self.socket.descriptor, for: .readable, handler: self)
    }

    override func ready(_ readiness: Readiness) {
        if readiness.contains(.failed) { return close() }
        if readiness.contains(.readable) { read() }
        if watch != nil { write() }
    }

    private func read() {
        switch socket.read(into: &loop.readBuffer) {
        case .bytes(let count): unsent += loop.readBuffer[..<count]
        case .wouldBlock: break
        case .ended: hasEnded = true
        case .failed: close()
        }
    }

    private func write() {
        if !unsent.isEmpty {
            switch socket.write(unsent, from: 0, to: unsent.count) {
            case .bytes(let count): unsent.removeFirst(count)
            case .wouldBlock: break
            case .ended, .failed: return close()
            }
        }
        if let watch, !unsent.isEmpty {
            loop.change(watch, to: .writable)
        } else if hasEnded {
            close()
        } else if let watch {
            loop.change(watch, to: .readable)
        }
    }

    private func close() {
        if let watch { loop.unwatch(watch) }
        watch = nil
    }
}
