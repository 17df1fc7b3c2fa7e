import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

struct BackupTests {
    @Test func `a backup is proved, restored, and begins a new epoch`() throws {
        let past = try Past()
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.session(makeSession(4, name: "Ada"))])).error == nil)
        }
        let folder = try TemporaryFolder()
        let backup = folder.path + "/backup"
        let report = try past.shelf.directory.backUp(to: backup, atMillis: 5) { _ in true }
        let shown = past.painting.board.shown
        let state = InspectedBoard(name: .main, epoch: 7, seq: 240, digest: shown.digest)
        #expect(report.boards == [state] && report.sessionCount == 1 && report.warnings.isEmpty)
        #expect(try Disk.names(in: backup) == ["backup", "log.db", "snapshots"])

        let other = try Shelf()
        var options = other.options
        options.newEpoch = { 99 }
        let restored = try other.directory.restore(
            from: backup, options, asideName: "before-restore"
        ) { _ in true }
        #expect(restored.asidePath == nil && restored.restoredFrom == [state] && restored.takenAtMillis == 5)
        #expect(
            restored.boards == [InspectedBoard(name: .main, epoch: 99, seq: 0, digest: shown.digest)])
        try other.open { ledger, recovered in
            let board = recovered.boards[0]
            #expect(board.board.epoch == 99 && board.grid.seq == 0)
            #expect(board.grid.colours == shown.colours && board.origins == past.painting.board.origins)
            #expect(board.charges.isEmpty == false)
            #expect(recovered.sessions == [makeSession(4, name: "Ada")] && recovered.warnings.isEmpty)
            #expect(ledger.commitAndWait(Painting(board, seed: 3).group(of: 5)).error == nil)
        }
        #expect(try other.directory.inspect()?.damages == [])
    }

    @Test func `what was there before a restore is put aside, whole`() throws {
        let past = try Past(rounds: 2)
        let folder = try TemporaryFolder()
        _ = try past.shelf.directory.backUp(to: folder.path, atMillis: 5) { _ in true }
        try past.shelf.open { ledger, _ in try past.round(ledger, 30, isSaving: true) }
        let report = try past.shelf.directory.restore(
            from: folder.path, past.shelf.options, asideName: "before-restore"
        ) { _ in true }
        let aside = try #require(report.asidePath)
        try FileManager.default.createDirectory(atPath: aside + "/data", withIntermediateDirectories: false)
        for name in ["log.db", "snapshots"] {
            try FileManager.default.moveItem(atPath: "\(aside)/\(name)", toPath: "\(aside)/data/\(name)")
        }
        let (ledger, recovered) = try DiskLedger.open(in: DataDirectory(aside + "/data"), past.shelf.options)
        ledger.close()
        #expect(past.painting.equals(recovered.boards[0]))
        try past.shelf.open { _, recovered in
            #expect(recovered.boards[0].board.epoch == 4711 && recovered.boards[0].grid.seq == 0)
        }
    }

    @Test func `neither a backup nor half of one is taken for data, nor half of one for a backup`() throws {
        let past = try Past(rounds: 1)
        let folder = try TemporaryFolder()
        _ = try past.shelf.directory.backUp(to: folder.path, atMillis: 5) { _ in true }
        #expect(throws: StorageError.self) { try DataDirectory(folder.path) }
        let full = #expect(throws: StorageError.self) {
            try past.shelf.directory.backUp(to: folder.path, atMillis: 5) { _ in true }
        }
        #expect(full?.description.contains("not empty") == true)
        let other = try TemporaryFolder()
        #expect(throws: StorageError.self) {
            try past.shelf.directory.backUp(to: other.path, atMillis: 5) { $0.what != "reading main" }
        }
        #expect(try Disk.names(in: other.path).isEmpty)
        for name in ["log.db", "backup"] {
            let target = try TemporaryFolder()
            try Disk.copy("\(folder.path)/\(name)", to: "\(target.path)/\(name)")
            let error = #expect(throws: StorageError.self) {
                try past.shelf.directory.restore(
                    from: target.path, past.shelf.options, asideName: "before"
                ) { _ in true }
            }
            #expect(error?.description.contains("interrupted") == true)
        }
    }

    @Test func `a damaged backup is refused and nothing is touched`() throws {
        let past = try Past()
        let folder = try TemporaryFolder()
        _ = try past.shelf.directory.backUp(to: folder.path, atMillis: 5) { _ in true }
        var random = SeededRandom(seed: 4)
        let whole = Array(try Data(contentsOf: URL(filePath: folder.path + "/log.db")))
        for _ in 0..<20 {
            var bytes = whole
            bytes.mutate(using: &random)
            try Data(bytes).write(to: URL(filePath: folder.path + "/log.db"))
            let outcome = Result {
                try past.shelf.directory.restore(
                    from: folder.path, past.shelf.options, asideName: "before"
                ) { _ in true }
            }
            if case .success(let report) = outcome {
                #expect(report.boards.map(\.digest) == [past.painting.board.shown.digest])
                break
            }
            #expect(try Disk.names(in: past.shelf.directory.path).allSatisfy { !$0.hasPrefix("before") })
        }
    }

    @Test func `a damaged record makes the backup fail, a damaged snapshot is left out`() throws {
        let past = try Past()
        let newest = try #require(try past.snapshotPaths.last)
        try past.rewrite(newest) { $0[$0.count / 2] ^= 1 }
        let folder = try TemporaryFolder()
        let report = try past.shelf.directory.backUp(to: folder.path, atMillis: 5) { _ in true }
        #expect(report.warnings.count == 1 && report.warnings[0].contains(newest))
        try past.tamper("UPDATE \"changes main 7\" SET record = zeroblob(50) WHERE last_seq = 80")
        let other = try TemporaryFolder()
        let error = #expect(throws: StorageError.self) {
            try past.shelf.directory.backUp(to: other.path, atMillis: 5) { _ in true }
        }
        #expect(error?.description.contains("toile doctor") == true)
        #expect(try Disk.names(in: other.path).isEmpty)
    }

    @Test func `while groups are written, everything acknowledged before is in the backup`() throws {
        let past = try Past(rounds: 1)
        try past.shelf.open { ledger, recovered in
            let painting = past.painting
            let mustStop = Atomic(false)
            let acknowledged = Atomic<UInt64>(painting.board.shown.seq)
            nonisolated(unsafe) let painter = painting
            let thread = Thread {
                while !mustStop.load(ordering: .relaxed) {
                    let group = painter.group(of: 20)
                    guard ledger.commitAndWait(group).error == nil else { break }
                    painter.commit(group)
                    acknowledged.store(painter.board.shown.seq, ordering: .relaxed)
                }
                mustStop.store(true, ordering: .releasing)
                acknowledged.store(.max, ordering: .releasing)
            }
            thread.start()
            for round in 0..<5 {
                let before = acknowledged.load(ordering: .relaxed)
                let folder = try TemporaryFolder()
                let report = try ledger.backUp(to: folder.path, atMillis: Int64(round)) { _ in true }
                #expect(report.boards[0].seq >= before && before > 0)
                let other = try Shelf()
                let restored = try other.directory.restore(
                    from: folder.path, other.options, asideName: "before"
                ) { _ in true }
                #expect(restored.boards[0].digest == report.boards[0].digest)
            }
            mustStop.store(true, ordering: .relaxed)
            while acknowledged.load(ordering: .acquiring) != .max { usleep(1000) }
            withExtendedLifetime(recovered) {}
        }
    }
}

