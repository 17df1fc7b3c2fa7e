internal import Canvas
internal import Glibc

/// What a backup holds, after it was proved.
public struct BackupReport: Sendable {
    /// The boards, by name, with the state that each is in.
    public let boards: [InspectedBoard]
    /// Sessions in it.
    public let sessionCount: Int
    /// Changes in it, those of older pasts included.
    public let changeCount: UInt64
    /// What the operator should hear of, in sentences.
    public let warnings: [String]
}

/// Makes a backup: copies, proves the copy as a doctor would, and only then calls it a backup.
struct Backup {
    private let folder: BackupFolder
    private let source: SnapshotStore
    private let atMillis: Int64
    private let watch: WorkWatch
    private var warnings: [String] = []

    init(to path: String, snapshotsPath: String, atMillis: Int64, watch: @escaping WorkWatch) {
        folder = BackupFolder(path: path)
        source = SnapshotStore(path: snapshotsPath)
        self.atMillis = atMillis
        self.watch = watch
    }

    /// Makes it. `copyLog` copies the log to a file that is there and empty. What a backup that failed left
    /// is removed.
    mutating func make(
        _ copyLog: (_ path: String, _ watch: WorkWatch) throws(StorageError) -> Void
    ) throws(StorageError) -> BackupReport {
        try folder.prepare()
        do throws(StorageError) {
            try copyTo(folder.partialLogPath, copyLog)
            try copySnapshots()
            return try prove()
        } catch {
            // What was wrong counts, not what became of the remains.
            for name in ["", "-wal", "-journal"] { try? Disk.remove(folder.partialLogPath + name) }
            try? Disk.removeTree(folder.snapshotsPath)
            throw error
        }
    }

    private func copyTo(
        _ path: String, _ copyLog: (_ path: String, _ watch: WorkWatch) throws(StorageError) -> Void
    ) throws(StorageError) {
        // SQLite would let everybody read it.
        _ = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL, doing: "create")
        try copyLog(path, watch)
        try OpenFile(path, O_RDWR, doing: "open").sync()
    }

    /// Copies the snapshots of states that the copied log knows. A server may remove or write some meanwhile:
    /// which of them there are makes no difference, and the beginnings that are needed always stay.
    private mutating func copySnapshots() throws(StorageError) {
        let reaches = try headOfCopy().boards
        for (name, reach) in reaches.sorted(by: { $0.key.text < $1.key.text }) {
            let target = "\(folder.snapshotsPath)/\(name)"
            try Disk.makeFolder(target)
            let entries = try source.allEntries(of: name).filter { entry in
                entry.epoch != reach.epoch || entry.seq <= reach.seq
            }
            for (index, entry) in entries.enumerated() {
                try goOn(
                    WorkProgress("copying snapshots of \(name)", UInt64(index), of: UInt64(entries.count)))
                try copy(entry, of: name, to: target)
            }
        }
    }

    private mutating func copy(
        _ entry: SnapshotStore.Entry, of name: BoardName, to target: String
    ) throws(StorageError) {
        guard Disk.exists(entry.path) else { return }
        do throws(StorageError) {
            _ = try source.image(entry, of: name, shape: nil)
            try Disk.copy(entry.path, to: "\(target)/\(entry.epoch).\(entry.seq)")
        } catch {
            guard Disk.exists(entry.path) else { return }
            guard error.kind == .damaged else { throw error }
            warnings.append("\(error.what); it is not in the backup")
        }
    }

    private func headOfCopy() throws(StorageError) -> LogHead {
        let log = try LogProbe(path: folder.partialLogPath)
        do throws(FormatFault) {
            return try log.head()
        } catch {
            throw .damaged(folder.partialLogPath, at: error.offset, error.reason)
        }
    }

    /// Looks at everything in the copy, and seals it.
    private func prove() throws(StorageError) -> BackupReport {
        let found = try Inspector.inspect(
            logPath: folder.partialLogPath, snapshotsPath: folder.snapshotsPath, watch: watch)
        guard let inspection = found else { throw .stopped }
        if let damage = inspection.damages.first {
            throw StorageError(
                .damaged, "the copy is not whole: \(damage.place): \(damage.what)",
                remedy: "the data itself may be damaged: stop the server and run 'toile doctor'")
        }
        try sealLog()
        try folder.finish(BackupManifest(atMillis: atMillis, boards: inspection.boards))
        return BackupReport(
            boards: inspection.boards, sessionCount: inspection.sessionCount,
            changeCount: inspection.changeCount, warnings: warnings)
    }

    /// The server went on; the backup ends here, in good order.
    private func sealLog() throws(StorageError) {
        let log = try LogStore(
            path: folder.partialLogPath, reserve: ReserveFile(path: folder.path + "/reserve", byteCount: 0))
        do throws(StoreFault) {
            try log.close()
        } catch {
            throw StorageError(error, log.path)
        }
    }

    private func goOn(_ progress: WorkProgress) throws(StorageError) {
        if !watch(progress) { throw .stopped }
    }
}

