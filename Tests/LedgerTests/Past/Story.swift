import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// What somebody said, from any thread.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func add(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }
}

/// A painting whose every change is noted down as well: what a ledger answers about its past has to be what
/// stands here.
final class Story {
    let shelf: Shelf
    var painting: Painting
    private(set) var changes: [PastChange] = []
    var random: SeededRandom
    /// What the ledger said of its keeping of the past.
    let told = Lines()

    init(seed: UInt64 = 1, width: Int = 12, height: Int = 9) throws {
        shelf = try Shelf()
        shelf.options.past.feedCount = 64
        shelf.options.past.tailCountMax = 256
        shelf.options.past.batchCountMax = 128
        shelf.options.past.sliceCount = 10
        shelf.options.past.pauseMillis = 20
        shelf.options.past.keyframeEvery = 100
        random = SeededRandom(seed: seed)
        painting = try Painting(width: width, height: height, seed: seed, cooldownMillis: 0, playerCount: 7)
    }

    func open<Answer>(_ body: (DiskLedger) throws -> Answer) throws -> Answer {
        let (ledger, recovered) = try DiskLedger.open(
            in: shelf.directory, shelf.options, told: { [told] in told.add($0) })
        defer { ledger.close() }
        if recovered.boards.isEmpty {
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
        }
        return try body(ledger)
    }

    /// Places so many pixels, in groups of a few.
    func paint(_ count: Int, on ledger: DiskLedger) {
        let end = changes.count + count
        while changes.count < end {
            let group = painting.group(of: min(end - changes.count, .random(in: 1...9, using: &random)))
            #expect(ledger.commitAndWait(group).error == nil)
            painting.commit(group)
            for placements in group.placements {
                let undone = Set(placements.changes.undos.map(\.place))
                for (index, change) in placements.changes.changes.enumerated() {
                    changes.append(
                        PastChange(
                            seq: placements.changes.firstSeq + UInt64(index),
                            word: change.index << 8 | UInt32(change.colour), player: change.player.number,
                            timeMillis: placements.changes.timeMillis, isUndo: undone.contains(index)))
                }
            }
        }
    }

    /// The board's past is cut off, and goes on from what it shows.
    func beginAnew(_ epoch: UInt32, on ledger: DiskLedger) throws {
        let image = painting.image
        painting.meta.epoch = epoch
        painting.meta.beginning = .snapshot
        try ledger.save(
            BoardImage(
                board: .main, epoch: epoch, seq: 0, takenAtMillis: painting.timeMillis,
                shape: painting.meta.shape, colours: image.colours, digest: image.digest,
                origins: image.origins))
        #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
        painting.board = Board(
            grid: Grid(shape: painting.meta.shape, colours: image.colours, seq: 0), epoch: epoch,
            colourCount: painting.meta.palette.colours.count, rules: painting.meta.rules)
        beginning = image.colours
        changes = []
    }

    private var beginning: [UInt8]?

    /// The board after so many changes, made one by one.
    func colours(at seq: UInt64) -> [UInt8] {
        var colours = beginning ?? [UInt8](repeating: 0, count: painting.meta.shape.pixelCount)
        for change in changes.prefix(Int(seq)) { colours[Int(change.pixel)] = change.colour }
        return colours
    }

    /// Asks for everything, in random pages and orders, and compares.
    func check(_ ledger: DiskLedger, rounds: Int = 12) throws {
        for _ in 0..<rounds {
            try checkPixel(ledger)
            try checkPlayer(ledger)
            try checkBoard(ledger)
        }
    }

    private func checkPixel(_ ledger: DiskLedger) throws {
        let pixel = UInt32.random(in: 0..<UInt32(painting.meta.shape.pixelCount), using: &random)
        let expected = Array(changes.filter { $0.pixel == pixel }.reversed())
        try checkPages(expected) { page, completion in
            ledger.past.changes(
                ofPixel: pixel, on: .main, epoch: painting.meta.epoch, page, completion: completion)
        }
    }

    private func checkPlayer(_ ledger: DiskLedger) throws {
        let player = PlayerSlot(number: .random(in: 0..<8, using: &random))
        let times = changes.map(\.timeMillis)
        var from = (times.randomElement(using: &random) ?? 0) + .random(in: -1...1, using: &random)
        var until = (times.randomElement(using: &random) ?? 0) + .random(in: -1...1, using: &random)
        if Bool.random(using: &random) { from = .min }
        if Bool.random(using: &random) { until = .max }
        let expected = Array(
            changes.filter {
                $0.player == player && $0.timeMillis >= from && $0.timeMillis <= until
            }.reversed())
        try checkPages(expected) { [from, until] page, completion in
            ledger.past.changes(
                by: player, on: .main, epoch: painting.meta.epoch, from: from, until: until, page,
                completion: completion)
        }
    }

    private func checkPages(
        _ expected: [PastChange],
        ask: (PastPage, @escaping @Sendable (Result<[PastChange], PastError>) -> Void) -> Void
    ) throws {
        var found: [PastChange] = []
        var page = PastPage(limit: .random(in: 1...40, using: &random))
        while true {
            let part = try answer { ask(page, $0) }.get()
            #expect(part.count <= page.limit)
            found += part
            guard let last = part.last, part.count == page.limit else { break }
            page.before = last.seq
        }
        #expect(found == expected)
    }

    private func checkBoard(_ ledger: DiskLedger) throws {
        let seq = UInt64.random(in: 0...UInt64(changes.count), using: &random)
        let board = try answer {
            ledger.past.board(.main, epoch: painting.meta.epoch, at: .seq(seq), completion: $0)
        }.get()
        #expect(board.seq == seq && board.colours == colours(at: seq))
        #expect(board.digest == Digest(of: board.colours))
        guard let time = changes.randomElement(using: &random)?.timeMillis else { return }
        let millis = time + .random(in: -1...1, using: &random)
        let then = try answer {
            ledger.past.board(.main, epoch: painting.meta.epoch, at: .time(millis), completion: $0)
        }.get()
        #expect(then.seq == UInt64(changes.filter { $0.timeMillis <= millis }.count))
        #expect(then.colours == colours(at: then.seq))
    }
}

/// Waits for an answer; one that says that the index is catching up is asked for again, for a while.
func answer<Answer: Sendable>(
    _ ask: (@escaping @Sendable (Result<Answer, PastError>) -> Void) -> Void
) -> Result<Answer, PastError> {
    var attemptsLeft = 20_000
    while true {
        let reply = Reply<Result<Answer, PastError>>()
        ask { reply.give($0) }
        let result = reply.wait()
        attemptsLeft -= 1
        switch result {
        case .failure(.catchingUp) where attemptsLeft > 0, .failure(.unavailable) where attemptsLeft > 0:
            usleep(1000)
        default: return result
        }
    }
}
