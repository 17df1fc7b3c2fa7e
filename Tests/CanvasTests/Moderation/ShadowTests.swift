import Canvas
import Testing

@Suite struct ShadowTests {
    private let ghost = PlayerSlot(number: 4)
    private let alice = PlayerSlot(number: 5)

    @Test func `a shadowed placement is answered like any other, and changes nothing`() throws {
        var board = try makeBoard()
        #expect(
            board.place(ghost, x: 1, y: 0, colour: 3, at: 0)
                == Verdict(
                    status: .placed, colour: 3, charges: 1, waitMillis: 1_000, seq: Board.shadowLead))
        #expect(board.decidedSeq == 0 && board.takeGroup(timeMillis: 1) == nil)
        #expect(board.place(alice, x: 1, y: 0, colour: 3, at: 0).status == .placed)
        #expect(board.place(ghost, x: 0, y: 0, colour: 1, at: 0).seq == 1 + Board.shadowLead)
        #expect(board.charges(of: ghost, at: 0) == (0, 1_000))
        let group = try board.requireGroup(timeMillis: 1)
        #expect(group.changes == [PixelChange(index: 1, colour: 3, player: alice)])
        board.abandonUncommitted()
        #expect(board.charges(of: ghost, at: 0) == (0, 1_000))
    }

    @Test func `whatever speaks against a placement speaks against a shadowed one`() throws {
        var board = try makeBoard()
        let corner = try #require(BoardRectangle(x: 2, y: 1, width: 1, height: 1))
        board.setAreas([try #require(Area(id: 1, rectangle: corner, mode: .frozen))])
        #expect(board.place(ghost, x: 3, y: 0, colour: 1, at: 0).status == .outside)
        #expect(board.place(ghost, x: 0, y: 0, colour: 4, at: 0).status == .noSuchColour)
        #expect(board.place(ghost, x: 2, y: 1, colour: 1, at: 0).status == .protected)
        #expect(board.place(ghost, x: 0, y: 0, colour: 0, at: 0).status == .unchanged)
        for x in 0..<2 { #expect(board.place(ghost, x: UInt16(x), y: 0, colour: 1, at: 0).status == .placed) }
        #expect(board.place(ghost, x: 0, y: 1, colour: 1, at: 0).status == .coolingDown)
        board.setRestrictions([.shadowed, .banned], of: ghost)
        #expect(board.place(ghost, x: 0, y: 1, colour: 1, at: 9_000).status == .banned)
        board.setRestrictions(.shadowed, of: ghost)
        board.setRules(Rules(cooldownMillis: 1_000, chargesMax: 2, state: .frozen), at: 9_000)
        #expect(board.place(ghost, x: 0, y: 1, colour: 1, at: 9_000).status == .notOpen)
    }

    @Test func `taking it back looks as it should`() throws {
        var board = try makeBoard()
        _ = board.place(ghost, x: 1, y: 0, colour: 3, at: 0)
        #expect(board.undo(ghost, x: 0, y: 0, at: 0).status == .tooLate)
        #expect(
            board.undo(ghost, x: 1, y: 0, at: 100)
                == Verdict(status: .placed, colour: 0, charges: 2, waitMillis: 0, seq: Board.shadowLead))
        #expect(board.undo(ghost, x: 1, y: 0, at: 100).status == .tooLate)
        #expect(board.decidedSeq == 0 && board.takeGroup(timeMillis: 1) == nil)
        // After six seconds no more, and not where somebody would have painted over it.
        _ = board.place(ghost, x: 1, y: 0, colour: 3, at: 100)
        #expect(board.undo(ghost, x: 1, y: 0, at: 6_101).status == .tooLate)
        _ = board.place(ghost, x: 1, y: 0, colour: 3, at: 7_000)
        _ = board.place(alice, x: 1, y: 0, colour: 2, at: 7_000)
        #expect(board.undo(ghost, x: 1, y: 0, at: 7_000).status == .tooLate)
    }

    @Test func `no more can be taken back than by anybody, nor what was placed before`() throws {
        var board = try makeBoard(Rules(cooldownMillis: 0, chargesMax: 1))
        for x in 0..<3 { _ = board.place(ghost, x: UInt16(x), y: 1, colour: 1, at: 0) }
        _ = board.place(ghost, x: 0, y: 0, colour: 1, at: 0)
        #expect(board.undo(ghost, x: 0, y: 1, at: 0).status == .tooLate)
        for x in [UInt16(1), 2] { #expect(board.undo(ghost, x: x, y: 1, at: 0).status == .placed) }
        #expect(board.undo(ghost, x: 0, y: 0, at: 0).status == .placed)
        _ = board.place(ghost, x: 0, y: 0, colour: 1, at: 0)
        #expect(board.undo(ghost, x: 0, y: 0, at: 0).status == .flooding)

        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        board.setRestrictions(.shadowed, of: alice)
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
        // In the light again, nothing is left of what was in the shadow.
        _ = board.place(alice, x: 2, y: 0, colour: 1, at: 0)
        board.setRestrictions([], of: alice)
        #expect(board.undo(alice, x: 2, y: 0, at: 0).status == .tooLate)
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .placed)
        #expect(board.decidedSeq == 2)
    }

    @Test func `in a slower area it costs what it costs, and gives back as much`() throws {
        var board = try makeBoard()
        let corner = try #require(BoardRectangle(x: 2, y: 1, width: 1, height: 1))
        board.setAreas([try #require(Area(id: 1, rectangle: corner, mode: .slower(factor: 3)))])
        let verdict = board.place(ghost, x: 2, y: 1, colour: 1, at: 0)
        #expect((verdict.charges, verdict.waitMillis) == (0, 2_000))
        #expect(board.undo(ghost, x: 2, y: 1, at: 0).charges == 2)
    }

    /// A board on which the ghost is shadowed.
    private func makeBoard(_ rules: Rules = Rules(cooldownMillis: 1_000, chargesMax: 2)) throws -> Board {
        let shape = try #require(BoardShape(width: 3, height: 2))
        var board = Board(grid: Grid(shape: shape), epoch: 1, colourCount: 4, rules: rules)
        board.setRestrictions(.shadowed, of: ghost)
        return board
    }
}
