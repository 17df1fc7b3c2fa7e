internal import Canvas

/// Answers what a board was like: from the newest picture of it that is not too new, and the changes of the
/// log after that.
///
/// So that this never takes long, there are keyframes: the colours of a board every so many changes, in files
/// like snapshots, but without who placed what. They are made when a snapshot is taken, and when a long way
/// through the log had to be gone because one is missing; so they may be deleted at any time.
///
/// Belongs to its thread, which is asked by `Chronicle`.
final class Rewinder {
    private let keyframes: SnapshotStore
    private let keyframeEvery: UInt64
    private let snapshots: SnapshotStore
    private let log: LogReader
    private let standing: @Sendable (BoardName) -> Standing?
    private let tell: @Sendable (String) -> Void
    /// By board, oldest first; those of the present past.
    private var known: [BoardName: [SnapshotStore.Entry]] = [:]
    private var unchecked: [BoardName]
    /// Keyframes that are still to be written.
    private var waiting: [BoardImage] = []
    /// More than that is made when it is missed again.
    private static let waitingMax = 4
    private var isFailureTold = false

    init(
        keyframes: String, every keyframeEvery: UInt64, snapshots: String, log: LogReader,
        boards: [BoardName],
        standing: @escaping @Sendable (BoardName) -> Standing?, tell: @escaping @Sendable (String) -> Void
    ) {
        self.keyframes = SnapshotStore(path: keyframes)
        self.snapshots = SnapshotStore(path: snapshots)
        self.keyframeEvery = keyframeEvery
        self.log = log
        self.standing = standing
        self.tell = tell
        unchecked = boards
    }

    /// Changes between two keyframes: about as many as can be made in the time that it takes to read one, and
    /// few enough that all keyframes together take no more room than the log.
    private func spacing(of shape: BoardShape) -> UInt64 {
        max(keyframeEvery, UInt64(shape.pixelCount / 16))
    }

    // MARK: Answering

    /// A board at a moment of its present past.
    func board(
        _ name: BoardName, epoch: UInt32, at moment: PastMoment
    ) -> Result<PastBoard, PastError> {
        do throws(PastError) {
            guard let standing = standing(name), standing.board.epoch == epoch else { throw .notHeld }
            let seq = try seq(at: moment, standing)
            var rewind = try start(standing.board, upTo: seq)
            try advance(&rewind, to: seq) { image in
                // Whoever asks does not wait for a file.
                if waiting.count < Self.waitingMax { waiting.append(image) }
            }
            return .success(
                PastBoard(
                    epoch: epoch, seq: seq, colours: rewind.colours, digest: rewind.digest,
                    changedAtMillis: changedAtMillis(seq, standing.board)))
        } catch {
            return .failure(error)
        }
    }

    private func seq(at moment: PastMoment, _ standing: Standing) throws(PastError) -> UInt64 {
        switch moment {
        case .seq(let seq):
            guard seq <= standing.seq else { throw .notHeld }
            return seq
        case .time(let millis):
            guard millis >= snapshots.beganAtMillis(standing.board) else { throw .notHeld }
            return try log.seq(at: millis, of: standing.board.name, epoch: standing.board.epoch)
        }
    }

    /// When the change was made that led to a state; where there is none, when its past began.
    private func changedAtMillis(_ seq: UInt64, _ board: LedgerBoard) -> Int64? {
        seq == 0
            ? snapshots.beganAtMillis(board) : log.timeMillis(of: seq, on: board.name, epoch: board.epoch)
    }

    // MARK: Rewinding

    /// Goes on to a state. What should become a keyframe on the way is handed to `makes`.
    private func advance(
        _ rewind: inout Rewind, to seq: UInt64, unless isDisturbed: () -> Bool = { false },
        makes: (BoardImage) -> Void
    ) throws(PastError) {
        let board = rewind.board
        var keptSeq = rewind.seq
        var record = PlacementRecord()
        while rewind.seq < seq {
            if isDisturbed() { throw .busy }
            let records = try log.records(of: board.name, epoch: board.epoch, after: rewind.seq)
            guard !records.isEmpty else { throw .unavailable }
            for bytes in records where rewind.seq < seq {
                do throws(FormatFault) {
                    try record.decode(bytes, pixelsOnly: true)
                    try rewind.apply(record, through: seq)
                } catch {
                    tell(
                        "the log of \(board.name) cannot be read after change \(rewind.seq): \(error.reason)")
                    throw .unavailable
                }
                if rewind.seq - keptSeq >= spacing(of: board.shape) {
                    keptSeq = rewind.seq
                    guard isKeyframeMissing(after: rewind.seq, board) else { continue }
                    makes(
                        BoardImage(
                            keyframe: rewind.colours, of: board, seq: rewind.seq, digest: rewind.digest))
                }
            }
        }
    }

