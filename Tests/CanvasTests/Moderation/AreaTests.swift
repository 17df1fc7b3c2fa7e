import Canvas
import TestKit
import Testing

@Suite struct AreaTests {
    private let alice = PlayerSlot(number: 0)
    private let mod = PlayerSlot(number: 9)

    @Test func `a rectangle covers something, and fits on the largest board`() throws {
        #expect(BoardRectangle(x: 0, y: 0, width: 0, height: 1) == nil)
        #expect(BoardRectangle(x: 0, y: 0, width: 1, height: 0) == nil)
        #expect(BoardRectangle(x: 4095, y: 0, width: 2, height: 1) == nil)
        #expect(BoardRectangle(x: 0, y: .max, width: 1, height: .max) == nil)
        let largest = try #require(BoardRectangle(x: 0, y: 0, width: 4096, height: 4096))
        #expect(largest.pixelCount == 4096 * 4096 && largest.contains(x: 4095, y: 4095))
        #expect(!largest.contains(x: 4096, y: 0) && !largest.contains(x: 0, y: .max))
        let small = try #require(BoardRectangle(x: 2, y: 3, width: 2, height: 1))
        let inside = (0..<6).flatMap { y in (0..<6).map { x in (UInt16(x), UInt16(y)) } }
            .filter { small.contains(x: $0.0, y: $0.1) }
        #expect(inside.map(\.0) == [2, 3] && inside.map(\.1) == [3, 3])
        let shape = try #require(BoardShape(width: 3, height: 9))
        #expect(small.clipped(to: shape) == BoardRectangle(x: 2, y: 3, width: 1, height: 1))
        #expect(small.clipped(to: try #require(BoardShape(width: 2, height: 9))) == nil)
        #expect(small.clipped(to: try #require(BoardShape(width: 9, height: 3))) == nil)
        #expect(BoardRectangle(of: shape) == BoardRectangle(x: 0, y: 0, width: 3, height: 9))
    }

    @Test func `an area out of bounds is none`() throws {
        let one = try #require(BoardRectangle(x: 0, y: 0, width: 1, height: 1))
        for factor in [Int.min, -1, 0, 1, 101, .max] {
            #expect(Area(id: 1, rectangle: one, mode: .slower(factor: factor)) == nil)
        }
        for millis in [Int64.min, -1, 86_400_001, .max] {
            #expect(Area(id: 1, rectangle: one, mode: .cooldown(millis: millis)) == nil)
        }
        #expect(Area(id: 1, rectangle: one, mode: .slower(factor: 100)) != nil)
        #expect(Area(id: 1, rectangle: one, mode: .cooldown(millis: 86_400_000)) != nil)
    }

