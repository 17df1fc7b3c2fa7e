import Foundation
import TestKit
import Testing
import Wire

@testable import Service

/// What players report, and what becomes of it.
struct ReportTests {
    @Test func `a report is claimed, answered by a ban, and its reporter is told`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let vandal = try server.session("vandal")
            let witness = try server.session("witness")
            let client = try server.connect(witness)
            _ = try client.nextText("hello")
            _ = try server.place(vandal, x: 20, y: 10, colour: 3)
            let filed = try server.report(witness, x: 20, y: 10)
            #expect(filed.status == 201 && filed.json?["id"]?.string == "1")
            #expect(filed.json?["state"]?.string == "open")
            #expect(try server.report(witness, x: 20, y: 10).status == 200)
            let record = try ReportRecord.decode(server.staff("GET", "/admin/report?number=1").body)
            let evidence = try #require(record.evidence)
            #expect(evidence.people.map(\.name) == ["vandal"] && evidence.colours.contains("03"))
            #expect(evidence.authors.utf8.count == 4 * evidence.width * evidence.height)

            try server.done(.claim, as: "mara") { $0.number = 1 }
            #expect(try client.nextText(passing: "report")["state"]?.string == "seen")
            let other = try server.act(.claim, as: "ana") { $0.number = 1 }
            #expect(other.status == 409 && other.text.contains("mara"))
            let ban = try server.done(.ban, as: "mara") { act in
                act.who = ["vandal"]
                act.report = 1
            }
            #expect(ban.effects.reportsClosed == [1])
            #expect(try client.nextText(passing: "report")["state"]?.string == "acted")
            let own = try server.ask(
                "GET", "/api/boards/main/reports", fields: [("Authorization", "Bearer \(witness.token)")])
            #expect(own.json?["reports"]?.elements?.first?["state"]?.string == "acted")
        }
    }

    @Test func `whoever opens a report reads what its author had done by then, whatever came after`() throws {
        let wall = ManualClock(millis: 1_800_000_000_000)
        try withServer(RunningServer(wallClock: wall, team: ScriptedTeam(), kept: KeptLedger())) { server in
            let friend = try server.session("friend")
            let vandal = try server.session("vandal")
            for x in 0..<25 { #expect(try server.place(friend, x: x, y: 3, colour: 7).status == 200) }
            #expect(try server.place(vandal, x: 0, y: 9, colour: 2).status == 200)
            wall.advance(byMillis: 3_000_000)
            for x in 0..<30 {
                #expect(try server.place(vandal, x: x, y: 3, colour: 5).status == 200)
                wall.advance(byMillis: 1_000)
            }
            #expect(try server.report(friend, x: 2, y: 3, rule: "botting").status == 201)
            func conduct() throws -> ReportedConduct {
                while true {
                    let report = try ReportRecord.decode(server.staff("GET", "/admin/report?number=1").body)
                    // The index may have to read what is new first.
                    if let conduct = report.conduct, conduct.placed != nil { return conduct }
                }
            }
            let first = try conduct()
            #expect(first.placed == 30 && first.overSomebody == 25 && first.periodMillis == 1_000)
            wall.advance(byMillis: 1_000)
            for x in 0..<10 { _ = try server.place(friend, x: x, y: 3, colour: 9) }
            _ = try server.place(vandal, x: 39, y: 3, colour: 5)
            #expect(try conduct() == first)
            let list = try server.staff("GET", "/admin/reports").json?["reports"]?.elements
            #expect(list?.first?["conduct"] == nil && list?.count == 1)
        }
        // Where nothing is kept there is nothing to be read.
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            _ = try server.place(server.session("vandal"), x: 2, y: 3, colour: 5)
            #expect(try server.report(server.session("friend"), x: 2, y: 3).status == 201)
            let record = try ReportRecord.decode(server.staff("GET", "/admin/report?number=1").body)
            #expect(record.conduct == nil && record.evidence != nil)
            #expect(try server.staff("GET", "/admin/report?number=2").status == 404)
        }
    }

    @Test func `what cannot be reported is refused as what it is`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            _ = try server.place(person, x: 1, y: 1, colour: 3)
            #expect(try server.report(nil, x: 1, y: 1).errorCode == "no-session")
            #expect(try server.report(person, x: 1, y: 1).errorCode == "own-pixel")
            #expect(try server.report(person, x: 2, y: 1).errorCode == "nobody")
            #expect(try server.report(person, x: 2, y: 1, rule: "taste").status == 422)
            #expect(try server.report(person, x: -1, y: 1).status == 422)
            let tooMany = try server.report(person, x: 1, y: 1)
            #expect(tooMany.status == 429 && tooMany["retry-after"] == "60")
            #expect(try server.ask("GET", "/api/boards/main/reports").status == 403)
        }
    }
}
