import Canvas
import Ledger
import Testing

@testable import Service

/// What was kept, joined with what the operator says.
struct OpeningTests {
    @Test func `with nothing kept there is a new main board with the contract's standard`() throws {
        let opening = try Opening(ServeOptions(), nowMillis: 77)
        #expect(opening.boards.map(\.record.name) == [.main] && opening.entries.count == 1)
        let main = opening.boards[0].record
        #expect(main.shape == BoardShape(width: 1000, height: 1000) && main.createdAtMillis == 77)
        #expect(main.rules == Rules(cooldownMillis: 30_000, chargesMax: 1) && main.epoch != 0)
        #expect(try Opening(ServeOptions(), nowMillis: 77).boards[0].record.epoch != main.epoch)
    }

    @Test func `charges that were spent stay in proportion when other rules are asked for`() throws {
        var options = ServeOptions()
        options.boards[0].wishes.cooldownMillis = 1000
        let opened = OpenedBoard(
            record: try Opening(options, nowMillis: 0).boards[0].record, wishes: BoardWishes(),
            grid: Grid(shape: BoardWishes.standardShape), origins: [],
            charges: [ChargeLevel(player: 3, fullAtMillis: 5000 + 30_000)],
            keptRules: Rules(cooldownMillis: 60_000, chargesMax: 1), changedAtMillis: 0,
            beganAtMillis: 0)
        let hosted = HostedBoard(
            opened, index: 0, limits: options.limits, isDeflateEnabled: false, now: 40, wallMillis: 5000)
        // Half of the cooldown was over; half of the new one is left.
        #expect(hosted.board.charges(of: PlayerSlot(number: 3), at: 40) == (0, 500))
        #expect(hosted.board.charges(of: PlayerSlot(number: 4), at: 40) == (1, 0))
        #expect(hosted.board.charges(of: PlayerSlot(number: 3), at: 540) == (1, 0))
    }

    @Test func `the times of groups never go back`() throws {
        let record = try Opening(ServeOptions(), nowMillis: 1_000).boards[0]
        let hosted = HostedBoard(
            record, index: 0, limits: ServeOptions().limits, isDeflateEnabled: false, now: 0,
            wallMillis: 1_000)
        var times: [Int64] = []
        for (number, wall) in [(1, 2_000), (2, 500), (3, 1_999), (4, 2_001)] as [(UInt16, Int64)] {
            let placement = Placement(
                player: PlayerSlot(number: UInt32(number)), x: number, y: 0, colour: 1)
            _ = hosted.board.decide(placement, isBusy: false, isFlooding: false, at: 0)
            let group = try #require(hosted.takeGroup(at: 0, wallMillis: wall))
            times.append(group.changes.timeMillis)
            #expect(group.fullInMillis == [30_000])
            hosted.commit(group.changes)
        }
        #expect(times == [2_000, 2_000, 2_000, 2_001] && hosted.changedAtMillis == 2_001)
    }
}
