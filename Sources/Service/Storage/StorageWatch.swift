public import Ledger
import Reactor

/// Carries what the ledger says of itself to whoever is there to hear it: the ledger is opened, and may fail,
/// before there is a server.
///
/// `@unchecked Sendable` is safe because everything is under the lock.
public final class StorageWatch: @unchecked Sendable {
    private let lock = Lock()
    private var state = LedgerState.ready
    private var listener: (@Sendable (LedgerState) -> Void)?

    /// Nothing is wrong so far.
    public init() {}

    /// The ledger's state is another now. From any thread.
    public func tell(_ state: LedgerState) {
        lock.withLock {
            self.state = state
            listener?(state)
        }
    }

    /// What the ledger said last.
    public var current: LedgerState { lock.withLock { state } }

    /// Hears of every change from now on, in order, and of the present state at once unless all is well. The
    /// listener only passes it on: it is called under the lock.
    func listen(_ listener: @escaping @Sendable (LedgerState) -> Void) {
        lock.withLock {
            self.listener = listener
            if state != .ready { listener(state) }
        }
    }
}
