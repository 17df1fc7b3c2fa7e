internal import Canvas

/// Makes a new log, and a new folder of snapshots, of everything in old ones that can be proved.
///
/// A board whose changes are all there goes on as it was. Any other goes on in a new epoch, with the newest
/// picture of it that can be proved: so a state that was shown is never given another content.
struct Salvage {
    private let log: LogProbe?
    private let snapshots: SnapshotStore
    private let newSnapshots: SnapshotStore
    private let target: LogStore
    private let options: DiskLedger.Options
    private let watch: WorkWatch
    private let oldHead: LogHead?
    private var head: LogHead
    /// The highest number of a player that any change names.
    private var highestPlayer: UInt32?
    /// What was done, in sentences.
    private(set) var actions: [String] = []

    init(
        from logPath: String, _ snapshots: SnapshotStore, to ready: String, _ options: DiskLedger.Options,
        watch: @escaping WorkWatch
    ) throws(StorageError) {
        do throws(StorageError) {
            log = try LogProbe(path: logPath)
        } catch {
            guard error.kind == .damaged else { throw error }
            log = nil
            actions.append("nothing in the log could be read: sessions, names and rules are lost")
        }
        oldHead = try? log?.head()
        self.snapshots = snapshots
        newSnapshots = SnapshotStore(path: "\(ready)/snapshots")
        try Disk.makeFolder("\(ready)/snapshots")
        target = try LogStore(
            path: "\(ready)/log.db", reserve: ReserveFile(path: "\(ready)/reserve", byteCount: 0))
        head = target.head
        self.options = options
        self.watch = watch
        if let oldHead {
            head.secret = oldHead.secret
            head.isRelaxed = oldHead.isRelaxed
            head.transactionCount = oldHead.transactionCount
        } else if log != nil {
            actions.append("the head of the log is made anew from what the log holds")
        }
    }

    mutating func run() throws(StorageError) {
        for past in log?.pasts() ?? [] { try copyOlder(past) }
        let records = boardRecords()
        for name in try boardNames(records) {
            if let record = records[name] {
                try save(record)
            } else {
                try saveWithoutRecord(name)
            }
        }
        try saveSessions()
        try saveChat()
        try saveDocuments()
        try saveAudit()
        let newHead = head
        try writing { () throws(DatabaseFailure) in
            var head = newHead
            try target.write(&head)
        }
        target.head = newHead
        do throws(StoreFault) {
            try target.close()
        } catch {
            throw StorageError(error, target.path)
        }
        if actions.isEmpty { actions.append("the log is written anew; everything that it held is in it") }
    }

    private func writing(_ body: () throws(DatabaseFailure) -> Void) throws(StorageError) {
        do throws(StoreFault) {
            try target.transaction(body)
        } catch {
            throw StorageError(error, target.path)
        }
    }
}

// MARK: - Boards

extension Salvage {
    private func boardRecords() -> [BoardName: LedgerBoard] {
        var records: [BoardName: LedgerBoard] = [:]
        _ = log?.forEachRow("SELECT name, record FROM boards ORDER BY name") { row in
            if let board = try? LedgerBoard(decoding: row.bytes(1)), board.name.text == row.text(0) {
                records[board.name] = board
            }
            return true
        }
        return records
    }

    /// Every board that anything tells of.
    private func boardNames(_ records: [BoardName: LedgerBoard]) throws(StorageError) -> [BoardName] {
        var names = Set(records.keys)
        if let oldHead { names.formUnion(oldHead.boards.keys) }
        names.formUnion(log?.pasts().map(\.board) ?? [])
        names.formUnion(try Disk.names(in: snapshots.path).compactMap { BoardName($0) })
        return names.sorted { $0.text < $1.text }
    }

    private mutating func save(_ board: LedgerBoard) throws(StorageError) {
        let past = LogProbe.Past(board: board.name, epoch: board.epoch)
        let images = try keepGoodSnapshots(of: board)
        let whole = wholeReplay(of: board, past)
        let reach = oldHead?.boards[board.name].flatMap { $0.epoch == board.epoch ? $0 : nil }
        let newestSeq = images.last?.seq ?? 0
        if let whole, let reach, whole.seq == reach.seq, newestSeq <= reach.seq {
            head.boards[board.name] = reach
            return try insert(board)
        }
        var replay = whole
        if replay.map({ $0.seq < newestSeq }) ?? true, let newest = images.last {
            let image = try snapshots.image(newest, of: board)
            var later = BoardReplay(board, from: image, rememberedFrom: .max, witnesses: [])
            try? log?.forEachRecord(of: past, after: image.seq) { (record, _) throws(FormatFault) in
                try later.apply(record)
                return true
            }
            replay = later
        }
        guard let replay else {
            actions.append("\(board.name): nothing of its picture is left; it is taken out of the log")
            return
        }
        let known = max(reach?.seq ?? 0, log?.lastSeq(of: past) ?? 0, newestSeq)
        try beginAnew(board, replay, lostCount: known - min(known, replay.seq), isReachKnown: reach != nil)
    }

