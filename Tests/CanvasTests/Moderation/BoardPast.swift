import Canvas
import TestKit
import Testing

/// A board of 4x3 pixels in four colours that remembers all its changes, as the ledger would.
struct BoardPast: ~Copyable {
    static let shape: BoardShape = {
        guard let shape = BoardShape(width: 4, height: 3) else { preconditionFailure("4x3 is a shape") }
        return shape
    }()

    var board: Board
    /// What was committed.
    private(set) var changes: [BoardChange] = []
    /// The same by the groups in which it was.
    private(set) var committed: [ChangeGroup] = []
    /// What was taken and not committed yet.
    private var groups: [ChangeGroup] = []
    var now: Int64 = 1_000

    init() throws {
        board = Board(
            grid: Grid(shape: Self.shape), epoch: 1, colourCount: 4,
            rules: Rules(cooldownMillis: 1_000, chargesMax: 200))
    }

    mutating func place(_ player: PlayerSlot, _ pixel: Int, _ colour: UInt16) {
        _ = board.place(player, x: UInt16(pixel % 4), y: UInt16(pixel / 4), colour: colour, at: now)
    }

    mutating func undo(_ player: PlayerSlot, _ pixel: Int) {
        _ = board.undo(player, x: UInt16(pixel % 4), y: UInt16(pixel / 4), at: now)
    }

    mutating func take() {
        if let group = board.takeGroup(timeMillis: now) { groups.append(group) }
    }

    mutating func commitOne() {
        guard !groups.isEmpty else { return }
        let group = groups.removeFirst()
        board.commit(group)
        committed.append(group)
        for (place, change) in group.changes.enumerated() {
            changes.append(
                BoardChange(
                    seq: group.firstSeq + UInt64(place), change: change, timeMillis: group.timeMillis,
                    undoOrigin: group.undos.first { $0.place == place }?.origin))
        }
    }

    mutating func commitAll() {
        take()
        while !groups.isEmpty { commitOne() }
    }

    mutating func abandon() {
        board.abandonUncommitted()
        groups = []
    }

    /// A plan of everything that was committed.
    func plan(_ target: RollbackTarget, in area: BoardRectangle? = nil) -> RollbackPlan {
        planner(target, in: area).plan()
    }

    /// What plans it, of everything that was committed, or of the first so many changes.
    func planner(
        _ target: RollbackTarget, in area: BoardRectangle? = nil, changes count: Int = .max
    ) -> RollbackPlanner {
        var planner = RollbackPlanner(
            shape: Self.shape, area: area, target: target, startSeq: 0,
            colours: [UInt8](repeating: 0, count: 12), origins: [])
        for change in changes.prefix(count) { planner.take(change) }
        return planner
    }

    /// What is shown: of each pixel the colour, and who placed it when.
    var picture: [RollbackPixel] {
        (0..<12).map { RollbackPixel(colour: board.shown.colours[$0], origin: board.origins[$0]) }
    }

    /// Some of what people do, at random.
    mutating func live(_ steps: Int, people: UInt32, _ random: inout SeededRandom) {
        for _ in 0..<steps {
            now += Int64.random(in: 0..<900, using: &random)
            let player = PlayerSlot(number: .random(in: 0..<people, using: &random))
            let pixel = Int.random(in: 0..<12, using: &random)
            switch Int.random(in: 0..<16, using: &random) {
            case 0..<9: place(player, pixel, .random(in: 0..<4, using: &random))
            case 9..<12: undo(player, pixel)
            case 12: take()
            case 13, 14: commitOne()
            default: if Int.random(in: 0..<8, using: &random) == 0 { abandon() }
            }
        }
    }
}

/// What a pixel shows, and where that comes from.
struct RollbackPixel: Equatable {
    var colour: UInt8
    var origin: PixelOrigin
}
