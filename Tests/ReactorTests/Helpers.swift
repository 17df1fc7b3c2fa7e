import Foundation
import Reactor

/// What one thread leaves for another to look at.
final class Shared<Value>: @unchecked Sendable {
    private let lock = Lock()
    private var stored: Value

    init(_ value: Value) {
        stored = value
    }

    var value: Value { lock.withLock { stored } }

    func update(_ change: (inout Value) -> Void) {
        lock.withLock { change(&stored) }
    }
}

/// Nobody answered in the time that the slowest machine needs.
struct TimedOut: Error {}

/// Runs work on the loop's thread and waits here for what comes out.
func blocking<Value: Sendable>(
    on loop: EventLoop, _ work: @escaping @Sendable () throws -> Value
) throws -> Value {
    let result = Shared<Result<Value, any Error>?>(nil)
    loop.post {
        let outcome = Result { try work() }
        result.update { $0 = outcome }
    }
    try waitUntil { result.value != nil }
    guard let outcome = result.value else { throw TimedOut() }
    return try outcome.get()
}

/// Looks again and again until the condition holds; throws after ten seconds.
func waitUntil(_ condition: () throws -> Bool) throws {
    let deadline = MonotonicClock.nowMillis() + 10_000
    while try !condition() {
        if MonotonicClock.nowMillis() > deadline { throw TimedOut() }
        usleep(500)
    }
}

extension StreamSocket {
    /// Writes all of it, waiting for room.
    func writeAll(_ bytes: [UInt8]) throws {
        var start = 0
        try waitUntil {
            switch write(bytes, from: start, to: bytes.count) {
            case .bytes(let count): start += count
            case .wouldBlock: break
            case .ended: throw TimedOut()
            case .failed(let error): if error.number != ENOTCONN { throw error }
            }
            return start == bytes.count
        }
    }

    /// Reads until so many bytes have come, or the other side has said its last.
    func readAll(_ countMax: Int = .max) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        var isDone = countMax == 0
        try waitUntil {
            while !isDone {
                switch read(into: &buffer, atMost: countMax - bytes.count) {
                case .bytes(let count): bytes += buffer[..<count]
                case .wouldBlock: return false
                case .ended: isDone = true
                case .failed(let error): throw error
                }
                if bytes.count == countMax { isDone = true }
            }
            return true
        }
        return bytes
    }
}

/// Keeps one socket for a closure, which could not own it.
final class SocketBox {
    var socket: StreamSocket?

    var number: Int32? { socket?.descriptor.number }

    func watch(on loop: EventLoop, handler: EventHandler) throws -> Watch? {
        switch socket {
        case .some(let socket): try loop.watch(socket.descriptor, for: .readable, handler: handler)
        case .none: nil
        }
    }
}

/// Two ends of one connection, both in this process.
struct SocketPair: ~Copyable {
    let near: StreamSocket
    let far: StreamSocket

    init(host: String = "127.0.0.1") throws {
        let loop = try EventLoop()
        let box = SocketBox()
        let listener = try Listener(on: loop, host: host, port: 0) { socket in
            box.socket = consume socket
            loop.stop()
        }
        let near = try StreamSocket.connect(host: host, port: listener.port)
        loop.run()
        listener.close()
        guard let far = box.socket.take() else { throw TimedOut() }
        self.near = near
        self.far = far
    }
}

/// A handler that does what a test says.
final class Probe: EventHandler {
    let socket: StreamSocket
    var watch: Watch?
    var whenReady: (Probe, Readiness) -> Void = { _, _ in }
    var whenReleased: () -> Void = {}
    private(set) var readyCount = 0

    init(_ socket: consuming StreamSocket) {
        self.socket = socket
    }

    deinit {
        whenReleased()
    }

    func watch(on loop: EventLoop, for interest: Interest = .readable) throws {
        watch = try loop.watch(socket.descriptor, for: interest, handler: self)
    }

    override func ready(_ readiness: Readiness) {
        readyCount += 1
        whenReady(self, readiness)
    }
}

extension EventLoop {
    /// Runs so many turns, without ever waiting.
    func run(turns: Int) {
        turnEnd = TurnCounter(turns, of: self)
        run()
        turnEnd = nil
    }
}

private final class TurnCounter: TurnHandler {
    private unowned let loop: EventLoop
    private var turnsLeft: Int

    init(_ turns: Int, of loop: EventLoop) {
        turnsLeft = turns
        self.loop = loop
        super.init()
        goOn()
    }

    override func turnEnded() {
        turnsLeft -= 1
        goOn()
    }

    private func goOn() {
        if turnsLeft == 1 { loop.stop() }
        loop.needsAnotherTurn = true
    }
}
