/// The charges of one session on one board: a bucket that fills by one charge each cooldown.
///
/// One number says it all: the time at which the bucket is full again. Spending moves it up by one cooldown.
@frozen public struct Charges: Equatable, Sendable {
    /// When the bucket is full; in the past for one that is full.
    @usableFromInline var fullAt: Int64

    /// A full bucket.
    @inlinable public init() {
        fullAt = .min
    }

    /// A bucket that is full so long after `now`.
    init(fullInMillis: Int64, at now: Int64) {
        fullAt = fullInMillis > 0 ? Self.sum(now, fullInMillis) : .min
    }

    /// How long after `now` the bucket is full; 0 when it is.
    func fullInMillis(at now: Int64) -> Int64 {
        guard fullAt > now else { return 0 }
        let (difference, overflows) = fullAt.subtractingReportingOverflow(now)
        return overflows ? .max : difference
    }

    /// How many charges there are at `now`, and how long until there is one more (0 when the bucket is full).
    @inlinable public func reading(at now: Int64, rules: Rules) -> (charges: UInt8, waitMillis: Int64) {
        guard fullAt > now else { return (rules.chargesMax, 0) }
        let (difference, overflows) = fullAt.subtractingReportingOverflow(now)
        let missingMillis = overflows ? .max : difference
        // Without a cooldown nothing is missing, unless it was spent where a placement costs something.
        guard rules.cooldownMillis > 0 else { return (0, min(missingMillis, Rules.cooldownMillisMax)) }
        let (whole, part) = (missingMillis &- 1).quotientAndRemainder(dividingBy: rules.cooldownMillis)
        let spare = Int64(rules.chargesMax) &- 1 &- whole
        if spare >= 0 { return (UInt8(truncatingIfNeeded: spare), part &+ 1) }
        // More is missing than the bucket holds: after a placement that cost more than a charge, or a clock
        // that went back.
        return (
            0,
            min(
                missingMillis &- (Int64(rules.chargesMax) &- 1) &* rules.cooldownMillis,
                Rules.cooldownMillisMax)
        )
    }

    /// How many charges there are at `now`.
    @inlinable public func available(at now: Int64, rules: Rules) -> UInt8 {
        reading(at: now, rules: rules).charges
    }

    /// How long it takes until there is one charge more; 0 when the bucket is full.
    @inlinable public func waitMillis(at now: Int64, rules: Rules) -> Int64 {
        reading(at: now, rules: rules).waitMillis
    }

    /// Takes one charge; what is left then, as `reading` says it. Nil, and nothing taken, if there is none.
    @inline(__always) @inlinable public mutating func spend(at now: Int64, rules: Rules) -> (
        charges: UInt8, waitMillis: Int64
    )? {
        if fullAt <= now {
            guard rules.cooldownMillis > 0 else { return (rules.chargesMax, 0) }
            fullAt = Self.sum(now, rules.cooldownMillis)
            return (rules.chargesMax &- 1, rules.cooldownMillis)
        }
        let before = reading(at: now, rules: rules)
        guard before.charges > 0 else { return nil }
        fullAt = Self.sum(fullAt, rules.cooldownMillis)
        return rules.cooldownMillis > 0 ? (before.charges &- 1, before.waitMillis) : before
    }

    /// Takes what a placement costs, as long as there is one charge: what it costs beyond all there are has
    /// to be waited for. What is left then; nil, and nothing taken, if there is none.
    mutating func spend(millis: Int64, at now: Int64, rules: Rules) -> (charges: UInt8, waitMillis: Int64)? {
        guard available(at: now, rules: rules) > 0 else { return nil }
        if millis > 0 { fullAt = Self.sum(max(fullAt, now), millis) }
        return reading(at: now, rules: rules)
    }

    /// Gives one charge back.
    @inlinable public mutating func refund(rules: Rules) {
        refund(millis: rules.cooldownMillis)
    }

    /// Gives back what was spent.
    @inlinable public mutating func refund(millis: Int64) {
        fullAt = Self.sum(fullAt, -millis)
    }

    /// Takes back what a refund gave.
    @inlinable public mutating func withdrawRefund(millis: Int64) {
        fullAt = Self.sum(fullAt, millis)
    }

    /// A sum that stays at the end of time rather than overflow.
    @inlinable static func sum(_ time: Int64, _ duration: Int64) -> Int64 {
        let (sum, overflows) = time.addingReportingOverflow(duration)
        return overflows ? (duration < 0 ? .min : .max) : sum
    }
}
