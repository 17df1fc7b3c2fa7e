/// Something to be done with the log that is no group: reading, copying. The ledger's thread alone has the
/// log, so it does this too, in small steps between groups: a group waits for one step at most, and an errand
/// for one batch of groups.
struct Errand: Sendable {
    /// What a step came to.
    enum Progress: Sendable {
        case more
        case done
    }

    /// So many may wait for the thread: each question about the past has one at a time, a backup has one.
    static let waitingMax = 64

    /// One step, of a millisecond or two, on the ledger's thread. It leaves no statement half read: the
    /// write-ahead log could not be brought home meanwhile. What goes wrong in it is its own affair, and no
    /// failure of the ledger.
    let step: @Sendable (any GroupStore) -> Progress
    /// No further step will come: too many errands wait, or the ledger has failed or was closed. On any
    /// thread.
    let abandoned: @Sendable (LedgerError) -> Void

    init(
        _ step: @escaping @Sendable (any GroupStore) -> Progress,
        abandoned: @escaping @Sendable (LedgerError) -> Void
    ) {
        self.step = step
        self.abandoned = abandoned
    }

    /// The same for what has to be done with the log on disk.
    init(
        on log: LogStore.Type, _ step: @escaping @Sendable (LogStore) -> Progress,
        abandoned: @escaping @Sendable (LedgerError) -> Void
    ) {
        self.init(
            { store in
                guard let log = store as? LogStore else {
                    preconditionFailure("an errand to a log went to another store")
                }
                return step(log)
            }, abandoned: abandoned)
    }
}
