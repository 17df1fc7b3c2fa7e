/// How long groups took to be written and synced.
public struct SyncTimes: Equatable, Sendable {
    /// Longer times than 2^32 microseconds, more than an hour, count with those.
    public static let bitsMax = 32

    /// How many took less than 2^N microseconds and not less than half of that, by N.
    public private(set) var counts = [UInt64](repeating: 0, count: Self.bitsMax + 1)
    /// All of them together.
    public private(set) var sumMicros: UInt64 = 0

    /// None yet.
    public init() {}

    /// One more.
    public mutating func note(micros: UInt64) {
        counts[min(Self.bitsMax, UInt64.bitWidth - micros.leadingZeroBitCount)] += 1
        sumMicros &+= micros
    }

    /// How many there were.
    public var count: UInt64 { counts.reduce(0, +) }
}
