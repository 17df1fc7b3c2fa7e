import Session
import TestKit
import WebSocket
import Wire

/// A session machine with somebody around it who performs what it says, the way the server does: requests are
/// answered, placements get results, what is queued is sent to a peer that takes as much as the test says.
final class Conversation {
    private(set) var machine: SessionMachine
    /// What the machine said, in order.
    private(set) var log: [String] = []
    /// Everything the peer got.
    private(set) var sent: [UInt8] = []
    /// Placements whose results are still to come.
    private(set) var orders: [PlaceOrder] = []
    var now: Int64 = 0
    /// How many more bytes the peer takes; nil: all.
    var takes: Int?
    /// Placements are answered in the same turn; otherwise when `deliverResults` is called.
    var deliversAtOnce = true
    /// Requests are answered in the same turn; otherwise when `answer` is called.
    var answersAtOnce = true
    /// Requests that wait for `answer`.
    private(set) var requests: [HTTPRequest] = []
    /// Everything after it was handed over is on hold until bytes are wanted again.
    private var unread: [UInt8] = []

    init(messagesPerSecond: Int = 0, isAdmin: Bool = false, now: Int64 = 0) {
        var limits = Limits()
        limits.messagesPerSecond = messagesPerSecond
        machine = SessionMachine(
            reference: ConnectionReference(slot: 0, generation: 0), limits: limits, isAdmin: isAdmin, now: now
        )
        self.now = now
    }

    /// A conversation that is a WebSocket already.
    static func open(messagesPerSecond: Int = 0) -> Conversation {
        let conversation = Conversation(messagesPerSecond: messagesPerSecond)
        conversation.hear(Self.upgrade)
        conversation.sent = []
        conversation.log = []
        return conversation
    }

    /// The same of a console of the staff.
    static func console(messagesPerSecond: Int = 0) -> Conversation {
        let conversation = Conversation(messagesPerSecond: messagesPerSecond, isAdmin: true)
        let asked = String(decoding: upgrade, as: UTF8.self).replacing("/ws", with: "/admin/ws")
        conversation.hear(Array(asked.utf8))
        conversation.sent = []
        conversation.log = []
        return conversation
    }

    static let upgrade = Array(
        """
        GET /ws HTTP/1.1\r
        Host: x\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
        \r

        """.utf8)

    static func place(tag: UInt16 = 0) -> [UInt8] {
        ClientFrame.message(.binary, ClientMessage.place(PlaceMessage(colour: 1, x: 2, y: 3, tag: tag)).bytes)
    }

    static func undo(tag: UInt16 = 0) -> [UInt8] {
        ClientFrame.message(.binary, ClientMessage.undo(UndoMessage(x: 2, y: 3, tag: tag)).bytes)
    }

    var phase: SessionMachine.Phase { machine.phase }
    var roundTripMillis: Int? { machine.roundTripMillis }
    var wantsBytes: Bool { machine.wantsBytes }
    var isOpen: Bool { machine.isOpen }
    var owesResults: Bool { machine.owesResults }
    var closesAfterAnswer: Bool { machine.closesAfterAnswer }
    var unsentResults: Int { machine.outbound.unsentResults }
    var unsentByteCount: Int { machine.outbound.byteCount }
    var sentText: String { String(decoding: sent, as: UTF8.self) }

    /// What the peer got over the WebSocket, as a client reads it.
    var sentEvents: [WebSocketMachine.Event] {
        var client = WebSocketMachine(role: .client, limits: WebSocketLimits(messageBytesMax: 1 << 20))
        var bytes = sent
        var cursor = 0
        var events: [WebSocketMachine.Event] = []
        while let event = client.next(in: &bytes, at: &cursor, until: bytes.count) {
            switch event {
            case .text(let payload): events.append(.text(.assembled(payload.bytes(in: bytes))))
            case .binary(let payload): events.append(.binary(.assembled(payload.bytes(in: bytes))))
            case .ping(let payload): events.append(.ping(.assembled(payload.bytes(in: bytes))))
            case .pong(let payload): events.append(.pong(.assembled(payload.bytes(in: bytes))))
            case .close, .violation: events.append(event)
            }
        }
        return events
    }

    /// The tags of the results that the peer got, in order.
    var sentTags: [UInt16] {
        sentEvents.compactMap { event in
            guard case .binary(.assembled(let bytes)) = event else { return nil }
            return try? ResultMessage.decode(bytes).tag
        }
    }

    /// The code of the close frame that the peer got: nil for none, 0 for one without a code.
    var sentCloseCode: UInt16? {
        for case .close(let code, _) in sentEvents { return code ?? 0 }
        return nil
    }
}

// MARK: - What happens to it

extension Conversation {
    /// The peer says something, in pieces of so many bytes.
    func hear(_ bytes: [UInt8], inPiecesOf count: Int = .max) {
        var start = 0
        while start < bytes.count {
            let end = bytes.count - start > count ? start + count : bytes.count
            unread += bytes[start..<end]
            start = end
            turn()
        }
    }

