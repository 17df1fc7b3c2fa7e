/// A board that judges placements, with two views of its pixels.
///
/// *Decided* is what placements are judged against: it knows those that were accepted a moment ago. *Shown*
/// is what anyone may see: a change enters it when its group has been kept durably, and so a state that was
/// shown is never taken back. Between the two lie the changes not yet taken for storing, and the groups being
/// stored, oldest first:
///
///     decide ... decide -> takeGroup -> (storage) -> commit -> takeTouched
///
/// If storage refuses, `abandonUncommitted` brings decided back to shown. Noncopyable, so that nobody copies
/// megabytes by accident.
public struct Board: ~Copyable {
    /// What anyone may see.
    public private(set) var shown: Grid
    /// Which past of the board this is.
    public let epoch: UInt32
    /// How many colours the palette has.
    public let colourCount: Int
    /// How fast one may place, and whether at all.
    public private(set) var rules: Rules
    /// Whether the board is open and moderation says nothing of it: all that most placements need to know.
    private(set) var isPlain: Bool
    /// What moderation says of people and places.
    var supervision = Supervision()

    /// The pixels as placements are judged against.
    var decided: [UInt8]
    /// The accepted changes that no group holds yet.
    var pending: [PixelChange] = []
    /// Those of them that take placements back.
    var pendingUndos: [Undo] = []
    /// What those of them cost that cost something else than a charge.
    var pendingPrices: [PriceRun] = []
    /// The groups that were taken and are not committed yet.
    private(set) var groups: [ChangeGroup] = []
    /// The groups that were committed lately.
    private(set) var recent = RecentGroups()
    /// The seq after everything decided.
    public internal(set) var decidedSeq: UInt64
    /// When the last change was decided.
    var decidedAt: Int64 = .min
    private var nextGroupNumber: UInt64 = 0
    /// By the player's slot; a player beyond the end has a full bucket.
    var charges: [Charges] = []
    var undoCharges = UndoCharges()
    /// For each pixel that is shown, where it comes from.
    public private(set) var origins: [PixelOrigin]
    private var touched: PixelSet

    /// The board as it was kept; `origins` has one entry per pixel, or none where nothing is known.
    public init(
        grid: consuming Grid, epoch: UInt32, colourCount: Int, rules: Rules, origins: [PixelOrigin] = []
    ) {
        precondition(
            origins.isEmpty || origins.count == grid.colours.count, "each pixel comes from somewhere")
        precondition(epoch != 0, "an epoch is never 0")
        precondition(Palette.colourCounts.contains(colourCount), "a palette has 2 to 256 colours")
        self.decided = grid.colours
        self.decidedSeq = grid.seq
        self.origins =
            origins.isEmpty
            ? [PixelOrigin](repeating: PixelOrigin(), count: grid.shape.pixelCount) : origins
        self.touched = PixelSet(pixelCount: grid.shape.pixelCount)
        self.shown = grid
        self.epoch = epoch
        self.colourCount = colourCount
        self.rules = rules
        self.isPlain = rules.state == .open
    }

    /// Changes the rules; what every player has spent of the cooldown stays in proportion.
    public mutating func setRules(_ rules: Rules, at now: Int64) {
        for player in charges.indices {
            charges[player].convert(from: self.rules, to: rules, at: now)
        }
        self.rules = rules
        noteSupervision()
    }

    /// Rules or moderation may have changed.
    mutating func noteSupervision() {
        isPlain = rules.state == .open && supervision.isSilent
    }

    /// The charges of a player at `now`, and how long until there is one more.
    public func charges(of player: PlayerSlot, at now: Int64) -> (charges: UInt8, waitMillis: Int64) {
        guard player != .none else { return (0, 0) }
        let bucket = player.number < charges.count ? charges[Int(player.number)] : Charges()
        return bucket.reading(at: now, rules: rules)
    }

