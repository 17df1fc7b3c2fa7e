// Taking back one's own pixel, as long as nobody has changed it since.

extension Board {
    /// How many placements one may take back at once, and how long until one more: so that nobody makes a
    /// pixel flicker.
    public static let undoRules = Rules(cooldownMillis: 20_000, chargesMax: 3)

    /// Takes back a player's own newest placement of a pixel, if it is the newest change of that pixel and
    /// not too long ago: a change like any other, that gives the pixel back its colour and the player the
    /// charge. Of `pixel` the colour counts for nothing.
    public mutating func undo(
        _ pixel: Placement, isBusy: Bool, isFlooding: Bool, isBanned: Bool = false, at now: Int64
    ) -> Verdict {
        let isFlooding = isFlooding || !undoCharges.mayUndo(pixel.player, at: now)
        guard pixel.player != .none, !isBanned, !isBusy, !isFlooding, rules.state == .open, isInside(pixel)
        else {
            let reason = reasonAgainst(
                pixel, isBusy: isBusy, isFlooding: isFlooding, restrictions: isBanned ? .banned : [])
            return verdict(reason, on: pixel, at: now)
        }
        let index = index(of: pixel)
        guard let before = contentBeforePlacement(of: index, by: pixel.player, at: now) else {
            return verdict(.tooLate, on: pixel, at: now)
        }
        undoCharges.spend(pixel.player, at: now)
        charges[Int(pixel.player.number)].refund(rules: rules)
        decided[index] = before.colour
        decidedSeq &+= 1
        decidedAt = now
        pendingUndos.append(Undo(place: pending.count, origin: before.origin))
        pending.append(
            PixelChange(
                index: UInt32(truncatingIfNeeded: index), colour: before.colour, player: pixel.player))
        return verdict(.placed, on: pixel, at: now)
    }

    /// What a pixel was before its newest change, where that is one that the player may take back.
    private func contentBeforePlacement(of index: Int, by player: PlayerSlot, at now: Int64) -> PixelContent?
    {
        let pixel = UInt32(truncatingIfNeeded: index)
        let uncommitted = [untakenGroup] + groups.reversed()
        for (number, group) in uncommitted.enumerated() {
            guard let place = group.lastPlace(of: pixel, before: group.changes.count) else { continue }
            guard group.lets(player, takeBack: place, at: now) else { return nil }
            if let content = group.content(of: pixel, before: place) { return content }
            for older in uncommitted[(number + 1)...] {
                if let content = older.content(of: pixel, before: older.changes.count) { return content }
            }
            return PixelContent(origin: origins[index], colour: shown.colours[index])
        }
        guard let seq = shown.lastChange(of: index), let entry = recent.entry(holding: seq) else {
            return nil
        }
        let place = Int(seq - entry.group.firstSeq)
        guard entry.group.lets(player, takeBack: place, at: now) else { return nil }
        return entry.group.content(of: pixel, before: place) ?? entry.replaced[place]
    }
}

/// Who may still take placements back, and how many. Whoever took none back lately may take back as many as
/// anybody.
struct UndoCharges: Sendable {
    /// Past so many players those whose charges are full again are forgotten: after a minute at the latest,
    /// so that those who are remembered are those who took something back within it.
    private static let playersMax = 4096

    private var charges: [PlayerSlot: Charges] = [:]
    private var sweepCount = playersMax

    func mayUndo(_ player: PlayerSlot, at now: Int64) -> Bool {
        charges[player]?.available(at: now, rules: Board.undoRules) != 0
    }

    mutating func spend(_ player: PlayerSlot, at now: Int64) {
        if charges.count >= sweepCount {
            charges = charges.filter { $0.value.fullInMillis(at: now) > 0 }
            sweepCount = max(Self.playersMax, 2 * charges.count)
        }
        _ = charges[player, default: Charges()].spend(at: now, rules: Board.undoRules)
    }
}
