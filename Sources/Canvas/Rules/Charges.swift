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

    /// How many charges there are at `now`.
    @inlinable public func available(at now: Int64, rules: Rules) -> UInt8 {
        let missing = missingMillis(at: now)
        guard missing > 0, rules.cooldownMillis > 0 else { return rules.chargesMax }
        let spent = (missing &- 1) / rules.cooldownMillis &+ 1
        return spent >= Int64(rules.chargesMax) ? 0 : rules.chargesMax &- UInt8(truncatingIfNeeded: spent)
    }

    /// How long it takes until there is one charge more; 0 when the bucket is full.
    @inlinable public func waitMillis(at now: Int64, rules: Rules) -> Int64 {
        let missing = missingMillis(at: now)
        guard missing > 0, rules.cooldownMillis > 0 else { return 0 }
        // More can be missing than the bucket holds when the rules were stricter or the clock went back.
        let beforeFirst = missing &- rules.cooldownMillis &* Int64(rules.chargesMax &- 1)
        if beforeFirst > 0 { return min(beforeFirst, Rules.cooldownMillisMax) }
        return (missing &- 1) % rules.cooldownMillis &+ 1
    }

    /// Takes one charge, of which there must be one.
    @inlinable public mutating func spend(at now: Int64, rules: Rules) {
        let (sum, overflows) = max(fullAt, now).addingReportingOverflow(rules.cooldownMillis)
        fullAt = overflows ? .max : sum
    }

    /// Gives one charge back.
    @inlinable public mutating func refund(rules: Rules) {
        let (difference, overflows) = fullAt.subtractingReportingOverflow(rules.cooldownMillis)
        fullAt = overflows ? .min : difference
    }

    /// What is missing to a full bucket, as time; 0 or less for a full one.
    @inlinable func missingMillis(at now: Int64) -> Int64 {
        guard fullAt > now else { return 0 }
        let (difference, overflows) = fullAt.subtractingReportingOverflow(now)
        return overflows ? .max : difference
    }
}
