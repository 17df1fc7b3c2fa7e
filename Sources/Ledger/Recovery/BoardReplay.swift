internal import Canvas

/// A board that changes are read into, one record after the other; each change is proved before it is made.
struct BoardReplay {
    private let shape: BoardShape
    private let colourCount: Int
    /// The grid begins here and remembers every change from then on.
    private let rememberedFrom: UInt64
    /// Digests that snapshots name for states on the way, newest first.
    private var witnesses: [SnapshotFormat.Header]
    /// Where the wall clock was set on the way, newest first.
    private var jumps: [ClockJump]

    private(set) var seq: UInt64
    private(set) var colours: [UInt8]
    private(set) var origins: [PixelOrigin]
    private(set) var digest: Digest
    private(set) var charges: ChargeBook
    private(set) var changedAtMillis: Int64?
    private var grid: Grid?

    /// Begins with an image, or with a blank board.
    init(
        _ board: LedgerBoard, from image: BoardImage?, rememberedFrom: UInt64,
        witnesses: [SnapshotFormat.Header], jumps: [ClockJump] = []
    ) {
        shape = board.shape
        colourCount = board.palette.colours.count
        self.rememberedFrom = rememberedFrom
        self.witnesses = witnesses.sorted { $0.seq > $1.seq }
        seq = image?.seq ?? 0
        colours = image?.colours ?? [UInt8](repeating: 0, count: board.shape.pixelCount)
        origins = image?.origins ?? [PixelOrigin](repeating: PixelOrigin(), count: board.shape.pixelCount)
        digest = image?.digest ?? Digest(of: colours)
        charges = ChargeBook(image?.charges ?? [])
        let begin = image?.seq ?? 0
        self.jumps = jumps.filter { $0.afterSeq >= begin }.reversed()
        if let image, image.seq > 0 { changedAtMillis = image.takenAtMillis }
    }

    /// Makes the changes of a record that are not made yet, up to the one at `end`.
    mutating func apply(_ record: PlacementRecord, to end: Int? = nil) throws(FormatFault) {
        let end = end ?? record.count
        guard end > Int(seq + 1 - record.firstSeq) else { return }
        let start = Int(seq + 1 - record.firstSeq)
        if grid == nil, record.lastSeq > rememberedFrom {
            grid = Grid(shape: shape, colours: colours, seq: seq)
        }
        let isRemembered = grid != nil
        var changes: [PixelChange] = []
        if isRemembered { changes.reserveCapacity(end - start) }
        var undos = record.undos.drop { $0.place < start }
        for index in start..<end {
            let word = record.words[index]
            let player = PlayerSlot(number: record.players[index])
            var origin = PixelOrigin(player: player, timeMillis: record.times[index])
            if let undo = undos.first, undo.place == index {
                origin = undo.origin
                undos.removeFirst()
            }
            try change(Int(word >> 8), to: UInt8(truncatingIfNeeded: word), origin)
            if isRemembered {
                changes.append(
                    PixelChange(index: word >> 8, colour: UInt8(truncatingIfNeeded: word), player: player))
            }
        }
        grid?.apply(changes)
        noteCharges(record, start..<end)
        changedAtMillis = record.times[end - 1]
    }

    /// Charges spent before the clock was set are moved along when the jump is reached.
    private mutating func noteCharges(_ record: PlacementRecord, _ range: Range<Int>) {
        var next = range.lowerBound
        while let jump = jumps.last, jump.afterSeq < record.firstSeq + UInt64(range.upperBound) - 1 {
            let end = jump.afterSeq < record.firstSeq ? 0 : Int(jump.afterSeq - record.firstSeq) + 1
            charges.note(record, from: next, to: max(next, end))
            charges.move(byMillis: jump.millis)
            next = max(next, end)
            jumps.removeLast()
        }
        charges.note(record, from: next, to: range.upperBound)
    }

    /// Everything is read. What was set after the last change counts too, and so does `millis`, by which the
    /// clock was set since.
    mutating func finish(movedByMillis millis: Int64) {
        while let jump = jumps.popLast() { charges.move(byMillis: jump.millis) }
        if millis != 0 { charges.move(byMillis: millis) }
    }

    private mutating func change(
        _ pixel: Int, to colour: UInt8, _ origin: PixelOrigin
    ) throws(FormatFault) {
        guard pixel < colours.count, Int(colour) < colourCount, colours[pixel] != colour else {
            throw FormatFault(offset: 0, reason: "change \(seq + 1) is one that the board cannot have taken")
        }
        digest.change(at: pixel, from: colours[pixel], to: colour)
        colours[pixel] = colour
        origins[pixel] = origin
        seq += 1
        if let witness = witnesses.last, witness.seq == seq {
            guard witness.digest == digest else {
                throw FormatFault(
                    offset: 0, reason: "change \(seq) leads to another digest than the snapshot of it has")
            }
            witnesses.removeLast()
        }
    }

    /// The board as it is now, in a past that began then.
    func recovered(_ board: LedgerBoard, began beganAtMillis: Int64, at timeMillis: Int64) -> RecoveredBoard {
        RecoveredBoard(
            board: board, grid: grid ?? Grid(shape: shape, colours: colours, seq: seq), origins: origins,
            charges: charges.levels(at: timeMillis, board.rules), changedAtMillis: changedAtMillis,
            beganAtMillis: beganAtMillis)
    }

    /// The board as it is now, as the beginning of a new past.
    func image(_ board: LedgerBoard, epoch: UInt32, at timeMillis: Int64) -> BoardImage {
        var image = BoardImage(
            board: board.name, epoch: epoch, seq: 0, takenAtMillis: timeMillis, shape: shape,
            colours: colours,
            digest: digest, origins: origins)
        image.charges = charges.levels(at: timeMillis)
        return image
    }
}
