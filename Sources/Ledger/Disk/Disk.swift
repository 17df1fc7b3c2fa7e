internal import Glibc

/// The few things that are done with files and folders, each with an error that says where.
enum Disk {
    /// Makes a folder for the owner alone; one that is there already is fine. The one above it has to be
    /// there: if it is not, the path is mistyped, or a disk is not mounted.
    static func makeFolder(_ path: String) throws(StorageError) {
        if mkdir(path, 0o700) == 0 {
            return try syncFolder(parent(of: path))
        }
        switch errno {
        case EEXIST:
            guard isFolder(path) else { throw StorageError("use as a folder", path, number: ENOTDIR) }
        default:
            throw StorageError("make the folder", path, number: errno)
        }
    }

    /// Makes sure that the names in a folder survive a power cut.
    static func syncFolder(_ path: String) throws(StorageError) {
        let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY, doing: "open the folder")
        try folder.sync()
    }

    /// Replaces a file: whatever happens meanwhile, there is the old content or the new one.
    static func replace(
        _ path: String, _ write: (borrowing OpenFile) throws(StorageError) -> Void
    ) throws(StorageError) {
        let partial = path + partialSuffix
        do throws(StorageError) {
            let file = try OpenFile(partial, O_WRONLY | O_CREAT | O_TRUNC, doing: "create")
            try write(file)
            try file.sync()
        } catch {
            unlink(partial)
            throw error
        }
        guard rename(partial, path) == 0 else {
            let number = errno
            unlink(partial)
            throw StorageError("rename to", path, number: number)
        }
        try syncFolder(parent(of: path))
    }

    /// What a file is called until it is whole.
    static let partialSuffix = ".partial"

    /// The content of a file; from its beginning as far as `bytesMax`.
    static func read(_ path: String, bytesMax: Int = .max) throws(StorageError) -> [UInt8] {
        try OpenFile(path, O_RDONLY, doing: "open").read(bytesMax: bytesMax)
    }

    /// Removes a file; one that is not there is fine.
    static func remove(_ path: String) throws(StorageError) {
        guard unlink(path) == 0 || errno == ENOENT else {
            throw StorageError("remove", path, number: errno)
        }
    }

    /// The names in a folder, in order; none if there is no such folder.
    static func names(in path: String) throws(StorageError) -> [String] {
        guard let folder = opendir(path) else {
            if errno == ENOENT { return [] }
            throw StorageError("list", path, number: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw StorageError("list", path, number: errno) }
        return names.sorted()
    }

    /// Bytes that may still be written to the disk that a folder is on.
    static func freeBytes(at path: String) -> Int64? {
        var disk = statvfs()
        guard statvfs(path, &disk) == 0 else { return nil }
        return Int64(clamping: UInt64(disk.f_bavail).multipliedFullWidth(by: UInt64(disk.f_frsize)).low)
    }

    /// How long a file is; nil where there is none.
    static func byteCount(of path: String) -> Int64? {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : nil
    }

    static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Gives a file or a folder another name on the same disk. The names last once both folders are synced.
    static func move(_ path: String, to target: String) throws(StorageError) {
        guard rename(path, target) == 0 else { throw StorageError("rename to", target, number: errno) }
    }

    /// The same file under a second name; a copy of it where the disk cannot do that.
    static func link(_ path: String, to target: String) throws(StorageError) {
        if Glibc.link(path, target) == 0 { return }
        try copy(path, to: target)
    }

    /// Copies a file, and sees to it that the copy lasts.
    static func copy(_ path: String, to target: String) throws(StorageError) {
        let source = try OpenFile(path, O_RDONLY, doing: "open")
        let copy = try OpenFile(target, O_WRONLY | O_CREAT | O_TRUNC, doing: "create")
        while true {
            let piece = try source.readPiece(bytesMax: 1 << 20)
            if piece.isEmpty { break }
            try copy.write(piece)
        }
        try copy.sync()
    }

    /// Removes a folder with all that is in it; nothing if it is not there.
    static func removeTree(_ path: String) throws(StorageError) {
        guard exists(path) else { return }
        guard isFolder(path, followsLink: false) else { return try remove(path) }
        for name in try names(in: path) { try removeTree("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw StorageError("remove", path, number: errno) }
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    static func isFolder(_ path: String, followsLink: Bool = true) -> Bool {
        var status = stat()
        let failure = followsLink ? stat(path, &status) : lstat(path, &status)
        return failure == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// An open file with one owner, closed when it lets go.
struct OpenFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    init(_ path: String, _ flags: Int32, doing: String) throws(StorageError) {
        var descriptor: Int32
        repeat { descriptor = open(path, flags | O_CLOEXEC, 0o600) } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw StorageError(doing, path, number: errno) }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// False: another process holds the lock. It is held until the file is closed, however that comes about.
    borrowing func lock() throws(StorageError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw StorageError("lock", path, number: errno) }
        return false
    }

    borrowing func read(bytesMax: Int) throws(StorageError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw StorageError("read", path, number: errno) }
        // Files of the kernel say that they are empty and are not.
        let room = min(bytesMax, max(4096, Int(status.st_size) + 1))
        var bytes = [UInt8](repeating: 0, count: room)
        var count = 0
        while count < room {
            let step = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress.map { $0 + count }, room - count)
            }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { throw StorageError("read", path, number: errno) }
            if step == 0 { break }
            count += step
        }
        bytes.removeLast(room - count)
        return bytes
    }

    /// What comes next; nothing at the end.
    borrowing func readPiece(bytesMax: Int) throws(StorageError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        while true {
            let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, bytesMax) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StorageError("read", path, number: errno) }
            bytes.removeLast(bytesMax - count)
            return bytes
        }
    }

    borrowing func write(_ bytes: [UInt8]) throws(StorageError) {
        var count = 0
        while count < bytes.count {
            let step = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
            }
            if step < 0, errno == EINTR { continue }
            guard step > 0 else { throw StorageError("write", path, number: errno) }
            count += step
        }
    }

    borrowing func truncate() throws(StorageError) {
        guard ftruncate(descriptor, 0) == 0 else { throw StorageError("empty", path, number: errno) }
    }

    /// Takes room on the disk for that many bytes.
    borrowing func allocate(_ byteCount: Int) throws(StorageError) {
        var number: Int32
        repeat { number = posix_fallocate(descriptor, 0, byteCount) } while number == EINTR
        guard number == 0 else { throw StorageError("take room for", path, number: number) }
    }

    /// Never repeated when it fails: the kernel may have thrown away what it could not write.
    borrowing func sync() throws(StorageError) {
        guard fsync(descriptor) == 0 else { throw StorageError("sync", path, number: errno) }
    }
}
