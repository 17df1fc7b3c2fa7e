/// Where the ledger stands.
public enum LedgerState: Equatable, Sendable {
    /// It takes groups.
    case ready
    /// There is no room. It tries every second whether there is again.
    case full(String)
    /// A write failed, and nobody knows what became of it. It takes nothing more until it is opened anew.
    case failed(String)

    /// There is no room.
    public var isFull: Bool {
        if case .full = self { true } else { false }
    }
}

/// The one thread that writes. Groups that wait together are written together: the disk sets the pace. After
/// each batch, and whenever no group waits, it does one step of the errands, in turns.
///
/// The ledger has a thread of its own kind because this one must wake by itself: while the disk is full it
/// tries again, asked or not.
///
/// `@unchecked Sendable` is safe because what several threads touch is under the lock, and the store is only
/// touched by the thread.
final class CommitThread: @unchecked Sendable {
    typealias Completion = @Sendable (Result<Void, LedgerError>) -> Void

    private struct Waiting {
        let group: LedgerGroup
        let completion: Completion
    }

    private let waitingMax: Int
    private let probeEveryMillis: Int
    /// Called on the thread, in order, for what has become durable, before anybody is told.
    private let committed: (LedgerGroup) -> Void
    private let stateChanged: @Sendable (LedgerState) -> Void

    private let monitor = Monitor()
    // Under the monitor.
    private var waiting: [Waiting] = []
    private var errands: [Errand] = []
    private var isStopping = false
    private var isEnded = false
    private var times = SyncTimes()
    // The thread's own.
    private var openStore: (any GroupStore)?
    private var state = LedgerState.ready
    /// When it may do again what can wait.
    private var idleFromNanos: Int64 = 0
    /// When it last tried whether there is room again.
    private var probedAtNanos: Int64 = 0

    init(
        store: any GroupStore, waitingMax: Int, probeEveryMillis: Int,
        committed: @escaping (LedgerGroup) -> Void, stateChanged: @escaping @Sendable (LedgerState) -> Void
    ) {
        openStore = store
        self.waitingMax = waitingMax
        self.probeEveryMillis = probeEveryMillis
        self.committed = committed
        self.stateChanged = stateChanged
    }

    /// Starts the thread, which keeps this object until `stop`.
    func start() throws(StorageError) {
        try BackgroundThread.start(named: "toile-ledger") { self.run() }
    }

    /// How long what was written took to become durable.
    var syncTimes: SyncTimes { monitor.locked { times } }

    /// Hands a group over, from any thread.
    func commit(_ group: LedgerGroup, completion: @escaping Completion) {
        let isTaken = monitor.locked {
            guard !isStopping, waiting.count < waitingMax else { return false }
            waiting.append(Waiting(group: group, completion: completion))
            monitor.wake()
            return true
        }
        if !isTaken { completion(.failure(.busy)) }
    }

    /// Hands an errand over, from any thread.
    func run(_ errand: Errand) {
        let isTaken = monitor.locked {
            guard !isStopping, errands.count < Errand.waitingMax else { return false }
            errands.append(errand)
            monitor.wake()
            return true
        }
        if !isTaken { errand.abandoned(.busy) }
    }

    /// Writes what waits, says the last word, and waits until that is done. Errands are abandoned. Not on the
    /// thread itself.
    func stop() {
        monitor.locked {
            isStopping = true
            monitor.wake()
            while !isEnded { monitor.wait() }
        }
    }

    // MARK: On the thread

    private func run() {
        probe()
        while let turn = takeTurn() {
            if turn.mustProbe { probe() }
            if !turn.batch.isEmpty { write(turn.batch) }
            if let errand = turn.errand { run(stepOf: errand) } else { useIdleTime() }
        }
        // First, so that nothing of theirs holds up the last word.
        for errand in monitor.locked({ errands }) { errand.abandoned(.busy) }
        close()
        openStore = nil
        monitor.locked {
            isEnded = true
            monitor.wake()
        }
    }

    private var store: any GroupStore {
        guard let openStore else { preconditionFailure("the ledger writes after its end") }
        return openStore
    }

