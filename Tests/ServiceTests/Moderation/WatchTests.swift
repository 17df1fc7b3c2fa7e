import Foundation
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// What is watched, and what it came to within ten minutes.
struct WatchTests {
    /// The hits of every watch, by its label, once they are as they should be.
    private func hits(
        _ server: RunningServer, _ wall: ManualClock, until isAsWanted: ([String: Int64]) -> Bool
    ) throws -> [String: Int64] {
        while true {
            // A picture of what was placed is made once a second.
            wall.advance(byMillis: 1_001)
            var hits: [String: Int64] = [:]
            for watch in try server.list("watches") {
                hits[try #require(watch["label"]?.string)] = watch["hits"]?.integer
            }
            if isAsWanted(hits) { return hits }
        }
    }

    @Test func `hits are those of ten minutes, of who has left and of who was new then, too`() throws {
        let wall = ManualClock(millis: 1_800_000_000_000)
        let server = try RunningServer(wallClock: wall, team: ScriptedTeam()) {
            $0.trustedProxies = [AddressRange("127.0.0.1")].compactMap(\.self)
        }
        try withServer(server) { server in
            let person = try server.session("person")
            let client = try WebSocketClient(
                port: server.port, token: person.token,
                fields: [("X-Forwarded-For", "10.2.3.4"), ("User-Agent", "drawbot/1")])
            _ = try client.nextText("hello")
            for x in 0..<3 { try client.place(x: x, y: 1, colour: 3, tag: x) }
            for _ in 0..<3 { #expect(try client.nextResult().status == 0) }
            try server.done(.watch) { $0.who = ["person"] }
            for subject in ["agent:DrawBot", "10.2.0.0/16", "newcomers"] {
                try server.done(.watch) { $0.subject = subject }
            }
            let all = try hits(server, wall) { $0["person"] == 3 }
            #expect(all == ["person": 3, "ua DrawBot": 3, "10.2.x.x/16": 3, "new<5min": 3])
            client.socket.close()
            // Seven minutes on they are no newcomer any more, and were when they placed.
            wall.advance(byMillis: 420_000)
            _ = try server.place(person, x: 9, y: 1, colour: 3, from: "10.2.3.4")
            let later = try hits(server, wall) { $0["person"] == 4 }
            #expect(later == ["person": 4, "ua DrawBot": 4, "10.2.x.x/16": 4, "new<5min": 3])
            wall.advance(byMillis: 240_000)
            #expect(try hits(server, wall) { $0["person"] == 1 }["new<5min"] == 0)
            wall.advance(byMillis: 600_000)
            #expect(try hits(server, wall) { $0["person"] == 0 }.values.allSatisfy { $0 == 0 })
        }
    }
}
