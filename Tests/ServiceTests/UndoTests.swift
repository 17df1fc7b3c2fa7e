import Canvas
import Ledger
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Taking one's own pixel back, over both ways in, by a clock that the test moves.
struct UndoTests {
    private static let target = "/api/boards/main/undo"

    private func withBoard(
        ledger: any Ledger = MemoryLedger(), loops: Int = 1, cooldown: Int64 = 10_000, charges: UInt8 = 1,
        _ body: (RunningServer) throws -> Void
    ) throws {
        let server = try RunningServer(ledger: ledger, clock: ManualClock(), loops: loops) {
            $0.everyBoard.cooldownMillis = cooldown
            $0.everyBoard.chargesMax = charges
        }
        try withServer(server, body)
    }

    @Test(arguments: [1, 3])
    func `a pixel taken back is what it was, and the charge is there again`(loops: Int) throws {
        try withBoard(loops: loops) { server in
            let painter = try server.player("Ada")
            var replica = Replica(pixelCount: 1000)
            try painter.follow(&replica, to: 0)
            try painter.place(x: 3, y: 2, colour: 7, tag: 1)
            #expect(try painter.nextResult().charges == 0)
            try painter.undo(x: 3, y: 2, tag: 2)
            #expect(
                try painter.nextResult()
                    == ResultMessage(tag: 2, status: 0, colour: 0, charges: 1, waitMillis: 0, seq: 2))
            #expect(try server.ask("GET", "/api/boards/main/pixels").body.allSatisfy { $0 == 0 })
            let pixel = try server.ask("GET", "/api/boards/main/pixel?x=3&y=2").json
            #expect(pixel?["name"] == .null && pixel?["at"] == .null && pixel?["colour"]?.integer == 0)
            // Twice is once too often, and the charge can be spent anew.
            try painter.undo(x: 3, y: 2, tag: 3)
            #expect(
                try painter.nextResult()
                    == ResultMessage(tag: 3, status: 15, colour: 0, charges: 1, waitMillis: 0, seq: 2))
            try painter.place(x: 3, y: 2, colour: 8, tag: 4)
            #expect(try painter.nextResult().status == 0)
        }
    }

    @Test func `placements and undos in one breath are answered in order`() throws {
        try withBoard(cooldown: 0) { server in
            let painter = try server.player()
            try painter.socket.send(
                painter.placeFrame(x: 1, y: 1, colour: 5, tag: 10) + painter.undoFrame(x: 1, y: 1, tag: 11)
                    + painter.undoFrame(x: 1, y: 1, tag: 12) + painter.undoFrame(x: 40, y: 0, tag: 13)
                    + painter.placeFrame(x: 1, y: 1, colour: 6, tag: 14))
            let results = try (0..<5).map { _ in try painter.nextResult() }
            #expect(results.map(\.tag) == [10, 11, 12, 13, 14])
            #expect(results.map(\.status) == [0, 0, 15, 2, 0])
            #expect(results.map(\.colour) == [5, 0, 0, 0, 6])
            let viewer = try WebSocketClient(port: server.port)
            try viewer.undo(x: 1, y: 1, tag: 1)
            #expect(try viewer.nextResult().status == 12)
        }
    }

    @Test func `until six seconds have passed, and not a moment longer`() throws {
        for (millis, status) in [(Int64(6_000), UInt8(0)), (6_001, 15)] {
            try withBoard { server in
                let painter = try server.player()
                try painter.place(x: 0, y: 0, colour: 1)
                #expect(try painter.nextResult().status == 0)
                server.pass(millis: millis)
                try painter.undo(x: 0, y: 0)
                #expect(try painter.nextResult().status == status)
            }
        }
    }

    @Test func `what others painted over, or placed, stays, and then belongs to whom it belonged`() throws {
        let wall = ManualClock(millis: 1_700_000_000_000)
        let server = try RunningServer(clock: ManualClock(), wallClock: wall)
        try withServer(server) { server in
            let (ada, grace) = (try server.player("Ada"), try server.player("Grace"))
            func result(_ client: WebSocketClient) throws -> UInt8 { try client.nextResult().status }
            try ada.place(x: 0, y: 0, colour: 1)
            #expect(try result(ada) == 0)
            wall.advance(byMillis: 1000)
            try grace.place(x: 0, y: 0, colour: 2)
            #expect(try result(grace) == 0)
            try ada.undo(x: 0, y: 0)
            #expect(try result(ada) == 15)
            try grace.undo(x: 0, y: 0)
            #expect(try result(grace) == 0)
            let pixel = try server.ask("GET", "/api/boards/main/pixel?x=0&y=0").json
            #expect(pixel?["name"]?.string == "Ada" && pixel?["colour"]?.integer == 1)
            #expect(pixel?["at"]?.integer == 1_700_000_000_000)
            try grace.sendText(#"{"type":"pixel","x":0,"y":0}"#)
            #expect(try grace.nextText(passing: "pixel")["name"]?.string == "Ada")
            // The undo is the newest change, and nobody's to take back.
            for client in [ada, grace] {
                try client.undo(x: 0, y: 0)
                #expect(try result(client) == 15)
            }
        }
    }

    @Test(arguments: [1, 3])
    func `the session's other connections hear of the charge, whichever way it came back`(loops: Int) throws {
        try withBoard(loops: loops) { server in
            let session = try TestSession(port: server.port)
            let fields = [("Authorization", "Bearer \(session.token)")]
            let clients = try (0..<2).map { _ in
                let client = try WebSocketClient(port: server.port, token: session.token)
                _ = try client.nextText("hello")
                return client
            }
            func charges(_ client: WebSocketClient) throws -> Int64? {
                try client.nextText(passing: "you")["charges"]?.integer
            }
            try clients[0].place(x: 1, y: 1, colour: 1)
            #expect(try clients[0].nextResult().charges == 0)
            #expect(try charges(clients[1]) == 0)
            try clients[0].undo(x: 1, y: 1)
            #expect(try clients[0].nextResult().charges == 1)
            #expect(try charges(clients[1]) == 1)
            try clients[1].place(x: 1, y: 1, colour: 1)
            #expect(try clients[1].nextResult().charges == 0)
            #expect(try charges(clients[0]) == 0)
            let answer = try server.ask("POST", Self.target, fields: fields, body: #"{"x":1,"y":1}"#)
            #expect(answer.status == 200 && answer.json?["charges"]?.integer == 1)
            #expect(try clients.map { try charges($0) } == [1, 1])
        }
    }

    @Test func `as a request it answers like a placement`() throws {
        try withBoard { server in
            let fields = [("Authorization", "Bearer \(try TestSession(port: server.port).token)")]
            func undo(_ body: String, _ fields: [(String, String)]) throws -> HTTPAnswer {
                try server.ask("POST", Self.target, fields: fields, body: body)
            }
            let placed = try server.ask(
                "POST", "/api/boards/main/place", fields: fields, body: #"{"x":4,"y":5,"colour":6}"#)
            #expect(placed.status == 200)
            let answer = try undo(#"{"x":4,"y":5}"#, fields)
            #expect(answer.status == 200)
            #expect(answer.json?["status"]?.integer == 0 && answer.json?["colour"]?.integer == 0)
            #expect(answer.json?["charges"]?.integer == 1 && answer.json?["waitMs"]?.integer == 0)
            #expect((answer.json?["seq"]?.integer ?? 0) > 0)
            let again = try undo(#"{"x":4,"y":5}"#, fields)
            #expect(again.status == 409 && again.errorCode == "too-late")
            #expect(again.json?["status"]?.integer == 15 && again.json?["charges"]?.integer == 1)
            #expect(try undo(#"{"x":4,"y":5}"#, []).status == 403)
            #expect(try undo(#"{"x":40,"y":5}"#, fields).errorCode == "outside")
            #expect(try undo(#"{"x":-1,"y":1e300}"#, fields).errorCode == "outside")
            #expect(try undo(#"{"x":4}"#, fields).status == 422)
            #expect(try undo("x", fields).status == 400)
            #expect(try undo("x", fields + [("Origin", "null")]).status == 403)
            let got = try server.ask("GET", Self.target)
            #expect(got.status == 405 && got["allow"] == "POST")
            #expect(try server.ask("POST", "/api/boards/none/undo", body: "{}").status == 404)
        }
    }

    @Test func `nobody makes a pixel flicker`() throws {
        try withBoard(cooldown: 0) { server in
            let painter = try server.player()
            func flicker() throws -> ResultMessage {
                try painter.place(x: 0, y: 0, colour: 1)
                _ = try painter.nextResult()
                try painter.undo(x: 0, y: 0)
                return try painter.nextResult()
            }
            #expect(try (0..<3).map { _ in try flicker().status } == [0, 0, 0])
            let refused = try flicker()
            #expect(refused.status == 8 && refused.colour == 1)
            server.pass(millis: 20_000)
            try painter.place(x: 0, y: 0, colour: 0)
            _ = try painter.nextResult()
            #expect(try flicker().status == 0)
        }
    }

    @Test func `an undo draws from the same bucket of messages`() throws {
        let server = try RunningServer(clock: ManualClock()) { $0.limits.messagesPerSecond = 2 }
        try withServer(server) { server in
            let painter = try server.player()
            try painter.socket.send((0..<3).flatMap { painter.undoFrame(x: 0, y: 0, tag: $0) })
            #expect(try (0..<3).map { _ in try painter.nextResult().status } == [15, 15, 8])
        }
    }

    @Test(arguments: [LedgerError.full, .failed, .busy])
    func `what could not be kept was not taken back, and is not shown`(error: LedgerError) throws {
        let ledger = HeldLedger()
        try withBoard(ledger: ledger, charges: 2) { server in
            let painter = try server.player()
            try painter.place(x: 0, y: 0, colour: 1, tag: 1)
            try ledger.waitForGroups(1)
            ledger.complete()
            #expect(try painter.nextResult().charges == 1)
            try painter.undo(x: 0, y: 0, tag: 2)
            try ledger.waitForGroups(2)
            #expect(ledger.groups[1].placements[0].changes.undos.count == 1)
            // Refused because of an undo that will never have been.
            try painter.undo(x: 0, y: 0, tag: 3)
            try painter.settle()
            ledger.complete(.failure(error))
            let results = try (0..<2).map { _ in try painter.nextResult() }
            #expect(results.map(\.status) == (error == .busy ? [11, 11] : [5, 5]))
            #expect(results.allSatisfy { $0.colour == 1 && $0.charges == 1 && $0.seq == 1 })
        }
    }
}
