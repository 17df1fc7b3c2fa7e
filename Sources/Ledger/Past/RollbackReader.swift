internal import Canvas

/// Answers what a rollback would do: from the newest snapshot that is older than everything it takes away,
/// through the log to its end.
///
/// It begins with a snapshot and not with a keyframe because it has to know whose each pixel is: what is
/// given back is given back to somebody, and whether an undo has uncovered a pixel of before shows by whose
/// that was. So it needs no index, and is right where there is none. While it reads it holds 13 bytes for
/// each pixel of the board besides what the planner needs.
///
/// Belongs to its thread, which is asked by `Chronicle`.
final class RollbackReader {
    private let snapshots: SnapshotStore
    private let log: LogReader
    private let standing: @Sendable (BoardName) -> Standing?
    private let tell: @Sendable (String) -> Void

    init(
        snapshots: String, log: LogReader, standing: @escaping @Sendable (BoardName) -> Standing?,
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.snapshots = SnapshotStore(path: snapshots)
        self.log = log
        self.standing = standing
        self.tell = tell
    }

    /// What plans a rollback of the board as it is now. Whether it is over is asked now and then.
    func planner(
        _ target: RollbackTarget, in area: BoardRectangle?, on name: BoardName, epoch: UInt32,
        isOver: () -> Bool
    ) -> Result<RollbackPlanner, PastError> {
        do throws(PastError) {
            guard let standing = standing(name), standing.board.epoch == epoch else { throw .notHeld }
            let board = standing.board
            let startSeq = try startSeq(of: target, standing)
            var pixels = try start(board, upTo: startSeq)
            try read(board, after: pixels.seq, through: startSeq, isOver) {
                (record, places) throws(FormatFault) in try pixels.apply(record, places)
            }
            var planner = pixels.planner(target, in: area)
            try read(board, after: startSeq, through: standing.seq, isOver) {
                (record, places) throws(FormatFault) in
                try Self.take(record, places, of: board, &planner)
            }
            return .success(planner)
        } catch {
            return .failure(error)
        }
    }

    /// A state that is older than every change that is a target.
    private func startSeq(of target: RollbackTarget, _ standing: Standing) throws(PastError) -> UInt64 {
        let board = standing.board
        switch target {
        case .people(_, let from, _), .everyone(_, let from, _):
            return min(standing.seq, try log.seq(before: from, of: board.name, epoch: board.epoch))
        case .changes(let seqs):
            guard seqs.lowerBound > 0, seqs.upperBound <= standing.seq else { throw .notHeld }
            return seqs.lowerBound - 1
        }
    }

    /// The newest snapshot that can be read and is not too new, else the blank board.
    private func start(_ board: LedgerBoard, upTo seq: UInt64) throws(PastError) -> OwnedPixels {
        let entries =
            (try? snapshots.entries(of: board.name, epoch: board.epoch, removesPartial: false)) ?? []
        for entry in entries.reversed() where entry.seq <= seq {
            // One that is damaged, or was removed meanwhile, is done without.
            guard let image = try? snapshots.image(entry, of: board) else { continue }
            return OwnedPixels(board, image)
        }
        guard board.beginning == .blank else { throw .notHeld }
        return OwnedPixels(board)
    }

    /// Reads the changes after one seq up to another: records, and which of their places are meant.
    private func read(
        _ board: LedgerBoard, after first: UInt64, through last: UInt64, _ isOver: () -> Bool,
        _ body: (PlacementRecord, Range<Int>) throws(FormatFault) -> Void
    ) throws(PastError) {
        var record = PlacementRecord()
        var seq = first
        while seq < last {
            if isOver() { throw .unavailable }
            let records = try log.records(of: board.name, epoch: board.epoch, after: seq)
            guard !records.isEmpty else { throw .unavailable }
            for bytes in records where seq < last {
                do throws(FormatFault) {
                    try record.decode(bytes)
                    guard record.board == board.name.text, record.epoch == board.epoch,
                        record.firstSeq <= seq + 1, record.lastSeq > seq
                    else { throw FormatFault(offset: 0, reason: "it does not follow") }
                    let end = Int(min(last, record.lastSeq) + 1 - record.firstSeq)
                    try body(record, Int(seq + 1 - record.firstSeq)..<end)
                    seq = record.firstSeq + UInt64(end) - 1
                } catch {
                    tell("the log of \(board.name) cannot be read after change \(seq): \(error.reason)")
                    throw .unavailable
                }
            }
        }
    }

    /// Hands changes to the planner, which believes them.
    private static func take(
        _ record: PlacementRecord, _ places: Range<Int>, of board: LedgerBoard,
        _ planner: inout RollbackPlanner
    ) throws(FormatFault) {
        var undos = record.undos.drop { $0.place < places.lowerBound }
        for place in places {
            let word = record.words[place]
            guard Int(word >> 8) < board.shape.pixelCount, Int(word & 0xff) < board.palette.colours.count
            else { throw .impossibleChange }
            var undoOrigin: PixelOrigin?
            if let undo = undos.first, undo.place == place {
                undoOrigin = undo.origin
                undos.removeFirst()
            }
            planner.take(
                BoardChange(
                    seq: record.firstSeq + UInt64(place),
                    change: PixelChange(
                        index: word >> 8, colour: UInt8(truncatingIfNeeded: word),
                        player: PlayerSlot(number: record.players[place])),
                    timeMillis: record.times[place], undoOrigin: undoOrigin))
        }
    }
}

/// The pixels of a board on their way through its past, and whose they are.
private struct OwnedPixels {
    private let board: LedgerBoard
    private(set) var seq: UInt64
    private var colours: [UInt8]
    private var origins: [PixelOrigin]

    /// From a snapshot on.
    init(_ board: LedgerBoard, _ image: BoardImage) {
        self.board = board
        seq = image.seq
        colours = image.colours
        origins = image.origins
    }

    /// From a blank board on.
    init(_ board: LedgerBoard) {
        self.board = board
        seq = 0
        colours = [UInt8](repeating: 0, count: board.shape.pixelCount)
        origins = [PixelOrigin](repeating: PixelOrigin(), count: board.shape.pixelCount)
    }

    /// Makes changes of a record that come next, each proved before.
    mutating func apply(_ record: PlacementRecord, _ places: Range<Int>) throws(FormatFault) {
        var undos = record.undos.drop { $0.place < places.lowerBound }
        for place in places {
            let pixel = Int(record.words[place] >> 8)
            let colour = UInt8(truncatingIfNeeded: record.words[place])
            guard pixel < colours.count, Int(colour) < board.palette.colours.count, colours[pixel] != colour
            else { throw .impossibleChange }
            colours[pixel] = colour
            if let undo = undos.first, undo.place == place {
                origins[pixel] = undo.origin
                undos.removeFirst()
            } else {
                origins[pixel] = PixelOrigin(
                    player: PlayerSlot(number: record.players[place]), timeMillis: record.times[place])
            }
        }
        seq += UInt64(places.count)
    }

    /// Goes on as a planner, to which the memory is left.
    consuming func planner(_ target: RollbackTarget, in area: BoardRectangle?) -> RollbackPlanner {
        RollbackPlanner(
            shape: board.shape, area: area, target: target, startSeq: seq, colours: colours,
            origins: origins)
    }
}

extension FormatFault {
    fileprivate static let impossibleChange = FormatFault(
        offset: 0, reason: "it holds a change that the board cannot have taken")
}
