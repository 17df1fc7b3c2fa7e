internal import Canvas

/// Changes of one board that follow one another, in columns of 16 bytes a change.
struct ChangeColumns {
    /// The seq of the first of them.
    private(set) var firstSeq: UInt64
    /// Pixel and colour of each: `index * 256 + colour`.
    private(set) var words: [UInt32] = []
    private(set) var players: [UInt32] = []
    /// Milliseconds since 1970.
    private(set) var times: [Int64] = []
    /// The seqs of those that take placements back, in order.
    private(set) var undoSeqs: [UInt64] = []

    init(firstSeq: UInt64) {
        self.firstSeq = firstSeq
    }

    init(_ placements: LedgerPlacements) {
        let group = placements.changes
        firstSeq = group.firstSeq
        words = group.changes.map { $0.index << 8 | UInt32($0.colour) }
        players = group.changes.map(\.player.number)
        times = [Int64](repeating: group.timeMillis, count: words.count)
        undoSeqs = group.undos.map { group.firstSeq + UInt64($0.place) }
    }

    var count: Int { words.count }
    var nextSeq: UInt64 { firstSeq + UInt64(count) }

    mutating func append(_ next: ChangeColumns) {
        precondition(next.firstSeq == nextSeq, "changes follow one another")
        words += next.words
        players += next.players
        times += next.times
        undoSeqs += next.undoSeqs
    }

    /// Takes in those of a record that come next, up to `lastSeq`; it does not begin later than they do.
    mutating func append(_ record: PlacementRecord, through lastSeq: UInt64) {
        precondition(
            record.firstSeq <= nextSeq && record.lastSeq >= nextSeq, "a record follows what is there")
        let start = Int(nextSeq - record.firstSeq)
        let end = Int(min(lastSeq, record.lastSeq) - record.firstSeq) + 1
        words += record.words[start..<end]
        players += record.players[start..<end]
        times += record.times[start..<end]
        for undo in record.undos where (start..<end).contains(undo.place) {
            undoSeqs.append(record.firstSeq + UInt64(undo.place))
        }
    }

    /// Whether the change at that place takes a placement back.
    func isUndo(at index: Int) -> Bool {
        let seq = firstSeq + UInt64(index)
        var low = 0
        var high = undoSeqs.count
        while low < high {
            let middle = (low + high) / 2
            if undoSeqs[middle] < seq { low = middle + 1 } else { high = middle }
        }
        return low < undoSeqs.count && undoSeqs[low] == seq
    }

    func change(at index: Int) -> PastChange {
        PastChange(
            seq: firstSeq + UInt64(index), word: words[index], player: players[index],
            timeMillis: times[index], isUndo: isUndo(at: index))
    }

    /// Adds those that are wanted, the newest first, until the page is full.
    func collect(_ wanted: Wanted, _ page: PastPage, into found: inout [PastChange]) {
        guard page.seqMax >= firstSeq else { return }
        let end = Int(min(page.seqMax - firstSeq, UInt64(count - 1)) + 1)
        let pixels = words.span
        let people = players.span
        let moments = times.span
        for index in (0..<end).reversed() {
            switch wanted {
            case .pixel(let pixel):
                guard pixels[index] >> 8 == pixel else { continue }
            case .player(let player, let from, let until):
                guard people[index] == player, (from...until).contains(moments[index]) else { continue }
            }
            guard found.count < page.limit else { return }
            found.append(change(at: index))
        }
    }

    /// Which changes somebody asks for.
    enum Wanted {
        case pixel(UInt32)
        case player(UInt32, from: Int64, until: Int64)
    }
}

// MARK: - Sorting

extension ChangeColumns {
    /// The places of the changes in the order of their pixels, and of one pixel in order of time.
    func orderedByPixel() -> [UInt32] {
        Self.ordered(words, shift: 8)
    }

    /// The same by player.
    func orderedByPlayer() -> [UInt32] {
        Self.ordered(players, shift: 0)
    }

    private static let digitBits: UInt32 = 12

