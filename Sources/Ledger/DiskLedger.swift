internal import Canvas

/// The ledger on disk: a log of everything that was accepted, and snapshots of the boards.
public final class DiskLedger: Ledger {
    /// How the ledger is kept.
    public struct Options: Sendable {
        /// What an acknowledged change survives.
        public var durability = Durability.strict
        /// Room on the disk that is kept for the last group when the disk is full; 0: none.
        public var reserveBytes = 64 << 20
        /// Groups that may wait for the thread. Each board has one in flight and each new session one more;
        /// past it something is wrong with the disk, and waiting longer would help nobody.
        public var waitingGroupsMax = 4096
        /// How often it is tried whether a full disk has room again.
        public var probeEveryMillis = 1000
        /// So many of the newest changes of each board are remembered across a restart, at least.
        public var rememberedChanges: UInt64 = 1_000_000
        /// Is shown every group of changes once it is durable, in order, on a thread that has nothing else to
        /// do. Whoever takes too long misses some: `unobservedGroupCount`. Nil: nobody watches.
        public var observe: (@Sendable (LedgerPlacements) -> Void)?
        /// Which documents a line of what was done names, as kinds and numbers: asked for every line of a log
        /// that does not say by itself which numbers were ever given, and so once.
        public var documentsNamed: @Sendable (LedgerAuditLine) -> [(kind: UInt8, number: UInt64)] = { _ in
            []
        }
        /// What is kept to answer questions about the past.
        var past = PastLimits()
        /// The wall clock, in milliseconds since 1970.
        public var nowMillis: Int64
        /// The wall clock less the one that counts since the machine was started, in milliseconds: so it
        /// shows when the wall clock is set. Nil: nobody looks.
        public var wallOffsetMillis: @Sendable () -> Int64? = { nil }
        /// Where new epochs come from: random, and never 0.
        public var newEpoch: @Sendable () -> UInt32
        /// Where the secret comes from that a new log is given: random, at most 255 bytes.
        public var newSecret: @Sendable () -> [UInt8] = { [] }

        /// The options as they are unless somebody changes them.
        public init(nowMillis: Int64, newEpoch: @escaping @Sendable () -> UInt32) {
            self.nowMillis = nowMillis
            self.newEpoch = newEpoch
        }
    }

    let directory: DataDirectory
    private let thread: CommitThread
    private let snapshots: SnapshotStore
    private let kept: Kept
    private let chronicle = Chronicle()
    private let tap: PlacementTap?
    private let rememberedChanges: UInt64

    /// What was, for whoever asks. It is ready when the ledger is, although it may have to read what it
    /// missed.
    public var past: any Past { chronicle }

