import Canvas
import TestKit
import Testing
import Wire

@testable import Ledger

/// The judge notices what moderation forbids, and what a rollback got wrong.
struct JudgeOfOrderTests {
    private static let bob = PlayerSlot(number: 1)
    private static let ana = PlayerSlot(number: 2)

    private static let shape: BoardShape = {
        guard let shape = BoardShape(width: 4, height: 2) else { preconditionFailure("4x2 is a shape") }
        return shape
    }()

    /// A judge, the board that it judges, and the log of that.
    private final class Desk {
        var judge = Judge()
        var board: Board
        var turn = 0

        init() throws {
            let rules = Rules(cooldownMillis: 0, chargesMax: 1)
            judge.begin(
                LedgerBoard(
                    name: .main, epoch: 5, shape: shape, palette: .standard, rules: rules,
                    createdAtMillis: 0), at: 0)
            board = Board(grid: Grid(shape: shape), epoch: 5, colourCount: 32, rules: rules)
            var staff = StaffRecord()
            staff.number = UInt64(ana.number)
            staff.user = "ana"
            try keep([
                try session(bob, "bob"), try session(ana, "ana"),
                document(.staff, staff.number, staff.bytes),
            ])
        }

        /// Keeps entries, and whatever was placed before, in a turn of their own.
        func keep(_ entries: [LedgerEntry]) throws {
            turn += 1
            var group = LedgerGroup(entries)
            let changes = board.takeGroup(timeMillis: Int64(turn))
            if let changes {
                group.entries.append(
                    .placements(LedgerPlacements(board: .main, epoch: 5, changes: changes)))
            }
            judge.handedOver(group, at: Int64(turn), inTurn: turn)
            try judge.durable(group, inTurn: turn, wallMillisMax: Int64(turn))
            if let changes { board.commit(changes) }
        }

        func place(_ x: UInt16, colour: UInt16 = 3) {
            _ = board.decide(
                Placement(player: bob, x: x, y: 0, colour: colour), isBusy: false, isFlooding: false, at: 0)
        }

        /// Takes bob's pixels away, and says that it is so.
        func rollBack(
            _ verb: AdminVerb = .rollback, leaving left: Int = 0, says count: Int? = nil,
            with entries: [LedgerEntry] = []
        ) throws {
            let target = RollbackTarget.people([bob], from: 0, until: .max)
            judge.wasRead(
                PastTwin.Question(board: .main, target: target, area: nil, readSeq: board.shown.seq))
            let found = board.shown.colours.indices.filter { board.shown.colours[$0] != 0 }.dropLast(left)
            let plan = RollbackPlan(
                seq: board.shown.seq,
                entries: found.map {
                    RollbackEntry(
                        index: UInt32($0), newestSeq: board.shown.lastChange(of: $0) ?? 0,
                        colour: board.shown.colours[$0], restored: 0, origin: PixelOrigin())
                })
            let outcome = board.apply(plan, by: ana, at: 0)
            var entry = AuditEntry()
            entry.number = UInt64(judge.order.lineCount) + 1
            entry.by = "ana"
            entry.act = AdminAct(verb)
            entry.board = "main"
            entry.people = ["bob"]
            var changes = AuditChanges()
            changes.epoch = 5
            changes.firstSeq = outcome.seqs?.lowerBound ?? board.decidedSeq + 1
            changes.count = count ?? outcome.appliedCount
            entry.changes = changes
            try keep(entries + [line(entry)])
        }
    }

    @Test func `a rollback takes all of its pixels and no others`() throws {
        let desk = try Desk()
        for x in 0..<3 as Range<UInt16> { desk.place(x) }
        try desk.keep([])
        try desk.rollBack()
        #expect(desk.judge.deeds == [.rolledBack])

        let careless = try Desk()
        for x in 0..<3 as Range<UInt16> { careless.place(x) }
        try careless.keep([])
        #expect(throws: Violation.self) { try careless.rollBack(leaving: 1) }
    }

    @Test func `a line and its pixels are both there`() throws {
        let desk = try Desk()
        desk.place(0)
        try desk.keep([])
        #expect(throws: Violation.self) { try desk.rollBack(leaving: 1, says: 1) }
        // Pixels of the staff that no line tells of.
        let silent = try Desk()
        silent.place(0)
        try silent.keep([])
        let plan = RollbackPlan(
            seq: 1,
            entries: [
                RollbackEntry(index: 0, newestSeq: 1, colour: 3, restored: 0, origin: PixelOrigin())
            ])
        _ = silent.board.apply(plan, by: Self.ana, at: 0)
        #expect(throws: Violation.self) { try silent.keep([]) }
    }

    @Test func `whoever is banned places nothing from then on, and nothing behind a rollback`() throws {
        var ban = BanRecord()
        ban.number = 1
        ban.person = "bob"
        let banned = Self.document(.ban, 1, ban.bytes)
        let desk = try Desk()
        // Judged before the ban was known, and kept with it.
        desk.place(0)
        try desk.keep([banned])
        desk.place(1)
        try desk.keep([])
        desk.place(2)
        #expect(throws: Violation.self) { try desk.keep([]) }

        let thorough = try Desk()
        thorough.place(0)
        try thorough.keep([])
        try thorough.rollBack(.ban, with: [banned])
        thorough.place(1)
        #expect(throws: Violation.self) { try thorough.keep([]) }

        ban.until = 2
        let over = try Desk()
        try over.keep([Self.document(.ban, 1, ban.bytes)])
        for x in 0..<3 as Range<UInt16> {
            over.place(x)
            try over.keep([])
        }
    }

    @Test func `nothing is placed where it is frozen`() throws {
        var area = AreaRecord()
        area.number = 1
        area.board = "main"
        (area.x, area.y, area.width, area.height) = (1, 0, 2, 2)
        let desk = try Desk()
        try desk.keep([Self.document(.area, 1, area.bytes)])
        try desk.keep([])
        for x in [0, 3] as [UInt16] { desk.place(x) }
        try desk.keep([])
        desk.place(2)
        #expect(throws: Violation.self) { try desk.keep([]) }

        var frozen = DefenceRecord()
        frozen.number = 1
        frozen.board = "main"
        frozen.isFrozen = true
        let board = try Desk()
        try board.keep([Self.document(.defence, 1, frozen.bytes)])
        try board.keep([])
        board.place(0)
        #expect(throws: Violation.self) { try board.keep([]) }
    }

    private static func document(_ kind: DocumentKind, _ number: UInt64, _ body: [UInt8]) -> LedgerEntry {
        .document(LedgerDocument(kind: kind.rawValue, number: number, body: body))
    }

    private static func line(_ entry: AuditEntry) -> LedgerEntry {
        .audit(LedgerAuditLine(number: entry.number, timeMillis: entry.at, body: entry.bytes))
    }

    private static func session(_ player: PlayerSlot, _ id: String) throws -> LedgerEntry {
        let hash = try #require(TokenHash([UInt8](repeating: 7, count: TokenHash.byteCount)))
        return .session(
            LedgerSession(
                player: player.number, tokenHash: hash, id: id, name: id, createdAtMillis: 0,
                address: AddressKey(high: 0, low: 0)))
    }
}
