public import Canvas

/// A change of a pixel that is over and done with.
public struct PastChange: Equatable, Sendable {
    /// The state of the board that it led to.
    public let seq: UInt64
    /// Which pixel.
    public let pixel: UInt32
    /// What it showed from then on.
    public let colour: UInt8
    /// Who placed it, or took it back.
    public let player: PlayerSlot
    /// When, in milliseconds since 1970.
    public let timeMillis: Int64
    /// The player's placement before was taken back with it.
    public let isUndo: Bool

    init(seq: UInt64, word: UInt32, player: UInt32, timeMillis: Int64, isUndo: Bool) {
        self.seq = seq
        pixel = word >> 8
        colour = UInt8(truncatingIfNeeded: word)
        self.player = PlayerSlot(number: player)
        self.timeMillis = timeMillis
        self.isUndo = isUndo
    }
}

/// A board's pixels as they were.
public struct PastBoard: Sendable {
    /// In which of its pasts.
    public let epoch: UInt32
    /// After how many changes.
    public let seq: UInt64
    /// One palette index per pixel.
    public let colours: [UInt8]
    /// The fingerprint of `colours`.
    public let digest: Digest
    /// When it became so, in milliseconds since 1970; nil where that cannot be told.
    public let changedAtMillis: Int64?
}

/// Which state of a board is meant.
public enum PastMoment: Equatable, Sendable {
    /// The one after so many changes.
    case seq(UInt64)
    /// The last one not after this time, in milliseconds since 1970.
    case time(Int64)
}

/// Which part of a long answer is wanted: the newest changes come first.
public struct PastPage: Equatable, Sendable {
    /// Only changes before this seq; nil: from the newest on.
    public var before: UInt64?
    /// So many at most.
    public var limit: Int

    /// A page.
    public init(before: UInt64? = nil, limit: Int) {
        precondition(limit > 0, "a page has room for something")
        self.before = before
        self.limit = limit
    }

    /// The last seq that may be in it.
    var seqMax: UInt64 { before.map { $0 - min($0, 1) } ?? .max }
}

/// Why a question about the past has no answer.
public enum PastError: Error, Equatable, Sendable {
    /// It never was so, or is not kept any more.
    case notHeld
    /// Too many questions are waiting.
    case busy
    /// What would answer it is still being put in order; so many hundredths are.
    case catchingUp(percent: Int)
    /// What would answer it cannot be read at present.
    case unavailable
}

/// What the ledger remembers, for whoever asks. Answers come on threads of its own, each exactly once; with
/// `busy` possibly before the question returns.
public protocol Past: Sendable {
    /// The changes of one pixel in a board's present epoch, newest first.
    func changes(
        ofPixel pixel: UInt32, on board: BoardName, epoch: UInt32, _ page: PastPage,
        completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void)

    /// What a player placed on a board in its present epoch between two times, both included, newest first.
    func changes(
        by player: PlayerSlot, on board: BoardName, epoch: UInt32, from: Int64, until: Int64,
        _ page: PastPage, completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void)

    /// A board at a moment of its present epoch.
    func board(
        _ board: BoardName, epoch: UInt32, at moment: PastMoment,
        completion: @escaping @Sendable (Result<PastBoard, PastError>) -> Void)

    /// What knows how a board came to be what it is, as far as that is durable, and can plan a rollback: in
    /// its present epoch, `area` being the part that is rolled back, nil for the whole board. Whoever carries
    /// the rollback out has the planner take what has come since. Such a question may take seconds, and none
    /// of another kind waits for it.
    func rollbackPlanner(
        _ target: RollbackTarget, in area: BoardRectangle?, on board: BoardName, epoch: UInt32,
        completion: @escaping @Sendable (Result<RollbackPlanner, PastError>) -> Void)

    /// The lines of what was done before a number, or the newest, newest first: `limit` of them, or fewer
    /// where they are long. The last answer is the one that ends with line 1, or holds none.
    func auditLines(
        before number: UInt64?, limit: Int,
        completion: @escaping @Sendable (Result<[LedgerAuditLine], PastError>) -> Void)
}

extension Past {
    /// What a rollback would do to the board as it is, as far as that is durable.
    public func rollbackPlan(
        _ target: RollbackTarget, in area: BoardRectangle?, on board: BoardName, epoch: UInt32,
        completion: @escaping @Sendable (Result<RollbackPlan, PastError>) -> Void
    ) {
        rollbackPlanner(target, in: area, on: board, epoch: epoch) { completion($0.map { $0.plan() }) }
    }
}
