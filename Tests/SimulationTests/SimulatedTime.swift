/// The clocks of a simulated machine, which move only when the simulation moves them.
///
/// `@unchecked Sendable` is safe because a simulation has one thread.
final class SimulatedTime: @unchecked Sendable {
    /// The time that really passes.
    private(set) var millis: Int64 = 5_000_000
    /// When the machine was started last: what its monotonic clock counts from.
    private var bootedAt: Int64 = 1_000_000
    /// How far the wall clock is ahead of the time that really passes.
    private var wallAheadMillis: Int64 = 1_700_000_000_000

    /// How far somebody set the wall clock forward since that was last asked.
    private var setForwardMillis: Int64 = 0

    /// The latest that the wall clock has ever shown.
    private(set) var wallMillisMax: Int64 = 0

    var monotonicMillis: Int64 { millis - bootedAt }
    var wallMillis: Int64 { wallAheadMillis + millis }

    func pass(_ step: Int64) {
        millis += step
        wallMillisMax = max(wallMillisMax, wallMillis)
    }

    /// Somebody sets the wall clock, in either direction.
    func setWall(aheadBy step: Int64) {
        wallAheadMillis += step
        setForwardMillis += max(0, step)
        wallMillisMax = max(wallMillisMax, wallMillis)
    }

    func takeSetForward() -> Int64 {
        defer { setForwardMillis = 0 }
        return setForwardMillis
    }

    /// The machine starts anew, and its monotonic clock with it.
    func boot() {
        bootedAt = millis - 1000
    }
}
