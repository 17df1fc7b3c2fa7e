import Canvas
import TestKit
import Testing

@Suite struct BoardRulesTests {
    /// Everything that can speak against a placement, in the order in which it is told.
    private static let precedence: [PlacementStatus] = [
        .watching, .banned, .busy, .flooding, .notOpen, .outside, .noSuchColour, .protected, .challenge,
        .newcomer,
        .unchanged, .coolingDown,
    ]

    @Test func `the order of reasons is that of the protocol`() {
        #expect(Self.precedence.map(\.rawValue) == [12, 7, 11, 8, 5, 2, 3, 6, 9, 10, 4, 1])
        // Only an undo can be too late.
        #expect(Set(Self.precedence).union([.placed, .tooLate]) == Set(PlacementStatus.allCases))
        #expect(PlacementStatus.tooLate.rawValue == 15)
    }

    @Test func `of all reasons that hold, the first is told, for every set of reasons`() throws {
        for bits in 0..<(1 << Self.precedence.count) {
            let reasons = Set(
                Self.precedence.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
            // A pixel that does not exist, or a colour that does not, is never the one that is there already.
            if reasons.contains(.unchanged), reasons.contains(.outside) || reasons.contains(.noSuchColour) {
                continue
            }
            // Nobody cannot be cooling down.
            if reasons.contains(.coolingDown) && reasons.contains(.watching) { continue }
            let verdict = try judge(reasons)
            #expect(verdict.status == Self.precedence.first(where: reasons.contains) ?? .placed, "\(reasons)")
        }
    }

    @Test func `every refusal tells the pixel and the charges as they are`() throws {
        for reason in Self.precedence where ![.watching, .outside, .coolingDown, .unchanged].contains(reason)
        {
            let verdict = try judge([reason])
            #expect(verdict == Verdict(status: reason, colour: 2, charges: 1, waitMillis: 0, seq: 100))
        }
        #expect(try judge([.unchanged]).colour == 2)
        #expect(
            try judge([.outside]) == Verdict(status: .outside, colour: 0, charges: 1, waitMillis: 0, seq: 100)
        )
        #expect(
            try judge([.watching])
                == Verdict(status: .watching, colour: 2, charges: 0, waitMillis: 0, seq: 100))
        let waiting = try judge([.coolingDown])
        #expect(waiting == Verdict(status: .coolingDown, colour: 2, charges: 0, waitMillis: 300, seq: 101))
        #expect(try judge([.flooding, .coolingDown]).waitMillis == 300)
    }

    @Test func `a refusal spends nothing`() throws {
        var board = try makeBoard()
        for (x, colour) in [(UInt16(9), UInt16(1)), (0, 99), (0, 2)] {
            _ = board.place(PlayerSlot(number: 0), x: x, y: 0, colour: colour, at: 0)
        }
        #expect(board.charges(of: PlayerSlot(number: 0), at: 0) == (1, 0))
        #expect(board.takeGroup(timeMillis: 0) == nil)
    }

    @Test func `the last colour of a palette of 256 is a colour`() throws {
        let shape = try #require(BoardShape(width: 1, height: 1))
        var board = Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 256,
            rules: Rules(cooldownMillis: 0, chargesMax: 1))
        #expect(board.place(PlayerSlot(number: 0), x: 0, y: 0, colour: 255, at: 0).status == .placed)
        #expect(board.place(PlayerSlot(number: 0), x: 0, y: 0, colour: 256, at: 0).status == .noSuchColour)
        #expect(board.place(PlayerSlot(number: 0), x: 0, y: 0, colour: .max, at: 0).status == .noSuchColour)
        #expect(board.place(PlayerSlot(number: 0), x: .max, y: .max, colour: 0, at: 0).status == .outside)
    }

    @Test func `new rules keep what is over of a cooldown in proportion`() throws {
        let player = PlayerSlot(number: 3)
        var board = try makeBoard(Rules(cooldownMillis: 1_000, chargesMax: 4))
        for x in 0..<3 { _ = board.place(player, x: UInt16(x), y: 0, colour: 1, at: 0) }
        #expect(board.charges(of: player, at: 500) == (1, 500))

        board.setRules(Rules(cooldownMillis: 10_000, chargesMax: 4), at: 500)
        #expect(board.charges(of: player, at: 500) == (1, 5_000))
        board.setRules(Rules(cooldownMillis: 10, chargesMax: 2), at: 500)
        #expect(board.charges(of: player, at: 500) == (0, 5))
        board.setRules(Rules(cooldownMillis: 10, chargesMax: 255), at: 500)
        #expect(board.charges(of: player, at: 500) == (253, 5))
        board.setRules(Rules(cooldownMillis: 10, chargesMax: 255, state: .frozen), at: 502)
        #expect(board.charges(of: player, at: 502) == (253, 3))
        board.setRules(Rules(cooldownMillis: 0, chargesMax: 1), at: 502)
        #expect(board.charges(of: player, at: 502) == (1, 0))
        board.setRules(Rules(cooldownMillis: .max, chargesMax: 1), at: 502)
        #expect(board.charges(of: player, at: 502) == (1, 0))
    }

    /// Judges a placement against which exactly `reasons` speak.
    private func judge(_ reasons: Set<PlacementStatus>) throws -> Verdict {
        let player = PlayerSlot(number: 7)
        var board = try makeBoard()
        if reasons.contains(.coolingDown) { _ = board.place(player, x: 2, y: 1, colour: 1, at: -700) }
        let state: BoardState = reasons.contains(.notOpen) ? .frozen : .open
        board.setRules(Rules(cooldownMillis: 1_000, chargesMax: 1, state: state), at: 0)
        var restrictions: Restrictions = []
        if reasons.contains(.banned) { restrictions.insert(.banned) }
        if reasons.contains(.challenge) { restrictions.insert(.challenge) }
        if reasons.contains(.newcomer) { restrictions.insert(.newcomer) }
        board.setRestrictions(restrictions, of: player)
        if reasons.contains(.protected) {
            let everywhere = try #require(BoardRectangle(x: 0, y: 0, width: 3, height: 2))
            board.setAreas([try #require(Area(id: 1, rectangle: everywhere, mode: .frozen))])
        }
        let colour: UInt16 = reasons.contains(.noSuchColour) ? 4 : reasons.contains(.unchanged) ? 2 : 3
        let placement = Placement(
            player: reasons.contains(.watching) ? .none : player, x: reasons.contains(.outside) ? 3 : 1, y: 0,
            colour: colour)
        return board.decide(
            placement, isBusy: reasons.contains(.busy), isFlooding: reasons.contains(.flooding),
            at: 0)
    }

    /// A board of 3x2 pixels in four colours, all of them colour 2, at seq 100.
    private func makeBoard(_ rules: Rules = Rules(cooldownMillis: 1_000, chargesMax: 1)) throws -> Board {
        let shape = try #require(BoardShape(width: 3, height: 2))
        let grid = Grid(shape: shape, colours: [UInt8](repeating: 2, count: 6), seq: 100)
        return Board(grid: grid, epoch: 1, colourCount: 4, rules: rules)
    }
}
