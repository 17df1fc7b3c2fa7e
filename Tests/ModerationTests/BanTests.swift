import Testing
import Wire

@testable import Canvas
@testable import Moderation

@Suite struct BanTests {
    @Test func `a ban closes connections and tells why, and a mute or a shadow does not`() throws {
        var desk = try ModerationDesk()
        let done = try desk.act(.on("k3stral", verb: .ban) { $0.reason = .botting })
        #expect(
            done.effects == [
                .restrictionsChanged(people: ["p1"], networks: []),
                .closeConnections(
                    people: ["p1"], networks: [], reason: .banned, message: "Automated placing."),
            ])
        #expect(done.answer.effects.connectionsClosed == 3 && done.answer.effects.othersHit == 0)
        for kind in [BanKind.mute, .shadow] {
            let act = AdminAct.on("zoe", verb: .ban) { $0.kind = kind }
            #expect(try desk.act(act).effects == [.restrictionsChanged(people: ["p3"], networks: [])])
        }
    }

    @Test func `a ban of a network says how many others it hits, and holds for them`() throws {
        var desk = try ModerationDesk()
        let done = try desk.act(.on("k3stral", verb: .ban) { $0.scope = .subnet })
        #expect(done.answer.effects.othersHit == 1 && done.answer.effects.connectionsClosed == 4)
        let other = desk.book.restrictions(of: "p2", networks: ["aa", "bb", "cc"], at: desk.now)
        #expect(other.board == .banned && other.told?.number == 1)
        #expect(desk.book.restrictions(of: "p2", networks: ["aa"], at: desk.now) == PersonRestrictions())
        // Who left long ago comes from nowhere that is known.
        let gone = AdminAct.on("p5", verb: .ban) { $0.scope = .address }
        #expect(refusal { _ = try desk.decide(gone) }?.code == .notFound)
        // Their ban is lifted where it was laid on, and by its number.
        #expect(refusal { _ = try desk.decide(.on("p2", verb: .unban)) }?.message.contains("ban 1") == true)
        try desk.act(.make(.unban, number: 1))
        #expect(desk.book.restrictions(of: "p2", networks: ["cc"], at: desk.now) == PersonRestrictions())
    }

    @Test func `a network is banned by itself`() throws {
        var desk = try ModerationDesk()
        var act = AdminAct.make(.ban) { $0.subject = "10.2.x.x/16" }
        act.scope = .subnet
        #expect(try desk.act(act).answer.text == "ban 10.2.x.x/16 24 h account+subnet")
        #expect(desk.book.bans(of: "p9", networks: ["cc"], at: desk.now).count == 1)
        #expect(refusal { _ = try desk.decide(act) }?.code == .conflict)
    }

    @Test func `the strictest and longest counts, and nobody is told of a shadow`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("p1", verb: .ban) { $0.kind = .shadow })
        #expect(desk.book.restrictions(of: "p1", at: desk.now).board == .shadowed)
        #expect(desk.book.restrictions(of: "p1", at: desk.now).told == nil)
        try desk.act(.on("p1", verb: .ban) { $0.kind = .mute })
        #expect(desk.book.restrictions(of: "p1", at: desk.now).told?.kind == .mute)
        #expect(desk.book.restrictions(of: "p1", at: desk.now).isMuted)
        try desk.act(.on("p1", verb: .ban) { $0.durationMillis = 600_000 })
        try desk.act(
            .on("p1", verb: .ban) {
                $0.scope = .subnet
                $0.durationMillis = 0
            })
        let all = desk.book.restrictions(of: "p1", networks: ["cc"], at: desk.now)
        #expect(all.board == [.banned, .shadowed] && all.told?.number == 4)
        desk.now += 90_000_000
        #expect(desk.book.restrictions(of: "p1", at: desk.now).board == .banned)
        #expect(desk.book.bansEver(of: "p1") == 4)
    }

    @Test func `each ban has a code of its own for who appeals`() throws {
        var desk = try ModerationDesk()
        desk.world.people = (0..<200).map {
            PersonFacts(id: "p\($0)", name: "n\($0)", player: PlayerSlot(number: UInt32($0)))
        }
        var act = AdminAct(.ban)
        act.who = desk.world.people.map(\.id)
        act.text = String(repeating: "x", count: ModerationLimits.textCharactersMax)
        try desk.act(act)
        let codes = desk.book.bans(at: desk.now).map(\.appeal)
        #expect(Set(codes).count == 200)
        #expect(codes.allSatisfy { $0.utf8.count == 4 && !$0.contains("0") && !$0.contains("O") })
        #expect(desk.book.audit.lines[0].text == "ban n0, n1, n2 and 197 more 24 h account")
        // What they were before is too much for one line.
        act.verb = .unban
        #expect(refusal { _ = try desk.decide(act) }?.message.contains("several acts") == true)
        act.who = Array(act.who.prefix(100))
        try desk.act(act)
        #expect(desk.book.bans(at: desk.now).count == 100)
    }

    @Test func `staff is not banned, and a shadow has an end`() throws {
        let desk = try ModerationDesk()
        #expect(refusal { _ = try desk.decide(.on("ana_", verb: .ban)) }?.code == .badRequest)
        let shadow = AdminAct.on("zoe", verb: .ban) {
            $0.kind = .shadow
            $0.durationMillis = 0
        }
        #expect(refusal { _ = try desk.decide(shadow) }?.code == .badRequest)
    }

    @Test func `people are named by id, by handle or by a name that means one of them`() throws {
        let desk = try ModerationDesk()
        func who(_ text: String) throws -> [String] {
            try desk.decide(.on(text, verb: .watch)).entries.flatMap(\.people)
        }
        #expect(try who("p3") == ["p3"])
        #expect(try who("#7fa2") == ["p2"] && who("7fa2") == ["p2"])
        // Of two the one who is here.
        #expect(try who("mina") == ["p2"])
        let twins = refusal { _ = try who("twin") }
        #expect(twins?.code == .conflict && twins?.message.contains("twin (p5), twin (p6)") == true)
        #expect(refusal { _ = try who("nobody") }?.code == .notFound)
        #expect(refusal { _ = try who("#beef") }?.code == .notFound)
    }

    // MARK: Ends

    @Test func `what has ended is taken away by the server, and says so`() throws {
        var desk = try ModerationDesk()
        #expect(desk.book.expire(at: .max) == nil)
        try desk.act(.on("k3stral", verb: .ban) { $0.durationMillis = 60_000 })
        try desk.act(.on("zoe", verb: .ban) { $0.durationMillis = 0 })
        try desk.act(.at(.area) { $0.durationMillis = 120_000 })
        try desk.act(.make(.defence) { $0.level = 2 })
        try desk.act(.make(.freeze) { $0.durationMillis = 90_000 })
        try desk.act(.make(.announce) { $0.text = "Hello" })
        let start = desk.now - 6_000
        #expect(desk.book.nextExpiry == start + 60_000)
        #expect(desk.book.expire(at: start + 59_999) == nil)
        var texts: [String] = []
        while let next = desk.book.nextExpiry {
            desk.now = next
            let ended = try #require(desk.book.expire(at: next))
            #expect(ended.entries.allSatisfy { $0.by.isEmpty && $0.noInverse != nil })
            texts += ended.entries.map(\.text)
            desk.keep(ended)
        }
        #expect(
            texts == [
                "ban of k3stral ended", "freeze of main ended", "freeze A1 1180,550 90x30 ended",
                "announcement 1 ended", "defence 2 -> 0",
            ])
        #expect(desk.book.bans(at: desk.now).map(\.name) == ["zoe"])
        #expect(desk.book.defence(of: "main", at: desk.now)?.isFrozen == false)
    }

    // MARK: Bounds

    @Test func `a board has so many areas, and an undo does not make more of them`() throws {
        var desk = try ModerationDesk()
        for place in 0..<ModerationLimits.areasMax { try desk.act(.at(.area, place * 10, 0, 5, 5)) }
        #expect(desk.book.boardAreas(of: "main", at: desk.now).count == Board.areasMax)
        #expect(refusal { _ = try desk.decide(.at(.area, 0, 500, 5, 5)) }?.code == .badRequest)
        try desk.act(.make(.liftArea, number: 1))
        let lifted = desk.book.nextAuditNumber - 1
        try desk.act(.at(.area, 0, 500, 5, 5))
        #expect(refusal { _ = try desk.decide(.make(.undo, number: lifted)) }?.code == .badRequest)
    }

    @Test func `an area lies on the board, and has a rule that makes sense`() throws {
        var desk = try ModerationDesk()
        try desk.act(.at(.area, 1_990, 990, nil, nil))
        let area = try #require(desk.book.areas(of: "main", at: desk.now).first)
        #expect([area.x, area.y, area.width, area.height] == [1_958, 958, 42, 42])
        for act in [
            AdminAct.at(.area, 2_000, 0), .at(.area, -1, 0), .at(.area, .max, .min), .at(.area, 0, 0, 0, 5),
            .at(.area, 0, 0, .max, 5), .at(.area, 0, 0, 5, nil), .at(.area) { $0.mode = .cooldown },
            .at(.area) {
                $0.mode = .slower
                $0.factor = 101
            }, .make(.area),
        ] {
            #expect(refusal { _ = try desk.decide(act) }?.code == .badRequest)
        }
    }

    @Test func `hostile texts and numbers are lines that can be shown, or refusals`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .note) { $0.text = "a\u{1b}[31m\u{202e}b\nc\u{200b}" })
        #expect(desk.book.notes(of: "p3").map(\.text) == ["a[31mb c"])
        #expect(desk.book.audit.lines[0].text == "note zoe: a[31mb c")
        #expect(desk.book.audit.lines[0].act.text == "a[31mb c")
        let hostile = [
            "\u{202e}\u{1b}", "\n", String(repeating: "x", count: 301),
            String(repeating: "e\u{301}", count: 200),
        ]
        for text in hostile {
            #expect(refusal { _ = try desk.decide(.on("zoe", verb: .note) { $0.text = text }) } != nil)
            #expect(refusal { _ = try desk.decide(.on(text, verb: .watch)) } != nil)
        }
        for millis in [Int64.min, -1, .max] {
            #expect(
                refusal { _ = try desk.decide(.on("zoe", verb: .ban) { $0.durationMillis = millis }) } != nil)
            #expect(
                refusal { _ = try desk.decide(.on("zoe", verb: .rollback) { $0.windowMillis = millis }) }
                    != nil)
            #expect(refusal { _ = try desk.decide(.make(.cooldown) { $0.cooldownMillis = millis }) } != nil)
        }
        let needingNothing: Set<AdminVerb> = [.snapshot, .freeze, .badge, .unbadge]
        for verb in AdminVerb.allCases where !needingNothing.contains(verb) {
            #expect(refusal { _ = try desk.decide(.make(verb, number: .max)) } != nil)
            #expect(refusal { _ = try desk.decide(.make(verb, number: 0)) } != nil)
        }
        var crowd = AdminAct(.watch)
        crowd.who = (0..<201).map { "p\($0)" }
        #expect(refusal { _ = try desk.decide(crowd) }?.code == .badRequest)
    }
}
