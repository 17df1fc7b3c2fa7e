import Canvas
import Foundation
import TestKit
import Testing

@testable import Ledger

/// The highest number that documents of each kind ever had: whoever makes new ones gives none twice.
struct NumbersTests {
    /// What lines of these tests name.
    private static let named: @Sendable (LedgerAuditLine) -> [(kind: UInt8, number: UInt64)] = { line in
        [(kind: 8, number: line.number * 100), (kind: 9, number: .max)]
    }

    @Test func `a number is known for good once its document was durable, and not before`() throws {
        let shelf = try Shelf()
        try shelf.open { ledger, recovered in
            #expect(recovered.highestNumbers.isEmpty)
            let first = LedgerGroup([
                .document(LedgerDocument(kind: 3, number: 7, body: [])),
                .document(LedgerDocument(kind: 5, number: 1, body: [])),
            ])
            #expect(ledger.commitAndWait(first).error == nil)
            let refused = LedgerGroup([
                .document(LedgerDocument(kind: 3, number: 90, body: [])), .audit(makeLine(4)),
            ])
            #expect(ledger.commitAndWait(refused).error == .outOfOrder)
            let removals = LedgerGroup([
                .documentRemoval(kind: 3, number: 7), .documentRemoval(kind: 5, number: 1),
            ])
            #expect(ledger.commitAndWait(removals).error == nil)
        }
        for _ in 0..<2 {
            try shelf.open { _, recovered in
                #expect(recovered.documents.isEmpty && recovered.highestNumbers == [3: 7, 5: 1])
            }
        }
    }

    @Test func `a head says it, and one that says nothing is told from one that knows of none`() throws {
        var head = LogHead()
        #expect(try LogHead(decoding: head.encoded()).highestNumbers == [:])
        head.auditCount = 3
        #expect(try LogHead(decoding: head.encoded()).highestNumbers == [:])
        head.highestNumbers = nil
        #expect(try LogHead(decoding: head.encoded()).highestNumbers == nil)
        head.highestNumbers = [:]
        for kind in UInt8.min...UInt8.max { head.note(kind, UInt64(kind) + 1) }
        head.note(4, 2)
        #expect(try LogHead(decoding: head.encoded()) == head)
        #expect(head.highestNumbers?[4] == 5 && head.highestNumbers?.count == 256)
    }

    @Test(
        arguments: [(3, UInt64.max), (3, UInt64(Int64.max) + 1), (0, 5)] as [(UInt8, UInt64)])
    func `a head with numbers that cannot be is refused`(kind: UInt8, number: UInt64) throws {
        var head = LogHead()
        head.auditCount = 1
        head.highestNumbers = nil
        // The checksum is made anew: what is written is whole, and still cannot be.
        var writer = ByteWriter()
        writer.append(Array(head.encoded().dropLast(4)))
        writer.append(UInt16(2))
        for kind in [0, kind] {
            writer.append(kind)
            writer.append(number)
        }
        #expect(throws: FormatFault.self) { try LogHead(decoding: writer.sealed()) }
    }

    @Test func `a log from before is looked through once, line by line`() throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/data"
        let source = ProjectFiles.root.appending(path: "Tests/Fixtures/ledger-1-moderation")
        try FileManager.default.copyItem(atPath: source.path(), toPath: data)
        var options = DiskLedger.Options(nowMillis: 1_700_000_000_000, newEpoch: { 99 })
        options.reserveBytes = 0
        options.documentsNamed = Self.named
        let expected: [UInt8: UInt64] = [3: 4, 4: 5, 8: 600, 9: UInt64(Int64.max)]
        for _ in 0..<2 {
            let (ledger, recovered) = try DiskLedger.open(in: DataDirectory(data), options)
            ledger.close()
            #expect(recovered.highestNumbers == expected)
            // From now on the head says it, and nobody is asked.
            options.documentsNamed = { _ in [(kind: 1, number: 1)] }
        }
    }

    @Test(
        arguments: [
            ("DELETE FROM documents WHERE number > 3", [3: 4, 4: 5]),
            ("DELETE FROM head", [3: 4, 4: 5, 8: 4000, 9: UInt64(Int64.max)]),
        ] as [(String, [UInt8: UInt64])])
    func `a repair forgets no number that anything tells of`(sql: String, expected: [UInt8: UInt64]) throws {
        let past = try Past(rounds: 1)
        past.shelf.options.documentsNamed = Self.named
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 5, lines: 40))).error == nil)
        }
        try past.tamper(sql)
        let (_, recovered) = try past.repair()
        #expect(recovered.highestNumbers == expected)
    }

    @Test func `a backup takes the numbers along`() throws {
        let past = try Past(rounds: 1)
        let backup = past.shelf.folder.path + "/backup"
        try past.shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup(makeOrders(documents: 5, lines: 1))).error == nil)
            let removals = (1...5).map {
                LedgerEntry.documentRemoval(kind: makeDocument($0).kind, number: $0)
            }
            #expect(ledger.commitAndWait(LedgerGroup(removals)).error == nil)
            _ = try ledger.backUp(to: backup, atMillis: 1) { _ in true }
        }
        let other = try Shelf()
        _ = try other.directory.restore(from: backup, other.options, asideName: "before") { _ in true }
        try other.open { _, recovered in
            #expect(recovered.documents.isEmpty && recovered.highestNumbers == [3: 4, 4: 5])
        }
    }
}
