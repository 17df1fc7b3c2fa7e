// Taking away what somebody placed, as it was planned before.

extension Board {
    /// Has a planner take everything that was decided since the state that it knows. What it plans then is
    /// for the board as `apply` finds it, if nothing is decided in between.
    ///
    /// `committed` are the groups that were committed since that state, in their order, and perhaps some
    /// from before it. False: some of them are missing, and the plan is good for nothing.
    public func bringLevel(_ planner: inout RollbackPlanner, through committed: [ChangeGroup]) -> Bool {
        for group in committed + groups + [untakenGroup] where group.lastSeq > planner.seq {
            guard group.firstSeq <= planner.seq + 1 else { return false }
            planner.take(group)
        }
        return planner.seq == decidedSeq
    }

    /// Changes the pixels of a plan, by a player of the staff, who pays nothing for it: changes like any
    /// other, of seqs that follow one another, each of which gives the pixel back to whoever had it. A pixel
    /// that has changed since the plan was made, in whatever way, is left as it is.
    ///
    /// Whether the board takes placements does not matter, nor whether the place is protected.
    public mutating func apply(_ plan: RollbackPlan, by staff: PlayerSlot, at now: Int64) -> RollbackOutcome {
        precondition(staff != .none, "somebody rolls back")
        let uncommitted = newestUncommitted()
        let firstSeq = decidedSeq + 1
        let firstPlace = pending.count
        var lastIndex = -1
        for entry in plan.entries where isUnchanged(entry, of: plan, uncommitted) {
            precondition(Int(entry.index) > lastIndex, "a plan names each pixel once, in order")
            lastIndex = Int(entry.index)
            pendingUndos.append(Undo(place: pending.count, origin: entry.origin))
            decide(PixelChange(index: entry.index, colour: entry.restored, player: staff), at: now)
        }
        let count = pending.count - firstPlace
        pendingPrices.note(.nothing, of: firstPlace..<pending.count)
        return RollbackOutcome(
            seqs: count > 0 ? firstSeq...decidedSeq : nil, appliedCount: count,
            keptCount: plan.entries.count - count)
    }

    /// Whether a pixel's newest change is still the one that the plan knows, wherever that change has come
    /// to.
    private func isUnchanged(
        _ entry: RollbackEntry, of plan: RollbackPlan, _ uncommitted: [UInt32: UInt64]
    ) -> Bool {
        let index = Int(entry.index)
        guard index < decided.count, decided[index] != entry.restored, entry.restored < colourCount else {
            return false
        }
        if let newest = uncommitted[entry.index] ?? shown.lastChange(of: index) {
            return newest == entry.newestSeq
        }
        // So long ago that nobody remembers when: then the plan, if it is newer than that, knows better.
        return entry.newestSeq <= shown.rememberedFrom && plan.seq >= shown.rememberedFrom
    }

    /// The newest change of each pixel that has changes which are not shown yet.
    private func newestUncommitted() -> [UInt32: UInt64] {
        var newest: [UInt32: UInt64] = [:]
        for group in groups + [untakenGroup] {
            for (place, change) in group.changes.enumerated() {
                newest[change.index] = group.firstSeq + UInt64(place)
            }
        }
        return newest
    }
}
