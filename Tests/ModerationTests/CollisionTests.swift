import Canvas
import Testing
import Wire

@testable import Moderation

@Suite struct CollisionTests {
    private let ana = ModerationDesk.ana
    private let leo = ModerationDesk.leo
    private let max = ModerationDesk.max

    @Test func `who bans second is told who banned first, and when`() throws {
        var desk = try ModerationDesk()
        desk.now += 153_000
        try desk.act(.on("k3stral", verb: .ban), by: leo)
        let refused = refusal { _ = try desk.decide(.on("k3stral", verb: .ban), by: ana) }
        #expect(refused?.code == .conflict)
        #expect(refused?.message.hasPrefix("leo banned k3stral for 24 h at 14:02:33 UTC.") == true)
        // The next day the day is said, too.
        desk.now += 82_800_000
        let later = refusal { _ = try desk.decide(.on("k3stral", verb: .ban), by: ana) }
        #expect(later?.message.contains("at 14:02:33 UTC on 2026-11-18") == true, "\(later?.message ?? "")")
    }

    @Test func `of several people those who are banned already are left out`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban), by: leo)
        let done = try desk.act(.on("k3stral", "zoe", verb: .ban), by: ana)
        #expect(done.answer.outcome == .partly)
        #expect(done.entries.map(\.people) == [["p3"]])
        #expect(done.answer.text.contains("Left out: leo banned k3stral"))
    }

    @Test func `a wider ban goes on top of a narrow one, and a mute beside it`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban))
        try desk.act(.on("k3stral", verb: .ban) { $0.scope = .subnet })
        try desk.act(.on("k3stral", verb: .ban) { $0.kind = .mute })
        #expect(desk.book.bans(of: "p1", at: desk.now).map(\.scope) == [.subnet, .account, .account])
        let narrow = AdminAct.on("k3stral", verb: .ban) { $0.scope = .address }
        #expect(refusal { _ = try desk.decide(narrow) }?.code == .conflict)
    }

    @Test func `what somebody else did since one looked is a conflict, and what one did oneself is none`()
        throws
    {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban), by: leo)
        func extend(_ seen: UInt64) -> AdminAct {
            .make(.extendBan, number: 1) {
                $0.durationMillis = 0
                $0.seen = seen
            }
        }
        #expect(refusal { _ = try desk.decide(extend(0), by: ana) }?.code == .conflict)
        #expect(refusal { _ = try desk.decide(extend(1), by: ana) } == nil)
        #expect(refusal { _ = try desk.decide(extend(0), by: leo) } == nil)
        // A note is nothing that anybody has to know of first.
        try desk.act(.on("zoe", verb: .note) { $0.text = "n" }, by: leo)
        #expect(refusal { _ = try desk.decide(.on("zoe", verb: .ban) { $0.seen = 1 }, by: ana) } == nil)
    }

    @Test func `what was changed since is not undone, and one is told by whom`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban), by: ana)
        try desk.act(.make(.extendBan, number: 1) { $0.durationMillis = 3_600_000 }, by: leo)
        let refused = refusal { _ = try desk.decide(.make(.undo, number: 1), by: ana) }
        #expect(refused?.code == .conflict)
        #expect(refused?.message.contains("leo did this at 14:00:01 UTC: extend-ban k3stral 1 h") == true)
        try desk.act(.make(.undo, number: 2), by: leo)
        try desk.act(.make(.undo, number: 1), by: ana)
        #expect(desk.book.bans(at: desk.now).isEmpty)
        // Done again out of turn it would be a ban out of nothing.
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 3), by: ana) }?.code == .conflict)
    }

    @Test func `acts on one board are undone one after the other, back to the first`() throws {
        var desk = try ModerationDesk()
        for level in 1...3 { try desk.act(.make(.defence) { $0.level = level }) }
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 2)) }?.code == .conflict)
        for number in [UInt64(3), 2, 1] { try desk.act(.make(.undo, number: number)) }
        #expect(desk.book.defence(of: "main", at: desk.now) == nil)
        // And forward again.
        for number in [UInt64(6), 5, 4] { try desk.act(.make(.undo, number: number)) }
        #expect(desk.book.defence(of: "main", at: desk.now)?.level == 3)
        #expect(
            desk.book.audit.lines.map(\.text).prefix(3) == [
                "redo 3: defence 2 -> 3 (15 min)",
                "redo 2: defence 1 -> 2 (15 min)", "redo 1: defence 0 -> 1 (15 min)",
            ])
        // A line that holds again is undone as any other, by its own number, and its text does not grow.
        try desk.act(.make(.undo, number: 3))
        #expect(desk.book.audit.lines[0].text == "undo 9: defence 2 -> 3 (15 min)")
        #expect(desk.book.defence(of: "main", at: desk.now)?.level == 2)
        #expect(desk.book.audit.line(3)?.undoneBy == 10)
    }

    @Test func `what is over by itself has nothing left to undo`() throws {
        var desk = try ModerationDesk()
        try desk.act(.at(.area))
        desk.now += 600_000
        let refused = refusal { _ = try desk.decide(.make(.undo, number: 1)) }
        #expect(refused?.code == .notUndoable)
        #expect(refused?.message.contains("expired") == true)
        desk.keep(try #require(desk.book.expire(at: desk.now)))
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 1)) }?.code == .notUndoable)
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 2)) }?.code == .notUndoable)
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 99)) }?.code == .notFound)
    }

    // MARK: Pixels

    @Test func `a ban with a rollback is two lines of one act, and one undo gives both back`() throws {
        var desk = try ModerationDesk()
        let act = AdminAct.on("k3stral", verb: .ban) { $0.windowMillis = 3_600_000 }
        guard
            case .needsPlan(let request) = try desk.book.decide(
                act, by: ana, world: desk.world, now: desk.now)
        else {
            Issue.record("a rollback needs a plan")
            return
        }
        #expect(
            request
                == PlanRequest(
                    board: "main", epoch: 7,
                    target: .people([PlayerSlot(number: 1)], from: desk.now - 3_600_000, until: .max),
                    area: nil))
        let done = try desk.act(act)
        #expect(done.answer.text == "ban k3stral 24 h account · rollback k3stral 1 h  288 px")
        #expect(done.answer.audit == [1, 2] && done.answer.effects.pixelsKept == 24)
        #expect(desk.book.audit.line(2)?.changes?.firstSeq == 1_001)

        guard
            case .needsPlan(let inverse) = try desk.book.decide(
                .make(.undo, number: 1), by: ana, world: desk.world, now: desk.now)
        else {
            Issue.record("its undo needs a plan")
            return
        }
        #expect(inverse.target == .changes(seqs: 1_001...1_288))
        let undone = try desk.act(.make(.undo, number: 1), pixels: 281)
        #expect(undone.answer.text == "undo 1: ban k3stral 24 h account  281 px")
        #expect(desk.book.audit.line(1)?.undoneBy == 3 && desk.book.audit.line(2)?.undoneBy == 3)
        #expect(desk.book.bans(at: desk.now).isEmpty)
        // And again: the pixels are now those of line 3.
        let again = try desk.act(.make(.undo, number: 3), pixels: 281)
        #expect(again.entries[0].text == "redo 1: ban k3stral 24 h account  281 px")
        #expect(desk.book.audit.line(1)?.undoneBy == nil && desk.book.audit.line(2)?.undoneBy == nil)
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 2)) }?.code == .conflict)
        try desk.act(.make(.undo, number: 1), pixels: 280)
        #expect(desk.book.audit.line(1)?.undoneBy == 5 && desk.book.audit.line(2)?.undoneBy == 5)
    }

    @Test func `the rollback of a ban may be undone by itself, and then the ban without it`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban) { $0.windowMillis = 0 })
        try desk.act(.make(.undo, number: 2))
        #expect(desk.book.bans(at: desk.now).count == 1)
        let lifted = try desk.act(.make(.undo, number: 1))
        #expect(lifted.rollback == nil)
        #expect(desk.book.bans(at: desk.now).isEmpty)
    }

    @Test func `a plan is none for somebody who was left out when it was asked for`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban) { $0.durationMillis = 5_000 }, by: leo)
        let act = AdminAct.on("k3stral", "zoe", verb: .ban) { $0.windowMillis = 3_600_000 }
        func decide(_ plan: PlannedRollback?) throws -> Ruling {
            try desk.book.decide(act, by: ana, world: desk.world, now: desk.now, plan: plan)
        }
        func wanted(_ ruling: Ruling) -> PlanRequest? {
            if case .needsPlan(let request) = ruling { request } else { nil }
        }
        let first = try #require(wanted(try decide(nil)))
        let zoe = PlayerSlot(number: 3)
        #expect(first.target == .people([zoe], from: desk.now - 3_600_000, until: .max))
        let plan = PlannedRollback(ModerationDesk.plan(5), for: first)
        // Time alone changes nothing.
        desk.now += 10
        guard case .decided(let decision) = try decide(plan) else {
            Issue.record("the same was asked for")
            return
        }
        #expect(decision.rollback == plan.plan && decision.entries.map(\.people) == [["p3"], ["p3"]])
        // By the time that the ban of the other is over, the pixels of both are meant.
        desk.now += 60_000
        let second = try #require(wanted(try decide(plan)))
        #expect(
            second.target
                == .people([PlayerSlot(number: 1), zoe], from: desk.now - 3_600_000, until: .max))
        #expect(try wanted(decide(PlannedRollback(plan.plan, for: second))) == nil)
    }

    @Test func `a board has one set of rules, whatever is undone and done again`() throws {
        var desk = try ModerationDesk()
        try desk.act(.make(.freeze))
        try desk.act(.make(.undo, number: 1))
        try desk.act(.make(.freeze))
        let refused = refusal { try desk.act(.make(.undo, number: 2)) }
        #expect(refused?.code == .conflict && refused?.message.hasSuffix("Undo line 3 first.") == true)
        #expect(desk.book.defences(at: desk.now).count == 1)
        try desk.act(.make(.undo, number: 3))
        #expect(desk.book.defence(of: "main", at: desk.now) == nil)
        // With nothing in its way the first freeze can be brought back.
        try desk.act(.make(.undo, number: 2))
        #expect(desk.book.defence(of: "main", at: desk.now)?.isFrozen == true)
        try desk.act(.make(.unfreeze))
        #expect(desk.book.defence(of: "main", at: desk.now)?.isFrozen == false)
    }

    @Test func `a rollback of nothing is none`() throws {
        var desk = try ModerationDesk()
        let act = AdminAct.on("k3stral", verb: .rollback)
        #expect(refusal { try desk.act(act, pixels: 0) }?.code == .notFound)
        // A ban goes on without it.
        let done = try desk.act(.on("k3stral", verb: .ban) { $0.windowMillis = 0 }, pixels: 0)
        #expect(done.entries.count == 1 && done.rollback == nil)
        try desk.act(act)
        let nothingLeft = refusal { try desk.act(.make(.undo, number: 2), pixels: 0) }
        #expect(nothingLeft?.code == .conflict)
        desk.world.boards[0].epoch = 8
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 2)) }?.code == .notUndoable)
    }

    @Test func `everybody but some is rolled back in an area, and never staff`() throws {
        var desk = try ModerationDesk()
        desk.keep(desk.book.enrol(user: "ana", number: 9, at: desk.now))
        #expect(desk.book.staffNumber(of: "ana") == 9 && desk.book.staffUser(of: 9) == "ana")
        var act = AdminAct.at(.rollback)
        act.isEveryone = true
        act.except = ["zoe"]
        guard
            case .needsPlan(let request) = try desk.book.decide(
                act, by: ana, world: desk.world, now: desk.now)
        else {
            Issue.record("a rollback needs a plan")
            return
        }
        let except: Set = [PlayerSlot(number: 3), PlayerSlot(number: 9)]
        #expect(request.target == .everyone(except: except, from: desk.now - 3_600_000, until: .max))
        #expect(request.area == BoardRectangle(x: 1_180, y: 550, width: 90, height: 30))
        #expect(try desk.act(act).answer.text == "rollback everyone 1 h 1180,550 90x30  288 px")
    }
}
