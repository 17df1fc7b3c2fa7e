internal import Glibc

/// The folder of one server's data, held by this process alone for as long as this object lives.
///
///     lock                       who has it
///     log.db                     everything that was accepted, in order
///     reserve                    room for the last group when the disk is full
///     snapshots/BOARD/EPOCH.SEQ  boards as they were
///     before-...                 what a restore or a repair has replaced
///
/// and what can be made from that again, and is if it is missing:
///
///     index.db                   who placed where, in the order of pixels and of players
///     keyframes/BOARD/EPOCH.SEQ  the colours of boards as they were, close enough to go on from
public final class DataDirectory: Sendable {
    /// Where it is.
    public let path: String
    private let lockFile: OpenFile

    /// Makes the folder if need be, and takes it.
    public convenience init(_ path: String) throws(StorageError) {
        precondition(!path.isEmpty, "a folder has a name")
        try Disk.makeFolder(path)
        try self.init(taking: path)
    }

    /// Takes a folder that has data in it.
    public convenience init(existing path: String) throws(StorageError) {
        guard Disk.exists(path + "/log.db") || Disk.exists(path + "/" + Replacement.markName) else {
            throw StorageError(
                .unusable, "there is no data in \(path)", remedy: "say where it is with --data")
        }
        try self.init(taking: path)
    }

    private init(taking path: String) throws(StorageError) {
        guard !Disk.exists(path + "/" + BackupFolder.manifestName) else {
            throw StorageError(
                .unusable, "\(path) is a backup, and going back to it begins a new epoch",
                remedy: "restore it into a folder of its own with 'toile restore'")
        }
        let lockPath = path + "/lock"
        let file = try OpenFile(lockPath, O_RDWR | O_CREAT, doing: "open")
        guard try file.lock() else {
            let holder = String(decoding: try file.read(bytesMax: 64), as: UTF8.self)
                .split(whereSeparator: \.isNewline).first
            throw StorageError(
                .inUse, "\(path) is in use by another toile\(holder.map { " (process \($0))" } ?? "")",
                remedy: "stop it first, or give another folder with --data")
        }
        try file.truncate()
        try file.write(Array("\(getpid())\n".utf8))
        try Replacement.finish(in: path)
        for name in try Disk.names(in: path) where name.hasPrefix(Self.temporaryPrefix) {
            try Disk.removeTree("\(path)/\(name)")
        }
        try Disk.makeFolder(path + "/snapshots")
        self.path = path
        lockFile = file
    }

    /// What begins with this is of no use to anybody once whoever made it is gone.
    public static let temporaryPrefix = "temporary-"

    /// Removes such a folder before that.
    public static func removeTemporary(_ path: String) throws(StorageError) {
        precondition(
            path.split(separator: "/").last?.hasPrefix(temporaryPrefix) == true, "only what is of no use goes"
        )
        try Disk.removeTree(path)
    }

    /// Bytes that may still be written to its disk; nil if nobody knows.
    public var freeBytes: Int64? { Disk.freeBytes(at: path) }

    /// Room that is sensibly kept back for the last group when the disk is full: not much of a small disk.
    public var sensibleReserveBytes: Int {
        let free = Int(clamping: max(0, freeBytes ?? .max))
        return min(Self.reserveBytesMax, max(Self.reserveBytesMin, free / 16))
    }

    private static let reserveBytesMax = 64 << 20
    /// A group of some thousands of placements, and what SQLite needs around it.
    private static let reserveBytesMin = 64 << 10

    var logPath: String { path + "/log.db" }
    var reservePath: String { path + "/reserve" }
    var snapshotsPath: String { path + "/snapshots" }
    var indexPath: String { path + "/index.db" }
    var keyframesPath: String { path + "/keyframes" }
}
