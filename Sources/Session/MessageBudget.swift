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
    @usableFromInline var floodingSince: Int64?

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
    public func isFlooding(at now: Int64) -> Bool {
        guard let floodingSince else { return false }
        return now - floodingSince >= Limits.floodMillisMax
    }

    private mutating func refill(at now: Int64) {
        let elapsed = max(0, min(now - refilledAt, 1000))
        thousandths = min(perSecond * 1000, thousandths + elapsed * perSecond)
        refilledAt = now
    }

    /// Counts per second: a second past the multiple begins a flood, a second below it ends one.
    private mutating func countInWindow(at now: Int64) {
        if now - windowStart >= 1000 {
            let isOver = windowCount > perSecond * Int64(Limits.floodMultiple)
            floodingSince = isOver && now - windowStart < 2000 ? floodingSince ?? windowStart : nil
            windowStart = now
            windowCount = 0
        }
        windowCount += 1
    }
}
