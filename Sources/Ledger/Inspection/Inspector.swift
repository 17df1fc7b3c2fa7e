internal import Canvas

/// Looks at everything that is stored and believes none of it: SQLite's pages, every record with its
/// checksum, that changes follow one another and that each is one that its board can have taken, every
/// snapshot with its digest, and that all of them tell the same story. Changes nothing.
struct Inspector {
    private let logPath: String
    private let snapshots: SnapshotStore
    private let watch: WorkWatch
    private(set) var inspection = Inspection()
    private var wasStopped = false

    init(logPath: String, snapshotsPath: String, watch: @escaping WorkWatch) {
        self.logPath = logPath
        snapshots = SnapshotStore(path: snapshotsPath)
        self.watch = watch
    }

    /// Looks. Nil: it was told to stop.
    static func inspect(
        logPath: String, snapshotsPath: String, watch: @escaping WorkWatch = { _ in true }
    ) throws(StorageError) -> Inspection? {
        var inspector = Inspector(logPath: logPath, snapshotsPath: snapshotsPath, watch: watch)
        try inspector.run()
        return inspector.wasStopped ? nil : inspector.inspection
    }

    private mutating func run() throws(StorageError) {
        guard let log = try openLog() else { return try inspectSnapshots(of: nil, named: [:]) }
        for text in log.contradictions() { inspection.note(.log, logPath, text) }
        inspectSchema(log)
        let head = inspectHead(log)
        if head?.isEndUncertain == true {
            inspection.note(
                .note, logPath,
                "the machine stopped while the data was kept in relaxed fashion: with the next start every "
                    + "board goes on in a new epoch")
        }
        let boards = inspectBoards(log, head)
        inspectSessions(log, head)
        inspectChat(log, boards)
        inspectDocuments(log, head)
        inspectAudit(log, head)
        for past in log.pasts() where !wasStopped {
            if let board = boards[past.board], board.epoch == past.epoch {
                continue
            }
            inspectOlder(past, log)
        }
        for board in boards.values.sorted(by: { $0.name.text < $1.name.text }) where !wasStopped {
            try inspectPast(of: board, head, log)
        }
        try inspectSnapshots(of: head, named: boards)
    }

    private mutating func openLog() throws(StorageError) -> LogProbe? {
        do throws(StorageError) {
            return try LogProbe(path: logPath)
        } catch {
            guard error.kind == .damaged else { throw error }
            inspection.note(.log, logPath, error.what)
            return nil
        }
    }

    /// Whether it shall go on.
    @discardableResult
    private mutating func report(_ what: String, _ done: UInt64, of inAll: UInt64) -> Bool {
        if !watch(WorkProgress(what, done, of: inAll)) { wasStopped = true }
        return !wasStopped
    }

    // MARK: The small tables

    /// The tables of the log with the question that shows whether each is as we made it.
    private mutating func inspectSchema(_ log: LogProbe) {
        let later = LogStore.laterTables.filter { log.hasTable($0.0) }
        for (table, columns) in LogStore.fixedTables + later {
            if let failure = log.forEachRow("SELECT \(columns) FROM \(table) LIMIT 1", { _ in false }) {
                inspection.note(.log, "\(logPath), \(table)", failure.message)
            }
        }
    }

    private mutating func inspectHead(_ log: LogProbe) -> LogHead? {
        do throws(FormatFault) {
            return try log.head()
        } catch {
            inspection.note(.log, "\(logPath), head, byte \(error.offset)", error.reason)
            return nil
        }
    }

    private mutating func inspectBoards(_ log: LogProbe, _ head: LogHead?) -> [BoardName: LedgerBoard] {
        var boards: [BoardName: LedgerBoard] = [:]
        let failure = log.forEachRow("SELECT name, record FROM boards ORDER BY name") { row in
            let name = row.text(0)
            let place = "\(logPath), boards, row \(name)"
            do throws(FormatFault) {
                let board = try LedgerBoard(decoding: row.bytes(1))
                if board.name.text != name {
                    inspection.note(.log, place, "it is the record of another board")
                } else if let head, head.boards[board.name]?.epoch != board.epoch {
                    inspection.note(.log, place, "the head of the log names another epoch, or none")
                    boards[board.name] = board
                } else {
                    boards[board.name] = board
                }
            } catch {
                inspection.note(.log, place, "byte \(error.offset): \(error.reason)")
            }
            return true
        }
        if let failure { inspection.note(.log, "\(logPath), boards", failure.message) }
        for name in head?.boards.keys.map(\.text).sorted() ?? []
        where !boards.keys.contains(where: { $0.text == name }) {
            inspection.note(.log, "\(logPath), boards", "there is no record of the board \(name)")
        }
        return boards
    }

