internal import CLinux
internal import Synchronization

/// A thread for what takes long (pictures, disks), so that no loop has to wait for it. Also the executor of
/// the actors pinned to it: their jobs and the posted work run one at a time, in order of arrival. It lives
/// until `stop`.
///
/// `@unchecked Sendable` is safe because its state is under its lock or atomic, and `thread` is set before
/// anybody else has it.
public final class WorkerThread: @unchecked Sendable {
    /// How much posted work may wait, unless said otherwise.
    public static let defaultWaitingMax = 1024

    private enum Work {
        case closure(@Sendable () -> Void)
        case job(UnownedJob)
    }

    private let waitingMax: Int
    private let lock = Lock()
    private let arrival = Condition()
    // Under the lock.
    private var waiting: [Work] = []
    private var isStopping = false
    /// How much has been taken out of `waiting` and is not done yet.
    private var takenCount = 0

    /// The identity of the thread; 0 before it began and after it ended.
    private let owner = Atomic<UInt64>(0)
    private var thread: SystemThread?

    /// Starts the thread.
    public init(name: String, waitingMax: Int = WorkerThread.defaultWaitingMax) throws(SystemError) {
        self.waitingMax = waitingMax
        thread = try SystemThread(name: name) { [self] in run() }
    }

    /// How much work waits or is being done: the measure of how far behind the thread is.
    public var waitingCount: Int { lock.withLock { waiting.count + takenCount } }

    /// Runs work on the thread, from any thread. False: too much is waiting, or the thread was stopped, and
    /// the work will not be done. Jobs of actors are not counted against the bound, since nobody could tell
    /// them so.
    public func post(_ work: @escaping @Sendable () -> Void) -> Bool {
        lock.withLock {
            if isStopping || waiting.count + takenCount >= waitingMax { return false }
            waiting.append(.closure(work))
            arrival.wakeOne()
            return true
        }
    }

    /// Ends the thread when everything that waits is done.
    public func stop() {
        lock.withLock {
            isStopping = true
            arrival.wakeOne()
        }
    }

    /// Waits for the thread to end, after `stop`.
    public func join() {
        thread?.join()
    }

    /// Whether the calling thread is this one.
    public var isCurrent: Bool { owner.load(ordering: .relaxed) == clinux_thread_identity() }

    private func run() {
        owner.store(clinux_thread_identity(), ordering: .relaxed)
        while let batch = takeBatch() {
            for work in batch {
                switch work {
                case .closure(let closure): closure()
                case .job(let job): job.runSynchronously(on: asUnownedSerialExecutor())
                }
                lock.withLock { takenCount -= 1 }
            }
        }
        owner.store(0, ordering: .relaxed)
    }

    /// Waits for work; nil when there is none and none will come.
    private func takeBatch() -> [Work]? {
        lock.withLock {
            while waiting.isEmpty {
                if isStopping { return nil }
                arrival.wait(holding: lock)
            }
            takenCount = waiting.count
            defer { waiting = [] }
            return waiting
        }
    }
}

extension WorkerThread: SerialExecutor {
    /// Runs a job of a pinned actor on the thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        lock.withLock {
            waiting.append(.job(job))
            arrival.wakeOne()
        }
    }

    /// Lets `assumeIsolated` of pinned actors work in posted closures.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Stops the process when the caller is not on the thread.
    public func checkIsolated() {
        precondition(isCurrent, "what belongs to a worker thread was touched by another thread")
    }
}