    /// The peer says its last.
    func hangUp() {
        machine.peerEnded(now: now)
        turn()
    }

    /// One turn of the loop: read if bytes are wanted, answer, send.
    func turn() {
        repeat {
            if machine.wantsBytes, !unread.isEmpty {
                var bytes = unread
                unread = []
                read(&bytes)
            }
            if deliversAtOnce { deliverResults() }
            flush()
        } while machine.wantsBytes && !unread.isEmpty || deliversAtOnce && !orders.isEmpty
    }

    private func read(_ bytes: inout [UInt8]) {
        var cursor = 0
        while let event = machine.next(
            in: &bytes, at: &cursor, until: bytes.count, now: now, orders: &orders)
        {
            perform(event)
        }
        precondition(cursor == bytes.count, "a machine with no more to say has read everything")
    }

    private func perform(_ event: SessionEvent) {
        switch event {
        case .request(let request):
            log.append("request \(request.method) \(request.path) \(request.body.count)")
            requests.append(request)
            if answersAtOnce { answer() }
        case .refusedRequest(let error):
            log.append("refused \(error.status)")
            machine.answer(HTTPResponseHead(status: error.status), body: [], closes: true, now: now)
        case .text(let message): log.append("text \(message)")
        case .console(.look(let look)): log.append("look \(look.screen)")
        case .console(.ask(let ask)): log.append("ask \(ask.id) \(ask.method) \(ask.path)")
        case .badText(let error): log.append("bad text \(error.answer.code)")
        case .tooFast: log.append("too fast")
        case .resync(let claim): log.append("resync \(claim.epoch).\(claim.seq)")
        case .left(let cause): log.append("left \(cause.isByPeer ? "peer" : "us") \(cause.code ?? 0)")
        }
    }

    /// Answers the oldest request: an upgrade where one is asked for, else its path as the body.
    func answer(closes: Bool = false) {
        let request = requests.removeFirst()
        if case .offer(let offer) = ServerHandshake.read(request) {
            machine.upgrade(
                response: ServerHandshake.response(to: offer), deflate: nil, pool: nil, player: 5, board: 0,
                isConsole: request.path == "/admin/ws", now: now)
        } else {
            let body =
                Array(request.path.utf8) + [UInt8](repeating: 0x2e, count: request.path == "/long" ? 9000 : 0)
            let head = HTTPResponseHead(status: 200, fields: [("Content-Length", String(body.count))])
            machine.answer(head, body: body, closes: closes, now: now)
        }
        var held = machine.takeHeldIfReading()
        if !held.isEmpty { read(&held) }
    }

    /// Every placement gets its result.
    func deliverResults(_ count: Int = .max) {
        for _ in 0..<min(count, orders.count) {
            let order = orders.removeFirst()
            machine.sendResult(
                ResultMessage(
                    tag: order.message.tag, status: order.isFlooding ? 8 : 0, colour: order.message.colour,
                    charges: 1, waitMillis: 0, seq: 1),
                now: now)
        }
    }

    /// Sends what is queued, as far as the peer takes it.
    func flush() {
        while machine.outbound.advance() {
            let (bytes, offset) = machine.outbound.pending
            let count = min(takes ?? .max, bytes.count - offset)
            takes = takes.map { $0 - count }
            sent += bytes[offset..<offset + count]
            guard machine.outbound.took(count) else { return machine.blocked(at: now) }
            machine.unblocked()
        }
        guard machine.phase != .ended, machine.drained(now: now) == .readsOn else { return }
        var held = machine.takeHeld()
        if !held.isEmpty {
            read(&held)
            flush()
        }
    }

    /// So much time passes, seen four times a second, until the clock asks for something.
    func wait(millis: Int64) -> SessionAlarm? {
        let end = now + millis
        while now < end {
            now = min(end, now + 250)
            if let alarm = machine.alarm(at: now) {
                flush()
                return alarm
            }
        }
        return nil
    }

    /// So much time passes, and what the clock asks for is done.
    func live(millis: Int64) {
        let end = now + millis
        while now < end {
            guard let alarm = wait(millis: end - now) else { return }
            switch alarm {
            case .requestTimedOut:
                log.append("refused 408")
                machine.answer(HTTPResponseHead(status: 408), body: [], closes: true, now: now)
            case .queued, .resync: break
            case .silent, .tooSlow, .drop: machine.end()
            case .flooding: machine.close(4008, now: now)
            }
            flush()
        }
    }

    func withMachine(_ body: (inout SessionMachine) -> Void) {
        body(&machine)
        flush()
    }
}

extension SessionMachine {
    /// After an upgrade the held bytes are read at once; after an answer only when it is out.
    fileprivate mutating func takeHeldIfReading() -> [UInt8] {
        isOpen ? takeHeld() : []
    }
}
