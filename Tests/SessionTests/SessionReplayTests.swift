import Session
import TestKit
import Testing
import WebSocket
import Wire

/// Whole conversations, in any split, and at random.
struct SessionReplayTests {
    private static func get(_ path: String) -> [UInt8] {
        Array("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n".utf8)
    }

    private static func post(_ body: String) -> [UInt8] {
        Array("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    private static let fragmented =
        ClientFrame.frame(first: 0x01, Array(#"{"type":"na"#.utf8)) + ClientFrame.ping([5])
        + ClientFrame.frame(first: 0x80, Array(#"me","name":"abc"}"#.utf8))

    static let conversations: [[UInt8]] = [
        get("/a") + post("12345") + get("/long") + get("/b"),
        get("/a") + Conversation.upgrade + (0..<20).flatMap { Conversation.place(tag: $0) }
            + ClientFrame.close(1000),
        Conversation.upgrade + fragmented + Conversation.place(tag: 3) + ClientFrame.text(#"{"type":"zzz"}"#)
            + ClientFrame.message(.binary, ClientMessage.resync(epoch: 1, seq: 300).bytes)
            + ClientFrame.close(nil),
        Conversation.upgrade + Conversation.place(tag: 1) + ClientFrame.text("no")
            + Conversation.place(tag: 2),
        Conversation.upgrade + Conversation.place(tag: 1) + [0x02, 0x85, 0, 0, 0, 0] + [1, 2, 3, 4, 5] + [
            0x82, 0x80,
        ],
        Conversation.upgrade + Conversation.place(tag: 1)
            + ClientFrame.message(.binary, [UInt8](repeating: 1, count: 5000)),
        get("/a") + Array("GET /b HTTP/1.1\r\n folded: x\r\n\r\n".utf8) + get("/c"),
        get("/a") + Array("BREW /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8),
        Conversation.place(tag: 1),
        [],
    ]

    @Test(arguments: conversations.indices, [1, 2, 3, 5, 64])
    func `a conversation in pieces is the conversation as a whole`(index: Int, count: Int) {
        let bytes = Self.conversations[index]
        let whole = Conversation()
        whole.hear(bytes)
        let pieces = Conversation()
        pieces.hear(bytes, inPiecesOf: count)
        #expect(pieces.log == whole.log)
        #expect(pieces.sent == whole.sent)
        #expect(pieces.phase == whole.phase)
        whole.hangUp()
        pieces.hangUp()
        #expect(pieces.phase == .ended && whole.phase == .ended)
    }

    @Test(arguments: [1, 2, 7])
    func `a peer that takes its bytes one by one gets the same bytes`(count: Int) {
        for bytes in Self.conversations {
            let whole = Conversation()
            whole.hear(bytes)
            let slow = Conversation()
            slow.takes = 0
            slow.hear(bytes)
            for _ in 0..<40_000 where slow.sent.count < whole.sent.count {
                slow.takes = count
                slow.turn()
            }
            #expect(slow.sent == whole.sent && slow.log == whole.log)
        }
    }

    // MARK: At random

    /// What a peer may say, sense and nonsense.
    private static func utterance(_ random: inout SeededRandom, isOpen: Bool) -> [UInt8] {
        let tag = UInt16.random(in: 0...UInt16.max, using: &random)
        switch Int.random(in: 0..<(isOpen ? 16 : 8), using: &random) {
        case 0: return get("/r")
        case 1: return post("{}")
        case 2, 3, 4: return Conversation.upgrade
        case 5: return Array("GET /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8)
        case 6: return (0..<20).map { _ in UInt8.random(in: 0...255, using: &random) }
        case 7: return Array("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n".utf8)
        case 8: return ClientFrame.ping([1])
        case 9: return ClientFrame.text(#"{"type":"pixel","x":1,"y":1}"#)
        case 10: return ClientFrame.text(#"{"type":"strange"}"#)
        case 11: return ClientFrame.message(.binary, ClientMessage.resync(epoch: 3, seq: 4).bytes)
        case 12: return Bool.random(using: &random) ? ClientFrame.close(1000) : Conversation.place(tag: tag)
        default: return Conversation.place(tag: tag)
        }
    }

    /// One step of somebody's life with the server.
    private func step(_ conversation: Conversation, _ random: inout SeededRandom) {
        let isOpen = conversation.isOpen
        switch Int.random(in: 0..<40, using: &random) {
        case 0: conversation.takes = Int.random(in: 0...200, using: &random)
        case 1, 2: conversation.takes = nil
        case 3: conversation.live(millis: Int64.random(in: 0...12_000, using: &random))
        case 4 where Int.random(in: 0..<6, using: &random) == 0: conversation.hangUp()
        case 5 where Int.random(in: 0..<6, using: &random) == 0:
            conversation.withMachine { $0.close(4004, awaitsResults: Bool.random(), now: conversation.now) }
        case 6: conversation.withMachine { $0.sendText([0x7b, 0x7d]) }
        case 7: conversation.withMachine { if $0.isOpen { $0.outbound.appendParts([[0x82, 2, 0x12, 1]]) } }
        case 8...12: conversation.deliverResults(Int.random(in: 0...9, using: &random))
        case 13...16: if !conversation.requests.isEmpty { conversation.answer() }
        case 17 where Int.random(in: 0..<8, using: &random) == 0:
            conversation.withMachine { $0.endRequests(now: conversation.now) }
        default:
            // Nothing is read of those who are not asked.
            guard conversation.wantsBytes else { break }
            let said = Self.utterance(&random, isOpen: isOpen)
            conversation.hear(said, inPiecesOf: Int.random(in: 1...said.count, using: &random))
        }
        conversation.turn()
    }

    @Test(arguments: 1...40)
    func
        `whatever a peer does, it gets at most one answer for each request and one result for each placement`(
            seed: UInt64
        )
    {
        var random = SeededRandom(seed: seed)
        let conversation = Conversation(messagesPerSecond: seed.isMultiple(of: 3) ? 20 : 0)
        conversation.answersAtOnce = seed.isMultiple(of: 2)
        conversation.deliversAtOnce = false
        for _ in 0..<600 {
            step(conversation, &random)
            let requests = conversation.log.count { $0.hasPrefix("request") || $0.hasPrefix("refused") }
            #expect(conversation.answerCount <= requests)
            #expect(conversation.unsentResults <= Limits.unsentResultsMax + 200)
            #expect(conversation.phase != .ended || !conversation.wantsBytes)
            if conversation.phase == .ended { break }
        }
        conversation.takes = nil
        while !conversation.requests.isEmpty, conversation.phase == .answering { conversation.answer() }
        conversation.deliverResults()
        conversation.turn()
        conversation.hangUp()
        conversation.turn()
        #expect(conversation.phase == .ended || conversation.phase == .answering)
    }
}

extension Conversation {
    /// Final answers among what was sent before the upgrade.
    fileprivate var answerCount: Int {
        // Texts of WebSocket messages in these tests never hold this.
        sentText.ranges(of: "HTTP/1.1 ").count - sentText.ranges(of: "HTTP/1.1 100").count
    }
}
