import Foundation
import Ledger
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// What holds on boards and at their gates, as players meet it.
struct DefenceTests {
    @Test func `nobody places in a frozen area until it ends by itself`() throws {
        let clock = ManualClock()
        let wall = ManualClock(millis: 1_800_000_000_000)
        try withServer(RunningServer(clock: clock, wallClock: wall, team: ScriptedTeam())) { server in
            let person = try server.session("person")
            let client = try server.connect(person)
            #expect(try client.nextText("hello")["areas"] == nil)
            try server.done(.area, as: "mara") { act in
                (act.x, act.y, act.width, act.height) = (10, 5, 4, 4)
                act.durationMillis = 20_000
                act.why = "a contest"
            }
            let areas = try client.nextText(passing: "areas")["areas"]?.elements
            #expect(areas?.first?["id"]?.string == "A1" && areas?.first?["why"]?.string == "a contest")
            #expect(areas?.first?["endsInMs"]?.integer == 20_000)
            #expect(try server.place(person, x: 11, y: 6, colour: 3).json?["status"]?.integer == 6)
            #expect(try server.place(person, x: 9, y: 6, colour: 3).status == 200)
            let hello = try server.ask("GET", "/api/boards/main/hello").json
            #expect(hello?["areas"]?.elements?.count == 1)

            wall.advance(byMillis: 20_001)
            server.pass(millis: 20_001)
            #expect(try client.nextText(passing: "areas")["areas"]?.elements?.isEmpty == true)
            #expect(try server.place(person, x: 11, y: 6, colour: 3).status == 200)
            let page = try AuditPage.decode(server.staff("GET", "/admin/audit").body)
            #expect(page.lines.count == 2 && page.lines.first?.by == "")
        }
    }

    @Test func `a frozen board says why and for how long`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            let client = try server.connect(person)
            _ = try client.nextText("hello")
            try server.done(.freeze, as: "mara") { $0.why = "a raid" }
            let rules = try client.nextText(passing: "rules")
            #expect(rules["state"]?.string == "frozen" && rules["why"]?.string == "a raid")
            #expect(try #require(rules["endsInMs"]?.integer) <= 600_000)
            #expect(try server.place(person, x: 1, y: 1, colour: 3).json?["status"]?.integer == 5)
            try server.done(.unfreeze, as: "mara")
            #expect(try client.nextText(passing: "rules")["state"]?.string == "open")
            #expect(try server.place(person, x: 1, y: 1, colour: 3).status == 200)
        }
    }

    @Test func `a cooldown that a moderator set holds over a restart, and undone it is gone`() throws {
        let kept = KeptLedger()
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            try server.done(.cooldown) { $0.cooldownMillis = 5_000 }
        }
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            func cooldown() throws -> Int64? {
                try server.ask("GET", "/api/boards/main").json?["rules"]?["cooldownMs"]?.integer
            }
            #expect(try cooldown() == 5_000)
            try server.done(.undo) { $0.number = 1 }
            #expect(try cooldown() == 0)
        }
    }

    @Test func `newcomers wait at the gate of a board that defends itself`() throws {
        let clock = ManualClock()
        let wall = ManualClock(millis: 1_800_000_000_000)
        try withServer(RunningServer(clock: clock, wallClock: wall, team: ScriptedTeam())) { server in
            let old = try server.session("old_hand")
            wall.advance(byMillis: 100_000)
            let new = try server.session("newcomer")
            try server.done(.defence, as: "mara") { $0.level = 2 }
            #expect(try server.place(old, x: 1, y: 1, colour: 3).status == 200)
            #expect(try server.place(new, x: 2, y: 1, colour: 3).json?["status"]?.integer == 10)
            let hello = try server.ask(
                "GET", "/api/boards/main/hello", fields: [("Authorization", "Bearer \(new.token)")]
            ).json
            #expect(hello?["you"]?["gateMs"]?.integer == 60_000 && hello?["rules"]?["defence"]?.integer == 2)
            wall.advance(byMillis: 60_000)
            server.pass(millis: 2_000)
            #expect(try server.place(new, x: 2, y: 1, colour: 3).status == 200)
        }
    }

    @Test func `whoever solves the puzzle places, and whoever does not, does not`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            let client = try server.connect(person)
            _ = try client.nextText("hello")
            try server.done(.defence, as: "mara") { $0.level = 3 }
            #expect(try server.place(person, x: 1, y: 1, colour: 3).json?["status"]?.integer == 9)
            try client.sendText(#"{"type":"puzzle"}"#)
            let puzzle = try client.nextText(passing: "puzzle")
            let nonce = try #require(puzzle["nonce"]?.string)
            try client.sendText(#"{"type":"solution","nonce":"\#(nonce)","answer":"x"}"#)
            #expect(try client.nextText(passing: "error")["code"]?.string == "bad-solution")
            let bits = try #require(puzzle["bits"]?.integer)
            let answer = try #require(
                (0..<100_000_000).first { Puzzle.isSolved(nonce, by: String($0), bits: Int(bits)) })
            try client.sendText(#"{"type":"solution","nonce":"\#(nonce)","answer":"\#(answer)"}"#)
            var you = try client.nextText(passing: "you")
            while you["puzzle"] != nil { you = try client.nextText(passing: "you") }
            #expect(try server.place(person, x: 1, y: 1, colour: 3).status == 200)
            // A moderator may put another to somebody.
            try server.done(.challenge, as: "mara") { $0.who = ["person"] }
            #expect(try server.place(person, x: 2, y: 1, colour: 3).json?["status"]?.integer == 9)
        }
    }

    @Test(
        arguments: [
            ([0x00, 0x00, 0x3f], 18), ([0xff], 0), ([0x01], 7), ([0x00, 0x00], 16), ([], 0),
        ] as [([UInt8], Int)])
    func `zero bits are counted from the first`(bytes: [UInt8], count: Int) {
        #expect(Puzzle.zeroBitCount(of: bytes) == count)
    }
}