    private func close() {
        if case .failed = state { return }
        do throws(StoreFault) {
            try store.close()
        } catch .full {
            // Everything acknowledged is in the write-ahead log, and stays there for now.
        } catch {
            fail(error)
        }
    }

    /// What the thread does before it looks again.
    private struct Turn {
        var batch: [Waiting] = []
        var errand: Errand?
        /// It is time to try whether there is room again.
        var mustProbe = false
    }

    /// Waits for something to do; nil when it is over.
    private func takeTurn() -> Turn? {
        let isFull = state.isFull
        return monitor.locked {
            while waiting.isEmpty, errands.isEmpty {
                if isStopping { return nil }
                if !isFull {
                    monitor.wait()
                } else if !monitor.wait(millis: probeEveryMillis) {
                    return Turn(mustProbe: true)
                }
            }
            if isStopping, waiting.isEmpty { return nil }
            defer { waiting = [] }
            let isDue = isFull && Monitor.nowNanos() - probedAtNanos >= Int64(probeEveryMillis) * 1_000_000
            return Turn(
                batch: waiting, errand: errands.isEmpty ? nil : errands.removeFirst(), mustProbe: isDue)
        }
    }

    /// Does a step of an errand, which then waits behind the others.
    private func run(stepOf errand: Errand) {
        if case .failed = state { return errand.abandoned(.failed) }
        guard errand.step(store) == .more else { return }
        monitor.locked { errands.append(errand) }
    }

    private func write(_ batch: [Waiting]) {
        switch state {
        case .full: return refuse(batch, .full)
        case .failed: return refuse(batch, .failed)
        case .ready: break
        }
        do throws(StoreFault) {
            let groups = batch.map(\.group)
            let start = Monitor.nowNanos()
            let fits = try withReserve { store throws(StoreFault) in try store.write(groups) }
            let micros = UInt64(max(0, Monitor.nowNanos() - start) / 1000)
            monitor.locked { times.note(micros: micros) }
            tell(batch, fits)
        } catch {
            fail(error)
            return refuse(batch, state.isFull ? .full : .failed)
        }
        do throws(StoreFault) {
            try withReserve { store throws(StoreFault) in try store.tidy() }
        } catch {
            fail(error)
        }
    }

    /// Does a thing that people already count on. If there is no room for it, it gets that of the reserve;
    /// then nothing more is taken until there is a reserve again.
    private func withReserve<Answer>(
        _ body: (any GroupStore) throws(StoreFault) -> Answer
    ) throws(StoreFault) -> Answer {
        do throws(StoreFault) {
            return try body(store)
        } catch .full(let text) {
            guard store.releaseReserve() else { throw .full(text) }
            let answer = try body(store)
            change(to: .full(text))
            return answer
        } catch {
            throw error
        }
    }

    private func probe() {
        probedAtNanos = Monitor.nowNanos()
        do throws(StoreFault) {
            try store.probe()
            change(to: .ready)
        } catch {
            fail(error)
        }
    }

    /// Lets the store do what can wait, if nobody is waiting, for a hundredth of the time: so a group that
    /// comes meanwhile is held up so rarely that it does not show.
    private func useIdleTime() {
        let start = Monitor.nowNanos()
        guard state == .ready, start >= idleFromNanos, monitor.locked({ waiting.isEmpty }) else { return }
        do throws(StoreFault) {
            try store.useIdleTime()
        } catch .full {
            // Nobody counts on this work.
        } catch {
            fail(error)
        }
        let end = Monitor.nowNanos()
        idleFromNanos = end + 99 * (end - start)
    }

    private func tell(_ batch: [Waiting], _ fits: [Bool]) {
        for (waiting, isFitting) in zip(batch, fits) {
            if isFitting { committed(waiting.group) }
            waiting.completion(isFitting ? .success(()) : .failure(.outOfOrder))
        }
    }

    private func refuse(_ batch: [Waiting], _ error: LedgerError) {
        for waiting in batch { waiting.completion(.failure(error)) }
    }

    private func fail(_ fault: StoreFault) {
        switch fault {
        case .full(let text): change(to: .full(text))
        case .failed(let text): change(to: .failed(text))
        }
    }

    private func change(to state: LedgerState) {
        guard state != self.state else { return }
        self.state = state
        stateChanged(state)
    }
}