    /// Sorts by 24 bits of each key above `shift`, twelve at a time: a million in some ten milliseconds.
    /// Pixels and players have no more; whatever has, stands among the others, which costs speed and
    /// nothing else.
    private static func ordered(_ keys: [UInt32], shift: UInt32) -> [UInt32] {
        var order = [UInt32](repeating: 0, count: keys.count)
        for index in order.indices { order[index] = UInt32(index) }
        for digit in [shift, shift + digitBits] { order = sorted(order, by: keys, digitAt: digit) }
        return order
    }

    private static func sorted(_ order: [UInt32], by keys: [UInt32], digitAt shift: UInt32) -> [UInt32] {
        let mask = (UInt32(1) << digitBits) - 1
        var starts = [Int](repeating: 0, count: Int(mask) + 2)
        for key in keys { starts[Int(key >> shift & mask) + 1] += 1 }
        for digit in 1..<starts.count { starts[digit] += starts[digit - 1] }
        var sorted = [UInt32](repeating: 0, count: order.count)
        for place in order {
            let digit = Int(keys[Int(place)] >> shift & mask)
            sorted[starts[digit]] = place
            starts[digit] += 1
        }
        return sorted
    }
}

/// The newest changes of a board that the index does not hold yet, in pieces that come and go.
struct ChangeTail {
    /// Changes are joined to pieces of so many.
    private let pieceCount: Int
    private var pieces: [ChangeColumns] = []
    private(set) var count = 0

    /// The seq of the first change in it; nil if there is none.
    var firstSeq: UInt64? { pieces.first?.firstSeq }

    init(_ limits: PastLimits) {
        pieceCount = limits.pieceCount
    }

    /// Takes in changes. Where they do not follow, some were missed, and what is here already is let go.
    mutating func append(_ changes: ChangeColumns) {
        if let last = pieces.last, last.nextSeq != changes.firstSeq {
            pieces = []
            count = 0
        }
        count += changes.count
        if let last = pieces.last, last.count + changes.count <= pieceCount {
            pieces[pieces.count - 1].append(changes)
        } else {
            pieces.append(changes)
        }
    }

    /// Takes in what stands before it.
    mutating func prepend(_ changes: ChangeColumns) {
        guard changes.count > 0 else { return }
        precondition(firstSeq == nil || firstSeq == changes.nextSeq, "changes follow one another")
        pieces.insert(changes, at: 0)
        count += changes.count
    }

    /// Lets go what the index holds by now; perhaps a little less.
    mutating func removeAll(through seq: UInt64) {
        while let first = pieces.first, first.nextSeq <= seq + 1 { removeFirstPiece() }
    }

    /// Lets go the oldest, because there is no room for all.
    mutating func removeFirstPiece() {
        guard !pieces.isEmpty else { return }
        count -= pieces.removeFirst().count
    }

    /// All that comes after `seq` in one piece, which holds it all for a while, twice.
    func columns(after seq: UInt64) -> ChangeColumns {
        var all = ChangeColumns(firstSeq: pieces.first?.firstSeq ?? seq + 1)
        for piece in pieces { all.append(piece) }
        return all.dropping(through: seq)
    }

    /// Adds those that are wanted, the newest first, until the page is full.
    func collect(_ wanted: ChangeColumns.Wanted, _ page: PastPage, into found: inout [PastChange]) {
        for piece in pieces.reversed() where found.count < page.limit {
            piece.collect(wanted, page, into: &found)
        }
    }
}

extension ChangeColumns {
    /// Without those up to `seq`.
    fileprivate func dropping(through seq: UInt64) -> ChangeColumns {
        guard seq >= firstSeq else { return self }
        let start = Int(min(seq - firstSeq + 1, UInt64(count)))
        var rest = ChangeColumns(firstSeq: firstSeq + UInt64(start))
        rest.words = Array(words[start...])
        rest.players = Array(players[start...])
        rest.times = Array(times[start...])
        rest.undoSeqs = undoSeqs.filter { $0 > seq }
        return rest
    }
}
