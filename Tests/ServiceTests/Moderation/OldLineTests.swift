import Foundation
import Ledger
import TestKit
import Testing
import Wire

@testable import Moderation
@testable import Service

/// What was done long ago: more lines of the audit lie behind it than are held in memory.
struct OldLineTests {
    private static let fillerCount: UInt64 = 1_250

    /// Lines that say nothing of interest, behind those up to a number.
    private func fill(_ kept: KeptLedger, after last: UInt64) throws {
        _ = try kept.open(nowMillis: 1_800_000_000_000)
        let lines = (1...Self.fillerCount).map { place -> LedgerEntry in
            var entry = AuditEntry()
            entry.number = last + place
            entry.at = 1_800_000_000_000
            entry.by = "ana"
            entry.text = "snapshot main"
            entry.act.verb = .snapshot
            entry.noInverse = "a picture changes nothing"
            return .audit(LedgerAuditLine(number: entry.number, timeMillis: entry.at, body: entry.bytes))
        }
        try kept.keep(lines)
    }

    private func note(_ server: RunningServer, _ text: String, as name: String = "ana") throws -> ActAnswer {
        try server.done(.note, as: name) { act in
            act.who = ["person"]
            act.text = text
        }
    }

    private func notes(_ server: RunningServer) throws -> [String] {
        try server.list("notes").compactMap { $0["text"]?.string }
    }

    @Test func `old pages are read from the log, and every line is found by its number`() throws {
        let kept = KeptLedger()
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            _ = try server.session("person")
            _ = try note(server, "once upon a time")
        }
        try fill(kept, after: 1)
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            var numbers: [UInt64] = []
            var before: UInt64?
            repeat {
                let query = before.map { "&before=\($0)" } ?? ""
                let page = try AuditPage.decode(server.staff("GET", "/admin/audit?limit=300\(query)").body)
                #expect(page.lines.count <= 300)
                numbers += page.lines.map(\.number)
                before = page.before
            } while before != nil
            #expect(numbers == (1...Self.fillerCount + 1).reversed())
            let found = try AuditPage.decode(server.staff("GET", "/admin/audit?find=upon%20a").body)
            #expect(found.lines.map(\.number) == [1] && found.before == nil)
            #expect(try server.line(1).text == "note person: once upon a time")
            #expect(try server.line(2).text == "snapshot main")
            for number in ["0", "9999", "-1"] {
                #expect(try server.staff("GET", "/admin/audit?number=\(number)").status == 404)
            }
        }
    }

    @Test func `an old line is tried, undone, seen to be, and done again`() throws {
        let kept = KeptLedger()
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            _ = try server.session("person")
            _ = try note(server, "once")
            _ = try note(server, "twice", as: "mara")
            try server.done(.removeNote, as: "mara") { $0.number = 2 }
        }
        try fill(kept, after: 3)
        var undone: ActAnswer?
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            let tried = try server.done(.undo) { act in
                act.number = 1
                act.isDryRun = true
            }
            #expect(try tried.outcome == .wouldDo && notes(server) == ["once"])
            let foreign = try server.act(.undo, as: "mara") { $0.number = 1 }
            #expect(foreign.status == 403 && foreign.text.contains("an admin"))
            #expect(try server.act(.undo, as: "rita") { $0.number = 1 }.status == 403)
            undone = try server.done(.undo) { $0.number = 1 }
            #expect(try undone?.text == "undo 1: note person: once" && notes(server).isEmpty)
            // What was changed since is not taken back over it: the note is gone by another act.
            let changed = try server.act(.undo, as: "mara") { $0.number = 2 }
            #expect(changed.errorCode == "conflict" && changed.text.contains("remove-note 2"))
            try server.done(.undo, as: "mara") { $0.number = 3 }
            #expect(try notes(server) == ["twice"])
            let again = try server.act(.undo) { $0.number = 1 }
            #expect(again.errorCode == "conflict" && again.text.contains("holds no longer"))
        }
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            #expect(try server.line(1).undoneBy == undone?.audit.first)
            #expect(try server.act(.undo) { $0.number = 1 }.errorCode == "conflict")
            try server.done(.undo) { $0.number = undone?.audit.first }
            #expect(try notes(server) == ["twice", "once"] || notes(server) == ["once", "twice"])
            #expect(try server.line(1).undoneBy == nil)
        }
    }

    @Test func `an old rollback is undone with its pixels`() throws {
        let kept = KeptLedger()
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            let vandal = try server.session("vandal")
            for x in 1...5 { _ = try server.place(vandal, x: x, y: 1, colour: 3) }
            try server.done(.ban) { act in
                act.who = ["vandal"]
                (act.windowMillis, act.durationMillis) = (0, 0)
            }
        }
        try fill(kept, after: 2)
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            let undone = try server.done(.undo) { $0.number = 1 }
            #expect(undone.effects.pixelsBack == 5)
            #expect(try Array(server.colours()[41...45]) == [3, 3, 3, 3, 3])
            #expect(try server.list("bans").isEmpty)
            #expect(try server.act(.undo) { $0.number = 2 }.errorCode == "conflict")
        }
    }

    @Test func `a number is never given twice, however long ago it was and however often one restarts`()
        throws
    {
        let kept = KeptLedger()
        var appeal: String?
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            _ = try server.session("person")
            try server.done(.ban) { $0.who = ["person"] }
            appeal = try server.list("bans").first?["appeal"]?.string
            try server.done(.unban) { $0.who = ["person"] }
            try server.done(.area) { ($0.x, $0.y) = (5, 5) }
            try server.done(.liftArea) { $0.number = 1 }
            _ = try note(server, "n")
            try server.done(.removeNote) { $0.number = 1 }
            try server.done(.announce) { $0.text = "hello" }
            try server.done(.withdraw) { $0.number = 1 }
        }
        try fill(kept, after: 8)
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            try server.done(.ban) { $0.who = ["person"] }
            let ban = try server.list("bans").first
            #expect(ban?["number"]?.integer == 2 && ban?["appeal"]?.string != appeal)
            try server.done(.area) { ($0.x, $0.y) = (5, 5) }
            #expect(try server.list("areas").first?["number"]?.integer == 2)
            _ = try note(server, "n")
            #expect(try server.list("notes").first?["number"]?.integer == 2)
            try server.done(.announce) { $0.text = "hello" }
            let newcomer = try server.player("newcomer")
            #expect(try newcomer.nextText(passing: "notice")["id"]?.string == "N2")
        }
    }
}
