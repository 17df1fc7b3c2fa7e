import Canvas
import Foundation
import TestKit
import Testing

@testable import Ledger

extension Past {
    func inspect() throws -> Inspection { try #require(try shelf.directory.inspect()) }

    /// Inspects and repairs, and sees to it that everything opens afterwards and nothing is wrong any more.
    @discardableResult
    func repair() throws -> (report: RepairReport, recovered: Recovered) {
        var options = shelf.options
        options.newEpoch = { 4711 }
        options.newSecret = { [UInt8](repeating: 7, count: 32) }
        let report = try shelf.directory.repair(try inspect(), options, asideName: "before-repair")
        let again = try inspect()
        #expect(again.damages.isEmpty, "\(again.findings)")
        return (report, try shelf.open { _, recovered in recovered })
    }
}

struct InspectionTests {
    @Test func `data in order is told in full`() throws {
        let past = try Past()
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.session(makeSession(3))])).error == nil)
        }
        let inspection = try past.inspect()
        #expect(inspection.findings.isEmpty)
        #expect(inspection.changeCount == 240 && inspection.sessionCount == 1)
        #expect(inspection.snapshotCount == (try past.snapshotPaths.count))
        let shown = past.painting.board.shown
        #expect(
            inspection.boards
                == [InspectedBoard(name: .main, epoch: 7, seq: shown.seq, digest: shown.digest)])
    }

    @Test func `it stops when it is told to`() throws {
        let past = try Past()
        #expect(try past.shelf.directory.inspect { _ in false } == nil)
    }

    @Test func `a damaged snapshot is named and put aside, and the log stays as it is`() throws {
        let past = try Past()
        let path = try #require(try past.snapshotPaths.last)
        try past.rewrite(path) { $0[$0.count / 2] ^= 4 }
        let damages = try past.inspect().damages
        #expect(damages.map(\.kind) == [.snapshot(path: path)])
        let (report, recovered) = try past.repair()
        #expect(report.actions.count == 1 && report.actions[0].contains(path))
        #expect(past.painting.equals(recovered.boards[0]) && recovered.warnings.isEmpty)
        let name = try #require(path.split(separator: "/").last)
        #expect(FileManager.default.fileExists(atPath: report.asidePath + "/snapshots/main/\(name)"))
    }

    @Test func `what a newer version wrote is no damage, and is left alone`() throws {
        let past = try Past()
        try past.tamper("PRAGMA user_version = 2")
        let error = #expect(throws: StorageError.self) { try past.inspect() }
        #expect(error?.kind == .newerFormat)
    }
}

struct RepairTests {
    /// What is done to a log, how much of the board that costs, and whether the past goes on.
    struct Damage: CustomTestStringConvertible {
        let sql: String
        let seq: UInt64
        let keepsEpoch: Bool
        let words: String
        var testDescription: String { sql }
    }

