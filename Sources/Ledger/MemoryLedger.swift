import Canvas
import Synchronization

/// The ledger without a disk: everything is durable at once, for as long as the process lives.
///
/// It keeps counts, not changes: the grid in memory is the record.
public final class MemoryLedger: Ledger {
    private let changeCounter = Atomic<Int>(0)
    private let groupCounter = Atomic<Int>(0)

    /// Nothing is recorded yet.
    public init() {}

    /// Changes committed so far.
    public var changeCount: Int { changeCounter.load(ordering: .relaxed) }

    /// Groups committed so far.
    public var groupCount: Int { groupCounter.load(ordering: .relaxed) }

    /// Done before it returns.
    public func commit(
        _ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void
    ) {
        changeCounter.add(group.changeCount, ordering: .relaxed)
        groupCounter.add(1, ordering: .relaxed)
        completion(.success(()))
    }
}
