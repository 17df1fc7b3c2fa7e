import Canvas
import Service
import Session
import TestKit
import Testing
import Wire

/// What takes long, by a clock that the test moves.
struct DeadlineTests {
    private func withClock(
        width: Int = 40, height: Int = 25, _ adjust: (inout ServeOptions) -> Void = { _ in },
        _ body: (RunningServer) throws -> Void
    ) throws {
        let server = try RunningServer(clock: ManualClock(), width: width, height: height, adjust)
        try withServer(server, body)
    }

    @Test(arguments: [
        "", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\n",
        "POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n{",
    ])
    func `a request that does not come to its end in ten seconds is answered 408`(begun: String) throws {
        try withClock { server in
            let client = try HTTPClient(port: server.port)
            try client.socket.send(Array(begun.utf8))
            // Another connection's answer proves that the bytes before it were read.
            #expect(try server.ask("GET", "/healthz").status == 200)
            server.pass(millis: 9900)
            #expect(!client.socket.hasBytes(withinMillis: 50))
            server.pass(millis: 1000)
            let answer = try client.answer()
            #expect(answer.status == 408 && answer["connection"] == "close" && answer.errorCode != nil)
            #expect(try client.isClosed())
        }
    }

    @Test func `a connection between requests is let go after a minute, without a word`() throws {
        try withClock { server in
            let client = try HTTPClient(port: server.port)
            #expect(try client.ask("GET", "/healthz").status == 200)
            server.pass(millis: 59_000)
            #expect(!client.socket.hasBytes(withinMillis: 50))
            server.pass(millis: 2000)
            #expect(try client.isClosed())
        }
    }

    @Test func `an open connection is pinged, and lives as long as it answers`() throws {
        try withClock { server in
            let client = try WebSocketClient(port: server.port)
            for _ in 0..<6 {
                server.pass(millis: 20_250)
                try client.settle()
            }
            #expect(client.pingCount == 6)
        }
    }

    @Test func `a peer that says nothing for 45 seconds is dropped`() throws {
        try withClock { server in
            let client = try WebSocketClient(port: server.port)
            try client.settle()
            server.pass(millis: 44_000, steps: 44)
            #expect(try server.ask("GET", "/api/boards/main").json?["online"]?.integer == 1)
            server.pass(millis: 2000, steps: 4)
            // Until the kernel has its pings acknowledged, bytes are unsent to it and it is borne with.
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 0 {
                server.pass(millis: 250)
            }
            #expect(try client.nextClose() == nil)
            #expect(client.pingCount == 2)
        }
    }

    @Test func `a reader that does not take its message in a minute is dropped, not before`() throws {
        try withClock(width: 1000, height: 1000) { server in
            let slow = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            _ = try slow.nextText("hello")
            server.pass(millis: 59_000, steps: 4)
            #expect(try server.ask("GET", "/api/boards/main").json?["online"]?.integer == 1)
            server.pass(millis: 3000, steps: 4)
            #expect(try server.ask("GET", "/api/boards/main").json?["online"]?.integer == 0)
            #expect(try slow.nextClose() == nil)
        }
    }

    @Test func `a wait ends with 204 when its time is up`() throws {
        try withClock { server in
            let state = try #require(try server.ask("GET", "/api/boards/main/pixels")["toile-state"])
            let client = try HTTPClient(port: server.port)
            try client.send("GET", "/api/boards/main/changes?since=\(state)&wait=100")
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 1 {}
            server.pass(millis: 29_900)
            #expect(!client.socket.hasBytes(withinMillis: 50))
            server.pass(millis: 200)
            let answer = try client.answer()
            #expect(answer.status == 204 && answer["toile-state"] == state && answer["content-length"] == nil)
            #expect(try client.ask("GET", "/api/boards/main").json?["online"]?.integer == 0)
        }
    }

    @Test func `a wait for what comes after a state between two frames is a wait`() throws {
        try withClock { server in
            let painter = try server.player()
            // By a clock that stands still there is one frame; what comes after it waits for the tick.
            for x in 0..<2 {
                try painter.place(x: x, y: 0, colour: 5)
                #expect(try painter.nextResult().seq == UInt64(x + 1))
            }
            let newest = try #require(try server.ask("GET", "/api/boards/main/pixels")["toile-state"])
            #expect(newest.hasSuffix(".2"))
            let waiter = try HTTPClient(port: server.port)
            try waiter.send("GET", "/api/boards/main/changes?since=\(newest)&wait=20")
            let asker = try HTTPClient(port: server.port)
            try asker.send("GET", "/api/boards/main/changes?since=\(newest)")
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 2 {}
            server.pass(millis: 40)
            let nothing = try asker.answer()
            #expect(nothing.status == 200 && nothing["toile-state"] == newest)
            #expect(try ServerMessage.decode(nothing.body).delta?.advance == 0)
            #expect(!waiter.socket.hasBytes(withinMillis: 50))
            try painter.place(x: 2, y: 0, colour: 5)
            #expect(try painter.nextResult().seq == 3)
            server.pass(millis: 40)
            let news = try waiter.answer()
            let delta = try #require(ServerMessage.decode(news.body).delta)
            #expect(news.status == 200 && delta.seq == 3 && delta.advance == 1 && delta.indexes == [2])
        }
    }

    @Test func `a charge comes back after its cooldown`() throws {
        func adjust(_ options: inout ServeOptions) {
            options.everyBoard.cooldownMillis = 5000
            options.everyBoard.chargesMax = 2
        }
        try withClock(adjust) { server in
            let painter = try server.player()
            for tag in 0..<3 { try painter.place(x: tag, y: 0, colour: 5, tag: tag) }
            let first = try (0..<3).map { _ in try painter.nextResult() }
            #expect(first.map(\.status) == [0, 0, 1] && first.map(\.charges) == [1, 0, 0])
            #expect(first.map(\.waitMillis) == [5000, 5000, 5000])
            server.pass(millis: 4999)
            try painter.place(x: 3, y: 0, colour: 5)
            let early = try painter.nextResult()
            #expect(early.status == 1 && early.charges == 0 && early.waitMillis == 1)
            server.pass(millis: 1)
            try painter.place(x: 3, y: 0, colour: 5)
            let late = try painter.nextResult()
            #expect(late.status == 0 && late.charges == 0 && late.waitMillis == 5000)
        }
    }

    @Test func `a flood of five seconds is closed with 4008, and every placement of it answered`() throws {
        func adjust(_ options: inout ServeOptions) { options.limits.messagesPerSecond = 10 }
        try withClock(adjust) { server in
            let painter = try server.player()
            var sent = 0
            for _ in 0..<65 {
                for _ in 0..<3 {
                    try? painter.place(x: 1, y: 1, colour: sent % 2, tag: sent)
                    sent += 1
                }
                // Time must not overtake what is said in it.
                while try server.ask("GET", "/healthz").status != 200 {}
                server.pass(millis: 100)
            }
            var results = 0
            let code = try painter.nextClose { if case .message(.result) = $0 { results += 1 } }
            #expect(code == 4008 && results > 100 && results <= sent)
        }
    }
}

extension ServerMessage {
    fileprivate var delta: DecodedDelta? {
        if case .delta(let delta) = self { delta } else { nil }
    }
}
