import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// A store that fails when it is told to, and remembers what it was asked.
private final class FaultyStore: GroupStore, Sendable {
    struct Script {
        /// What the next writes come to; nil: they succeed.
        var faults: [StoreFault?] = []
        /// What trying again comes to, until it is taken away.
        var probeFault: StoreFault?
        var tidyFaults: [StoreFault?] = []
        var idleFaults: [StoreFault?] = []
        var hasReserve = true
        var batches: [Int] = []
        var probeCount = 0
        var isClosed = false
    }

    let script = Mutex(Script())

    func write(_ groups: [LedgerGroup]) throws(StoreFault) -> [Bool] {
        let fault = script.withLock { script -> StoreFault? in
            script.batches.append(groups.count)
            return script.faults.isEmpty ? nil : script.faults.removeFirst()
        }
        if let fault { throw fault }
        return groups.map { _ in true }
    }

    func tidy() throws(StoreFault) {
        let fault = script.withLock { $0.tidyFaults.isEmpty ? nil : $0.tidyFaults.removeFirst() }
        if let fault { throw fault }
    }

    func useIdleTime() throws(StoreFault) {
        let fault = script.withLock { $0.idleFaults.isEmpty ? nil : $0.idleFaults.removeFirst() }
        if let fault { throw fault }
    }

    func releaseReserve() -> Bool {
        script.withLock { script in
            defer { script.hasReserve = false }
            return script.hasReserve
        }
    }

    func probe() throws(StoreFault) {
        let fault = script.withLock { script -> StoreFault? in
            script.probeCount += 1
            if script.probeFault == nil { script.hasReserve = true }
            return script.probeFault
        }
        if let fault { throw fault }
    }

    func close() throws(StoreFault) { script.withLock { $0.isClosed = true } }
}

/// A thread over a faulty store.
private final class Rig {
    let store = FaultyStore()
    let states = States()
    let thread: CommitThread

    init(waitingMax: Int = 100, committed: @escaping @Sendable (LedgerGroup) -> Void = { _ in }) throws {
        let states = states
        thread = CommitThread(
            store: store, waitingMax: waitingMax, probeEveryMillis: 5, committed: committed,
            stateChanged: { states.add($0) })
        try thread.start()
    }

    deinit { thread.stop() }

    func commit() -> LedgerError? {
        let answers = Answers()
        thread.commit(LedgerGroup([])) { answers.add($0) }
        return answers.wait(for: 1)[0].error
    }
}

/// The states that were told.
private final class States: Sendable {
    private let monitor = Monitor()
    private let states = Mutex<[LedgerState]>([])

    func add(_ state: LedgerState) {
        monitor.locked {
            states.withLock { $0.append(state) }
            monitor.wake()
        }
    }

    func wait(for count: Int) -> [LedgerState] {
        monitor.locked {
            while states.withLock({ $0.count }) < count { monitor.wait() }
            return states.withLock { $0 }
        }
    }
}

