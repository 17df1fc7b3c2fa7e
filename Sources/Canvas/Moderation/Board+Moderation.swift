// What moderation says of a board's people and places, and how placements are judged where it says anything.

extension Board {
    /// The most areas a board may have: each is looked at for every placement.
    public static let areasMax = 64
    /// The most players that can be restricted at once: a few megabytes.
    public static let restrictedPlayersMax = 262_144
    /// How far beyond everything decided the seq of an answer to a shadowed player lies. A page shows a
    /// placement of its own until its copy of the board reaches that seq, and so goes on showing this one, to
    /// that player alone.
    public static let shadowLead: UInt64 = 100_000

    /// The parts of the board with other rules.
    public var areas: [Area] { supervision.areas }

    /// Says which parts of the board have other rules, in place of all that were said before.
    public mutating func setAreas(_ areas: [Area]) {
        precondition(areas.count <= Self.areasMax, "a board has so many areas")
        supervision.areas = areas
        noteSupervision()
    }

    /// Says what speaks against a player, in place of all that was said before; of a place
    /// (`Restrictions.protected`) areas speak. False, and nothing changed, where too many are restricted.
    @discardableResult
    public mutating func setRestrictions(_ restrictions: Restrictions, of player: PlayerSlot) -> Bool {
        precondition(player != .none, "nobody cannot be restricted")
        defer { noteSupervision() }
        return supervision.restrict(player, by: restrictions.subtracting(.protected))
    }

    /// What was said to speak against a player.
    public func restrictions(of player: PlayerSlot) -> Restrictions {
        supervision.restrictions(of: player)
    }

    /// Says which players are the staff's: areas and gates do not concern them.
    public mutating func setStaff(_ players: Set<PlayerSlot>) {
        supervision.staff = players
    }

    /// Says from which session on people have to wait, or to pass a challenge before they place: sessions are
    /// numbered in the order in which they were made, so that young ones are those from a number on. Nil for
    /// nobody. Where both hold, the challenge is told first.
    public mutating func setGate(newcomersFrom: UInt32?, challengeFrom: UInt32?) {
        supervision.newcomersFrom = newcomersFrom
        supervision.challengeFrom = challengeFrom
        noteSupervision()
    }

    /// A player passed the challenge of the gate. One that was asked of that player alone is lifted by
    /// `setRestrictions`.
    public mutating func notePassedChallenge(_ player: PlayerSlot) {
        supervision.challenged.insert(player)
    }

    /// Everybody has to pass the challenge again.
    public mutating func forgetPassedChallenges() {
        supervision.challenged = []
    }

    /// Judges a placement on a board that moderation has something to say about, or finds the reason against
    /// it.
    @inline(never)
    mutating func decideSupervised(
        _ placement: Placement, isBusy: Bool, isFlooding: Bool, at now: Int64
    ) -> Verdict {
        if let reason = reasonAgainst(placement, isBusy: isBusy, isFlooding: isFlooding) {
            return verdict(reason, on: placement, at: now)
        }
        let index = index(of: placement)
        let colour = UInt8(truncatingIfNeeded: placement.colour)
        guard decided[index] != colour else { return verdict(.unchanged, on: placement, at: now) }
        let price = supervision.price(of: placement, under: rules)
        guard let left = spend(price, by: placement.player, at: now) else {
            return verdict(.coolingDown, on: placement, at: now)
        }
        var seq = decidedSeq &+ Self.shadowLead
        if supervision.restrictions(of: placement.player).contains(.shadowed) {
            supervision.shadows[placement.player, default: ShadowTrail()].append(
                pixel: index, over: decided[index], price: price, at: now)
        } else {
            pendingPrices.note(price, of: pending.count..<pending.count + 1)
            decide(PixelChange(index: UInt32(index), colour: colour, player: placement.player), at: now)
            seq = decidedSeq
        }
        return Verdict(
            status: .placed, colour: colour, charges: left.charges, waitMillis: left.waitMillis, seq: seq)
    }

    /// Answers a shadowed player's wish to take back what nobody else has seen: the charge comes back, as
    /// long as a true placement could have been taken back. What a player placed before being shadowed stays.
    mutating func undoShadow(_ pixel: Placement, at now: Int64) -> Verdict {
        let index = index(of: pixel)
        guard
            let price = supervision.shadows[pixel.player]?.takeBack(
                pixel: index, over: decided[index], at: now)
        else { return verdict(.tooLate, on: pixel, at: now) }
        undoCharges.spend(pixel.player, at: now)
        charges[Int(pixel.player.number)].refund(millis: price.millis(under: rules))
        var verdict = verdict(.placed, on: pixel, at: now)
        verdict.seq &+= Self.shadowLead
        return verdict
    }

    /// The first reason that speaks against a placement, in the order of `PlacementStatus`; nil if none does.
    /// Whether it changes anything, and whether there is a charge for it, is asked later.
    private func reasonAgainst(_ placement: Placement, isBusy: Bool, isFlooding: Bool) -> PlacementStatus? {
        if let reason = reasonAgainstChanging(placement, isBusy: isBusy, isFlooding: isFlooding) {
            return reason
        }
        let restrictions = supervision.restrictions(on: placement)
        if placement.colour >= colourCount { return .noSuchColour }
        if restrictions.contains(.protected) { return .protected }
        if restrictions.contains(.challenge) { return .challenge }
        if restrictions.contains(.newcomer) { return .newcomer }
        return nil
    }

    /// The first reason that speaks against taking a placement back, before it is asked whose it is.
    func reasonAgainstUndo(_ pixel: Placement, isBusy: Bool, isFlooding: Bool) -> PlacementStatus? {
        if let reason = reasonAgainstChanging(pixel, isBusy: isBusy, isFlooding: isFlooding) { return reason }
        return supervision.restrictions(on: pixel).contains(.protected) ? .protected : nil
    }

    /// The first reason that speaks against a change of that pixel, whatever it is to become.
    private func reasonAgainstChanging(
        _ pixel: Placement, isBusy: Bool, isFlooding: Bool
    ) -> PlacementStatus? {
        if pixel.player == .none { return .watching }
        let restrictions = supervision.restrictions(of: pixel.player)
        if restrictions.contains(.banned) { return .banned }
        if isBusy || restrictions.contains(.held) { return .busy }
        if isFlooding { return .flooding }
        if rules.state != .open { return .notOpen }
        return isInside(pixel) ? nil : .outside
    }
}
