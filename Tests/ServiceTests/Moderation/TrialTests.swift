import Foundation
import TestKit
import Testing
import Wire

@testable import Service

/// Acts that are only tried: what they promise is done, and what would be refused they refuse.
struct TrialTests {
    /// Tries an act, does it, and answers what both said.
    private func both(
        _ server: RunningServer, _ verb: AdminVerb, as name: String = "ana", _ fill: (inout AdminAct) -> Void
    ) throws -> (tried: HTTPAnswer, done: HTTPAnswer) {
        let tried = try server.act(verb, as: name) { act in
            fill(&act)
            act.isDryRun = true
        }
        return (tried, try server.act(verb, as: name, fill))
    }

    private func expectRefused(
        _ answers: (tried: HTTPAnswer, done: HTTPAnswer), _ code: String,
        at location: SourceLocation = #_sourceLocation
    ) {
        #expect(answers.tried.errorCode == code, "\(answers.tried.text)", sourceLocation: location)
        #expect(answers.tried.status == answers.done.status, sourceLocation: location)
        #expect(answers.tried.text == answers.done.text, sourceLocation: location)
    }

    @Test func `a rollback of nothing is refused before it is done, and so is its undo`() throws {
        try withServer(RunningServer(team: ScriptedTeam(), kept: KeptLedger())) { server in
            let vandal = try server.session("vandal")
            let friend = try server.session("friend")
            expectRefused(try both(server, .rollback) { $0.who = ["vandal"] }, "not-found")
            _ = try server.place(vandal, x: 1, y: 1, colour: 3)
            _ = try server.place(friend, x: 1, y: 1, colour: 4)
            let over = try both(server, .rollback) { $0.who = ["vandal"] }
            expectRefused(over, "not-found")
            #expect(over.tried.text.contains("others have drawn over 1 px since"))
            _ = try server.place(vandal, x: 2, y: 1, colour: 3)
            let done = try server.done(.rollback) { $0.who = ["vandal"] }
            _ = try server.place(friend, x: 2, y: 1, colour: 4)
            expectRefused(try both(server, .undo) { $0.number = done.audit.first }, "conflict")
        }
    }

    @Test func `where somebody who left came from is known to both or to neither`() throws {
        let kept = KeptLedger()
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            _ = try server.session("long_gone")
            // A session that was opened through the admin socket came from no address.
            #expect(try server.staff("POST", "/api/session", body: #"{"name":"insider"}"#).status == 200)
            expectRefused(
                try both(server, .ban) { act in
                    act.who = ["insider"]
                    act.scope = .address
                }, "not-found")
        }
        try withServer(RunningServer(team: ScriptedTeam(), kept: kept)) { server in
            for scope in [BanScope.network, .subnet] {
                expectRefused(
                    try both(server, .ban) { act in
                        act.who = ["long_gone"]
                        act.scope = scope
                    }, "not-found")
            }
            let ban = try both(server, .ban) { act in
                act.who = ["long_gone"]
                act.scope = .address
            }
            #expect(ban.tried.status == 200 && ban.done.status == 200)
            // The promise is kept: whoever comes from there is banned.
            #expect(try server.ask("POST", "/api/session").errorCode == "banned")
        }
    }

    @Test func `without room for the player of whoever acts nothing is promised`() throws {
        try withServer(RunningServer(team: ScriptedTeam(), kept: KeptLedger())) { server in
            _ = try server.place(server.session("vandal"), x: 1, y: 1, colour: 3)
            server.onCanvas { canvas in
                canvas.sessions = SessionRegistry(
                    perAddress: 0, sessionsMax: 1, addressKey: canvas.sessions.addressKey,
                    kept: Array(canvas.sessions.newestFirst))
            }
            let answers = try both(server, .rollback) { $0.who = ["vandal"] }
            expectRefused(answers, "busy")
            #expect(answers.tried.text.contains("no room for new players"))
        }
    }
}
