import Canvas
import TestKit
import Testing
import Wire

@testable import Moderation

/// Lines of the audit that are too old to be held, and numbers that were given long ago.
@Suite struct OlderLinesTests {
    /// More lines than are held, about nothing that matters.
    private func pass(_ desk: inout ModerationDesk) throws {
        for _ in 0...ModerationLimits.auditLinesMax { try desk.act(.make(.snapshot)) }
    }

    @Test func `an old line is undone like a new one, done again and undone once more`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .watch))
        try pass(&desk)
        #expect(refusal { _ = try desk.decide(.make(.undo, number: 1)) }?.code == .notUndoable)
        let undone = try desk.undoOld(1)
        #expect(undone.answer.text == "undo 1: watch zoe" && desk.book.watchList.isEmpty)
        let refused = refusal { try desk.undoOld(1) }
        #expect(refused?.code == .conflict && refused?.message.contains("holds no longer") == true)
        // What became of it is told for as long as the line that says so is held.
        let line = try AuditEntry.decode(desk.audit[0].body)
        #expect(desk.book.audit.resolved(line).undoneBy == undone.entries[0].number)
        let redone = try desk.act(.make(.undo, number: undone.entries[0].number))
        #expect(redone.entries[0].text == "redo 1: watch zoe" && desk.book.watchList.count == 1)
        try pass(&desk)
        try desk.undoOld(1)
        #expect(desk.book.watchList.isEmpty)
        #expect(desk.book.audit.lines[0].undoOf == redone.entries[0].number)
    }

    @Test func `what became of an old line long ago is read when it matters`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .watch))
        try pass(&desk)
        let undone = try desk.undoOld(1)
        let line = try AuditEntry.decode(desk.audit[0].body)
        #expect(desk.book.audit.resolved(line).undoneBy == undone.entries[0].number)
        try pass(&desk)
        #expect(desk.book.audit.resolved(line).undoneBy == nil)
        #expect(refusal { try desk.undoOld(1) }?.message.contains("holds no longer") == true)
    }

    @Test func `an old line is not undone over what somebody did to the same since`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("k3stral", verb: .ban) { $0.durationMillis = 0 })
        try desk.act(.on("zoe", verb: .watch))
        try desk.act(.make(.extendBan, number: 1) { $0.durationMillis = 0 }, by: ModerationDesk.leo)
        try pass(&desk)
        let older = try desk.olderLines(toUndo: 1)
        #expect(older.lines.map(\.number) == [1, 3])
        let refused = refusal { try desk.undoOld(1) }
        #expect(refused?.code == .conflict && refused?.message.contains("leo did this") == true)
        #expect(refusal { try desk.undoOld(3, by: ModerationDesk.max) }?.code == .notAllowed)
        try desk.undoOld(3, by: ModerationDesk.leo)
        try desk.undoOld(1)
        #expect(desk.book.bans(at: desk.now).isEmpty)
    }

    @Test func `an old ban gives its pixels back with it`() throws {
        var desk = try ModerationDesk()
        try desk.act(
            .on("k3stral", verb: .ban) {
                $0.windowMillis = 0
                $0.durationMillis = 0
            })
        try pass(&desk)
        #expect(try desk.olderLines(toUndo: 1, pageCount: 1).lines.map(\.number) == [1, 2])
        let undone = try desk.undoOld(1, pixels: 12)
        #expect(undone.rollback?.entries.count == 12 && desk.book.bans(at: desk.now).isEmpty)
        #expect(refusal { try desk.undoOld(2) }?.code == .conflict)
    }

    @Test func `what was over by itself has nothing to undo, however long ago`() throws {
        var desk = try ModerationDesk()
        try desk.act(.at(.area))
        try pass(&desk)
        desk.now += 600_000
        desk.keep(try #require(desk.book.expire(at: desk.now)))
        #expect(refusal { try desk.undoOld(1) }?.code == .notUndoable)
        #expect(refusal { try desk.undoOld(5) }?.message.contains("changes nothing") == true)
    }

    @Test func `so far back nobody looks, and where too much happened since nobody guesses`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .watch))
        try pass(&desk)
        let book = ModerationBook(nextAuditNumber: ModerationLimits.undoReachMax + 2)
        #expect(OlderLines.areNeeded(toUndo: 2, in: book.audit))
        #expect(!OlderLines.areNeeded(toUndo: 1, in: book.audit))
        #expect(!OlderLines.areNeeded(toUndo: 0, in: desk.book.audit))
        #expect(!OlderLines.areNeeded(toUndo: desk.book.audit.oldestNumber, in: desk.book.audit))
        var entry = try AuditEntry.decode(desk.audit[0].body)
        let last = UInt64(ModerationLimits.undoLinesMax) + 10
        var older = OlderLines(entry, oldestHeld: last)
        #expect(throws: OlderLines.Failure.tooMuchSince) {
            for number in (1..<last).reversed() {
                entry.number = number
                try older.take([(number, entry.bytes)])
            }
        }
    }

    @Test func `a lost line is passed over, and of the one that is meant it is said`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .watch))
        try pass(&desk)
        let entry = try AuditEntry.decode(desk.audit[0].body)
        var older = OlderLines(entry, oldestHeld: 4)
        try older.take([(3, []), (2, Array("{".utf8))])
        #expect(older.lines.isEmpty && older.before == 2 && !older.isComplete)
        #expect(throws: OlderLines.Failure.unreadable) { try older.take([(1, [])]) }
        var strange = OlderLines(entry, oldestHeld: 4)
        #expect(throws: OlderLines.Failure.unreadable) { try strange.take([(9, entry.bytes)]) }
    }

    // MARK: Numbers

    @Test func `no number is given twice, however long ago the first was lifted`() throws {
        var desk = try ModerationDesk()
        try desk.act(.on("zoe", verb: .ban))
        let code = try #require(desk.book.ban(1)?.appeal)
        try desk.act(.on("zoe", verb: .unban))
        try desk.act(.at(.area))
        try desk.act(.make(.liftArea, number: 1))
        try desk.act(.on("zoe", verb: .note) { $0.text = "n" })
        try desk.act(.make(.removeNote, number: 1))
        try pass(&desk)
        desk.book = desk.reread()
        try desk.act(.on("zoe", verb: .ban))
        try desk.act(.at(.area))
        try desk.act(.on("zoe", verb: .note) { $0.text = "n" })
        #expect(desk.book.ban(2)?.appeal != code && desk.book.ban(1) == nil)
        #expect(desk.book.areas(at: desk.now).map(\.number) == [2])
        #expect(desk.book.notes(of: "p3").map(\.number) == [2])
    }

    @Test func `every ban has a code of its own, short for a long time`() {
        var seen: Set<String> = []
        for number in UInt64(1)..<100_000 {
            let code = AppealCode.text(of: number)
            #expect(code.utf8.count == 4 && seen.insert(code).inserted)
        }
        let lengths = [UInt64(1) << 20 - 1, 1 << 20, 1 << 25 - 1, 1 << 25, .max].map {
            AppealCode.text(of: $0).utf8.count
        }
        #expect(lengths == [4, 5, 5, 6, 13])
    }
}
