import Foundation
import Ledger
import Reactor

@testable import Service

/// A ledger in a folder of its own, which servers of a test open one after the other.
///
/// `@unchecked Sendable` is safe because one server at a time has it, and the test waits for that to end.
final class KeptLedger: @unchecked Sendable {
    private var path = newPath()
    private var disk: DiskLedger?
    private var placements = PlacementWatch()

    struct NotKept: Error {}

    private static func newPath() -> String {
        FileManager.default.temporaryDirectory.appending(path: "toile-\(UUID().uuidString)").path
    }

    deinit {
        disk?.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Opens it anew: whatever server had it before has ended.
    func open(nowMillis: Int64) throws -> Recovered {
        if let disk {
            // The lock is the process's as long as anything of the server before is in memory: the next one
            // gets a copy of the folder, as it was left.
            disk.close()
            let copy = Self.newPath()
            try FileManager.default.copyItem(atPath: path, toPath: copy)
            try FileManager.default.removeItem(atPath: path)
            path = copy
        }
        let placements = PlacementWatch()
        var options = DiskLedger.Options(nowMillis: nowMillis, newEpoch: Opening.newEpoch)
        options.newSecret = Opening.newSecret
        options.documentsNamed = Opening.documentsNamed
        options.observe = { placements.tell($0) }
        options.reserveBytes = 0
        let (disk, recovered) = try DiskLedger.open(in: DataDirectory(path), options)
        self.disk = disk
        self.placements = placements
        return recovered
    }

    func keep(_ entries: [LedgerEntry]) throws {
        guard let disk else { throw NotKept() }
        if !entries.isEmpty { try disk.commitAndWait(LedgerGroup(entries)).get() }
    }

    var keeping: Keeping? {
        disk.map { Keeping(disk: $0, placements: placements, watch: StorageWatch()) }
    }
}