    private mutating func inspectSessions(_ log: LogProbe, _ head: LogHead?) {
        var rowCount = 0
        let failure = log.forEachRow("SELECT player, record FROM sessions ORDER BY player") { row in
            rowCount += 1
            let place = "\(logPath), sessions, row \(row.integer(0))"
            do throws(FormatFault) {
                let session = try LedgerSession(decoding: row.bytes(1))
                if Int64(session.player) != row.integer(0) {
                    inspection.note(.log, place, "it is the record of another session")
                } else {
                    inspection.sessionCount += 1
                }
            } catch {
                inspection.note(.log, place, "byte \(error.offset): \(error.reason)")
            }
            return true
        }
        let place = "\(logPath), sessions"
        if let failure {
            inspection.note(.log, place, failure.message)
        } else if let head, rowCount != Int(head.sessionCount) {
            inspection.note(.log, place, "\(rowCount) of \(head.sessionCount) sessions are there")
        }
    }

    private mutating func inspectChat(_ log: LogProbe, _ boards: [BoardName: LedgerBoard]) {
        let failure = log.forEachRow(LogStore.chatQuestion) { row in
            let place = "\(logPath), chat, row \(row.text(0))"
            do throws(FormatFault) {
                let line = try LogStore.chatLine(of: row, row.bytes(1))
                if boards[line.board] == nil {
                    inspection.note(.log, place, "it was said on a board that is not there")
                }
            } catch {
                inspection.note(.log, place, "byte \(error.offset): \(error.reason)")
            }
            return true
        }
        if let failure { inspection.note(.log, "\(logPath), chat", failure.message) }
    }

    /// Where the table is missing the head must not count any.
    private mutating func inspectDocuments(_ log: LogProbe, _ head: LogHead?) {
        guard log.hasTable("documents") || head?.documentCount ?? 0 > 0 else { return }
        var rowCount: UInt64 = 0
        let failure = log.forEachRow(LogStore.documentQuestion + " ORDER BY kind, number") { row in
            rowCount += 1
            do throws(FormatFault) {
                _ = try LogStore.document(of: row, row.bytes(1))
                inspection.documentCount += 1
            } catch {
                let place = "\(logPath), documents, row \(row.text(0))"
                inspection.note(.log, place, "byte \(error.offset): \(error.reason)")
            }
            return true
        }
        let place = "\(logPath), documents"
        if let failure {
            inspection.note(.log, place, failure.message)
        } else if let head, rowCount != head.documentCount {
            inspection.note(.log, place, "\(rowCount) of \(head.documentCount) documents are there")
        }
    }

    private mutating func inspectAudit(_ log: LogProbe, _ head: LogHead?) {
        guard log.hasTable("audit") || head?.auditCount ?? 0 > 0 else { return }
        var last: UInt64 = 0
        let failure = log.forEachRow(LogStore.auditQuestion + " ORDER BY number") { row in
            let place = "\(logPath), audit, row \(row.text(0))"
            let number = UInt64(clamping: row.integer(0))
            if number > last + 1 {
                inspection.note(.log, place, "the lines from \(last + 1) to \(number - 1) are missing")
            }
            last = max(last, min(number, UInt64(Int64.max)))
            do throws(FormatFault) {
                _ = try LogStore.auditLine(of: row, row.bytes(1))
                inspection.auditCount += 1
            } catch {
                inspection.note(.log, place, "byte \(error.offset): \(error.reason)")
            }
            return report("reading what was done", last, of: head?.auditCount ?? 0)
        }
        let place = "\(logPath), audit"
        if let failure {
            inspection.note(.log, place, failure.message)
        } else if let head, last != head.auditCount, !wasStopped {
            inspection.note(.log, place, "it ends with line \(last) of \(head.auditCount)")
        }
    }

