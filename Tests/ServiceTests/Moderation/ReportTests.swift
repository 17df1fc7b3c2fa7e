import Foundation
import TestKit
import Testing
import Wire

@testable import Service

/// What players report, and what becomes of it.
struct ReportTests {
    private func report(
        _ server: RunningServer, _ session: TestSession?, x: Int, y: Int, rule: String = "hate"
    ) throws -> HTTPAnswer {
        let fields = session.map { [("Authorization", "Bearer \($0.token)")] } ?? []
        return try server.ask(
            "POST", "/api/boards/main/report", fields: fields,
            body: "{\"x\":\(x),\"y\":\(y),\"rule\":\"\(rule)\"}")
    }

    @Test func `a report is claimed, answered by a ban, and its reporter is told`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let vandal = try server.session("vandal")
            let witness = try server.session("witness")
            let client = try server.connect(witness)
            _ = try client.nextText("hello")
            _ = try server.place(vandal, x: 20, y: 10, colour: 3)
            let filed = try report(server, witness, x: 20, y: 10)
            #expect(filed.status == 201 && filed.json?["id"]?.string == "1")
            #expect(filed.json?["state"]?.string == "open")
            #expect(try report(server, witness, x: 20, y: 10).status == 200)
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

    @Test func `what cannot be reported is refused as what it is`() throws {
        try withServer(RunningServer(team: ScriptedTeam())) { server in
            let person = try server.session("person")
            _ = try server.place(person, x: 1, y: 1, colour: 3)
            #expect(try report(server, nil, x: 1, y: 1).errorCode == "no-session")
            #expect(try report(server, person, x: 1, y: 1).errorCode == "own-pixel")
            #expect(try report(server, person, x: 2, y: 1).errorCode == "nobody")
            #expect(try report(server, person, x: 2, y: 1, rule: "taste").status == 422)
            #expect(try report(server, person, x: -1, y: 1).status == 422)
            let tooMany = try report(server, person, x: 1, y: 1)
            #expect(tooMany.status == 429 && tooMany["retry-after"] == "60")
            #expect(try server.ask("GET", "/api/boards/main/reports").status == 403)
        }
    }
}
