import Canvas
import Foundation
import TestKit
import Testing

@testable import Ledger

/// `Tests/Fixtures/ledger-1` is a folder as the first format left it, `ledger-1-undos` one in which pixels
/// were taken back, which it learnt later, and `ledger-1-moderation` one that holds documents and lines of
/// what was done, which the two before have no tables for. Every later version must open them; a new format
/// gets a folder of its own beside them.
struct FixtureTests {
    private struct Fixture {
        let name: String
        let hasUndos: Bool
        var hasOrders = false
        let digest: UInt32
        let waitingCount: Int

        var source: URL { ProjectFiles.root.appending(path: "Tests/Fixtures/\(name)") }
    }

    private static let fixtures = [
        Fixture(name: "ledger-1", hasUndos: false, digest: 2_968_835_143, waitingCount: 20),
        Fixture(name: "ledger-1-undos", hasUndos: true, digest: 3_152_041_811, waitingCount: 20),
        Fixture(
            name: "ledger-1-moderation", hasUndos: true, hasOrders: true, digest: 3_152_041_811,
            waitingCount: 20),
    ]

    @Test(arguments: 0..<fixtures.count) func `the first format is still read`(number: Int) throws {
        let fixture = Self.fixtures[number]
        if ProcessInfo.processInfo.environment["TOILE_WRITE_FIXTURES"] == fixture.name { try write(fixture) }
        let folder = try TemporaryFolder()
        let data = folder.path + "/data"
        try FileManager.default.copyItem(atPath: fixture.source.path(), toPath: data)
        var options = DiskLedger.Options(nowMillis: 1_700_000_000_000, newEpoch: { 99 })
        options.reserveBytes = 0
        // The last 100 changes come from the log, the others from the snapshot of 300.
        options.rememberedChanges = 100
        let directory = try DataDirectory(data)
        let (ledger, recovered) = try DiskLedger.open(in: directory, options)
        ledger.close()

        #expect(recovered.warnings.isEmpty)
        try #require(recovered.boards.count == 2)
        #expect(recovered.sessions == [makeSession(0), makeSession(1, name: "Ada"), makeSession(7)])
        #expect(recovered.boards.map(\.board.name.text) == ["main", "side-show"])
        let painting = try Self.paint(fixture) { $0.group(of: 50) }
        #expect(painting.equals(recovered.boards[0]))
        #expect(recovered.boards[0].grid.digest.value == fixture.digest)
        #expect(recovered.boards[0].charges.count == fixture.waitingCount)
        #expect(recovered.boards[1].board.rules.state == .closed)
        #expect(recovered.boards[1].grid.seq == 0)
        #expect(
            recovered.chat.map(\.text) == ["hello", "again 🙂"] && recovered.chat.map(\.number) == [1, 3])
        #expect(recovered.documents == (fixture.hasOrders ? [2, 4, 1, 5].map { makeDocument($0) } : []))
        #expect(recovered.audit == (fixture.hasOrders ? (1...6).map { makeLine($0) } : []))
        try checkOrders(directory, options, recovered)
    }

    /// More can be written down, whether there were tables for it or not.
    private func checkOrders(
        _ directory: DataDirectory, _ options: DiskLedger.Options, _ before: Recovered
    ) throws {
        let line = makeLine(before.nextAuditNumber)
        let (ledger, _) = try DiskLedger.open(in: directory, options)
        let group = LedgerGroup([.audit(line), .document(makeDocument(77))])
        #expect(ledger.commitAndWait(group).error == nil)
        ledger.close()
        #expect(try directory.inspect()?.damages.isEmpty == true)
        let (again, recovered) = try DiskLedger.open(in: directory, options)
        again.close()
        #expect(recovered.audit == before.audit + [line])
        #expect(recovered.documents.count == before.documents.count + 1)
    }

    /// Writes the folder anew: only ever for a format that no release has had.
    private func write(_ fixture: Fixture) throws {
        try? FileManager.default.removeItem(at: fixture.source)
        var options = DiskLedger.Options(nowMillis: 0, newEpoch: { 99 })
        options.reserveBytes = 0
        let (ledger, _) = try DiskLedger.open(in: DataDirectory(fixture.source.path()), options)
        _ = ledger.commitAndWait(LedgerGroup([0, 1, 7].map { .session(makeSession($0)) }))
        _ = ledger.commitAndWait(LedgerGroup([.session(makeSession(1, name: "Ada"))]))
        var sideShow = try Painting("side-show", width: 3, height: 2, epoch: 8).meta
        sideShow.rules.state = .closed
        _ = ledger.commitAndWait(LedgerGroup([.board(sideShow)]))
        let painting = try Self.paint(fixture) { painting in
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
        if fixture.hasOrders {
            _ = ledger.commitAndWait(LedgerGroup(makeOrders(documents: 5, lines: 6)))
            _ = ledger.commitAndWait(LedgerGroup([.documentRemoval(kind: 4, number: 3)]))
        }
        ledger.close()
        // What is nobody's, and what is made from the log.
        for name in ["lock", "index.db", "keyframes"] {
            try? FileManager.default.removeItem(at: fixture.source.appending(path: name))
        }
        print("digest", painting.board.shown.digest.value)
    }

    /// The history that is in the fixture: ten groups of fifty changes.
    private static func paint(
        _ fixture: Fixture, _ step: (Painting) throws -> LedgerGroup
    ) throws -> Painting {
        let painting = try Painting(
            width: 40, height: 30, cooldownMillis: 30_000, hasUndos: fixture.hasUndos)
        for _ in 0..<10 { painting.commit(try step(painting)) }
        return painting
    }
}
