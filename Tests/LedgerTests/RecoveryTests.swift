import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

struct RecoveryTests {
    @Test func `a snapshot and the log after it make the board`() throws {
        let past = try Past()
        #expect(try past.snapshotPaths.count >= 3)
        try past.shelf.open { _, recovered in
            #expect(past.painting.equals(recovered.boards[0]))
            #expect(recovered.warnings.isEmpty)
        }
    }

    @Test func `recovery goes on and on`() throws {
        let past = try Past()
        for seed in 0..<5 {
            try past.shelf.open { ledger, recovered in
                let painting = Painting(recovered.boards[0], seed: UInt64(seed))
                #expect(painting.meta == past.painting.meta)
                let group = painting.group(of: 25)
                #expect(ledger.commitAndWait(group).error == nil)
                painting.commit(group)
                try ledger.save(painting.image)
            }
        }
        try past.shelf.open { _, recovered in #expect(recovered.boards[0].grid.seq == 6 * 40 + 5 * 25) }
    }

    @Test(arguments: [10, 100, 1000] as [UInt64])
    func `the newest changes are remembered`(remembered: UInt64) throws {
        let past = try Past(remembered: remembered)
        try past.shelf.open { _, recovered in
            let grid = recovered.boards[0].grid
            let from = grid.seq - min(grid.seq, remembered)
            #expect(grid.changedIndexes(since: from) == past.painting.board.shown.changedIndexes(since: from))
            #expect(grid.changedIndexes(since: from) != nil)
        }
    }

    @Test func `damaged snapshots give way to the one before, with a warning for each`() throws {
        let past = try Past()
        let paths = try past.snapshotPaths
        for path in paths.suffix(2) { try past.rewrite(path) { $0[$0.count / 2] ^= 4 } }
        try past.shelf.open { _, recovered in
            #expect(past.painting.equals(recovered.boards[0]))
            #expect(recovered.warnings.count == 2)
            #expect(recovered.warnings.first?.contains(paths[paths.count - 1]) == true)
        }
    }

    @Test func `without any snapshot the log alone makes the board`() throws {
        let past = try Past()
        for path in try past.snapshotPaths { try past.rewrite(path) { $0.removeLast(5) } }
        try past.shelf.open { _, recovered in #expect(past.painting.equals(recovered.boards[0])) }
        try FileManager.default.removeItem(atPath: past.shelf.directory.snapshotsPath)
        try past.shelf.open { _, recovered in
            #expect(past.painting.equals(recovered.boards[0]))
            #expect(recovered.warnings.isEmpty)
        }
    }

    @Test(arguments: [
        ("DELETE FROM \"changes main 7\" WHERE last_seq = 120", "are missing"),
        ("DELETE FROM \"changes main 7\" WHERE last_seq = 240", "are missing"),
        ("UPDATE \"changes main 7\" SET record = zeroblob(50) WHERE last_seq = 240", "checksum"),
        ("UPDATE \"changes main 7\" SET last_seq = 241 WHERE last_seq = 240", "another group"),
        (
            "UPDATE \"changes main 7\" SET record = substr(record, 1, 100) WHERE last_seq = 200",
            "row 200, byte 0"
        ),
        ("UPDATE boards SET name = 'other'", "another board"),
        ("DELETE FROM boards", "boards"),
        ("DROP TABLE \"changes main 7\"", "no such table"),
        ("UPDATE head SET record = zeroblob(60)", "head"),
        ("DELETE FROM head", "head"),
        ("INSERT INTO sessions VALUES (3, zeroblob(90))", "sessions, row 3"),
    ])
    func `what does not add up stops, and says where and what to do`(sql: String, words: String) throws {
        let past = try Past(remembered: 1000)
        try past.tamper(sql)
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.kind == .damaged)
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains(past.shelf.directory.logPath) == true)
        #expect(error?.description.contains("toile doctor --repair") == true)
    }

