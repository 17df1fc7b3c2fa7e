import Canvas
import TestKit
import Testing

@testable import Ledger

/// What was said is kept like everything else, but only the newest of it.
struct ChatTests {
    private func line(_ number: UInt64, board: BoardName = .main, text: String = "hello 🙂") -> LedgerChatLine
    {
        LedgerChatLine(
            board: board, number: number, id: "id\(number)", from: "session", name: "Ada", text: text,
            atMillis: 1_700_000_000_000 + Int64(number % 1000))
    }

    /// A ledger with two boards on which so many lines were said.
    private func shelf(_ counts: (main: UInt64, side: UInt64)) throws -> Shelf {
        let shelf = try Shelf()
        try shelf.open { ledger, _ in
            let boards = [try Painting().meta, try Painting("side", epoch: 8).meta]
            #expect(ledger.commitAndWait(LedgerGroup(boards.map { .board($0) })).error == nil)
            for number in 1..<counts.main + 1 {
                #expect(ledger.commitAndWait(LedgerGroup([.chat(line(number))])).error == nil)
            }
            let side = (1..<counts.side + 1).map { LedgerEntry.chat(line($0, board: boards[1].name)) }
            if !side.isEmpty { #expect(ledger.commitAndWait(LedgerGroup(side)).error == nil) }
        }
        return shelf
    }

    @Test func `a line comes back`() throws {
        let line = line(.init(Int64.max), text: String(repeating: "🙂", count: 300))
        #expect(try LedgerChatLine(decoding: line.encoded()) == line)
    }

    @Test func `10,000 random mutations of a line are all found`() throws {
        var random = SeededRandom(seed: 5)
        let bytes = line(3).encoded()
        for _ in 0..<10_000 {
            var mutated = bytes
            mutated.mutate(using: &random)
            #expect(throws: FormatFault.self) { try LedgerChatLine(decoding: mutated) }
        }
    }

    @Test func `the last hundred lines of each board are there again`() throws {
        let side = try #require(BoardName("side"))
        try shelf((main: 250, side: 3)).open { _, recovered in
            #expect(recovered.warnings.isEmpty)
            #expect(
                recovered.chat == (151...250).map { line($0) } + (1...3).map { line($0, board: side) })
        }
    }

    @Test func `a line that was taken back is not`() throws {
        let shelf = try shelf((main: 105, side: 0))
        try shelf.open { ledger, _ in
            for number: UInt64 in [50, 105, 2, 4000] {
                let removal = LedgerEntry.chatRemoval(board: .main, number: number)
                #expect(ledger.commitAndWait(LedgerGroup([removal])).error == nil)
            }
        }
        // The second is long gone, and the line that has its place stays.
        try shelf.open { _, recovered in
            #expect(recovered.chat.map(\.number) == (6...104).filter { $0 != 50 })
        }
    }

    @Test func `nothing is said on a board that is not there`() throws {
        let shelf = try Shelf()
        try shelf.open { ledger, _ in
            #expect(ledger.commitAndWait(LedgerGroup([.chat(line(1))])).error == .outOfOrder)
            let removal = LedgerEntry.chatRemoval(board: .main, number: 1)
            #expect(ledger.commitAndWait(LedgerGroup([removal])).error == .outOfOrder)
        }
        try shelf.open { _, recovered in #expect(recovered.chat.isEmpty) }
    }

    @Test(arguments: [
        "UPDATE chat SET record = substr(record, 1, 20) WHERE number = 2",
        "UPDATE chat SET number = 9 WHERE number = 2", "UPDATE chat SET board = 'other' WHERE number = 2",
        "UPDATE chat SET slot = 77 WHERE number = 2",
    ])
    func `a damaged line is noticed`(damage: String) throws {
        let shelf = try shelf((main: 3, side: 0))
        do {
            let database = try Database(path: shelf.directory.logPath)
            try database.run(damage)
        }
        let error = #expect(throws: StorageError.self) { try shelf.open() }
        #expect(error?.kind == .damaged && error?.what.contains("chat") == true)
    }
}
