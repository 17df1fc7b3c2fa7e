/// How fast somebody may chat: a bucket of `burst` lines of which one comes back every `lineMillis`.
///
/// One number says it all, as with charges: the time at which the bucket is full again.
public struct ChatPace: Equatable, Sendable {
    private var fullAt: Int64 = .min

    /// A full bucket.
    public init() {}

    /// Takes one line from the bucket; false when it is empty.
    public mutating func spend(burst: Int, lineMillis: Int64, at now: Int64) -> Bool {
        let from = max(fullAt, now)
        guard from - now <= Int64(burst - 1) * lineMillis else { return false }
        fullAt = from + lineMillis
        return true
    }

    /// Whether the bucket is full: it need not be remembered any longer.
    public func isFull(at now: Int64) -> Bool {
        fullAt <= now
    }
}
