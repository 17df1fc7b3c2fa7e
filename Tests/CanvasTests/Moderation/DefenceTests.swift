import Canvas
import Testing

@Suite struct DefenceTests {
    @Test func `each level multiplies the cooldown and takes the savings`() {
        let kept = Rules(cooldownMillis: 10_000, chargesMax: 7)
        let expected: [(Int64, UInt8)] = [(10_000, 7), (20_000, 7), (40_000, 1), (40_000, 1), (40_000, 1)]
        for (level, (cooldown, charges)) in zip(DefenceLevel.allCases, expected) {
            var book = RuleBook(kept: kept)
            book.defence = level
            #expect(book.inForce == Rules(cooldownMillis: cooldown, chargesMax: charges))
            #expect(book.kept == kept)
        }
    }

    @Test func `from the second level on even a board without a cooldown is slow`() {
        for (base, expected) in [(Int64(0), [Int64(0), 0, 4_000]), (300, [300, 600, 4_000])] {
            for (level, cooldown) in zip([DefenceLevel.normal, .careful, .slow], expected) {
                var book = RuleBook(kept: Rules(cooldownMillis: base, chargesMax: 1))
                book.defence = level
                #expect(book.inForce.cooldownMillis == cooldown)
            }
        }
    }

    @Test func `the crowd and the defence both multiply, up to the longest cooldown`() {
        var crowd = AdaptiveCooldown(people: 1)
        crowd.look(online: 1_000)
        for (base, expected) in [(Int64(1_000), Int64(12_000)), (.max, Rules.cooldownMillisMax)] {
            var book = RuleBook(kept: Rules(cooldownMillis: base, chargesMax: 255), adaptiveCooldown: crowd)
            book.defence = .locked
            #expect(book.inForce == Rules(cooldownMillis: expected, chargesMax: 1))
        }
    }

    @Test func `a frozen board is frozen, unless it is closed`() throws {
        for (kept, state) in [(BoardState.open, BoardState.frozen), (.frozen, .frozen), (.closed, .closed)] {
            var book = RuleBook(kept: Rules(cooldownMillis: 0, chargesMax: 1, state: kept))
            book.isFrozen = true
            #expect(book.inForce.state == state)
            book.isFrozen = false
            #expect(book.inForce.state == kept)
        }
        let past = try #require(Schedule(opensAtMillis: nil, closesAtMillis: 10))
        var book = RuleBook(
            kept: Rules(cooldownMillis: 0, chargesMax: 1),
            schedule: ScheduleClock(past, wallMillis: 20, at: 0))
        book.isFrozen = true
        #expect(book.inForce.state == .closed)
    }

    @Test func `whom a level asks to wait, and whom to solve a puzzle`() {
        #expect(DefenceLevel.allCases.map(\.rawValue) == [0, 1, 2, 3, 4])
        #expect(DefenceLevel.allCases.map(\.newcomerAgeMillis) == [nil, nil, 60_000, nil, 86_400_000])
        #expect(DefenceLevel.allCases.map(\.challengeAgeMillis) == [nil, nil, nil, 86_400_000, nil])
        #expect(DefenceLevel.slow < .locked && DefenceLevel(rawValue: 5) == nil)
    }
}
