import TestKit
import Testing
import WebSocket
import Wire

/// Drawing and seeing, with the program itself.
struct DrawingTests {
    private static let small = ["--board", "main=40x25"]

    @Test(arguments: [1, 3])
    func `what one draws the other sees`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let painter = try toile.player()
        let viewer = try toile.viewer()
        var replica = Replica(pixelCount: 1000)
        try viewer.follow(&replica, to: 0)
        for step in 0..<20 {
            try painter.place(x: step, y: step, colour: step % 31 + 1, tag: 1000 + step)
            let result = try painter.nextResult()
            #expect(
                result
                    == ResultMessage(
                        tag: UInt16(1000 + step), status: 0, colour: UInt8(step % 31 + 1), charges: 1,
                        waitMillis: 0,
                        seq: UInt64(step + 1)))
        }
        try viewer.follow(&replica, to: 20)
        #expect(replica.colours[19 * 40 + 19] == 20 && replica.boardCount == 1)
        let pixels = try toile.ask("GET", "/api/boards/main/pixels")
        #expect(pixels.body == replica.colours)
    }

    @Test func `the hello says everything that the contract promises`() throws {
        let toile = try ToileProcess(
            ["--board", "main=40x25", "--motd", "Be kind.", "--cooldown", "5000", "--charges", "3"])
        let session = try toile.session("Ada_1")
        let client = try WebSocketClient(port: toile.port, token: session.token)
        #expect(client.upgrade.subprotocol == "toile.v1" && client.upgrade.deflate == nil)
        let hello = try client.nextText("hello")
        #expect(hello["protocol"]?.integer == 1 && hello["motd"]?.string == "Be kind.")
        #expect(hello["board"]?["name"]?.string == "main" && hello["board"]?["width"]?.integer == 40)
        #expect(hello["board"]?["height"]?.integer == 25)
        let palette = (hello["board"]?["palette"]?.elements ?? []).compactMap(\.string)
        #expect(palette.count == 32 && hello["board"]?["paletteNames"]?.elements?.count == 32)
        #expect(palette.allSatisfy { $0.count == 7 && $0.hasPrefix("#") && $0 == $0.lowercased() })
        #expect(
            hello["epoch"]?.integer ?? 0 > 0 && hello["seq"]?.integer == 0 && hello["online"]?.integer == 1)
        let you = try #require(hello["you"])
        #expect(you["id"]?.string == session.id && session.id != session.token)
        #expect(you["name"]?.string == "Ada_1" && you["role"]?.string == "player")
        #expect(you["canPlace"] == .bool(true) && you["charges"]?.integer == 3)
        #expect(you["maxCharges"]?.integer == 3 && you["waitMs"]?.integer == 0)
        #expect(hello["rules"]?["cooldownMs"]?.integer == 5000 && hello["rules"]?["maxCharges"]?.integer == 3)
        #expect(hello["rules"]?["state"]?.string == "open")
        let watching = try #require(try toile.viewer().nextText("hello")["you"])
        #expect(
            watching["id"] == .null && watching["name"] == .null && watching["role"]?.string == "spectator")
        #expect(watching["canPlace"] == .bool(false))
    }

    @Test func `the session comes from Bearer, else the query, else the cookie`() throws {
        let toile = try ToileProcess(Self.small)
        let sessions = try (0..<3).map { _ in try toile.session() }
        let cookie = ("Cookie", "x=y; toile_session=\(sessions[2].token)")
        func you(_ path: String, _ fields: [(String, String)]) throws -> JSONValue? {
            try WebSocketClient(port: toile.port, path: path, fields: fields).nextText("hello")["you"]?["id"]
        }
        let bearer = ("Authorization", "Bearer \(sessions[0].token)")
        #expect(try you("/ws?token=\(sessions[1].token)", [bearer, cookie]) == .string(sessions[0].id))
        #expect(try you("/ws?token=\(sessions[1].token)", [cookie]) == .string(sessions[1].id))
        #expect(try you("/ws", [cookie]) == .string(sessions[2].id))
        #expect(try you("/ws", [("Authorization", "Bearer nobody"), cookie]) == .null)
        #expect(!toile.standardError.contains(sessions[1].token))
    }

    @Test(arguments: [1, 3])
    func `every result that can arise says what it should`(loops: Int) throws {
        let toile = try ToileProcess(
            Self.small + ["--cooldown", "1000000", "--charges", "2", "--messages-per-second", "8"],
            loops: loops)
        let player = try toile.player()
        // In one write, so that the budget is the same however slow the machine is.
        let placements = [
            (40, 0, 1), (0, 25, 1), (65535, 65535, 255), (0, 0, 32), (0, 0, 255), (0, 0, 0), (0, 0, 5),
            (1, 0, 5),
            (2, 0, 5),
        ]
        try player.socket.send(
            placements.enumerated().flatMap {
                player.placeFrame(x: $0.element.0, y: $0.element.1, colour: $0.element.2, tag: $0.offset)
            })
        let results = try placements.map { _ in try player.nextResult() }
        #expect(results.map(\.tag) == Array(0..<9))
        #expect(results.map(\.status) == [2, 2, 2, 3, 3, 4, 0, 0, 8])
        #expect(results.map(\.colour) == [0, 0, 0, 0, 0, 0, 5, 5, 0])
        #expect(results.map(\.charges) == [2, 2, 2, 2, 2, 2, 1, 0, 0])
        #expect(results.map(\.seq) == [0, 0, 0, 0, 0, 0, 1, 2, 2])
        #expect(results.prefix(6).allSatisfy { $0.waitMillis == 0 })
        #expect(results[6...].allSatisfy { (1...1_000_000).contains($0.waitMillis) })
        // Past the budget until a second later: the first that gets through has no charge left.
        var last = results[8]
        while last.status == 8 {
            try player.place(x: 3, y: 0, colour: 5)
            last = try player.nextResult()
        }
        #expect(last.status == 1 && last.charges == 0 && last.waitMillis >= 1 && last.colour == 0)
        // Who watches only learns that first, whatever else is wrong.
        let viewer = try toile.viewer()
        try viewer.place(x: 999, y: 999, colour: 99, tag: 7)
        let refused = try viewer.nextResult()
        #expect(refused.status == 12 && refused.tag == 7)
    }

    @Test(arguments: [1, 3])
    func `four thousand placements that nobody reads the results of are all answered in order`(loops: Int)
        throws
    {
        let toile = try ToileProcess(["--board", "main=100x100"], loops: loops)
        let client = try WebSocketClient(
            port: toile.port, token: toile.session().token, receiveBufferBytes: 4096)
        let frames = (0..<4000).flatMap {
            client.placeFrame(x: $0 % 100, y: $0 / 100, colour: $0 % 31 + 1, tag: $0)
        }
        try client.socket.send(frames)
        var replica = Replica(pixelCount: 10_000)
        for tag in 0..<4000 {
            let result = try client.nextResult { try replica.apply($0) }
            #expect(result.tag == UInt16(tag) && result.status == 0 && result.seq == UInt64(tag + 1))
        }
        try client.follow(&replica, to: 4000)
        #expect(try toile.ask("GET", "/api/boards/main/pixels").body == replica.colours)
    }

    @Test func `past 1,024 unsent results a connection is read no further until it takes some`() throws {
        let toile = try ToileProcess(Self.small)
        let client = try WebSocketClient(
            port: toile.port, token: toile.session().token, receiveBufferBytes: 4096)
        let frame = client.placeFrame(x: 0, y: 0, colour: 1)
        let batch = [[UInt8]](repeating: frame, count: 2000).flatMap { $0 }
        // Both kernels fill up, for the server stops reading; without that this would never end.
        var taken = 0
        while true {
            let count = client.socket.sendSome(Array(batch[(taken % frame.count)...]))
            if count == 0 {
                if !client.socket.canSend(withinMillis: 300) { break }
                continue
            }
            taken += count
            #expect(taken < 200 << 20, "the server reads without end")
            if taken >= 200 << 20 { break }
        }
        for _ in 0..<taken / frame.count { _ = try client.nextResult() }
        #expect(try toile.ask("GET", "/healthz").status == 200)
    }

    @Test(arguments: [1, 3])
    func `whoever comes back with a state gets what changed since, in one frame`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=200x200"], loops: loops)
        let painter = try toile.player()
        let viewer = try toile.viewer()
        let epoch = try #require(try viewer.nextText("hello")["epoch"]?.integer)
        var replica = Replica(pixelCount: 40_000)
        try viewer.follow(&replica, to: 0)
        try painter.place(x: 1, y: 1, colour: 1)
        try viewer.follow(&replica, to: 1)
        viewer.socket.close()
        for step in 0..<300 { try painter.place(x: step % 200, y: step / 200, colour: 2, tag: step) }
        for _ in 0...300 { _ = try painter.nextResult() }
        let held = try #require(replica.seq)
        let back = try toile.viewer(path: "/ws?since=\(epoch).\(held)")
        #expect(try back.nextText("hello")["epoch"]?.integer == epoch)
        try back.follow(&replica, to: 301)
        #expect(replica.boardCount == 1 && replica.deltaCount <= 3)
        #expect(try toile.ask("GET", "/api/boards/main/pixels").body == replica.colours)
        // Nothing new: an empty frame all the same.
        let again = try toile.viewer(path: "/ws?since=\(epoch).301")
        _ = try again.nextText("hello")
        let delta = try again.nextDelta()
        #expect(delta.seq == 301 && delta.advance == 0 && delta.indexes.isEmpty)
    }

    @Test func `a state that cannot be served is answered with the board`() throws {
        let toile = try ToileProcess(Self.small)
        let epoch = try #require(try toile.viewer().nextText("hello")["epoch"]?.integer)
        for since in [
            "\(epoch).1", "\(epoch ^ 1).0", "garbage", "", "0.0", "\(epoch)", "-1.-1", "\(epoch).x",
        ] {
            let client = try toile.viewer(path: "/ws?since=\(since)")
            _ = try client.nextText("hello")
            guard case .board(let part) = try client.nextMessage() else {
                Issue.record("no BOARD for \(since)")
                continue
            }
            #expect(part.offset == 0 && part.total == 1000 && part.seq == 0)
        }
    }

    @Test(arguments: [1, 3])
    func `a large board comes in parts, and RESYNC brings it again or what is missing`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=1000x700"], loops: loops)
        let painter = try toile.player()
        let client = try toile.viewer()
        let epoch = UInt32(try #require(try client.nextText("hello")["epoch"]?.integer))
        var replica = Replica(pixelCount: 700_000)
        try client.follow(&replica, to: 0)
        #expect(client.messageBytesMax <= 256 * 1024)
        for x in 0..<5 { try painter.place(x: x, y: 0, colour: 3) }
        try client.follow(&replica, to: 5)
        // Nothing held.
        try client.resync(nil)
        var fresh = Replica(pixelCount: 700_000)
        try client.follow(&fresh, to: 5)
        #expect(fresh.boardCount == 1 && fresh.deltaCount == 0)
        // A state held.
        try client.resync(StateName(epoch: epoch, seq: 2))
        let delta = try client.nextDelta()
        #expect(delta.seq == 5 && delta.advance == 3 && delta.indexes == [2, 3, 4])
        // A state to come, as if there were one.
        try client.resync(StateName(epoch: epoch, seq: 6))
        var future = Replica(pixelCount: 700_000)
        try client.follow(&future, to: 5)
        #expect(future.boardCount == 1)
        // Another past: hello first.
        try client.resync(StateName(epoch: epoch ^ 1, seq: 5))
        #expect(try client.nextText(passing: "hello")["epoch"]?.integer == Int64(epoch))
        var other = Replica(pixelCount: 700_000)
        try client.follow(&other, to: 5)
        #expect(other.boardCount == 1)
    }

    @Test(arguments: [1, 3])
    func `a reader that stops costs the others nothing and gets one merged frame`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=1000x1000", "--tick", "1"], loops: loops)
        let painter = try toile.player()
        let stopped = try WebSocketClient(port: toile.port, receiveBufferBytes: 4096)
        let viewer = try toile.viewer()
        var replica = Replica(pixelCount: 1_000_000)
        try viewer.follow(&replica, to: 0)
        var random = SeededRandom(seed: 5)
        var seq: UInt64 = 0
        for step in 0..<2000 {
            try painter.place(
                x: Int.random(in: 0..<1000, using: &random), y: Int.random(in: 0..<1000, using: &random),
                colour: Int.random(in: 1..<32, using: &random), tag: step)
            let result = try painter.nextResult()
            seq = result.seq
        }
        try viewer.follow(&replica, to: seq)
        #expect(replica.deltaCount > 50)
        var late = Replica(pixelCount: 1_000_000)
        try stopped.follow(&late, to: seq)
        #expect(late.colours == replica.colours && late.boardCount == 1 && late.deltaCount <= 2)
    }

    @Test(arguments: [1, 3])
    func `boards are worlds of their own`(loops: Int) throws {
        let toile = try ToileProcess(
            [
                "--board", "attic=10x10", "--board", "main=20x20", "--board", "b-2_x=1x1", "--cooldown",
                "1000000",
            ],
            loops: loops)
        let session = try toile.session()
        let clients = try ["/ws", "/ws/attic", "/ws/b-2_x"].map {
            try WebSocketClient(port: toile.port, path: $0, token: session.token)
        }
        let names = try clients.map { try $0.nextText("hello")["board"]?["name"]?.string }
        #expect(names == ["main", "attic", "b-2_x"])
        for (number, client) in clients.enumerated() {
            try client.place(x: 0, y: 0, colour: number + 1)
            #expect(
                try client.nextResult()
                    == ResultMessage(
                        tag: 0, status: 0, colour: UInt8(number + 1), charges: 0, waitMillis: 1_000_000,
                        seq: 1))
        }
        #expect(try toile.ask("GET", "/api/boards/attic/pixels").body.first == 2)
        #expect(try toile.ask("GET", "/api/boards/b-2_x/pixels").body == [3])
        let list = try #require(try toile.ask("GET", "/api/boards").json?["boards"]?.elements)
        #expect(list.compactMap { $0["board"]?["name"]?.string } == ["main", "attic", "b-2_x"])
        #expect(list.compactMap { $0["board"]?["width"]?.integer } == [20, 10, 1])
    }

    @Test func `what is asked in text is answered in text`() throws {
        let toile = try ToileProcess(Self.small)
        let session = try toile.session("Grace")
        let player = try WebSocketClient(port: toile.port, token: session.token)
        try player.place(x: 3, y: 4, colour: 9)
        #expect(try player.nextResult().status == 0)
        func answer(_ client: WebSocketClient, to text: String, _ type: String) throws -> JSONValue {
            try client.sendText(text)
            return try client.nextText(passing: type)
        }
        let pixel = try answer(player, to: #"{"type":"pixel","x":3,"y":4,"more":[1]}"#, "pixel")
        #expect(pixel["x"]?.integer == 3 && pixel["y"]?.integer == 4 && pixel["colour"]?.integer == 9)
        #expect(pixel["name"]?.string == "Grace" && pixel["at"]?.integer ?? 0 > 1_700_000_000_000)
        let blank = try answer(player, to: #"{"x":4,"y":4,"type":"pixel"}"#, "pixel")
        #expect(blank["name"] == .null && blank["at"] == .null && blank["colour"]?.integer == 0)
        let errors = [
            (#"{"type":"pixel","x":40,"y":0}"#, "outside"), (#"{"type":"pixel","x":-1,"y":0}"#, "outside"),
            (#"{"type":"pixel","x":99999999999999999999999999,"y":0}"#, "outside"),
            (#"{"type":"pixel","x":"3","y":4}"#, "bad-request"), (#"{"type":"pixel"}"#, "bad-request"),
            (#"{"type":"name","name":"x"}"#, "bad-name"),
            (#"{"type":"name","name":"way too long a name for it"}"#, "bad-name"),
            (#"{"type":"name","name":7}"#, "bad-request"), (#"{"type":"chat"}"#, "bad-request"),
            (#"{"type":"chat","text":""}"#, "bad-request"), (#"{"type":"dance"}"#, "unknown-type"),
        ]
        for (text, code) in errors { #expect(try answer(player, to: text, "error")["code"]?.string == code) }
        let viewer = try toile.viewer()
        for text in [#"{"type":"name","name":"Nobody"}"#, #"{"type":"chat","text":"hello"}"#] {
            #expect(try answer(viewer, to: text, "error")["code"]?.string == "no-session")
        }
        try viewer.settle()
        try player.settle()
    }

    @Test func `compressed messages are understood where they were agreed on`() throws {
        let offer = DeflateOffer()
        let plain = try ToileProcess(Self.small)
        #expect(try WebSocketClient(port: plain.port, deflateOffer: offer).upgrade.deflate == nil)
        let toile = try ToileProcess(["--board", "main=300x300", "--deflate"])
        let client = try WebSocketClient(port: toile.port, token: toile.session().token, deflateOffer: offer)
        #expect(client.upgrade.deflate != nil)
        var replica = Replica(pixelCount: 90_000)
        try client.follow(&replica, to: 0)
        let frames = (0..<3000).flatMap { client.placeFrame(x: $0 % 300, y: $0 / 300, colour: 5, tag: $0) }
        try client.socket.send(frames)
        for _ in 0..<3000 { _ = try client.nextResult { try replica.apply($0) } }
        try client.follow(&replica, to: 3000)
        try client.sendText(
            #"{"type":"pixel","x":299,"y":9,"padding":"\#(String(repeating: "x", count: 300))"}"#)
        #expect(try client.nextText(passing: "pixel")["colour"]?.integer == 5)
    }
}
