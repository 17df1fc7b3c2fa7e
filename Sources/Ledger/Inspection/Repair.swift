internal import Canvas

/// What a repair came to.
public struct RepairReport: Sendable {
    /// What was done, in sentences; each says what is lost by it.
    public let actions: [String]
    /// Where everything is as it was before.
    public let asidePath: String
}

extension DataDirectory {
    /// Looks at everything. Nil: it was told to stop.
    public func inspect(watch: @escaping WorkWatch = { _ in true }) throws(StorageError) -> Inspection? {
        try Inspector.inspect(logPath: logPath, snapshotsPath: snapshotsPath, watch: watch)
    }

    /// Repairs what an inspection found. Whatever it replaces is kept in the folder `asideName`.
    ///
    /// A snapshot that can be done without is put aside. A log is never patched: everything in it that can be
    /// proved is written to a new one, which is opened as a server would open it before it takes the old
    /// one's place.
    public func repair(
        _ inspection: Inspection, _ options: DiskLedger.Options, asideName: String,
        watch: @escaping WorkWatch = { _ in true }
    ) throws(StorageError) -> RepairReport {
        let aside = "\(path)/\(asideName)"
        let needsNewLog = inspection.damages.contains { $0.kind == .log }
        guard needsNewLog else { return try putSnapshotsAside(inspection, aside) }
        let ready = "\(path)/\(Self.readyName)"
        do throws(StorageError) {
            try Disk.removeTree(ready)
            try Disk.makeFolder(ready)
            let actions = try save(to: ready, options, watch)
            try prove(ready, options)
            try Replacement.perform(in: path, ready: Self.readyName, aside: asideName)
            return RepairReport(actions: actions, asidePath: aside)
        } catch {
            // What was wrong counts, not what became of the remains.
            try? Disk.removeTree(ready)
            throw error
        }
    }

    /// Both logs are closed again when this returns: SQLite tidies up by name.
    private func save(
        to ready: String, _ options: DiskLedger.Options, _ watch: @escaping WorkWatch
    ) throws(StorageError) -> [String] {
        var salvage = try Salvage(
            from: logPath, SnapshotStore(path: snapshotsPath), to: ready, options, watch: watch)
        try salvage.run()
        return salvage.actions
    }

    private func putSnapshotsAside(
        _ inspection: Inspection, _ aside: String
    ) throws(StorageError) -> RepairReport {
        var actions: [String] = []
        try Disk.makeFolder(aside)
        try Disk.makeFolder("\(aside)/snapshots")
        for finding in inspection.damages {
            guard case .snapshot(let path) = finding.kind else { continue }
            let words = path.split(separator: "/").suffix(2).map(String.init)
            let folder = "\(aside)/snapshots/\(words[0])"
            try Disk.makeFolder(folder)
            try Disk.move(path, to: "\(folder)/\(words[1])")
            try Disk.syncFolder(folder)
            try Disk.syncFolder(Disk.parent(of: path))
            actions.append("\(path) is put aside; the log holds everything that it showed")
        }
        return RepairReport(actions: actions, asidePath: aside)
    }

    /// Opens what was made as a server would.
    private func prove(_ ready: String, _ options: DiskLedger.Options) throws(StorageError) {
        let log = try LogStore(
            path: "\(ready)/log.db", reserve: ReserveFile(path: "\(ready)/reserve", byteCount: 0))
        var recovery = Recovery(
            log: log, snapshots: SnapshotStore(path: "\(ready)/snapshots"), options: options, newPasts: nil,
            progress: { _ in })
        do throws(StorageError) {
            try recovery.run()
        } catch {
            throw StorageError(
                .damaged, "what could be saved does not come out: \(error.what)",
                remedy: "nothing was changed; restore a backup")
        }
    }
}
