import Canvas
import Foundation
import TestKit
import Testing

@testable import Ledger

/// A shelf with one board, some hundred changes in its log, and a few snapshots.
struct Past {
    let shelf: Shelf
    let painting: Painting

    /// Remembers so few changes that recovery begins with a snapshot.
    init(
        rounds: Int = 6, changes: Int = 40, remembered: UInt64 = 10, snapshots: Bool = true,
        in parent: String = NSTemporaryDirectory()
    ) throws {
        shelf = try Shelf(in: parent)
        shelf.options.rememberedChanges = remembered
        painting = try Painting()
        try shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
            for _ in 0..<rounds { try round(ledger, changes, isSaving: snapshots) }
        }
    }

    func round(_ ledger: DiskLedger, _ changes: Int, isSaving: Bool) throws {
        if isSaving, painting.board.shown.seq > 0 { try ledger.save(painting.image) }
        let group = painting.group(of: changes)
        #expect(ledger.commitAndWait(group).error == nil)
        painting.commit(group)
    }

    /// The files of the snapshots, oldest first.
    var snapshotPaths: [String] {
        get throws {
            try SnapshotStore(path: shelf.directory.snapshotsPath).entries(of: .main, epoch: 7).map(\.path)
        }
    }

    func rewrite(_ path: String, _ change: (inout [UInt8]) -> Void) throws {
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        change(&bytes)
        try Data(bytes).write(to: URL(filePath: path))
    }

    /// Changes the log behind everybody's back.
    func tamper(_ sql: String) throws {
        let database = try Database(path: shelf.directory.logPath)
        try database.run(sql)
    }
}
