internal import CSQLite
internal import Glibc

/// What SQLite answered when it refused.
struct DatabaseFailure: Error {
    /// SQLite's extended result code.
    let code: Int32
    /// The kernel's error behind it, where the code says that input or output failed.
    let number: Int32
    let message: String

    /// There is no room. A sync that fails for want of room is no such case: what was written before it may
    /// be lost already.
    var isFull: Bool {
        switch code & 0xff {
        case SQLITE_FULL: true
        case SQLITE_IOERR, SQLITE_CANTOPEN:
            csqlite_is_failed_sync(code) == 0 && (number == ENOSPC || number == EDQUOT)
        default: false
        }
    }

    /// The file is none of SQLite's, or its pages contradict each other.
    var isDamage: Bool { code & 0xff == SQLITE_CORRUPT || code & 0xff == SQLITE_NOTADB }

    /// The tables are not those that we made: our own statements do not fit them.
    var isMisfit: Bool { code & 0xff == SQLITE_ERROR }

    /// Another process has the file.
    var isInUse: Bool { code & 0xff == SQLITE_BUSY || code & 0xff == SQLITE_LOCKED }
}

/// One connection to one file of SQLite. Belongs to whichever thread has it; SQLite is told not to lock.
final class Database {
    let handle: OpaquePointer
    /// Pages that lie in the write-ahead log, as the last commit left it.
    private(set) var waitingPages = 0

    init(path: String) throws(DatabaseFailure) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            let number = sqlite3_system_errno(handle)
            sqlite3_close_v2(handle)
            throw DatabaseFailure(code: code, number: number, message: String(cString: sqlite3_errstr(code)))
        }
        self.handle = handle
        // This hook takes the place of SQLite's own, which checkpoints and keeps quiet about what fails then.
        sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                if let context {
                    Unmanaged<Database>.fromOpaque(context).takeUnretainedValue().waitingPages = Int(pages)
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        // Waits for statements that somebody still has.
        sqlite3_close_v2(handle)
    }

    /// Runs statements that answer nothing.
    func run(_ sql: String) throws(DatabaseFailure) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// Does everything in `body`, or nothing of it.
    func transaction(_ body: () throws(DatabaseFailure) -> Void) throws(DatabaseFailure) {
        do throws(DatabaseFailure) {
            try run("BEGIN IMMEDIATE")
            try body()
            try run("COMMIT")
        } catch {
            // What is told is the first failure; one of going back would show with the next transaction.
            if isInTransaction { try? run("ROLLBACK") }
            throw error
        }
    }

    func prepare(_ sql: String) throws(DatabaseFailure) -> Statement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil))
        guard let statement else { preconditionFailure("a statement of nothing: \(sql)") }
        return Statement(statement, of: self)
    }

    func hasTable(_ name: String) throws(DatabaseFailure) -> Bool {
        let statement = try prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1")
        try statement.bind(name, at: 1)
        return try statement.step()
    }

    /// The one number that a question is answered by.
    func integer(_ sql: String) throws(DatabaseFailure) -> Int64 {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : 0
    }

    /// Makes changes go to a write-ahead log; false where the file system does not let it.
    func useWriteAheadLog() throws(DatabaseFailure) -> Bool {
        let statement = try prepare("PRAGMA journal_mode = WAL")
        return try statement.step() && statement.text(0) == "wal"
    }

    /// Whether the last insertion put a row in.
    var hasChangedRow: Bool { sqlite3_changes(handle) > 0 }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// What the last call was refused for.
    var lastFailure: DatabaseFailure { failure(sqlite3_extended_errcode(handle)) }

    /// Brings what lies in the write-ahead log to its place in the file, so that the log can begin anew.
    func checkpoint(isLast: Bool = false) throws(DatabaseFailure) {
        let mode = isLast ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE
        try check(sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, nil))
        waitingPages = 0
    }

    fileprivate func check(_ code: Int32) throws(DatabaseFailure) {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    func failure(_ code: Int32) -> DatabaseFailure {
        // SQLite keeps an older error of the kernel's beside newer ones of its own.
        let isInput = [SQLITE_IOERR, SQLITE_CANTOPEN].contains(code & 0xff)
        return DatabaseFailure(
            code: code, number: isInput ? sqlite3_system_errno(handle) : 0,
            message: String(cString: sqlite3_errmsg(handle)))
    }
}

/// A prepared statement: bind from 1, step, read columns from 0, reset.
final class Statement {
    private let handle: OpaquePointer
    private let database: Database

    fileprivate init(_ handle: OpaquePointer, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ value: Int64, at index: Int32) throws(DatabaseFailure) {
        try database.check(sqlite3_bind_int64(handle, index, value))
    }

    func bind(_ bytes: [UInt8], at index: Int32) throws(DatabaseFailure) {
        let code = bytes.withUnsafeBytes { csqlite_bind_blob(handle, index, $0.baseAddress, $0.count) }
        try database.check(code)
    }

    func bind(_ text: String, at index: Int32) throws(DatabaseFailure) {
        try database.check(csqlite_bind_text(handle, index, text))
    }

    /// True: there is a row to read.
    func step() throws(DatabaseFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code:
            let failure = database.failure(code)
            sqlite3_reset(handle)
            throw failure
        }
    }

    /// Runs a statement that answers nothing, and makes it ready for the next time.
    func run() throws(DatabaseFailure) {
        while try step() {}
        reset()
    }

    func reset() {
        // Repeats what `step` has said already.
        sqlite3_reset(handle)
    }

    func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    func text(_ column: Int32) -> String {
        sqlite3_column_text(handle, column).map { String(cString: $0) } ?? ""
    }

    /// Reads bytes in place of what `bytes` holds.
    func read(_ column: Int32, into bytes: inout [UInt8]) {
        bytes.removeAll(keepingCapacity: true)
        let count = Int(sqlite3_column_bytes(handle, column))
        guard let start = sqlite3_column_blob(handle, column) else { return }
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: start, count: count))
    }

    func bytes(_ column: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        read(column, into: &bytes)
        return bytes
    }
}
