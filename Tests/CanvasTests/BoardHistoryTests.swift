import Canvas
import TestKit
import Testing

/// Boards with random pasts, compared at every step with a model that is too simple to be wrong.
@Suite struct BoardHistoryTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `a board agrees with the simplest model of one`(seed: UInt64) throws {
        var walk = try RandomWalk(seed: seed)
        for _ in 0..<600 { try walk.step() }
        try walk.finish()
    }
}

/// One board, and beside it: its decided and shown pixels as plain arrays, and the groups in between.
private struct RandomWalk: ~Copyable {
    private var random: SeededRandom
    private var board: Board
    private let width: Int
    private let height: Int
    private var decided: [UInt8]
    private var shown: [UInt8]
    private var shownSeq: UInt64 = 0
    private var pending: [PixelChange] = []
    private var groups: [ChangeGroup] = []
    private var touched: Set<UInt32> = []
    private var replica: [UInt8]
    private var now: Int64 = 0

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        width = [1, 3, 70, 130][Int(seed % 4)]
        height = [1, 50, 90][Int(seed % 3)]
        let shape = try #require(BoardShape(width: width, height: height))
        decided = [UInt8](repeating: 0, count: shape.pixelCount)
        shown = decided
        replica = decided
        board = Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 3,
            rules: Rules(cooldownMillis: seed % 5 == 0 ? 0 : 50, chargesMax: UInt8(1 + seed % 7)))
    }

    mutating func step() throws {
        now += Int64.random(in: 0...30, using: &random)
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<14: place()
        case 14, 15: takeGroup()
        case 16, 17: if !groups.isEmpty { commit() }
        case 18: publish()
        default: if Int.random(in: 0..<10, using: &random) == 0 { abandon() }
        }
        #expect(board.shown.seq == shownSeq)
    }

    mutating func finish() throws {
        takeGroup()
        while !groups.isEmpty { commit() }
        publish()
        #expect(board.shown.colours == decided)
        #expect(board.shown.digest == Digest(of: decided))
    }

    private mutating func place() {
        let player = PlayerSlot(number: UInt32.random(in: 0..<6, using: &random))
        let x = UInt16.random(in: 0...UInt16(width), using: &random)
        let y = UInt16.random(in: 0...UInt16(height), using: &random)
        let colour = UInt16.random(in: 0...3, using: &random)
        let before = board.charges(of: player, at: now)
        let verdict = board.place(player, x: x, y: y, colour: colour, at: now)
        let after = board.charges(of: player, at: now)
        #expect((verdict.charges, verdict.waitMillis) == after)
        let isInside = x < width && y < height
        let index = Int(y) * width + Int(x)
        if !isInside {
            #expect(verdict.status == .outside)
        } else if colour == 3 {
            #expect(verdict.status == .noSuchColour)
        } else if decided[index] == UInt8(colour) {
            #expect(verdict.status == .unchanged)
        } else if before.charges == 0 {
            #expect(verdict.status == .coolingDown)
            #expect(verdict.waitMillis >= 1)
        } else {
            #expect(verdict.status == .placed)
            #expect(board.rules.cooldownMillis == 0 || after.charges == before.charges - 1)
            decided[index] = UInt8(colour)
            pending.append(PixelChange(index: UInt32(index), colour: UInt8(colour), player: player))
        }
        if verdict.status != .placed { #expect(before == after) }
        #expect(verdict.colour == (isInside ? decided[index] : 0))
        let onTheWay = groups.reduce(pending.count) { $0 + $1.changes.count }
        #expect(verdict.seq == shownSeq + UInt64(onTheWay))
    }

    private mutating func takeGroup() {
        let group = board.takeGroup(timeMillis: now)
        #expect(group?.changes ?? [] == pending)
        pending = []
        if let group { groups.append(group) }
    }

    private mutating func commit() {
        let group = groups.removeFirst()
        #expect(group.firstSeq == shownSeq + 1)
        board.commit(group)
        for change in group.changes {
            shown[Int(change.index)] = change.colour
            touched.insert(change.index)
        }
        shownSeq += UInt64(group.changes.count)
        #expect(board.shown.colours == shown)
        if let last = group.changes.last {
            #expect(board.lastPlacement(at: Int(last.index))?.player == last.player)
            #expect(board.lastPlacement(at: Int(last.index))?.timeMillis == group.timeMillis)
        }
    }

    /// What a replica does with each frame has to lead it to the board.
    private mutating func publish() {
        let indexes = board.takeTouched()
        #expect(indexes == touched.sorted())
        touched = []
        for index in indexes { replica[Int(index)] = board.shown.colours[Int(index)] }
        #expect(replica == shown)
        #expect(Digest(of: replica) == board.shown.digest)
    }

    private mutating func abandon() {
        board.abandonUncommitted()
        pending = []
        groups = []
        decided = shown
    }
}
