import Foundation
import Session
import TestKit
import Testing
import WebSocket
import Wire

struct SessionMachineTests {
    private func get(_ path: String, _ fields: String = "") -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\(fields)\r\n".utf8)
    }

    // MARK: Requests

    @Test(arguments: [1, 7, 1000])
    func `pipelined requests are answered in order, heads and bodies`(count: Int) {
        let conversation = Conversation()
        conversation.hear(get("/long") + get("/b") + get("/long") + get("/d"), inPiecesOf: count)
        let text = conversation.sentText
        let heads = text.components(separatedBy: "HTTP/1.1 200 OK\r\n").dropFirst()
        #expect(
            heads.map { String($0.split(separator: "\r\n").last?.prefix(5) ?? "") } == [
                "/long", "/b", "/long", "/d",
            ])
        #expect(conversation.phase == .reading)
    }

    @Test func `a peer that takes no answer is answered once and read no further`() {
        let conversation = Conversation()
        conversation.takes = 0
        conversation.hear(get("/a") + get("/b") + get("/c"))
        #expect(conversation.log.count == 1 && !conversation.wantsBytes)
        conversation.takes = nil
        conversation.turn()
        #expect(conversation.log.count == 3)
        #expect(conversation.sentText.contains("/a") && conversation.sentText.contains("/c"))
    }

    @Test func `an answer takes its time, and what was said meanwhile is read after it`() {
        let conversation = Conversation()
        conversation.answersAtOnce = false
        conversation.hear(get("/a") + get("/b"))
        #expect(conversation.requests.count == 1 && conversation.sent.isEmpty)
        conversation.answer()
        conversation.flush()
        #expect(conversation.requests.map(\.path) == ["/b"])
    }

    @Test func `the last request of a connection ends it, with the bytes behind it`() {
        let conversation = Conversation()
        conversation.hear(get("/a", "Connection: close\r\n") + get("/b"))
        #expect(conversation.log == ["request GET /a 0"] && conversation.phase == .lingering)
        #expect(conversation.wantsBytes)
        conversation.hangUp()
        #expect(conversation.phase == .ended)
    }

    @Test func `a peer that hung up one way gets all the answers it asked for`() {
        let conversation = Conversation()
        conversation.answersAtOnce = false
        conversation.hear(get("/a") + get("/b"))
        conversation.answer()
        conversation.flush()
        conversation.withMachine { $0.peerEnded(now: 0) }
        #expect(conversation.phase == .answering)
        conversation.answer()
        conversation.flush()
        #expect(conversation.sentText.hasSuffix("/b") && conversation.phase == .ended)
    }

    @Test(arguments: [1, 50, 1000])
    func `a request that breaks the rules is refused once, and the connection ends`(count: Int) {
        let conversation = Conversation()
        conversation.hear(
            get("/a") + Array("GET / HTTP/1.1\nHost: x\r\n\r\n".utf8) + get("/c"), inPiecesOf: count)
        #expect(conversation.log == ["request GET /a 0", "refused 400"])
        #expect(conversation.phase == .lingering)
    }

    @Test func `a peer that waits for the sign to go on gets it`() {
        let conversation = Conversation()
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"
        conversation.hear(Array(head.utf8))
        #expect(conversation.sentText == "HTTP/1.1 100 Continue\r\n\r\n")
        conversation.hear(Array("abc".utf8))
        #expect(conversation.log == ["request POST /a 3"])
        #expect(conversation.sentText.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n"))
    }

    @Test func `a peer that does not wait for the sign does not get it`() {
        let conversation = Conversation()
        let head = "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabc"
        conversation.hear(Array(head.utf8))
        #expect(conversation.sentText.hasPrefix("HTTP/1.1 200 OK"))
    }

    // MARK: WebSocket

    @Test(arguments: [true, false])
    func `what follows the upgrade request at once is read after the upgrade`(answersAtOnce: Bool) {
        let conversation = Conversation()
        conversation.answersAtOnce = answersAtOnce
        conversation.hear(Conversation.upgrade + Conversation.place(tag: 9) + ClientFrame.ping([1]))
        if !answersAtOnce { conversation.answer() }
        conversation.turn()
        #expect(conversation.phase == .open && conversation.sentText.hasPrefix("HTTP/1.1 101"))
    }

    @Test func `every placement gets one result, in order, with its tag`() {
        let conversation = Conversation.open()
        conversation.hear((0..<500).flatMap { Conversation.place(tag: $0) }, inPiecesOf: 13)
        #expect(conversation.sentTags == (0..<500).map { $0 })
    }

    @Test func `an undo is an order like a placement, with a result of its own`() {
        let conversation = Conversation.open()
        conversation.hear(
            Conversation.place(tag: 1) + Conversation.undo(tag: 2) + Conversation.place(tag: 3))
        #expect(conversation.sentTags == [1, 2, 3])
        let late = Conversation.open(messagesPerSecond: 1)
        late.deliversAtOnce = false
        late.hear(Conversation.undo(tag: 7) + Conversation.undo(tag: 8))
        #expect(late.orders.map(\.isUndo) == [true, true] && late.owesResults)
        #expect(late.orders.map(\.isFlooding) == [false, true])
        #expect(late.orders[0].message == PlaceMessage(colour: 0, x: 2, y: 3, tag: 7))
    }

    @Test func `more than 1,024 unsent results stop the reading until some are taken`() {
        let conversation = Conversation.open()
        conversation.takes = 0
        conversation.hear((0..<4000).flatMap { Conversation.place(tag: $0) }, inPiecesOf: 16 * 1024)
        #expect(!conversation.wantsBytes)
        // One reading of 16 KiB brings at most 1,171 of them.
        #expect(conversation.unsentResults <= 1024 + 1171)
        conversation.takes = nil
        conversation.turn()
        #expect(conversation.sentTags == (0..<4000).map { $0 } && conversation.wantsBytes)
    }

    @Test func `results that are still to come count among those that stop the reading`() {
        let conversation = Conversation.open()
        conversation.deliversAtOnce = false
        conversation.hear((0..<1024).flatMap { Conversation.place(tag: $0) })
        #expect(conversation.wantsBytes)
        conversation.hear(Conversation.place(tag: 1024))
        #expect(!conversation.wantsBytes)
        conversation.deliverResults(1)
        conversation.flush()
        #expect(conversation.wantsBytes)
    }

    @Test func `too many bytes of answers stop the reading too`() {
        let conversation = Conversation.open()
        conversation.takes = 0
        // The first is on its way, the second waits.
        for _ in 0..<2 { conversation.withMachine { $0.sendText([UInt8](repeating: 0x20, count: 70_000)) } }
        #expect(!conversation.wantsBytes)
        conversation.takes = nil
        conversation.turn()
        #expect(conversation.wantsBytes)
    }

    @Test(
        arguments: [
            (ClientFrame.text("[]"), 1007), (ClientFrame.text("{}"), 1007),
            (ClientFrame.message(.binary, []), 1003),
            (ClientFrame.message(.binary, [9]), 1003), (ClientFrame.message(.binary, [1, 2]), 1007),
            (ClientFrame.message(.binary, [UInt8](repeating: 1, count: 4097)), 1009),
            (ClientFrame.frame(first: 0x81, [0xff]), 1007), (ClientFrame.frame(first: 0x83, []), 1002),
            (ClientFrame.frame(first: 0xc2, [1]), 1002), (ClientFrame.close(1005), 1002),
            (ClientFrame.close(1000), 1000),
            (ClientFrame.close(4321), 4321), (ClientFrame.close(nil), 0),
        ] as [([UInt8], UInt16)])
    func `results owed come before the good-bye, whoever says it and why`(last: [UInt8], code: UInt16) {
        let conversation = Conversation.open()
        conversation.deliversAtOnce = false
        conversation.hear(
            Conversation.place(tag: 1) + Conversation.place(tag: 2) + last + Conversation.place(tag: 3))
        #expect(conversation.sentEvents.isEmpty && conversation.phase == .settling)
        #expect(conversation.owesResults)
        conversation.deliverResults(1)
        conversation.flush()
        #expect(conversation.phase == .settling)
        conversation.deliverResults()
        conversation.flush()
        #expect(conversation.sentTags == [1, 2] && conversation.sentCloseCode == code)
        #expect(conversation.phase == .lingering && !conversation.owesResults)
    }

    @Test func `our own close waits for results, and then for the peer's`() {
        let conversation = Conversation.open()
        conversation.deliversAtOnce = false
        conversation.hear(Conversation.place(tag: 7))
        conversation.withMachine { $0.close(4004, now: 0) }
        #expect(conversation.sent.isEmpty && !conversation.isOpen)
        conversation.deliverResults()
        conversation.flush()
        #expect(conversation.sentTags == [7] && conversation.sentCloseCode == 4004)
        #expect(conversation.phase == .closing && conversation.wantsBytes)
        conversation.hear(Conversation.place(tag: 8) + ClientFrame.ping([1]) + ClientFrame.close(4004))
        #expect(conversation.phase == .lingering && conversation.sentTags == [7])
    }

    @Test func `a peer that hung up without a word still gets its results, and no close frame`() {
        let conversation = Conversation.open()
        conversation.deliversAtOnce = false
        conversation.hear(Conversation.place(tag: 1))
        conversation.hangUp()
        conversation.deliverResults()
        conversation.flush()
        #expect(
            conversation.sentTags == [1] && conversation.sentCloseCode == nil && conversation.phase == .ended)
    }

    @Test func `a close forgets what has not begun, but no result`() {
        let conversation = Conversation.open()
        conversation.takes = 1
        conversation.hear(Conversation.place(tag: 1))
        conversation.withMachine { $0.outbound.appendParts([[0x82, 1, 0x12]]) }
        conversation.takes = 0
        conversation.withMachine { $0.close(4004, now: 0) }
        conversation.takes = nil
        conversation.flush()
        #expect(conversation.sentTags == [1] && conversation.sentCloseCode == 4004)
        #expect(!conversation.sentEvents.contains(.binary(.assembled([0x12]))))
    }

    @Test func `texts are told, and those past the budget answered without being read`() {
        let conversation = Conversation.open(messagesPerSecond: 2)
        conversation.hear(
            ClientFrame.text(#"{"type":"pixel","x":1,"y":2}"#) + ClientFrame.text(#"{"type":"no"}"#))
        conversation.hear(ClientFrame.text("no JSON at all"))
        #expect(conversation.log == ["text pixel(x: 1, y: 2)", "bad text unknown-type", "too fast"])
        #expect(conversation.phase == .open)
    }

    @Test func `placements past the budget are marked, not lost`() {
        let conversation = Conversation.open(messagesPerSecond: 3)
        conversation.deliversAtOnce = false
        conversation.hear((0..<5).flatMap { Conversation.place(tag: $0) })
        #expect(conversation.orders.map(\.isFlooding) == [false, false, false, true, true])
    }

    @Test func `pings are answered in kind, pongs are not`() {
        let conversation = Conversation.open()
        conversation.hear(ClientFrame.ping([1, 2, 3]) + ClientFrame.pong([4]) + ClientFrame.ping())
        #expect(conversation.sentEvents == [.pong(.assembled([1, 2, 3])), .pong(.assembled([]))])
    }

    @Test func `control frames draw from the budget`() {
        let conversation = Conversation.open(messagesPerSecond: 4)
        conversation.deliversAtOnce = false
        conversation.hear(
            ClientFrame.ping([1]) + ClientFrame.pong() + ClientFrame.ping([2]) + ClientFrame.pong())
        conversation.hear(ClientFrame.ping([3]) + Conversation.place())
        #expect(conversation.sentEvents == [.pong(.assembled([1])), .pong(.assembled([2]))])
        #expect(conversation.orders.map(\.isFlooding) == [true])
    }

    @Test func `a claim past the budget waits, and only the newest counts`() {
        let conversation = Conversation.open(messagesPerSecond: 1)
        let claims = [(7, 1), (7, 2), (7, 3)].flatMap {
            ClientFrame.message(.binary, ClientMessage.resync(epoch: UInt64($0.0), seq: UInt64($0.1)).bytes)
        }
        conversation.hear(claims)
        #expect(conversation.log == ["resync 7.1"])
        #expect(conversation.wait(millis: 2000) == .resync(ResyncClaim(epoch: 7, seq: 3)))
        #expect(conversation.wait(millis: 5000) == nil)
    }

    @Test func `a claim that goes through forgets an older one that waits`() {
        let conversation = Conversation.open(messagesPerSecond: 1)
        func claim(_ seq: UInt64) -> [UInt8] {
            ClientFrame.message(.binary, ClientMessage.resync(epoch: 7, seq: seq).bytes)
        }
        conversation.hear(claim(1) + claim(2))
        conversation.now += 1000
        conversation.hear(claim(3))
        #expect(conversation.log == ["resync 7.1", "resync 7.3"])
        #expect(conversation.wait(millis: 5000) == nil)
    }
}
