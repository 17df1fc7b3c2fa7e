extension Charges {
    /// Carries the bucket over to other rules: as many charges are missing as before (never more than there
    /// can be), and the part of the cooldown that is over stays over. What is missing beyond a whole bucket,
    /// because a placement cost more than a charge, stays as long as it is.
    mutating func convert(from old: Rules, to new: Rules, at now: Int64) {
        guard old.cooldownMillis != new.cooldownMillis || old.chargesMax != new.chargesMax else { return }
        let before = reading(at: now, rules: old)
        let missing = old.chargesMax - before.charges
        guard missing > 0 else {
            self = Charges()
            return
        }
        let waitBefore = min(before.waitMillis, old.cooldownMillis)
        let debt = min(before.waitMillis - waitBefore, Self.debtMillisMax(under: old))
        guard old.cooldownMillis > 0, new.cooldownMillis > 0 else {
            fullAt = debt > 0 ? Self.sum(now, debt) : .min
            return
        }
        let scaled = new.cooldownMillis.multipliedFullWidth(by: waitBefore)
        let wait = max(1, old.cooldownMillis.dividingFullWidth(scaled).quotient)
        let whole = Int64(min(missing, new.chargesMax) - 1) * new.cooldownMillis
        fullAt = Self.sum(now, whole + wait + debt)
    }

    /// The most that a placement may cost. Whoever seems to owe more owes it to a clock that went back.
    private static func debtMillisMax(under rules: Rules) -> Int64 {
        max(Area.cooldownMillisMax, rules.cooldownMillis * Int64(Area.factors.upperBound))
    }
}
