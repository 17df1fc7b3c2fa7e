import Canvas
import Testing

/// A cooldown that grows with the crowd.
struct AdaptiveCooldownTests {
    @Test(arguments: [
        (0, 1000), (50, 1000), (99, 1000), (100, 1500), (199, 1500), (200, 2000), (400, 2500), (799, 2500),
        (800, 3000), (1_000_000, 3000),
    ])
    func `every doubling adds a half`(online: Int, cooldownMillis: Int64) {
        var adaptive = AdaptiveCooldown(people: 50)
        adaptive.look(online: online)
        #expect(adaptive.cooldownMillis(of: 1000) == cooldownMillis)
    }

    @Test func `a level is left when a quarter of its people are gone`() {
        var adaptive = AdaptiveCooldown(people: 50)
        adaptive.look(online: 210)
        #expect(adaptive.level == 2)
        for online in [199, 200, 180, 150, 399] {
            adaptive.look(online: online)
            #expect(adaptive.level == 2)
        }
        adaptive.look(online: 149)
        #expect(adaptive.level == 1)
        adaptive.look(online: 0)
        #expect(adaptive.level == 0)
    }

    @Test func `one person is a crowd of its own, and nothing overflows`() {
        var adaptive = AdaptiveCooldown(people: 1)
        adaptive.look(online: 2)
        #expect(adaptive.level == 1)
        adaptive.look(online: 1)
        #expect(adaptive.level == 0)
        var huge = AdaptiveCooldown(people: .max)
        huge.look(online: .max / 8)
        #expect(huge.cooldownMillis(of: .max) == Rules.cooldownMillisMax * 3)
        let book = RuleBook(
            kept: Rules(cooldownMillis: .max, chargesMax: 1), adaptiveCooldown: huge)
        #expect(book.inForce.cooldownMillis == Rules.cooldownMillisMax)
    }

    @Test func `without a cooldown there is none to grow`() {
        var adaptive = AdaptiveCooldown(people: 1)
        adaptive.look(online: 100)
        #expect(adaptive.cooldownMillis(of: 0) == 0)
    }
}

/// What the rules in force come to.
struct RuleBookTests {
    @Test(arguments: BoardState.allCases)
    func `outside its hours a board is closed, within them as it was set`(state: BoardState) throws {
        let schedule = try #require(Schedule(opensAtMillis: 1000, closesAtMillis: 2000))
        let kept = Rules(cooldownMillis: 5, chargesMax: 3, state: state)
        var book = RuleBook(kept: kept, schedule: ScheduleClock(schedule, wallMillis: 0, at: 0))
        #expect(book.inForce == Rules(cooldownMillis: 5, chargesMax: 3, state: .closed))
        _ = book.schedule?.look(wallMillis: 1000, at: 1000)
        #expect(book.inForce == kept)
        _ = book.schedule?.look(wallMillis: 2000, at: 2000)
        #expect(book.inForce.state == .closed && book.kept == kept)
    }

    @Test(arguments: BoardState.allCases)
    func `while nothing can be kept an open board is frozen`(state: BoardState) {
        var book = RuleBook(kept: Rules(cooldownMillis: 5, chargesMax: 3, state: state))
        book.isHeldBack = true
        #expect(book.inForce.state == (state == .open ? .frozen : state))
    }

    @Test func `by themselves the kept rules are in force`() {
        let kept = Rules(cooldownMillis: 5, chargesMax: 3, state: .frozen)
        #expect(RuleBook(kept: kept).inForce == kept)
    }
}
