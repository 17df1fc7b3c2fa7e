import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// A painting whose every change is noted with its origin: what a ledger plans has to be what follows from
/// these notes alone.
private final class RollbackStory {
    let shelf: Shelf
    let painting: Painting
    private(set) var changes: [BoardChange] = []
    private var beginning: (colours: [UInt8], origins: [PixelOrigin])?
    var random: SeededRandom

    init(seed: UInt64, hasUndos: Bool, in parent: String) throws {
        shelf = try Shelf(in: parent)
        shelf.options.durability = .relaxed
        shelf.options.rememberedChanges = 60
        random = SeededRandom(seed: seed)
        painting = try Painting(
            width: 9, height: 7, seed: seed, cooldownMillis: 0, playerCount: 5, hasUndos: hasUndos)
    }

    private var shape: BoardShape { painting.meta.shape }

    func commit(_ group: LedgerGroup, on ledger: DiskLedger) {
        #expect(ledger.commitAndWait(group).error == nil)
        painting.commit(group)
        for placements in group.placements {
            let group = placements.changes
            let undos = Dictionary(uniqueKeysWithValues: group.undos.map { ($0.place, $0.origin) })
            for (place, change) in group.changes.enumerated() {
                changes.append(
                    BoardChange(
                        seq: group.firstSeq + UInt64(place), change: change, timeMillis: group.timeMillis,
                        undoOrigin: undos[place]))
            }
        }
    }

    func paint(_ count: Int, on ledger: DiskLedger) {
        let end = changes.count + count
        while changes.count < end {
            commit(painting.group(of: .random(in: 1...9, using: &random)), on: ledger)
        }
    }

    /// The board's past is cut off, and goes on from what it shows.
    func beginAnew(_ epoch: UInt32, on ledger: DiskLedger) throws {
        let image = painting.image
        painting.meta.epoch = epoch
        painting.meta.beginning = .snapshot
        try ledger.save(
            BoardImage(
                board: .main, epoch: epoch, seq: 0, takenAtMillis: painting.timeMillis, shape: shape,
                colours: image.colours, digest: image.digest, origins: image.origins))
        #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
        painting.board = Board(
            grid: Grid(shape: shape, colours: image.colours, seq: 0), epoch: epoch,
            colourCount: painting.meta.palette.colours.count, rules: painting.meta.rules,
            origins: image.origins)
        beginning = (image.colours, image.origins)
        changes = []
    }

    func plan(
        _ target: RollbackTarget, in area: BoardRectangle?, _ ledger: DiskLedger
    ) throws -> RollbackPlan {
        try answer {
            ledger.past.rollbackPlan(
                target, in: area, on: .main, epoch: painting.meta.epoch, completion: $0)
        }.get()
    }

    /// The plan that comes of going through everything from the beginning.
    func expected(_ target: RollbackTarget, in area: BoardRectangle?) -> RollbackPlan {
        var planner = RollbackPlanner(
            shape: shape, area: area, target: target, startSeq: 0, colours: start.colours,
            origins: start.origins)
        for change in changes { planner.take(change) }
        return planner.plan()
    }

    private var start: (colours: [UInt8], origins: [PixelOrigin]) {
        beginning
            ?? (
                [UInt8](repeating: 0, count: shape.pixelCount),
                [PixelOrigin](repeating: PixelOrigin(), count: shape.pixelCount)
            )
    }

    /// What a plan has to hold where nothing was ever taken back, by looking at each pixel from its end.
    func naive(_ isTargeted: (BoardChange) -> Bool, in area: BoardRectangle?) -> [RollbackEntry] {
        (0..<UInt32(shape.pixelCount)).compactMap { pixel in
            let (y, x) = Int(pixel).quotientAndRemainder(dividingBy: shape.width)
            if let area, !area.contains(x: UInt16(x), y: UInt16(y)) { return nil }
            let all = changes.filter { $0.change.index == pixel }
            guard let newest = all.last, isTargeted(newest) else { return nil }
            let before = all.last { !isTargeted($0) }
            let restored = before?.change.colour ?? start.colours[Int(pixel)]
            guard restored != newest.change.colour else { return nil }
            return RollbackEntry(
                index: pixel, newestSeq: newest.seq, colour: newest.change.colour, restored: restored,
                origin: before.map { PixelOrigin(player: $0.change.player, timeMillis: $0.timeMillis) }
                    ?? start.origins[Int(pixel)])
        }
    }

