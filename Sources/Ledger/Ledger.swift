/// Why a group could not be made durable.
public enum LedgerError: Error, Equatable, Sendable {
    /// There is no room; it may come back, and the ledger will notice by itself.
    case full
    /// The storage failed and cannot be trusted any more, not before it is opened anew.
    case failed
    /// The group does not follow what is durable, because one before it was refused.
    case outOfOrder
    /// Too many groups are waiting already.
    case busy
}

/// The ordered, durable record of everything a board accepted.
///
/// A board hands over one group at a time and collects the next while the first is written. What it hands
/// over is shown to nobody until `completion` says that it is durable.
public protocol Ledger: Sendable {
    /// Makes a group durable, whole or not at all, after all that were handed over before. `completion` is
    /// called exactly once, on any thread, possibly before this returns.
    func commit(_ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void)
}
