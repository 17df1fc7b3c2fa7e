import TestKit
import Testing
import Wire

@testable import Moderation

@Suite struct HistoryTests {
    /// Acts of every kind that documents come from, by chance.
    private func act(_ random: inout SeededRandom, _ desk: ModerationDesk) -> AdminAct {
        let who = ["k3stral", "zoe", "p4", "p5"].randomElement(using: &random) ?? ""
        let number = UInt64.random(in: 1...6, using: &random)
        let millis = Int64.random(in: 0...900_000, using: &random)
        switch Int.random(in: 0..<18, using: &random) {
        case 0:
            return .on(who, verb: .ban) {
                $0.durationMillis = millis
                $0.kind = BanKind.allCases[Int(number % 3)]
                $0.windowMillis = number == 1 ? 0 : nil
            }
        case 1: return .on(who, verb: .unban)
        case 2: return .make(.extendBan, number: number) { $0.durationMillis = millis }
        case 3: return .at(.area, Int(number), 5, 10, 10) { $0.durationMillis = millis }
        case 4: return .make(.liftArea, number: number)
        case 5: return .make(.extendArea, number: number) { $0.durationMillis = millis }
        case 6: return .make(.defence) { $0.level = Int(number % 5) }
        case 7: return .make(.freeze) { $0.durationMillis = millis }
        case 8: return .make(.unfreeze)
        case 9: return .make(.announce) { $0.text = "hello \(number)" }
        case 10: return .make(.withdraw, number: number)
        case 11: return .on(who, verb: .watch)
        case 12: return .on(who, verb: .note) { $0.text = "note \(number)" }
        case 13: return .make(.claim, number: number)
        case 14: return .make(.dismiss, number: number)
        case 15: return .make(.cooldown) { $0.cooldownMillis = millis }
        default:
            let newest = desk.book.nextAuditNumber
            return .make(.undo, number: newest - min(newest, UInt64.random(in: 1...8, using: &random)))
        }
    }

    @Test(arguments: UInt64(1)...30)
    func `the log read again is the same book, and everything can be taken back in turn`(seed: UInt64) throws
    {
        var random = SeededRandom(seed: seed)
        var desk = try ModerationDesk()
        var done = 0
        for step in 0..<150 {
            if step % 10 == 0 {
                try desk.report(x: Int64(step * 10), y: 5, about: ["p1", "p3"].randomElement(using: &random))
            }
            let staff = [ModerationDesk.ana, ModerationDesk.leo].randomElement(using: &random)
            let act = act(&random, desk)
            if refusal({ try desk.act(act, by: #require(staff), pixels: 5) }) == nil { done += 1 }
            if step % 7 == 0, let ended = desk.book.expire(at: desk.now) { desk.keep(ended) }
            if step % 25 == 0 { same(desk.reread(), desk.book, at: desk.now) }
            desk.now += Int64.random(in: 0...20_000, using: &random)
        }
        #expect(done > 30)
        same(desk.reread(), desk.book, at: desk.now)
        // Both books decide alike, too.
        let again = desk.reread()
        for number in 1..<desk.book.nextAuditNumber {
            let undo = AdminAct.make(.undo, number: number)
            let answers = [desk.book, again].map { book in
                refusal {
                    let ruling = try book.decide(
                        undo, by: ModerationDesk.ana, world: desk.world, now: desk.now)
                    guard case .needsPlan(let request) = ruling else { return }
                    _ = try book.decide(
                        undo, by: ModerationDesk.ana, world: desk.world, now: desk.now,
                        plan: PlannedRollback(ModerationDesk.plan(1), for: request))
                }
            }
            #expect(answers[0] == answers[1])
        }
    }

    private func same(_ one: ModerationBook, _ other: ModerationBook, at now: Int64) {
        #expect(one.unreadable.isEmpty)
        #expect(one.audit.lines == other.audit.lines)
        #expect(one.nextAuditNumber == other.nextAuditNumber)
        #expect(one.nextExpiry == other.nextExpiry && one.highest == other.highest)
        #expect(one.bans == other.bans && one.areas == other.areas && one.defences == other.defences)
        #expect(one.reports == other.reports && one.watches == other.watches && one.notes == other.notes)
        #expect(one.announcements == other.announcements && one.staff == other.staff)
        #expect(one.trusts == other.trusts && one.appeals == other.appeals)
        #expect(one.bansOfPerson.mapValues(Set.init) == other.bansOfPerson.mapValues(Set.init))
    }

    @Test(arguments: UInt64(1)...20)
    func `acts that are undone in turn leave nothing behind`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var desk = try ModerationDesk()
        for step in 0..<5 { try desk.report(x: Int64(step * 100), y: 5) }
        let before = desk.standing
        var lines: [UInt64] = []
        for _ in 0..<60 {
            let act = act(&random, desk)
            guard act.verb != .undo, act.verb != .claim, act.durationMillis ?? 0 == 0 else { continue }
            if refusal({ lines += try desk.act(act).entries.map(\.number) }) != nil { continue }
        }
        for number in lines.reversed() { try desk.act(.make(.undo, number: number)) }
        #expect(desk.standing == before)
        #expect(!lines.isEmpty)
    }

    @Test(arguments: UInt64(1)...20)
    func `what is only tried is refused like what is done, and in the same words`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var desk = try ModerationDesk()
        var refusals = 0
        for step in 0..<150 {
            if step % 10 == 0 { try desk.report(x: Int64(step * 10), y: 5) }
            var act = act(&random, desk)
            if step % 12 == 5 { act = .on("zoe", verb: .rollback) }
            if step % 12 == 7 { act = .on("p5", verb: .ban) { $0.scope = .address } }
            let pixels = Int.random(in: 0...1, using: &random)
            var trial = act
            trial.isDryRun = true
            let tried = refusal { _ = try desk.decide(trial, pixels: pixels) }
            let done = refusal { try desk.act(act, pixels: pixels) }
            #expect(tried == done, "\(act)")
            if done != nil { refusals += 1 }
            desk.now += Int64.random(in: 0...20_000, using: &random)
        }
        #expect(refusals > 10)
    }

    @Test func `only the newest lines are remembered, and the rest is said to be too old`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .watch))
        for _ in 0..<ModerationLimits.auditLinesMax { try desk.act(.make(.snapshot)) }
        #expect(desk.book.audit.lines.count == ModerationLimits.auditLinesMax)
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 1)) }?.code == .notUndoable)
        #expect(
            desk.book.audit.page(before: 500, limit: 10).lines.map(\.number) == Array((490...499).reversed()))
        #expect(desk.book.audit.page(before: 3, limit: 10).before == nil)
        same(desk.reread(), desk.book, at: desk.now)
    }

    @Test func `what cannot be read is left out and named`() {
        let bytes = Array("{\"number\":2}".utf8)
        let book = ModerationBook(
            documents: [(1, 1, bytes), (1, 2, bytes), (99, 1, bytes), (4, 1, [0xff]), (4, 2, [])],
            audit: [(1, 0, []), (2, 0, bytes), (2, 0, bytes), (9, 0, bytes)], nextAuditNumber: 3)
        #expect(book.unreadable == ["1:1", "99:1", "4:1", "4:2", "audit:1", "audit:2", "audit:9"])
        #expect(book.ban(2) != nil && book.audit.lines.count == 1)
    }
}