struct CommitThreadTests {
    @Test func `after the first failed write nothing is ever acknowledged`() throws {
        let rig = try Rig()
        #expect(rig.commit() == nil)
        rig.store.script.withLock { $0.faults = [.failed("disk: I/O error")] }
        for _ in 0..<5 { #expect(rig.commit() == .failed) }
        #expect(rig.states.wait(for: 1) == [.failed("disk: I/O error")])
        rig.thread.stop()
        rig.store.script.withLock { script in
            // The store was left alone from then on: not written, not tried, not closed.
            #expect(script.batches == [1, 1])
            #expect(script.probeCount == 1)
            #expect(!script.isClosed)
        }
    }

    @Test func `a failure while tidying up stops what comes after, not what was written`() throws {
        let rig = try Rig()
        rig.store.script.withLock { $0.tidyFaults = [.failed("fsync")] }
        #expect(rig.commit() == nil)
        #expect(rig.commit() == .failed)
    }

    @Test func `what can wait may lack room, but must not fail`() throws {
        let rig = try Rig()
        rig.store.script.withLock { $0.idleFaults = [.full("no room"), .failed("damaged")] }
        #expect(rig.commit() == nil)
        while rig.commit() == nil { usleep(1000) }
        #expect(rig.states.wait(for: 1) == [.failed("damaged")])
    }

    @Test func `a full disk takes the last group on the reserve, and goes on when there is room`() throws {
        let rig = try Rig()
        #expect(rig.commit() == nil)
        rig.store.script.withLock {
            $0.faults = [.full("no room")]
            $0.probeFault = .full("no room")
        }
        #expect(rig.commit() == nil)
        #expect(rig.states.wait(for: 1) == [.full("no room")])
        #expect(rig.commit() == .full)
        let before = rig.store.script.withLock { $0.probeCount }
        while rig.store.script.withLock({ $0.probeCount }) < before + 3 { usleep(1000) }
        #expect(rig.commit() == .full)
        rig.store.script.withLock { $0.probeFault = nil }
        #expect(rig.states.wait(for: 2) == [.full("no room"), .ready])
        #expect(rig.commit() == nil)
    }

    @Test func `without a reserve the group itself is refused`() throws {
        let rig = try Rig()
        #expect(rig.commit() == nil)
        rig.store.script.withLock {
            $0.hasReserve = false
            $0.faults = [.full("no room")]
            $0.probeFault = .full("no room")
        }
        #expect(rig.commit() == .full)
        rig.store.script.withLock { $0.probeFault = nil }
        #expect(rig.states.wait(for: 2).last == .ready)
        #expect(rig.commit() == nil)
    }

    @Test func `a reserve that does not suffice, and one that fails`() throws {
        for (fault, error) in [(StoreFault.full("b"), LedgerError.full), (.failed("b"), .failed)] {
            let rig = try Rig()
            #expect(rig.commit() == nil)
            rig.store.script.withLock {
                $0.faults = [.full("a"), fault]
                $0.probeFault = .full("c")
            }
            #expect(rig.commit() == error)
            #expect(rig.commit() == error)
        }
    }

    @Test func `a disk that is full from the start refuses until there is room`() throws {
        let store = FaultyStore()
        store.script.withLock { $0.probeFault = .full("no room") }
        let states = States()
        let thread = CommitThread(
            store: store, waitingMax: 10, probeEveryMillis: 5, committed: { _ in },
            stateChanged: { states.add($0) })
        try thread.start()
        #expect(states.wait(for: 1) == [.full("no room")])
        store.script.withLock { $0.probeFault = nil }
        #expect(states.wait(for: 2).last == .ready)
        thread.stop()
        #expect(store.script.withLock { $0.isClosed })
    }

    @Test func `groups that wait together are written together, and too many are refused`() throws {
        let gate = Monitor()
        let isOpen = Mutex(false)
        let rig = try Rig(
            waitingMax: 8,
            committed: { _ in
                gate.locked { while !isOpen.withLock({ $0 }) { gate.wait() } }
            })
        let answers = Answers()
        rig.thread.commit(LedgerGroup([])) { answers.add($0) }
        // The thread is now held up in the first group, or about to be.
        while rig.store.script.withLock({ $0.batches.isEmpty }) { usleep(1000) }
        for _ in 0..<10 { rig.thread.commit(LedgerGroup([])) { answers.add($0) } }
        gate.locked {
            isOpen.withLock { $0 = true }
            gate.wake()
        }
        let errors = answers.wait(for: 11).compactMap(\.error)
        #expect(errors == [.busy, .busy])
        #expect(rig.store.script.withLock { $0.batches } == [1, 8])
    }

    @Test func `what waits is written before the end`() throws {
        let rig = try Rig()
        let answers = Answers()
        for _ in 0..<50 { rig.thread.commit(LedgerGroup([])) { answers.add($0) } }
        rig.thread.stop()
        #expect(answers.wait(for: 50).allSatisfy { $0.error == nil })
        #expect(rig.store.script.withLock { $0.isClosed })
    }
}

/// What happened on the thread, in order.
private final class Diary: Sendable {
    private let monitor = Monitor()
    private let lines = Mutex<[String]>([])

    func note(_ line: String) {
        monitor.locked {
            lines.withLock { $0.append(line) }
            monitor.wake()
        }
    }

