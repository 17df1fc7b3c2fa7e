import Canvas
import Foundation
import Synchronization
import Testing

@testable import Ledger

/// Charges across a restart, when somebody sets the wall clock.
struct ClockJumpTests {
    @Test(arguments: [3_600_000, -3_600_000, 1_000] as [Int64])
    func `a clock that is set between two servers changes nobody's wait`(jump: Int64) throws {
        let shelf = try Shelf(), painting = try Painting()
        try shelf.open(offset: 0, at: painting.timeMillis) { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
            for _ in 0..<5 { try commit(painting.group(of: 20), of: painting, to: ledger) }
        }
        let now = painting.timeMillis
        let before = try shelf.open(offset: 0, at: now) { _, recovered in recovered.boards[0].charges }
        #expect(before.count > 10)
        let moved = before.map { ChargeLevel(player: $0.player, fullAtMillis: $0.fullAtMillis + jump) }
        // Twice: what was found is noted, and not found again.
        for _ in 0..<2 {
            let after = try shelf.open(offset: jump, at: now + jump) { _, recovered in
                recovered.boards[0].charges
            }
            #expect(after == moved)
        }
    }

    @Test(arguments: [7_200_000, -7_200_000] as [Int64])
    func `a clock that is set while a server runs changes nobody's wait either`(jump: Int64) throws {
        let levels = try [0, jump].map { jump in
            let shelf = try Shelf(), painting = try Painting(seed: 5)
            let offset = Mutex<Int64>(0)
            try shelf.open(offset: { offset.withLock { $0 } }, at: painting.timeMillis) { ledger, _ in
                #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
                for _ in 0..<3 { try commit(painting.group(of: 10), of: painting, to: ledger) }
                offset.withLock { $0 = jump }
                painting.wallAheadMillis = jump
                for _ in 0..<3 { try commit(painting.group(of: 3), of: painting, to: ledger) }
                // A snapshot has the charges as they are on the new clock.
                try ledger.save(painting.image)
                try commit(painting.group(of: 1), of: painting, to: ledger)
            }
            let now = painting.timeMillis + jump
            let levels = try shelf.open(offset: jump, at: now) { _, recovered in recovered.boards[0].charges }
            return levels.map { ChargeLevel(player: $0.player, fullAtMillis: $0.fullAtMillis - jump) }
        }
        #expect(levels[0].count > 10 && levels[0] == levels[1])
    }

    @Test func `nobody can tell when the machine was started anew`() {
        var head = LogHead()
        #expect(head.jumpMillis(to: 5000, bootID: "a") == 0)
        head.bootID = "a"
        #expect(head.jumpMillis(to: 5000, bootID: "a") == 0)
        head.wallOffsetMillis = 1000
        #expect(head.jumpMillis(to: 5000, bootID: "a") == 4000)
        #expect(head.jumpMillis(to: 1999, bootID: "a") == 0)
        #expect(head.jumpMillis(to: nil, bootID: "a") == 0)
        #expect(head.jumpMillis(to: .max, bootID: "a") == .max - 1000)
        #expect(head.jumpMillis(to: 5000, bootID: "b") == 0)
    }

    @Test func `only the newest jumps are remembered`() throws {
        var head = LogHead()
        let main = BoardName.main
        head.boards[main] = LogHead.Reach(epoch: 7, seq: 0)
        for seq in 1...40 as ClosedRange<UInt64> {
            head.boards[main]?.seq = seq
            head.note(jumpMillis: 2000, to: Int64(seq) * 2000, before: head.boards)
        }
        let jumps = try #require(head.boards[main]?.jumps)
        #expect(jumps.map(\.afterSeq) == Array(25...40) && head.wallOffsetMillis == 80_000)
        #expect(try LogHead(decoding: head.encoded()) == head)
    }

    private func commit(_ group: LedgerGroup, of painting: Painting, to ledger: DiskLedger) throws {
        #expect(ledger.commitAndWait(group).error == nil)
        painting.commit(group)
    }
}

extension Shelf {
    fileprivate func open<Answer>(
        offset: @autoclosure @escaping @Sendable () -> Int64, at nowMillis: Int64,
        _ body: (DiskLedger, Recovered) throws -> Answer
    ) throws -> Answer {
        try open(offset: offset, at: nowMillis, body)
    }

    fileprivate func open<Answer>(
        offset: @escaping @Sendable () -> Int64, at nowMillis: Int64,
        _ body: (DiskLedger, Recovered) throws -> Answer
    ) throws -> Answer {
        var options = options
        options.nowMillis = nowMillis
        options.wallOffsetMillis = { offset() }
        let (ledger, recovered) = try DiskLedger.open(in: directory, options)
        defer { ledger.close() }
        return try body(ledger, recovered)
    }
}