    func anyArea() -> BoardRectangle? {
        guard Bool.random(using: &random) else { return nil }
        return BoardRectangle(
            x: .random(in: 0..<9, using: &random), y: .random(in: 0..<7, using: &random),
            width: .random(in: 1...9, using: &random), height: .random(in: 1...9, using: &random))
    }

    func anyTarget() -> (RollbackTarget, (BoardChange) -> Bool) {
        let times = changes.map(\.timeMillis)
        var from = (times.randomElement(using: &random) ?? 0) + .random(in: -1...1, using: &random)
        var until = (times.randomElement(using: &random) ?? 0) + .random(in: -1...1, using: &random)
        if Int.random(in: 0..<6, using: &random) == 0 { from = .min }
        if Bool.random(using: &random) { until = .max }
        let people = Set((0..<Int.random(in: 1...2, using: &random)).map { _ in anybody() })
        let (first, last) = (from, until)
        func isInWindow(_ change: BoardChange) -> Bool {
            change.timeMillis >= first && change.timeMillis <= last
        }
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            return (
                .people(people, from: from, until: until),
                { people.contains($0.change.player) && isInWindow($0) }
            )
        case 1:
            return (
                .everyone(except: people, from: from, until: until),
                { !people.contains($0.change.player) && isInWindow($0) }
            )
        default:
            let all = 1...UInt64(changes.count)
            let one = UInt64.random(in: all, using: &random)
            let other = UInt64.random(in: all, using: &random)
            let seqs = min(one, other)...max(one, other)
            return (.changes(seqs: seqs), { seqs.contains($0.seq) })
        }
    }

    private func anybody() -> PlayerSlot { PlayerSlot(number: .random(in: 0..<6, using: &random)) }
}

struct RollbackTests {
    private static let memory =
        FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