    /// Says how long after `now` a player's charges are full again, as it was kept. On a board without a
    /// cooldown they are.
    public mutating func restoreCharges(of player: PlayerSlot, fullInMillis: Int64, at now: Int64) {
        precondition(player != .none, "a spectator has no charges")
        guard rules.cooldownMillis > 0 else { return }
        if player.number >= charges.count { makeBuckets(upTo: Int(player.number)) }
        charges[Int(player.number)] = Charges(fullInMillis: fullInMillis, at: now)
    }

    /// How long after `now` a player's charges are full again; 0 when they are.
    public func fullInMillis(of player: PlayerSlot, at now: Int64) -> Int64 {
        guard player.number < charges.count else { return 0 }
        return charges[Int(player.number)].fullInMillis(at: now)
    }

    /// Who placed the pixel that is shown there, and when (milliseconds since 1970); nil if nobody did as far
    /// as is known.
    public func lastPlacement(at index: Int) -> (player: PlayerSlot, timeMillis: Int64)? {
        let origin = origins[index]
        return origin.player == .none ? nil : (origin.player, origin.timeMillis)
    }

    /// Says who placed a pixel before this board was in memory.
    public mutating func restoreLastPlacement(at index: Int, player: PlayerSlot, timeMillis: Int64) {
        origins[index] = PixelOrigin(player: player, timeMillis: timeMillis)
    }
}

// MARK: - Judging

extension Board {
    /// Judges one placement against the decided view, and takes it in if nothing speaks against it.
    public mutating func decide(
        _ placement: Placement, isBusy: Bool, isFlooding: Bool, at now: Int64
    ) -> Verdict {
        // Nearly all placements are fine: they pass one test, and only the others are asked for a reason.
        guard !isBusy, !isFlooding, isPlain, isInside(placement),
            placement.colour < colourCount, placement.player != .none
        else {
            return decideSupervised(placement, isBusy: isBusy, isFlooding: isFlooding, at: now)
        }
        let index = index(of: placement)
        let colour = UInt8(truncatingIfNeeded: placement.colour)
        guard decided[index] != colour else { return verdict(.unchanged, on: placement, at: now) }
        let slot = Int(placement.player.number)
        if slot >= charges.count { makeBuckets(upTo: slot) }
        guard let left = charges[slot].spend(at: now, rules: rules) else {
            return verdict(.coolingDown, on: placement, at: now)
        }
        decide(
            PixelChange(index: UInt32(truncatingIfNeeded: index), colour: colour, player: placement.player),
            at: now)
        return Verdict(
            status: .placed, colour: colour, charges: left.charges, waitMillis: left.waitMillis,
            seq: decidedSeq)
    }

    /// Takes in a change that was found to be fine.
    @inline(__always)
    mutating func decide(_ change: PixelChange, at now: Int64) {
        decided[Int(change.index)] = change.colour
        decidedSeq &+= 1
        decidedAt = now
        pending.append(change)
    }

    /// Takes what a placement costs from a player; what is left then, or nil if there is no charge.
    mutating func spend(
        _ price: Price, by player: PlayerSlot, at now: Int64
    ) -> (charges: UInt8, waitMillis: Int64)? {
        let slot = Int(player.number)
        if slot >= charges.count { makeBuckets(upTo: slot) }
        return charges[slot].spend(millis: price.millis(under: rules), at: now, rules: rules)
    }

    /// What to say to a placement that is answered with `status`: the pixel and the charges as they are.
    @inline(never)
    public func verdict(_ status: PlacementStatus, on placement: Placement, at now: Int64) -> Verdict {
        let left = charges(of: placement.player, at: now)
        return Verdict(
            status: status, colour: isInside(placement) ? decided[index(of: placement)] : 0,
            charges: left.charges, waitMillis: left.waitMillis, seq: decidedSeq)
    }

    /// A player who has not placed here yet has a full bucket.
    @inline(never)
    private mutating func makeBuckets(upTo slot: Int) {
        charges.append(contentsOf: repeatElement(Charges(), count: slot + 1 - charges.count))
    }

    func isInside(_ placement: Placement) -> Bool {
        shown.shape.contains(x: Int(placement.x), y: Int(placement.y))
    }

