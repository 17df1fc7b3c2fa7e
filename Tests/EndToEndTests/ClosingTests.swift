import TestKit
import Testing
import WebSocket
import Wire

/// How connections end, and with which code.
struct ClosingTests {
    /// What a peer does wrong, and what it is told.
    static let wrongs: [([UInt8], UInt16)] = [
        // Framing.
        ([0x82, 0x08, 1, 2, 3, 4, 5, 6, 7, 8], 1002),
        (ClientFrame.frame(first: 0xc2, [1]), 1002),
        (ClientFrame.frame(first: 0x83, [1]), 1002),
        (ClientFrame.frame(first: 0x8b, [1]), 1002),
        (ClientFrame.frame(first: 0x09, [1]), 1002),
        (ClientFrame.frame(first: 0x89, [UInt8](repeating: 0, count: 126)), 1002),
        (ClientFrame.frame(first: 0x80, [1]), 1002),
        (ClientFrame.frame(first: 0x02, [1]) + ClientFrame.frame(first: 0x82, [1]), 1002),
        ([0x82, 0xfe, 0, 8, 0, 0, 0, 0], 1002),
        (ClientFrame.frame(first: 0x88, [3]), 1002),
        (ClientFrame.close(1005), 1002),
        // Messages.
        (ClientFrame.message(.binary, []), 1003),
        (ClientFrame.message(.binary, [0]), 1003),
        (ClientFrame.message(.binary, [0x11]), 1003),
        (ClientFrame.message(.binary, [1]), 1007),
        (ClientFrame.message(.binary, [1, 2, 3, 4, 5, 6, 7]), 1007),
        (ClientFrame.message(.binary, [1, 2, 3, 4, 5, 6, 7, 8, 9]), 1007),
        (ClientFrame.message(.binary, [2]), 1007),
        (ClientFrame.message(.binary, [2, 1]), 1007),
        (ClientFrame.message(.binary, [2, 1, 1, 1]), 1007),
        (ClientFrame.message(.binary, [2] + [UInt8](repeating: 0x80, count: 8) + [1, 1]), 1007),
        (ClientFrame.message(.binary, [2, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), 1007),
        (ClientFrame.frame(first: 0x81, [0xc3, 0x28]), 1007),
        (ClientFrame.frame(first: 0x01, [0xf4, 0x90]), 1007),
        (ClientFrame.text(""), 1007), (ClientFrame.text("[]"), 1007), (ClientFrame.text("{"), 1007),
        (ClientFrame.text("{}"), 1007), (ClientFrame.text(#"{"type":1}"#), 1007),
        (ClientFrame.text(#""type""#), 1007), (ClientFrame.text(#"{"type":"pixel"} x"#), 1007),
        // Size.
        (ClientFrame.message(.binary, [UInt8](repeating: 1, count: 4097)), 1009),
        (
            ClientFrame.frame(first: 0x01, [UInt8](repeating: 0x20, count: 4000))
                + ClientFrame.frame(first: 0x80, [UInt8](repeating: 0x20, count: 97)), 1009
        ),
        ([0x82, 0xff, 0, 0, 0, 1, 0, 0, 0, 0], 1009),
    ]

    @Test(arguments: [1, 3])
    func `whoever breaks a rule is told which and the others go on`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=40x25"], loops: loops)
        let session = try toile.session()
        let bystander = try toile.player()
        for (wrong, code) in Self.wrongs {
            let client = try WebSocketClient(port: toile.port, token: session.token)
            // What was placed before is answered before the end, what comes after is not read.
            try client.socket.send(
                client.placeFrame(x: 0, y: 0, colour: 1, tag: 77) + wrong
                    + client.placeFrame(x: 0, y: 0, colour: 2))
            var tags: [UInt16] = []
            let told = try client.nextClose {
                if case .message(.result(let result)) = $0 { tags.append(result.tag) }
            }
            #expect(told == code && tags == [77], "\(wrong.prefix(12))")
            #expect(try client.socket.receiveAll().isEmpty)
        }
        try bystander.settle()
        #expect(try toile.ask("GET", "/api/boards/main/pixels").body.first == 1)
    }

    @Test func `a message of 4,096 bytes is not too long, nor are a thousand fragments`() throws {
        let toile = try ToileProcess(["--board", "main=40x25"])
        let client = try toile.viewer()
        let text = #"{"type":"pixel","x":1,"y":1}"#
        try client.sendText(text + String(repeating: " ", count: 4096 - text.utf8.count))
        _ = try client.nextText(passing: "pixel")
        try client.socket.send(
            ClientFrame.frame(first: 0x01, [])
                + (0..<1000).flatMap { _ in ClientFrame.frame(first: 0x00, [0x20]) }
                + ClientFrame.ping([1]) + ClientFrame.frame(first: 0x80, Array(text.utf8)))
        _ = try client.nextText(passing: "pixel")
    }

    @Test func `a message that inflates past 4,096 bytes is too long`() throws {
        let toile = try ToileProcess(["--board", "main=40x25", "--deflate"])
        let client = try WebSocketClient(port: toile.port, deflateOffer: DeflateOffer())
        try client.sendText(
            #"{"type":"pixel","x":1,"y":1,"z":""# + String(repeating: "a", count: 5000) + "\"}")
        #expect(try client.nextClose() == 1009)
    }

    @Test(arguments: [1000, 1001, 1011, 3000, 4999] as [UInt16])
    func `a good-bye is answered in kind`(code: UInt16) throws {
        let toile = try ToileProcess(["--board", "main=40x25"])
        let client = try toile.viewer()
        try client.settle()
        try client.sendClose(code)
        #expect(try client.nextClose() == code)
        #expect(try client.socket.receiveAll().isEmpty)
        let silent = try toile.viewer()
        try silent.sendClose(nil)
        while true {
            let event = try silent.next()
            if event == .closed(nil) { break }
            #expect(event != .dropped)
        }
    }

    @Test(arguments: [1, 3])
    func `limits of connections are told after the upgrade`(loops: Int) throws {
        let toile = try ToileProcess(
            ["--board", "main=40x25", "--connections-per-address", "3", "--connections-per-session", "1"],
            loops: loops)
        let session = try toile.session()
        let first = try WebSocketClient(port: toile.port, token: session.token)
        _ = try first.nextText("hello")
        let second = try WebSocketClient(port: toile.port, token: session.token)
        _ = try second.nextText("hello")
        #expect(try first.nextClose() == 4004)
        let viewers = try (0..<2).map { _ in try toile.viewer() }
        for viewer in viewers { _ = try viewer.nextText("hello") }
        let tooMany = try toile.viewer()
        #expect(try tooMany.nextText("error")["code"]?.string == "too-many")
        #expect(try tooMany.nextClose() == 1013)
        try second.settle()
    }

    @Test func `a flood for more than five seconds is closed with 4008`() throws {
        let toile = try ToileProcess(["--board", "main=40x25", "--messages-per-second", "20"])
        let client = try toile.player()
        var sent = 0
        var closed: UInt16?
        var results = 0
        // Bounded by the server, which has to end it.
        while closed == nil, sent < 200_000 {
            for _ in 0..<10 {
                try? client.place(x: 1, y: 1, colour: sent % 2, tag: sent)
                sent += 1
            }
            while closed == nil, client.hasEvent(withinMillis: 20) {
                switch try client.next() {
                case .closed(let code): closed = code ?? 0
                case .message(.result(let result)):
                    #expect(result.tag == UInt16(truncatingIfNeeded: results))
                    results += 1
                case .dropped: closed = 1006
                default: break
                }
            }
        }
        #expect(closed == 4008 && results <= sent)
        #expect(try toile.ask("GET", "/healthz").status == 200)
    }

    @Test func `texts past the budget are answered too-fast, a claim past it waits`() throws {
        let toile = try ToileProcess(["--board", "main=40x25", "--messages-per-second", "3"])
        let client = try toile.viewer()
        var replica = Replica(pixelCount: 1000)
        try client.follow(&replica, to: 0)
        let text = client.frame(.text, Array(#"{"type":"pixel","x":1,"y":1}"#.utf8))
        let claim = client.frame(.binary, ClientMessage.resync(epoch: 0, seq: 0).bytes)
        try client.socket.send((0..<5).flatMap { _ in text } + claim)
        var types: [String] = []
        while types.count < 5 {
            if case .text(let text) = try client.next(), let type = text["type"]?.string,
                !["online", "chat-history"].contains(type)
            {
                types.append(type == "error" ? text["code"]?.string ?? "" : type)
            }
        }
        #expect(types == ["pixel", "pixel", "pixel", "too-fast", "too-fast"])
        var again = Replica(pixelCount: 1000)
        try client.follow(&again, to: 0)
        #expect(again.boardCount == 1)
    }
}
