import Canvas
import TestKit
import Testing

@Suite struct UndoTests {
    private let alice = PlayerSlot(number: 0)
    private let bob = PlayerSlot(number: 5)

    /// How far a placement has come when it is taken back.
    enum Way: CaseIterable {
        case pending, taken, committed
    }

    @Test(arguments: Way.allCases)
    func `a placement is taken back wherever it is, and its charge comes back`(way: Way) throws {
        var board = try makeBoard()
        _ = board.place(bob, x: 2, y: 1, colour: 2, at: 0)
        board.commit(try board.requireGroup(timeMillis: 100))
        _ = board.place(alice, x: 2, y: 1, colour: 3, at: 1_000)
        #expect(board.charges(of: alice, at: 1_000) == (1, 10_000))
        let group = way == .pending ? nil : try board.requireGroup(timeMillis: 200)
        if let group, way == .committed { board.commit(group) }
        let verdict = board.undo(alice, x: 2, y: 1, at: 1_500)
        #expect(verdict == Verdict(status: .placed, colour: 2, charges: 2, waitMillis: 0, seq: 3))
        if let group, way == .taken { board.commit(group) }

        let undoing = try board.requireGroup(timeMillis: 300)
        #expect(undoing.changes.last == PixelChange(index: 5, colour: 2, player: alice))
        let place = undoing.changes.count - 1
        #expect(
            undoing.undos == [Undo(place: place, origin: PixelOrigin(player: bob, timeMillis: 100))])
        board.commit(undoing)
        #expect(board.shown.colours[5] == 2 && board.shown.seq == 3)
        let last = board.lastPlacement(at: 5)
        #expect(try #require(last) == (bob, 100))
        #expect(board.takeTouched() == [5])
    }

    @Test func `a pixel that was never placed before is nobody's again`() throws {
        var board = try makeBoard()
        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        _ = board.undo(alice, x: 0, y: 0, at: 0)
        board.commit(try board.requireGroup(timeMillis: 100))
        #expect(board.lastPlacement(at: 0) == nil && board.shown.colours[0] == 0 && board.shown.seq == 2)
    }

    @Test func `of a pixel that one group changes many times the newest owner is the one that counts`() throws
    {
        var board = try makeBoard()
        _ = board.place(bob, x: 0, y: 0, colour: 1, at: 0)
        _ = board.place(alice, x: 0, y: 0, colour: 2, at: 0)
        _ = board.undo(alice, x: 0, y: 0, at: 0)
        let mine = PlayerSlot(number: 2)
        _ = board.place(mine, x: 0, y: 0, colour: 3, at: 0)
        #expect(board.undo(mine, x: 0, y: 0, at: 0).colour == 1)
        _ = board.place(alice, x: 1, y: 0, colour: 1, at: 0)
        _ = board.undo(alice, x: 1, y: 0, at: 0)
        _ = board.place(bob, x: 1, y: 0, colour: 2, at: 0)
        board.commit(try board.requireGroup(timeMillis: 77))
        let first = board.lastPlacement(at: 0)
        #expect(try #require(first) == (bob, 77))
        let second = board.lastPlacement(at: 1)
        #expect(try #require(second) == (bob, 77))
        // What stood there before the group is remembered from before all of it.
        #expect(board.undo(bob, x: 1, y: 0, at: 0).colour == 0)
        board.commit(try board.requireGroup(timeMillis: 78))
        #expect(board.lastPlacement(at: 1) == nil)
    }

    @Test func `nothing but one's own newest placement of late can be taken back`() throws {
        var board = try makeBoard()
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        // Somebody else's.
        #expect(
            board.undo(bob, x: 0, y: 0, at: 0)
                == Verdict(status: .tooLate, colour: 1, charges: 2, waitMillis: 0, seq: 1))
        // Painted over, which is then taken back: the newest change is no placement of hers.
        _ = board.place(bob, x: 0, y: 0, colour: 2, at: 0)
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
        #expect(board.undo(bob, x: 0, y: 0, at: 0).colour == 1)
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
        // Taken back already, by whoever asks.
        #expect(board.undo(bob, x: 0, y: 0, at: 0).status == .tooLate)
        board.commit(try board.requireGroup(timeMillis: 1))
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
        #expect(board.undo(bob, x: 0, y: 0, at: 0).status == .tooLate)
    }

    @Test(arguments: [true, false])
    func `after six seconds it is too late`(isCommitted: Bool) throws {
        for (now, status) in [(Int64(6_000), PlacementStatus.placed), (6_001, .tooLate)] {
            var board = try makeBoard()
            _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
            if isCommitted { board.commit(try board.requireGroup(timeMillis: 1)) }
            #expect(board.undo(alice, x: 0, y: 0, at: now).status == status)
        }
    }

    @Test func `a board that was kept lets nobody take back what was placed before`() throws {
        let shape = try #require(BoardShape(width: 3, height: 2))
        var origins = [PixelOrigin](repeating: PixelOrigin(), count: 6)
        origins[0] = PixelOrigin(player: alice, timeMillis: 1)
        var grid = Grid(shape: shape)
        grid.set(0, to: 1)
        var board = Board(
            grid: grid, epoch: 1, colourCount: 4, rules: Rules(cooldownMillis: 0, chargesMax: 1),
            origins: origins)
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
    }

    @Test func `three at once, and one more every twenty seconds`() throws {
        var board = try makeBoard(Rules(cooldownMillis: 0, chargesMax: 1))
        func flicker(_ player: PlayerSlot, at now: Int64) -> PlacementStatus {
            _ = board.place(player, x: 0, y: 0, colour: 1, at: now)
            let status = board.undo(player, x: 0, y: 0, at: now).status
            // So that the next one finds it as it was.
            if status != .placed { _ = board.place(player, x: 0, y: 0, colour: 0, at: now) }
            return status
        }
        #expect((0..<4).map { _ in flicker(alice, at: 0) } == [.placed, .placed, .placed, .flooding])
        #expect(flicker(bob, at: 0) == .placed)
        #expect(flicker(alice, at: 19_999) == .flooding)
        #expect(flicker(alice, at: 20_000) == .placed)
        #expect(flicker(alice, at: 20_000) == .flooding)
        // Refusals cost none.
        for _ in 0..<10 { #expect(board.undo(bob, x: 2, y: 1, at: 20_000).status == .tooLate) }
        #expect(flicker(bob, at: 20_000) == .placed)
    }

    @Test func `of all reasons that hold, the first is told`() throws {
        let reasons: [PlacementStatus] = [
            .watching, .banned, .busy, .flooding, .notOpen, .outside, .protected, .tooLate,
        ]
        for bits in 0..<(1 << reasons.count) {
            let holding = Set(reasons.enumerated().filter { bits >> $0.offset & 1 == 1 }.map(\.element))
            var board = try makeBoard()
            _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
            let state: BoardState = holding.contains(.notOpen) ? .closed : .open
            board.setRules(Rules(cooldownMillis: 1, chargesMax: 2, state: state), at: 0)
            if holding.contains(.banned) { board.setRestrictions(.banned, of: alice) }
            if holding.contains(.protected) {
                let everywhere = try #require(BoardRectangle(x: 0, y: 0, width: 3, height: 2))
                board.setAreas([try #require(Area(id: 1, rectangle: everywhere, mode: .staffOnly))])
            }
            let pixel = Placement(
                player: holding.contains(.watching) ? .none : alice, x: 0,
                y: holding.contains(.outside) ? 2 : 0, colour: 0)
            let verdict = board.undo(
                pixel, isBusy: holding.contains(.busy), isFlooding: holding.contains(.flooding),
                at: holding.contains(.tooLate) ? 7_000 : 0)
            #expect(verdict.status == reasons.first(where: holding.contains) ?? .placed, "\(holding)")
        }
    }

    @Test func `what storage refused was not taken back, and its charge is spent`() throws {
        var board = try makeBoard()
        _ = board.place(alice, x: 0, y: 0, colour: 1, at: 0)
        board.commit(try board.requireGroup(timeMillis: 1))
        _ = board.undo(alice, x: 0, y: 0, at: 100)
        _ = board.takeGroup(timeMillis: 2)
        _ = board.place(bob, x: 1, y: 0, colour: 1, at: 100)
        _ = board.undo(bob, x: 1, y: 0, at: 100)
        #expect(board.charges(of: alice, at: 100) == (2, 0))
        board.abandonUncommitted()
        #expect(board.charges(of: alice, at: 100) == (1, 9_900) && board.charges(of: bob, at: 100) == (2, 0))
        #expect(board.decidedSeq == 1 && board.takeGroup(timeMillis: 3) == nil)
        let last = board.lastPlacement(at: 0)
        #expect(try #require(last) == (alice, 1))
        #expect(board.undo(alice, x: 0, y: 0, at: 200).status == .placed)
    }

    @Test func `on a board that takes more than is remembered the newest can be taken back`() throws {
        let shape = try #require(BoardShape(width: 300, height: 300))
        var board = Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 4,
            rules: Rules(cooldownMillis: 0, chargesMax: 1))
        for y in 0..<300 {
            for x in 0..<300 { _ = board.place(alice, x: UInt16(x), y: UInt16(y), colour: 1, at: 0) }
            board.commit(try board.requireGroup(timeMillis: 0))
        }
        #expect(board.undo(alice, x: 0, y: 0, at: 0).status == .tooLate)
        #expect(board.undo(alice, x: 0, y: 100, at: 0).status == .placed)
        #expect(board.undo(alice, x: 299, y: 299, at: 0).status == .placed)
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `whatever happens, it is what a naive account of every pixel says`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var account = PixelAccount()
        var board = try makeBoard(Rules(cooldownMillis: 0, chargesMax: 1))
        var now: Int64 = 0
        var groups: [ChangeGroup] = []
        for _ in 0..<400 {
            now += [0, 0, 10, 700, 2_500].randomElement(using: &random) ?? 0
            let player = PlayerSlot(number: .random(in: 0..<4, using: &random))
            let x = UInt16.random(in: 0..<3, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<4:
                let colour = UInt16.random(in: 0..<4, using: &random)
                let verdict = board.place(player, x: x, y: 0, colour: colour, at: now)
                #expect((verdict.status == .placed) == account.place(player, x, UInt8(colour), at: now))
            case 4..<7:
                let verdict = board.undo(player, x: x, y: 0, at: now)
                // How many there may be is another matter.
                if verdict.status == .flooding { continue }
                #expect(
                    (verdict.status == .placed) == account.undo(player, x, at: now), "\(seed) at \(now)")
                #expect(verdict.colour == account.decided[Int(x)].last?.colour ?? 0)
            case 7:
                guard let group = board.takeGroup(timeMillis: now + 1_000_000) else { continue }
                groups.append(group)
                account.take(timeMillis: now + 1_000_000)
            case 8 where !groups.isEmpty:
                board.commit(groups.removeFirst())
                account.commit()
            case 9 where Int.random(in: 0..<10, using: &random) == 0:
                board.abandonUncommitted()
                groups = []
                account.abandon()
            default: continue
            }
            for pixel in 0..<3 {
                #expect(board.shown.colours[pixel] == account.shown[pixel].last?.colour ?? 0)
                let last = board.lastPlacement(at: pixel)
                #expect(last?.player == account.shown[pixel].last?.owner)
                #expect(last?.timeMillis == account.shown[pixel].last?.since)
            }
        }
    }

    private func makeBoard(_ rules: Rules = Rules(cooldownMillis: 10_000, chargesMax: 2)) throws -> Board {
        let shape = try #require(BoardShape(width: 3, height: 2))
        return Board(grid: Grid(shape: shape), epoch: 1, colourCount: 4, rules: rules)
    }
}

