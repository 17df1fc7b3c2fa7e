internal import CLinux

/// One thread that waits for many descriptors and runs what is ready; also the executor of the actors pinned
/// to it.
///
/// Everything but `post`, `stop`, `join`, `isCurrent` and the executors belongs to the thread that runs the
/// loop, or, before it runs, to the one that sets it up. A turn has one fixed order:
///
/// 1. wait until a descriptor is ready, a timer is due or somebody posts work;
/// 2. read the clock, once: `now` is the same for everything in the turn;
/// 3. call the handlers that are ready, in the kernel's order;
/// 4. run posted work and the jobs of actors and tasks, with what they bring in turn (up to a bound);
/// 5. fire the timers that are due;
/// 6. call `turnEnd`, which publishes and writes what the turn has brought;
/// 7. let go of the handlers that were unwatched: nothing is freed in the middle of a turn.
///
/// An actor is pinned when its `unownedExecutor` is the loop's `asUnownedSerialExecutor()`; plain callbacks
/// of the loop then enter it by `assumeIsolated`. The actor must keep its loop alive, and work posted to a
/// loop that has stopped for good is never run.
///
/// `@unchecked Sendable` is safe because whatever other threads may touch lies in `queue`, and the rest
/// belongs to the thread that runs the loop, which the methods check.
public final class EventLoop: @unchecked Sendable {
    /// So many events are taken from the kernel at once: enough for a batch, few enough for short turns.
    public static let eventsPerTurnMax = 512
    /// The size of `readBuffer`.
    public static let readBufferBytes = 64 * 1024

    /// The time in milliseconds of `MonotonicClock`, read once a turn after waiting.
    public var now: Int64 { turnBegan }
    /// One buffer for all handlers to read into, each within one callback only. Never keep a copy of the
    /// array: the next read would have to copy it whole.
    public var readBuffer = [UInt8](repeating: 0, count: EventLoop.readBufferBytes)
    /// Called once at the end of every turn.
    public var turnEnd: TurnHandler?
    /// Set by anybody in a turn who has more to do: the next turn then comes without waiting.
    public var needsAnotherTurn = false
    /// Runs tasks on the loop that name it as their preference.
    public let taskExecutor: any TaskExecutor

    /// Apart from `now`, because a variable that other modules read directly is checked for exclusive access
    /// each time.
    private var turnBegan: Int64
    let queue: WorkQueue
    private let loopTaskExecutor: LoopTaskExecutor
    private let clock: @Sendable () -> Int64
    private let events: UnsafeMutableBufferPointer<epoll_event>
    // Unchecked, which saves half of what a turn costs: none of these ever calls out or releases a handler
    // while it is being changed, so no two accesses can meet.
    @exclusivity(unchecked) private var watches: WatchTable
    @exclusivity(unchecked) private var timers = TimerQueue()
    @exclusivity(unchecked) private var isFiringTimers = false
    /// Handlers that were unwatched in this turn.
    @exclusivity(unchecked) private var leaving: [EventHandler] = []
    @exclusivity(unchecked) private var isStopping = false
    private var thread: SystemThread?

    /// A loop that nobody runs yet. The clock is for tests; its milliseconds must never go back.
    public init(clock: @escaping @Sendable () -> Int64 = MonotonicClock.nowMillis) throws(SystemError) {
        self.clock = clock
        turnBegan = clock()
        queue = try WorkQueue()
        loopTaskExecutor = LoopTaskExecutor(queue: queue)
        taskExecutor = loopTaskExecutor
        watches = try WatchTable()
        events = .allocate(capacity: Self.eventsPerTurnMax)
        events.initialize(repeating: epoll_event())
        // Edge-triggered, the only one: each write is told once, and nobody has to read the counter.
        _ = try watches.add(
            queue.wakeDescriptor.number, .readable, flags: EPOLLET.rawValue, WakeHandler())
    }

    deinit {
        events.deallocate()
    }

    /// Runs a new loop on a thread of its own.
    public static func start(name: String) throws(SystemError) -> EventLoop {
        let loop = try EventLoop()
        loop.thread = try SystemThread(name: name) { loop.run() }
        return loop
    }

    /// Runs the loop on the calling thread until `stop`.
    public func run() {
        queue.beginRunning()
        isStopping = false
        while !isStopping { turn(waitMillis: waitMillis()) }
        queue.endRunning()
    }

    /// Runs one turn on the calling thread with whatever is ready, and waits for nothing: for whoever keeps
    /// the time of several loops himself, as a simulation does.
    public func step() {
        queue.beginRunning()
        turn(waitMillis: 0)
        queue.endRunning()
    }

    /// Ends the loop after the turn in which everything posted before has been run. From any thread.
    public func stop() {
        post { [unowned self] in isStopping = true }
    }

    /// Waits for the thread of a loop that was made by `start` to end, after `stop`.
    public func join() {
        thread?.join()
    }

    /// Runs work on the loop's thread, soon and in order. From any thread.
    public func post(_ work: @escaping @Sendable () -> Void) {
        queue.append(.closure(work))
    }

    /// Gives a socket to this loop: the work gets it on the loop's thread. From any thread.
    public func post(
        _ socket: consuming StreamSocket, _ work: @escaping @Sendable (consuming StreamSocket) -> Void
    ) {
        let parcel = Parcel(socket)
        post { work(parcel.open()) }
    }

