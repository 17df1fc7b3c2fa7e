import Testing
import Wire

@testable import Canvas
@testable import Moderation

/// A world of a few people and one board.
struct SmallWorld: ModerationWorld {
    var people: [PersonFacts] = []
    var boards: [BoardFacts] = []
    var looking: [String] = []
    var offered = ["ana": 1, "leo": 1]

    func person(id: String) -> PersonFacts? { people.first { $0.id == id } }
    func person(handle: String) -> PersonFacts? {
        people.first { handle == "7fa\($0.player.number)" }
    }
    func people(named name: String) -> [PersonFacts] { people.filter { $0.name == name } }
    func people(inNetwork key: String) -> [PersonFacts] {
        people.filter { $0.live > 0 && $0.networks.values.contains { $0.key == key } }
    }
    func network(called text: String) -> NetworkFacts? {
        people.flatMap(\.networks.values).first { $0.key == text || $0.label == text }
    }
    func board(_ name: String) -> BoardFacts? {
        name.isEmpty ? boards.first : boards.first { $0.name == name }
    }
    func peopleThere(board: String, area: BoardRectangle, since: Int64) -> Int { 14 }
    func peopleYounger(thanMillis: Int64, board: String) -> Int { 41 }
    func lookers(atPeople people: [String], report: UInt64?) -> [String] { looking }
    func badgesOffered(to user: String) -> Int { offered[user] ?? 0 }
    func chatLine(board: String, number: UInt64) -> PersonName? {
        number == 812 ? PersonName(id: "p1", name: "k3stral") : nil
    }
}

/// A book with a world and a log: what is decided is kept as the ledger would, and can be read again.
struct ModerationDesk {
    static let ana = StaffMember(user: "ana", role: .admin)
    static let leo = StaffMember(user: "leo", role: .moderator)
    static let max = StaffMember(user: "max", role: .moderator)
    static let kim = StaffMember(user: "kim", role: .reader)

    var book = ModerationBook()
    var world: SmallWorld
    /// 14:00:00 of a day.
    var now: Int64 = 1_795_010_400_000 / 86_400_000 * 86_400_000 + 14 * 3_600_000
    var seq: UInt64 = 1_000
    private var documents: [DocumentKey: [UInt8]] = [:]
    private(set) var audit: [(number: UInt64, at: Int64, body: [UInt8])] = []
    private var highestNumbers: [UInt8: UInt64] = [:]

    init() throws {
        let shape = try #require(BoardShape(width: 2_000, height: 1_000))
        let rules = Rules(cooldownMillis: 60_000, chargesMax: 6)
        let networks: [BanScope: NetworkFacts] = [
            .address: NetworkFacts(key: "aa", label: "10.2.0.x"),
            .network: NetworkFacts(key: "bb", label: "10.2.0.x/24"),
            .subnet: NetworkFacts(key: "cc", label: "10.2.x.x/16"),
        ]
        func person(_ number: UInt32, _ name: String, live: Int, staff: String? = nil) -> PersonFacts {
            PersonFacts(
                id: "p\(number)", name: name, player: PlayerSlot(number: number), createdAt: 0, live: live,
                networks: number < 4 ? networks : [:], staff: staff)
        }
        world = SmallWorld(
            people: [
                person(1, "k3stral", live: 3), person(2, "mina", live: 1), person(3, "zoe", live: 0),
                person(4, "mina", live: 0), person(5, "twin", live: 0), person(6, "twin", live: 0),
                person(9, "ana_", live: 1, staff: "ana"),
            ],
            boards: [
                BoardFacts(
                    name: "main", shape: shape, epoch: 7, online: 1_284, pixelsPerSecond: 212, rules: rules)
            ])
    }

    /// A plan for so many pixels.
    static func plan(_ count: Int, kept: Int = 0) -> RollbackPlan {
        let entries = (0..<count).map {
            RollbackEntry(index: UInt32($0), newestSeq: 1, colour: 1, restored: 2, origin: PixelOrigin())
        }
        return RollbackPlan(seq: 1, entries: entries, keptCount: kept)
    }

    /// What an act would come to, with a plan for so many pixels where it needs one.
    func decide(_ act: AdminAct, by staff: StaffMember = ana, pixels: Int = 288) throws -> Decision {
        switch try book.decide(act, by: staff, world: world, now: now) {
        case .decided(let decision): return decision
        case .needsPlan(let request):
            let plan = PlannedRollback(Self.plan(pixels, kept: 24), for: request)
            let ruling = try book.decide(
                act, by: staff, world: world, now: now, plan: plan)
            guard case .decided(let decision) = ruling else { throw DeskError.twice }
            return decision
        }
    }

    enum DeskError: Error { case twice }