    /// The number of a pixel that is known to be on the board.
    func index(of placement: Placement) -> Int {
        Int(placement.y) &* shown.shape.width &+ Int(placement.x)
    }
}

// MARK: - From decided to shown

extension Board {
    /// The changes decided since the last call, in order, to be stored; nil if there are none. `timeMillis`
    /// is the wall clock (milliseconds since 1970), which the group keeps.
    public mutating func takeGroup(timeMillis: Int64) -> ChangeGroup? {
        guard !pending.isEmpty else { return nil }
        let group = untakenGroup.taken(timeMillis: timeMillis, number: nextGroupNumber)
        pending = []
        pendingUndos = []
        pendingPrices = []
        // The next group will be about as large.
        pending.reserveCapacity(group.changes.count)
        nextGroupNumber += 1
        groups.append(group)
        return group
    }

    /// What was decided and is in no group yet, as one that is still to be taken.
    var untakenGroup: ChangeGroup {
        ChangeGroup(
            firstSeq: decidedSeq - UInt64(pending.count) + 1, changes: pending, undos: pendingUndos,
            prices: pendingPrices, timeMillis: ChangeGroup.untaken, decidedAt: decidedAt,
            number: nextGroupNumber)
    }

    /// The group is durable, and shown from now on. Groups are committed in the order in which they were
    /// taken.
    public mutating func commit(_ group: ChangeGroup) {
        precondition(
            groups.first?.number == group.number, "groups are committed in the order they were taken in")
        groups.removeFirst()
        let replaced = Self.record(group, over: shown.colours, in: &origins)
        shown.apply(group.changes)
        touched.insert(group.changes)
        for undo in group.undos {
            let index = Int(group.changes[undo.place].index)
            // Somebody else may have placed there since, in the same group.
            guard shown.lastChange(of: index) == group.firstSeq + UInt64(undo.place) else { continue }
            origins[index] = undo.origin
        }
        recent.append(group, replaced: replaced)
    }

    /// Storage refused: everything decided and not committed is forgotten, and the charges spent on it come
    /// back.
    public mutating func abandonUncommitted() {
        for group in groups + [untakenGroup] { abandon(group) }
        groups = []
        pending = []
        pendingUndos = []
        pendingPrices = []
        decidedSeq = shown.seq
    }

    /// The pixels that commits have touched since the last call: distinct, ascending.
    public mutating func takeTouched() -> [UInt32] {
        touched.takeAll()
    }

    /// Notes who placed what, and answers what the pixels were before. Of a pixel that a group changes more
    /// than once the first answer alone is right: for the others see the group.
    private static func record(
        _ group: ChangeGroup, over shown: [UInt8], in origins: inout [PixelOrigin]
    ) -> [PixelContent] {
        var origins = origins.mutableSpan
        let colours = shown.span
        let changes = group.changes.span
        let timeMillis = group.timeMillis
        return [PixelContent](capacity: changes.count) { replaced in
            for position in changes.indices {
                let change = changes[position]
                let index = Int(change.index)
                replaced.append(PixelContent(origin: origins[index], colour: colours[index]))
                origins[index] = PixelOrigin(player: change.player, timeMillis: timeMillis)
            }
        }
    }

    private mutating func abandon(_ group: ChangeGroup) {
        var undos = group.undos[...]
        var prices = group.prices[...]
        for (place, change) in group.changes.enumerated() {
            decided[Int(change.index)] = shown.colours[Int(change.index)]
            if let run = prices.first, run.places.upperBound <= place { prices.removeFirst() }
            let price = prices.first.flatMap { $0.places.contains(place) ? $0.price : nil } ?? .charge
            let isUndo = undos.first?.place == place
            if isUndo { undos.removeFirst() }
            // Whoever rolled something back paid nothing, and may have no bucket at all.
            guard price != .nothing else { continue }
            let millis = price.millis(under: rules)
            let slot = Int(change.player.number)
            if isUndo {
                charges[slot].withdrawRefund(millis: millis)
            } else {
                charges[slot].refund(millis: millis)
            }
        }
    }
}
