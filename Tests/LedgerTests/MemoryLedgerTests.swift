import Canvas
import Ledger
import Synchronization
import TestKit
import Testing

struct MemoryLedgerTests {
    /// A group of so many changes, as a board hands it over.
    private func group(of count: Int) throws -> LedgerGroup {
        let shape = try #require(BoardShape(width: 64, height: 64))
        var board = Board(
            grid: Grid(shape: shape), epoch: 7, colourCount: 32,
            rules: Rules(cooldownMillis: 0, chargesMax: 1))
        for number in 0..<count {
            let placement = Placement(
                player: PlayerSlot(number: 0), x: UInt16(number % 64), y: UInt16(number / 64), colour: 1)
            _ = board.decide(placement, isBusy: false, isFlooding: false, at: 0)
        }
        let changes = board.takeGroup(timeMillis: 5)
        return LedgerGroup(board: .main, epoch: 7, changes: try #require(changes))
    }

    @Test func `everything is durable at once and counted`() throws {
        let ledger = MemoryLedger()
        let successes = Atomic<Int>(0)
        for count in [1, 10, 100] {
            ledger.commit(try group(of: count)) { result in
                if case .success = result { successes.add(1, ordering: .relaxed) }
            }
        }
        #expect(successes.load(ordering: .relaxed) == 3)
        #expect(ledger.groupCount == 3 && ledger.changeCount == 111)
    }

    @Test func `a group says whose changes it holds and of which past`() throws {
        let group = try group(of: 3)
        let placements = try #require(group.placements.first)
        #expect(placements.board == .main && placements.epoch == 7)
        let changes = placements.changes
        #expect(changes.firstSeq == 1 && changes.lastSeq == 3 && changes.timeMillis == 5)
        #expect(changes.changes.map(\.index) == [0, 1, 2])
    }
}
