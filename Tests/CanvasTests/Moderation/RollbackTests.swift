import Canvas
import Testing

@Suite struct RollbackTests {
    private let alice = PlayerSlot(number: 0)
    private let bob = PlayerSlot(number: 5)
    private let mod = PlayerSlot(number: 900)

    @Test func `what is planned is done as changes like any other, for nothing`() throws {
        var past = try BoardPast()
        past.place(alice, 0, 1)
        past.place(bob, 0, 2)
        past.place(bob, 1, 3)
        past.place(bob, 2, 3)
        past.commitAll()
        past.place(alice, 2, 1)
        past.commitAll()
        let plan = past.plan(.people([bob], from: .min, until: .max))
        #expect(plan.entries.map(\.index) == [0, 1] && plan.keptCount == 1 && plan.keptBy == [alice])

        // Nothing that stops anybody else stops the staff from repairing.
        past.board.setRules(Rules(cooldownMillis: 1_000, chargesMax: 200, state: .frozen), at: past.now)
        let waits = past.board.fullInMillis(of: bob, at: past.now)
        let outcome = past.board.apply(plan, by: mod, at: past.now)
        #expect((outcome.seqs, outcome.appliedCount, outcome.keptCount) == (6...7, 2, 0))
        #expect(past.board.decidedSeq == 7 && past.board.shown.seq == 5)
        let group = try past.board.requireGroup(timeMillis: 500)
        #expect(
            group.changes == [
                PixelChange(index: 0, colour: 1, player: mod), PixelChange(index: 1, colour: 0, player: mod),
            ])
        #expect(group.undos.map(\.place) == [0, 1] && group.undos[1].origin == PixelOrigin())
        past.board.commit(group)
        #expect(past.board.shown.colours[0...2] == [1, 0, 1])
        #expect(past.board.lastPlacement(at: 0)?.player == alice && past.board.lastPlacement(at: 1) == nil)
        #expect(past.board.fullInMillis(of: bob, at: past.now) == waits)
        #expect(past.board.charges(of: mod, at: past.now) == (200, 0))
        // Nobody takes a rollback back as if it were a placement.
        past.board.setRules(Rules(cooldownMillis: 1_000, chargesMax: 200), at: past.now)
        #expect(past.board.undo(mod, x: 0, y: 0, at: past.now).status == .tooLate)
    }

    @Test func `a pixel that changed since is left, wherever that change has come to`() throws {
        var past = try BoardPast()
        for pixel in 0..<4 { past.place(bob, pixel, 1) }
        past.commitAll()
        let plan = past.plan(.people([bob], from: .min, until: .max))
        past.place(alice, 0, 2)
        past.commitAll()
        past.place(alice, 1, 2)
        let taken = try past.board.requireGroup(timeMillis: 1)
        past.place(alice, 2, 2)
        // Back to the very colour of the plan, and yet another change.
        past.place(alice, 2, 1)
        let outcome = past.board.apply(plan, by: mod, at: past.now)
        #expect((outcome.appliedCount, outcome.keptCount) == (1, 3))
        past.board.commit(taken)
        past.commitAll()
        #expect(past.board.shown.colours[0..<4] == [2, 2, 1, 0])
        // A plan that was carried out is of no more use.
        #expect(past.board.apply(plan, by: mod, at: past.now).seqs == nil)
    }

    @Test func `a plan that speaks of no pixel or no colour of the board does nothing`() throws {
        var past = try BoardPast()
        past.place(bob, 0, 1)
        past.commitAll()
        for (index, seq, restored) in [
            (UInt32(0), UInt64(1), UInt8(4)), (0, 1, 1), (0, 0, 2), (0, 2, 2), (12, 1, 2), (.max, 1, 2),
        ] {
            let entry = RollbackEntry(
                index: index, newestSeq: seq, colour: 1, restored: restored, origin: PixelOrigin())
            let plan = RollbackPlan(seq: 1, entries: [entry])
            let outcome = past.board.apply(plan, by: mod, at: past.now)
            #expect((outcome.seqs, outcome.keptCount) == (nil, 1), "\(entry)")
        }
        #expect(past.board.takeGroup(timeMillis: 1) == nil)
    }

    @Test func `of what was kept before the start only a plan that is newer than that knows`() throws {
        let shape = try #require(BoardShape(width: 2, height: 1))
        let entry = RollbackEntry(
            index: 0, newestSeq: 30, colour: 1, restored: 0, origin: PixelOrigin(player: bob, timeMillis: 3))
        for (seq, count) in [(UInt64(40), 1), (50, 1), (39, 0)] {
            var board = Board(
                grid: Grid(shape: shape, colours: [1, 1], seq: 40), epoch: 1, colourCount: 4,
                rules: Rules(cooldownMillis: 0, chargesMax: 1))
            let outcome = board.apply(RollbackPlan(seq: seq, entries: [entry]), by: mod, at: 0)
            #expect(outcome.appliedCount == count && outcome.keptCount == 1 - count)
        }
    }

    @Test func `what storage refused was not rolled back, and nobody's charge moves`() throws {
        var past = try BoardPast()
        past.place(bob, 0, 1)
        past.place(bob, 1, 1)
        past.commitAll()
        let plan = past.plan(.people([bob], from: .min, until: .max))
        let before = past.board.fullInMillis(of: bob, at: past.now)
        let first = past.board.apply(plan, by: bob, at: past.now)
        _ = past.board.takeGroup(timeMillis: 1)
        past.place(bob, 0, 3)
        past.board.abandonUncommitted()
        #expect(past.board.fullInMillis(of: bob, at: past.now) == before)
        #expect(past.board.apply(plan, by: mod, at: past.now) == first)
        past.board.abandonUncommitted()
        #expect(past.board.decidedSeq == 2 && past.board.shown.colours[0..<2] == [1, 1])
    }

    @Test func `a whole board is rolled back in one group, and what came before it can still be undone`()
        throws
    {
        let shape = try #require(BoardShape(width: 300, height: 300))
        var board = Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 4, rules: Rules(cooldownMillis: 0, chargesMax: 1)
        )
        var planner = RollbackPlanner(
            shape: shape, area: nil, target: .people([bob], from: 0, until: 0), startSeq: 0,
            colours: board.shown.colours, origins: [])
        for y in 0..<300 {
            for x in 0..<300 { _ = board.place(bob, x: UInt16(x), y: UInt16(y), colour: 1, at: 0) }
        }
        let placed = try board.requireGroup(timeMillis: 0)
        for (number, change) in placed.changes.enumerated() {
            planner.take(BoardChange(seq: UInt64(number + 1), change: change, timeMillis: 0))
        }
        board.commit(placed)
        #expect(board.apply(planner.plan(), by: mod, at: 0).appliedCount == 90_000)
        #expect(board.place(alice, x: 299, y: 299, colour: 2, at: 0).status == .placed)
        #expect(board.undo(bob, x: 0, y: 0, at: 0).status == .tooLate)
        #expect(board.undo(alice, x: 299, y: 299, at: 0).colour == 0)
        board.commit(try board.requireGroup(timeMillis: 1))
        #expect(board.shown.colours == [UInt8](repeating: 0, count: 90_000))
        #expect(board.lastPlacement(at: 0) == nil && board.lastPlacement(at: 89_999) == nil)
    }
}
