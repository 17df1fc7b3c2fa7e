import Canvas
import Testing

@testable import Service

@Suite struct RollbackTailTests {
    @Test func `a tail that grows too long is torn, and holds nothing`() throws {
        var tail = RollbackTail(changesMax: 3)
        let groups = try groups(of: [2, 1, 1, 1])
        tail.append(groups[0])
        tail.append(groups[1])
        #expect(tail.groups == Array(groups[..<2]) && !tail.isTorn)
        tail.append(groups[2])
        #expect(tail.groups.isEmpty && tail.isTorn)
        // A tail from here on would have a gap.
        tail.append(groups[3])
        #expect(tail.groups.isEmpty && tail.isTorn)
    }

    @Test func `what is handed over is taken once`() {
        let handover = Handover([1, 2, 3])
        #expect(handover.take() == [1, 2, 3])
        #expect(handover.take() == nil)
    }

    /// Groups of so many changes, as a board commits them.
    private func groups(of counts: [Int]) throws -> [ChangeGroup] {
        let shape = try #require(BoardShape(width: 8, height: 1))
        var board = Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 4,
            rules: Rules(cooldownMillis: 0, chargesMax: 1))
        var groups: [ChangeGroup] = []
        var x: UInt16 = 0
        for count in counts {
            for _ in 0..<count {
                let placement = Placement(player: PlayerSlot(number: 0), x: x, y: 0, colour: 1)
                _ = board.decide(placement, isBusy: false, isFlooding: false, at: 0)
                x += 1
            }
            let group = board.takeGroup(timeMillis: 0)
            groups.append(try #require(group))
        }
        return groups
    }
}
