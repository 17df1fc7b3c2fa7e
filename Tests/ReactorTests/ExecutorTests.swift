import Foundation
import Reactor
import Testing

/// An actor that lives on a loop.
private actor Counter {
    nonisolated let loop: EventLoop
    private(set) var count = 0

    init(on loop: EventLoop) {
        self.loop = loop
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    func add() -> Bool {
        count += 1
        return loop.isCurrent
    }
}

/// An actor that lives on a worker thread.
private actor Painter {
    nonisolated let worker: WorkerThread
    private var count = 0

    init(on worker: WorkerThread) {
        self.worker = worker
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { worker.asUnownedSerialExecutor() }

    func paint() -> (count: Int, isCurrent: Bool) {
        count += 1
        return (count, worker.isCurrent)
    }
}

struct ExecutorTests {
    @Test func `an actor pinned to a loop runs there`() async throws {
        let loop = try EventLoop.start(name: "loop")
        let counter = Counter(on: loop)
        for _ in 0..<100 { #expect(await counter.add()) }
        #expect(await counter.count == 100)
        loop.stop()
        loop.join()
    }

    @Test func `a plain callback of the loop enters a pinned actor by assuming its isolation`() async throws {
        let loop = try EventLoop.start(name: "loop")
        let counter = Counter(on: loop)
        await withCheckedContinuation { done in
            loop.post {
                for _ in 0..<10 { _ = counter.assumeIsolated { $0.add() } }
                counter.preconditionIsolated()
                done.resume()
            }
        }
        #expect(await counter.count == 10)
        loop.stop()
        loop.join()
    }

    @Test func `assuming the isolation of a pinned actor elsewhere stops the process`() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop.start(name: "loop")
            func assume(_ counter: Counter) { _ = counter.assumeIsolated { $0.add() } }
            assume(Counter(on: loop))
        }
    }

    @Test func `a task that prefers a loop stays on it, awaits and all`() async throws {
        let loop = try EventLoop.start(name: "loop")
        let counter = Counter(on: loop)
        let stayed = await Task(executorPreference: loop.taskExecutor) {
            var stayed = loop.isCurrent
            for _ in 0..<1_000 {
                stayed = await counter.add() && stayed && loop.isCurrent
                await withCheckedContinuation { later in loop.post { later.resume() } }
                stayed = stayed && loop.isCurrent
            }
            return stayed
        }.value
        #expect(stayed)
        #expect(await counter.count == 1_000)
        loop.stop()
        loop.join()
    }

    @Test func `actors of two loops and a worker await each other`() async throws {
        let loops = [try EventLoop.start(name: "one"), try EventLoop.start(name: "two")]
        let worker = try WorkerThread(name: "worker")
        let counters = loops.map { Counter(on: $0) }
        let painter = Painter(on: worker)
        let areAllAtHome = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<8 {
                group.addTask(executorPreference: loops[number % 2].taskExecutor) {
                    var isAtHome = true
                    for step in 0..<200 {
                        isAtHome = await counters[step % 2].add() && isAtHome
                        isAtHome = await painter.paint().isCurrent && isAtHome
                    }
                    return isAtHome
                }
            }
            return await group.allSatisfy { $0 }
        }
        #expect(areAllAtHome)
        #expect(await painter.paint().count == 1_601)
        worker.stop()
        worker.join()
        for loop in loops {
            loop.stop()
            loop.join()
        }
    }

    @Test func `a loop runs on the main thread of a program whose main is not async`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            // The test's own main thread is taken; any thread that runs no task will do as well.
            let loop = try EventLoop()
            let counter = Counter(on: loop)
            Thread {
                loop.schedule(at: loop.now + 5) {
                    _ = counter.assumeIsolated { $0.add() }
                    Task.detached { exit(await counter.add() ? 7 : 1) }
                }
                loop.run()
            }.start()
            try waitUntil { false }
        }
    }
}

struct WorkerThreadTests {
    @Test func `work is done in order, and what does not fit is refused`() throws {
        let worker = try WorkerThread(name: "worker", waitingMax: 3)
        let gate = Lock()
        let done = Shared<[Int]>([])
        gate.withLock {
            #expect(worker.post { gate.withLock {} })
            #expect(worker.post { done.update { $0.append(1) } })
            #expect(worker.post { done.update { $0.append(2) } })
            #expect(!worker.post { done.update { $0.append(3) } })
            #expect(worker.waitingCount == 3)
        }
        try waitUntil { worker.waitingCount == 0 }
        #expect(done.value == [1, 2])
        #expect(worker.post { done.update { $0.append(4) } })
        worker.stop()
        #expect(!worker.post { done.update { $0.append(5) } })
        worker.join()
        #expect(done.value == [1, 2, 4])
    }
}
