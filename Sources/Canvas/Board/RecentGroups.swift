/// What a pixel shows, and where that comes from.
struct PixelContent: Equatable, Sendable {
    let origin: PixelOrigin
    let colour: UInt8
}

/// The groups that were committed lately, with what stood in their pixels before: for as long as somebody may
/// take one of their changes back.
struct RecentGroups: Sendable {
    /// So many changes are remembered, 24 bytes each and some 160 for each group; on a board that takes more
    /// within the time of an undo the oldest of them stay.
    static let changesMax = 65_536

    /// A group, and what each of its pixels was before all of it.
    struct Entry: Sendable {
        let group: ChangeGroup
        let replaced: [PixelContent]

        /// Takes the place of one that is forgotten.
        fileprivate static let none = Entry(
            group: ChangeGroup(
                firstSeq: 0, changes: [], undos: [], prices: [], timeMillis: 0, decidedAt: .min, number: 0),
            replaced: [])
    }

    /// Oldest first, from `first` on; those before it are forgotten.
    private var entries: [Entry] = []
    private var first = 0
    private var changeCount = 0

    /// Remembers the group that comes next, and forgets those that nothing of can be taken back any more.
    mutating func append(_ group: ChangeGroup, replaced: [PixelContent]) {
        entries.append(Entry(group: group, replaced: replaced))
        changeCount += group.changes.count
        while first < entries.count,
            !entries[first].group.isRecent(at: group.decidedAt) || changeCount > Self.changesMax
        {
            changeCount -= entries[first].group.changes.count
            entries[first] = .none
            first += 1
        }
        // The places that became free are given back now and then, so that forgetting one costs nothing.
        guard first > entries.count / 2 else { return }
        entries.removeFirst(first)
        first = 0
    }

    /// The group that holds the change of that seq; nil if it is not remembered.
    func entry(holding seq: UInt64) -> Entry? {
        var low = first
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].group.lastSeq < seq { low = middle + 1 } else { high = middle }
        }
        guard low < entries.count, entries[low].group.firstSeq <= seq else { return nil }
        return entries[low]
    }
}

// MARK: - Looking for a pixel in a group

extension ChangeGroup {
    /// A placement may be taken back for 5 seconds, and a wish to has one more for its way here.
    static let undoMillisMax: Int64 = 6_000
    /// The time of a group that was not taken yet.
    static let untaken = Int64.min

    /// Whether its changes may still be taken back.
    func isRecent(at now: Int64) -> Bool {
        decidedAt >= now - Self.undoMillisMax
    }

    /// The place of a pixel's newest change among the first `end`; nil if there is none.
    func lastPlace(of index: UInt32, before end: Int) -> Int? {
        let changes = changes.span
        for place in (0..<end).reversed() where changes[place].index == index { return place }
        return nil
    }

    /// What a pixel was behind the first `end` changes; nil if none of them is its.
    func content(of index: UInt32, before end: Int) -> PixelContent? {
        guard let place = lastPlace(of: index, before: end) else { return nil }
        let change = changes[place]
        let origin = undo(at: place)?.origin ?? PixelOrigin(player: change.player, timeMillis: timeMillis)
        return PixelContent(origin: origin, colour: change.colour)
    }

    /// Whether the change at that place is a player's own placement, and not too long ago.
    func lets(_ player: PlayerSlot, takeBack place: Int, at now: Int64) -> Bool {
        changes[place].player == player && undo(at: place) == nil && isRecent(at: now)
    }

    /// How the change at that place takes a placement back; nil if it does not. A rollback may have put as
    /// many as there are pixels into a group.
    private func undo(at place: Int) -> Undo? {
        let undos = undos.span
        var low = 0
        var high = undos.count
        while low < high {
            let middle = low + (high - low) / 2
            if undos[middle].place < place { low = middle + 1 } else { high = middle }
        }
        return low < undos.count && undos[low].place == place ? undos[low] : nil
    }

    /// The group as it is taken: what was placed in it itself has its time too.
    func taken(timeMillis: Int64, number: UInt64) -> ChangeGroup {
        let undos = undos.map { undo in
            guard undo.origin.timeMillis == Self.untaken else { return undo }
            return Undo(
                place: undo.place, origin: PixelOrigin(player: undo.origin.player, timeMillis: timeMillis))
        }
        return ChangeGroup(
            firstSeq: firstSeq, changes: changes, undos: undos, prices: prices, timeMillis: timeMillis,
            decidedAt: decidedAt, number: number)
    }
}