    /// All of a board's changes from its beginning, as far as they can be proved; nil where the beginning is
    /// not known.
    private mutating func wholeReplay(of board: LedgerBoard, _ past: LogProbe.Past) -> BoardReplay? {
        let entries = ((try? snapshots.allEntries(of: board.name)) ?? []).filter { $0.epoch == board.epoch }
        var beginning: BoardImage?
        if board.beginning == .snapshot {
            guard let entry = entries.first, entry.seq == 0,
                let image = try? snapshots.image(entry, of: board)
            else { return nil }
            beginning = image
        }
        let witnesses = entries.compactMap { try? snapshots.header($0, of: board) }.filter { $0.seq > 0 }
        var replay = BoardReplay(board, from: beginning, rememberedFrom: .max, witnesses: witnesses)
        let watch = watch
        try? log?.forEachRecord(of: past, after: 0) { (record, _) throws(FormatFault) in
            try replay.apply(record)
            _ = watch(WorkProgress("saving \(past.board)", record.lastSeq, of: 0))
            return true
        }
        return replay
    }

    /// The board goes on in a new epoch that begins with the picture it has come to.
    private mutating func beginAnew(
        _ board: LedgerBoard, _ replay: BoardReplay, lostCount: UInt64, isReachKnown: Bool
    ) throws(StorageError) {
        var board = board
        board.epoch = options.newEpoch()
        board.beginning = .snapshot
        try newSnapshots.save(replay.image(board, epoch: board.epoch, at: options.nowMillis))
        head.boards[board.name] = LogHead.Reach(epoch: board.epoch, seq: 0)
        try insert(board)
        let loss =
            switch lostCount {
            case 0 where isReachKnown: "no change is lost"
            case 0: "no change is known to be lost, and nobody can tell whether there were later ones"
            case 1: "the last change is lost"
            default: "the last \(lostCount) changes are lost"
            }
        actions.append(
            "\(board.name): goes on in a new epoch with its picture after change \(replay.seq); \(loss)")
    }

    /// Its size, its colours and its rules are gone: a snapshot still knows the first, and which colours were
    /// used.
    private mutating func saveWithoutRecord(_ name: BoardName) throws(StorageError) {
        let all = try snapshots.allEntries(of: name)
        let images = all.compactMap { try? snapshots.image($0, of: name, shape: nil) }
        guard let newest = images.max(by: { ($0.takenAtMillis, $0.seq) < ($1.takenAtMillis, $1.seq) }),
            newest.colours.allSatisfy({ Int($0) < Palette.standard.colours.count })
        else {
            actions.append(
                "\(name): its record cannot be read, and no snapshot shows how large it was and that its "
                    + "colours were the standard ones; it is taken out of the log")
            return
        }
        let board = LedgerBoard(
            name: name, epoch: newest.epoch, beginning: .snapshot, shape: newest.shape, palette: .standard,
            rules: Rules(cooldownMillis: 30_000, chargesMax: 1), createdAtMillis: newest.takenAtMillis)
        actions.append(
            "\(name): its record cannot be read; it has the standard colours and rules from now on")
        try save(board)
    }

    private func insert(_ board: LedgerBoard) throws(StorageError) {
        try writing { () throws(DatabaseFailure) in
            let insert = try target.database.prepare("INSERT OR REPLACE INTO boards VALUES (?1, ?2)")
            try insert.bind(board.name.text, at: 1)
            try insert.bind(board.encoded(), at: 2)
            try insert.run()
            try target.createTable(of: board.name, epoch: board.epoch)
        }
    }

    /// Gives the good snapshots of a board a second name in the new folder; those of the past that goes on
    /// are told, oldest first.
    private func keepGoodSnapshots(of board: LedgerBoard) throws(StorageError) -> [SnapshotStore.Entry] {
        var kept: [SnapshotStore.Entry] = []
        let folder = "\(newSnapshots.path)/\(board.name)"
        try Disk.makeFolder(folder)
        for entry in try snapshots.allEntries(of: board.name) {
            let isPresent = entry.epoch == board.epoch
            guard (try? snapshots.image(entry, of: board.name, shape: isPresent ? board.shape : nil)) != nil
            else { continue }
            try Disk.link(entry.path, to: "\(folder)/\(entry.epoch).\(entry.seq)")
            if isPresent { kept.append(entry) }
        }
        try Disk.syncFolder(folder)
        return kept
    }
}

