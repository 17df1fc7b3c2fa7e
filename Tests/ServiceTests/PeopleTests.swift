import Service
import Session
import TestKit
import Testing
import Wire

/// Who may come, how many, and what they are told of each other.
struct PeopleTests {
    @Test(arguments: [1, 3])
    func `one too many of an address is told so after the upgrade`(loops: Int) throws {
        let server = try RunningServer(loops: loops) { $0.limits.connectionsPerAddress = 2 }
        try withServer(server) { server in
            let first = try WebSocketClient(port: server.port)
            _ = try first.nextText("hello")
            let second = try WebSocketClient(port: server.port)
            _ = try second.nextText("hello")
            let third = try WebSocketClient(port: server.port)
            #expect(try third.nextText("error")["code"]?.string == "too-many")
            #expect(try third.nextClose() == 1013)
            try second.sendClose()
            #expect(try second.nextClose() == 1000)
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 1 {}
            _ = try WebSocketClient(port: server.port).nextText("hello")
        }
    }

    @Test func `who waits for changes counts as a connection`() throws {
        try withServer(RunningServer { $0.limits.connectionsPerAddress = 1 }) { server in
            let state = try #require(try server.ask("GET", "/api/boards/main/pixels")["toile-state"])
            let target = "/api/boards/main/changes?since=\(state)&wait=20"
            let waiter = try HTTPClient(port: server.port)
            try waiter.send("GET", target)
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 1 {}
            let refused = try server.ask("GET", target)
            #expect(refused.status == 429 && refused.errorCode == "too-many" && refused["retry-after"] != nil)
            #expect(try WebSocketClient(port: server.port).nextText("error")["code"]?.string == "too-many")
            // Without a wait nobody counts.
            #expect(try server.ask("GET", "/api/boards/main/changes?since=\(state)").status == 200)
        }
    }

    @Test(arguments: [1, 3])
    func `past the connections of a session the oldest goes`(loops: Int) throws {
        let server = try RunningServer(loops: loops) { $0.limits.connectionsPerSession = 2 }
        try withServer(server) { server in
            let session = try TestSession(port: server.port)
            let clients = try (0..<4).map { _ in
                let client = try WebSocketClient(port: server.port, token: session.token)
                _ = try client.nextText("hello")
                return client
            }
            #expect(try clients[0].nextClose() == 4004)
            #expect(try clients[1].nextClose() == 4004)
            for client in clients[2...] {
                try client.place(x: 1, y: 1, colour: 3)
                _ = try client.nextResult()
            }
            let other = try server.player()
            _ = try other.nextText("hello")
            try clients[2].settle()
        }
    }

    @Test func `an address may open so many sessions, and the ones it has do not count`() throws {
        try withServer(RunningServer { $0.limits.sessionsPerAddress = 2 }) { server in
            let first = try TestSession(port: server.port)
            _ = try TestSession(port: server.port)
            let refused = try server.ask("POST", "/api/session")
            #expect(refused.status == 429 && refused.errorCode == "too-many-sessions")
            #expect(Int(refused["retry-after"] ?? "") ?? 0 >= 1 && refused["set-cookie"] == nil)
            let again = try server.ask(
                "POST", "/api/session", fields: [("Authorization", "Bearer \(first.token)")])
            #expect(again.status == 200 && again.json?["id"]?.string == first.id)
        }
    }

    @Test(arguments: [1, 3])
    func `a new name is told to every connection of its session`(loops: Int) throws {
        try withServer(RunningServer(loops: loops)) { server in
            let session = try TestSession(port: server.port, name: "Before")
            let clients = try (0..<3).map { _ in try WebSocketClient(port: server.port, token: session.token)
            }
            for client in clients {
                #expect(try client.nextText("hello")["you"]?["name"]?.string == "Before")
            }
            try clients[1].sendText(#"{"type":"name","name":"After_it"}"#)
            for client in clients {
                let you = try client.nextText(passing: "you")
                #expect(you["name"]?.string == "After_it" && you["id"]?.string == session.id)
                #expect(you["role"]?.string == "player" && you["canPlace"] == .bool(true))
            }
            let body = #"{"name":"Third"}"#
            let fields = [("Authorization", "Bearer \(session.token)")]
            #expect(
                try server.ask("POST", "/api/session", fields: fields, body: body).json?["name"]?.string
                    == "Third")
            #expect(try clients[0].nextText(passing: "you")["name"]?.string == "Third")
        }
    }

    @Test(arguments: [1, 3])
    func `everybody learns how many there are`(loops: Int) throws {
        try withServer(RunningServer(loops: loops)) { server in
            let first = try WebSocketClient(port: server.port)
            #expect(try first.nextText("hello")["online"]?.integer == 1)
            let second = try WebSocketClient(port: server.port)
            #expect(try second.nextText("hello")["online"]?.integer == 2)
            while try first.nextText(passing: "online")["count"]?.integer != 2 {}
            second.socket.close()
            while try first.nextText(passing: "online")["count"]?.integer != 1 {}
        }
    }
}
