internal import Canvas
internal import Glibc

/// What becomes of a write that did not succeed.
enum StoreFault: Error, Equatable {
    /// Nothing was written, for want of room.
    case full(String)
    /// It is not known what was written.
    case failed(String)
}

/// What the commit thread writes to: the log on disk, or in tests something that fails when told to.
protocol GroupStore: AnyObject {
    /// Writes groups in one transaction. For each of them whether it followed what was there; those that did
    /// not are left out.
    func write(_ groups: [LedgerGroup]) throws(StoreFault) -> [Bool]
    /// Work that commits leave behind and that must not wait for ever.
    func tidy() throws(StoreFault)
    /// Work that can wait, a little of it; called when no group waits, but not for more than a small part of
    /// the time.
    func useIdleTime() throws(StoreFault)
    /// Gives back the room that was kept for hard times; false if there was none.
    func releaseReserve() -> Bool
    /// Finds out, by writing, whether there is room again, and keeps some for hard times.
    func probe() throws(StoreFault)
    /// The last word.
    func close() throws(StoreFault)
}

/// `log.db`: one connection, one transaction for each batch of groups.
///
/// Each past of a board has a table of its own, named after board and epoch, with one row for each group; so
/// appending always happens at the end of a table, and reading one board passes over no other.
final class LogStore {
    /// "toil", so that `file` and we know it.
    static let applicationID: Int64 = 0x746f_696c
    /// The format of the file, tables and records together.
    static let formatVersion = 1
    /// Past so many pages the write-ahead log is brought home: 4 MiB, which takes some milliseconds.
    private static let waitingPagesMax = 1000
    /// The tables that every log has, and their columns; besides them each past of a board has one.
    static let fixedTables = [
        ("head", "id, record"), ("boards", "name, record"), ("sessions", "player, record"),
        ("chat", "board, slot, number, record"),
    ]
    /// Those that logs from before moderation lack.
    static let laterTables = [("documents", "kind, number, record"), ("audit", "number, record")]

    let path: String
    let database: Database
    var head: LogHead
    /// The wall clock less the one that counts since the machine was started; nil if nobody says.
    var wallOffsetMillis: () -> Int64? = { nil }
    /// Called when the wall clock was found to be set, before what was written then counts.
    var clockJumped: (Int64) -> Void = { _ in }
    private var reserve: ReserveFile
    private let headUpdate: Statement
    private let sessionInsert: Statement
    private let sessionUpdate: Statement
    private let boardReplace: Statement
    let chatReplace: Statement
    private var groupInserts: [BoardName: Statement] = [:]
    private var moderation: ModerationStatements?

    /// Opens the log, and makes it if there is none.
    init(path: String, reserve: ReserveFile) throws(StorageError) {
        self.path = path
        self.reserve = reserve
        // SQLite would let everybody read it.
        _ = try OpenFile(path, O_RDWR | O_CREAT, doing: "open")
        let database = try Self.asking(path) { () throws(DatabaseFailure) in try Database(path: path) }
        self.database = database
        try Self.prepare(database, path)
        head = try Self.readHead(database, path)
        func statement(_ sql: String) throws(StorageError) -> Statement {
            try Self.asking(path) { () throws(DatabaseFailure) in try database.prepare(sql) }
        }
        headUpdate = try statement("UPDATE head SET record = ?1 WHERE id = 1")
        sessionInsert = try statement("INSERT OR IGNORE INTO sessions VALUES (?1, ?2)")
        sessionUpdate = try statement("UPDATE sessions SET record = ?2 WHERE player = ?1")
        boardReplace = try statement("INSERT OR REPLACE INTO boards VALUES (?1, ?2)")
        chatReplace = try statement("INSERT OR REPLACE INTO chat VALUES (?1, ?2, ?3, ?4)")
    }

    /// Asks SQLite, and says in our words what it refuses.
    static func asking<Answer>(
        _ path: String, _ question: () throws(DatabaseFailure) -> Answer
    ) throws(StorageError) -> Answer {
        do throws(DatabaseFailure) {
            return try question()
        } catch {
            throw StorageError(error, path)
        }
    }

    private static func prepare(_ database: Database, _ path: String) throws(StorageError) {
        // Exclusive from the first touch on: the write-ahead log then needs no file of shared memory, and
        // nobody else gets in.
        let (version, application, tableCount) = try asking(path) { () throws(DatabaseFailure) in
            try database.run("PRAGMA locking_mode = EXCLUSIVE")
            return (
                Int(try database.integer("PRAGMA user_version")),
                try database.integer("PRAGMA application_id"),
                try database.integer("SELECT count(*) FROM sqlite_schema")
            )
        }
        let isNew = tableCount == 0 && application == 0 && version == 0
        guard isNew || application == applicationID, version >= 0 else {
            throw StorageError(
                .unusable, "\(path) is a database of something else",
                remedy: "give another folder with --data")
        }
        guard version <= formatVersion else {
            throw .newerFormat(path, version: version, known: formatVersion)
        }
        let isAhead = try asking(path) { () throws(DatabaseFailure) in try database.useWriteAheadLog() }
        guard isAhead else {
            throw StorageError(
                .unusable, "the file system of \(path) cannot hold a write-ahead log",
                remedy: "give a folder on a local disk with --data")
        }
        try asking(path) { () throws(DatabaseFailure) in
            try database.run("PRAGMA synchronous = FULL")
            if isNew { try create(database) }
        }
    }

