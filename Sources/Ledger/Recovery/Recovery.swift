internal import Canvas

/// Brings back what was there: for each board the newest snapshot that is far enough back and good, and on
/// top of it the changes of the log. Every change is proved, and every newer snapshot is asked whether its
/// digest came out on the way.
struct Recovery {
    let log: LogStore
    let snapshots: SnapshotStore
    let rememberedChanges: UInt64
    let nowMillis: Int64
    /// Why every board begins a new past.
    enum NewPasts {
        /// The newest of the log may have gone with a power cut.
        case endIsUncertain
        /// A backup is gone back to.
        case restored
    }

    /// Nil: every board goes on in the past that it was in.
    let newPasts: NewPasts?
    let newEpoch: () -> UInt32
    /// By how much the wall clock was set since the log was written last.
    let clockJumpMillis: Int64
    /// Which documents a line names.
    private let documentsNamed: @Sendable (LedgerAuditLine) -> [(kind: UInt8, number: UInt64)]
    let progress: (RecoveryProgress) -> Void
    private(set) var recovered = Recovered()
    private(set) var charges: [BoardName: ChargeBook] = [:]

    init(
        log: LogStore, snapshots: SnapshotStore, options: DiskLedger.Options, newPasts: NewPasts?,
        progress: @escaping (RecoveryProgress) -> Void
    ) {
        self.log = log
        self.snapshots = snapshots
        rememberedChanges = options.rememberedChanges
        nowMillis = options.nowMillis
        newEpoch = options.newEpoch
        documentsNamed = options.documentsNamed
        clockJumpMillis = log.head.jumpMillis(
            to: options.wallOffsetMillis(), bootID: LogHead.currentBootID())
        self.newPasts = newPasts
        self.progress = progress
    }

    /// Reads it all.
    mutating func run() throws(StorageError) {
        recovered.sessions = try log.sessions()
        recovered.chat = try log.chat()
        recovered.documents = try log.documents()
        recovered.audit = try log.newestAuditLines(LedgerAuditLine.recoveredMax)
        recovered.nextAuditNumber = log.head.auditCount + 1
        recovered.highestNumbers = try highestNumbers()
        for board in try log.boards() {
            var replay = try replay(board)
            replay.finish(movedByMillis: clockJumpMillis)
            charges[board.name] = replay.charges
            if newPasts != nil {
                recovered.boards.append(try beginAnew(board, replay))
            } else {
                recovered.boards.append(
                    replay.recovered(board, began: snapshots.beganAtMillis(board), at: nowMillis))
            }
        }
    }

    /// What the head says; where it says nothing, what stands and what the lines name. This is once: the head
    /// says it from then on.
    private func highestNumbers() throws(StorageError) -> [UInt8: UInt64] {
        if let known = log.head.highestNumbers { return known }
        var numbers: [UInt8: UInt64] = [:]
        for document in recovered.documents {
            numbers[document.kind] = max(numbers[document.kind] ?? 0, document.number)
        }
        try log.forEachReadableAuditLine { line in
            for (kind, number) in documentsNamed(line) {
                numbers[kind] = max(numbers[kind] ?? 0, min(number, UInt64(Int64.max)))
            }
        }
        return numbers
    }

    private mutating func replay(_ board: LedgerBoard) throws(StorageError) -> BoardReplay {
        let reach = log.head.boards[board.name]?.seq ?? 0
        let entries = try snapshots.entries(of: board.name, epoch: board.epoch)
        if let ahead = entries.last, ahead.seq > reach {
            guard newPasts == .endIsUncertain else {
                throw .damaged(
                    log.path,
                    "\(board.name): it ends with change \(reach), and \(ahead.path) knows later ones")
            }
            if let image = try goodImage(entries.filter { $0.seq > reach }, of: board) {
                return BoardReplay(board, from: image, rememberedFrom: image.seq, witnesses: [])
            }
        }
        let rememberedFrom = reach - min(reach, rememberedChanges)
        let start = try goodImage(entries.filter { $0.seq <= rememberedFrom }, of: board)
        guard start != nil || board.beginning == .blank else {
            throw .damaged(
                snapshots.path, "\(board.name) began with a picture, and no snapshot of that is left")
        }
        let witnesses = try witnesses(
            entries.filter { $0.seq > start?.seq ?? 0 && $0.seq <= reach }, of: board)
        var replay = BoardReplay(
            board, from: start, rememberedFrom: rememberedFrom, witnesses: witnesses,
            jumps: log.head.boards[board.name]?.jumps ?? [])
        let first = replay.seq
        var told = first
        try log.forEachGroup(of: board, after: first) { (record) throws(FormatFault) in
            try replay.apply(record)
            if replay.seq - told >= Self.progressEvery {
                told = replay.seq
                progress(
                    RecoveryProgress(
                        board: board.name, changesRead: replay.seq - first, changesInAll: reach - first))
            }
        }
        return replay
    }

    private static let progressEvery: UInt64 = 1 << 16

    /// The newest of these snapshots that can be read; those that cannot are mentioned.
    private mutating func goodImage(
        _ entries: [SnapshotStore.Entry], of board: LedgerBoard
    ) throws(StorageError) -> BoardImage? {
        for entry in entries.reversed() {
            do throws(StorageError) {
                return try snapshots.image(entry, of: board)
            } catch {
                try warn(of: error)
            }
        }
        return nil
    }

    /// What newer snapshots say of the way.
    private mutating func witnesses(
        _ entries: [SnapshotStore.Entry], of board: LedgerBoard
    ) throws(StorageError) -> [SnapshotFormat.Header] {
        var headers: [SnapshotFormat.Header] = []
        for entry in entries {
            do throws(StorageError) {
                headers.append(try snapshots.header(entry, of: board))
            } catch {
                try warn(of: error)
            }
        }
        return headers
    }

    /// A damaged snapshot can be done without; whatever else is wrong cannot.
    private mutating func warn(of error: StorageError) throws(StorageError) {
        guard error.kind == .damaged else { throw error }
        recovered.warnings.append("\(error.what); going on without it")
    }

    /// Nobody can tell which states were shown before the power went: none of them may come again.
    private mutating func beginAnew(
        _ board: LedgerBoard, _ replay: BoardReplay
    ) throws(StorageError) -> RecoveredBoard {
        var board = board
        board.epoch = newEpoch()
        board.beginning = .snapshot
        try snapshots.save(replay.image(board, epoch: board.epoch, at: nowMillis))
        do throws(StoreFault) {
            _ = try log.write([LedgerGroup([.board(board)])])
        } catch {
            throw StorageError(error, log.path)
        }
        if newPasts == .endIsUncertain {
            recovered.warnings.append(
                "\(board.name): the machine stopped while the data was kept in relaxed fashion; what was "
                    + "placed last may be missing, and the board goes on in a new epoch")
        }
        return RecoveredBoard(
            board: board, grid: Grid(shape: board.shape, colours: replay.colours, seq: 0),
            origins: replay.origins, charges: replay.charges.levels(at: nowMillis, board.rules),
            changedAtMillis: replay.changedAtMillis, beganAtMillis: nowMillis)
    }
}
