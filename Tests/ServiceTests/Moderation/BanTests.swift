import Foundation
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Bans, end to end: as staff lays them on, as people meet them.
struct BanTests {
    @Test func `a banned person is told why, leaves, and may look on`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let vandal = try server.session("vandal")
            let client = try server.connect(vandal)
            _ = try client.nextText("hello")
            let answer = try server.done(.ban) { act in
                act.who = ["vandal"]
                act.reason = .hate
                act.durationMillis = 3_600_000
            }
            #expect(answer.effects.connectionsClosed == 1 && answer.audit.count == 1)
            var error: JSONValue?
            let code = try client.nextClose { event in
                if case .text(let text) = event, text["type"]?.string == "error" { error = text }
            }
            #expect(code == 4003)
            #expect(error?["code"]?.string == "banned" && error?["reason"]?.string == "hate")
            #expect(error?["appeal"]?.string?.count == 4)
            #expect(try #require(error?["endsInMs"]?.integer) <= 3_600_000)

            let again = try server.connect(vandal)
            #expect(try again.nextText("error")["code"]?.string == "banned")
            #expect(try again.nextClose() == 4003)
            let watching = try server.connect(vandal, path: "/ws?watch=1")
            #expect(try watching.nextText("hello")["you"]?["role"]?.string == "spectator")
            let placed = try server.place(vandal, x: 1, y: 1, colour: 3)
            #expect(placed.status == 403 && placed.json?["status"]?.integer == 7)
            let hello = try server.ask(
                "GET", "/api/boards/main/hello", fields: [("Authorization", "Bearer \(vandal.token)")])
            #expect(hello.json?.restriction?["kind"]?.string == "ban")

            try server.done(.unban) { $0.who = ["vandal"] }
            #expect(try server.place(vandal, x: 1, y: 1, colour: 3).status == 200)
        }
    }

    @Test func `what a shadow places only its owner sees`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let ghost = try server.session("ghost")
            let client = try server.connect(ghost)
            let witness = try server.player("witness")
            _ = try client.nextText("hello")
            _ = try witness.nextText("hello")
            let refused = try server.act(.ban, as: "mara") { act in
                act.who = ["ghost"]
                act.kind = .shadow
            }
            #expect(refused.status == 403)
            try server.done(.ban) { act in
                act.who = ["ghost"]
                act.kind = .shadow
            }
            try client.place(x: 2, y: 2, colour: 5, tag: 9)
            let result = try client.nextResult()
            #expect(result.status == 0 && result.colour == 5 && result.tag == 9)
            #expect(try server.colours()[2 * 40 + 2] == 0)

            // The line is shown to whoever said it, and is nowhere in what others are shown.
            try client.sendText(#"{"type":"chat","text":"boo"}"#)
            #expect(try client.nextText(passing: "chat")["text"]?.string == "boo")
            try witness.sendText(#"{"type":"chat","text":"hello"}"#)
            #expect(try witness.nextText(passing: "chat")["text"]?.string == "hello")
            #expect(try !server.ask("GET", "/api/boards/main/chat").text.contains("boo"))
        }
    }

    @Test func `who is muted places and is not heard`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let loud = try server.session("loud")
            let client = try server.connect(loud)
            _ = try client.nextText("hello")
            try server.done(.ban, as: "mara") { act in
                act.who = ["loud"]
                act.kind = .mute
                act.reason = .spam
            }
            #expect(try client.nextText(passing: "you")["restriction"]?["kind"]?.string == "mute")
            try client.sendText(#"{"type":"chat","text":"still here"}"#)
            let error = try client.nextText(passing: "error")
            #expect(error["code"]?.string == "muted" && error["reason"]?.string == "spam")
            #expect(try server.place(loud, x: 1, y: 1, colour: 3).status == 200)
        }
    }

    @Test func `a network is banned with everybody in it, and with nobody beside it`() throws {
        let server = try RunningServer(team: ScriptedTeam()) {
            $0.trustedProxies = [AddressRange("127.0.0.1")].compactMap(\.self)
        }
        try withServer(server) { server in
            let one = try server.session("one_one")
            let two = try server.session("two_two")
            let far = try server.session("far_away")
            let clients = try [
                server.connect(one, from: "10.2.3.4"), server.connect(two, from: "10.2.77.1"),
                server.connect(far, from: "10.3.0.1"),
            ]
            for client in clients { _ = try client.nextText("hello") }
            let answer = try server.done(.ban) { act in
                act.who = ["one_one"]
                act.scope = .subnet
            }
            #expect(answer.effects.othersHit == 1 && answer.effects.connectionsClosed == 2)
            #expect(try clients[0].nextClose() == 4003)
            #expect(try clients[1].nextClose() == 4003)
            #expect(try server.place(far, x: 1, y: 1, colour: 3, from: "10.3.0.1").status == 200)
            #expect(try server.place(two, x: 2, y: 1, colour: 3, from: "10.2.9.9").status == 403)
            let opened = try server.ask("POST", "/api/session", fields: [("X-Forwarded-For", "10.2.1.1")])
            #expect(opened.status == 403 && opened.errorCode == "banned")
            // Looking on is free.
            let spectator = try WebSocketClient(port: server.port, fields: [("X-Forwarded-For", "10.2.1.1")])
            _ = try spectator.nextText("hello")
            // Lifted, all may go on.
            try server.done(.undo) { $0.number = answer.audit.first }
            #expect(try server.place(two, x: 2, y: 1, colour: 3, from: "10.2.9.9").status == 200)
        }
    }

    @Test func `who is kicked is told why and may come back`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let rude = try server.session("rude")
            let client = try server.connect(rude)
            _ = try client.nextText("hello")
            try server.done(.kick, as: "mara") { act in
                act.who = ["rude"]
                act.text = "Calm down."
            }
            let error = try client.nextText(passing: "error")
            #expect(error["code"]?.string == "kicked" && error["message"]?.string == "Calm down.")
            #expect(try client.nextClose() == 4001)
            _ = try server.connect(rude).nextText("hello")
        }
    }

    @Test func `bans hold over a restart, and end when they are over while nobody is there`() throws {
        let kept = KeptLedger()
        let wall = ManualClock(millis: 1_800_000_000_000)
        var vandal: TestSession?
        var brief: TestSession?
        try withServer(RunningServer(wallClock: wall, team: ScriptedTeam(), kept: kept)) { server in
            vandal = try server.session("vandal")
            brief = try server.session("brief")
            try server.done(.ban) { act in
                act.who = ["vandal"]
                act.durationMillis = 0
            }
            try server.done(.ban) { act in
                act.who = ["brief"]
                act.durationMillis = 60_000
            }
        }
        wall.advance(byMillis: 120_000)
        try withServer(RunningServer(wallClock: wall, team: ScriptedTeam(), kept: kept)) { server in
            #expect(try server.place(#require(vandal), x: 1, y: 1, colour: 3).status == 403)
            while try server.staff("GET", "/admin/bans").json?["bans"]?.elements?.count != 1 {}
            #expect(try server.place(#require(brief), x: 2, y: 1, colour: 3).status == 200)
            let page = try AuditPage.decode(server.staff("GET", "/admin/audit").body)
            #expect(page.lines.first?.by == "" && page.lines.map(\.number) == [3, 2, 1])
        }
    }
}
