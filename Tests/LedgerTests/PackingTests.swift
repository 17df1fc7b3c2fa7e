import Canvas
import TestKit
import Testing

@testable import Ledger

struct PackingTests {
    /// A log of many small groups, closed and ready to be packed, and what they make.
    private func makeLog(
        cooldownMillis: Int64, groups: Int, sizes: ClosedRange<Int>
    ) throws -> (shelf: Shelf, painting: Painting) {
        let shelf = try Shelf()
        shelf.options.rememberedChanges = 1000
        let painting = try Painting(cooldownMillis: cooldownMillis)
        var random = SeededRandom(seed: 9)
        let store = try LogStore(
            path: shelf.directory.logPath,
            reserve: ReserveFile(path: shelf.directory.reservePath, byteCount: 0))
        _ = try store.write([LedgerGroup([.board(painting.meta)])])
        for _ in 0..<groups {
            let group = painting.group(of: .random(in: sizes, using: &random))
            #expect(try store.write([group]) == [true])
            painting.commit(group)
        }
        try store.close()
        return (shelf, painting)
    }

    private func pack(_ shelf: Shelf, times: Int) throws -> (rows: Int64, packedTo: UInt64) {
        let store = try LogStore(
            path: shelf.directory.logPath,
            reserve: ReserveFile(path: shelf.directory.reservePath, byteCount: 0))
        for _ in 0..<times { try store.useIdleTime() }
        let rows = try store.database.integer("SELECT count(*) FROM \"changes main 7\"")
        let packedTo = store.head.boards[.main]?.packedTo ?? 0
        try store.close()
        return (rows, packedTo)
    }

    @Test(arguments: [0, 30_000] as [Int64])
    func `small records become large ones, and nothing else changes`(cooldownMillis: Int64) throws {
        let (shelf, painting) = try makeLog(cooldownMillis: cooldownMillis, groups: 2000, sizes: 1...20)
        let before = try shelf.open { _, recovered in recovered.boards[0] }
        #expect(painting.equals(before))
        let (rows, packedTo) = try pack(shelf, times: 10)
        #expect(painting.board.shown.seq - packedTo < 10_000)
        #expect(painting.board.shown.seq > 20_000 && rows < 1000)
        let after = try shelf.open { _, recovered in recovered.boards[0] }
        #expect(painting.equals(after))
        #expect(after.charges == before.charges)
        #expect(
            after.grid.changedIndexes(since: after.grid.seq - 1000)
                == before.grid.changedIndexes(since: before.grid.seq - 1000))
    }

    @Test func `a snapshot in the middle of a large record is a beginning`() throws {
        let (shelf, painting) = try makeLog(cooldownMillis: 0, groups: 300, sizes: 10...20)
        _ = try shelf.open { ledger, _ in try ledger.save(painting.image) }
        let seq = painting.board.shown.seq
        try shelf.open { ledger, _ in
            for _ in 0..<100 {
                let group = painting.group(of: 100)
                #expect(ledger.commitAndWait(group).error == nil)
                painting.commit(group)
            }
        }
        let (_, packedTo) = try pack(shelf, times: 10)
        #expect(packedTo > seq)
        shelf.options.rememberedChanges = painting.board.shown.seq - seq
        try shelf.open { _, recovered in
            #expect(painting.equals(recovered.boards[0]))
            #expect(recovered.boards[0].grid.changedIndexes(since: seq) != nil)
        }
    }

    @Test func `large groups stay as they are`() throws {
        let (shelf, painting) = try makeLog(cooldownMillis: 0, groups: 3, sizes: 6000...7000)
        let (rows, packedTo) = try pack(shelf, times: 10)
        #expect(rows == 3 && packedTo > 0)
        try shelf.open { _, recovered in #expect(painting.equals(recovered.boards[0])) }
    }

    @Test func `what is damaged is not packed, and stops`() throws {
        let (shelf, _) = try makeLog(cooldownMillis: 0, groups: 1000, sizes: 20...20)
        let store = try LogStore(
            path: shelf.directory.logPath,
            reserve: ReserveFile(path: shelf.directory.reservePath, byteCount: 0))
        try store.database.run("UPDATE \"changes main 7\" SET record = zeroblob(60) WHERE last_seq = 200")
        #expect(throws: StoreFault.self) { try store.useIdleTime() }
        try store.database.run("DELETE FROM \"changes main 7\" WHERE last_seq = 200")
        #expect(throws: StoreFault.self) { try store.useIdleTime() }
    }
}
