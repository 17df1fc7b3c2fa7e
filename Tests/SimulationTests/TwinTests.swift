import Canvas
import Reactor
import TestKit
import Testing
import Wire

@testable import Ledger

/// What the simulation stands on: a disk that forgets what a disk may forget and nothing else, and a judge
/// who notices.
struct TwinTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func `a power cut takes nothing that was synced`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let disk = SimulatedDisk()
        let synced = (0..<100).map { UInt8($0) }
        disk.append(synced)
        disk.sync()
        disk.append((100..<250).map { UInt8($0) })
        disk.cutPower(&random)
        #expect(disk.bytes.starts(with: synced) && disk.bytes.count <= 250)
        #expect(disk.syncedCount == disk.bytes.count)
    }

    @Test func `a torn end is cut off, wherever it is torn`() throws {
        let groups = try [3, 1, 7].map { try session($0) }
        let frames = groups.map { SimulatedLog.frame(of: $0) }
        let whole = frames.flatMap(\.self)
        for count in 0...whole.count {
            let content = try SimulatedLog.Content(of: Array(whole[..<count]))
            var ends = [0]
            for frame in frames { ends.append((ends.last ?? 0) + frame.count) }
            #expect(content.end == ends.last { $0 <= count })
        }
        var spoiled = whole
        spoiled[frames[0].count + 20] ^= 1
        #expect(try SimulatedLog.Content(of: spoiled).end == frames[0].count)
    }

    @Test func `the judge knows a state that was never durable, and one with another content`() throws {
        var judge = Judge()
        let board = try #require(BoardName("main"))
        let shape = try #require(BoardShape(width: 4, height: 2))
        let rules = Rules(cooldownMillis: 1000, chargesMax: 1)
        judge.begin(
            LedgerBoard(
                name: board, epoch: 5, shape: shape, palette: .standard, rules: rules, createdAtMillis: 0),
            at: 0)
        let blank = Replica.digest(of: [UInt8](repeating: 0, count: 8))
        try judge.saw(board, StateName(epoch: 5, seq: 0), digest: blank)
        #expect(throws: Violation.self) {
            try judge.saw(board, StateName(epoch: 5, seq: 0), digest: blank ^ 1)
        }
        #expect(throws: Violation.self) { try judge.saw(board, StateName(epoch: 5, seq: 1)) }
        #expect(throws: Violation.self) { try judge.saw(board, StateName(epoch: 6, seq: 0)) }
        #expect(throws: Violation.self) {
            try judge.acknowledged(0, board, x: 1, y: 0, colour: 3, isUndo: false, seq: 1)
        }
    }

    @Test func `the judge counts charges`() throws {
        var judge = Judge()
        let shape = try #require(BoardShape(width: 4, height: 2))
        let rules = Rules(cooldownMillis: 1000, chargesMax: 1)
        judge.begin(
            LedgerBoard(
                name: .main, epoch: 5, shape: shape, palette: .standard, rules: rules, createdAtMillis: 0),
            at: 0)
        var board = Board(
            grid: Grid(shape: shape), epoch: 5, colourCount: 32,
            rules: Rules(cooldownMillis: 0, chargesMax: 1))
        func place(_ x: UInt16, at millis: Int64) throws {
            let player = PlayerSlot(number: 1)
            _ = board.decide(
                Placement(player: player, x: x, y: 0, colour: 1), isBusy: false, isFlooding: false, at: millis
            )
            guard let changes = board.takeGroup(timeMillis: millis) else { return }
            let group = LedgerGroup(board: .main, epoch: 5, changes: changes)
            judge.handedOver(group, at: millis, inTurn: Int(millis))
            try judge.durable(group, inTurn: Int(millis), wallMillisMax: millis)
        }
        try place(0, at: 0)
        try place(1, at: 1000)
        #expect(throws: Violation.self) { try place(2, at: 1999) }
    }

    @Test func `the judge knows what is whose to take back, and counts it no more`() throws {
        var judge = Judge()
        let shape = try #require(BoardShape(width: 4, height: 2))
        let rules = Rules(cooldownMillis: 1000, chargesMax: 1)
        judge.begin(
            LedgerBoard(
                name: .main, epoch: 5, shape: shape, palette: .standard, rules: rules, createdAtMillis: 0),
            at: 0)
        var board = Board(grid: Grid(shape: shape), epoch: 5, colourCount: 32, rules: rules)
        func keep(_ changes: ChangeGroup, at millis: Int64) throws {
            let group = LedgerGroup(board: .main, epoch: 5, changes: changes)
            judge.handedOver(group, at: millis, inTurn: Int(millis))
            try judge.durable(group, inTurn: Int(millis), wallMillisMax: millis)
        }
        let pixel = Placement(player: PlayerSlot(number: 1), x: 0, y: 0, colour: 1)
        for millis in [0, 500] as [Int64] {
            _ = board.decide(pixel, isBusy: false, isFlooding: false, at: millis)
            let placed = board.takeGroup(timeMillis: millis)
            board.commit(try #require(placed))
            try keep(#require(placed), at: millis)
            _ = board.undo(pixel, isBusy: false, isFlooding: false, at: millis + 100)
            let undone = board.takeGroup(timeMillis: millis + 100)
            board.commit(try #require(undone))
            try keep(#require(undone), at: millis + 100)
        }
        // An undo of what nobody has placed.
        var stray = Board(
            grid: Grid(shape: shape, colours: [0, 2, 0, 0, 0, 0, 0, 0], seq: 3), epoch: 5, colourCount: 32,
            rules: rules)
        let other = Placement(player: PlayerSlot(number: 1), x: 1, y: 0, colour: 1)
        _ = stray.decide(other, isBusy: false, isFlooding: false, at: 0)
        let unseen = stray.takeGroup(timeMillis: 0)
        stray.commit(try #require(unseen))
        _ = stray.undo(other, isBusy: false, isFlooding: false, at: 0)
        let undone = stray.takeGroup(timeMillis: 700)
        #expect(undone?.firstSeq == 5 && undone?.undos.count == 1)
        #expect(throws: Violation.self) { try keep(#require(undone), at: 700) }
    }

    private func session(_ player: UInt32) throws -> LedgerGroup {
        let hash = try #require(TokenHash([UInt8](repeating: 7, count: TokenHash.byteCount)))
        return LedgerGroup([
            .session(
                LedgerSession(
                    player: player, tokenHash: hash, id: "id", name: "Ada", createdAtMillis: 0,
                    address: AddressKey(high: 0, low: 0)))
        ])
    }
}
