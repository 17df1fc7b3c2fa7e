import Canvas
import Reactor
import Session

/// What a board commits while a rollback of it is being planned elsewhere: with it, and with what is not
/// committed yet, the plan is brought level with the board in the turn in which it is carried out.
struct RollbackTail {
    /// Oldest first.
    private(set) var groups: [ChangeGroup] = []
    /// More came than are kept: there is a gap, and no plan can be brought level any more.
    private(set) var isTorn = false
    private var changeCount = 0
    private let changesMax: Int

    init(changesMax: Int = Limits.rollbackTailChangesMax) {
        self.changesMax = changesMax
    }

    mutating func append(_ group: ChangeGroup) {
        changeCount += group.changes.count
        if changeCount > changesMax { isTorn = true }
        if isTorn { groups = [] } else { groups.append(group) }
    }
}

/// Hands a value from one thread to another, so that no copy of it has to stay behind: whoever takes it may
/// change it where it is.
///
/// `@unchecked Sendable` is safe because what several threads touch is under the lock.
final class Handover<Value: Sendable>: @unchecked Sendable {
    private let lock = Lock()
    // Under the lock.
    private var value: Value?

    init(_ value: consuming Value) {
        self.value = value
    }

    /// The value, once.
    func take() -> Value? {
        lock.withLock {
            defer { value = nil }
            return value
        }
    }
}
