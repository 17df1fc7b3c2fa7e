import Foundation
import Ledger
import TestKit
import Testing
import Wire

@testable import Service

/// Acts of the staff, end to end: decided, durable, done, undone.
struct ActTests {
    @Test func `a rollback takes away what somebody drew, can be tried first and undone`() throws {
        let kept = KeptLedger()
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            let vandal = try server.session("vandal")
            let friend = try server.session("friend")
            #expect(try server.place(friend, x: 1, y: 1, colour: 7).status == 200)
            for x in 1...5 { #expect(try server.place(vandal, x: x, y: 1, colour: 3).status == 200) }
            #expect(try server.place(friend, x: 5, y: 1, colour: 9).status == 200)
            let before = try server.colours()
            let tried = try server.done(.rollback) { act in
                act.who = ["vandal"]
                act.isDryRun = true
            }
            #expect(
                tried.outcome == .wouldDo && tried.effects.pixelsBack == 4 && tried.effects.pixelsKept == 1)
            let preview = try #require(tried.effects.preview)
            #expect(preview.before != preview.after && preview.before.utf8.count == 24 * 16 * 2)
            #expect(try server.colours() == before)
            #expect(try AuditPage.decode(server.staff("GET", "/admin/audit").body).lines.isEmpty)

            let done = try server.done(.rollback) { $0.who = ["vandal"] }
            #expect(done.effects.pixelsBack == 4 && done.effects.frameBytes > 0)
            #expect(try Array(server.colours()[41...45]) == [7, 0, 0, 0, 9])
            // A pixel that was given back is whose it was; the history names who did it.
            let pixel = try server.ask("GET", "/api/boards/main/history?x=2&y=1")
            #expect(pixel.json?["history"]?.elements?.first?["name"]?.string == "staff: ana")

            try server.done(.undo) { $0.number = done.audit.first }
            #expect(try server.colours() == before)
        }
        // Everything is as it was for the next server, too: the player of the staff included.
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            let page = try AuditPage.decode(server.staff("GET", "/admin/audit").body)
            #expect(page.lines.map(\.number) == [2, 1] && page.lines[1].undoneBy == 2)
            #expect(try Array(server.colours()[41...45]) == [3, 3, 3, 3, 9])
            try server.done(.rollback) { $0.who = ["vandal"] }
            let people = try PeopleList.decode(server.staff("GET", "/admin/people?find=ana").body)
            #expect(people.people.count == 1)
        }
    }

    @Test func `a ban with a rollback is one transaction, and undone as one`() throws {
        try withServer(RunningServer(team: ScriptedTeam(), kept: KeptLedger())) { server in
            let vandal = try server.session("vandal")
            for x in 1...5 { _ = try server.place(vandal, x: x, y: 1, colour: 3) }
            let done = try server.done(.ban) { act in
                act.who = ["vandal"]
                act.windowMillis = 0
            }
            #expect(done.audit == [1, 2] && done.effects.pixelsBack == 5)
            #expect(try server.colours().allSatisfy { $0 == 0 })
            try server.done(.undo) { $0.number = 1 }
            #expect(try Array(server.colours()[41...45]) == [3, 3, 3, 3, 3])
            #expect(try server.place(vandal, x: 1, y: 2, colour: 3).status == 200)
        }
    }

    @Test func `rolling back while people draw leaves every board of every reader alike`() throws {
        try withServer(RunningServer(team: ScriptedTeam(), kept: KeptLedger())) { server in
            let vandal = try server.session("vandal")
            let drawer = try server.player("drawer")
            _ = try drawer.nextText("hello")
            for x in 0..<40 { _ = try server.place(vandal, x: x, y: 3, colour: 3) }
            for x in 0..<20 { try drawer.place(x: 2 * x, y: 3, colour: 5, tag: x) }
            let done = try server.done(.rollback) { $0.who = ["vandal"] }
            for _ in 0..<20 { #expect(try drawer.nextResult().status == 0) }
            let colours = try server.colours()
            for x in 0..<20 { #expect(colours[3 * 40 + 2 * x] == 5) }
            #expect(done.effects.pixelsBack + done.effects.pixelsKept == 40)
            for x in 0..<20 { #expect(colours[3 * 40 + 2 * x + 1] == 0) }
        }
    }

    @Test func `without a past nothing is rolled back, and everything else is done`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            _ = try server.session("vandal")
            let refused = try server.act(.rollback) { $0.who = ["vandal"] }
            #expect(refused.status == 503 && refused.errorCode == "no-past")
            #expect(try server.done(.ban) { $0.who = ["vandal"] }.audit == [1])
        }
    }

    @Test func `of two who act on the same the second is told what the first did`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            _ = try server.session("vandal")
            try server.done(.ban, as: "mara") { $0.who = ["vandal"] }
            let second = try server.act(.ban, as: "ana") { $0.who = ["vandal"] }
            #expect(second.status == 409 && second.errorCode == "conflict" && second.text.contains("mara"))
            let unseen = try server.act(.unban, as: "ana") { act in
                act.who = ["vandal"]
                act.seen = 0
            }
            #expect(unseen.status == 409 && unseen.text.contains("mara"))
        }
    }

    @Test func `readers act on nothing, and moderators only undo what is theirs`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            _ = try server.session("vandal")
            #expect(try server.act(.ban, as: "rita") { $0.who = ["vandal"] }.status == 403)
            try server.done(.ban, as: "ana") { $0.who = ["vandal"] }
            #expect(try server.act(.undo, as: "mara") { $0.number = 1 }.status == 403)
            #expect(try server.act(.reveal, as: "mara") { $0.who = ["vandal"] }.status == 403)
            #expect(try server.act(.unban, as: "mara") { $0.who = ["nobody_here"] }.status == 404)
        }
    }

    @Test func `what the ledger refuses has not happened`() throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger, team: ScriptedTeam())) { server in
            let person = try server.session("person")
            let later = Later { try server.act(.ban) { $0.who = ["person"] } }
            try ledger.waitForGroups(1)
            ledger.complete(.failure(.full))
            let refused = try later.answer()
            #expect(refused.status == 503 && refused.errorCode == "busy")
            #expect(try server.staff("GET", "/admin/bans").json?["bans"]?.elements?.isEmpty == true)
            _ = try server.connect(person).nextText("hello")
        }
    }

    /// An answer that comes while the test does something else: on a thread of its own, for it may block.
    private final class Later: @unchecked Sendable {
        private let isDone = DispatchSemaphore(value: 0)
        private var result: Result<HTTPAnswer, any Error>?

        init(_ ask: @escaping @Sendable () throws -> HTTPAnswer) {
            Thread.detachNewThread { [self] in
                result = Result { try ask() }
                isDone.signal()
            }
        }

        func answer() throws -> HTTPAnswer {
            isDone.wait()
            return try #require(result).get()
        }
    }

    @Test func `notes, watches, announcements, snapshots and addresses`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            let client = try server.connect(person)
            _ = try client.nextText("hello")
            try server.done(.note, as: "mara") { act in
                act.who = ["person"]
                act.text = "draws hearts"
            }
            try server.done(.watch, as: "mara") { $0.who = ["person"] }
            let detail = try PersonDetail.decode(server.staff("GET", "/admin/person?who=person").body)
            #expect(detail.notes.map(\.text) == ["draws hearts"] && detail.watch != nil)
            #expect(detail.connections.first?.flags.contains("WATCH") == true)
            let list = try server.staff("GET", "/admin/watches").json?["watches"]?.elements
            #expect(list?.first?["hits"]?.integer == 0)

            let said = try server.done(.announce, as: "mara") { act in
                act.text = "Back in five"
                act.textFrench = "De retour dans cinq minutes"
            }
            let notice = try client.nextText(passing: "notice")
            #expect(notice["text"]?.string == "Back in five" && notice["level"]?.string == "announcement")
            #expect(notice["fr"]?.string == "De retour dans cinq minutes")
            #expect(notice["showMs"]?.integer == 30_000)
            let newcomer = try server.player("newcomer")
            #expect(try newcomer.nextText(passing: "notice")["id"] == notice["id"])
            try server.done(.undo, as: "mara") { $0.number = said.audit.first }
            #expect(try client.nextText(passing: "notice-withdrawn")["id"] == notice["id"])

            #expect(try server.done(.reveal) { $0.who = ["person"] }.found == "127.0.0.1")
            try server.done(.snapshot)
            let page = try AuditPage.decode(server.staff("GET", "/admin/audit?find=reveal").body)
            #expect(page.lines.count == 1 && page.lines.first?.by == "ana")
        }
    }

    @Test func `a line of the chat is taken back only by who means it`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let client = try server.player("talker")
            _ = try client.nextText("hello")
            try client.sendText(#"{"type":"chat","text":"something bad"}"#)
            let line = try client.nextText(passing: "chat")
            let number = try #require(line["number"]?.integer)
            let unsaid = try server.act(.removeChat) { $0.number = UInt64(number) }
            #expect(unsaid.status == 422 && unsaid.errorCode == "word-missing")
            try server.done(.removeChat) { act in
                act.number = UInt64(number)
                act.word = "REMOVE"
            }
            #expect(try client.nextText(passing: "chat-removed")["id"] == line["id"])
            #expect(try !server.ask("GET", "/api/boards/main/chat").text.contains("something bad"))
        }
    }
}
