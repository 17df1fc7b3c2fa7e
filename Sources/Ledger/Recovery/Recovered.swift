public import Canvas

/// A board as it was when the server ended, and where its pixels come from.
public struct RecoveredBoard: Sendable {
    /// What there is to know about it besides its pixels.
    public let board: LedgerBoard
    /// What is shown. The changes that recovery was asked to remember are in it.
    public let grid: Grid
    /// Who placed each pixel, and when.
    public let origins: [PixelOrigin]
    /// The charges that are not full yet.
    public let charges: [ChargeLevel]
    /// When the newest change was made, in milliseconds since 1970; nil where nothing is known of any.
    public let changedAtMillis: Int64?
    /// When its present past began.
    public let beganAtMillis: Int64
}

/// Everything that was there when the ledger was opened.
public struct Recovered: Sendable {
    /// The boards, by name.
    public internal(set) var boards: [RecoveredBoard] = []
    /// The sessions, by number.
    public internal(set) var sessions: [LedgerSession] = []
    /// What was said, by board, in the order it was said.
    public internal(set) var chat: [LedgerChatLine] = []
    /// The documents that stand, by kind and number.
    public internal(set) var documents: [LedgerDocument] = []
    /// The newest lines of what was done, oldest first: `LedgerAuditLine.recoveredMax` of them at most.
    public internal(set) var audit: [LedgerAuditLine] = []
    /// The number of the line that has to come next.
    public internal(set) var nextAuditNumber: UInt64 = 1
    /// The highest number that a document of each kind ever had: the next one of it gets a higher one.
    public internal(set) var highestNumbers: [UInt8: UInt64] = [:]
    /// What the operator should hear of, in sentences.
    public internal(set) var warnings: [String] = []
    /// What this log's keyed hashes are made with; empty where none was ever given.
    public internal(set) var secret: [UInt8] = []

    /// Nothing was there.
    public init() {}
}

/// How far the reading of the log has come.
public struct RecoveryProgress: Sendable {
    /// Which board is being read.
    public let board: BoardName
    /// The changes read so far.
    public let changesRead: UInt64
    /// The changes that have to be read.
    public let changesInAll: UInt64
}
