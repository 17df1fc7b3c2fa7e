public import Canvas

/// Stored data that is read and not served: of a server that is not running, or of a backup.
///
/// Everything is read in one pass and with the memory of one board, however long the log is.
public final class Archive {
    /// The boards, by name.
    public let boards: [LedgerBoard]
    let store: LogStore
    let log: LogProbe
    private let head: LogHead
    private let snapshots: SnapshotStore
    /// Keeps others out while this one reads; nil for a backup, which is nobody's.
    private let directory: DataDirectory?

    /// Opens the data of a server that is not running.
    public convenience init(in directory: DataDirectory) throws(StorageError) {
        try self.init(
            logPath: directory.logPath, snapshotsPath: directory.snapshotsPath, directory: directory)
    }

    /// Opens a backup.
    public convenience init(backup path: String) throws(StorageError) {
        let folder = BackupFolder(path: path)
        _ = try folder.manifest()
        try self.init(logPath: folder.logPath, snapshotsPath: folder.snapshotsPath, directory: nil)
    }

    private init(
        logPath: String, snapshotsPath: String, directory: DataDirectory?
    ) throws(StorageError) {
        store = try LogStore(path: logPath, reserve: ReserveFile(path: logPath, byteCount: 0))
        boards = try store.boards()
        head = store.head
        log = LogProbe(of: store)
        snapshots = SnapshotStore(path: snapshotsPath)
        self.directory = directory
    }

    /// The board of that name.
    public func board(_ name: BoardName) -> LedgerBoard? {
        boards.first { $0.name == name }
    }

    /// The number of the last change of a board.
    public func seq(of board: LedgerBoard) -> UInt64 {
        head.boards[board.name]?.seq ?? 0
    }
}

// MARK: - Placements

/// A change as it stands in the log.
public struct ArchivedPlacement: Sendable {
    /// In which past of its board.
    public let epoch: UInt32
    /// Which change of that past, from 1.
    public let seq: UInt64
    /// When, in milliseconds since 1970.
    public let timeMillis: Int64
    /// Where, from the left.
    public let x: Int
    /// Where, from the top.
    public let y: Int
    /// Which colour of the palette.
    public let colour: UInt8
    /// The number of the session that placed it, or took it back.
    public let player: UInt32
    /// The player's placement before was taken back with it.
    public let isUndo: Bool
}

extension Archive {
    /// Reads every change of a board that is kept, the pasts in the order in which they began. `body` answers
    /// whether it wants more.
    public func forEachPlacement(
        of board: LedgerBoard, watch: WorkWatch = { _ in true }, _ body: (ArchivedPlacement) -> Bool
    ) throws(StorageError) {
        for (past, width) in try pasts(of: board) {
            let inAll = past.epoch == board.epoch ? seq(of: board) : log.lastSeq(of: past)
            var wantsMore = true
            try reading {
                () throws(ReadingFault) in
                try log.forEachRecord(of: past, after: 0) { record, _ in
                    wantsMore =
                        Self.pass(record, width, body)
                        && watch(WorkProgress("reading \(board.name)", record.lastSeq, of: inAll))
                    return wantsMore
                }
            }
            guard wantsMore else { return }
        }
    }

    private static func pass(
        _ record: PlacementRecord, _ width: Int, _ body: (ArchivedPlacement) -> Bool
    ) -> Bool {
        var undos = record.undos[...]
        for index in 0..<record.count {
            let isUndo = undos.first?.place == index
            if isUndo { undos.removeFirst() }
            let pixel = Int(record.words[index] >> 8)
            let placement = ArchivedPlacement(
                epoch: record.epoch, seq: record.firstSeq + UInt64(index), timeMillis: record.times[index],
                x: pixel % width, y: pixel / width, colour: UInt8(truncatingIfNeeded: record.words[index]),
                player: record.players[index], isUndo: isUndo)
            guard body(placement) else { return false }
        }
        return true
    }

    /// The pasts of a board by the time of their first change, the one that goes on last, and how wide the
    /// board was in each: as a snapshot of it says, else as it is now.
    private func pasts(of board: LedgerBoard) throws(StorageError) -> [(past: LogProbe.Past, width: Int)] {
        var older: [(past: LogProbe.Past, width: Int, beganAt: Int64)] = []
        let entries = try snapshots.allEntries(of: board.name)
        for past in log.pasts() where past.board == board.name && past.epoch != board.epoch {
            var beganAt: Int64 = .min
            try reading { () throws(ReadingFault) in
                try log.forEachRecord(of: past, after: 0) { record, _ in
                    beganAt = record.times[0]
                    return false
                }
            }
            let shape = entries.first { $0.epoch == past.epoch }.flatMap { snapshots.shape(of: $0) }
            older.append((past, (shape ?? board.shape).width, beganAt))
        }
        older.sort { $0.beganAt < $1.beganAt }
        let present = LogProbe.Past(board: board.name, epoch: board.epoch)
        return older.map { ($0.past, $0.width) } + [(present, board.shape.width)]
    }