    // MARK: Changes

    /// A past that is over: what is left of it has to be whole, and nothing else depends on it.
    private mutating func inspectOlder(_ past: LogProbe.Past, _ log: LogProbe) {
        let inAll = log.lastSeq(of: past)
        var count: UInt64 = 0
        do throws(ReadingFault) {
            try log.forEachRecord(of: past, after: 0) { record, _ in
                count += UInt64(record.count)
                return report("reading \(past.board), epoch \(past.epoch)", record.lastSeq, of: inAll)
            }
        } catch {
            inspection.note(.log, "\(logPath), \(error.place)", error.reason)
        }
        inspection.changeCount += count
    }

    /// The past that is still going on: each change is made on a board, from the beginning to the end.
    private mutating func inspectPast(
        of board: LedgerBoard, _ head: LogHead?, _ log: LogProbe
    ) throws(StorageError) {
        let entries = try snapshots.allEntries(of: board.name).filter { $0.epoch == board.epoch }
        let past = LogProbe.Past(board: board.name, epoch: board.epoch)
        let reach = head?.boards[board.name]?.seq ?? log.lastSeq(of: past)
        if let ahead = entries.last(where: { $0.seq > reach }), head?.isEndUncertain != true {
            inspection.note(
                .log, "\(logPath), \(past.table)",
                "it ends with change \(reach), and \(ahead.path) knows later ones")
        }
        let beginning = board.beginning == .blank ? nil : goodImage(entries.filter { $0.seq == 0 }, board)
        if board.beginning == .snapshot, beginning == nil {
            inspection.note(
                .log, "\(logPath), \(past.table)",
                "\(board.name) began with a picture, and no good snapshot of that is left")
            return inspectOlder(past, log)
        }
        let witnesses = entries.compactMap { try? snapshots.header($0, of: board) }
        var replay = BoardReplay(
            board, from: beginning, rememberedFrom: .max, witnesses: witnesses.filter { $0.seq > 0 })
        do throws(ReadingFault) {
            try log.forEachRecord(of: past, after: 0) { (record, _) throws(FormatFault) in
                try replay.apply(record)
                return report("reading \(board.name)", record.lastSeq, of: reach)
            }
            if !wasStopped, replay.seq != reach {
                inspection.note(
                    .log, "\(logPath), \(past.table)",
                    "it ends with change \(replay.seq), and the head of the log says \(reach)")
            }
        } catch {
            inspection.note(.log, "\(logPath), \(error.place)", error.reason)
        }
        inspection.changeCount += replay.seq
        inspection.boards.append(
            InspectedBoard(name: board.name, epoch: board.epoch, seq: replay.seq, digest: replay.digest))
    }

    private func goodImage(_ entries: [SnapshotStore.Entry], _ board: LedgerBoard) -> BoardImage? {
        entries.reversed().lazy.compactMap { try? snapshots.image($0, of: board) }.first
    }

    // MARK: Snapshots

    private mutating func inspectSnapshots(
        of head: LogHead?, named boards: [BoardName: LedgerBoard]
    ) throws(StorageError) {
        let folders = try Disk.names(in: snapshots.path)
        for folder in folders where !wasStopped {
            guard let name = BoardName(folder) else {
                inspection.note(.note, "\(snapshots.path)/\(folder)", "it is no board's folder")
                continue
            }
            for file in try snapshots.allEntries(of: name) where !wasStopped {
                do throws(StorageError) {
                    let board = boards[name].flatMap { $0.epoch == file.epoch ? $0 : nil }
                    _ = try snapshots.image(file, of: name, shape: board?.shape)
                    inspection.snapshotCount += 1
                } catch {
                    guard error.kind == .damaged else { throw error }
                    inspection.note(.snapshot(path: file.path), file.path, error.what)
                }
                report("reading snapshots of \(name)", UInt64(inspection.snapshotCount), of: 0)
            }
        }
    }
}
