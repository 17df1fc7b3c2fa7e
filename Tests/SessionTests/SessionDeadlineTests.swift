import Session
import TestKit
import Testing
import WebSocket

struct SessionDeadlineTests {
    private let get = Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8)

    @Test func `a connection that asks nothing is told so after ten seconds`() {
        let conversation = Conversation(now: 5000)
        #expect(conversation.wait(millis: 9999) == nil)
        #expect(conversation.wait(millis: 1) == .requestTimedOut)
        #expect(conversation.phase == .answering && conversation.closesAfterAnswer)
    }

    @Test func `a head has ten seconds from its first byte, however it trickles`() {
        let conversation = Conversation()
        conversation.hear(get)
        #expect(conversation.wait(millis: 30_000) == nil)
        for byte in get.prefix(9) {
            conversation.hear([byte])
            #expect(conversation.wait(millis: 1000) == nil)
        }
        #expect(conversation.wait(millis: 1000) == .requestTimedOut)
    }

    @Test func `a body has ten seconds from the end of its head`() {
        let conversation = Conversation()
        conversation.hear(Array("POST / HTTP/1.1\r\nHost: x\r\n".utf8))
        #expect(conversation.wait(millis: 9000) == nil)
        conversation.hear(Array("Content-Length: 2\r\n\r\n".utf8))
        #expect(conversation.wait(millis: 9000) == nil)
        conversation.hear([1])
        #expect(conversation.wait(millis: 1000) == .requestTimedOut)
    }

    @Test func `a connection that is kept open for requests may be idle for a minute`() {
        let conversation = Conversation()
        conversation.hear(get)
        #expect(conversation.wait(millis: 59_999) == nil)
        #expect(conversation.wait(millis: 1) == .drop)
    }

    @Test func `an answer may take as long as it likes`() {
        let conversation = Conversation()
        conversation.answersAtOnce = false
        conversation.hear(get)
        #expect(conversation.wait(millis: 300_000) == nil)
    }

    @Test func `a peer that takes its answer too slowly is let go after a minute`() {
        let conversation = Conversation()
        conversation.takes = 3
        conversation.hear(get)
        #expect(conversation.wait(millis: 59_999) == nil)
        #expect(conversation.wait(millis: 1) == .tooSlow)
    }

    @Test func `the time runs for each message by itself`() {
        let conversation = Conversation.open()
        conversation.takes = 1
        conversation.hear(ClientFrame.ping([1, 2]))
        for _ in 0..<5 {
            #expect(conversation.wait(millis: 15_000) == nil)
            // The message begun is finished, the next one is begun.
            conversation.takes = conversation.unsentByteCount
            conversation.hear(ClientFrame.ping([1, 2]))
            conversation.flush()
            conversation.takes = 1
            conversation.hear(ClientFrame.ping([1, 2]))
        }
        var alarms: [SessionAlarm] = []
        for _ in 0..<300 { if let alarm = conversation.wait(millis: 250) { alarms.append(alarm) } }
        #expect(alarms.first == .tooSlow)
    }

    @Test func `a reader that was slow and has everything now has all its time again`() {
        let conversation = Conversation.open()
        conversation.takes = 0
        conversation.hear(ClientFrame.ping([1]))
        #expect(conversation.wait(millis: 15_000) == nil)
        conversation.takes = nil
        conversation.flush()
        for _ in 0..<10 {
            conversation.hear(ClientFrame.pong())
            #expect([nil, .queued].contains(conversation.wait(millis: 15_000)))
        }
    }

    @Test func `an open connection is pinged every twenty seconds`() {
        let conversation = Conversation.open()
        var pingedAt: [Int64] = []
        for _ in 0..<4 {
            conversation.hear(ClientFrame.pong())
            if conversation.wait(millis: 20_000) == .queued { pingedAt.append(conversation.now) }
        }
        #expect(pingedAt == [20_000, 40_000, 60_000, 80_000])
        #expect(conversation.sentEvents.allSatisfy { $0 == .ping(.assembled([])) })
    }

    @Test func `after 45 seconds without a byte an open connection is silent`() {
        let conversation = Conversation.open()
        var alarms: [SessionAlarm?] = []
        for _ in 0..<3 { alarms.append(conversation.wait(millis: 20_000)) }
        #expect(alarms == [.queued, .queued, .silent] && conversation.now == 45_000)
    }

    @Test func `one byte is a sign of life`() {
        let conversation = Conversation.open()
        #expect(conversation.wait(millis: 44_000) == .queued)
        _ = conversation.wait(millis: 44_000 - conversation.now)
        conversation.hear([0x8a])
        #expect(conversation.wait(millis: 4000) != .silent)
    }

    @Test func `silence does not count while something is unsent, slowness does`() {
        let conversation = Conversation.open()
        conversation.takes = 1
        conversation.hear(ClientFrame.ping([1, 2, 3]))
        #expect(conversation.wait(millis: 59_999) == nil)
        #expect(conversation.wait(millis: 1) == .tooSlow && conversation.now == 60_000)
    }

    @Test func `nobody is silent while results are still to come`() {
        let conversation = Conversation.open()
        conversation.deliversAtOnce = false
        conversation.hear(Conversation.place())
        for _ in 0..<3 { #expect(conversation.wait(millis: 20_000) == .queued) }
        conversation.deliverResults()
        conversation.flush()
        #expect(conversation.wait(millis: 250) == .silent)
    }

    @Test func `our close frame is answered within two seconds or never`() {
        let conversation = Conversation.open()
        conversation.withMachine { $0.close(1001, now: 0) }
        #expect(conversation.wait(millis: 1999) == nil)
        #expect(conversation.wait(millis: 1) == .drop)
    }

    @Test func `results that never come hold up a good-bye for ten seconds`() {
        let conversation = Conversation.open()
        conversation.deliversAtOnce = false
        conversation.hear(Conversation.place() + ClientFrame.close(1000))
        #expect(conversation.wait(millis: 9999) == nil && conversation.phase == .settling)
        #expect(conversation.wait(millis: 1) == .queued)
        #expect(conversation.sentCloseCode == 1000 && conversation.phase == .lingering)
        conversation.deliverResults()
        #expect(conversation.sentTags.isEmpty)
    }

    @Test func `a lingering connection goes two seconds after its last answer is out`() {
        let conversation = Conversation()
        conversation.hear(Array("nonsense\r\n\r\n".utf8))
        #expect(conversation.phase == .lingering)
        #expect(conversation.wait(millis: 1999) == nil)
        #expect(conversation.wait(millis: 1) == .drop)
    }

    @Test func `a lingering connection with a slow peer has the time of a message`() {
        let conversation = Conversation()
        conversation.takes = 3
        conversation.hear(Array("nonsense\r\n\r\n".utf8))
        #expect(conversation.wait(millis: 59_999) == nil)
        #expect(conversation.wait(millis: 1) == .tooSlow)
    }

    @Test func `a flood of five seconds ends the connection`() {
        let conversation = Conversation.open(messagesPerSecond: 10)
        var alarm: SessionAlarm?
        for _ in 0..<60 where alarm == nil {
            conversation.hear((0..<3).flatMap { Conversation.place(tag: $0) })
            conversation.now += 100
            alarm = conversation.machineAlarm()
        }
        #expect(alarm == .flooding && (5000...5500).contains(conversation.now))
    }

    @Test func `a burst and silence are no flood`() {
        let conversation = Conversation.open(messagesPerSecond: 10)
        conversation.hear((0..<1000).flatMap { Conversation.place(tag: $0) })
        conversation.now += 1500
        conversation.hear(Conversation.place())
        #expect(conversation.wait(millis: 18_000) == nil)
    }

    @Test func `whoever has ended asks for nothing more`() {
        let conversation = Conversation.open()
        conversation.withMachine { $0.end() }
        #expect(conversation.wait(millis: 200_000) == nil)
    }
}

extension Conversation {
    fileprivate func machineAlarm() -> SessionAlarm? {
        var alarm: SessionAlarm?
        withMachine { alarm = $0.alarm(at: now) }
        return alarm
    }
}
