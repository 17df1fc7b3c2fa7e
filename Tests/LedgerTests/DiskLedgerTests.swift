import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

struct DiskLedgerTests {
    @Test func `a new folder holds nothing`() throws {
        let shelf = try Shelf()
        try shelf.open { _, recovered in
            #expect(recovered.boards.isEmpty && recovered.sessions.isEmpty && recovered.warnings.isEmpty)
        }
    }

    @Test(arguments: Durability.allCases)
    func `what was committed is there again`(durability: Durability) throws {
        let shelf = try Shelf()
        shelf.options.durability = durability
        let painting = try Painting()
        let other = try Painting("other-one", width: 5, height: 5, epoch: 8, cooldownMillis: 0)
        try shelf.open { ledger, _ in
            #expect(
                ledger.commitAndWait(LedgerGroup([.board(painting.meta), .board(other.meta)])).error == nil)
            for round in 0..<20 {
                for painting in [painting, other] {
                    let group = painting.group(of: 1 + round * 3)
                    #expect(ledger.commitAndWait(group).error == nil)
                    painting.commit(group)
                }
            }
        }
        try shelf.open { _, recovered in
            #expect(recovered.boards.count == 2 && recovered.warnings.isEmpty)
            #expect(painting.equals(recovered.boards[0]))
            #expect(other.equals(recovered.boards[1]))
            #expect(recovered.boards[0].changedAtMillis == painting.timeMillis)
        }
    }

    @Test func `sessions are there again, as they were last`() throws {
        let shelf = try Shelf()
        try shelf.open { ledger, _ in
            for player: UInt32 in [0, 1, 5] {
                #expect(ledger.commitAndWait(LedgerGroup([.session(makeSession(player))])).error == nil)
            }
            #expect(ledger.commitAndWait(LedgerGroup([.session(makeSession(1, name: "Ada"))])).error == nil)
        }
        try shelf.open { _, recovered in
            #expect(recovered.sessions == [makeSession(0), makeSession(1, name: "Ada"), makeSession(5)])
        }
    }

    @Test func `charges are there again`() throws {
        let shelf = try Shelf()
        let painting = try Painting(cooldownMillis: 60_000)
        try shelf.open { ledger, _ in
            _ = ledger.commitAndWait(LedgerGroup([.board(painting.meta)]))
            for round in 0..<4 {
                let group = painting.group(of: 30)
                _ = ledger.commitAndWait(group)
                painting.commit(group)
                // Of two there is a snapshot to remember them, of the others the log.
                if round == 1 { try ledger.save(painting.image) }
            }
        }
        shelf.options.nowMillis = painting.timeMillis
        try shelf.open { _, recovered in
            var expected: [ChargeLevel] = []
            for player: UInt32 in 0..<20 {
                let wait = painting.board.fullInMillis(
                    of: PlayerSlot(number: player), at: painting.timeMillis)
                if wait > 0 {
                    expected.append(ChargeLevel(player: player, fullAtMillis: painting.timeMillis + wait))
                }
            }
            #expect(recovered.boards[0].charges == expected)
            #expect(expected.count > 10)
        }
    }

    @Test func `groups are answered in order, many to a transaction`() throws {
        let shelf = try Shelf()
        let painting = try Painting()
        try shelf.open { ledger, _ in
            let answers = Answers()
            ledger.commit(LedgerGroup([.board(painting.meta)])) { answers.add($0) }
            var groups: [LedgerGroup] = []
            for _ in 0..<500 { groups.append(painting.group(of: 2)) }
            let order = Mutex<[Int]>([])
            for (index, group) in groups.enumerated() {
                ledger.commit(group) { answer in
                    order.withLock { $0.append(index) }
                    answers.add(answer)
                }
            }
            #expect(answers.wait(for: 501).allSatisfy { $0.error == nil })
            #expect(order.withLock { $0 } == Array(0..<500))
            for group in groups { painting.commit(group) }
        }
        try shelf.open { _, recovered in #expect(painting.equals(recovered.boards[0])) }
    }

    @Test func `what does not follow is refused, and nothing of it is kept`() throws {
        let shelf = try Shelf()
        let painting = try Painting()
        try shelf.open { ledger, _ in
            let early = painting.group(of: 3)
            #expect(ledger.commitAndWait(early).error == .outOfOrder)
            _ = ledger.commitAndWait(LedgerGroup([.board(painting.meta)]))
            #expect(ledger.commitAndWait(early).error == nil)
            painting.commit(early)
            #expect(ledger.commitAndWait(early).error == .outOfOrder)
            var mixed = early
            mixed.entries.insert(.session(makeSession(3)), at: 0)
            #expect(ledger.commitAndWait(mixed).error == .outOfOrder)
        }
        try shelf.open { _, recovered in
            #expect(painting.equals(recovered.boards[0]))
            #expect(recovered.sessions.isEmpty)
        }
    }

    @Test func `rules change, and a new epoch begins with a picture`() throws {
        let shelf = try Shelf()
        let painting = try Painting()
        try shelf.open { ledger, _ in
            _ = ledger.commitAndWait(LedgerGroup([.board(painting.meta)]))
            let group = painting.group(of: 50)
            _ = ledger.commitAndWait(group)
            painting.commit(group)
            painting.meta.rules.state = .frozen
            _ = ledger.commitAndWait(LedgerGroup([.board(painting.meta)]))
        }
        try shelf.open { ledger, recovered in
            #expect(painting.equals(recovered.boards[0]))
            var meta = painting.meta
            meta.epoch = 99
            meta.beginning = .snapshot
            let image = painting.image
            try ledger.save(
                BoardImage(
                    board: meta.name, epoch: 99, seq: 0, takenAtMillis: 5, shape: meta.shape,
                    colours: image.colours, digest: image.digest, origins: image.origins))
            #expect(ledger.commitAndWait(LedgerGroup([.board(meta)])).error == nil)
        }
        try shelf.open { _, recovered in
            #expect(recovered.boards[0].board.epoch == 99)
            #expect(recovered.boards[0].grid.seq == 0)
            #expect(recovered.boards[0].grid.colours == painting.board.shown.colours)
            #expect(recovered.boards[0].origins == painting.board.origins)
        }
    }

    @Test func `a closed ledger refuses`() throws {
        let shelf = try Shelf()
        let (ledger, _) = try shelf.open()
        ledger.close()
        #expect(ledger.commitAndWait(LedgerGroup([])).error == .busy)
    }

    @Test func `only one may have the folder, and the other is told who`() throws {
        let shelf = try Shelf()
        let error = #expect(throws: StorageError.self) { try DataDirectory(shelf.directory.path) }
        #expect(error?.kind == .inUse)
        #expect(error?.description.contains("process \(getpid())") == true)
        #expect(error?.description.contains("--data") == true)
    }

    @Test func `a file in the place of the folder is no folder`() throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(filePath: folder.path + "/data"))
        #expect(throws: StorageError.self) { try DataDirectory(folder.path + "/data") }
        #expect(throws: StorageError.self) { try DataDirectory(folder.path + "/data/deeper") }
    }

    @Test func `a folder is made where another one is, and not in the middle of nowhere`() throws {
        let folder = try TemporaryFolder()
        #expect(try #require(DataDirectory(folder.path + "/a").freeBytes) > 0)
        let error = #expect(throws: StorageError.self) { try DataDirectory(folder.path + "/b/c") }
        #expect(error?.kind == .unusable && error?.remedy.contains("--data") == true)
    }
}
