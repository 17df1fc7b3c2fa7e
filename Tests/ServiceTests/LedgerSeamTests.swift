import Canvas
import Ledger
import Service
import Session
import TestKit
import Testing
import Wire

/// What is shown is durable: nobody sees or hears of a placement before the ledger has it.
struct LedgerSeamTests {
    /// Reads until the connection has the board; what it was told first.
    private func settle(_ client: WebSocketClient, _ replica: inout Replica) throws {
        while replica.seq == nil {
            if case .message(let message) = try client.next() { try replica.apply(message) }
        }
    }

    private func joined(_ client: WebSocketClient) throws -> (client: WebSocketClient, replica: Replica) {
        var replica = Replica(pixelCount: 1000)
        try settle(client, &replica)
        return (client, replica)
    }

    @Test(arguments: [1, 3])
    func `nothing is shown or answered before it is durable`(loops: Int) throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger, loops: loops)) { server in
            let (painter, _) = try joined(server.player())
            var (viewer, replica) = try joined(WebSocketClient(port: server.port))
            try painter.place(x: 3, y: 2, colour: 7, tag: 41)
            try ledger.waitForGroups(1)
            #expect(!painter.hasResult(withinMillis: 100))
            #expect(try server.ask("GET", "/api/boards/main/pixels").body.allSatisfy { $0 == 0 })
            #expect(try server.ask("GET", "/api/boards/main").json?["seq"]?.integer == 0)
            #expect(try server.ask("GET", "/api/boards/main/pixel?x=3&y=2").json?["name"] == .null)
            #expect(try server.ask("GET", "/api/boards/main/changes?wait=0").status == 200)
            ledger.complete()
            let result = try painter.nextResult()
            #expect(result == ResultMessage(tag: 41, status: 0, colour: 7, charges: 1, waitMillis: 0, seq: 1))
            while replica.seq == 0 {
                if case .message(let message) = try viewer.next() { try replica.apply(message) }
            }
            #expect(replica.seq == 1 && replica.colours[2 * 40 + 3] == 7)
            #expect(try server.ask("GET", "/api/boards/main").json?["seq"]?.integer == 1)
            viewer = painter
        }
    }

    @Test(arguments: [1, 3])
    func `while one group is written the next one collects`(loops: Int) throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger, loops: loops)) { server in
            let painters = try (0..<3).map { _ in try server.player() }
            try painters[0].place(x: 0, y: 0, colour: 1, tag: 0)
            try ledger.waitForGroups(1)
            for (number, painter) in painters.enumerated() {
                for step in 1...5 { try painter.place(x: step, y: number, colour: 2, tag: step) }
            }
            // Each is asked something after its placements: the answer proves that they were read.
            for painter in painters { try painter.settle() }
            #expect(ledger.heldCount == 1)
            ledger.complete()
            try ledger.waitForGroups(2)
            let groups = ledger.groups.flatMap(\.placements).map(\.changes)
            #expect(groups.map(\.changes.count) == [1, 15] && groups.map(\.firstSeq) == [1, 2])
            ledger.complete()
            for (number, painter) in painters.enumerated() {
                let tags = try (0..<(number == 0 ? 6 : 5)).map { _ in try painter.nextResult().tag }
                #expect(tags == (number == 0 ? [0] : []) + [1, 2, 3, 4, 5])
            }
        }
    }

    @Test func `refusals wait for the group that they were judged with`() throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger)) { server in
            let painter = try server.player()
            try painter.place(x: 0, y: 0, colour: 1, tag: 1)
            try painter.place(x: 0, y: 0, colour: 1, tag: 2)
            try ledger.waitForGroups(1)
            try painter.place(x: 99, y: 0, colour: 1, tag: 3)
            #expect(!painter.hasResult(withinMillis: 100))
            ledger.complete()
            let results = try (0..<3).map { _ in try painter.nextResult() }
            #expect(results.map(\.tag) == [1, 2, 3] && results.map(\.status) == [0, 4, 2])
            #expect(results.map(\.seq) == [1, 1, 1])
        }
    }

    @Test func `refusals alone are told at once`() throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger)) { server in
            let painter = try server.player()
            try painter.place(x: 0, y: 0, colour: 0, tag: 1)
            #expect(try painter.nextResult().status == 4)
            #expect(ledger.groups.isEmpty)
        }
    }

    @Test(arguments: [LedgerError.full, .failed], [1, 3])
    func `what could not be kept was not placed`(error: LedgerError, loops: Int) throws {
        let ledger = HeldLedger()
        let server = try RunningServer(ledger: ledger, loops: loops) {
            $0.everyBoard.cooldownMillis = 1_000_000
            $0.everyBoard.chargesMax = 2
        }
        try withServer(server) { server in
            let painter = try server.player()
            var (viewer, replica) = try joined(WebSocketClient(port: server.port))
            try painter.place(x: 5, y: 5, colour: 9, tag: 1)
            try ledger.waitForGroups(1)
            for (x, tag) in [(5, 2), (6, 3), (7, 4), (99, 5)] {
                try painter.place(x: x, y: 5, colour: 9, tag: tag)
            }
            try viewer.place(x: 5, y: 5, colour: 9, tag: 6)
            try painter.settle()
            ledger.complete(.failure(error))
            let results = try (0..<5).map { _ in try painter.nextResult() }
            // 2 was unchanged and 4 out of charges only because of what is undone now; 5 stays outside.
            #expect(results.map(\.status) == [5, 5, 5, 5, 2])
            #expect(results.map(\.tag) == [1, 2, 3, 4, 5])
            #expect(
                results.allSatisfy { $0.colour == 0 && $0.seq == 0 && $0.charges == 2 && $0.waitMillis == 0 })
            #expect(try viewer.nextResult().status == 12)
            // The board goes on as if nothing had been, with the next number.
            try painter.place(x: 5, y: 5, colour: 8, tag: 7)
            try ledger.waitForGroups(2)
            ledger.complete()
            let placed = try painter.nextResult()
            #expect(placed.status == 0 && placed.seq == 1 && placed.charges == 1)
            while replica.seq == 0 {
                if case .message(let message) = try viewer.next() { try replica.apply(message) }
            }
            #expect(replica.colours[5 * 40 + 5] == 8 && replica.colours.count { $0 != 0 } == 1)
            viewer = painter
        }
    }

    @Test func `a ledger that refuses at once does no harm either`() throws {
        try withServer(RunningServer(ledger: FaultyLedger([.full, .failed]))) { server in
            let painter = try server.player()
            for tag in 1...3 { try painter.place(x: 1, y: 1, colour: 5, tag: tag) }
            let results = try (0..<3).map { _ in try painter.nextResult() }
            #expect(results.map(\.tag) == [1, 2, 3])
            #expect(results.map(\.status).allSatisfy { [0, 4, 5].contains($0) } && results[0].status == 5)
        }
    }

    @Test func `a placement over HTTP is answered when it is durable, or with 503`() throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger)) { server in
            let session = try TestSession(port: server.port)
            let client = try HTTPClient(port: server.port)
            let fields = [("Authorization", "Bearer \(session.token)")]
            let body = #"{"x":1,"y":2,"colour":3}"#
            // The next request waits behind the placement.
            try client.send("POST", "/api/boards/main/place", fields: fields, body: body)
            try client.send("GET", "/healthz")
            try ledger.waitForGroups(1)
            #expect(!client.socket.hasBytes(withinMillis: 100))
            ledger.complete(.failure(.busy))
            let refused = try client.answer()
            #expect(refused.status == 503 && refused.json?["status"]?.integer == 11)
            #expect(refused.errorCode == "busy" && refused.json?["colour"]?.integer == 0)
            #expect(try client.answer().text == "ok\n")
            try client.send("POST", "/api/boards/main/place", fields: fields, body: body)
            try ledger.waitForGroups(2)
            ledger.complete()
            let placed = try client.answer()
            #expect(
                placed.status == 200 && placed.json?["colour"]?.integer == 3 && placed.json?["error"] == nil)
        }
    }

    @Test(arguments: [1, 3])
    func `results owed come before the good-bye`(loops: Int) throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger, loops: loops)) { server in
            let painter = try server.player()
            try painter.place(x: 0, y: 0, colour: 1, tag: 1)
            try painter.sendText("no JSON")
            try ledger.waitForGroups(1)
            ledger.complete()
            #expect(try painter.nextResult().status == 0)
            #expect(try painter.nextClose() == 1007)
        }
    }

    @Test(arguments: [1, 3])
    func `a drain waits for what is being written`(loops: Int) throws {
        let ledger = HeldLedger()
        let server = try RunningServer(ledger: ledger, loops: loops)
        let painter = try server.player()
        try painter.place(x: 0, y: 0, colour: 1, tag: 1)
        try ledger.waitForGroups(1)
        server.drain()
        while try server.ask("GET", "/readyz").status != 503 {}
        ledger.complete()
        #expect(try painter.nextResult().status == 0)
        #expect(try painter.nextClose() == 1001)
        try painter.sendClose(1001)
        #expect(server.ends())
    }

    @Test func `past what may be undecided the server is busy`() throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger) { $0.limits.undecidedPlacementsMax = 3 }) { server in
            let painter = try server.player()
            try painter.socket.send(
                (1...3).flatMap { tag in
                    painter.placeFrame(x: tag, y: 0, colour: 1, tag: tag)
                })
            try painter.settle()
            try painter.place(x: 9, y: 9, colour: 1, tag: 4)
            try painter.settle()
            // All three in one group, or in two where they were read in two pieces.
            ledger.complete()
            if ledger.groups[0].changeCount < 3 {
                try ledger.waitForGroups(2)
                ledger.complete()
            }
            let results = try (0..<4).map { _ in try painter.nextResult() }
            #expect(results.map(\.tag) == [1, 2, 3, 4] && results.map(\.status) == [0, 0, 0, 11])
        }
    }

    @Test(arguments: [1, 3])
    func `a ledger that answers late and refuses now and then loses no promise`(loops: Int) throws {
        let ledger = LateLedger { $0 % 5 == 3 }
        try withServer(RunningServer(ledger: ledger, loops: loops)) { server in
            let painters = try (0..<3).map { _ in try joined(server.player()) }
            var random = SeededRandom(seed: 77)
            var placed = 0
            for round in 0..<40 {
                for (painter, _) in painters {
                    for tag in 0..<10 {
                        try painter.place(
                            x: Int.random(in: 0..<40, using: &random),
                            y: Int.random(in: 0..<25, using: &random),
                            colour: Int.random(in: 0..<32, using: &random), tag: round * 10 + tag)
                    }
                }
            }
            let replicas = try painters.map { painter, replica in
                var replica = replica
                var expected = UInt16(0)
                while expected < 400 {
                    let result = try painter.nextResult { event in
                        if case .message(let message) = event { try replica.apply(message) }
                    }
                    #expect(result.tag == expected && [0, 4, 5].contains(result.status))
                    expected += 1
                    placed += result.status == 0 ? 1 : 0
                }
                return replica
            }
            let pixels = try server.ask("GET", "/api/boards/main/pixels")
            let state = try #require(pixels["toile-state"].flatMap { StateName($0) })
            #expect(state.seq == UInt64(placed) && placed > 0)
            for (var replica, (painter, _)) in zip(replicas, painters) {
                while replica.seq != state.seq {
                    if case .message(let message) = try painter.next() { try replica.apply(message) }
                }
                #expect(replica.colours == pixels.body)
            }
        }
    }
}