    @Test func `a log that was cut is not taken for a whole one`() throws {
        let past = try Past()
        var head = LogHead()
        head.boards[.main] = LogHead.Reach(epoch: 7, seq: 80)
        let hex = head.encoded().map { String(format: "%02x", $0) }.joined()
        try past.tamper(
            "DELETE FROM \"changes main 7\" WHERE last_seq > 80; UPDATE head SET record = x'\(hex)'")
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.kind == .damaged)
        #expect(error?.description.contains("knows later ones") == true)
    }

    @Test func `a snapshot that the log contradicts stops`() throws {
        let past = try Past()
        let newest = try #require(try past.snapshotPaths.last)
        let bytes = Array(try Data(contentsOf: URL(filePath: newest)))
        let image = try SnapshotFormat.decode(bytes)
        var colours = image.colours
        colours[0] ^= 1
        let other = BoardImage(
            board: .main, epoch: 7, seq: image.seq, takenAtMillis: 0, shape: image.shape, colours: colours,
            digest: Digest(of: colours), origins: image.origins)
        try SnapshotStore(path: past.shelf.directory.snapshotsPath).save(other)
        past.shelf.options.rememberedChanges = 1000
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.description.contains("another digest") == true)
    }

    @Test func `a picture that a past began with is needed`() throws {
        let past = try Past(rounds: 1, remembered: 1000)
        try past.shelf.open { ledger, _ in
            let image = past.painting.image
            var meta = past.painting.meta
            meta.epoch = 8
            meta.beginning = .snapshot
            try ledger.save(
                BoardImage(
                    board: .main, epoch: 8, seq: 0, takenAtMillis: 0, shape: meta.shape,
                    colours: image.colours, digest: image.digest, origins: image.origins))
            #expect(ledger.commitAndWait(LedgerGroup([.board(meta)])).error == nil)
        }
        try FileManager.default.removeItem(atPath: past.shelf.directory.snapshotsPath + "/main/8.0")
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.description.contains("began with a picture") == true)
    }

    @Test func `a long log says how far reading has come`() throws {
        let past = try Past(rounds: 3, changes: 1 << 16, remembered: 1, snapshots: false)
        let told = Mutex<[UInt64]>([])
        let (ledger, _) = try past.shelf.open(progress: { progress in
            #expect(progress.board == .main && progress.changesInAll == 3 << 16)
            told.withLock { $0.append(progress.changesRead) }
        })
        ledger.close()
        #expect(told.withLock { $0 } == [1 << 16, 2 << 16, 3 << 16])
    }

    @Test func `random mutations of the whole log are found or change nothing`() throws {
        let past = try Past(rounds: 3, changes: 5, remembered: 1000)
        var random = SeededRandom(seed: 21)
        let path = past.shelf.directory.logPath
        let whole = Array(try Data(contentsOf: URL(filePath: path)))
        var foundCount = 0
        for _ in 0..<500 {
            var bytes = whole
            bytes.mutate(using: &random)
            try Data(bytes).write(to: URL(filePath: path))
            for suffix in ["-wal", "-journal"] { try? FileManager.default.removeItem(atPath: path + suffix) }
            do throws(StorageError) {
                let (ledger, recovered) = try past.shelf.open()
                ledger.close()
                #expect(recovered.boards.count == 1 && past.painting.equals(recovered.boards[0]))
            } catch {
                foundCount += 1
            }
        }
        #expect(foundCount > 50)
    }

    @Test func `relaxed and the machine stopped: the board goes on in a new epoch`() throws {
        let past = try Past(rounds: 2, remembered: 1000, snapshots: false)
        var head = LogHead()
        head.boards[.main] = LogHead.Reach(epoch: 7, seq: 80)
        head.isRelaxed = true
        head.isClosed = false
        head.bootID = "another start"
        let hex = head.encoded().map { String(format: "%02x", $0) }.joined()
        try past.tamper("UPDATE head SET record = x'\(hex)'")
        try past.shelf.open { ledger, recovered in
            let board = recovered.boards[0]
            #expect(board.board.epoch == 4711 && board.grid.seq == 0)
            #expect(board.grid.colours == past.painting.board.shown.colours)
            #expect(board.origins == past.painting.board.origins)
            #expect(recovered.warnings.count == 1)
            let painting = Painting(board, seed: 5)
            #expect(ledger.commitAndWait(painting.group(of: 3)).error == nil)
        }
        try past.shelf.open { _, recovered in
            #expect(recovered.boards[0].board.epoch == 4711 && recovered.boards[0].grid.seq == 3)
            #expect(recovered.warnings.isEmpty)
        }
    }

    @Test func `relaxed and the machine stopped: not even an empty board keeps its epoch`() throws {
        let past = try Past(rounds: 0, remembered: 1000)
        var head = LogHead()
        head.boards[.main] = LogHead.Reach(epoch: 7, seq: 0)
        head.isRelaxed = true
        head.isClosed = false
        let hex = head.encoded().map { String(format: "%02x", $0) }.joined()
        try past.tamper("UPDATE head SET record = x'\(hex)'")
        try past.shelf.open { _, recovered in #expect(recovered.boards[0].board.epoch == 4711) }
    }

    @Test func `nobody waits longer than it takes to fill the bucket`() throws {
        let past = try Past(rounds: 1, remembered: 1000)
        // The clock ran a year ahead while they placed.
        past.shelf.options.nowMillis = 1_700_000_000_000 - 31_536_000_000
        try past.shelf.open { _, recovered in
            let latest = past.shelf.options.nowMillis + 200 * 5000
            #expect(recovered.boards[0].charges.count > 5)
            #expect(recovered.boards[0].charges.allSatisfy { $0.fullAtMillis == latest })
        }
    }

    @Test func `relaxed and the machine stopped: a snapshot ahead of the log is believed`() throws {
        let past = try Past(rounds: 2, remembered: 1000, snapshots: false)
        _ = try past.shelf.open { ledger, _ in try ledger.save(past.painting.image) }
        var head = LogHead()
        head.boards[.main] = LogHead.Reach(epoch: 7, seq: 40)
        head.isRelaxed = true
        head.isClosed = false
        head.bootID = "another start"
        let hex = head.encoded().map { String(format: "%02x", $0) }.joined()
        try past.tamper(
            "DELETE FROM \"changes main 7\" WHERE last_seq > 40; UPDATE head SET record = x'\(hex)'")
        try past.shelf.open { _, recovered in
            #expect(recovered.boards[0].board.epoch == 4711)
            #expect(recovered.boards[0].grid.colours == past.painting.board.shown.colours)
        }
    }
}

