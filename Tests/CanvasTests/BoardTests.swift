import Canvas
import TestKit
import Testing

@Suite struct BoardTests {
    private let alice = PlayerSlot(number: 0)
    private let bob = PlayerSlot(number: 5)

    @Test func `a placement is decided at once, and shown when its group is committed`() throws {
        var board = try makeBoard()
        let verdict = board.place(alice, x: 2, y: 1, colour: 3, at: 10)
        #expect(verdict == Verdict(status: .placed, colour: 3, charges: 1, waitMillis: 1_000, seq: 1))
        #expect(board.shown.seq == 0)
        #expect(board.shown.colours == [0, 0, 0, 0, 0, 0])
        #expect(board.lastPlacement(at: 5) == nil)

        let group = try board.requireGroup(timeMillis: 1_700_000_000_123)
        #expect(group.firstSeq == 1 && group.lastSeq == 1)
        #expect(group.timeMillis == 1_700_000_000_123)
        #expect(group.changes == [PixelChange(index: 5, colour: 3, player: alice)])
        #expect(board.shown.seq == 0)
        #expect(board.takeGroup(timeMillis: 0) == nil)

        board.commit(group)
        #expect(board.shown.seq == 1)
        #expect(board.shown.colours == [0, 0, 0, 0, 0, 3])
        #expect(board.takeTouched() == [5])
        #expect(board.takeTouched() == [])
        let last = board.lastPlacement(at: 5)
        #expect(try #require(last) == (alice, 1_700_000_000_123))
        #expect(board.lastPlacement(at: 4) == nil)
    }

    @Test func `placements are judged against what was decided, not against what is shown`() throws {
        var board = try makeBoard()
        _ = board.place(alice, x: 0, y: 0, colour: 3, at: 0)
        let again = board.place(bob, x: 0, y: 0, colour: 3, at: 0)
        #expect(again == Verdict(status: .unchanged, colour: 3, charges: 2, waitMillis: 0, seq: 1))
        #expect(board.place(bob, x: 0, y: 0, colour: 0, at: 0).status == .placed)
        let group = try board.requireGroup(timeMillis: 0)
        board.commit(group)
        #expect(board.shown.colours[0] == 0)
        #expect(board.shown.seq == 2)
        #expect(board.takeTouched() == [0])
    }

    @Test func `several groups may be on their way, and are committed in order`() throws {
        var board = try makeBoard()
        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        let first = try board.requireGroup(timeMillis: 1)
        _ = board.place(bob, x: 1, y: 0, colour: 2, at: 0)
        let second = try board.requireGroup(timeMillis: 2)
        _ = board.place(bob, x: 2, y: 0, colour: 3, at: 0)
        #expect(second.firstSeq == 2)
        board.commit(first)
        #expect(board.shown.colours == [1, 0, 0, 0, 0, 0])
        board.commit(second)
        let third = try board.requireGroup(timeMillis: 3)
        #expect(third.firstSeq == 3)
        board.commit(third)
        #expect(board.shown.colours == [1, 2, 3, 0, 0, 0])
        #expect(board.takeTouched() == [0, 1, 2])
    }

    @Test func `what storage refused is forgotten, and its charges come back`() throws {
        var board = try makeBoard()
        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        board.commit(try board.requireGroup(timeMillis: 1))
        _ = board.takeTouched()
        _ = board.place(alice, x: 0, y: 0, colour: 2, at: 100)
        _ = board.takeGroup(timeMillis: 2)
        _ = board.place(bob, x: 0, y: 0, colour: 3, at: 100)
        _ = board.place(bob, x: 1, y: 0, colour: 3, at: 100)
        #expect(board.charges(of: bob, at: 100) == (0, 1_000))

        board.abandonUncommitted()
        #expect(board.charges(of: alice, at: 100) == (1, 900))
        #expect(board.charges(of: bob, at: 100) == (2, 0))
        #expect(board.takeGroup(timeMillis: 3) == nil)
        #expect(board.takeTouched() == [])
        #expect(board.shown.colours == [1, 0, 0, 0, 0, 0])
        #expect(board.place(bob, x: 0, y: 0, colour: 1, at: 100).status == .unchanged)
        let verdict = board.place(bob, x: 0, y: 0, colour: 3, at: 100)
        #expect(verdict == Verdict(status: .placed, colour: 3, charges: 1, waitMillis: 1_000, seq: 2))
        board.commit(try board.requireGroup(timeMillis: 4))
        #expect(board.shown.seq == 2)
        #expect(board.takeTouched() == [0])
    }

    @Test func `a restored board goes on where it was`() throws {
        let shape = try #require(BoardShape(width: 2, height: 1))
        let grid = Grid(shape: shape, colours: [1, 2], seq: 40)
        var board = Board(
            grid: grid, epoch: 9, colourCount: 4, rules: Rules(cooldownMillis: 0, chargesMax: 1))
        board.restoreLastPlacement(at: 1, player: bob, timeMillis: -1)
        let last = board.lastPlacement(at: 1)
        #expect(try #require(last) == (bob, -1))
        #expect(board.place(alice, x: 0, y: 0, colour: 1, at: 0).status == .unchanged)
        #expect(board.place(alice, x: 0, y: 0, colour: 2, at: 0).seq == 41)
        board.commit(try board.requireGroup(timeMillis: 0))
        #expect(board.shown.changedIndexes(since: 40) == [0])
        #expect(board.shown.changedIndexes(since: 39) == nil)
    }

    @Test func `a stranger's charges are full, a spectator has none`() throws {
        let board = try makeBoard()
        #expect(board.charges(of: PlayerSlot(number: 1_000_000), at: 0) == (2, 0))
        #expect(board.charges(of: .none, at: 0) == (0, 0))
    }

    private func makeBoard() throws -> Board {
        let shape = try #require(BoardShape(width: 3, height: 2))
        return Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 4,
            rules: Rules(cooldownMillis: 1_000, chargesMax: 2))
    }
}

extension Board {
    /// The group that has to be there.
    mutating func requireGroup(timeMillis: Int64) throws -> ChangeGroup {
        let group = takeGroup(timeMillis: timeMillis)
        return try #require(group)
    }

    mutating func place(_ player: PlayerSlot, x: UInt16, y: UInt16, colour: UInt16, at now: Int64) -> Verdict
    {
        decide(
            Placement(player: player, x: x, y: y, colour: colour), isBusy: false, isFlooding: false, at: now)
    }
}
