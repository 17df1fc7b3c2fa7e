import Canvas
import TestKit
import Testing

@Suite struct GridTests {
    @Test func `a new grid is blank`() throws {
        let grid = Grid(shape: try #require(BoardShape(width: 3, height: 2)))
        #expect(grid.colours == [0, 0, 0, 0, 0, 0])
        #expect(grid.seq == 0)
        #expect(grid.digest == Digest(of: grid.colours))
        #expect(grid.changedIndexes(since: 0) == [])
        #expect(grid.changedIndexes(since: 1) == nil)
    }

    @Test func `a change counts, shows and is remembered`() throws {
        var grid = Grid(shape: try #require(BoardShape(width: 3, height: 2)))
        grid.set(4, to: 7)
        grid.set(1, to: 2)
        grid.set(4, to: 1)
        #expect(grid.seq == 3)
        #expect(grid.colours == [0, 2, 0, 0, 1, 0])
        #expect(grid.digest == Digest(of: grid.colours))
        #expect(grid.changedIndexes(since: 0) == [1, 4])
        #expect(grid.changedIndexes(since: 1) == [1, 4])
        #expect(grid.changedIndexes(since: 2) == [4])
        #expect(grid.changedIndexes(since: 3) == [])
    }

    @Test func `a restored grid knows nothing of the time before`() throws {
        var grid = Grid(
            shape: try #require(BoardShape(width: 2, height: 2)), colours: [1, 2, 3, 4], seq: 1_000)
        #expect(grid.changedIndexes(since: 999) == nil)
        #expect(grid.changedIndexes(since: 1_000) == [])
        grid.set(2, to: 0)
        #expect(grid.seq == 1_001)
        #expect(grid.changedIndexes(since: 1_000) == [2])
        #expect(grid.digest == Digest(of: [1, 2, 0, 4]))
    }

    @Test(arguments: [(1, 1, 400), (7, 9, 300), (64, 3, 900), (100, 100, 2_000)])
    func `any chain of deltas, and any merged one, leads to the grid`(width: Int, height: Int, changes: Int)
        throws
    {
        var history = try RandomHistory(seed: UInt64(width), width: width, height: height)
        for _ in 0..<40 {
            history.change(Int.random(in: 0...(changes / 20), using: &history.random))
            history.keepState()
        }
        try history.checkAllStates()
    }

    @Test func `deltas begin at any state of the epoch, one change apart`() throws {
        var history = try RandomHistory(seed: 5, width: 13, height: 11)
        for _ in 0..<200 {
            history.change(1)
            history.keepState()
        }
        try history.checkAllStates()
    }

    @Test(arguments: [2, 3, 10, 64, 101] as [UInt32])
    func `when the base moves up, the newer half stays exact and the rest is refused`(limit: UInt32) throws {
        var history = try RandomHistory(
            seed: UInt64(limit), width: 20, height: 10, rememberedChangesMax: limit)
        var refusals = 0
        for _ in 0..<150 {
            history.change(Int.random(in: 0...5, using: &history.random))
            history.keepState()
            refusals += try history.checkAllStates(remembered: UInt64(limit / 2))
        }
        #expect(refusals > 0)
    }

    @Test func `a group longer than can be remembered goes in all the same`() throws {
        var history = try RandomHistory(seed: 3, width: 20, height: 10, rememberedChangesMax: 10)
        history.change(1_000)
        history.keepState()
        history.change(3)
        try history.checkAllStates(remembered: 3)
        #expect(history.grid.seq == 77 + 1_003)
    }
}

/// A grid with a random past, and copies of its states for comparison.
private struct RandomHistory {
    var random: SeededRandom
    var grid: Grid
    private var states: [(seq: UInt64, colours: [UInt8])] = []

    init(seed: UInt64, width: Int, height: Int, rememberedChangesMax: UInt32 = Grid.rememberedChangesMax)
        throws
    {
        var random = SeededRandom(seed: seed)
        let shape = try #require(BoardShape(width: width, height: height))
        let colours = (0..<shape.pixelCount).map { _ in UInt8.random(in: 0...3, using: &random) }
        grid = Grid(shape: shape, colours: colours, seq: 77, rememberedChangesMax: rememberedChangesMax)
        self.random = random
        keepState()
    }

    mutating func change(_ count: Int) {
        var colours = grid.colours
        var changes: [PixelChange] = []
        for _ in 0..<count {
            let index = Int.random(in: 0..<colours.count, using: &random)
            colours[index] = (colours[index] + UInt8.random(in: 1...3, using: &random)) % 4
            changes.append(PixelChange(index: UInt32(index), colour: colours[index], player: .none))
        }
        grid.apply(changes)
    }

    mutating func keepState() {
        states.append((grid.seq, grid.colours))
    }

    /// From every kept state, the delta has to lead to the grid exactly; how many states were refused as too
    /// old.
    @discardableResult
    func checkAllStates(remembered: UInt64 = .max) throws -> Int {
        #expect(grid.digest == Digest(of: grid.colours))
        var refusals = 0
        for state in states {
            guard let changed = grid.changedIndexes(since: state.seq) else {
                #expect(grid.seq - state.seq > remembered, "a state was refused that should be remembered")
                refusals += 1
                continue
            }
            var colours = state.colours
            for index in changed { colours[Int(index)] = grid.colours[Int(index)] }
            #expect(colours == grid.colours)
            #expect(zip(changed, changed.dropFirst()).allSatisfy(<))
            #expect(changed.count <= grid.seq - state.seq)
        }
        return refusals
    }
}
