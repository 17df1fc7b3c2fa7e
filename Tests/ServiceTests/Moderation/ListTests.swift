import Foundation
import TestKit
import Testing
import Wire

@testable import Service

/// Acts on what stands already, each as everybody meets it, with its line of the audit and taken back again.
struct ListTests {
    /// The milliseconds that are left of a restriction or an area, as a player is told.
    private func left(_ value: JSONValue?) throws -> Int64 { try #require(value?["endsInMs"]?.integer) }

    @Test func `a ban that is extended ends later for whom it is on, and undone when it did`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let loud = try server.session("loud")
            let client = try server.connect(loud)
            _ = try client.nextText("hello")
            try server.done(.ban, as: "mara") { act in
                act.who = ["loud"]
                act.kind = .mute
                act.durationMillis = 600_000
            }
            #expect(try left(client.nextText(passing: "you")["restriction"]) <= 600_000)
            let extended = try server.done(.extendBan, as: "mara") { act in
                act.number = 1
                act.durationMillis = 7_200_000
            }
            #expect(try left(client.nextText(passing: "you")["restriction"]) > 7_000_000)
            let line = try server.line(2)
            #expect(line.text == "extend-ban loud 2 h" && line.by == "mara" && line.people == [loud.id])
            #expect(try server.undo(extended, as: "mara").text == "undo 2: extend-ban loud 2 h")
            #expect(try left(client.nextText(passing: "you")["restriction"]) <= 600_000)
            #expect(try server.list("bans").first?["kind"]?.string == "mute")
        }
    }

    @Test func `an area that is extended or lifted is so for everybody, and undone as it was`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            let client = try server.connect(person)
            _ = try client.nextText("hello")
            try server.done(.area, as: "mara") { act in
                (act.x, act.y, act.width, act.height) = (10, 5, 4, 4)
                act.durationMillis = 600_000
            }
            func areas() throws -> [JSONValue] {
                try #require(client.nextText(passing: "areas")["areas"]?.elements)
            }
            #expect(try left(areas().first) <= 600_000)
            let extended = try server.done(.extendArea, as: "mara") { act in
                act.number = 1
                act.durationMillis = 7_200_000
            }
            #expect(try left(areas().first) > 7_000_000)
            #expect(try server.line(2).text == "extend-area A1 10,5 4x4 2 h")
            let lifted = try server.done(.liftArea, as: "mara") { $0.number = 1 }
            #expect(try areas().isEmpty && server.line(3).text == "lift-area A1 10,5 4x4")
            #expect(try server.place(person, x: 11, y: 6, colour: 3).status == 200)
            #expect(try server.undo(lifted, as: "mara").text == "undo 3: lift-area A1 10,5 4x4")
            #expect(try left(areas().first) > 7_000_000)
            #expect(try server.place(person, x: 12, y: 6, colour: 3).json?["status"]?.integer == 6)
            #expect(try server.undo(extended, as: "mara").board == "main")
            #expect(try left(areas().first) <= 600_000)
            #expect(try server.act(.liftArea, as: "mara") { $0.number = 7 }.status == 404)
        }
    }

    @Test func `an announcement that is withdrawn is gone from every page, and undone said again`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let client = try server.player("listener")
            _ = try client.nextText("hello")
            try server.done(.announce, as: "mara") { $0.text = "Back in five" }
            let id = try client.nextText(passing: "notice")["id"]
            #expect(id?.string == "N1")
            let withdrawn = try server.done(.withdraw, as: "mara") { $0.number = 1 }
            #expect(try client.nextText(passing: "notice-withdrawn")["id"] == id)
            #expect(try server.line(2).text == "withdraw Back in five")
            let newcomer = try server.player("newcomer")
            try newcomer.sendText(#"{"type":"chat","text":"what did I miss"}"#)
            // What a newcomer is told comes before what they say: there was no notice in between.
            var types: [String] = []
            while types.last != "chat" {
                if case .text(let text) = try newcomer.next() { types.append(text["type"]?.string ?? "") }
            }
            #expect(types.contains("hello") && !types.contains("notice"))
            #expect(try server.undo(withdrawn, as: "mara").text == "undo 2: withdraw Back in five")
            let again = try client.nextText(passing: "notice")
            #expect(again["id"] == id && again["text"]?.string == "Back in five")
        }
    }

    @Test func `a watch that is ended marks nobody any more, and a note that is removed is not read`() throws
    {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            _ = try server.connect(person).nextText("hello")
            try server.done(.watch, as: "mara") { $0.who = ["person"] }
            try server.done(.note, as: "mara") { act in
                act.who = ["person"]
                act.text = "draws hearts"
            }
            func detail() throws -> PersonDetail {
                try PersonDetail.decode(server.staff("GET", "/admin/person?who=person").body)
            }
            let unwatched = try server.done(.unwatch, as: "mara") { $0.number = 1 }
            let removed = try server.done(.removeNote, as: "mara") { $0.number = 1 }
            #expect(try server.line(3).text == "unwatch person" && server.line(3).people == [person.id])
            #expect(try server.line(4).text == "remove-note 1 of person")
            #expect(try detail().watch == nil && detail().notes.isEmpty && server.list("watches").isEmpty)
            #expect(try server.undo(removed, as: "mara").undoOf == 4)
            #expect(try server.undo(unwatched, as: "mara").undoOf == 3)
            #expect(try detail().watch?.number == 1 && detail().notes.map(\.text) == ["draws hearts"])
            #expect(try detail().notes.first?.number == 1)
            #expect(try server.act(.unwatch) { $0.number = 2 }.status == 404)
            #expect(try server.act(.removeNote) { $0.number = 2 }.status == 404)
        }
    }

    @Test func `a report is let go, left to the admins and dismissed, and its reporter follows`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let witness = try server.session("witness")
            let client = try server.connect(witness)
            _ = try client.nextText("hello")
            _ = try server.place(server.session("vandal"), x: 20, y: 10, colour: 3)
            #expect(try server.report(witness, x: 20, y: 10).status == 201)
            func state() throws -> String? { try client.nextText(passing: "report")["state"]?.string }
            func record() throws -> ReportRecord {
                try ReportRecord(json: #require(server.list("reports").first))
            }

            try server.done(.claim, as: "mara") { $0.number = 1 }
            #expect(try state() == "seen" && server.act(.dismiss, as: "ana") { $0.number = 1 }.status == 409)
            let released = try server.done(.release, as: "mara") { $0.number = 1 }
            #expect(try record().claimedBy.isEmpty && server.line(2).text == "release #1 vandal")
            // It is in nobody's hands, and there is nothing that could be taken back.
            let refused = try server.act(.undo, as: "mara") { $0.number = released.audit.first }
            #expect(refused.errorCode == "not-undoable" && refused.text.contains("claim takes it up again"))

            let escalated = try server.done(.escalate, as: "mara") { $0.number = 1 }
            #expect(try record().isEscalated && server.line(3).text == "escalate #1 vandal")
            #expect(try server.act(.escalate, as: "mara") { $0.number = 1 }.status == 409)
            #expect(try server.undo(escalated, as: "mara").text == "undo 3: escalate #1 vandal")
            #expect(try !record().isEscalated)

            let dismissed = try server.done(.dismiss, as: "mara") { $0.number = 1 }
            #expect(try state() == "dismissed" && server.list("reports").isEmpty)
            #expect(try server.line(5).text == "dismiss #1 vandal")
            #expect(try server.undo(dismissed, as: "mara").undoOf == 5)
            #expect(try state() == "seen" && record().state == .seen && record().closedBy == nil)
            let own = try server.ask(
                "GET", "/api/boards/main/reports", fields: [("Authorization", "Bearer \(witness.token)")])
            #expect(own.json?["reports"]?.elements?.first?["state"]?.string == "seen")
        }
    }
}