// MARK: - Changes and sessions

extension Salvage {
    /// Copies the changes of a past up to the first that cannot be proved.
    private mutating func copyOlder(_ past: LogProbe.Past) throws(StorageError) {
        guard let log else { return }
        var highest = highestPlayer
        var failure: DatabaseFailure?
        var fault: ReadingFault?
        var last: UInt64 = 0
        let watch = watch
        try writing { () throws(DatabaseFailure) in
            try target.createTable(of: past.board, epoch: past.epoch)
            let insert = try target.database.prepare("INSERT INTO \(past.table) VALUES (?1, ?2)")
            do throws(ReadingFault) {
                try log.forEachRecord(of: past, after: 0) { record, bytes in
                    do throws(DatabaseFailure) {
                        try insert.bind(Int64(record.lastSeq), at: 1)
                        try insert.bind(bytes, at: 2)
                        try insert.run()
                    } catch {
                        failure = error
                        return false
                    }
                    last = record.lastSeq
                    for player in record.players where player < LedgerSession.playersMax {
                        highest = max(highest ?? 0, player)
                    }
                    _ = watch(WorkProgress("saving changes of \(past.board)", last, of: 0))
                    return true
                }
            } catch {
                fault = error
            }
            if let failure { throw failure }
        }
        highestPlayer = highest
        let claimed = log.lastSeq(of: past)
        if let fault {
            actions.append(
                "\(past.board), epoch \(past.epoch): its history is kept up to change \(last) of "
                    + "\(max(claimed, last)) (\(fault.place): \(fault.reason))")
        }
    }

    /// A session that cannot be read leaves its number taken, so that nobody else is given what it placed.
    private mutating func saveSessions() throws(StorageError) {
        // By number: damaged pages may show a row twice.
        var sessions: [UInt32: LedgerSession] = [:]
        var lostNumbers: Set<UInt32> = []
        let failure = log?.forEachRow("SELECT player, record FROM sessions ORDER BY player") { row in
            if let session = try? LedgerSession(decoding: row.bytes(1)),
                Int64(session.player) == row.integer(0)
            {
                sessions[session.player] = session
            } else if let number = UInt32(exactly: row.integer(0)), number < LedgerSession.playersMax {
                lostNumbers.insert(number)
            }
            return true
        }
        lostNumbers.subtract(sessions.keys)
        let claimedCount = oldHead.map { Int($0.sessionCount) } ?? 0
        let lostCount = max(lostNumbers.count, claimedCount - sessions.count)
        let highestKnown = max(sessions.keys.max() ?? 0, lostNumbers.max() ?? 0)
        if let highestPlayer, highestPlayer > highestKnown { lostNumbers.insert(highestPlayer) }
        for number in lostNumbers { sessions[number] = Self.placeholder(number, options.newSecret()) }
        let all = sessions.values.sorted { $0.player < $1.player }
        try writing { () throws(DatabaseFailure) in
            let insert = try target.database.prepare("INSERT INTO sessions VALUES (?1, ?2)")
            for session in all {
                try insert.bind(Int64(session.player), at: 1)
                try insert.bind(session.encoded(), at: 2)
                try insert.run()
            }
        }
        head.sessionCount = UInt32(all.count)
        if lostCount > 0 || failure != nil {
            actions.append(
                "\(lostCount == 0 ? "some" : "\(lostCount)") sessions cannot be read: whoever they belong to "
                    + "has to begin a new one")
        }
    }

    /// What was said and can be read, on boards that are still there.
    private mutating func saveChat() throws(StorageError) {
        var lines: [LedgerChatLine] = []
        var lostCount = 0
        let failure = log?.forEachRow(LogStore.chatQuestion) { row in
            if let line = try? LogStore.chatLine(of: row, row.bytes(1)), head.boards[line.board] != nil {
                lines.append(line)
            } else {
                lostCount += 1
            }
            return true
        }
        try writing { () throws(DatabaseFailure) in
            for line in lines { try target.write(line) }
        }
        if lostCount > 0 || failure != nil {
            actions.append(
                "chat: \(lostCount == 0 ? "some" : "\(lostCount)") lines cannot be read, and are lost")
        }
    }

    /// Holds the place of a session whose record is lost. Nobody has its token.
    private static func placeholder(_ number: UInt32, _ random: [UInt8]) -> LedgerSession {
        guard let hash = TokenHash(random) ?? TokenHash([UInt8](repeating: 0, count: TokenHash.byteCount))
        else { preconditionFailure("32 bytes are 32 bytes") }
        return LedgerSession(
            player: number, tokenHash: hash, id: "lost-\(number)", name: "lost-\(number)", createdAtMillis: 0,
            address: AddressKey(high: 0, low: 0))
    }
}

