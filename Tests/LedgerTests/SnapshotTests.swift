import Canvas
import Foundation
import TestKit
import Testing

@testable import Ledger

struct SnapshotTests {
    private func bytes(of image: BoardImage) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try SnapshotFormat.encode(image) { (piece) throws(StorageError) in bytes += piece }
        return bytes
    }

    private func painted(_ width: Int, _ height: Int, changes: Int) throws -> Painting {
        let painting = try Painting(width: width, height: height)
        if changes > 0 { painting.commit(painting.group(of: changes)) }
        return painting
    }

    @Test(arguments: [(1, 1, 0), (1, 1, 1), (64, 64, 10), (65, 64, 5000), (700, 2000, 3)])
    func `an image comes back`(width: Int, height: Int, changes: Int) throws {
        var image = try painted(width, height, changes: changes).image
        image.charges = [
            ChargeLevel(player: 3, fullAtMillis: -5), ChargeLevel(player: 9, fullAtMillis: .max),
        ]
        let copy = try SnapshotFormat.decode(bytes(of: image))
        #expect(copy.board == image.board && copy.epoch == image.epoch && copy.seq == image.seq)
        #expect(copy.takenAtMillis == image.takenAtMillis && copy.shape == image.shape)
        #expect(copy.colours == image.colours && copy.digest == image.digest)
        #expect(copy.origins == image.origins && copy.charges == image.charges)
    }

    @Test func `where nobody placed takes no room`() throws {
        #expect(try bytes(of: painted(4096, 4096, changes: 0).image).count < 50_000)
    }

    /// A snapshot of one block and one of two; most of the work goes to the small one.
    @Test(arguments: [(20, 20, 8000), (70, 60, 2000)])
    func `10,000 random mutations of snapshots are all found`(width: Int, height: Int, count: Int) throws {
        var random = SeededRandom(seed: 11)
        var image = try painted(width, height, changes: 300).image
        image.charges = [ChargeLevel(player: 3, fullAtMillis: 77)]
        let bytes = try bytes(of: image)
        for _ in 0..<count {
            var mutated = bytes
            mutated.mutate(using: &random)
            #expect(throws: FormatFault.self) { try SnapshotFormat.decode(mutated) }
        }
    }

    @Test func `an image whose digest is not that of its pixels is not saved`() throws {
        let folder = try TemporaryFolder()
        let painting = try painted(10, 10, changes: 5)
        let image = BoardImage(
            board: .main, epoch: 7, seq: 5, takenAtMillis: 0, shape: painting.meta.shape,
            colours: painting.board.shown.colours, digest: Digest(value: 1), origins: painting.board.origins)
        #expect(throws: StorageError.self) { try SnapshotStore(path: folder.path).save(image) }
        #expect(try SnapshotStore(path: folder.path).entries(of: .main, epoch: 7).isEmpty)
    }

    @Test func `what a crash left half written is removed`() throws {
        let folder = try TemporaryFolder()
        let store = SnapshotStore(path: folder.path)
        try store.save(painted(10, 10, changes: 5).image)
        let partial = folder.path + "/main/7.9.partial"
        try Data([1, 2]).write(to: URL(filePath: partial))
        #expect(try store.entries(of: .main, epoch: 7).map(\.seq) == [5])
        #expect(!FileManager.default.fileExists(atPath: partial))
    }

    @Test func `the newest three stay, the beginning stays, and one to start from`() {
        let snapshots: [(seq: UInt64, takenAt: Int64?)] = [
            (0, 0), (10, 1000), (500, 2000), (900, 3000), (1200, 4000), (1300, 5000), (1400, nil),
        ]
        // 500 is the newest that is 900 back or more, and 900 stands in for it when the board has gone on.
        let kept = SnapshotStore.kept(snapshots, rememberedChanges: 900)
        #expect(kept == [true, false, true, true, true, true, true])
    }

    @Test func `one for each hour stays, if much happened in it`() {
        let hour: Int64 = 3_600_000
        let snapshots: [(seq: UInt64, takenAt: Int64?)] = (0..<24).map {
            (UInt64($0) * 60_000, Int64($0) * hour / 2)
        }
        let kept = SnapshotStore.kept(snapshots, rememberedChanges: 10)
        // Every half hour 60,000 changes: each second one is an hour and enough changes away.
        #expect(
            kept.indices.filter { kept[$0] } == Array(stride(from: 0, through: 20, by: 2)) + [21, 22, 23])
    }

    @Test func `close to the newest, none to start from is far away`() {
        // A million changes are remembered, and there is a snapshot every 20,000.
        var snapshots: [(seq: UInt64, takenAt: Int64?)] = []
        for step in 1...500 {
            snapshots.append((UInt64(step) * 20_000, Int64(step) * 60_000))
            let kept = SnapshotStore.kept(snapshots, rememberedChanges: 1_000_000)
            snapshots = zip(snapshots, kept).filter(\.1).map(\.0)
            guard let newest = snapshots.last, newest.seq > 1_500_000 else { continue }
            let start = snapshots.last { $0.seq + 1_000_000 <= newest.seq }
            #expect((start?.seq ?? 0) + 1_300_000 >= newest.seq)
            #expect(snapshots.count <= 20)
        }
    }
}
