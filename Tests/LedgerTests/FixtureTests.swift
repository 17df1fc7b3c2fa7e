import Canvas
import Foundation
import TestKit
import Testing

@testable import Ledger

/// `Tests/Fixtures/ledger-1` is a folder as the first format left it. Every later version must open it; a
/// new format gets a folder of its own beside it.
struct FixtureTests {
    private static let source = ProjectFiles.root.appending(path: "Tests/Fixtures/ledger-1")

    @Test func `the first format is still read`() throws {
        if ProcessInfo.processInfo.environment["TOILE_WRITE_FIXTURES"] != nil { try write() }
        let folder = try TemporaryFolder()
        let data = folder.path + "/data"
        try FileManager.default.copyItem(atPath: Self.source.path(), toPath: data)
        var options = DiskLedger.Options(nowMillis: 1_700_000_000_000, newEpoch: { 99 })
        options.reserveBytes = 0
        // The last 100 changes come from the log, the others from the snapshot of 300.
        options.rememberedChanges = 100
        let (ledger, recovered) = try DiskLedger.open(in: DataDirectory(data), options)
        ledger.close()

        #expect(recovered.warnings.isEmpty)
        try #require(recovered.boards.count == 2)
        #expect(recovered.sessions == [makeSession(0), makeSession(1, name: "Ada"), makeSession(7)])
        #expect(recovered.boards.map(\.board.name.text) == ["main", "side-show"])
        let painting = try Self.paint { $0.group(of: 50) }
        #expect(painting.equals(recovered.boards[0]))
        #expect(recovered.boards[0].grid.digest.value == 2_968_835_143)
        #expect(recovered.boards[0].charges.count == 20)
        #expect(recovered.boards[1].board.rules.state == .closed)
        #expect(recovered.boards[1].grid.seq == 0)
        #expect(
            recovered.chat.map(\.text) == ["hello", "again 🙂"] && recovered.chat.map(\.number) == [1, 3])
    }

    /// Writes the folder anew: only ever for a format that no release has had.
    private func write() throws {
        try? FileManager.default.removeItem(at: Self.source)
        var options = DiskLedger.Options(nowMillis: 0, newEpoch: { 99 })
        options.reserveBytes = 0
        let (ledger, _) = try DiskLedger.open(in: DataDirectory(Self.source.path()), options)
        _ = ledger.commitAndWait(LedgerGroup([0, 1, 7].map { .session(makeSession($0)) }))
        _ = ledger.commitAndWait(LedgerGroup([.session(makeSession(1, name: "Ada"))]))
        var sideShow = try Painting("side-show", width: 3, height: 2, epoch: 8).meta
        sideShow.rules.state = .closed
        _ = ledger.commitAndWait(LedgerGroup([.board(sideShow)]))
        let painting = try Self.paint { painting in
            if painting.board.shown.seq == 0 {
                _ = ledger.commitAndWait(LedgerGroup([.board(painting.meta)]))
            } else if painting.board.shown.seq == 300 {
                try ledger.save(painting.image)
            }
            let group = painting.group(of: 50)
            #expect(ledger.commitAndWait(group).error == nil)
            return group
        }
        for (number, text) in ["hello", "never mind", "again 🙂"].enumerated() {
            let line = LedgerChatLine(
                board: .main, number: UInt64(number) + 1, id: "line\(number)", from: "id1", name: "Ada",
                text: text, atMillis: 1_700_000_000_000)
            _ = ledger.commitAndWait(LedgerGroup([.chat(line)]))
        }
        _ = ledger.commitAndWait(LedgerGroup([.chatRemoval(board: .main, number: 2)]))
        ledger.close()
        // What is nobody's, and what is made from the log.
        for name in ["lock", "index.db", "keyframes"] {
            try? FileManager.default.removeItem(at: Self.source.appending(path: name))
        }
        print("digest", painting.board.shown.digest.value)
    }

    /// The history that is in the fixture: ten groups of fifty changes.
    private static func paint(_ step: (Painting) throws -> LedgerGroup) throws -> Painting {
        let painting = try Painting(width: 40, height: 30, cooldownMillis: 30_000)
        for _ in 0..<10 { painting.commit(try step(painting)) }
        return painting
    }
}
