import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

/// What those who keep order have written is kept like everything else.
struct ModerationTests {
    @Test func `records come back`() throws {
        for size in [0, 1, 300, LedgerDocument.bodyBytesMax] {
            let body = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            let document = LedgerDocument(kind: 255, number: UInt64(Int64.max), body: body)
            #expect(try LedgerDocument(decoding: document.encoded()) == document)
            let line = LedgerAuditLine(number: UInt64(Int64.max), timeMillis: -5, body: body)
            #expect(try LedgerAuditLine(decoding: line.encoded()) == line)
        }
    }

    @Test func `20,000 random mutations of records are all found`() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<10_000 {
            var document = makeDocument(3).encoded()
            document.mutate(using: &random)
            #expect(throws: FormatFault.self) { try LedgerDocument(decoding: document) }
            var line = makeLine(3).encoded()
            line.mutate(using: &random)
            #expect(throws: FormatFault.self) { try LedgerAuditLine(decoding: line) }
        }
    }

    @Test func `records that cannot be are refused, and nothing traps`() {
        func sealed(_ build: (inout ByteWriter) -> Void) -> [UInt8] {
            var writer = ByteWriter()
            build(&writer)
            return writer.sealed()
        }
        let long = [UInt8](repeating: 1, count: LedgerDocument.bodyBytesMax + 1)
        for (version, number, body) in [(2, 1, []), (1, UInt64.max, []), (1, 1, long)]
            as [(UInt8, UInt64, [UInt8])]
        {
            let document = sealed { writer in
                writer.append(version)
                writer.append(UInt8(3))
                writer.append(number)
                writer.append(body)
            }
            #expect(throws: FormatFault.self) { try LedgerDocument(decoding: document) }
            let line = sealed { writer in
                writer.append(version)
                writer.append(number)
                writer.append(UInt64(0))
                writer.append(body)
            }
            #expect(throws: FormatFault.self) { try LedgerAuditLine(decoding: line) }
        }
        let none = sealed { writer in
            writer.append(UInt8(1))
            writer.append(UInt64(0))
            writer.append(UInt64(0))
        }
        #expect(throws: FormatFault.self) { try LedgerAuditLine(decoding: none) }
    }

    @Test func `a head without counts is one that counts none`() throws {
        var head = LogHead()
        head.sessionCount = 3
        let plain = head.encoded()
        #expect(try LogHead(decoding: plain) == head)
        head.documentCount = 5
        head.auditCount = 70_000
        #expect(try LogHead(decoding: head.encoded()) == head)
        #expect(head.encoded().count == plain.count + 18)
    }

    @Test func `documents stand until they are replaced or removed`() throws {
        let shelf = try Shelf()
        var standing: [UInt64: LedgerDocument] = [:]
        var random = SeededRandom(seed: 9)
        for _ in 0..<5 {
            try shelf.open { ledger, recovered in
                #expect(recovered.documents.count == standing.count)
                for _ in 0..<40 {
                    let number = UInt64.random(in: 1...25, using: &random)
                    let document = makeDocument(number, text: "v\(UInt8.random(in: 0...255, using: &random))")
                    let isRemoval = Int.random(in: 0..<3, using: &random) == 0
                    let entry: LedgerEntry =
                        isRemoval
                        ? .documentRemoval(kind: document.kind, number: number) : .document(document)
                    #expect(ledger.commitAndWait(LedgerGroup([entry])).error == nil)
                    standing[number] = isRemoval ? nil : document
                }
                // The same number of another kind is another document, and not there.
                let other = LedgerEntry.documentRemoval(kind: 77, number: 1)
                #expect(ledger.commitAndWait(LedgerGroup([other])).error == nil)
            }
            let expected = standing.values.sorted { ($0.kind, $0.number) < ($1.kind, $1.number) }
            try shelf.open { _, recovered in #expect(recovered.documents == expected) }
        }
    }

    @Test func `lines follow one another, or the whole group is refused`() throws {
        let shelf = try Shelf()
        let painting = try Painting()
        try shelf.open { ledger, recovered in
            #expect(recovered.nextAuditNumber == 1)
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
            for number: UInt64 in [2, 7] {
                let group = LedgerGroup([.audit(makeLine(number)), .document(makeDocument(1))])
                #expect(ledger.commitAndWait(group).error == .outOfOrder)
            }
            let three = LedgerGroup((1...3).map { .audit(makeLine($0)) })
            #expect(ledger.commitAndWait(three).error == nil)
            #expect(ledger.commitAndWait(three).error == .outOfOrder)
            let gap = LedgerGroup([.audit(makeLine(4)), .audit(makeLine(6))])
            #expect(ledger.commitAndWait(gap).error == .outOfOrder)
            // With the pixels, or not at all.
            var together = painting.group(of: 5)
            together.entries += [.audit(makeLine(5)), .document(makeDocument(2))]
            #expect(ledger.commitAndWait(together).error == .outOfOrder)
            together.entries[1] = .audit(makeLine(4))
            #expect(ledger.commitAndWait(together).error == nil)
        }
        try shelf.open { _, recovered in
            #expect(recovered.audit == (1...4).map { makeLine($0) } && recovered.nextAuditNumber == 5)
            #expect(recovered.documents == [makeDocument(2)])
            #expect(recovered.boards[0].grid.seq == 5)
        }
    }

    @Test func `the newest lines are handed out, and older ones page by page`() throws {
        let shelf = try Shelf()
        let count: UInt64 = 2345
        try shelf.open { ledger, _ in
            let lines = (1...count).map { LedgerEntry.audit(makeLine($0)) }
            #expect(ledger.commitAndWait(LedgerGroup(lines)).error == nil)
        }
        try shelf.open { ledger, recovered in
            let newest = (count - UInt64(LedgerAuditLine.recoveredMax) + 1...count).map { makeLine($0) }
            #expect(recovered.audit == newest && recovered.nextAuditNumber == count + 1)
            var found: [LedgerAuditLine] = []
            while found.last?.number != 1 {
                let part = try answer {
                    ledger.past.auditLines(before: found.last?.number, limit: 100_000, completion: $0)
                }.get()
                try #require(!part.isEmpty && part.count <= LedgerAuditLine.pageMax)
                found += part
            }
            #expect(found == (1...count).reversed().map { makeLine($0) })
            for before: UInt64 in [0, 1] {
                let none = try answer { ledger.past.auditLines(before: before, limit: 5, completion: $0) }
                    .get()
                #expect(none.isEmpty)
            }
            let page = try answer { ledger.past.auditLines(before: 40, limit: 3, completion: $0) }.get()
            #expect(page.map(\.number) == [39, 38, 37])
            let future = try answer { ledger.past.auditLines(before: .max, limit: 1, completion: $0) }.get()
            #expect(future.map(\.number) == [count])
        }
    }

    @Test func `long lines come in shorter pages`() throws {
        let shelf = try Shelf()
        let body = [UInt8](repeating: 9, count: LedgerAuditLine.bodyBytesMax)
        try shelf.open { ledger, _ in
            for number: UInt64 in 1...40 {
                let line = LedgerAuditLine(number: number, timeMillis: 0, body: body)
                #expect(ledger.commitAndWait(LedgerGroup([.audit(line)])).error == nil)
            }
            var numbers: [UInt64] = []
            while numbers.last != 1 {
                let before = numbers.last
                let part = try answer { ledger.past.auditLines(before: before, limit: 1000, completion: $0) }
                    .get()
                try #require(!part.isEmpty && part.count < 40)
                numbers += part.map(\.number)
            }
            #expect(numbers == (1...40).reversed())
        }
    }

    @Test(arguments: [
        "UPDATE documents SET record = substr(record, 1, 9) WHERE number = 2",
        "UPDATE documents SET number = 90 WHERE number = 2", "UPDATE documents SET kind = 9 WHERE number = 2",
        "DELETE FROM documents WHERE number = 2", "DROP TABLE documents",
        "UPDATE audit SET record = substr(record, 1, 9) WHERE number = 2",
        "UPDATE audit SET number = 77 WHERE number = 4", "DELETE FROM audit WHERE number = 2",
        "DELETE FROM audit WHERE number = 4", "DROP TABLE audit",
        "INSERT INTO audit SELECT 5, record FROM audit WHERE number = 4",
    ])
    func `what is damaged or missing is noticed`(damage: String) throws {
        let past = try Past(rounds: 1)
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 3, lines: 4))).error == nil)
        }
        #expect(try past.inspect().damages.isEmpty)
        try past.tamper(damage)
        let table = damage.contains("documents") ? "documents" : "audit"
        let damages = try past.inspect().damages
        #expect(!damages.isEmpty && damages.allSatisfy { $0.place.contains(table) }, "\(damages)")
        let error = #expect(throws: StorageError.self) { try past.shelf.open() }
        #expect(error?.kind == .damaged && error?.what.contains(table) == true)
    }

    @Test func `an old line that is missing is no answer`() throws {
        let past = try Past(rounds: 1)
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 0, lines: 1200))).error == nil)
        }
        try past.tamper("DELETE FROM audit WHERE number = 50")
        #expect(!(try past.inspect().damages.isEmpty))
        try past.shelf.open { ledger, _ in
            let reply = Reply<Result<[LedgerAuditLine], PastError>>()
            ledger.past.auditLines(before: 60, limit: 30) { reply.give($0) }
            #expect(reply.wait() == .failure(.unavailable))
            let later = try answer { ledger.past.auditLines(before: 60, limit: 9, completion: $0) }.get()
            #expect(later.count == 9)
        }
    }
}

