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