struct ArchiveTests {
    @Test func `every change of every past is told, in order`() throws {
        let past = try Past(rounds: 2)
        let folder = try TemporaryFolder()
        _ = try past.shelf.directory.backUp(to: folder.path, atMillis: 5) { _ in true }
        _ = try past.shelf.directory.restore(
            from: folder.path, past.shelf.options, asideName: "before"
        ) { _ in true }
        try past.shelf.open { ledger, recovered in
            #expect(ledger.commitAndWait(Painting(recovered.boards[0], seed: 9).group(of: 7)).error == nil)
        }
        let archive = try Archive(in: past.shelf.directory)
        let board = try #require(archive.board(.main))
        var told: [ArchivedPlacement] = []
        try archive.forEachPlacement(of: board) { placement in
            told.append(placement)
            return true
        }
        #expect(told.map(\.seq) == Array(1...80) + Array(1...7))
        #expect(told.map(\.epoch) == Array(repeating: 7, count: 80) + Array(repeating: 4711, count: 7))
        #expect(told.allSatisfy { board.shape.contains(x: $0.x, y: $0.y) && $0.player < 20 })
    }

    @Test func `the board at any moment is what it was`() throws {
        let past = try Past(rounds: 0)
        var states: [(seq: UInt64, time: Int64, colours: [UInt8])] = []
        try past.shelf.open { ledger, _ in
            for round in 0..<12 {
                try past.round(ledger, 30, isSaving: round % 3 == 1)
                let shown = past.painting.board.shown
                states.append((shown.seq, past.painting.groupMillis, shown.colours))
            }
        }
        let archive = try Archive(in: past.shelf.directory)
        let board = try #require(archive.board(.main))
        for state in states {
            #expect(try archive.state(of: board, at: .seq(state.seq))?.colours == state.colours)
            let last = states.last { $0.time == state.time }
            #expect(try archive.state(of: board, at: .time(state.time))?.colours == last?.colours)
        }
        #expect(try archive.state(of: board, at: .now)?.colours == states.last?.colours)
        #expect(try archive.state(of: board, at: .seq(361)) == nil)
        #expect(try archive.state(of: board, at: .time(board.createdAtMillis - 1)) == nil)
        #expect(try archive.state(of: board, at: .seq(0))?.colours.allSatisfy { $0 == 0 } == true)
        var seqs: [UInt64] = []
        try archive.forEachState(of: board, at: [0, 1] + states.map(\.time) + [.max]) { state in
            seqs.append(state.seq)
            return true
        }
        let expected = states.map { state in states.last { $0.time == state.time }?.seq ?? 0 }
        #expect(seqs == expected + [360])
    }
}