struct ModerationRepairTests {
    /// What is done to a log, and what a repair leaves of five documents and 40 lines.
    struct Damage: CustomTestStringConvertible {
        let sql: String
        var documents: [UInt64] = [1, 2, 3, 4, 5]
        var lostLines: [UInt64] = []
        var lineCount: UInt64 = 40
        var words = "cannot be read"
        var testDescription: String { sql }
    }

    @Test(arguments: [
        Damage(
            sql: "UPDATE documents SET record = zeroblob(30) WHERE number = 2", documents: [1, 3, 4, 5],
            words: "documents: 1 cannot be read"),
        Damage(
            sql: "DELETE FROM documents WHERE number > 3", documents: [1, 2, 3],
            words: "documents: 2 cannot be read"),
        Damage(sql: "DROP TABLE documents", documents: [], words: "documents: 5 cannot be read"),
        Damage(
            sql: "UPDATE audit SET record = zeroblob(30) WHERE number IN (1, 7, 40)", lostLines: [1, 7, 40],
            words: "audit: 3 lines cannot be read"),
        Damage(
            sql: "DELETE FROM audit WHERE number BETWEEN 5 AND 9", lostLines: [5, 6, 7, 8, 9],
            words: "audit: 5 lines cannot be read"),
        Damage(
            sql: "DELETE FROM audit WHERE number > 38", lostLines: [39, 40],
            words: "audit: 2 lines cannot be read"),
        Damage(sql: "DROP TABLE audit", lostLines: Array(1...40), words: "audit: 40 lines cannot be read"),
        Damage(sql: "UPDATE head SET record = zeroblob(60)", words: "made anew from what the log holds"),
        Damage(
            sql: "DELETE FROM head; DELETE FROM audit WHERE number > 38", lineCount: 38,
            words: "made anew from what the log holds"),
    ])
    func `what can be read is kept, and lost lines keep their numbers`(damage: Damage) throws {
        let past = try Past(rounds: 1)
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 5, lines: 40))).error == nil)
        }
        try past.tamper(damage.sql)
        let (report, recovered) = try past.repair()
        #expect(report.actions.contains { $0.contains(damage.words) }, "\(report.actions)")
        #expect(Set(recovered.documents.map(\.number)) == Set(damage.documents))
        #expect(recovered.documents.allSatisfy { $0 == makeDocument($0.number) })
        #expect(recovered.audit.filter(\.isLost).map(\.number) == damage.lostLines)
        #expect(recovered.audit.allSatisfy { $0.isLost || $0 == makeLine($0.number) })
        #expect(recovered.audit.map(\.number) == Array(1...damage.lineCount))
        #expect(recovered.nextAuditNumber == damage.lineCount + 1)
    }

    @Test func `a number that cannot be believed is not filled up to`() throws {
        let past = try Past(rounds: 1)
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 0, lines: 3))).error == nil)
        }
        do {
            let database = try Database(path: past.shelf.directory.logPath)
            let insert = try database.prepare("INSERT INTO audit VALUES (?1, ?2)")
            try insert.bind(Int64.max, at: 1)
            try insert.bind(makeLine(UInt64(Int64.max)).encoded(), at: 2)
            try insert.run()
        }
        #expect(try past.inspect().damages.count == 2)
        let (_, recovered) = try past.repair()
        #expect(recovered.audit == (1...3).map { makeLine($0) } && recovered.nextAuditNumber == 4)
    }

    @Test func `a backup holds them, and a restore brings them back`() throws {
        let past = try Past()
        let backup = past.shelf.folder.path + "/backup"
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 6, lines: 9))).error == nil)
            _ = try ledger.backUp(to: backup, atMillis: 1) { _ in true }
            let later = LedgerGroup([.audit(makeLine(10)), .documentRemoval(kind: 4, number: 1)])
            #expect(ledger.commitAndWait(later).error == nil)
        }
        let archive = try Archive(backup: backup)
        #expect(Set(try archive.documents().map(\.number)) == Set(1...6))
        var lines: [LedgerAuditLine] = []
        try archive.forEachAuditLine {
            lines.append($0)
            return true
        }
        #expect(lines == (1...9).map { makeLine($0) })
        _ = try past.shelf.directory.restore(
            from: backup, past.shelf.options, asideName: "before-restore", watch: { _ in true })
        try past.shelf.open { ledger, recovered in
            #expect(recovered.documents.count == 6)
            #expect(recovered.audit == lines && recovered.nextAuditNumber == 10)
            #expect(ledger.commitAndWait(LedgerGroup([.audit(makeLine(10))])).error == nil)
        }
    }
}

