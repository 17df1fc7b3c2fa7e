import Canvas
import TestKit
import Testing

/// Boards that go on while a rollback of them is planned, as they do where another thread reads their past.
@Suite struct RollbackTailTests {
    private static let people: UInt32 = 5
    private static let mod = PlayerSlot(number: 9)

    @Test(arguments: 0..<10 as Range<UInt64>)
    func `what is placed while a plan is made does not escape it`(block: UInt64) throws {
        var lateCount = 0
        for seed in block * 300..<(block + 1) * 300 {
            var random = SeededRandom(seed: seed)
            var past = try BoardPast()
            past.live(Int.random(in: 1..<40, using: &random), people: Self.people, &random)
            let target = Self.target(in: past, &random)
            // As the ledger knows it: some of the changes that it holds the board has not heard of yet.
            var planner = past.planner(target, changes: .random(in: 0...past.changes.count, using: &random))
            let early = planner.plan()
            past.live(Int.random(in: 0..<30, using: &random), people: Self.people, &random)
            let isLevel = past.board.bringLevel(&planner, through: past.committed)
            #expect(isLevel, "\(seed)")
            let plan = planner.plan()
            let outcome = past.board.apply(plan, by: Self.mod, at: past.now)
            #expect(outcome.appliedCount == plan.entries.count && outcome.keptCount == 0, "\(seed)")
            let decided = Int(past.board.decidedSeq) - outcome.appliedCount
            past.commitAll()
            // The same as of somebody who has all the time of the world.
            let expected = past.planner(target, changes: decided).plan()
            #expect(plan.seq == expected.seq && plan.keptCount == expected.keptCount, "\(seed)")
            #expect(plan.entries.map(\.index) == expected.entries.map(\.index), "\(seed)")
            for entry in expected.entries {
                let given = RollbackPixel(colour: entry.restored, origin: entry.origin)
                #expect(past.picture[Int(entry.index)] == given, "\(seed)")
            }
            if early.entries.map(\.index) != plan.entries.map(\.index) { lateCount += 1 }
        }
        #expect(lateCount > 100, "it made no difference")
    }

    @Test func `a plan that misses a change is known to`() throws {
        var past = try BoardPast()
        let bob = PlayerSlot(number: 1)
        past.place(bob, 0, 1)
        past.commitAll()
        var planner = past.planner(.people([bob], from: 0, until: .max))
        past.place(bob, 1, 1)
        past.commitAll()
        past.place(bob, 2, 1)
        let isLevelWithoutTail = past.board.bringLevel(&planner, through: [])
        let isLevel = past.board.bringLevel(&planner, through: past.committed)
        #expect(!isLevelWithoutTail && isLevel)
        #expect(planner.plan().entries.map(\.index) == [0, 1, 2])
        // One that knows of more than the board has decided is of another past.
        past.abandon()
        let isLevelWithAnother = past.board.bringLevel(&planner, through: past.committed)
        #expect(!isLevelWithAnother)
    }

    @Test func `who is held is asked to come again, and pays nothing`() throws {
        var past = try BoardPast()
        let bob = PlayerSlot(number: 1)
        past.place(bob, 0, 1)
        past.board.setRestrictions(.held, of: bob)
        let waits = past.board.fullInMillis(of: bob, at: past.now)
        #expect(past.board.place(bob, x: 1, y: 0, colour: 1, at: past.now).status == .busy)
        #expect(past.board.undo(bob, x: 0, y: 0, at: past.now).status == .busy)
        past.board.setRestrictions([.held, .banned], of: bob)
        #expect(past.board.place(bob, x: 1, y: 0, colour: 1, at: past.now).status == .banned)
        past.board.setRestrictions([], of: bob)
        #expect(past.board.fullInMillis(of: bob, at: past.now) == waits && past.board.decidedSeq == 1)
        #expect(past.board.undo(bob, x: 0, y: 0, at: past.now).status == .placed)
    }

    private static func target(in past: borrowing BoardPast, _ random: inout SeededRandom) -> RollbackTarget {
        let players = Set(
            (0..<people).filter { _ in Bool.random(using: &random) }.map { PlayerSlot(number: $0) })
        let from = Int64.random(in: 0...past.now, using: &random)
        return Bool.random(using: &random)
            ? .everyone(except: players, from: from, until: .max)
            : .people(players, from: from, until: .max)
    }
}
