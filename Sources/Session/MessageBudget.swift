/// How many messages a connection may still send: a bucket that refills at `messagesPerSecond` and holds as
/// many.
///
/// Refused messages are counted too, so that a connection that keeps pushing at twice the rate can be told
/// apart from one that is merely eager.
public struct MessageBudget: Sendable {
    @usableFromInline let perSecond: Int64
    /// Thousandths of a message: with a rate in messages a second, one millisecond refills `perSecond` of
    /// them.
    @usableFromInline var thousandths: Int64
    @usableFromInline var refilledAt: Int64
    @usableFromInline var windowStart: Int64
    @usableFromInline var windowCount: Int64 = 0
    /// How long the peer has been past the multiple without a break.
    @usableFromInline var floodingMillis: Int64 = 0

    /// A full bucket. 0 messages a second means no limit.
    public init(messagesPerSecond: Int, now: Int64) {
        perSecond = Int64(messagesPerSecond)
        thousandths = perSecond * 1000
        refilledAt = now
        windowStart = now
    }

    /// Takes one message from the bucket; false when it is empty.
    @inlinable
    public mutating func spend(at now: Int64) -> Bool {
        if perSecond == 0 { return true }
        return spendLimited(at: now)
    }

    @usableFromInline
    mutating func spendLimited(at now: Int64) -> Bool {
        countInWindow(at: now)
        refill(at: now)
        guard thousandths >= 1000 else { return false }
        thousandths -= 1000
        return true
    }

    /// Whether one message could be taken now, without taking it.
    public mutating func canSpend(at now: Int64) -> Bool {
        if perSecond == 0 { return true }
        refill(at: now)
        return thousandths >= 1000
    }

    /// Twice the rate, for as long as the contract bears it.
    public var isFlooding: Bool { floodingMillis >= Limits.floodMillisMax }

    private mutating func refill(at now: Int64) {
        let elapsed = max(0, min(now - refilledAt, 1000))
        thousandths = min(perSecond * 1000, thousandths + elapsed * perSecond)
        refilledAt = now
    }

    /// Counts over stretches of a second or a little more: one past the multiple prolongs a flood, one below
    /// it ends it, and so does a pause.
    private mutating func countInWindow(at now: Int64) {
        let elapsed = now - windowStart
        if elapsed >= 1000 {
            let isOver = windowCount * 1000 > perSecond * Int64(Limits.floodMultiple) * elapsed
            floodingMillis = isOver && elapsed < 2000 ? floodingMillis + elapsed : 0
            windowStart = now
            windowCount = 0
        }
        windowCount += 1
    }
}
