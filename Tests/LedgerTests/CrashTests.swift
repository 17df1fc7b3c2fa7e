import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// A server's worth of commits in a process of its own, which is killed at a random instant. One after the
/// other, because the environment that tells the child what to do is one for all.
@Suite(.serialized) struct CrashTests {
    /// What the child is told by its environment: where to work, and after how many microseconds to die.
    private static let folderName = "TOILE_CRASH_FOLDER"
    private static let microsName = "TOILE_CRASH_MICROS"

    @Test(arguments: Durability.allCases)
    func `20 kills: nothing acknowledged is lost`(durability: Durability) async throws {
        var random = SeededRandom(seed: durability == .strict ? 1 : 2)
        let folder = try TemporaryFolder()
        var acknowledged: UInt64 = 0
        for round in 0..<20 {
            setenv(Self.folderName, "\(durability.rawValue) \(folder.path)", 1)
            setenv(Self.microsName, "\(Int.random(in: 2_000..<120_000, using: &random))", 1)
            await #expect(processExitsWith: .signal(SIGKILL)) { try CrashTests.commitUntilKilled() }
            let told = try Data(contentsOf: URL(filePath: folder.path + "/acknowledged"))
            let last = told.suffix(told.count % 8 == 0 ? 8 : 0).reversed().reduce(UInt64(0)) {
                $0 << 8 | UInt64($1)
            }
            acknowledged = max(acknowledged, last)
            let directory = try DataDirectory(folder.path + "/data")
            let (ledger, recovered) = try DiskLedger.open(in: directory, Self.options(durability))
            ledger.close()
            let board = try #require(recovered.boards.first, "round \(round)")
            #expect(board.grid.seq >= acknowledged, "round \(round)")
            #expect(board.grid.digest == Digest(of: board.grid.colours))
            // What was written with a group is there with it, and not without.
            let seqs = board.grid.seq == 0 ? [] : [Self.text(board.grid.seq)]
            #expect(recovered.documents.map(\.body) == seqs && recovered.audit.last.map(\.body) == seqs.last)
            #expect(recovered.warnings.isEmpty)
        }
        #expect(acknowledged > 100)
    }

    private static func options(_ durability: Durability) -> DiskLedger.Options {
        var options = DiskLedger.Options(nowMillis: 1_700_000_000_000, newEpoch: { 99 })
        options.durability = durability
        options.reserveBytes = 1 << 16
        options.rememberedChanges = 500
        return options
    }

    private static func text(_ seq: UInt64) -> [UInt8] { Array("\(seq)".utf8) }

    /// The child: commits, saves snapshots, tells what was acknowledged, dies.
    private static func commitUntilKilled() throws {
        let environment = ProcessInfo.processInfo.environment
        let words = (environment[folderName] ?? "").split(separator: " ", maxSplits: 1)
        let micros = UInt32(environment[microsName] ?? "") ?? 0
        let folder = String(words[1])
        let directory = try DataDirectory(folder + "/data")
        let options = options(Durability(rawValue: String(words[0])) ?? .strict)
        let (ledger, recovered) = try DiskLedger.open(in: directory, options)
        let painting: Painting
        if let board = recovered.boards.first {
            painting = Painting(board, seed: board.grid.seq)
        } else {
            painting = try Painting(cooldownMillis: 0)
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
        }
        let told = open(folder + "/acknowledged", O_WRONLY | O_CREAT | O_APPEND, 0o600)
        Thread.detachNewThread {
            usleep(micros)
            kill(getpid(), SIGKILL)
        }
        var random = painting.random
        var nextLine = recovered.nextAuditNumber
        while true {
            var group = painting.group(of: .random(in: 1...30, using: &random))
            let seq = Self.text(group.placements.last?.changes.lastSeq ?? 0)
            group.entries += [
                .audit(LedgerAuditLine(number: nextLine, timeMillis: 0, body: seq)),
                .document(LedgerDocument(kind: 1, number: 1, body: seq)),
            ]
            nextLine += 1
            let wasSuccessful = ledger.commitAndWait(group).error == nil
            precondition(wasSuccessful, "the disk refused")
            painting.commit(group)
            withUnsafeBytes(of: painting.board.shown.seq.littleEndian) { _ = write(told, $0.baseAddress, 8) }
            if Int.random(in: 0..<10, using: &random) == 0 { try ledger.save(painting.image) }
        }
    }
}

/// Needs a file system of its own that is soon full.
struct FullDiskTests {
    /// A file system in memory, gone when the test is over.
    private final class SmallDisk {
        let folder: TemporaryFolder

        init?(byteCount: Int) throws {
            folder = try TemporaryFolder()
            guard Self.run("mount", "-t", "tmpfs", "-o", "size=\(byteCount)", "tmpfs", folder.path) else {
                return nil
            }
        }

        deinit { _ = Self.run("umount", "-l", folder.path) }

        static func run(_ words: String...) -> Bool {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = words
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }

    private static let isPossible = (try? SmallDisk(byteCount: 1 << 20)) != nil

    @Test(.enabled(if: isPossible, "a full disk needs the right to mount a small one: run as root"))
    func `a full disk loses nothing and goes on by itself`() throws {
        let disk = try #require(try SmallDisk(byteCount: 4 << 20))
        let shelf = try Shelf(in: disk.folder.path, reserveBytes: 512 << 10)
        shelf.options.probeEveryMillis = 20
        let states = Mutex<[LedgerState]>([])
        let (ledger, _) = try shelf.open(stateChanged: { state in states.withLock { $0.append(state) } })
        var painting = try Painting(cooldownMillis: 0)
        #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
        // Somebody else fills the disk.
        let filler = disk.folder.path + "/filler"
        try Data(count: 2_800_000).write(to: URL(filePath: filler))
        var error: LedgerError?
        while error == nil {
            let group = painting.group(of: 200)
            error = ledger.commitAndWait(group).error
            if error == nil { painting.commit(group) } else { painting.board.abandonUncommitted() }
        }
        #expect(error == .full)
        #expect(states.withLock { $0.last?.isFull } == true)
        #expect(painting.board.shown.seq > 200)
        #expect(throws: StorageError.self) {
            try ledger.save(try Painting(width: 2000, height: 2000).bigImage)
        }
        #expect(ledger.commitAndWait(painting.group(of: 1)).error == .full)
        painting.board.abandonUncommitted()
        // There is room again.
        try FileManager.default.removeItem(atPath: filler)
        while states.withLock({ $0.last }) != .ready { usleep(5000) }
        for _ in 0..<20 {
            let group = painting.group(of: 100)
            #expect(ledger.commitAndWait(group).error == nil)
            painting.commit(group)
        }
        ledger.close()
        let (again, recovered) = try shelf.open()
        again.close()
        #expect(painting.equals(recovered.boards[0]))
        painting = try Painting()
    }
}

extension Painting {
    /// An image that takes megabytes on the disk, of a past that has not begun yet.
    fileprivate var bigImage: BoardImage {
        let colours = [UInt8](repeating: 1, count: meta.shape.pixelCount)
        let origin = PixelOrigin(player: PlayerSlot(number: 1), timeMillis: 1)
        return BoardImage(
            board: meta.name, epoch: meta.epoch + 1, seq: 0, takenAtMillis: 0, shape: meta.shape,
            colours: colours, digest: Digest(of: colours),
            origins: [PixelOrigin](repeating: origin, count: colours.count))
    }
}