/// What every pixel was, change by change, as simple as can be.
private struct PixelAccount {
    struct Change {
        let number: Int
        let colour: UInt8
        let by: PlayerSlot
        let isUndo: Bool
        var owner: PlayerSlot?
        var since: Int64?
        /// Changes that are stored together count as decided with the last of them.
        var decidedAt: Int64
    }

    var decided = [[Change]](repeating: [], count: 3)
    var shown = [[Change]](repeating: [], count: 3)
    private var changeCount = 0
    /// The number of the last change in each group that was taken.
    private var groupEnds: [Int] = []
    private var takenCount = 0
    private var lastDecidedAt: Int64 = 0

    mutating func place(_ player: PlayerSlot, _ x: UInt16, _ colour: UInt8, at now: Int64) -> Bool {
        guard decided[Int(x)].last?.colour ?? 0 != colour else { return false }
        append(x, colour, by: player, isUndo: false, owner: player, since: nil, at: now)
        return true
    }

    mutating func undo(_ player: PlayerSlot, _ x: UInt16, at now: Int64) -> Bool {
        guard let last = decided[Int(x)].last, last.by == player, !last.isUndo else { return false }
        let decidedAt = last.number > takenCount ? lastDecidedAt : last.decidedAt
        guard decidedAt >= now - 6_000 else { return false }
        let before = decided[Int(x)].dropLast().last
        append(
            x, before?.colour ?? 0, by: player, isUndo: true, owner: before?.owner, since: before?.since,
            at: now)
        return true
    }

