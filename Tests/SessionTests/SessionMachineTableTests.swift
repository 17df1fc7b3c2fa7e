import Session
import TestKit
import Testing
import WebSocket
import Wire

/// What can happen to a connection.
enum Happening: CaseIterable {
    case request, place, closeFrame, brokenFrame, hangUp, close, closeAtOnce, endRequests, result, text, end
}

/// Every phase times everything that can happen in it.
struct SessionMachineTableTests {
    typealias Phase = SessionMachine.Phase

    static let phases: [Phase] = [
        .reading, .answering, .sending, .open, .settling, .closing, .lingering, .ended,
    ]

    /// A conversation in that phase. The peer of the later ones takes nothing, so that they stay where they
    /// are.
    private func conversation(in phase: Phase) -> Conversation {
        let isWebSocket = [.open, .settling, .closing].contains(phase)
        let conversation = isWebSocket ? Conversation.open() : Conversation()
        conversation.deliversAtOnce = false
        switch phase {
        case .reading, .open: break
        case .answering:
            conversation.answersAtOnce = false
            conversation.hear(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        case .sending:
            conversation.takes = 1
            conversation.hear(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        case .settling:
            conversation.hear(Conversation.place())
            conversation.withMachine { $0.close(1001, now: 0) }
        case .closing: conversation.withMachine { $0.close(1001, now: 0) }
        case .lingering:
            conversation.takes = 1
            conversation.hear(Array("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".utf8))
        case .ended: conversation.withMachine { $0.end() }
        }
        return conversation
    }

    private func perform(_ happening: Happening, on conversation: Conversation) {
        switch happening {
        case .request: conversation.hear(Array("GET /x HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
        case .place: conversation.hear(Conversation.place())
        case .closeFrame: conversation.hear(ClientFrame.close(1000))
        case .brokenFrame: conversation.hear([0xff, 0xff])
        case .hangUp: conversation.hangUp()
        case .close: conversation.withMachine { $0.close(4004, now: 0) }
        case .closeAtOnce: conversation.withMachine { $0.close(4004, awaitsResults: false, now: 0) }
        case .endRequests: conversation.withMachine { $0.endRequests(now: 0) }
        case .result: conversation.deliverResults()
        case .text: conversation.withMachine { $0.sendText([0x7b, 0x7d]) }
        case .end: conversation.withMachine { $0.end() }
        }
        conversation.flush()
    }

    /// What becomes of each phase; what is not listed stays as it is. `answersAtOnce` holds everywhere but in
    /// answering.
    private static let changes: [(Phase, Happening, Phase)] = [
        // This one holds a control character. The others might still become a line, however odd.
        (.reading, .closeFrame, .lingering),
        (.reading, .hangUp, .ended), (.reading, .endRequests, .lingering), (.reading, .end, .ended),
        (.answering, .end, .ended),
        (.sending, .end, .ended),
        // A request is no frame: its first bits are reserved ones.
        (.open, .request, .lingering), (.open, .closeFrame, .lingering), (.open, .brokenFrame, .lingering),
        (.open, .hangUp, .ended), (.open, .close, .closing), (.open, .closeAtOnce, .closing),
        (.open, .end, .ended),
        (.settling, .result, .closing), (.settling, .closeAtOnce, .closing), (.settling, .end, .ended),
        (.closing, .closeFrame, .lingering), (.closing, .brokenFrame, .lingering),
        (.closing, .request, .lingering),
        (.closing, .hangUp, .ended), (.closing, .end, .ended),
        (.lingering, .end, .ended),
    ]

    @Test(arguments: phases)
    func `a conversation made for a phase is in it`(phase: Phase) {
        #expect(conversation(in: phase).phase == phase)
    }

    @Test(arguments: phases, Happening.allCases)
    func `every phase knows what becomes of it`(phase: Phase, happening: Happening) {
        let conversation = conversation(in: phase)
        perform(happening, on: conversation)
        let change = Self.changes.first { $0.0 == phase && $0.1 == happening }
        #expect(conversation.phase == change?.2 ?? phase)
    }

    @Test func `bytes are wanted only where somebody reads them`() {
        let wanting: [Phase] = [.reading, .open, .closing, .lingering]
        for phase in Self.phases {
            #expect(conversation(in: phase).wantsBytes == wanting.contains(phase), "\(phase)")
        }
    }

    @Test func `after the peer has hung up nothing more is wanted of it`() {
        for phase in Self.phases {
            let conversation = conversation(in: phase)
            conversation.hangUp()
            #expect(!conversation.wantsBytes, "\(phase)")
        }
    }

    @Test func `an answer that nobody asked for is our own fault`() async {
        await #expect(processExitsWith: .failure) {
            var machine = SessionMachine(
                reference: ConnectionReference(slot: 0, generation: 0), limits: Limits(), now: 0)
            machine.answer(HTTPResponseHead(status: 200), body: [], closes: false, now: 0)
        }
    }

    @Test func `a result that nobody is owed is our own fault`() async {
        await #expect(processExitsWith: .failure) {
            Conversation.open().withMachine {
                $0.sendResult(
                    ResultMessage(tag: 0, status: 0, colour: 0, charges: 0, waitMillis: 0, seq: 0), now: 0)
            }
        }
    }
}
