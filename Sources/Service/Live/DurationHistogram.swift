/// How often something took how long. Buckets double: a middle or an edge is told to within a half, and any
/// number of durations takes the same few bytes.
struct DurationHistogram: Sendable {
    /// Up to and with which duration a bucket counts: from 64 microseconds to four seconds. The last one,
    /// behind these, takes whatever is longer.
    static let boundMicros: [UInt64] = (6...22).map { 1 << $0 }

    /// How many fell into each bucket.
    private(set) var counts = [UInt64](repeating: 0, count: Self.boundMicros.count + 1)
    private(set) var count: UInt64 = 0
    private(set) var sumMicros: UInt64 = 0

    mutating func note(micros: UInt64) {
        counts[Self.boundMicros.firstIndex { micros <= $0 } ?? Self.boundMicros.count] += 1
        count += 1
        sumMicros += micros
    }

    /// Counts so many that took up to a time, which are told by it alone.
    mutating func add(count more: UInt64, upTo micros: UInt64) {
        counts[Self.boundMicros.firstIndex { micros <= $0 } ?? Self.boundMicros.count] += more
        count += more
    }

    /// All of them together took so long.
    mutating func setSum(_ micros: UInt64) {
        sumMicros = micros
    }

    mutating func add(_ other: DurationHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        sumMicros += other.sumMicros
    }

    /// The duration that so many hundredths of all stay within, taken in the middle of its bucket; 0 where
    /// nothing was noted.
    func micros(percent: UInt64) -> UInt64 {
        guard count > 0 else { return 0 }
        let rank = max(1, (count * percent + 99) / 100)
        var seen: UInt64 = 0
        for (index, bucket) in counts.enumerated() {
            seen += bucket
            guard seen >= rank else { continue }
            let isLast = index == Self.boundMicros.count
            let upper = isLast ? 2 * Self.boundMicros[index - 1] : Self.boundMicros[index]
            return upper * 3 / 4
        }
        return 0
    }
}
