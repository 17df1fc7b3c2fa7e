import Ledger
import Service
import TestKit
import Testing
import Wire

/// What people see of storage that is full or has failed.
struct StorageTests {
    @Test(arguments: [1, 3])
    func `a full disk freezes the board, and room opens it again`(loops: Int) throws {
        let watch = StorageWatch()
        try withServer(RunningServer(loops: loops, storage: watch)) { server in
            let player = try server.player()
            _ = try player.nextText("hello")
            try player.settle()
            watch.tell(.full("no space left"))
            let told = try texts(["rules", "you", "notice"], to: player)
            #expect(told["rules"]?["state"]?.string == "frozen")
            #expect(told["you"]?["canPlace"] == .bool(false))
            #expect(told["notice"]?["level"]?.string == "warning")
            #expect(told["notice"]?["text"]?.string?.contains("full") == true)
            try player.place(x: 1, y: 1, colour: 1, tag: 1)
            #expect(try player.nextResult().status == 5)
            // Who comes now is told at once, and sees the board.
            let viewer = try WebSocketClient(port: server.port)
            #expect(try viewer.nextText("hello")["rules"]?["state"]?.string == "frozen")
            #expect(try viewer.nextText("notice")["level"]?.string == "warning")
            guard case .board = try viewer.nextMessage() else { throw NoBoard() }

            watch.tell(.ready)
            let toldAgain = try texts(["rules", "you", "notice"], to: player)
            #expect(toldAgain["rules"]?["state"]?.string == "open")
            #expect(toldAgain["notice"]?["level"]?.string == "info")
            try player.place(x: 1, y: 1, colour: 1, tag: 2)
            #expect(try player.nextResult().status == 0)
            #expect(try viewer.nextDelta().advance == 1)
        }
    }

    @Test func `storage that failed takes nothing more, serves viewers a while, and ends the server`() throws
    {
        let watch = StorageWatch()
        let clock = ManualClock()
        let server = try RunningServer(clock: clock, storage: watch)
        defer { server.stop() }
        let player = try server.player()
        _ = try player.nextText("hello")
        try player.settle()
        watch.tell(.failed("input/output error"))
        let told = try texts(["rules", "you", "notice"], to: player)
        #expect(told["rules"]?["state"]?.string == "frozen")
        #expect(told["notice"]?["level"]?.string == "error")
        try player.place(x: 1, y: 1, colour: 1, tag: 1)
        #expect(try player.nextResult().status == 5)
        server.pass(millis: 25_000, steps: 50)
        #expect(try server.ask("GET", "/api/boards/main/pixels").status == 200)
        #expect(server.endsWhilePassing(millisMax: 60_000))
        #expect(try player.nextText(passing: "notice")["retryMs"] != nil)
        #expect(server.hasStorageFailed)
    }

    @Test func `who asks for a session while nothing can be kept is told to come back`() throws {
        let ledger = RefusingLedger()
        try withServer(RunningServer(ledger: ledger)) { server in
            let refused = try server.ask("POST", "/api/session")
            #expect(refused.status == 503 && refused.errorCode == "busy" && refused["retry-after"] == "1")
        }
    }

    /// The next text of each of these types, in whatever order they come.
    private func texts(_ types: Set<String>, to client: WebSocketClient) throws -> [String: JSONValue] {
        var texts: [String: JSONValue] = [:]
        while Set(texts.keys) != types {
            guard case .text(let text) = try client.next(), let type = text["type"]?.string else { continue }
            if types.contains(type) { texts[type] = text }
        }
        return texts
    }

    private struct NoBoard: Error {}
}

/// Keeps nothing.
private struct RefusingLedger: Ledger {
    func commit(
        _ group: LedgerGroup, completion: @escaping @Sendable (Result<Void, LedgerError>) -> Void
    ) {
        completion(.failure(.full))
    }
}
