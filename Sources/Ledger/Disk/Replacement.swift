/// Puts new data in the place of old data, and keeps the old.
///
/// The new data lies ready in a folder beside, proved and synced, before a mark is written that names it.
/// From then on there is only one way: whoever opens the data directory next, after whatever happened,
/// finishes what the mark says before anything else is done.
enum Replacement {
    static let markName = "replacing"
    private static let pieces = ["log.db", "snapshots"]
    /// What belongs to the old data alone and would spoil the new.
    private static let companions = [
        "log.db-wal", "log.db-shm", "log.db-journal", "index.db", "index.db-wal", "index.db-shm",
        "keyframes",
    ]

    /// Puts what lies in the folder `ready` of a data directory in its place, and what was there into its
    /// folder `aside`.
    static func perform(in path: String, ready: String, aside: String) throws(StorageError) {
        try Disk.makeFolder("\(path)/\(aside)")
        try Disk.syncFolder("\(path)/\(ready)")
        try Disk.replace("\(path)/\(markName)") { (file) throws(StorageError) in
            try file.write(Array("\(ready)\n\(aside)\n".utf8))
        }
        try finish(in: path)
    }

    /// Finishes a replacement that was begun; nothing if none was.
    static func finish(in path: String) throws(StorageError) {
        let mark = "\(path)/\(markName)"
        guard Disk.exists(mark) else { return }
        let lines = String(decoding: try Disk.read(mark, bytesMax: 4096), as: UTF8.self)
            .split(separator: "\n").map(String.init)
        guard lines.count == 2, lines.allSatisfy({ !$0.contains("/") && $0 != ".." }) else {
            throw StorageError(
                .unusable, "\(mark) does not say what was being replaced",
                remedy: "restore a backup into another folder")
        }
        let (ready, aside) = ("\(path)/\(lines[0])", "\(path)/\(lines[1])")
        try Disk.makeFolder(aside)
        // While the new log waits, what lies in its place is the old one's.
        if Disk.exists("\(ready)/log.db") {
            for name in companions where Disk.exists("\(path)/\(name)") {
                try Disk.move("\(path)/\(name)", to: "\(aside)/\(name)")
            }
        }
        for name in pieces.reversed() where Disk.exists("\(ready)/\(name)") {
            if Disk.exists("\(path)/\(name)") { try Disk.move("\(path)/\(name)", to: "\(aside)/\(name)") }
            try Disk.move("\(ready)/\(name)", to: "\(path)/\(name)")
        }
        try Disk.syncFolder(aside)
        try Disk.syncFolder(path)
        try Disk.remove(mark)
        try Disk.removeTree(ready)
        try Disk.syncFolder(path)
    }
}