// MARK: - What those who keep order have written

extension Salvage {
    /// Lines that are lost keep their numbers; so many at most are believed to have been there.
    private static let lostLinesMax: UInt64 = 1 << 20

    private mutating func saveDocuments() throws(StorageError) {
        let claimedCount = oldHead?.documentCount ?? 0
        var savedCount: UInt64 = 0
        var lostCount: UInt64 = 0
        var isWhole = true
        // Without a head that says so, what the lines name is looked through when the log is opened.
        var highest = LogHead()
        highest.highestNumbers = oldHead?.highestNumbers
        try writing { () throws(DatabaseFailure) in
            isWhole = try forEachReadableRow(
                of: "documents", LogStore.documentQuestion, ["kind, number", "kind DESC, number DESC"]
            ) { (row) throws(DatabaseFailure) in
                guard let document = try? LogStore.document(of: row, row.bytes(1)) else {
                    return lostCount += 1
                }
                if try target.write(document) { savedCount += 1 }
                highest.note(document.kind, document.number)
            }
        }
        head.documentCount = savedCount
        head.highestNumbers = highest.highestNumbers
        lostCount = max(lostCount, claimedCount - min(claimedCount, savedCount))
        if lostCount > 0 || !isWhole {
            actions.append(
                "documents: \(lostCount == 0 ? "some" : "\(lostCount)") cannot be read, and are lost: look "
                    + "through bans and areas")
        }
    }

    private mutating func saveAudit() throws(StorageError) {
        let claimedCount = oldHead?.auditCount ?? 0
        var isWhole = true
        var lostCount: UInt64 = 0
        var reach: UInt64 = 0
        try writing { () throws(DatabaseFailure) in
            let insert = try target.database.prepare("INSERT OR IGNORE INTO audit VALUES (?1, ?2)")
            isWhole = try forEachReadableRow(
                of: "audit", LogStore.auditQuestion, ["number", "number DESC"]
            ) { (row) throws(DatabaseFailure) in
                let record = row.bytes(1)
                guard let line = try? LogStore.auditLine(of: row, record) else { return }
                try insert.bind(Int64(line.number), at: 1)
                try insert.bind(record, at: 2)
                try insert.run()
            }
            (reach, lostCount) = try fillAudit(upTo: claimedCount)
        }
        head.auditCount = reach
        if lostCount > 0 || !isWhole || reach < claimedCount {
            actions.append(
                "audit: \(lostCount == 0 ? "some" : "\(lostCount)") lines cannot be read, and are lost; "
                    + "their numbers stay taken")
        }
    }

    /// Holds the places of lines that are lost, each with the time of the one before. Numbers that would
    /// leave too many of them between are not believed.
    private func fillAudit(
        upTo claimedCount: UInt64
    ) throws(DatabaseFailure) -> (reach: UInt64, lostCount: UInt64) {
        var missing: [LedgerAuditLine] = []
        var reach: UInt64 = 0
        var timeMillis: Int64 = 0
        func hold(upTo end: UInt64) -> Bool {
            guard end - min(end, reach) <= Self.lostLinesMax - UInt64(missing.count) else { return false }
            while reach < end {
                reach += 1
                missing.append(LedgerAuditLine(number: reach, timeMillis: timeMillis, body: []))
            }
            return true
        }
        let rows = try target.database.prepare(LogStore.auditQuestion + " ORDER BY number")
        while try rows.step() {
            guard let line = try? LogStore.auditLine(of: rows, rows.bytes(1)), hold(upTo: line.number - 1)
            else {
                break
            }
            reach = line.number
            timeMillis = line.timeMillis
        }
        rows.reset()
        try target.database.run("DELETE FROM audit WHERE number > \(reach)")
        _ = hold(upTo: claimedCount)
        for line in missing { try target.write(line) }
        return (reach, UInt64(missing.count))
    }

    /// Reads the rows of a table from its beginning, and where SQLite cannot go on, from its end as well; so
    /// some may be met twice. False: it could not read all.
    private func forEachReadableRow(
        of table: String, _ question: String, _ orders: [String],
        _ body: (Statement) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) -> Bool {
        // What the head of the log counts beyond what is found is told to be lost.
        guard let log, log.hasTable(table) else { return true }
        for order in orders {
            var failure: DatabaseFailure?
            let unread = log.forEachRow("\(question) ORDER BY \(order)") { row in
                do throws(DatabaseFailure) {
                    try body(row)
                    return true
                } catch {
                    failure = error
                    return false
                }
            }
            if let failure { throw failure }
            if unread == nil { return true }
        }
        return false
    }
}
