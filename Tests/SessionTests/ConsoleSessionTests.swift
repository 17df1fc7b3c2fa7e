import Session
import TestKit
import Testing
import WebSocket
import Wire

/// A connection that is a console of the staff: its bytes are anybody's, too.
struct ConsoleSessionTests {
    private func text(_ text: String) -> [UInt8] {
        ClientFrame.message(.text, Array(text.utf8))
    }

    @Test func `what a console shows and asks comes out as it was said`() {
        let conversation = Conversation.console()
        conversation.hear(text(#"{"type":"look","screen":"people","limit":5}"#))
        conversation.hear(text(#"{"type":"ask","id":7,"method":"GET","path":"/admin/me"}"#))
        #expect(conversation.log == ["look people", "ask 7 GET /admin/me"])
    }

    @Test(arguments: [
        (#"{"type":"nothing"}"#, "unknown-type"), (#"{"type":"chat","text":"x"}"#, "unknown-type"),
        (#"{"type":"look","limit":"many"}"#, "bad-request"), (#"{"type":"ask","id":"x"}"#, "bad-request"),
        (#"{"type":"ask","id":1,"method":"GET"}"#, "bad-request"),
    ])
    func `what it must not say is answered, and it stays`(said: String, code: String) {
        let conversation = Conversation.console()
        conversation.hear(text(said))
        #expect(conversation.log == ["bad text \(code)"] && conversation.isOpen)
    }

    @Test(arguments: ["no JSON", "[]", "{}", #"{"type":1}"#])
    func `what is no message ends it`(said: String) {
        let conversation = Conversation.console()
        conversation.hear(text(said))
        #expect(conversation.log == ["left us 1007"])
    }

    @Test func `a binary message ends it`() {
        let conversation = Conversation.console()
        conversation.hear(Conversation.place())
        #expect(conversation.log == ["left us 1003"] && conversation.orders.isEmpty)
    }

    @Test func `it may say more at once than a player, and not more than that`() {
        let padding = String(repeating: " ", count: Limits.clientMessageBytesMax)
        let conversation = Conversation.console()
        conversation.hear(text(#"{"type":"look"}"# + padding))
        #expect(conversation.log == ["look live"])
        // The head of a masked text of 65,537 bytes is enough.
        conversation.hear([0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1, 1, 2, 3, 4])
        #expect(conversation.log.last == "left us 1009")
        let player = Conversation.open()
        player.hear(text(#"{"type":"pixel","x":1,"y":1}"# + padding))
        #expect(player.log == ["left us 1009"])
    }

    @Test func `a body through the admin socket may be longer`() {
        let head =
            "POST /admin/ban HTTP/1.1\r\nHost: x\r\nContent-Length: \(Limits.adminBodyBytesMax)\r\n\r\n"
        let bytes = Array(head.utf8) + [UInt8](repeating: 0x20, count: Limits.adminBodyBytesMax)
        let staff = Conversation(isAdmin: true)
        staff.hear(bytes)
        #expect(staff.log == ["request POST /admin/ban \(Limits.adminBodyBytesMax)"])
        let player = Conversation()
        player.hear(bytes)
        #expect(player.log == ["refused 413"])
    }

    @Test func `too much at once is too fast`() {
        let conversation = Conversation.console(messagesPerSecond: 2)
        for _ in 0..<5 { conversation.hear(text(#"{"type":"look"}"#)) }
        #expect(conversation.log.contains("too fast") && conversation.isOpen)
    }

    @Test func `the way there and back is the time from a ping to its pong`() {
        let conversation = Conversation.open()
        #expect(conversation.roundTripMillis == nil)
        // A pong that nobody asked for says nothing.
        conversation.hear(ClientFrame.pong())
        #expect(conversation.roundTripMillis == nil)
        #expect(conversation.wait(millis: Limits.pingEveryMillis) == .queued)
        conversation.now += 34
        conversation.hear(ClientFrame.pong())
        #expect(conversation.roundTripMillis == 34)
        conversation.now += 1000
        conversation.hear(ClientFrame.pong())
        #expect(conversation.roundTripMillis == 34)
    }
}
