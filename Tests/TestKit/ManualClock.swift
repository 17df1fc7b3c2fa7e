import Foundation

/// A clock that a test moves.
public final class ManualClock: @unchecked Sendable {
    private let lock = NSLock()
    private var millis: Int64

    /// A clock that shows `millis` until it is moved.
    public init(millis: Int64 = 1_000_000) {
        self.millis = millis
    }

    /// What it shows.
    public var nowMillis: Int64 { lock.withLock { millis } }

    /// Moves it on.
    public func advance(byMillis step: Int64) {
        lock.withLock { millis += step }
    }
}
