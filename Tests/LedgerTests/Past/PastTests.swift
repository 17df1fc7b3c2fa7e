import Canvas
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Ledger

struct PastTests {
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `every answer is that of a naive fold, whatever happens to what is derived`(seed: UInt64) throws {
        let story = try Story(seed: seed)
        for round in 0..<5 {
            try story.open { ledger in
                try story.check(ledger, rounds: 3)
                story.paint(.random(in: 0...300, using: &story.random), on: ledger)
                try story.check(ledger)
                if Bool.random(using: &story.random), story.painting.board.shown.seq > 0 {
                    try ledger.save(story.painting.image)
                }
                if round == 3 { try story.beginAnew(4712, on: ledger) }
                story.paint(.random(in: 0...300, using: &story.random), on: ledger)
                try story.check(ledger)
            }
            try story.harmDerived()
        }
        try story.open { try story.check($0) }
    }

    @Test func `an index of something else, of a later version, or none at all is made anew`() throws {
        for content in [
            "PRAGMA application_id = 5; CREATE TABLE t (a)",
            """
            PRAGMA application_id = \(IndexStore.applicationID); PRAGMA user_version = 99; CREATE TABLE t (a)
            """,
            """
            PRAGMA application_id = \(IndexStore.applicationID); PRAGMA user_version = 1;
            CREATE TABLE feeds (board TEXT, epoch INTEGER, seq INTEGER);
            INSERT INTO feeds VALUES ('main', 7, 1000000)
            """,
            """
            PRAGMA application_id = \(IndexStore.applicationID); PRAGMA user_version = 1;
            CREATE TABLE feeds (board TEXT, epoch INTEGER, seq INTEGER);
            INSERT INTO feeds VALUES ('main', 7, 100)
            """,
        ] {
            let story = try Story()
            try story.open { story.paint(200, on: $0) }
            try FileManager.default.removeItem(atPath: story.shelf.directory.indexPath)
            try Database(path: story.shelf.directory.indexPath).run(content)
            try story.open { try story.check($0) }
            #expect(story.told.all.contains { $0.contains("made anew") })
        }
    }

    @Test func `where no index can be, the ledger goes on, and the newest changes are known`() throws {
        let story = try Story()
        let path = story.shelf.directory.indexPath
        try FileManager.default.createDirectory(atPath: path + "/x", withIntermediateDirectories: true)
        try story.open { ledger in
            story.paint(600, on: ledger)
            let newest = try #require(story.changes.last)
            let page = PastPage(limit: 1)
            let reply = Reply<Result<[PastChange], PastError>>()
            ledger.past.changes(ofPixel: newest.pixel, on: .main, epoch: 7, page) { reply.give($0) }
            #expect(try reply.wait().get() == [newest])
            let all = Reply<Result<[PastChange], PastError>>()
            ledger.past.changes(ofPixel: newest.pixel, on: .main, epoch: 7, PastPage(limit: 999)) {
                all.give($0)
            }
            #expect(all.wait().error == .unavailable)
            #expect(story.told.all.count == 1)
            // When it can be kept again, it is.
            try FileManager.default.removeItem(atPath: path)
            try story.check(ledger)
        }
    }

    @Test func `what has become long is fed to the index, and counts once`() throws {
        let story = try Story()
        let key = IndexStore.Key(board: .main, epoch: 7)
        for _ in 0..<3 {
            try story.open { ledger in
                story.paint(400, on: ledger)
                // The tail cannot hold it all, so that it has to have been fed.
                try story.check(ledger, rounds: 40)
            }
        }
        let store = try IndexStore(path: story.shelf.directory.indexPath)
        #expect(try #require(store.fedSeqs[key]) >= 800)
    }