    /// Two areas over one pixel, and what placing there comes to: refused, or a wait of so many milliseconds
    /// until all of two charges are back.
    @Test func `of areas that overlap the strictest counts, and none for the staff`() throws {
        let modes: [(mode: AreaMode, cost: Int64?)] = [
            (.frozen, nil), (.staffOnly, nil), (.slower(factor: 2), 2_000), (.slower(factor: 100), 100_000),
            (.cooldown(millis: 0), 0), (.cooldown(millis: 300), 300), (.cooldown(millis: 5_000), 5_000),
        ]
        for first in modes {
            for second in modes {
                let cost = first.cost.flatMap { one in second.cost.map { max(one, $0) } }
                for player in [alice, mod] {
                    var board = try makeBoard([first.mode, second.mode])
                    board.setStaff([mod])
                    let verdict = board.place(player, x: 1, y: 1, colour: 1, at: 0)
                    let expected = player == mod ? 1_000 : cost
                    #expect(verdict.status == (expected == nil ? .protected : .placed))
                    #expect(board.fullInMillis(of: player, at: 0) == expected ?? 0)
                    let left = board.charges(of: player, at: 0)
                    #expect((left.charges, left.waitMillis) == (verdict.charges, verdict.waitMillis))
                    // Beside the areas everything is as ever.
                    var other = try makeBoard([first.mode, second.mode])
                    let beside = other.place(player, x: 0, y: 0, colour: 1, at: 0)
                    #expect(
                        beside == Verdict(status: .placed, colour: 1, charges: 1, waitMillis: 1_000, seq: 1))
                }
            }
        }
    }

    @Test func `what costs more than there is has to be waited for, and one charge is enough`() throws {
        var board = try makeBoard([.slower(factor: 5)])
        let verdict = board.place(alice, x: 1, y: 1, colour: 1, at: 0)
        #expect(verdict == Verdict(status: .placed, colour: 1, charges: 0, waitMillis: 4_000, seq: 1))
        #expect(board.place(alice, x: 0, y: 0, colour: 1, at: 3_999).status == .coolingDown)
        #expect(board.place(alice, x: 1, y: 1, colour: 2, at: 4_000).status == .placed)
        #expect(board.charges(of: alice, at: 4_000) == (0, 5_000))
    }

    @Test func `on a board without a cooldown an area may have one, for everywhere`() throws {
        for (mode, wait) in [(AreaMode.cooldown(millis: 700), Int64(700)), (.slower(factor: 3), 3_000)] {
            var board = try makeBoard([mode], Rules(cooldownMillis: 0, chargesMax: 1))
            let verdict = board.place(alice, x: 1, y: 1, colour: 1, at: 0)
            #expect(verdict == Verdict(status: .placed, colour: 1, charges: 0, waitMillis: wait, seq: 1))
            #expect(board.place(alice, x: 0, y: 0, colour: 1, at: wait - 1).status == .coolingDown)
            // Also when the area is gone.
            board.setAreas([])
            #expect(board.place(alice, x: 0, y: 0, colour: 1, at: wait - 1).status == .coolingDown)
            #expect(
                board.place(alice, x: 0, y: 0, colour: 1, at: wait)
                    == Verdict(status: .placed, colour: 1, charges: 1, waitMillis: 0, seq: 2))
        }
    }

    @Test(arguments: [AreaMode.slower(factor: 7), .cooldown(millis: 250), .cooldown(millis: 60_000)])
    func `whoever takes a placement back gets back what it cost`(mode: AreaMode) throws {
        for isCommitted in [true, false] {
            var board = try makeBoard([mode])
            _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
            let before = board.fullInMillis(of: alice, at: 10)
            #expect(board.place(alice, x: 1, y: 1, colour: 1, at: 10).status == .placed)
            #expect(board.fullInMillis(of: alice, at: 10) != before)
            if isCommitted { board.commit(try board.requireGroup(timeMillis: 1)) }
            // The area may have gone in the meantime.
            board.setAreas([])
            #expect(board.undo(alice, x: 1, y: 1, at: 10).status == .placed)
            #expect(board.fullInMillis(of: alice, at: 10) == before)
            // What storage refuses is as if it had not been.
            board.abandonUncommitted()
            let spent = isCommitted ? board.fullInMillis(of: alice, at: 10) : 0
            #expect((spent > before) == isCommitted)
        }
    }

    @Test func `what storage refuses in an area gives back what it cost`() throws {
        var board = try makeBoard([.slower(factor: 7)])
        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        board.commit(try board.requireGroup(timeMillis: 1))
        _ = board.place(alice, x: 1, y: 1, colour: 1, at: 0)
        _ = board.place(mod, x: 0, y: 1, colour: 1, at: 0)
        _ = board.takeGroup(timeMillis: 2)
        _ = board.place(PlayerSlot(number: 3), x: 1, y: 1, colour: 2, at: 0)
        _ = board.place(PlayerSlot(number: 3), x: 2, y: 1, colour: 2, at: 0)
        board.abandonUncommitted()
        #expect(board.charges(of: alice, at: 0) == (1, 1_000))
        #expect(board.charges(of: mod, at: 0) == (2, 0))
        #expect(board.charges(of: PlayerSlot(number: 3), at: 0) == (2, 0))
    }

    @Test func `new rules keep the cooldown in proportion, and what was owed beyond it as it was`() throws {
        var board = try makeBoard([.slower(factor: 5)])
        _ = board.place(alice, x: 1, y: 1, colour: 1, at: 0)
        // Of 4 s, one second is a charge and three are owed.
        board.setRules(Rules(cooldownMillis: 10_000, chargesMax: 2), at: 0)
        #expect(board.charges(of: alice, at: 0) == (0, 13_000))
        board.setRules(Rules(cooldownMillis: 1_000, chargesMax: 2), at: 0)
        #expect(board.charges(of: alice, at: 0) == (0, 4_000))
        board.setRules(Rules(cooldownMillis: 0, chargesMax: 2), at: 0)
        #expect(board.charges(of: alice, at: 0) == (0, 3_000))
        board.setRules(Rules(cooldownMillis: 0, chargesMax: 2, state: .frozen), at: 1_000)
        #expect(board.charges(of: alice, at: 1_000) == (0, 2_000))
        board.setRules(Rules(cooldownMillis: 0, chargesMax: 5), at: 3_000)
        #expect(board.charges(of: alice, at: 3_000) == (5, 0))
    }

    /// A board of 3x2 pixels in four colours, with areas of these modes over the pixels (1, 1) and (2, 1).
    private func makeBoard(
        _ modes: [AreaMode], _ rules: Rules = Rules(cooldownMillis: 1_000, chargesMax: 2)
    ) throws -> Board {
        let shape = try #require(BoardShape(width: 3, height: 2))
        var board = Board(grid: Grid(shape: shape), epoch: 1, colourCount: 4, rules: rules)
        let rectangle = try #require(BoardRectangle(x: 1, y: 1, width: 2, height: 7))
        board.setAreas(
            try modes.enumerated().map { number, mode in
                try #require(Area(id: UInt32(number), rectangle: rectangle, mode: mode))
            })
        return board
    }
}
