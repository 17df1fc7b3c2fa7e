import Foundation
import Reactor
import Testing

struct EventLoopTests {
    @Test func `work posted by many threads is all done, and in each thread's order`() throws {
        let loop = try EventLoop.start(name: "loop")
        let seen = Shared<[[Int]]>(Array(repeating: [], count: 8))
        let threads = (0..<8).map { number in
            Thread {
                for step in 0..<2_000 { loop.post { seen.update { $0[number].append(step) } } }
            }
        }
        for thread in threads { thread.start() }
        try waitUntil { seen.value.allSatisfy { $0.count == 2_000 } }
        #expect(seen.value.allSatisfy { $0 == Array(0..<2_000) })
        loop.stop()
        loop.join()
    }

    @Test func `work posted before a loop runs is done when it does`() throws {
        let loop = try EventLoop()
        let done = Shared(0)
        loop.post { done.update { $0 += 1 } }
        loop.stop()
        #expect(done.value == 0)
        loop.run()
        #expect(done.value == 1)
    }

    @Test func `a step is one turn, and waits for nothing`() throws {
        let millis = Shared<Int64>(1000)
        let loop = try EventLoop { millis.value }
        let seen = Shared<[String]>([])
        loop.schedule(at: 2000) { seen.update { $0.append("timer") } }
        loop.post { seen.update { $0.append(loop.isCurrent ? "work" : "elsewhere") } }
        loop.step()
        #expect(seen.value == ["work"] && !loop.isCurrent)
        millis.update { $0 = 2000 }
        loop.step()
        #expect(seen.value == ["work", "timer"] && loop.now == 2000)
    }

    @Test func `a loop that waits is woken each time`() throws {
        let loop = try EventLoop.start(name: "loop")
        for _ in 0..<300 {
            try #require(try blocking(on: loop) { loop.isCurrent })
        }
        #expect(!loop.isCurrent)
        loop.stop()
        loop.join()
    }