    private static func create(_ database: Database) throws(DatabaseFailure) {
        try database.run(
            """
            BEGIN IMMEDIATE;
            PRAGMA application_id = \(applicationID);
            PRAGMA user_version = \(formatVersion);
            CREATE TABLE head (id INTEGER PRIMARY KEY, record BLOB NOT NULL);
            CREATE TABLE boards (name TEXT PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID;
            CREATE TABLE sessions (player INTEGER PRIMARY KEY, record BLOB NOT NULL);
            \(chatTable)
            \(moderationTables)
            """)
        let insert = try database.prepare("INSERT INTO head VALUES (1, ?1)")
        try insert.bind(LogHead().encoded(), at: 1)
        try insert.run()
        try database.run("COMMIT")
    }

    private static func readHead(_ database: Database, _ path: String) throws(StorageError) -> LogHead {
        let bytes = try asking(path) { () throws(DatabaseFailure) -> [UInt8] in
            let statement = try database.prepare("SELECT record FROM head WHERE id = 1")
            return try statement.step() ? statement.bytes(0) : []
        }
        do throws(FormatFault) {
            return try LogHead(decoding: bytes)
        } catch {
            throw .damaged(path, "head, byte \(error.offset): \(error.reason)")
        }
    }
}

// MARK: - Writing

extension LogStore: GroupStore {
    func write(_ groups: [LedgerGroup]) throws(StoreFault) -> [Bool] {
        var next = head
        var fits: [Bool] = []
        let offset = wallOffsetMillis()
        let jump = head.jumpMillis(to: offset, bootID: head.bootID)
        next.note(jumpMillis: jump, to: offset, before: head.boards)
        try transaction { () throws(DatabaseFailure) in
            for group in groups {
                let isFitting = next.advance(over: group)
                fits.append(isFitting)
                guard isFitting else { continue }
                for entry in group.entries { try self.write(entry, &next) }
            }
            try self.write(&next)
        }
        head = next
        if jump != 0 { clockJumped(jump) }
        return fits
    }

    func tidy() throws(StoreFault) {
        guard database.waitingPages > Self.waitingPagesMax else { return }
        try faultless { () throws(DatabaseFailure) in try self.database.checkpoint() }
    }

    func releaseReserve() -> Bool { reserve.release() }

    func probe() throws(StoreFault) {
        do throws(StorageError) {
            try reserve.take()
        } catch {
            throw error.kind == .full ? .full(error.what) : .failed(error.what)
        }
        var next = head
        try transaction { () throws(DatabaseFailure) in try self.write(&next) }
        head = next
    }

    func close() throws(StoreFault) {
        var next = head
        next.isClosed = true
        try transaction { () throws(DatabaseFailure) in try self.write(&next) }
        head = next
        try faultless { () throws(DatabaseFailure) in try self.database.checkpoint(isLast: true) }
    }

    /// Says in the log who keeps it now, and how; whatever is written from now on is kept that way.
    func begin(
        _ durability: Durability, bootID: String, newSecret: () -> [UInt8],
        highestNumbers: [UInt8: UInt64]
    ) throws(StoreFault) {
        var next = head
        next.highestNumbers = highestNumbers
        if next.secret.isEmpty { next.secret = newSecret() }
        let offset = wallOffsetMillis()
        next.note(jumpMillis: head.jumpMillis(to: offset, bootID: bootID), to: offset, before: head.boards)
        next.isRelaxed = durability == .relaxed
        next.isClosed = false
        next.bootID = bootID
        try transaction { () throws(DatabaseFailure) in
            try self.database.run(Self.moderationTables)
            try self.write(&next)
        }
        head = next
        try faultless { () throws(DatabaseFailure) in
            try self.database.checkpoint(isLast: true)
            if durability == .relaxed { try self.database.run("PRAGMA synchronous = NORMAL") }
        }
    }

    func transaction(_ body: () throws(DatabaseFailure) -> Void) throws(StoreFault) {
        try faultless { () throws(DatabaseFailure) in
            do throws(DatabaseFailure) {
                try self.database.transaction(body)
            } catch {
                // Tables made in it are gone too.
                self.groupInserts = [:]
                self.moderation = nil
                throw error
            }
        }
    }

