import Testing
import Wire

@testable import Moderation

/// One example of every verb, on a desk where it can be done.
struct VerbExample: CustomTestStringConvertible, Sendable {
    let verb: AdminVerb
    /// Its line in the audit.
    let line: String
    /// What has to stand before.
    var before: [AdminAct] = []
    var hasReport = false
    let act: AdminAct
    var isAdmins = false
    var hasInverse = true

    var testDescription: String { line }

    static let all: [VerbExample] = [
        VerbExample(
            verb: .ban, line: "ban k3stral 24 h account+net  #1", hasReport: true,
            act: .on("k3stral", verb: .ban) {
                $0.scope = .network
                $0.report = 1
            }),
        VerbExample(
            verb: .ban, line: "shadow zoe 7 d account",
            act: .on("zoe", verb: .ban) {
                $0.kind = .shadow
                $0.durationMillis = 7 * 86_400_000
            }, isAdmins: true),
        VerbExample(
            verb: .ban, line: "mute k3stral 10 min",
            act: .on("k3stral", verb: .ban) {
                $0.kind = .mute
                $0.durationMillis = 600_000
            }),
        VerbExample(
            verb: .unban, line: "unban k3stral", before: [.on("k3stral", verb: .ban)],
            act: .on("k3stral", verb: .unban)),
        VerbExample(
            verb: .extendBan, line: "extend-ban k3stral for good", before: [.on("k3stral", verb: .ban)],
            act: .make(.extendBan, number: 1) { $0.durationMillis = 0 }),
        VerbExample(verb: .kick, line: "kick k3stral", act: .on("k3stral", verb: .kick), hasInverse: false),
        VerbExample(
            verb: .rollback, line: "rollback k3stral 1 h  288 px", act: .on("#7fa1", verb: .rollback)),
        VerbExample(
            verb: .freeze, line: "freeze main 10 min", act: .make(.freeze) { $0.why = "attack on the cat" }),
        VerbExample(
            verb: .unfreeze, line: "unfreeze main", before: [.make(.freeze)], act: .make(.unfreeze)),
        VerbExample(
            verb: .area, line: "freeze A1 1180,550 90x30 10 min", act: .at(.area) { $0.mode = .frozen }),
        VerbExample(
            verb: .area, line: "slow x4 A1 1180,550 90x30 1 h", act: .at(.area) { $0.mode = .slower }),
        VerbExample(
            verb: .liftArea, line: "lift-area A1 1180,550 90x30", before: [.at(.area)],
            act: .make(.liftArea, number: 1)),
        VerbExample(
            verb: .extendArea, line: "extend-area A1 1180,550 90x30 1 h", before: [.at(.area)],
            act: .make(.extendArea, number: 1) { $0.durationMillis = 3_600_000 }),
        VerbExample(
            verb: .defence, line: "defence 0 -> 2 (15 min)", act: .make(.defence) { $0.level = 2 }),
        VerbExample(
            verb: .announce, line: "announce Hello there", act: .make(.announce) { $0.text = "Hello there" }),
        VerbExample(
            verb: .withdraw, line: "withdraw Hello", before: [.make(.announce) { $0.text = "Hello" }],
            act: .make(.withdraw, number: 1)),
        VerbExample(
            verb: .claim, line: "claim #1 k3stral", hasReport: true, act: .make(.claim, number: 1),
            hasInverse: false),
        VerbExample(
            verb: .release, line: "release #1 k3stral", before: [.make(.claim, number: 1)], hasReport: true,
            act: .make(.release, number: 1), hasInverse: false),
        VerbExample(
            verb: .dismiss, line: "dismiss #1 k3stral", hasReport: true, act: .make(.dismiss, number: 1)),
        VerbExample(
            verb: .escalate, line: "escalate #1 k3stral", hasReport: true, act: .make(.escalate, number: 1)),
        VerbExample(verb: .watch, line: "watch k3stral", act: .on("k3stral", verb: .watch)),
        VerbExample(
            verb: .unwatch, line: "unwatch ua curl", before: [.make(.watch) { $0.subject = "ua:curl" }],
            act: .make(.unwatch, number: 1)),
        VerbExample(
            verb: .note, line: "note k3stral: draws over cats",
            act: .on("k3stral", verb: .note) { $0.text = "draws over cats" }),
        VerbExample(
            verb: .removeNote, line: "remove-note 1 of k3stral",
            before: [.on("k3stral", verb: .note) { $0.text = "draws over cats" }],
            act: .make(.removeNote, number: 1)),
        VerbExample(
            verb: .removeChat, line: "remove-chat 812 of k3stral",
            act: .make(.removeChat, number: 812) { $0.word = "REMOVE" }, hasInverse: false),
        VerbExample(
            verb: .cooldown, line: "cooldown 1 min -> 2 min",
            act: .make(.cooldown) { $0.cooldownMillis = 120_000 }),
        VerbExample(
            verb: .challenge, line: "challenge k3stral", act: .on("k3stral", verb: .challenge),
            hasInverse: false),
        VerbExample(verb: .snapshot, line: "snapshot main", act: .make(.snapshot), hasInverse: false),
        VerbExample(
            verb: .reveal, line: "reveal k3stral", act: .on("k3stral", verb: .reveal), isAdmins: true,
            hasInverse: false),
        VerbExample(
            verb: .badge, line: "badge: a link to draw as ana, good once within 30 min", act: .make(.badge),
            hasInverse: false),
        VerbExample(
            verb: .unbadge, line: "unbadge ana: 1 link", act: .make(.unbadge), hasInverse: false),
        VerbExample(
            verb: .undo, line: "undo 1: watch k3stral", before: [.on("k3stral", verb: .watch)],
            act: .make(.undo, number: 1)),
    ]