    @Test func `one turn goes handlers, posted work, timers, turn end, releases`() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        let events = Shared<[String]>([])
        try pair.near.writeAll([1])
        var probe: Probe? = Probe(pair.far)
        probe?.whenReady = { probe, _ in
            events.update { $0.append("handler") }
            loop.schedule(at: loop.now) { events.update { $0.append("timer") } }
            loop.post {
                events.update { $0.append("work") }
                loop.post { events.update { $0.append("work of work") } }
            }
            if let watch = probe.watch { loop.unwatch(watch) }
        }
        probe?.whenReleased = { events.update { $0.append("release") } }
        try probe?.watch(on: loop)
        probe = nil
        final class End: TurnHandler {
            let ended: () -> Void
            init(_ ended: @escaping () -> Void) { self.ended = ended }
            override func turnEnded() { ended() }
        }
        loop.turnEnd = End {
            events.update { $0.append("turn end") }
            loop.stop()
        }
        loop.run()
        #expect(
            events.value == [
                "handler", "work", "work of work", "timer", "turn end", "release", "turn end",
            ])
    }

    @Test func `needing another turn keeps a loop from waiting`() throws {
        let loop = try EventLoop()
        let start = MonotonicClock.nowMillis()
        loop.run(turns: 1_000)
        #expect(MonotonicClock.nowMillis() - start < 5_000)
    }

    @Test func `work that makes work for ever leaves turns to the sockets`() throws {
        let loop = try EventLoop()
        let pair = try SocketPair()
        @Sendable func again() { loop.post { again() } }
        again()
        let probe = Probe(pair.far)
        probe.whenReady = { _, _ in loop.stop() }
        try probe.watch(on: loop)
        try pair.near.writeAll([1])
        loop.run()
        #expect(probe.readyCount >= 1)
    }

    @Test func `a handler that leaves in a turn is not told what was ready in it`() throws {
        let loop = try EventLoop()
        let (one, other) = (Probe(try readySocket()), Probe(try readySocket()))
        for (this, that) in [(one, other), (other, one)] {
            this.whenReady = { [unowned that] _, _ in
                guard let watch = that.watch else { return }
                loop.unwatch(watch)
                that.watch = nil
            }
            try this.watch(on: loop)
        }
        loop.run(turns: 3)
        #expect(min(one.readyCount, other.readyCount) == 0)
        #expect(max(one.readyCount, other.readyCount) == 3)
    }

    @Test func `a descriptor number that comes back within a turn gets no event of its former owner`() async {
        // In a process of its own, where nobody else takes descriptor numbers.
        await #expect(processExitsWith: .success) {
            let loop = try EventLoop()
            let idle = try SocketPair()
            let idleNumber = idle.near.descriptor.number
            let members = try (0..<2).map { _ in try Replaceable(try readySocket(), on: loop) }
            for (this, that) in [(members[0], members[1]), (members[1], members[0])] {
                // Whoever is told first puts something with nothing to read in the place of the other.
                this.whenReady = { [unowned this, unowned that] in
                    if this.readyCount == 1 { try? that.replace(by: idleNumber) }
                }
            }
            loop.run(turns: 1)
            try #require(members.map(\.readyCount).sorted() == [0, 1])
            try #require(members.map(\.replacementCount).sorted() == [0, 1])
            loop.run(turns: 1)
            try #require(members.map(\.readyCount).sorted() == [0, 2])
        }
    }

    @Test func `what ends with a handler or with work may use the loop once more`() throws {
        let loop = try EventLoop()
        var lasts: [String] = []
        let second = Probe(try readySocket())
        second.whenReleased = { lasts.append("second") }
        try second.watch(on: loop, for: [])
        let watch = try #require(second.watch)
        do {
            let first = Probe(try readySocket())
            first.whenReady = { probe, _ in
                if let watch = probe.watch { loop.unwatch(watch) }
            }
            first.whenReleased = {
                lasts.append("first")
                loop.unwatch(watch)
            }
            try first.watch(on: loop)
        }
        postWithLastWord(on: loop)
        loop.run(turns: 2)
        #expect(lasts == ["first"])
        #expect(loop.watchCount == 0)
        withExtendedLifetime(second) {}
    }

    @Test func `interest decides what is told`() throws {
        let loop = try EventLoop()
        let probe = Probe(try readySocket())
        let told = Shared<[UInt32]>([])
        let steps: [Interest] = [.writable, [.readable, .writable], [.readable, .writable], []]
        probe.whenReady = { probe, readiness in
            told.update { $0.append(readiness.rawValue) }
            if let watch = probe.watch { loop.change(watch, to: steps[probe.readyCount - 1]) }
        }
        try probe.watch(on: loop)
        loop.run(turns: 10)
        let both: Readiness = [.readable, .writable]
        let expected: [Readiness] = [.readable, .writable, both, both]
        #expect(told.value == expected.map(\.rawValue))
        #expect(loop.watchCount == 1)
        if let watch = probe.watch { loop.unwatch(watch) }
        #expect(loop.watchCount == 0)
    }

    @Test func `using a watch after its end stops the process`() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop()
            let pair = try SocketPair()
            let probe = Probe(pair.far)
            try probe.watch(on: loop)
            if let watch = probe.watch {
                loop.unwatch(watch)
                loop.change(watch, to: [])
            }
        }
    }

    @Test func `touching a loop from another thread stops the process`() async {
        await #expect(processExitsWith: .failure) {
            let loop = try EventLoop.start(name: "loop")
            try waitUntil { (try? blocking(on: loop) { true }) == true }
            loop.schedule(at: 0) {}
        }
    }

    @Test func `a socket handed to another loop arrives there`() throws {
        let loop = try EventLoop.start(name: "second")
        let pair = try SocketPair()
        loop.post(pair.far) { socket in _ = try? EchoConnection(socket, on: loop) }
        try pair.near.writeAll([1, 2, 3])
        #expect(try pair.near.readAll(3) == [1, 2, 3])
        loop.stop()
        loop.join()
    }
}

/// A socket that has something to read from the start.
private func readySocket() throws -> StreamSocket {
    let pair = try SocketPair()
    try pair.near.writeAll([1])
    let far = pair.far
    return far
}

/// Posts work that captures the last reference to something whose end posts again.
private func postWithLastWord(on loop: EventLoop) {
    final class LastWord: Sendable {
        let loop: EventLoop
        init(_ loop: EventLoop) { self.loop = loop }
        deinit { for _ in 0..<100 { loop.post {} } }
    }
    let word = LastWord(loop)
    loop.post { withExtendedLifetime(word) {} }
}

/// A handler whose descriptor may be replaced by another with the same number in the middle of a turn.
private final class Replaceable: EventHandler {
    var whenReady: () -> Void = {}
    private(set) var readyCount = 0
    private(set) var replacementCount = 0
    private unowned let loop: EventLoop
    private let number: Int32
    private var descriptor: Descriptor?
    private var watch: Watch?

    init(_ socket: consuming StreamSocket, on loop: EventLoop) throws {
        self.loop = loop
        number = dup(socket.descriptor.number)
        super.init()
        try start()
    }

    override func ready(_ readiness: Readiness) {
        readyCount += 1
        whenReady()
    }

    func replace(by other: Int32) throws {
        replacementCount += 1
        if let watch { loop.unwatch(watch) }
        descriptor = nil
        dup2(other, number)
        try start()
    }

    private func start() throws {
        let descriptor = Descriptor(owning: number)
        watch = try loop.watch(descriptor, for: .readable, handler: self)
        self.descriptor = consume descriptor
    }
}
