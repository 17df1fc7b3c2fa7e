import Foundation
import Reactor
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Browsers that draw as staff, end to end: from the link to the end of the badge.
struct BadgeTests {
    @Test func `a link makes a browser staff, and everybody reads that behind what it places`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let session = try server.session("guest-1")
            let client = try server.connect(session)
            #expect(try client.nextText("hello")["you"]?["role"]?.string == "player")
            let answer = try server.take(try server.link(as: "mara"), session)
            #expect(answer.status == 200 && answer.json?["name"]?.string == "staff: mara")
            #expect(answer.json?["endsInMs"]?.integer == 43_200_000)

            // The connection that there was is told, and goes on as somebody else.
            let you = try client.nextText(passing: "you")
            #expect(you["role"]?.string == "moderator" && you["name"]?.string == "staff: mara")
            try client.place(x: 2, y: 3, colour: 5, tag: 1)
            #expect(try client.nextResult().status == 0)
            #expect(try server.place(session, x: 3, y: 3, colour: 5).status == 200)
            for x in [2, 3] {
                let pixel = try server.ask("GET", "/api/boards/main/pixel?x=\(x)&y=3").json
                #expect(pixel?["name"]?.string == "staff: mara" && pixel?["staff"] == .bool(true))
            }
            // One that comes later is staff from the beginning, and so is who asks over HTTP.
            let later = try server.connect(session)
            #expect(try later.nextText("hello")["you"]?["role"]?.string == "moderator")
            #expect(try server.hello(session)?["name"]?.string == "staff: mara")
        }
    }

    @Test func `what staff says in the chat is said as staff, and the name is not theirs to change`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let session = try server.session()
            #expect(try server.take(try server.link(), session).status == 200)
            let client = try server.connect(session)
            _ = try client.nextText("hello")
            try client.sendText(#"{"type":"chat","text":"calm down"}"#)
            #expect(try client.nextText(passing: "chat")["name"]?.string == "staff: ana")
            try client.sendText(#"{"type":"name","name":"somebody"}"#)
            #expect(try client.nextText(passing: "error")["code"]?.string == "bad-name")
        }
    }

    @Test func `staff draws in the staff's areas, and no more than others on a frozen board`() throws {
        let server = try RunningServer(team: ScriptedTeam()) { $0.everyBoard.cooldownMillis = 60_000 }
        try withServer(server) { server in
            let (session, other) = (try server.session(), try server.session())
            try server.done(.area) { act in
                (act.x, act.y, act.width, act.height, act.mode) = (10, 5, 4, 4, .staff)
            }
            #expect(try server.place(session, x: 11, y: 6, colour: 3).json?["status"]?.integer == 6)
            #expect(try server.take(try server.link(), session).status == 200)
            try server.done(.freeze)
            #expect(try server.place(session, x: 11, y: 6, colour: 3).json?["status"]?.integer == 5)
            try server.done(.unfreeze)
            #expect(try server.place(session, x: 11, y: 6, colour: 3).status == 200)
            // The wait is everybody's, and the player is one whatever the browser.
            #expect(try server.place(session, x: 12, y: 6, colour: 3).json?["status"]?.integer == 1)
            #expect(try server.take(try server.link(), other).status == 200)
            #expect(try server.place(other, x: 12, y: 6, colour: 3).json?["status"]?.integer == 1)
        }
    }

    @Test func `a link is good once, and not for long`() throws {
        let clock = ManualClock()
        try withServer(RunningServer(clock: clock, team: ScriptedTeam())) { server in
            let (first, second) = (try server.session(), try server.session())
            let code = try server.link()
            #expect(try server.take(code, first).status == 200)
            let again = try server.take(code, second)
            #expect(again.status == 403 && again.errorCode == "bad-code")
            #expect(again.text.contains("toile ctl badge"))

            let (late, soon) = (try server.link(), try server.link())
            server.pass(millis: 1_799_999)
            #expect(try server.take(soon, second).status == 200)
            server.pass(millis: 1)
            #expect(try server.take(late, first).errorCode == "bad-code")
        }
    }

    @Test func `nobody without a session takes a badge, and the link stays good`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let code = try server.link()
            let body = "{\"code\":\"\(code)\"}"
            let refused = try server.ask("POST", "/api/session/staff", body: body)
            #expect(refused.status == 403 && refused.errorCode == "no-session")
            let foreign = try server.ask(
                "POST", "/api/session/staff", fields: [("Origin", "https://evil.example")], body: body)
            #expect(foreign.errorCode == "foreign-origin")
            #expect(try server.take(code, try server.session()).status == 200)
        }
    }

    @Test func `guesses are counted where they come from, and good codes are not`() throws {
        let clock = ManualClock()
        let proxies = [try #require(AddressRange("127.0.0.1"))]
        try withServer(
            RunningServer(clock: clock, team: ScriptedTeam()) { $0.trustedProxies = proxies }
        ) { server in
            let session = try server.session()
            for _ in 0..<3 {
                #expect(try server.take(try server.link(), session, from: "10.1.1.1").status == 200)
            }
            for guess in 0..<Limits.badgeGuesses {
                #expect(try server.take("guess\(guess)", session, from: "10.1.1.1").errorCode == "bad-code")
            }
            let code = try server.link()
            let refused = try server.take(code, session, from: "10.1.1.1")
            #expect(refused.status == 429 && refused.errorCode == "too-fast")
            #expect(refused["retry-after"] == "60")
            #expect(try server.take("guess", session, from: "10.1.1.2").errorCode == "bad-code")
            server.pass(millis: Limits.badgeGuessMillis)
            #expect(try server.take(code, session, from: "10.1.1.1").status == 200)
        }
    }

    @Test func `a badge that is put down, taken back or over ends at once, on every connection`() throws {
        let wall = ManualClock(millis: 1_800_000_000_000)
        let clock = ManualClock()
        try withServer(RunningServer(clock: clock, wallClock: wall, team: ScriptedTeam())) { server in
            let session = try server.session("guest-1")
            let client = try server.connect(session)
            func wear() throws {
                #expect(try server.take(try server.link(as: "mara"), session).status == 200)
                #expect(try client.nextText(passing: "you")["role"]?.string == "moderator")
            }
            func expectOwn(_ colour: Int) throws {
                let you = try client.nextText(passing: "you")
                #expect(you["role"]?.string == "player" && you["name"]?.string == "guest-1")
                try client.place(x: 1, y: 1, colour: colour)
                #expect(try client.nextResult().status == 0)
                let pixel = try server.ask("GET", "/api/boards/main/pixel?x=1&y=1").json
                #expect(pixel?["name"]?.string == "guest-1" && pixel?["staff"] == nil)
            }
            try wear()
            #expect(try server.putDown(session).status == 204)
            try expectOwn(1)
            #expect(try server.putDown(session).status == 204)
            try wear()
            try server.done(.unbadge) { $0.who = ["mara"] }
            try expectOwn(2)
            try wear()
            // The clock on the wall is looked at twice a minute.
            wall.advance(byMillis: 43_200_001)
            server.pass(millis: 30_000)
            try expectOwn(3)
        }
    }

    @Test func `an undo takes a badge back, and unbadge the links that wait`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let session = try server.session()
            #expect(try server.take(try server.link(as: "mara"), session).status == 200)
            let page = try AuditPage.decode(server.staff("GET", "/admin/audit").body)
            let taken = try #require(page.lines.first)
            #expect(taken.by == "mara" && taken.people == [session.id])
            let code = try server.link(as: "mara")
            try server.done(.undo, as: "mara") { $0.number = taken.number }
            #expect(try server.hello(session)?["role"]?.string == "player")
            try server.done(.unbadge, as: "mara")
            #expect(try server.take(code, session).errorCode == "bad-code")
        }
    }

    @Test func `a badge outlives a restart, unless its user is on no list any more`() throws {
        let kept = KeptLedger()
        let team = ScriptedTeam()
        var sessions: [TestSession] = []
        try withServer(RunningServer(team: team, kept: kept)) { server in
            for name in ["ana", "mara"] {
                let session = try server.session()
                #expect(try server.take(try server.link(as: name), session).status == 200)
                sessions.append(session)
            }
            team.enter("ana")
        }
        // Of the two the system knows ana alone by that number now.
        try withServer(RunningServer(team: team, kept: kept)) { server throws in
            #expect(try server.hello(sessions[0])?["name"]?.string == "staff: ana")
            #expect(try server.hello(sessions[1])?["role"]?.string == "player")
        }
    }

    @Test func `readers make no links, and a dry run makes none`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            #expect(try server.act(.badge, as: "rita").status == 403)
            let would = try server.done(.badge) { $0.isDryRun = true }
            #expect(would.outcome == .wouldDo && would.found == nil && would.audit.isEmpty)
            #expect(try server.act(.unbadge).status == 404)
        }
    }

    @Test func `links lead to the board that was named, where the operator says it is`() throws {
        let address = PublicAddress("https://example.org/art")
        try withServer(RunningServer(team: ScriptedTeam()) { $0.publicAddress = address }) { server in
            let link = try #require(try server.done(.badge).found)
            #expect(link.hasPrefix("https://example.org/art/#staff=") && link.utf8.count == 63)
        }
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let link = try #require(try server.done(.badge).found)
            #expect(link.hasPrefix("http://127.0.0.1:\(server.port)/#staff="))
        }
    }

    @Test func `moderators find who draws as staff, and a ban on their network is none on them`() throws {
        let proxies = [try #require(AddressRange("127.0.0.1"))]
        try withServer(RunningServer(team: ScriptedTeam()) { $0.trustedProxies = proxies }) { server in
            let (session, vandal) = (try server.session(), try server.session("vandal"))
            #expect(try server.take(try server.link(as: "mara"), session).status == 200)
            let staff = try server.connect(session, from: "10.9.0.1")
            _ = try staff.nextText("hello")
            let other = try server.connect(vandal, from: "10.9.0.2")
            _ = try other.nextText("hello")
            let list = try ConnectionList.decode(server.staff("GET", "/admin/connections").body)
            let row = try #require(list.connections.first { $0.role == "moderator" })
            #expect(row.name.contains("mara") && row.flags.contains("MOD"))

            let banned = try server.done(.ban) { act in
                act.who = ["vandal"]
                act.scope = .network
            }
            #expect(banned.effects.othersHit == 0)
            #expect(try other.nextClose() == 4003)
            try staff.place(x: 4, y: 4, colour: 3)
            #expect(try staff.nextResult().status == 0)
            _ = try server.connect(session, from: "10.9.0.1").nextText("hello")
        }
    }
}

extension RunningServer {
    /// The code of a link that somebody of the staff has made.
    fileprivate func link(as name: String = "ana") throws -> String {
        let link = try #require(try done(.badge, as: name).found)
        return String(try #require(link.split(separator: "=").last))
    }

    fileprivate func take(_ code: String, _ session: TestSession, from address: String? = nil) throws
        -> HTTPAnswer
    {
        var fields = [("Authorization", "Bearer \(session.token)")]
        if let address { fields.append(("X-Forwarded-For", address)) }
        return try ask("POST", "/api/session/staff", fields: fields, body: "{\"code\":\"\(code)\"}")
    }

    fileprivate func putDown(_ session: TestSession) throws -> HTTPAnswer {
        try ask("POST", "/api/session/own", fields: [("Authorization", "Bearer \(session.token)")])
    }

    /// What `you` of a hello says.
    fileprivate func hello(_ session: TestSession) throws -> JSONValue? {
        try ask(
            "GET", "/api/boards/main/hello", fields: [("Authorization", "Bearer \(session.token)")]
        ).json?["you"]
    }
}
