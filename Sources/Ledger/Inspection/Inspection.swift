public import Canvas

/// Something that an inspection came upon.
public struct Finding: Equatable, Sendable {
    /// What it is about.
    public enum Kind: Equatable, Sendable {
        /// The log: a server refuses to start, or would come to see it sooner or later.
        case log
        /// A snapshot that can be done without.
        case snapshot(path: String)
        /// Nothing is wrong; somebody may want to know.
        case note
    }

    /// What it is about.
    public let kind: Kind
    /// Where: a file, a table, a row, a byte.
    public let place: String
    /// What is there.
    public let what: String

    /// Whether something is wrong.
    public var isDamage: Bool { kind != .note }
}

/// A board as an inspection found it.
public struct InspectedBoard: Equatable, Sendable {
    /// Which.
    public let name: BoardName
    /// In which past.
    public let epoch: UInt32
    /// After how many changes.
    public let seq: UInt64
    /// What its pixels come to.
    public let digest: Digest
}

/// What an inspection of data came to.
public struct Inspection: Sendable {
    /// Nothing was looked at yet.
    public init() {}

    /// What it came upon, in the order it looked.
    public internal(set) var findings: [Finding] = []
    /// The boards whose past could be told from its beginning to its end.
    public internal(set) var boards: [InspectedBoard] = []
    /// Changes that were read, older pasts included.
    public internal(set) var changeCount: UInt64 = 0
    /// Sessions that were read.
    public internal(set) var sessionCount = 0
    /// Documents that were read.
    public internal(set) var documentCount = 0
    /// Lines of what was done that were read.
    public internal(set) var auditCount = 0
    /// Snapshots that were read, pixel by pixel.
    public internal(set) var snapshotCount = 0

    /// What is wrong.
    public var damages: [Finding] { findings.filter(\.isDamage) }

    mutating func note(_ kind: Finding.Kind, _ place: String, _ what: String) {
        findings.append(Finding(kind: kind, place: place, what: what))
    }
}

/// How far work on stored data has come.
public struct WorkProgress: Equatable, Sendable {
    /// What is being done, in a few words.
    public let what: String
    /// How much of it is done.
    public let done: UInt64
    /// How much there is.
    public let inAll: UInt64

    init(_ what: String, _ done: UInt64, of inAll: UInt64) {
        self.what = what
        self.done = done
        self.inAll = inAll
    }
}

/// Is told how far work has come, and says whether it shall go on.
public typealias WorkWatch = (WorkProgress) -> Bool