    @Test func `what is not held is said so`() throws {
        let story = try Story()
        try story.open { ledger in
            story.paint(50, on: ledger)
            let other = try #require(BoardName("other"))
            for (board, epoch, moment) in [
                (BoardName.main, UInt32(8), PastMoment.seq(1)), (other, 7, .seq(0)), (.main, 7, .seq(51)),
                (.main, 7, .time(story.painting.meta.createdAtMillis - 1)),
            ] {
                let result = answer { ledger.past.board(board, epoch: epoch, at: moment, completion: $0) }
                #expect(result.error == .notHeld)
            }
            for (board, epoch) in [(BoardName.main, UInt32(8)), (other, 7)] {
                let result = answer {
                    ledger.past.changes(
                        ofPixel: 0, on: board, epoch: epoch, PastPage(limit: 1), completion: $0)
                }
                #expect(result.error == .notHeld)
            }
            let blank = try answer {
                ledger.past.board(
                    .main, epoch: 7, at: .time(story.painting.meta.createdAtMillis), completion: $0)
            }.get()
            #expect(blank.seq == story.changes.filter { $0.timeMillis <= 1_700_000_000_000 }.count)
        }
    }

    @Test func `after the end every question is answered`() throws {
        let story = try Story()
        let (ledger, _) = try story.shelf.open()
        ledger.close()
        let reply = Reply<Result<PastBoard, PastError>>()
        ledger.past.board(.main, epoch: 7, at: .seq(0)) { reply.give($0) }
        #expect(reply.wait().error == .busy)
        let plan = Reply<Result<RollbackPlan, PastError>>()
        ledger.past.rollbackPlan(.changes(seqs: 1...1), in: nil, on: .main, epoch: 7) { plan.give($0) }
        #expect(plan.wait() == .failure(.busy))
        let lines = Reply<Result<[LedgerAuditLine], PastError>>()
        ledger.past.auditLines(before: nil, limit: 1) { lines.give($0) }
        #expect(lines.wait() == .failure(.busy))
    }

    @Test func `pasts that are over keep their first and last snapshot`() throws {
        let story = try Story()
        try story.open { ledger in
            for _ in 0..<5 {
                story.paint(40, on: ledger)
                try ledger.save(story.painting.image)
            }
            try story.beginAnew(9, on: ledger)
            for _ in 0..<5 {
                story.paint(40, on: ledger)
                try ledger.save(story.painting.image)
            }
        }
        try story.open { ledger in
            let store = SnapshotStore(path: story.shelf.directory.snapshotsPath)
            let first = try store.entries(of: .main, epoch: 7)
            #expect(first.count == 2 && first.last?.seq == 200)
            #expect(try store.entries(of: .main, epoch: 9).first?.seq == 0)
            try story.check(ledger)
            #expect(
                try SnapshotStore(path: story.shelf.directory.keyframesPath).entries(of: .main, epoch: 7)
                    .isEmpty)
        }
    }
}

extension Story {
    /// Does something to the files that are made from the log.
    fileprivate func harmDerived() throws {
        let files = FileManager.default
        let keyframes = shelf.directory.keyframesPath + "/main"
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            try? files.removeItem(atPath: shelf.directory.indexPath)
            try? files.removeItem(atPath: shelf.directory.keyframesPath)
        case 1: try Data("no database".utf8).write(to: URL(filePath: shelf.directory.indexPath))
        case 2:
            var bytes = Array(try Data(contentsOf: URL(filePath: shelf.directory.indexPath)))
            for place in bytes.indices.dropFirst(4096) { bytes[place] = .random(in: 0...255, using: &random) }
            try Data(bytes).write(to: URL(filePath: shelf.directory.indexPath))
        case 3:
            for name in (try? files.contentsOfDirectory(atPath: keyframes)) ?? [] {
                try Data("no keyframe".utf8).write(to: URL(filePath: keyframes + "/" + name))
            }
        case 4:
            for name in (try? files.contentsOfDirectory(atPath: keyframes))?.shuffled(using: &random).prefix(
                2)
                ?? []
            {
                try files.removeItem(atPath: keyframes + "/" + name)
            }
        default: break
        }
    }
}

extension Result where Failure == PastError {
    /// Nil for success.
    fileprivate var error: PastError? {
        if case .failure(let error) = self { error } else { nil }
    }
}