    private mutating func append(
        _ x: UInt16, _ colour: UInt8, by player: PlayerSlot, isUndo: Bool, owner: PlayerSlot?, since: Int64?,
        at now: Int64
    ) {
        changeCount += 1
        lastDecidedAt = now
        decided[Int(x)].append(
            Change(
                number: changeCount, colour: colour, by: player, isUndo: isUndo, owner: owner, since: since,
                decidedAt: now))
    }

    /// What was placed since the last time has its time now.
    mutating func take(timeMillis: Int64) {
        for pixel in decided.indices {
            for place in decided[pixel].indices where decided[pixel][place].number > takenCount {
                let isOwned = decided[pixel][place].owner != nil
                if isOwned, decided[pixel][place].since == nil { decided[pixel][place].since = timeMillis }
                decided[pixel][place].decidedAt = lastDecidedAt
            }
        }
        takenCount = changeCount
        groupEnds.append(changeCount)
    }

    mutating func commit() {
        let end = groupEnds.removeFirst()
        for pixel in shown.indices { shown[pixel] = decided[pixel].filter { $0.number <= end } }
    }

    mutating func abandon() {
        decided = shown
        takenCount = changeCount
        groupEnds = []
    }
}

extension Board {
    mutating func undo(_ player: PlayerSlot, x: UInt16, y: UInt16, at now: Int64) -> Verdict {
        undo(
            Placement(player: player, x: x, y: y, colour: 0), isBusy: false, isFlooding: false, at: now)
    }
}
