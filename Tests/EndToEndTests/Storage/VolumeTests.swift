import Foundation
import TestKit
import Testing
import Wire

/// File systems of our own: one whose power can be cut, and one that fills. It takes root to mount them.
@Suite(.serialized)
struct VolumeTests {
    @Test(
        .enabled(
            if: Volume.canMount(.ext4(mebibytes: 16)),
            "it takes root, a loop device and mkfs.ext4 to cut the power"))
    func `after a power cut, nothing that anybody was told is lost`() throws {
        let environment = ProcessInfo.processInfo.environment
        let rounds = environment["TOILE_POWER_CUTS"].flatMap { Int($0) } ?? 5
        let seed = environment["TOILE_TORTURE_SEED"].flatMap { UInt64($0) } ?? .random(in: 0..<1_000_000)
        print("power cuts: seed \(seed), \(rounds) rounds")
        let volume = try Volume(.ext4(mebibytes: 256))
        let torture = try Torture(seed: seed, data: volume.path + "/data") { toile in
            // Stopped first: the cut races with a sync on its way, which a real one does not.
            toile.signal(SIGSTOP)
            toile.waitUntilStopped()
            try volume.cutPower()
            toile.end(with: SIGKILL)
            try volume.unmount()
            try volume.mount()
        }
        try torture.run(rounds: rounds)
        #expect(torture.acknowledgedCount > rounds * 10)
    }

    @Test(.enabled(if: Volume.canMount(.memory(mebibytes: 1)), "it takes root to mount a small file system"))
    func `a file system that is full loses nothing, and room brings placements back`() throws {
        let volume = try Volume(.memory(mebibytes: 80))
        let toile = try ToileProcess(data: volume.path + "/data")
        let painter = try toile.player()
        #expect(try painter.places(3, from: 0) == [0, 0, 0])
        let filler = URL(filePath: volume.path + "/filler")
        try fill(filler)
        var first = 3
        while try painter.places(1, from: first) == [0], first < 60_000 { first += 1 }
        // The room of the reserve took the group that did not fit, and is not there again yet.
        #expect(!FileManager.default.fileExists(atPath: volume.path + "/data/reserve"))
        #expect(try painter.places(1, from: first + 1) == [5])
        let pixels = try toile.ask("GET", "/api/boards/main/pixels")
        #expect(pixels["toile-state"]?.hasSuffix(".\(first)") == true)

        try FileManager.default.removeItem(at: filler)
        let seconds = try painter.waitUntilPlaced(from: 100_000)
        print("placements were taken \(seconds) s after there was room again")
        let after = try toile.ask("GET", "/api/boards/main/pixels")
        toile.end(with: SIGKILL)
        let second = try ToileProcess(data: volume.path + "/data")
        #expect(try second.ask("GET", "/api/boards/main/pixels").body == after.body)
        second.end(with: SIGKILL)
    }

    /// Takes all the room that is left.
    private func fill(_ file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        defer { try? handle.close() }
        for size in [1 << 20, 1 << 12] {
            while (try? handle.write(contentsOf: Data(count: size))) != nil {}
        }
    }
}