struct PlacementTapTests {
    /// What an observer was shown, and a door it may be held up at.
    private final class Watcher: Sendable {
        let seqs = Mutex<[UInt64]>([])
        let door = Monitor()
        let isOpen = Mutex(true)

        func see(_ placements: LedgerPlacements) {
            door.locked {
                seqs.withLock { $0.append(placements.changes.firstSeq) }
                door.wake()
                while !isOpen.withLock({ $0 }) { door.wait() }
            }
        }

        func open(_ isOpen: Bool) {
            door.locked {
                self.isOpen.withLock { $0 = isOpen }
                door.wake()
            }
        }

        func wait(for count: Int) {
            door.locked {
                while seqs.withLock({ $0.count }) < count { door.wait() }
            }
        }
    }

    @Test func `every durable group is shown once, in order`() throws {
        let shelf = try Shelf()
        let watcher = Watcher()
        shelf.options.observe = { watcher.see($0) }
        let painting = try Painting()
        var seqs: [UInt64] = []
        try shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
            for _ in 0..<50 {
                let group = painting.group(of: 3)
                seqs += group.placements.map(\.changes.firstSeq)
                #expect(ledger.commitAndWait(group).error == nil)
                #expect(ledger.commitAndWait(group).error == .outOfOrder)
                painting.commit(group)
            }
            watcher.wait(for: 50)
            #expect(watcher.seqs.withLock { $0 } == seqs)
            #expect(ledger.unobservedGroupCount == 0)
        }
    }

    @Test func `who watches too slowly misses some, and holds up nobody`() throws {
        let shelf = try Shelf()
        let watcher = Watcher()
        shelf.options.observe = { watcher.see($0) }
        let painting = try Painting(playerCount: 2000)
        let largeCount = PlacementTap.changeCountMax / 3
        try shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.board(painting.meta)])).error == nil)
            watcher.open(false)
            defer { watcher.open(true) }
            // The first is being looked at, three wait, and two are let go.
            for number in 0..<6 {
                let group = painting.group(of: number == 0 ? 1 : largeCount)
                #expect(ledger.commitAndWait(group).error == nil)
                painting.commit(group)
                if number == 0 { watcher.wait(for: 1) }
            }
            #expect(ledger.unobservedGroupCount == 2)
            watcher.open(true)
            watcher.wait(for: 4)
            #expect(watcher.seqs.withLock { $0 }.count == 4)
        }
    }
}