extension StorageError {
    static let stopped = StorageError(.failed, "it was stopped", remedy: "begin again")
}

extension DatabaseCopy {
    /// Pages that are copied in one go: a megabyte, which takes a few milliseconds.
    static let stepPages: Int32 = 256

    var progress: WorkProgress {
        let (left, inAll) = pages
        return WorkProgress("copying the log", UInt64(max(0, inAll - left)), of: UInt64(inAll))
    }
}

extension DataDirectory {
    /// Makes a backup of data that no server is using.
    public func backUp(
        to path: String, atMillis: Int64, watch: @escaping WorkWatch
    ) throws(StorageError) -> BackupReport {
        var backup = Backup(to: path, snapshotsPath: snapshotsPath, atMillis: atMillis, watch: watch)
        return try backup.make { (path, watch) throws(StorageError) in
            let log = try LogProbe(path: logPath)
            let isWhole = try LogStore.asking(logPath) { () throws(DatabaseFailure) in
                let copy = try DatabaseCopy(of: log.database, to: path)
                while true {
                    let isDone = try copy.step(pages: DatabaseCopy.stepPages)
                    if isDone || !watch(copy.progress) { return isDone }
                }
            }
            if !isWhole { throw .stopped }
        }
    }
}

extension DiskLedger {
    /// Makes a backup while groups are being written: the log is copied on the ledger's thread, a piece
    /// between one group and the next. Everything that was durable when this was called is in it. Takes a
    /// while: not on a loop, and not on the ledger's thread.
    public func backUp(
        to path: String, atMillis: Int64, watch: @escaping WorkWatch
    ) throws(StorageError) -> BackupReport {
        var backup = Backup(
            to: path, snapshotsPath: directory.snapshotsPath, atMillis: atMillis, watch: watch)
        return try backup.make { (path, watch) throws(StorageError) in
            let copying = LogCopying(to: path)
            run({ copying.step($0) }, abandoned: { _ in copying.abandon() })
            try copying.wait(watch)
        }
    }
}

/// A copy of the log that is made on the ledger's thread and waited for on another.
///
/// `@unchecked Sendable` is safe because the copy is touched on the ledger's thread alone, and what both
/// threads know is under the monitor.
private final class LogCopying: @unchecked Sendable {
    private let path: String
    private let monitor = Monitor()
    // Under the monitor.
    private var progress: WorkProgress?
    private var mustStop = false
    private var outcome: Result<Void, StorageError>?
    // The ledger's thread's own.
    private var copy: DatabaseCopy?

    init(to path: String) {
        self.path = path
    }

    /// Copies a piece.
    func step(_ log: LogStore) -> Errand.Progress {
        if monitor.locked({ mustStop }) {
            copy = nil
            end(.failure(.stopped))
            return .done
        }
        do throws(StorageError) {
            let isWhole = try LogStore.asking(path) { () throws(DatabaseFailure) in
                if self.copy == nil { self.copy = try DatabaseCopy(of: log.database, to: path) }
                return try self.copy?.step(pages: DatabaseCopy.stepPages) ?? true
            }
            if isWhole {
                copy = nil
                end(.success(()))
                return .done
            }
            let progress = copy?.progress
            monitor.locked {
                self.progress = progress
                monitor.wake()
            }
            return .more
        } catch {
            copy = nil
            end(.failure(error))
            return .done
        }
    }

    /// No step will come any more. Called by the ledger's thread, or before the first step.
    func abandon() {
        copy = nil
        end(.failure(.stopped))
    }

    /// There is nothing more to come.
    private func end(_ outcome: Result<Void, StorageError>) {
        monitor.locked {
            self.outcome = outcome
            monitor.wake()
        }
    }

    /// Tells how far it has come until it has come to its end.
    func wait(_ watch: WorkWatch) throws(StorageError) {
        while true {
            let (news, end) = monitor.locked {
                while progress == nil, outcome == nil { monitor.wait() }
                defer { progress = nil }
                return (progress, outcome)
            }
            if let end { return try end.get() }
            if let news, !watch(news) { monitor.locked { mustStop = true } }
        }
    }
}
