import Testing
import Wire

@testable import Moderation

/// Who draws as staff: how it begins, and the ways in which it ends.
@Suite struct BadgeTests {
    private static let twelveHours: Int64 = 43_200_000

    /// A desk on which leo draws as staff in the browser of that person.
    private func desk(_ people: [String] = ["p2"], user: StaffMember = ModerationDesk.leo) throws
        -> ModerationDesk
    {
        var desk = try ModerationDesk()
        for person in people { desk.keep(try desk.book.takeBadge(of: user, by: person, at: desk.now)) }
        return desk
    }

    @Test func `a badge is taken for twelve hours, and that is a line of its user's`() throws {
        let leo = StaffMember(user: "leo", role: .moderator, number: 1_001)
        let desk = try desk(user: leo)
        let badge = try #require(desk.book.badge(of: "p2", at: desk.now))
        #expect(badge.user == "leo" && badge.userNumber == 1_001)
        #expect(badge.until == desk.now + Self.twelveHours)
        let line = try #require(desk.book.audit.line(badge.audit))
        #expect(line.by == "leo" && line.people == ["p2"] && line.until == badge.until)
        #expect(line.text == "badge taken: a browser draws as leo (12 h)")
        #expect(desk.reread().badge(of: "p2", at: desk.now) == badge)
        #expect(desk.book.badge(of: "p2", at: badge.until) == nil)
    }

    @Test func `whoever takes another badge wears that one`() throws {
        var desk = try desk()
        let decision = try desk.book.takeBadge(of: ModerationDesk.ana, by: "p2", at: desk.now)
        #expect(decision.effects == [.badgesChanged(people: ["p2"])])
        desk.keep(decision)
        #expect(desk.book.badges(at: desk.now).map(\.user) == ["ana"])
    }

    @Test func `an undo of the taking takes it back, and a redo gives it again`() throws {
        var desk = try desk()
        let undone = try desk.act(.make(.undo, number: 1), by: ModerationDesk.leo)
        #expect(undone.effects == [.badgesChanged(people: ["p2"])])
        #expect(desk.book.badges(at: desk.now).isEmpty)
        try desk.act(.make(.undo, number: 2), by: ModerationDesk.leo)
        #expect(desk.book.badge(of: "p2", at: desk.now) != nil)
        let undo = AdminAct.make(.undo, number: 1)
        #expect(refusal { try desk.act(undo, by: ModerationDesk.max) }?.code == .notAllowed)
    }

    @Test func `unbadge ends all of a user's, and an undo gives back what browsers had`() throws {
        var desk = try desk(["p2", "p3"])
        desk.world.offered = ["leo": 2]
        let ended = try desk.act(.make(.unbadge), by: ModerationDesk.leo)
        #expect(ended.entries[0].text == "unbadge leo: 2 browsers, 2 links")
        #expect(ended.effects == [.badgesChanged(people: ["p2", "p3"]), .withdrawBadges(user: "leo")])
        #expect(desk.book.badges(at: desk.now).isEmpty)
        try desk.act(.make(.undo, number: ended.entries[0].number), by: ModerationDesk.leo)
        #expect(desk.book.badges(at: desk.now).count == 2)
    }

    @Test func `only admins end somebody else's, and where there is none that is said`() throws {
        let desk = try desk()
        let act = AdminAct.on("leo", verb: .unbadge)
        #expect(refusal { _ = try desk.decide(act, by: ModerationDesk.max) }?.code == .notAllowed)
        #expect(try desk.decide(act).effects.contains(.withdrawBadges(user: "leo")))
        let none = AdminAct.on("max", verb: .unbadge)
        #expect(refusal { _ = try desk.decide(none) }?.code == .notFound)
        var two = act
        two.who = ["leo", "max"]
        #expect(refusal { _ = try desk.decide(two) }?.code == .badRequest)
    }

    @Test func `a badge ends by itself, as the server's act`() throws {
        var desk = try desk()
        #expect(desk.book.nextExpiry == desk.now + Self.twelveHours)
        desk.now += Self.twelveHours
        let ended = try #require(desk.book.expire(at: desk.now))
        desk.keep(ended)
        #expect(ended.entries.map(\.text) == ["badge of leo ended"] && ended.entries[0].by == "")
        #expect(ended.effects == [.badgesChanged(people: ["p2"])])
        #expect(desk.standing.isEmpty && desk.book.nextExpiry == nil)
        #expect(refusal { try desk.act(.make(.undo, number: 1)) }?.code == .notUndoable)
    }

    @Test func `whoever sits at the browser puts it down, and no undo gives it back to them`() throws {
        var desk = try desk()
        desk.keep(try #require(desk.book.putDownBadge(of: "p2", at: desk.now)))
        #expect(desk.standing.isEmpty)
        #expect(desk.book.putDownBadge(of: "p2", at: desk.now) == nil)
        let undo = AdminAct.make(.undo, number: 2)
        #expect(refusal { try desk.act(undo, by: ModerationDesk.leo) }?.code == .notUndoable)
    }

    @Test func `there are so many and no more`() throws {
        var desk = try desk((0..<ModerationLimits.badgesMax).map { "q\($0)" })
        #expect(refusal { _ = try desk.decide(.make(.badge)) }?.code == .conflict)
        #expect(
            refusal { _ = try desk.book.takeBadge(of: ModerationDesk.ana, by: "p1", at: desk.now) }?.code
                == .badRequest)
        // Whoever wears one already may wear another.
        desk.keep(try desk.book.takeBadge(of: ModerationDesk.ana, by: "q0", at: desk.now))
        #expect(desk.book.badges(at: desk.now).count == ModerationLimits.badgesMax)
    }
}
