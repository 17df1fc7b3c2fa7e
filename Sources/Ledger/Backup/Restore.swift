internal import Canvas

/// What a restore came to.
public struct RestoreReport: Sendable {
    /// The boards as they go on: in their new epochs, at seq 0.
    public let boards: [InspectedBoard]
    /// The state of each that the backup was taken in, in the same order.
    public let restoredFrom: [InspectedBoard]
    /// When the backup was taken, in milliseconds since 1970.
    public let takenAtMillis: Int64
    /// Where the data is that was there before; nil if there was none.
    public let asidePath: String?
    /// What the operator should hear of, in sentences.
    public let warnings: [String]
}

extension DataDirectory {
    /// Where data is made ready that will take the place of what is there.
    static let readyName = temporaryPrefix + "ready"

    private var readyPath: String { "\(path)/\(Self.readyName)" }

    /// Goes back to a backup. It is copied and proved first; then every board begins a new epoch with the
    /// picture it had, so that no state that was shown since is ever given another content. What was there
    /// goes into the folder `asideName`.
    public func restore(
        from backupPath: String, _ options: DiskLedger.Options, asideName: String, watch: @escaping WorkWatch
    ) throws(StorageError) -> RestoreReport {
        let backup = BackupFolder(path: backupPath)
        let manifest = try backup.manifest()
        do throws(StorageError) {
            try fetch(backup, watch)
            let found = try Inspector.inspect(
                logPath: "\(readyPath)/log.db", snapshotsPath: "\(readyPath)/snapshots", watch: watch)
            guard let found else { throw .stopped }
            if let damage = found.damages.first {
                throw StorageError(
                    .damaged, "the backup \(backupPath) is damaged: \(damage.place): \(damage.what)",
                    remedy: "restore another one")
            }
            guard found.boards == manifest.boards else {
                throw StorageError(
                    .damaged, "the backup \(backupPath) does not hold the states that it says it holds",
                    remedy: "restore another one")
            }
            let (boards, warnings) = try beginNewPasts(options)
            let hadData = Disk.exists(logPath)
            try Replacement.perform(in: path, ready: Self.readyName, aside: asideName)
            return RestoreReport(
                boards: boards, restoredFrom: manifest.boards, takenAtMillis: manifest.atMillis,
                asidePath: hadData ? "\(path)/\(asideName)" : nil, warnings: warnings)
        } catch {
            // What was wrong counts, not what became of the remains; whoever opens the folder next removes
            // them.
            try? Disk.removeTree(readyPath)
            throw error
        }
    }

    /// Copies a backup to where it is made ready: the backup itself is never written to.
    private func fetch(_ backup: BackupFolder, _ watch: WorkWatch) throws(StorageError) {
        try Disk.removeTree(readyPath)
        try Disk.makeFolder(readyPath)
        try Disk.makeFolder("\(readyPath)/snapshots")
        guard watch(WorkProgress("copying the log", 0, of: 0)) else { throw .stopped }
        try Disk.copy(backup.logPath, to: "\(readyPath)/log.db")
        for board in try Disk.names(in: backup.snapshotsPath) {
            let target = "\(readyPath)/snapshots/\(board)"
            try Disk.makeFolder(target)
            for name in try Disk.names(in: "\(backup.snapshotsPath)/\(board)") {
                guard watch(WorkProgress("copying snapshots of \(board)", 0, of: 0)) else { throw .stopped }
                try Disk.copy("\(backup.snapshotsPath)/\(board)/\(name)", to: "\(target)/\(name)")
            }
        }
    }

    private func beginNewPasts(
        _ options: DiskLedger.Options
    ) throws(StorageError) -> (boards: [InspectedBoard], warnings: [String]) {
        var options = options
        // Nobody is served from this: what changed before the newest snapshot need not be remembered.
        options.rememberedChanges = 0
        let log = try LogStore(
            path: "\(readyPath)/log.db", reserve: ReserveFile(path: "\(readyPath)/reserve", byteCount: 0))
        var recovery = Recovery(
            log: log, snapshots: SnapshotStore(path: "\(readyPath)/snapshots"), options: options,
            newPasts: .restored, progress: { _ in })
        try recovery.run()
        do throws(StoreFault) {
            try log.close()
        } catch {
            throw StorageError(error, log.path)
        }
        let boards = recovery.recovered.boards.map { board in
            InspectedBoard(
                name: board.board.name, epoch: board.board.epoch, seq: board.grid.seq,
                digest: board.grid.digest)
        }
        return (boards, recovery.recovered.warnings)
    }
}
