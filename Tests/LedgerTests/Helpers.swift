import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// A folder that is gone when the test is over.
final class TemporaryFolder {
    let path: String

    init(in parent: String = NSTemporaryDirectory()) throws {
        path = URL(filePath: parent).appending(path: "toile-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A board with people who place at random, and what the ledger has to know of it.
final class Painting {
    var meta: LedgerBoard
    var board: Board
    var random: SeededRandom
    var timeMillis: Int64 = 1_700_000_000_000
    /// When the newest group was taken.
    private(set) var groupMillis: Int64 = 0
    /// By how much the clock on the wall was set since.
    var wallAheadMillis: Int64 = 0
    private let playerCount: UInt32
    /// Now and then somebody takes the newest pixel back.
    private let hasUndos: Bool

    init(
        _ name: String = "main", width: Int = 64, height: Int = 48, epoch: UInt32 = 7, seed: UInt64 = 1,
        cooldownMillis: Int64 = 5000, playerCount: UInt32 = 20, hasUndos: Bool = true
    ) throws {
        let shape = try #require(BoardShape(width: width, height: height))
        let rules = Rules(cooldownMillis: cooldownMillis, chargesMax: 200)
        meta = LedgerBoard(
            name: try #require(BoardName(name)), epoch: epoch, shape: shape, palette: .standard, rules: rules,
            createdAtMillis: timeMillis)
        board = Board(
            grid: Grid(shape: shape), epoch: epoch, colourCount: Palette.standard.colours.count, rules: rules)
        random = SeededRandom(seed: seed)
        self.playerCount = playerCount
        self.hasUndos = hasUndos
    }

    /// Goes on from what was recovered.
    init(_ recovered: RecoveredBoard, seed: UInt64) {
        meta = recovered.board
        board = Board(
            grid: recovered.grid, epoch: meta.epoch, colourCount: meta.palette.colours.count,
            rules: meta.rules, origins: recovered.origins)
        random = SeededRandom(seed: seed)
        playerCount = 20
        hasUndos = true
        timeMillis = (recovered.changedAtMillis ?? timeMillis) + 1000
    }

    /// The next group of about `count` changes; not committed yet.
    func group(of count: Int) -> LedgerGroup {
        timeMillis += Int64.random(in: 0..<2000, using: &random)
        var waits: [Int64] = []
        var newest: Placement?
        while waits.count < count {
            if hasUndos, let pixel = newest, Int.random(in: 0..<8, using: &random) == 0 {
                newest = nil
                let verdict = board.undo(pixel, isBusy: false, isFlooding: false, at: timeMillis)
                guard verdict.status == .placed else { continue }
                waits.append(board.fullInMillis(of: pixel.player, at: timeMillis))
                continue
            }
            let player = PlayerSlot(number: .random(in: 0..<playerCount, using: &random))
            let placement = Placement(
                player: player, x: .random(in: 0..<UInt16(meta.shape.width), using: &random),
                y: .random(in: 0..<UInt16(meta.shape.height), using: &random),
                colour: .random(in: 0..<32, using: &random))
            let verdict = board.decide(placement, isBusy: false, isFlooding: false, at: timeMillis)
            if verdict.status == .placed {
                waits.append(board.fullInMillis(of: player, at: timeMillis))
                newest = placement
            }
            timeMillis += verdict.status == .coolingDown ? 1000 : 0
        }
        groupMillis = timeMillis
        guard let changes = board.takeGroup(timeMillis: timeMillis + wallAheadMillis) else {
            preconditionFailure("nothing was placed")
        }
        return LedgerGroup(board: meta.name, epoch: meta.epoch, changes: changes, fullInMillis: waits)
    }

    /// The group is durable.
    func commit(_ group: LedgerGroup) {
        for case .placements(let placements) in group.entries { board.commit(placements.changes) }
    }

    var image: BoardImage { BoardImage(of: board, named: meta.name, at: timeMillis + wallAheadMillis) }

    /// Whether a recovered board is this one.
    func equals(_ recovered: RecoveredBoard) -> Bool {
        recovered.board == meta && recovered.grid.seq == board.shown.seq
            && recovered.grid.colours == board.shown.colours && recovered.grid.digest == board.shown.digest
            && recovered.origins == board.origins
    }
}

/// A session with everything made up from its number.
func makeSession(_ player: UInt32, name: String? = nil) -> LedgerSession {
    guard let hash = TokenHash((0..<32).map { UInt8(truncatingIfNeeded: Int(player) &* 7 &+ $0) }) else {
        preconditionFailure("32 bytes are 32 bytes")
    }
    return LedgerSession(
        player: player, tokenHash: hash, id: "id\(player)", name: name ?? "guest-\(player)",
        createdAtMillis: 1_700_000_000_000 + Int64(player), address: AddressKey(high: 1, low: UInt64(player)))
}

/// Documents of two kinds and lines of what was done, both numbered from 1.
func makeOrders(documents: UInt64, lines: UInt64) -> [LedgerEntry] {
    (0..<documents).map { .document(makeDocument($0 + 1)) } + (0..<lines).map { .audit(makeLine($0 + 1)) }
}

/// A document with everything made up from its number.
func makeDocument(_ number: UInt64, text: String = "ban") -> LedgerDocument {
    LedgerDocument(
        kind: UInt8(truncatingIfNeeded: number % 2 + 3), number: number,
        body: Array("{\"\(text)\":\(number)}".utf8))
}

/// A line with everything made up from its number.
func makeLine(_ number: UInt64) -> LedgerAuditLine {
    LedgerAuditLine(
        number: number, timeMillis: 1_700_000_000_000 + Int64(number % 1000),
        body: Array("{\"by\":\"ana\",\"line\":\(number)}".utf8))
}

/// Answers of the ledger, collected from its thread.
final class Answers: Sendable {
    private let monitor = Monitor()
    private let answers = Mutex<[Result<Void, LedgerError>]>([])

    func add(_ answer: Result<Void, LedgerError>) {
        monitor.locked {
            answers.withLock { $0.append(answer) }
            monitor.wake()
        }
    }

    func wait(for count: Int) -> [Result<Void, LedgerError>] {
        monitor.locked {
            while answers.withLock({ $0.count }) < count { monitor.wait() }
            return answers.withLock { $0 }
        }
    }
}

extension Result where Success == Void, Failure == LedgerError {
    /// Nil for success.
    var error: LedgerError? {
        if case .failure(let error) = self { error } else { nil }
    }
}

/// A ledger in a folder that can be closed and opened again.
final class Shelf {
    let folder: TemporaryFolder
    let directory: DataDirectory
    var options: DiskLedger.Options

    init(in parent: String = NSTemporaryDirectory(), reserveBytes: Int = 0) throws {
        folder = try TemporaryFolder(in: parent)
        directory = try DataDirectory(folder.path + "/data")
        options = DiskLedger.Options(nowMillis: 1_700_000_000_000, newEpoch: { 4711 })
        options.reserveBytes = reserveBytes
    }

    func open(
        progress: @escaping (RecoveryProgress) -> Void = { _ in },
        stateChanged: @escaping @Sendable (LedgerState) -> Void = { _ in }
    ) throws(StorageError) -> (ledger: DiskLedger, recovered: Recovered) {
        try DiskLedger.open(in: directory, options, progress: progress, stateChanged: stateChanged)
    }

    /// Opens, hands out, closes.
    func open<Answer>(_ body: (DiskLedger, Recovered) throws -> Answer) throws -> Answer {
        let (ledger, recovered) = try open()
        defer { ledger.close() }
        return try body(ledger, recovered)
    }
}