    /// Does an act as the service would.
    @discardableResult
    mutating func act(
        _ act: AdminAct, by staff: StaffMember = ana, pixels: Int = 288
    ) throws -> Decision {
        var decision = try decide(act, by: staff, pixels: pixels)
        now += 1_000
        if let plan = decision.rollback {
            let count = UInt64(plan.entries.count)
            decision.note(
                outcome: RollbackOutcome(
                    seqs: count == 0 ? nil : seq + 1...seq + count, appliedCount: Int(count), keptCount: 0))
            seq += count
        }
        keep(decision)
        return decision
    }

    /// Makes a decision durable.
    mutating func keep(_ decision: Decision) {
        for (kind, number, body) in decision.puts {
            highestNumbers[kind] = Swift.max(highestNumbers[kind] ?? 0, number)
            guard let kind = DocumentKind(rawValue: kind) else { continue }
            documents[DocumentKey(kind, number)] = body
        }
        for (kind, number) in decision.removals {
            guard let kind = DocumentKind(rawValue: kind) else { continue }
            documents[DocumentKey(kind, number)] = nil
        }
        audit += decision.audit
        book.commit(decision)
    }

    /// The book as a restarted server reads it.
    func reread() -> ModerationBook {
        ModerationBook(
            documents: documents.sorted { $0.key < $1.key }.map {
                ($0.key.kind.rawValue, $0.key.number, $0.value)
            },
            audit: Array(audit.suffix(ModerationLimits.auditLinesMax)), nextAuditNumber: book.nextAuditNumber,
            highestNumbers: highestNumbers)
    }

    /// The lines of the log that are needed to undo one of them, read in pages of so many.
    func olderLines(toUndo number: UInt64, pageCount: Int = 100) throws -> OlderLines {
        let first = try #require(audit.first { $0.number == number })
        var older = OlderLines(
            try AuditEntry.decode(first.body), oldestHeld: book.audit.oldestNumber)
        while !older.isComplete {
            let page = audit.filter { $0.number < older.before }.suffix(pageCount).reversed()
            try older.take(page.map { ($0.number, $0.body) })
        }
        return older
    }

    /// Undoes a line that is too old to be held.
    @discardableResult
    mutating func undoOld(_ number: UInt64, by staff: StaffMember = ana, pixels: Int = 288) throws -> Decision
    {
        let held = book
        book = book.remembering(try olderLines(toUndo: number).lines)
        defer { if book.audit.nextNumber == held.audit.nextNumber { book = held } }
        var decision = try decide(.make(.undo, number: number), by: staff, pixels: pixels)
        book = held
        now += 1_000
        if let plan = decision.rollback {
            let count = UInt64(plan.entries.count)
            decision.note(
                outcome: RollbackOutcome(seqs: seq + 1...seq + count, appliedCount: Int(count), keptCount: 0))
            seq += count
        }
        keep(decision)
        return decision
    }

    /// Everything that stands, as the log has it.
    var standing: [DocumentKey: [UInt8]] { documents }

    /// A report of a pixel of k3stral's.
    @discardableResult
    mutating func report(
        x: Int64 = 1_204, y: Int64 = 566, by reporter: String = "p2", about author: String? = "p1",
        rule: Reason = .botting, text: String = ""
    ) throws -> ReportRuling {
        var request = ReportRequest()
        request.x = x
        request.y = y
        request.rule = rule
        request.text = text
        let board = try #require(world.board(""))
        let ruling = try book.report(
            request, on: board, by: #require(world.person(id: reporter)),
            about: author.flatMap(world.person(id:)), evidence: nil, at: now)
        if case .filed(let decision, _) = ruling { keep(decision) }
        return ruling
    }
}

extension AdminAct {
    /// An act on somebody.
    static func on(_ who: String..., verb: AdminVerb, _ fill: (inout AdminAct) -> Void = { _ in }) -> AdminAct
    {
        var act = AdminAct(verb)
        act.who = who
        fill(&act)
        return act
    }

    /// An act on something with a number, or on nothing in particular.
    static func make(
        _ verb: AdminVerb, number: UInt64? = nil, _ fill: (inout AdminAct) -> Void = { _ in }
    ) -> AdminAct {
        var act = AdminAct(verb)
        act.number = number
        fill(&act)
        return act
    }

    /// An act on a rectangle.
    static func at(
        _ verb: AdminVerb, _ x: Int = 1_180, _ y: Int = 550, _ width: Int? = 90, _ height: Int? = 30,
        _ fill: (inout AdminAct) -> Void = { _ in }
    ) -> AdminAct {
        var act = AdminAct(verb)
        (act.x, act.y, act.width, act.height) = (x, y, width, height)
        fill(&act)
        return act
    }
}

/// The refusal that something ends in.
func refusal(_ body: () throws -> Void) -> ActRefused? {
    do {
        try body()
        return nil
    } catch { return error as? ActRefused }
}