    /// Whether the calling thread is the one that runs the loop.
    public var isCurrent: Bool { queue.isCurrent }

    /// Whether the calling thread may touch what belongs to the loop: it runs it, or nobody does yet.
    public var isAccessible: Bool { queue.isAccessible }

    // One turn, in the order that the head of this file promises.
    private func turn(waitMillis: Int32) {
        let readyCount = watches.wait(into: events, timeoutMillis: waitMillis)
        needsAnotherTurn = false
        turnBegan = clock()
        for index in 0..<readyCount {
            let event = events[index]
            let watch = Watch(eventData: event.data.u64)
            guard let handler = watches.handler(of: watch) else { continue }
            handler._withUnsafeGuaranteedRef { $0.ready(Readiness(rawValue: event.events)) }
        }
        queue.run(
            serial: asUnownedSerialExecutor(), task: loopTaskExecutor.asUnownedTaskExecutor())
        fireTimers()
        turnEnd?.turnEnded()
        letGo()
    }

    /// How long the next wait may take: 0 when something is left to do, -1 for ever.
    private func waitMillis() -> Int32 {
        if needsAnotherTurn || !queue.arm() { return 0 }
        guard let deadline = timers.nextDeadline else { return -1 }
        // Not `now`: the turn itself has taken time.
        return Int32(clamping: max(0, deadline - clock()))
    }

    private func letGo() {
        // Again and again: those who are released may unwatch others in their deinits.
        while !leaving.isEmpty {
            var released: [EventHandler] = []
            swap(&released, &leaving)
        }
    }
}

// MARK: - Descriptors

extension EventLoop {
    /// How many descriptors are watched.
    public var watchCount: Int { watches.count - 1 }

    /// Calls the handler whenever the descriptor is ready, and keeps it alive, until `unwatch`.
    public func watch(
        _ descriptor: borrowing Descriptor, for interest: Interest, handler: EventHandler
    ) throws(SystemError) -> Watch {
        requireAccess()
        return try watches.add(descriptor.number, interest, handler)
    }

    /// Tells less or more from now on. Costs nothing when nothing changes.
    public func change(_ watch: Watch, to interest: Interest) {
        requireAccess()
        watches.change(watch, to: interest)
    }

    /// Stops telling, at once: not even what was ready in this same turn is told. The descriptor must still
    /// be open; it may be closed straight afterwards, and its number be used again. The handler is released
    /// after the turn.
    public func unwatch(_ watch: Watch) {
        requireAccess()
        leaving.append(watches.remove(watch))
    }

    private func requireAccess() {
        precondition(queue.isAccessible, "the loop was touched by another thread than its own")
    }
}

// MARK: - Timers

extension EventLoop {
    /// Calls the handler's `timerFired` once, in the first turn whose `now` has reached `deadline`.
    ///
    /// A deadline that has passed fires in this turn, or in the next one if it is scheduled by a timer.
    public func schedule(at deadline: Int64, handler: EventHandler) -> TimerToken {
        requireAccess()
        return timers.schedule(at: isFiringTimers ? max(deadline, now + 1) : deadline, handler)
    }

    /// The same for a closure.
    @discardableResult
    public func schedule(at deadline: Int64, _ work: @escaping () -> Void) -> TimerToken {
        schedule(at: deadline, handler: ClosureHandler(work))
    }

    /// The timer will not fire. Nothing happens if it has, or was cancelled before.
    public func cancel(_ timer: TimerToken) {
        requireAccess()
        if let handler = timers.cancel(timer) { leaving.append(handler) }
    }

    private func fireTimers() {
        isFiringTimers = true
        while let (token, handler) = timers.popDue(at: now) {
            handler.timerFired(token)
        }
        isFiringTimers = false
    }
}

// MARK: - Executor

extension EventLoop: SerialExecutor {
    /// Runs a job of a pinned actor on the loop's thread.
    public func enqueue(_ job: consuming ExecutorJob) {
        queue.append(.actorJob(UnownedJob(job)))
    }

    /// Lets `assumeIsolated` of pinned actors work in plain callbacks of the loop.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Stops the process when the caller is not on the loop's thread.
    public func checkIsolated() {
        precondition(isCurrent, "what belongs to a loop was touched by another thread")
    }
}

// MARK: - Helpers

/// Receives the wake-ups: waiting has ended, which is all they are for.
private final class WakeHandler: EventHandler {
    override func ready(_ readiness: Readiness) {}
}

private final class ClosureHandler: EventHandler {
    private let work: () -> Void

    init(_ work: @escaping () -> Void) {
        self.work = work
    }

    override func timerFired(_ timer: TimerToken) {
        work()
    }
}

/// Carries a socket through a closure, which could not own it. If it is never opened it closes the socket.
/// `@unchecked Sendable` is safe because the queue hands it from one thread to the other, never to both.
private final class Parcel: @unchecked Sendable {
    private var socket: StreamSocket?

    init(_ socket: consuming StreamSocket) {
        self.socket = consume socket
    }

    func open() -> StreamSocket {
        guard let socket = socket.take() else { preconditionFailure("a socket was handed over twice") }
        return socket
    }
}