    /// Opens what is in the folder, or begins there. `progress` is told how far reading has come,
    /// `stateChanged`, on the ledger's thread, whenever the ledger stops or begins again to take groups, and
    /// `told`, on other threads, what the operator should know of the keeping of the past.
    public static func open(
        in directory: DataDirectory, _ options: Options,
        progress: @escaping (RecoveryProgress) -> Void = { _ in },
        stateChanged: @escaping @Sendable (LedgerState) -> Void = { _ in },
        told: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(StorageError) -> (ledger: DiskLedger, recovered: Recovered) {
        let log = try LogStore(
            path: directory.logPath,
            reserve: ReserveFile(path: directory.reservePath, byteCount: options.reserveBytes))
        log.wallOffsetMillis = options.wallOffsetMillis
        var recovery = Recovery(
            log: log, snapshots: SnapshotStore(path: directory.snapshotsPath), options: options,
            newPasts: log.head.isEndUncertain ? .endIsUncertain : nil, progress: progress)
        try recovery.run()
        do throws(StoreFault) {
            try log.begin(
                options.durability, bootID: LogHead.currentBootID(), newSecret: options.newSecret,
                highestNumbers: recovery.recovered.highestNumbers)
        } catch {
            throw StorageError(error, log.path)
        }
        try Disk.syncFolder(directory.path)
        var recovered = recovery.recovered
        recovered.secret = log.head.secret
        let kept = Kept(charges: recovery.charges, boards: log.head.boards, recovered.boards.map(\.board))
        log.clockJumped = { kept.moveCharges(byMillis: $0) }
        let ledger = DiskLedger(directory, options, log, kept, stateChanged)
        try ledger.start(following: log.head.boards, options.past, told)
        return (ledger, recovered)
    }

    private init(
        _ directory: DataDirectory, _ options: Options, _ log: LogStore, _ kept: Kept,
        _ stateChanged: @escaping @Sendable (LedgerState) -> Void
    ) {
        self.directory = directory
        self.kept = kept
        snapshots = SnapshotStore(path: directory.snapshotsPath)
        rememberedChanges = options.rememberedChanges
        tap = options.observe.map { PlacementTap($0) }
        thread = CommitThread(
            store: log, waitingMax: options.waitingGroupsMax, probeEveryMillis: options.probeEveryMillis,
            committed: { [chronicle, tap] group in
                kept.note(group)
                chronicle.note(group)
                tap?.note(group)
            }, stateChanged: stateChanged)
    }

    private func start(
        following boards: [BoardName: LogHead.Reach], _ limits: PastLimits,
        _ told: @escaping @Sendable (String) -> Void
    ) throws(StorageError) {
        try thread.start()
        do throws(StorageError) {
            try tap?.start()
            for (name, reach) in boards { try snapshots.pruneOthers(name, than: reach.epoch) }
            try chronicle.start(
                in: directory, limits, log: LogReader(thread), boards: boards,
                standing: { [kept] in kept.standing(of: $0) }, tell: told)
        } catch {
            close()
            throw error
        }
    }

    /// Bytes that may still be written to its disk; nil if nobody knows.
    public var freeBytes: Int64? { directory.freeBytes }

    /// How long what was written took to become durable.
    public var syncTimes: SyncTimes { thread.syncTimes }

    /// How large the log is, with what was written to it last; nil if nobody knows.
    public var logByteCount: Int64? {
        guard let log = Disk.byteCount(of: directory.logPath) else { return nil }
        return log + (Disk.byteCount(of: directory.logPath + "-wal") ?? 0)
    }

    /// Groups that `Options.observe` was not shown, because it took too long.
    public var unobservedGroupCount: UInt64 { tap?.missedGroupCount ?? 0 }

    /// `completion` is called on the ledger's thread, or at once if too many groups are waiting.
    public func commit(
        _ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void
    ) {
        thread.commit(group, completion: completion)
    }

    /// Has the ledger's thread do something with the log between groups, in steps.
    func run(
        _ step: @escaping @Sendable (LogStore) -> Errand.Progress,
        abandoned: @escaping @Sendable (LedgerError) -> Void
    ) {
        thread.run(Errand(on: LogStore.self, step, abandoned: abandoned))
    }

    /// The same, for whoever has nothing else to do until it is durable. Not on the ledger's thread.
    public func commitAndWait(_ group: LedgerGroup) -> Result<Void, LedgerError> {
        let reply = Reply<Result<Void, LedgerError>>()
        commit(group) { reply.give($0) }
        return reply.wait()
    }

    /// Writes a snapshot and removes those that it makes superfluous. This takes a while: not on a loop, and
    /// not for the same board from two threads. An image of seq 0 begins a new past, whose board is handed
    /// over after this.
    /// - Returns: how many bytes it has.
    @discardableResult
    public func save(_ image: BoardImage) throws(StorageError) -> Int {
        guard kept.isDurable(image) else {
            throw StorageError(
                .failed, "the image of \(image.board) shows what is not durable",
                remedy: "this is a fault in toile: report it")
        }
        var image = image
        image.charges = kept.charges(of: image.board, at: image.takenAtMillis)
        let entry = try snapshots.save(image)
        chronicle.note(image)
        try snapshots.prune(image.board, epoch: image.epoch, rememberedChanges: rememberedChanges)
        return Int(clamping: Disk.byteCount(of: entry.path) ?? 0)
    }

    /// Writes what waits, and lets the log go. Afterwards every group is refused. Has to be called, and not
    /// from a completion.
    public func close() {
        chronicle.stop()
        thread.stop()
        tap?.stop()
    }

    /// What to say when the very first group was refused, the ledger being in that state.
    public func firstRefusal(after state: LedgerState) -> StorageError {
        switch state {
        case .full(let text):
            StorageError(.full, "cannot write \(text)", remedy: "make room on that disk")
        case .ready, .failed:
            StorageError(
                .failed, "cannot write \(directory.logPath)",
                remedy: "check the disk and the system's log before starting again")
        }
    }
}

/// What the ledger knows of the boards besides their log.
///
/// `@unchecked Sendable` is safe because all of it is under the monitor.
private final class Kept: @unchecked Sendable {
    private let monitor = Monitor()
    private var charges: [BoardName: ChargeBook]
    private var boards: [BoardName: LogHead.Reach]
    private var records: [BoardName: LedgerBoard] = [:]

    init(charges: [BoardName: ChargeBook], boards: [BoardName: LogHead.Reach], _ records: [LedgerBoard]) {
        self.charges = charges
        self.boards = boards
        for record in records { self.records[record.name] = record }
    }

    /// A group has become durable.
    func note(_ group: LedgerGroup) {
        monitor.locked {
            for entry in group.entries {
                switch entry {
                case .placements(let placements):
                    charges[placements.board, default: ChargeBook()].note(placements)
                    boards[placements.board]?.seq = placements.changes.lastSeq
                case .board(let board):
                    records[board.name] = board
                    if boards[board.name]?.epoch != board.epoch {
                        boards[board.name] = LogHead.Reach(epoch: board.epoch, seq: 0)
                    }
                case .session, .chat, .chatRemoval, .document, .documentRemoval, .audit: break
                }
            }
        }
    }

    /// A board, and how far its durable past reaches.
    func standing(of board: BoardName) -> Standing? {
        monitor.locked {
            guard let record = records[board], let reach = boards[board] else { return nil }
            return Standing(board: record, seq: reach.seq)
        }
    }

    /// The wall clock was set.
    func moveCharges(byMillis millis: Int64) {
        monitor.locked {
            for board in charges.keys { charges[board]?.move(byMillis: millis) }
        }
    }

    func isDurable(_ image: BoardImage) -> Bool {
        guard image.seq > 0 else { return true }
        return monitor.locked {
            guard let reach = boards[image.board] else { return false }
            return reach.epoch == image.epoch && reach.seq >= image.seq
        }
    }

    func charges(of board: BoardName, at timeMillis: Int64) -> [ChargeLevel] {
        // A copy is taken under the lock; searching it would hold up the ledger.
        let book = monitor.locked { charges[board] }
        return book?.levels(at: timeMillis) ?? []
    }
}

extension StorageError {
    init(_ fault: StoreFault, _ path: String) {
        switch fault {
        case .full(let text):
            self.init(.full, "cannot write \(text)", remedy: "make room on that disk")
        case .failed(let text):
            self.init(
                .failed, "cannot write \(text)",
                remedy: "check the disk and the system's log before starting again")
        }
    }
}
