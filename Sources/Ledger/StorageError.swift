internal import Glibc

/// What went wrong with the storage, where, and what can be done about it.
public struct StorageError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is: programs choose their exit code by it.
    public enum Kind: String, Sendable {
        /// Another process has the data.
        case inUse = "in-use"
        /// It was written by a newer version.
        case newerFormat = "newer-format"
        /// The folder or a file in it cannot be used as it is.
        case unusable
        /// What is there does not add up.
        case damaged
        /// There is no room.
        case full
        /// Reading or writing failed.
        case failed
    }

    /// The kind.
    public let kind: Kind
    /// What happened, and where.
    public let what: String
    /// What to do.
    public let remedy: String

    init(_ kind: Kind, _ what: String, remedy: String) {
        self.kind = kind
        self.what = what
        self.remedy = remedy
    }

    /// What happened and what to do.
    public var description: String { "\(what): \(remedy)" }
}

extension StorageError {
    /// The kernel refused a call.
    init(_ doing: String, _ path: String, number: Int32) {
        let what = "cannot \(doing) \(path): \(String(cString: strerror(number)))"
        switch number {
        case ENOSPC, EDQUOT:
            self.init(.full, what, remedy: "make room on that disk")
        case EACCES, EPERM, EROFS:
            self.init(
                .unusable, what,
                remedy: "let the server's user write there, or give another folder with --data")
        case ENOENT, ENOTDIR, EISDIR, ELOOP, ENAMETOOLONG:
            self.init(.unusable, what, remedy: "check --data")
        default:
            self.init(.failed, what, remedy: "check the disk and the system's log before starting again")
        }
    }

    /// A file says something that cannot be.
    static func damaged(_ path: String, at offset: Int? = nil, _ reason: String) -> StorageError {
        let place = offset.map { " at byte \($0)" } ?? ""
        return StorageError(
            .damaged, "\(path) is damaged\(place): \(reason)",
            remedy: "restore a backup, or keep a copy of the folder and run 'toile doctor --repair'")
    }

    /// A file of a version that we do not know.
    static func newerFormat(_ path: String, version: Int, known: Int) -> StorageError {
        StorageError(
            .newerFormat,
            "\(path) has format \(version), and this version of toile knows formats up to \(known)",
            remedy: "use the newer toile that wrote it, or give another folder with --data")
    }
}
