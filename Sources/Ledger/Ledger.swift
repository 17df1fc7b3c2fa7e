public import Canvas

/// Why a group could not be made durable.
public enum LedgerError: Error, Equatable, Sendable {
    /// There is no room; it may come back.
    case full
    /// The storage failed and cannot be trusted any more.
    case failed
}

/// One board's changes that become durable together, or not at all.
public struct LedgerGroup: Sendable {
    /// Whose changes these are.
    public let board: BoardName
    /// In which of its pasts they were made.
    public let epoch: UInt32
    /// The changes, in order.
    public let changes: ChangeGroup

    /// A group of one board.
    public init(board: BoardName, epoch: UInt32, changes: ChangeGroup) {
        self.board = board
        self.epoch = epoch
        self.changes = changes
    }
}

/// The ordered, durable record of everything a board accepted.
///
/// A board hands over one group at a time and collects the next while the first is written. What it hands
/// over is shown to nobody until `completion` says that it is durable.
public protocol Ledger: Sendable {
    /// Makes a group durable. `completion` is called exactly once, on any thread, possibly before this
    /// returns.
    func commit(_ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void)
}