    func desk(of user: String = "ana") throws -> ModerationDesk {
        var desk = try ModerationDesk()
        if hasReport { try desk.report() }
        for act in before { try desk.act(act, by: StaffMember(user: user, role: .moderator)) }
        return desk
    }
}

@Suite struct VerbTests {
    @Test func `every verb has an example`() {
        #expect(Set(VerbExample.all.map(\.verb)) == Set(AdminVerb.allCases))
    }

    @Test(arguments: VerbExample.all)
    func `an act is a line of the audit, and its inverse gives everything back`(_ example: VerbExample) throws
    {
        var desk = try example.desk()
        let standing = desk.standing
        let done = try desk.act(example.act)
        let number = try #require(done.entries.first?.number)
        let line = try #require(desk.book.audit.line(number))
        #expect(line.text == example.line)
        #expect(line.by == "ana")
        #expect(done.answer.outcome == .done && done.answer.audit == [number])
        #expect((line.noInverse == nil) == example.hasInverse)

        let after = desk.standing
        guard example.hasInverse else {
            #expect(refusal { try desk.act(.make(.undo, number: number)) }?.code == .notUndoable)
            #expect(desk.standing == after)
            return
        }
        let undone = try desk.act(.make(.undo, number: number))
        #expect(desk.standing == standing)
        #expect(desk.book.audit.line(number)?.undoneByName == "ana")
        #expect(refusal { try desk.act(.make(.undo, number: number)) }?.code == .conflict)
        // The inverse of the inverse is the act again.
        try desk.act(.make(.undo, number: undone.entries[0].number))
        #expect(desk.standing == after)
        #expect(desk.book.audit.line(number)?.undoneBy == nil)
    }

    @Test(arguments: VerbExample.all)
    func `a dry run tells the same and changes nothing`(_ example: VerbExample) throws {
        var desk = try example.desk()
        var act = example.act
        act.isDryRun = true
        let (standing, lines) = (desk.standing, desk.book.audit.lines)
        let would = try desk.decide(act)
        #expect(would.isDryRun && would.answer.outcome == .wouldDo && would.answer.audit.isEmpty)
        #expect(desk.standing == standing && desk.book.audit.lines == lines)
        let done = try desk.act(example.act)
        #expect(done.answer.effects.people == would.answer.effects.people)
        #expect(done.answer.effects.pixelsBack == would.answer.effects.pixelsBack)
        #expect(done.effects == would.effects)
    }

    @Test(arguments: VerbExample.all, StaffRole.allCases)
    func `who may do what`(_ example: VerbExample, role: StaffRole) throws {
        let desk = try example.desk(of: "leo")
        let staff = StaffMember(user: "leo", role: role)
        let isAllowed = role == .admin || role == .moderator && !example.isAdmins
        let refused = refusal { _ = try desk.decide(example.act, by: staff) }
        #expect(refused?.code == (isAllowed ? nil : .notAllowed))
    }

    @Test func `moderators undo what they did, and admins what anybody did`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .watch), by: ModerationDesk.leo)
        let undo = AdminAct.make(.undo, number: 1)
        #expect(refusal { _ = try desk.decide(undo, by: ModerationDesk.max) }?.code == .notAllowed)
        #expect(try desk.decide(undo, by: ModerationDesk.leo).entries.count == 1)
        #expect(try desk.decide(undo, by: ModerationDesk.ana).entries.count == 1)
    }

    @Test func `what is taken from the chat needs a word`() throws {
        let desk = try ModerationDesk()
        let act = AdminAct.make(.removeChat, number: 812)
        #expect(refusal { _ = try desk.decide(act) }?.code == .wordMissing)
        #expect(refusal { _ = try desk.decide(.make(.removeChat, number: 1)) }?.code == .notFound)
    }
}