    /// Keyframes stand where records end, a little further apart than their spacing: where the next one is
    /// near there is nothing to be made.
    private func isKeyframeMissing(after seq: UInt64, _ board: LedgerBoard) -> Bool {
        let reach = seq + spacing(of: board.shape) / 2
        return !entries(of: board).contains { (seq...reach).contains($0.seq) }
    }

    /// The newest picture that can be read and is not too new.
    private func start(_ board: LedgerBoard, upTo seq: UInt64) throws(PastError) -> Rewind {
        let newestKeyframe = entries(of: board).last { $0.seq <= seq }?.seq ?? 0
        // A snapshot is larger: it has to spare some way.
        let images = (try? snapshots.entries(of: board.name, epoch: board.epoch, removesPartial: false)) ?? []
        let isBeginning = board.beginning == .snapshot
        for image in images.reversed() where image.seq <= seq {
            guard image.seq > newestKeyframe + spacing(of: board.shape) else { break }
            if let rewind = rewind(from: image, in: snapshots, board) { return rewind }
        }
        while let entry = entries(of: board).last(where: { $0.seq <= seq }) {
            if let rewind = rewind(from: entry, in: keyframes, board) { return rewind }
            // One that is missing or damaged is made anew on the way.
            known[board.name]?.removeAll { $0.seq == entry.seq }
            try? Disk.remove(entry.path)
        }
        for image in images.reversed() where image.seq <= seq {
            if let rewind = rewind(from: image, in: snapshots, board) { return rewind }
        }
        guard !isBeginning else { throw .notHeld }
        return Rewind(board)
    }

    private func rewind(
        from entry: SnapshotStore.Entry, in store: SnapshotStore, _ board: LedgerBoard
    ) -> Rewind? {
        guard let (colours, digest) = try? store.colours(entry, of: board) else { return nil }
        return Rewind(board, seq: entry.seq, colours: colours, digest: digest)
    }

    // MARK: Keyframes

    /// A board was just pictured: that saves going the way through the log again.
    func note(_ image: BoardImage) {
        guard let board = standing(image.board)?.board, board.epoch == image.epoch else { return }
        let newest = entries(of: board).last?.seq ?? 0
        guard image.seq >= newest + spacing(of: board.shape) else { return }
        keep(BoardImage(keyframe: image.colours, of: board, seq: image.seq, digest: image.digest))
    }

    /// Makes keyframes that were found missing, and those that are missing at the end of a board's past, one
    /// board at a time.
    func advance(unless isDisturbed: () -> Bool) -> QuestionThread.Meanwhile {
        if !waiting.isEmpty {
            keep(waiting.removeFirst())
            return .more
        }
        guard let name = unchecked.last else { return .nothing }
        do throws(PastError) {
            if let standing = standing(name) { try makeKeyframes(standing, unless: isDisturbed) }
        } catch .busy {
            return .more
        } catch {
            // Whoever asks is told so.
        }
        unchecked.removeLast()
        return .more
    }

    private func makeKeyframes(_ standing: Standing, unless isDisturbed: () -> Bool) throws(PastError) {
        let newest = entries(of: standing.board).last?.seq ?? 0
        guard standing.seq >= newest + 2 * spacing(of: standing.board.shape) else { return }
        var rewind = try start(standing.board, upTo: newest)
        try advance(&rewind, to: standing.seq, unless: isDisturbed) { keep($0) }
    }

    private func entries(of board: LedgerBoard) -> [SnapshotStore.Entry] {
        if let entries = known[board.name], entries.allSatisfy({ $0.epoch == board.epoch }) { return entries }
        // Without keyframes everything is as true, and slower.
        try? keyframes.removeOthers(board.name, than: board.epoch)
        let entries = (try? keyframes.entries(of: board.name, epoch: board.epoch)) ?? []
        known[board.name] = entries
        return entries
    }

    private func keep(_ image: BoardImage) {
        do throws(StorageError) {
            let entry = try keyframes.save(image)
            known[image.board, default: []].append(entry)
            known[image.board]?.sort { $0.seq < $1.seq }
            isFailureTold = false
        } catch {
            if !isFailureTold { tell("keyframes cannot be kept for now, which costs time only: \(error)") }
            isFailureTold = true
        }
    }
}

/// A board, and how far its durable past reaches.
struct Standing: Sendable {
    let board: LedgerBoard
    let seq: UInt64
}
