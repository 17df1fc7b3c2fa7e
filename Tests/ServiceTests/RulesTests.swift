import Canvas
import Ledger
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Rules that change while people play.
struct RulesTests {
    private static let opens: Int64 = 1_800_000_000_000

    /// A server whose clocks both stand still until the test moves them.
    private func withSchedule(
        wall: Int64, loops: Int = 1, _ adjust: (inout BoardWishes) -> Void,
        _ body: (RunningServer, (Int64) -> Void) throws -> Void
    ) throws {
        let clock = ManualClock()
        let wallClock = ManualClock(millis: wall)
        let server = try RunningServer(clock: clock, wallClock: wallClock, loops: loops) {
            adjust(&$0.everyBoard)
        }
        try withServer(server) { server in
            try body(server) { millis in
                wallClock.advance(byMillis: millis)
                server.pass(millis: millis)
            }
        }
    }

    @Test func `a board opens and closes by itself, and everybody is told before`() throws {
        try withSchedule(wall: Self.opens - 11_000) {
            $0.opensAtMillis = Self.opens
            $0.closesAtMillis = Self.opens + 15_000
        } _: { server, pass in
            let viewer = try WebSocketClient(port: server.port)
            let player = try server.player()
            let rules = try viewer.nextText("hello")["rules"]
            #expect(rules?["state"]?.string == "closed" && rules?["opensInMs"]?.integer == 11_000)
            #expect(rules?["closesInMs"]?.integer == 26_000)
            #expect(try player.nextText("hello")["you"]?["canPlace"] == .bool(false))
            try player.place(x: 1, y: 1, colour: 2)
            #expect(try player.nextResult().status == 5)

            pass(1000)
            #expect(
                try viewer.nextText(passing: "notice")["text"]?.string == "The board opens in 10 seconds.")
            for _ in 0..<10 { pass(1000) }
            let opened = try viewer.nextText(passing: "rules")
            #expect(opened["state"]?.string == "open" && opened["opensInMs"] == nil)
            #expect(opened["closesInMs"]?.integer == 15_000)
            let notice = try viewer.nextText(passing: "notice")
            #expect(notice["text"]?.string?.contains("is open") == true && notice["level"]?.string == "info")
            #expect(try player.nextText(passing: "you")["canPlace"] == .bool(true))
            try player.place(x: 1, y: 1, colour: 2)
            #expect(try player.nextResult().status == 0)

            for _ in 0..<5 { pass(1000) }
            #expect(
                try viewer.nextText(passing: "notice")["text"]?.string == "The board closes in 10 seconds.")
            for _ in 0..<10 { pass(1000) }
            #expect(try viewer.nextText(passing: "rules")["state"]?.string == "closed")
            #expect(try viewer.nextText(passing: "notice")["text"]?.string?.contains("closed") == true)
            #expect(try player.nextText(passing: "you")["canPlace"] == .bool(false))
            try player.place(x: 2, y: 1, colour: 2)
            #expect(try player.nextResult().status == 5)
            let session = try TestSession(port: server.port)
            let refused = try server.ask(
                "POST", "/api/boards/main/place", fields: [("Authorization", "Bearer \(session.token)")],
                body: #"{"x":1,"y":2,"colour":3}"#)
            #expect(refused.status == 409 && refused.json?["status"]?.integer == 5)
            #expect(refused.errorCode == "not-open")
            let summary = try server.ask("GET", "/api/boards/main").json?["rules"]
            #expect(summary?["state"]?.string == "closed" && summary?["closesInMs"] == nil)
        }
    }

    @Test func `a clock set over both moments closes the board and says so once`() throws {
        let clock = ManualClock()
        let wallClock = ManualClock(millis: Self.opens - 60_000)
        let server = try RunningServer(clock: clock, wallClock: wallClock) {
            $0.everyBoard.opensAtMillis = Self.opens
            $0.everyBoard.closesAtMillis = Self.opens + 3_600_000
        }
        try withServer(server) { server in
            let viewer = try WebSocketClient(port: server.port)
            _ = try viewer.nextText("hello")
            wallClock.advance(byMillis: 7_200_000)
            server.pass(millis: 1000)
            // It was closed before and is closed now: what changed is how long it takes, and that it is over.
            let rules = try viewer.nextText(passing: "rules")
            #expect(rules["state"]?.string == "closed" && rules["opensInMs"] == nil)
            #expect(try viewer.nextText(passing: "notice")["text"]?.string?.contains("is closed") == true)
            server.pass(millis: 5000, steps: 5)
            try viewer.settle()
            #expect(try server.ask("GET", "/api/boards/main").json?["rules"]?["closesInMs"] == nil)
        }
    }

    @Test(arguments: [1, 3])
    func `other rules are told behind what was decided before them`(loops: Int) throws {
        let ledger = HeldLedger()
        let server = try RunningServer(ledger: ledger, loops: loops)
        try withServer(server) { server in
            let viewer = try WebSocketClient(port: server.port)
            let painter = try server.player()
            _ = try viewer.nextText("hello")
            try painter.place(x: 3, y: 2, colour: 7)
            try ledger.waitForGroups(1)
            server.onCanvas { canvas in
                let frozen = Rules(cooldownMillis: 0, chargesMax: 1, state: .frozen)
                canvas.setRules(frozen, of: canvas.boards[0])
            }
            try painter.place(x: 4, y: 2, colour: 7)
            ledger.complete()
            #expect(try painter.nextResult().status == 0)
            #expect(try painter.nextResult().status == 5)
            var replica = Replica(pixelCount: 1000)
            var isTold = false
            while !isTold {
                switch try viewer.next() {
                case .message(let message): try replica.apply(message)
                case .text(let text):
                    isTold = text["type"]?.string == "rules"
                    if isTold { #expect(text["state"]?.string == "frozen") }
                default: break
                }
            }
            #expect(replica.seq == 1 && replica.colours[2 * 40 + 3] == 7)
        }
    }

    @Test func `rules that wait for what is never kept are told all the same`() throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger)) { server in
            let painter = try server.player()
            _ = try painter.nextText("hello")
            try painter.place(x: 3, y: 2, colour: 7)
            try ledger.waitForGroups(1)
            server.onCanvas { canvas in
                let closed = Rules(cooldownMillis: 0, chargesMax: 1, state: .closed)
                canvas.setRules(closed, of: canvas.boards[0])
            }
            ledger.complete(.failure(.full))
            #expect(try painter.nextResult().status == 5)
            #expect(try painter.nextText(passing: "rules")["state"]?.string == "closed")
        }
    }

    @Test func `what a player has spent stays in proportion, and is told`() throws {
        let clock = ManualClock()
        let server = try RunningServer(clock: clock) {
            $0.everyBoard.cooldownMillis = 10_000
            $0.everyBoard.chargesMax = 2
        }
        try withServer(server) { server in
            let player = try server.player()
            _ = try player.nextText("hello")
            try player.place(x: 3, y: 2, colour: 7)
            #expect(try player.nextResult().waitMillis == 10_000)
            server.pass(millis: 4000)
            server.onCanvas { canvas in
                canvas.setRules(Rules(cooldownMillis: 20_000, chargesMax: 4), of: canvas.boards[0])
            }
            #expect(try player.nextText(passing: "rules")["cooldownMs"]?.integer == 20_000)
            try player.sendText(#"{"type":"name","name":"Somebody"}"#)
            let you = try player.nextText(passing: "you")
            #expect(you["charges"]?.integer == 3 && you["maxCharges"]?.integer == 4)
            #expect(you["waitMs"]?.integer == 12_000)
        }
    }

    @Test(arguments: [1, 3])
    func `a crowd makes the cooldown longer, and its leaving shorter again`(loops: Int) throws {
        try withSchedule(wall: Self.opens, loops: loops) {
            $0.cooldownMillis = 10_000
            $0.adaptiveCooldownPeople = 1
        } _: { server, pass in
            let first = try WebSocketClient(port: server.port)
            let rules = try first.nextText("hello")["rules"]
            #expect(rules?["cooldownMs"]?.integer == 10_000 && rules?["baseCooldownMs"]?.integer == 10_000)
            var others = try (0..<3).map { _ in try WebSocketClient(port: server.port) }
            for other in others { _ = try other.nextText("hello") }
            pass(30_000)
            let slower = try first.nextText(passing: "rules")
            #expect(slower["cooldownMs"]?.integer == 20_000 && slower["baseCooldownMs"]?.integer == 10_000)
            for other in others { other.socket.close() }
            others = []
            while try server.ask("GET", "/api/boards/main").json?["online"]?.integer != 1 {}
            pass(30_000)
            #expect(try first.nextText(passing: "rules")["cooldownMs"]?.integer == 10_000)
        }
    }

    @Test func `a reader that fell behind is told the newest rules and the newest notice too`() throws {
        var feed = BoardFeed()
        let texts: [(SharedText, [UInt8])] = [(.rules, [1]), (.notice, [2]), (.online, [3]), (.rules, [4])]
        for (kind, bytes) in texts {
            feed.newestTexts[kind] = (feed.journal.head, bytes)
            feed.journal.append(Frame(bytes: bytes, seqAfter: 0))
        }
        #expect(feed.texts(from: 0) == [[2], [3], [4]])
        #expect(feed.texts(from: 2) == [[3], [4]])
        #expect(feed.texts(from: 4).isEmpty)
    }
}