    private func reading(_ body: () throws(ReadingFault) -> Void) throws(StorageError) {
        do throws(ReadingFault) {
            try body()
        } catch {
            throw .damaged(log.path, "\(error.place): \(error.reason)")
        }
    }
}

// MARK: - The board as it was

/// A moment of a board's past that can be asked for.
public enum ArchiveMoment: Equatable, Sendable {
    /// The newest state.
    case now
    /// After that many changes of the past that goes on.
    case seq(UInt64)
    /// The last state not after that time, in milliseconds since 1970.
    case time(Int64)
}

/// A board at a moment.
public struct ArchivedState: Sendable {
    /// After how many changes.
    public let seq: UInt64
    /// One palette index per pixel.
    public let colours: [UInt8]
    /// The fingerprint of `colours`.
    public let digest: Digest
}

extension Archive {
    /// The board at that moment; nil if it lies before the board's beginning or after its last change's
    /// number.
    public func state(
        of board: LedgerBoard, at moment: ArchiveMoment, watch: WorkWatch = { _ in true }
    ) throws(StorageError) -> ArchivedState? {
        let reach = seq(of: board)
        switch moment {
        case .now: return try state(of: board, through: reach, watch)
        case .seq(let seq): return seq <= reach ? try state(of: board, through: seq, watch) : nil
        case .time(let time):
            var found: ArchivedState?
            try forEachState(of: board, at: [time], watch) { state in
                found = state
                return true
            }
            return found
        }
    }

    private func state(
        of board: LedgerBoard, through seq: UInt64, _ watch: WorkWatch
    ) throws(StorageError) -> ArchivedState? {
        var replay = try beginning(of: board) { $0.seq <= seq }
        let past = LogProbe.Past(board: board.name, epoch: board.epoch)
        if replay.seq < seq {
            try reading { () throws(ReadingFault) in
                try log.forEachRecord(of: past, after: replay.seq) { (record, _) throws(FormatFault) in
                    let end = min(UInt64(record.count), seq + 1 - record.firstSeq)
                    try replay.apply(record, to: Int(end))
                    return replay.seq < seq
                        && watch(WorkProgress("reading \(board.name)", replay.seq, of: seq))
                }
            }
        }
        return ArchivedState(replay)
    }

    /// The board at each of these times, which ascend, in one pass: what it was after the last change that
    /// is not later. Times before the board's beginning are passed over. `body` answers whether it wants
    /// more.
    public func forEachState(
        of board: LedgerBoard, at times: some Sequence<Int64>, _ watch: WorkWatch = { _ in true },
        _ body: (ArchivedState) -> Bool
    ) throws(StorageError) {
        var rest = times.makeIterator()
        var next = rest.next()
        while let time = next, time < board.createdAtMillis { next = rest.next() }
        guard let first = next else { return }
        var replay = try beginning(of: board) { $0.seq == 0 || $0.takenAtMillis <= first }
        let past = LogProbe.Past(board: board.name, epoch: board.epoch)
        let inAll = seq(of: board)
        try reading { () throws(ReadingFault) in
            try log.forEachRecord(of: past, after: replay.seq) { (record, _) throws(FormatFault) in
                var start = Int(replay.seq + 1 - record.firstSeq)
                while start < record.count, let time = next {
                    let end = record.times[start...].firstIndex { $0 > time } ?? record.count
                    try replay.apply(record, to: end)
                    if end < record.count { next = body(ArchivedState(replay)) ? rest.next() : nil }
                    start = end
                }
                if !watch(WorkProgress("reading \(board.name)", replay.seq, of: inAll)) { next = nil }
                return next != nil
            }
        }
        while next != nil { next = body(ArchivedState(replay)) ? rest.next() : nil }
    }

    /// The newest good snapshot that is early enough, or the blank board that it began as.
    private func beginning(
        of board: LedgerBoard, _ isEarlyEnough: (SnapshotFormat.Header) -> Bool
    ) throws(StorageError) -> BoardReplay {
        let reach = seq(of: board)
        for entry in try snapshots.allEntries(of: board.name).reversed()
        where entry.epoch == board.epoch && entry.seq <= reach {
            guard let header = try? snapshots.header(entry, of: board), isEarlyEnough(header),
                let image = try? snapshots.image(entry, of: board)
            else { continue }
            return BoardReplay(board, from: image, rememberedFrom: .max, witnesses: [])
        }
        guard board.beginning == .blank else {
            throw .damaged(
                snapshots.path, "\(board.name) began with a picture, and no snapshot of that is left")
        }
        return BoardReplay(board, from: nil, rememberedFrom: .max, witnesses: [])
    }
}

extension ArchivedState {
    init(_ replay: BoardReplay) {
        self.init(seq: replay.seq, colours: replay.colours, digest: replay.digest)
    }
}
