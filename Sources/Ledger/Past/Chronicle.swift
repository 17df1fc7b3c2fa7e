internal import Canvas

/// The past of a ledger on disk: three threads of its own, one with the index, one that rewinds boards and
/// one that plans rollbacks. What fails there is told, and hurts nobody but whoever asks about the past.
///
/// `@unchecked Sendable` is safe because what each thread has is only touched by it.
final class Chronicle: Past, @unchecked Sendable {
    /// Questions about changes that may wait: each takes a millisecond or so.
    static let changeQuestionsMax = 256
    /// Questions about boards that may wait: each takes some tens of milliseconds.
    static let boardQuestionsMax = 16
    /// Questions about rollbacks that may wait: each takes up to some seconds, and those who keep order are
    /// few.
    static let rollbackQuestionsMax = 4

    private let inbox = Inbox()
    private let indexThread = QuestionThread(name: "toile-index", waitingMax: changeQuestionsMax)
    private let rewindThread = QuestionThread(name: "toile-rewind", waitingMax: boardQuestionsMax)
    private let rollbackThread = QuestionThread(name: "toile-rollback", waitingMax: rollbackQuestionsMax)
    private var index: ChangeIndex?
    private var rewinder: Rewinder?
    private var rollbackReader: RollbackReader?
    private var log: LogReader?

    /// A group has become durable. On the ledger's thread.
    func note(_ group: LedgerGroup) {
        if inbox.append(group) { indexThread.wake() }
    }

    /// Begins to follow a log that is at these places now. Before the first group is committed.
    func start(
        in directory: DataDirectory, _ limits: PastLimits, log: LogReader, boards: [BoardName: LogHead.Reach],
        standing: @escaping @Sendable (BoardName) -> Standing?, tell: @escaping @Sendable (String) -> Void
    ) throws(StorageError) {
        limits.check()
        let index = ChangeIndex(
            path: directory.indexPath, limits: limits, log: log, inbox: inbox, boards: boards, tell: tell)
        let rewinder = Rewinder(
            keyframes: directory.keyframesPath, every: limits.keyframeEvery,
            snapshots: directory.snapshotsPath, log: log, boards: boards.keys.map(\.self), standing: standing,
            tell: tell)
        try? Disk.makeFolder(directory.keyframesPath)
        self.index = index
        self.rewinder = rewinder
        self.log = log
        rollbackReader = RollbackReader(
            snapshots: directory.snapshotsPath, log: log, standing: standing, tell: tell)
        try indexThread.start(
            meanwhile: { [unowned self] in self.index?.advance() ?? .nothing },
            ended: { [unowned self] in self.index?.close() })
        try rewindThread.start(
            meanwhile: { [unowned self] in
                self.rewinder?.advance(unless: { self.rewindThread.isAsked }) ?? .nothing
            }, ended: {})
        try rollbackThread.start(meanwhile: { .nothing }, ended: {})
    }

    /// Ends the threads. While the ledger's thread still runs: they may be waiting for it.
    func stop() {
        rollbackThread.stop()
        indexThread.stop()
        rewindThread.stop()
    }

    /// A board was pictured.
    func note(_ image: BoardImage) {
        // One that is not taken is made when it is missed.
        _ = rewindThread.ask { [self] isOver in
            if !isOver { rewinder?.note(image) }
        }
    }

    func changes(
        ofPixel pixel: UInt32, on board: BoardName, epoch: UInt32, _ page: PastPage,
        completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void
    ) {
        ask(.pixel(pixel), board, epoch, page, completion)
    }

    func changes(
        by player: PlayerSlot, on board: BoardName, epoch: UInt32, from: Int64, until: Int64,
        _ page: PastPage, completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void
    ) {
        guard from <= until else { return completion(.success([])) }
        ask(.player(player.number, from: from, until: until), board, epoch, page, completion)
    }

    func board(
        _ board: BoardName, epoch: UInt32, at moment: PastMoment,
        completion: @escaping @Sendable (Result<PastBoard, PastError>) -> Void
    ) {
        let isTaken = rewindThread.ask { [self] isOver in
            completion(
                isOver
                    ? .failure(.unavailable)
                    : rewinder?.board(board, epoch: epoch, at: moment) ?? .failure(.unavailable))
        }
        if !isTaken { completion(.failure(.busy)) }
    }

    func rollbackPlanner(
        _ target: RollbackTarget, in area: BoardRectangle?, on board: BoardName, epoch: UInt32,
        completion: @escaping @Sendable (Result<RollbackPlanner, PastError>) -> Void
    ) {
        let isTaken = rollbackThread.ask { [self] isOver in
            guard !isOver, let rollbackReader else { return completion(.failure(.unavailable)) }
            completion(
                rollbackReader.planner(target, in: area, on: board, epoch: epoch) { rollbackThread.isOver })
        }
        if !isTaken { completion(.failure(.busy)) }
    }

    func auditLines(
        before number: UInt64?, limit: Int,
        completion: @escaping @Sendable (Result<[LedgerAuditLine], PastError>) -> Void
    ) {
        let limit = max(1, min(limit, LedgerAuditLine.pageMax))
        let isTaken = indexThread.ask { [self] isOver in
            guard !isOver, let log else { return completion(.failure(.unavailable)) }
            completion(
                Result { () throws(PastError) in try log.auditLines(before: number ?? .max, limit: limit) })
        }
        if !isTaken { completion(.failure(.busy)) }
    }

    private func ask(
        _ wanted: ChangeColumns.Wanted, _ board: BoardName, _ epoch: UInt32, _ page: PastPage,
        _ completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void
    ) {
        let isTaken = indexThread.ask { [self] isOver in
            completion(
                isOver
                    ? .failure(.unavailable)
                    : index?.answer(wanted, on: board, epoch: epoch, page) ?? .failure(.unavailable))
        }
        if !isTaken { completion(.failure(.busy)) }
    }
}