    @Test(arguments: [
        Damage(
            sql: "DELETE FROM \"changes main 7\" WHERE last_seq = 240", seq: 200, keepsEpoch: false,
            words: "the last 40 changes are lost"),
        Damage(
            sql: "UPDATE \"changes main 7\" SET record = zeroblob(50) WHERE last_seq = 240", seq: 200,
            keepsEpoch: false, words: "the last 40 changes are lost"),
        // The newest snapshot shows what came after the damage.
        Damage(
            sql: "DELETE FROM \"changes main 7\" WHERE last_seq = 120", seq: 240, keepsEpoch: false,
            words: "no change is lost"),
        Damage(
            sql: "DROP TABLE \"changes main 7\"", seq: 200, keepsEpoch: false,
            words: "the last 40 changes are lost"),
        Damage(
            sql: "UPDATE head SET record = zeroblob(60)", seq: 240, keepsEpoch: false,
            words: "made anew from what the log holds"),
        Damage(
            sql: "DELETE FROM head", seq: 240, keepsEpoch: false,
            words: "nobody can tell whether there were later ones"),
        Damage(
            sql: "INSERT INTO sessions VALUES (3, zeroblob(90))", seq: 240, keepsEpoch: true,
            words: "sessions cannot be read"),
        Damage(
            sql: "DELETE FROM boards", seq: 240, keepsEpoch: false, words: "standard colours and rules"),
        Damage(
            sql: "DROP TABLE boards", seq: 240, keepsEpoch: false, words: "standard colours and rules"),
        Damage(
            sql: "UPDATE boards SET record = zeroblob(9)", seq: 240, keepsEpoch: false,
            words: "standard colours and rules"),
    ])
    func `what can be proved is saved, and what is lost is said`(damage: Damage) throws {
        let past = try Past(remembered: 1000)
        try past.tamper(damage.sql)
        #expect(!(try past.inspect().damages.isEmpty))
        let (report, recovered) = try past.repair()
        #expect(report.actions.contains { $0.contains(damage.words) }, "\(report.actions)")
        let board = try #require(recovered.boards.first)
        #expect(board.board.epoch == (damage.keepsEpoch ? 7 : 4711))
        #expect(board.grid.seq == (damage.keepsEpoch ? 240 : 0))
        if damage.seq == 240 { #expect(board.grid.colours == past.painting.board.shown.colours) }
        if damage.seq == 200 {
            let newest = try SnapshotStore(path: past.shelf.directory.snapshotsPath).allEntries(of: .main)
                .last { $0.seq == 200 }
            let image = try SnapshotStore(path: past.shelf.directory.snapshotsPath).image(
                try #require(newest), of: .main, shape: nil)
            #expect(board.grid.colours == image.colours)
        }
        // The old log is there as it was, for whoever knows better.
        #expect(FileManager.default.fileExists(atPath: report.asidePath + "/log.db"))
    }

    @Test func `a lost session's number is given to nobody else`() throws {
        let past = try Past(rounds: 1)
        try past.shelf.open { ledger, _ in
            let sessions = (0..<3).map { LedgerEntry.session(makeSession($0)) }
            #expect(ledger.commitAndWait(LedgerGroup(sessions)).error == nil)
        }
        try past.tamper("UPDATE sessions SET record = zeroblob(9) WHERE player = 2")
        let (report, recovered) = try past.repair()
        #expect(recovered.sessions[0..<2] == [makeSession(0), makeSession(1)])
        #expect(recovered.sessions[2].player == 2 && recovered.sessions[2].name == "lost-2")
        // Somebody placed under a higher number still.
        #expect(recovered.sessions.count == 4)
        #expect(report.actions.contains { $0.hasPrefix("1 sessions") })
    }

    @Test func `a log that is none leaves what the snapshots show`() throws {
        let past = try Past()
        try past.rewrite(past.shelf.directory.logPath) { bytes in
            for index in 0..<100 { bytes[index] = 0x55 }
        }
        let (report, recovered) = try past.repair()
        #expect(report.actions.first?.contains("nothing in the log could be read") == true)
        #expect(recovered.boards.first?.board.epoch == 4711)
    }

    @Test func `a repair that was interrupted is finished by whoever comes next`() throws {
        let past = try Past()
        let path = past.shelf.directory.path
        for folder in ["ready", "ready/snapshots", "before"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
        let other = try Past(rounds: 2)
        try Disk.copy(other.shelf.directory.logPath, to: path + "/ready/log.db")
        try Data("ready\nbefore\n".utf8).write(to: URL(filePath: path + "/replacing"))
        // It was interrupted after the old log had been moved.
        try FileManager.default.moveItem(atPath: path + "/log.db", toPath: path + "/before/log.db")
        try Replacement.finish(in: path)
        try past.shelf.open { _, recovered in
            #expect(recovered.boards[0].grid.seq == other.painting.board.shown.seq)
        }
        // What was made from the old log goes with it.
        let aside = try Disk.names(in: path + "/before")
        #expect(["index.db", "log.db", "snapshots"].allSatisfy { aside.contains($0) }, "\(aside)")
        #expect(!Disk.exists(path + "/replacing") && !Disk.exists(path + "/ready"))
    }

    /// So many by default; more with TOILE_MUTATIONS.
    private static let mutationCount =
        ProcessInfo.processInfo.environment["TOILE_MUTATIONS"].flatMap(Int.init) ?? 150

    @Test func `whatever is damaged is repaired or refused in a sentence`() throws {
        let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        let past = try Past(rounds: 4, changes: 12, remembered: 1000, in: memory)
        let orders = makeOrders(documents: 20, lines: 30)
        try past.shelf.open { ledger, _ in
            let sessions = (0..<20).map { LedgerEntry.session(makeSession($0)) }
            #expect(ledger.commitAndWait(LedgerGroup(sessions + orders)).error == nil)
        }
        let path = past.shelf.directory.path
        let original = path + "-original"
        try FileManager.default.copyItem(atPath: path, toPath: original)
        var random = SeededRandom(seed: 77)
        var foundCount = 0
        var refusedCount = 0
        for _ in 0..<Self.mutationCount {
            let files =
                ["log.db"]
                + (try SnapshotStore(path: original + "/snapshots").allEntries(of: .main))
                .map { String($0.path.dropFirst(original.count + 1)) }
            let file =
                Bool.random(using: &random) ? files[0] : files.randomElement(using: &random) ?? files[0]
            for name in ["log.db", "log.db-wal", "snapshots", "before-repair"] {
                try Disk.removeTree("\(path)/\(name)")
            }
            for name in ["log.db", "snapshots"] {
                try FileManager.default.copyItem(atPath: "\(original)/\(name)", toPath: "\(path)/\(name)")
            }
            try past.rewrite("\(path)/\(file)") { $0.mutate(using: &random) }
            do throws(StorageError) {
                let inspection = try past.shelf.directory.inspect()
                guard let inspection, !inspection.damages.isEmpty else {
                    // Nothing that anybody reads was hit: it opens, and is what it was.
                    let (ledger, recovered) = try past.shelf.open()
                    ledger.close()
                    #expect(recovered.boards.count == 1 && past.painting.equals(recovered.boards[0]))
                    #expect(recovered.documents.count == 20 && recovered.audit.count == 30)
                    continue
                }
                foundCount += 1
                _ = try past.shelf.directory.repair(
                    inspection, past.shelf.options, asideName: "before-repair")
                let (ledger, _) = try past.shelf.open()
                ledger.close()
                let again = try past.shelf.directory.inspect()
                #expect(
                    again?.damages.isEmpty == true, "\(file): \(inspection.damages) \(again?.damages ?? [])")
            } catch {
                refusedCount += 1
                print("refused: \(error)")
                #expect(!error.what.isEmpty && !error.remedy.isEmpty)
            }
        }
        print("mutations: \(Self.mutationCount), found \(foundCount), refused \(refusedCount)")
        #expect(foundCount > Self.mutationCount / 3)
        try FileManager.default.removeItem(atPath: original)
    }
}
