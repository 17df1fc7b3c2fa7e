internal import Glibc

/// The folder of one server's data, held by this process alone for as long as this object lives.
///
///     lock                       who has it
///     log.db                     everything that was accepted, in order
///     reserve                    room for the last group when the disk is full
///     snapshots/BOARD/EPOCH.SEQ  boards as they were
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
    public init(_ path: String) throws(StorageError) {
        precondition(!path.isEmpty, "a folder has a name")
        try Disk.makeFolder(path)
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
        try Disk.makeFolder(path + "/snapshots")
        self.path = path
        lockFile = file
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
