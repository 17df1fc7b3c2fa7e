import Testing
import Wire

@testable import Moderation

@Suite struct ReportTests {
    private let ana = ModerationDesk.ana
    private let leo = ModerationDesk.leo

    private func number(_ ruling: ReportRuling) -> UInt64 {
        switch ruling {
        case .filed(_, let number), .already(let number, _): number
        }
    }

    @Test func `reports of one author near one another are one`() throws {
        var desk = try ModerationDesk()
        #expect(number(try desk.report()) == 1)
        #expect(number(try desk.report(x: 1_212, y: 558, by: "p3")) == 1)
        #expect(number(try desk.report(x: 1_213, by: "p3")) == 2)
        #expect(number(try desk.report(about: "p5")) == 3)
        guard case .already(let known, let state) = try desk.report(x: 1_205) else {
            Issue.record("the same person has said that before")
            return
        }
        #expect(known == 1 && state == .open)
        #expect(desk.book.report(1, at: desk.now)?.reporters.map(\.id) == ["p2", "p3"])
        #expect(desk.book.ownReports(of: "p3").map(\.id) == ["2", "1"])
        #expect(desk.book.openReports(at: desk.now).map(\.number) == [3, 2, 1])
    }

    @Test func `what is no report`() throws {
        var desk = try ModerationDesk()
        #expect(throws: ReportRefused.nobody) { try desk.report(about: nil) }
        #expect(throws: ReportRefused.ownPixel) { try desk.report(by: "p1") }
        #expect(throws: ReportRefused.self) { try desk.report(x: 2_000) }
        #expect(throws: ReportRefused.self) { try desk.report(x: .min) }
        #expect(throws: ReportRefused.self) { try desk.report(rule: .other, text: "\u{202e}") }
        let long = String(repeating: "x", count: 201)
        #expect(throws: ReportRefused.self) { try desk.report(text: long) }
        #expect(desk.standing.isEmpty)
    }

    @Test func `a report is in one pair of hands, for two minutes at a time`() throws {
        var desk = try ModerationDesk()
        try desk.report()
        let told = try desk.act(.make(.claim, number: 1), by: leo)
        #expect(told.effects == [.reportsChanged([1])])
        let refused = refusal { _ = try desk.decide(.make(.dismiss, number: 1), by: ana) }
        #expect(refused?.code == .conflict)
        #expect(refused?.message.hasPrefix("leo has #1 in hand since 14:00:00 UTC") == true)
        // Said again it goes on, and that is nothing to write down.
        desk.now += 100_000
        let renewed = try desk.act(.make(.claim, number: 1), by: leo)
        #expect(renewed.entries.isEmpty && renewed.puts.isEmpty)
        desk.now += 100_000
        #expect(refusal { _ = try desk.decide(.make(.claim, number: 1), by: ana) }?.code == .conflict)
        desk.now += 20_000
        #expect(desk.book.report(1, at: desk.now)?.claimedBy == "")
        try desk.act(.make(.claim, number: 1), by: ana)
        #expect(desk.book.report(1, at: desk.now)?.claimedBy == "ana")
        try desk.act(.make(.dismiss, number: 1), by: ana)
        let closed = refusal { _ = try desk.decide(.make(.claim, number: 1), by: leo) }
        #expect(closed?.message.hasPrefix("ana closed #1 at") == true)
    }

    @Test func `an act on an author closes the reports about them`() throws {
        var desk = try ModerationDesk()
        try desk.report()
        try desk.report(x: 5, y: 5)
        try desk.report(about: "p3")
        let rolled = try desk.act(.at(.rollback) { $0.who = ["k3stral"] })
        #expect(rolled.answer.effects.reportsClosed == [1])
        let done = try desk.act(.on("k3stral", verb: .ban) { $0.report = 3 })
        #expect(done.answer.effects.reportsClosed == [3, 2])
        #expect(done.effects.contains(.reportsChanged([3, 2])))
        #expect(desk.book.report(2, at: desk.now)?.state == .acted)
        #expect(desk.book.openReports(at: desk.now).isEmpty)
    }

    @Test func `how far reporters are trusted follows from what came of their reports`() throws {
        var desk = try ModerationDesk()
        #expect(desk.book.trust(of: "p2") == nil)
        for x in 0..<4 { try desk.report(x: Int64(x * 100)) }
        for number in 1...3 { try desk.act(.make(.dismiss, number: UInt64(number))) }
        #expect(desk.book.trust(of: "p2") == 0)
        try desk.act(.on("k3stral", verb: .ban))
        #expect(desk.book.trust(of: "p2") == 25)
        try desk.act(.make(.undo, number: 3))
        #expect(desk.book.trust(of: "p2") == 33)
    }

    @Test func `an undo keeps who else reported meanwhile`() throws {
        var desk = try ModerationDesk()
        try desk.report()
        try desk.act(.make(.escalate, number: 1))
        try desk.report(by: "p3")
        try desk.act(.make(.undo, number: 1))
        let report = try #require(desk.book.report(1, at: desk.now))
        #expect(!report.isEscalated && report.reporters.map(\.id) == ["p2", "p3"])
    }

    @Test func `staff does not judge itself`() throws {
        var desk = try ModerationDesk()
        try desk.report(about: "p9")
        #expect(desk.book.report(1, at: desk.now)?.isEscalated == true)
    }

    @Test func `evidence fits into a document, whoever drew there`() throws {
        var desk = try ModerationDesk()
        var evidence = Evidence()
        evidence.people = (0..<2_000).map {
            PersonName(id: String(repeating: "i", count: 40), name: "n\($0)")
        }
        evidence.colours = String(repeating: "ab", count: 9_999)
        evidence.authors = String(repeating: "0100", count: 512) + String(repeating: "0101", count: 9_999)
        var request = ReportRequest()
        (request.x, request.y, request.rule) = (1, 1, .hate)
        let ruling = try desk.book.report(
            request, on: desk.world.boards[0], by: desk.world.people[1], about: desk.world.people[0],
            evidence: evidence, at: desk.now)
        guard case .filed(let decision, _) = ruling else {
            Issue.record("it is the first")
            return
        }
        desk.keep(decision)
        #expect(decision.puts[0].body.count <= ModerationLimits.bodyBytesMax)
        let kept = try #require(desk.reread().report(1, at: desk.now)?.evidence)
        #expect(kept.people.count == 256 && kept.colours.count == 2_048 && kept.authors.count == 4_096)
        #expect(kept.authors == String(repeating: "0100", count: 512) + String(repeating: "0000", count: 512))
    }
}