    func wait(for count: Int) -> [String] {
        monitor.locked {
            while lines.withLock({ $0.count }) < count { monitor.wait() }
            return lines.withLock { $0 }
        }
    }
}

/// An errand of some steps, each of which is noted.
private func makeErrand(_ name: String, steps: Int, in diary: Diary) -> Errand {
    let left = Mutex(steps)
    return Errand(
        { _ in
            diary.note(name)
            return left.withLock { left in
                left -= 1
                return left > 0 ? .more : .done
            }
        }, abandoned: { diary.note("\(name) \($0)") })
}

struct ErrandTests {
    @Test func `an errand takes as many turns as it has steps, and then no more`() throws {
        let rig = try Rig()
        let diary = Diary()
        rig.thread.run(makeErrand("a", steps: 3, in: diary))
        #expect(diary.wait(for: 3) == ["a", "a", "a"])
        rig.thread.stop()
        #expect(diary.wait(for: 3).count == 3)
    }

    @Test func `while groups keep coming, each batch is followed by one step, of each errand in turn`() throws
    {
        let diary = Diary()
        let rig = try Rig(committed: { _ in diary.note("group") })
        // Each step hands over the next group, so that there is always one waiting.
        let thread = rig.thread
        let left = Mutex(["a": 5, "b": 5])
        let names = ["a", "b"]
        thread.run(
            Errand(
                { _ in
                    for name in names {
                        thread.run(
                            Errand(
                                { _ in
                                    diary.note(name)
                                    thread.commit(LedgerGroup([])) { _ in }
                                    return left.withLock { left in
                                        left[name, default: 0] -= 1
                                        return left[name, default: 0] > 0 ? .more : .done
                                    }
                                }, abandoned: { _ in }))
                    }
                    return .done
                }, abandoned: { _ in }))
        let turns = (0..<5).flatMap { _ in ["a", "group", "b", "group"] }
        #expect(diary.wait(for: 20) == turns)
    }

    @Test func `too many are refused, and what is left at the end is abandoned`() throws {
        let diary = Diary()
        let isOpen = Mutex(false)
        let gate = Monitor()
        let rig = try Rig(
            committed: { _ in gate.locked { while !isOpen.withLock({ $0 }) { gate.wait() } } })
        rig.thread.commit(LedgerGroup([])) { _ in }
        while rig.store.script.withLock({ $0.batches.isEmpty }) { usleep(1000) }
        for _ in 0...Errand.waitingMax { rig.thread.run(makeErrand("a", steps: .max, in: diary)) }
        #expect(diary.wait(for: 1) == ["a busy"])
        gate.locked {
            isOpen.withLock { $0 = true }
            gate.wake()
        }
        _ = diary.wait(for: 10)
        rig.thread.stop()
        let abandoned = diary.wait(for: 0).filter { $0 == "a busy" }
        #expect(abandoned.count == 1 + Errand.waitingMax)
        rig.thread.run(makeErrand("late", steps: 1, in: diary))
        #expect(diary.wait(for: 0).last == "late busy")
    }

    @Test func `a full disk does not keep errands waiting, nor they it from having room again`() throws {
        let diary = Diary()
        let rig = try Rig()
        rig.store.script.withLock {
            $0.hasReserve = false
            $0.faults = [.full("no room")]
            $0.probeFault = .full("no room")
        }
        #expect(rig.commit() == .full)
        rig.thread.run(makeErrand("a", steps: .max, in: diary))
        _ = diary.wait(for: 100)
        rig.store.script.withLock { $0.probeFault = nil }
        #expect(rig.states.wait(for: 2).last == .ready)
        #expect(rig.commit() == nil)
    }

    @Test func `a ledger that failed does no errands`() throws {
        let diary = Diary()
        let rig = try Rig()
        rig.store.script.withLock { $0.faults = [.failed("disk: I/O error")] }
        #expect(rig.commit() == .failed)
        rig.thread.run(makeErrand("a", steps: 1, in: diary))
        #expect(diary.wait(for: 1) == ["a failed"])
    }
}

struct MonitorTests {
    @Test func `waiting for nothing ends in time`() {
        let monitor = Monitor()
        let clock = ContinuousClock()
        let start = clock.now
        let isWoken = monitor.locked { monitor.wait(millis: 20) }
        #expect(!isWoken)
        #expect(clock.now - start >= .milliseconds(19))
    }
}
