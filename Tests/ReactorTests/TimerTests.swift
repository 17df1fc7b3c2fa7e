import Reactor
import TestKit
import Testing

struct TimerTests {
    @Test func `timers fire by deadline, and those of one millisecond in the order they were scheduled`()
        throws
    {
        let clock = Shared<Int64>(1_000)
        let loop = try EventLoop(clock: { clock.value })
        var random = SeededRandom(seed: 1)
        var fired: [(deadline: Int64, number: Int)] = []
        for number in 0..<2_000 {
            let deadline = Int64.random(in: 1_001...1_100, using: &random)
            loop.schedule(at: deadline) { fired.append((deadline, number)) }
        }
        clock.update { $0 = 1_050 }
        loop.run(turns: 1)
        let firedByThen = fired.count
        #expect(fired.allSatisfy { $0.deadline <= 1_050 } && firedByThen > 800)
        clock.update { $0 = 1_100 }
        loop.run(turns: 1)
        #expect(fired.count == 2_000)
        let sorted = fired.sorted { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
        #expect(fired.map(\.number) == sorted.map(\.number))
    }

    @Test func `cancelled timers never fire, and the others do, whatever the order of it all`() throws {
        let clock = Shared<Int64>(0)
        let loop = try EventLoop(clock: { clock.value })
        var random = SeededRandom(seed: 2)
        var alive: [Int: (token: TimerToken, deadline: Int64)] = [:]
        var fired: Set<Int> = []
        for number in 0..<20_000 {
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let deadline = clock.value + Int64.random(in: 1...500, using: &random)
                let token = loop.schedule(at: deadline) { fired.insert(number) }
                alive[number] = (token, deadline)
            case 2:
                guard let victim = alive.keys.randomElement(using: &random) else { continue }
                if let token = alive.removeValue(forKey: victim)?.token { loop.cancel(token) }
            default:
                clock.update { $0 += 1 }
                let due = alive.filter { $0.value.deadline <= clock.value }.map(\.key)
                for number in due { alive[number] = nil }
                loop.run(turns: 1)
                try #require(fired == Set(due))
                fired = []
            }
        }
    }

    @Test func `a timer that schedules itself at once leaves turns to the others`() throws {
        let loop = try EventLoop(clock: { 7 })
        var count = 0
        func again() {
            count += 1
            loop.schedule(at: 0) { again() }
        }
        again()
        loop.run(turns: 5)
        #expect(count == 2)
    }

    @Test func `one timer may cancel another that is due in the same turn`() throws {
        let loop = try EventLoop()
        var fired = 0
        var tokens: [TimerToken] = []
        for number in 0..<2 {
            tokens.append(
                loop.schedule(at: loop.now) {
                    fired += 1
                    loop.cancel(tokens[1 - number])
                })
        }
        loop.run(turns: 2)
        #expect(fired == 1)
    }

    @Test func `a spent token cancels nobody`() throws {
        let loop = try EventLoop()
        var fired = 0
        let spent = loop.schedule(at: loop.now) { fired += 1 }
        loop.run(turns: 1)
        loop.schedule(at: loop.now) { fired += 1 }
        loop.cancel(spent)
        loop.run(turns: 1)
        #expect(fired == 2)
    }

    @Test func `real time is waited for, never too short`() throws {
        let loop = try EventLoop()
        let deadline = MonotonicClock.nowMillis() + 30
        loop.schedule(at: deadline) { loop.stop() }
        loop.run()
        #expect(MonotonicClock.nowMillis() >= deadline)
        #expect(loop.now >= deadline)
    }
}
