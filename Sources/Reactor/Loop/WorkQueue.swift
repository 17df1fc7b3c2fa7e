internal import CLinux
internal import Synchronization

/// What threads hand to a loop: closures, and jobs of the actors and tasks that run on it.
///
/// It belongs to the loop and to the loop's task executor alike, which is why it is an object of its own:
/// neither of the two needs to keep the other alive.
///
/// `@unchecked Sendable` is safe because all state is under the lock, atomic, or (`local`) touched by the
/// loop's thread only.
final class WorkQueue: @unchecked Sendable {
    enum Work {
        case closure(@Sendable () -> Void)
        /// A job of an actor that is pinned to the loop.
        case actorJob(UnownedJob)
        /// A job of a task that prefers the loop.
        case taskJob(UnownedJob)
    }

    /// After so much work no more is begun in the same turn, so that work that makes work cannot keep the
    /// sockets waiting.
    static let worksPerTurnMax = 4096

    /// Written once a burst to end the loop's waiting. The loop watches it edge-triggered: it is never read.
    let wakeDescriptor: Descriptor

    private let lock = Lock()
    // Unchecked, here and below: nothing is called and nothing released while one of these is being changed.
    /// From other threads, under the lock.
    @exclusivity(unchecked) private var inbox: [Work] = []
    /// Whether the loop waits, or is about to, without anybody having woken it; under the lock.
    @exclusivity(unchecked) private var isArmed = false
    /// From the loop's own thread, touched by no other, as is the next.
    @exclusivity(unchecked) private var local: [Work] = []
    /// An empty array whose memory serves again and again.
    @exclusivity(unchecked) private var spare: [Work] = []
    /// The identity of the thread that runs the loop; 0 while none does.
    private let owner = Atomic<UInt64>(0)

    init() throws(SystemError) {
        wakeDescriptor = Descriptor(owning: try SystemCall.value("eventfd") { clinux_eventfd() })
    }

    /// Whether the calling thread is the one that runs the loop. Not async on purpose: a thread's identity
    /// must not be remembered across a suspension.
    var isCurrent: Bool { owner.load(ordering: .relaxed) == clinux_thread_identity() }

    /// Whether the calling thread may touch what belongs to the loop: it runs it, or nobody does yet.
    var isAccessible: Bool {
        let owner = owner.load(ordering: .relaxed)
        return owner == 0 || owner == clinux_thread_identity()
    }

    var hasLocalWork: Bool { !local.isEmpty }

    func beginRunning() {
        let (isFirst, _) = owner.compareExchange(
            expected: 0, desired: clinux_thread_identity(), ordering: .acquiringAndReleasing)
        precondition(isFirst, "the loop is already running")
    }

    func endRunning() {
        owner.store(0, ordering: .releasing)
    }

    /// Takes work from any thread. The loop is woken at most once for all that arrives while it waits.
    func append(_ work: Work) {
        if isCurrent {
            local.append(work)
            return
        }
        let mustWake = lock.withLock {
            inbox.append(work)
            defer { isArmed = false }
            return isArmed
        }
        if mustWake {
            // A counter that is full, after 2^64 wakes, is the only refusal, and as good as a wake.
            _ = SystemCall.answer("eventfd_write") { clinux_eventfd_signal(wakeDescriptor.number) }
        }
    }

    /// Called before waiting: false if there is work already, otherwise whoever brings some wakes the loop.
    func arm() -> Bool {
        if hasLocalWork { return false }
        return lock.withLock {
            isArmed = inbox.isEmpty
            return isArmed
        }
    }

    /// Does what has arrived, and what that brings in turn, up to the bound.
    func run(serial: UnownedSerialExecutor, task: UnownedTaskExecutor) {
        lock.withLock {
            isArmed = false
            if inbox.isEmpty { return }
            if local.isEmpty {
                swap(&local, &inbox)
            } else {
                local.append(contentsOf: inbox)
                inbox.removeAll(keepingCapacity: true)
            }
        }
        var doneCount = 0
        while !local.isEmpty && doneCount < Self.worksPerTurnMax {
            // Taken out as a whole: work may bring work, and so may the end of what it has captured.
            var batch: [Work] = []
            swap(&batch, &spare)
            swap(&batch, &local)
            for work in batch {
                switch work {
                case .closure(let closure): closure()
                case .actorJob(let job): job.runSynchronously(on: serial)
                case .taskJob(let job): job.runSynchronously(on: task)
                }
            }
            doneCount += batch.count
            batch.removeAll(keepingCapacity: batch.capacity <= Self.worksPerTurnMax)
            swap(&batch, &spare)
        }
    }
}

/// Runs whole tasks on a loop: `Task(executorPreference: loop.taskExecutor)`.
///
/// An object apart from the loop, which is the executor of actors. One object in both roles could not tell
/// the jobs of the two apart, and every await between an actor and a task of the same loop would go through
/// the queue.
final class LoopTaskExecutor: TaskExecutor {
    private let queue: WorkQueue

    init(queue: WorkQueue) {
        self.queue = queue
    }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.append(.taskJob(UnownedJob(job)))
    }
}