struct FormatTests {
    @Test func `a newer log is refused`() throws {
        let past = try Past(rounds: 1)
        try past.tamper("PRAGMA user_version = 2")
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.kind == .newerFormat)
        #expect(error?.description.contains("has format 2") == true)
    }

    @Test func `a newer snapshot is refused, not passed over`() throws {
        let past = try Past()
        let newest = try #require(try past.snapshotPaths.last)
        try past.rewrite(newest) { $0[8] = 2 }
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.kind == .newerFormat)
        #expect(error?.description.contains(newest) == true)
    }

    @Test func `the database of something else is left alone`() throws {
        let shelf = try Shelf()
        let other = try Database(path: shelf.directory.logPath)
        try other.run("CREATE TABLE recipes (name TEXT)")
        withExtendedLifetime(other) {}
        let error = #expect(throws: StorageError.self) { try shelf.open() }
        #expect(error?.kind == .unusable)
    }

    @Test func `a file that is no database is damaged`() throws {
        let shelf = try Shelf()
        try Data((0..<5000).map { UInt8(truncatingIfNeeded: $0) }).write(
            to: URL(filePath: shelf.directory.logPath))
        #expect(throws: StorageError.self) { try shelf.open() }
    }

    @Test func `a log that another program has open is in use`() throws {
        let past = try Past(rounds: 1)
        let other = try Database(path: past.shelf.directory.logPath)
        try other.run("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.kind == .inUse)
        withExtendedLifetime(other) {}
    }
}