    private func withLedger(_ story: RollbackStory, _ body: (DiskLedger) throws -> Void) throws {
        try story.shelf.open { ledger, recovered in
            if recovered.boards.isEmpty {
                #expect(ledger.commitAndWait(LedgerGroup([.board(story.painting.meta)])).error == nil)
            }
            try body(ledger)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `the plan of a ledger is that of all changes one by one`(part: UInt64) throws {
        for seed in part * 40..<part * 40 + 40 {
            let hasUndos = seed % 2 == 0
            let story = try RollbackStory(seed: seed, hasUndos: hasUndos, in: Self.memory)
            for round: UInt32 in 0..<3 {
                try withLedger(story) { ledger in
                    if round == 2, seed % 3 == 0 { try story.beginAnew(100 + round, on: ledger) }
                    for _ in 0..<2 {
                        story.paint(.random(in: 1...60, using: &story.random), on: ledger)
                        if Bool.random(using: &story.random) { try ledger.save(story.painting.image) }
                    }
                    for _ in 0..<6 { try check(story, hasUndos, ledger) }
                }
            }
        }
    }

    private func check(_ story: RollbackStory, _ hasUndos: Bool, _ ledger: DiskLedger) throws {
        let area = story.anyArea()
        let (target, isTargeted) = story.anyTarget()
        let plan = try story.plan(target, in: area, ledger)
        #expect(plan == story.expected(target, in: area), "\(target)")
        if !hasUndos { #expect(plan.entries == story.naive(isTargeted, in: area), "\(target)") }
    }

    @Test func `a rollback, its undo and once more the same are planned from the log alone`() throws {
        let staff = PlayerSlot(number: 6)
        for seed: UInt64 in 400..<430 {
            let story = try RollbackStory(seed: seed, hasUndos: true, in: Self.memory)
            try withLedger(story) { ledger in
                story.paint(150, on: ledger)
                try ledger.save(story.painting.image)
                let shown = story.painting.board.shown.colours
                let target = RollbackTarget.people([PlayerSlot(number: 1)], from: .min, until: .max)
                for _ in 0..<2 {
                    let first = try story.apply(target, by: staff, ledger)
                    guard let seqs = first else { continue }
                    let rolledBack = story.painting.board.shown.colours
                    #expect(rolledBack != shown)
                    let again = try story.plan(target, in: nil, ledger)
                    #expect(again.entries.isEmpty)
                    _ = try story.apply(.changes(seqs: seqs), by: staff, ledger)
                    #expect(story.painting.board.shown.colours == shown)
                }
            }
        }
    }

    @Test func `what is not held, or was never so, is refused`() throws {
        let story = try RollbackStory(seed: 1, hasUndos: true, in: Self.memory)
        try withLedger(story) { ledger in
            story.paint(30, on: ledger)
            func error(
                _ target: RollbackTarget, _ board: BoardName = .main, epoch: UInt32 = 7
            ) -> PastError? {
                let reply = Reply<Result<RollbackPlan, PastError>>()
                ledger.past.rollbackPlan(target, in: nil, on: board, epoch: epoch) { reply.give($0) }
                if case .failure(let error) = reply.wait() { return error }
                return nil
            }
            let all = RollbackTarget.everyone(except: [], from: .min, until: .max)
            #expect(error(all) == nil)
            #expect(error(all, epoch: 8) == .notHeld)
            let other = try #require(BoardName("other"))
            #expect(error(all, other) == .notHeld)
            #expect(error(.changes(seqs: 0...3)) == .notHeld)
            #expect(error(.changes(seqs: 3...1000)) == .notHeld)
            #expect(error(.people([], from: .max, until: .min)) == nil)
        }
    }

    @Test func `a damaged snapshot is done without`() throws {
        let story = try RollbackStory(seed: 3, hasUndos: true, in: Self.memory)
        try withLedger(story) { ledger in
            story.paint(100, on: ledger)
            try ledger.save(story.painting.image)
            story.paint(100, on: ledger)
            let path = story.shelf.directory.snapshotsPath
            for entry in try SnapshotStore(path: path).allEntries(of: .main) {
                try Data([1, 2, 3]).write(to: URL(filePath: entry.path))
            }
            let target = RollbackTarget.everyone(except: [], from: story.painting.timeMillis, until: .max)
            let plan = try story.plan(target, in: nil, ledger)
            #expect(plan == story.expected(target, in: nil))
        }
    }

    @Test func `a clock that was set back hides nothing`() throws {
        let story = try RollbackStory(seed: 4, hasUndos: false, in: Self.memory)
        let clock = Mutex<Int64>(0)
        story.shelf.options.wallOffsetMillis = { clock.withLock { $0 } }
        try withLedger(story) { ledger in
            story.paint(40, on: ledger)
            let from = story.painting.timeMillis
            story.paint(40, on: ledger)
            // A change after this seems older than those before.
            story.painting.wallAheadMillis = -3_600_000
            clock.withLock { $0 = -3_600_000 }
            story.paint(40, on: ledger)
            let target = RollbackTarget.everyone(except: [], from: from, until: .max)
            let expected = story.expected(target, in: nil)
            #expect(!expected.entries.isEmpty)
            let plan = try story.plan(target, in: nil, ledger)
            #expect(plan == expected)
        }
    }
}

extension RollbackStory {
    /// Rolls back as a server does: plans, applies, keeps.
    fileprivate func apply(
        _ target: RollbackTarget, by staff: PlayerSlot, _ ledger: DiskLedger
    ) throws -> ClosedRange<UInt64>? {
        let plan = try plan(target, in: nil, ledger)
        #expect(plan == expected(target, in: nil))
        let outcome = painting.board.apply(plan, by: staff, at: painting.timeMillis)
        #expect(outcome.appliedCount == plan.entries.count)
        guard let changes = painting.board.takeGroup(timeMillis: painting.timeMillis) else { return nil }
        commit(LedgerGroup(board: .main, epoch: painting.meta.epoch, changes: changes), on: ledger)
        return outcome.seqs
    }
}
