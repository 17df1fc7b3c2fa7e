internal import CSQLite

/// A copy of a whole database, made in steps while the original goes on being written to through the same
/// connection: what changes behind the copy's back is copied again by SQLite itself, so that in the end the
/// copy is the original as it was at the last step.
final class DatabaseCopy {
    private let source: Database
    private let target: Database
    private var handle: OpaquePointer?

    /// Begins a copy into a file that is there already, and empty.
    init(of source: Database, to path: String) throws(DatabaseFailure) {
        self.source = source
        target = try Database(path: path)
        // Whoever asked for the copy syncs it when it is whole; half a copy is worth nothing anyway.
        try target.run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        handle = sqlite3_backup_init(target.handle, "main", source.handle, "main")
        guard handle != nil else { throw target.lastFailure }
    }

    deinit {
        if let handle { sqlite3_backup_finish(handle) }
    }

    /// Copies so many pages more. True: there is nothing left, and the copy is closed.
    func step(pages: Int32) throws(DatabaseFailure) -> Bool {
        switch sqlite3_backup_step(handle, pages) {
        case SQLITE_OK: return false
        case SQLITE_DONE:
            let code = sqlite3_backup_finish(handle)
            handle = nil
            guard code == SQLITE_OK else { throw target.lastFailure }
            return true
        case let code:
            throw target.failure(code)
        }
    }

    /// Pages that are still to be copied, and pages in all.
    var pages: (left: Int, inAll: Int) {
        guard let handle else { return (0, 1) }
        return (Int(sqlite3_backup_remaining(handle)), Int(sqlite3_backup_pagecount(handle)))
    }
}