    func faultless<Answer>(
        _ body: () throws(DatabaseFailure) -> Answer
    ) throws(StoreFault) -> Answer {
        do throws(DatabaseFailure) {
            return try body()
        } catch {
            let text = "\(path): \(error.message)"
            throw error.isFull ? .full(text) : .failed(text)
        }
    }

    func write(_ head: inout LogHead) throws(DatabaseFailure) {
        head.transactionCount += 1
        try headUpdate.bind(head.encoded(), at: 1)
        try headUpdate.run()
    }

    private func write(_ entry: LedgerEntry, _ head: inout LogHead) throws(DatabaseFailure) {
        switch entry {
        case .placements(let placements):
            let insert = try groupInsert(of: placements.board, epoch: placements.epoch)
            try insert.bind(Int64(placements.changes.lastSeq), at: 1)
            try insert.bind(PlacementRecord(placements).encoded(), at: 2)
            try insert.run()
        case .session(let session):
            let record = session.encoded()
            try sessionInsert.bind(Int64(session.player), at: 1)
            try sessionInsert.bind(record, at: 2)
            try sessionInsert.run()
            if database.hasChangedRow {
                head.sessionCount += 1
            } else {
                try sessionUpdate.bind(Int64(session.player), at: 1)
                try sessionUpdate.bind(record, at: 2)
                try sessionUpdate.run()
            }
        case .board(let board):
            try boardReplace.bind(board.name.text, at: 1)
            try boardReplace.bind(board.encoded(), at: 2)
            try boardReplace.run()
            groupInserts[board.name] = nil
            try createTable(of: board.name, epoch: board.epoch)
        case .chat(let line): try write(line)
        case .chatRemoval(let board, let number): try removeChat(number, of: board)
        case .document(let document):
            if try write(document) { head.documentCount += 1 }
            head.note(document.kind, document.number)
        case .documentRemoval(let kind, let number):
            if try removeDocument(kind, number) { head.documentCount -= min(1, head.documentCount) }
        case .audit(let line): try write(line)
        }
    }

    func moderationStatements() throws(DatabaseFailure) -> ModerationStatements {
        if let moderation { return moderation }
        let made = try ModerationStatements(database)
        moderation = made
        return made
    }

    private func groupInsert(of board: BoardName, epoch: UInt32) throws(DatabaseFailure) -> Statement {
        if let insert = groupInserts[board] { return insert }
        let insert = try database.prepare("INSERT INTO \(Self.table(board, epoch)) VALUES (?1, ?2)")
        groupInserts[board] = insert
        return insert
    }

    /// Makes the table of one past of a board, unless there is one.
    func createTable(of board: BoardName, epoch: UInt32) throws(DatabaseFailure) {
        try database.run("CREATE TABLE IF NOT EXISTS \(Self.table(board, epoch)) \(Self.columns)")
    }

    private static let columns = "(last_seq INTEGER PRIMARY KEY, record BLOB NOT NULL)"

    /// Where the groups of one past of a board stand. The quotes are for names with a hyphen.
    static func table(_ board: BoardName, _ epoch: UInt32) -> String {
        "\"changes \(board.text) \(epoch)\""
    }
}

extension LogHead {
    /// Takes a group in if everything in it follows what is there; otherwise nothing.
    fileprivate mutating func advance(over group: LedgerGroup) -> Bool {
        var boards = boards
        var auditCount = auditCount
        for entry in group.entries {
            switch entry {
            case .placements(let placements):
                guard let reach = boards[placements.board], reach.epoch == placements.epoch,
                    reach.seq + 1 == placements.changes.firstSeq
                else { return false }
                boards[placements.board]?.seq = placements.changes.lastSeq
            case .board(let board) where boards[board.name]?.epoch != board.epoch:
                boards[board.name] = Reach(epoch: board.epoch, seq: 0)
            case .chat(let line): if boards[line.board] == nil { return false }
            case .chatRemoval(let board, _): if boards[board] == nil { return false }
            case .audit(let line):
                guard line.number == auditCount + 1 else { return false }
                auditCount += 1
            case .board, .session, .document, .documentRemoval: break
            }
        }
        self.boards = boards
        self.auditCount = auditCount
        return true
    }
}

extension StorageError {
    init(_ failure: DatabaseFailure, _ path: String) {
        if failure.isInUse {
            self.init(
                .inUse, "another program has \(path) open",
                remedy: "close it (sqlite3, a backup tool), and start again")
        } else if failure.isFull {
            self.init(.full, "cannot write \(path): \(failure.message)", remedy: "make room on that disk")
        } else if failure.isDamage || failure.isMisfit {
            self = .damaged(path, failure.message)
        } else if failure.number != 0 {
            self.init("use", path, number: failure.number)
        } else {
            self.init(
                .failed, "\(path): \(failure.message)",
                remedy: "check the disk and the system's log before starting again")
        }
    }
}
