// Taking back one's own pixel, as long as nobody has changed it since.

extension Board {
    /// How many placements one may take back at once, and how long until one more: so that nobody makes a
    /// pixel flicker.
    public static let undoRules = Rules(cooldownMillis: 20_000, chargesMax: 3)

    /// Takes back a player's own newest placement of a pixel, if it is the newest change of that pixel and
    /// not too long ago: a change like any other, that gives the pixel back its colour and the player what it
    /// cost. Of `pixel` the colour counts for nothing.
    public mutating func undo(
        _ pixel: Placement, isBusy: Bool, isFlooding: Bool, at now: Int64
    ) -> Verdict {
        let isFlooding = isFlooding || !undoCharges.mayUndo(pixel.player, at: now)
        guard !isBusy, !isFlooding, isPlain, isInside(pixel), pixel.player != .none else {
            return undoSupervised(pixel, isBusy: isBusy, isFlooding: isFlooding, at: now)
        }
        return takeBack(pixel, at: now)
    }

    /// Takes a placement back on a board that moderation has something to say about, or finds the reason why
    /// not.
    @inline(never)
    private mutating func undoSupervised(
        _ pixel: Placement, isBusy: Bool, isFlooding: Bool, at now: Int64
    ) -> Verdict {
        if let reason = reasonAgainstUndo(pixel, isBusy: isBusy, isFlooding: isFlooding) {
            return verdict(reason, on: pixel, at: now)
        }
        let isShadowed = supervision.restrictions(of: pixel.player).contains(.shadowed)
        return isShadowed ? undoShadow(pixel, at: now) : takeBack(pixel, at: now)
    }

    private mutating func takeBack(_ pixel: Placement, at now: Int64) -> Verdict {
        let index = index(of: pixel)
        guard let (before, price) = contentBeforePlacement(of: index, by: pixel.player, at: now) else {
            return verdict(.tooLate, on: pixel, at: now)
        }
        undoCharges.spend(pixel.player, at: now)
        charges[Int(pixel.player.number)].refund(millis: price.millis(under: rules))
        pendingUndos.append(Undo(place: pending.count, origin: before.origin))
        pendingPrices.note(price, of: pending.count..<pending.count + 1)
        decide(
            PixelChange(
                index: UInt32(truncatingIfNeeded: index), colour: before.colour, player: pixel.player),
            at: now)
        return verdict(.placed, on: pixel, at: now)
    }

    /// What a pixel was before its newest change, where that is one that the player may take back, and what
    /// that cost.
    private func contentBeforePlacement(
        of index: Int, by player: PlayerSlot, at now: Int64
    ) -> (content: PixelContent, price: Price)? {
        let pixel = UInt32(truncatingIfNeeded: index)
        let uncommitted = [untakenGroup] + groups.reversed()
        for (number, group) in uncommitted.enumerated() {
            guard let place = group.lastPlace(of: pixel, before: group.changes.count) else { continue }
            guard group.lets(player, takeBack: place, at: now) else { return nil }
            let price = group.prices.price(at: place)
            if let content = group.content(of: pixel, before: place) { return (content, price) }
            for older in uncommitted[(number + 1)...] {
                if let content = older.content(of: pixel, before: older.changes.count) {
                    return (content, price)
                }
            }
            return (PixelContent(origin: origins[index], colour: shown.colours[index]), price)
        }
        guard let seq = shown.lastChange(of: index), let entry = recent.entry(holding: seq) else {
            return nil
        }
        let place = Int(seq - entry.group.firstSeq)
        guard entry.group.lets(player, takeBack: place, at: now) else { return nil }
        let content = entry.group.content(of: pixel, before: place) ?? entry.replaced[place]
        return (content, entry.group.prices.price(at: place))
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
