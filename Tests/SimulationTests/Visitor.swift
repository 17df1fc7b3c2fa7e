import Canvas
import TestKit
import WebSocket
import Wire

/// Somebody before a board: over a WebSocket that comes and goes, with a copy that is kept meanwhile.
final class Visitor {
    /// A PLACE or an UNDO that was sent, and whose RESULT is to come.
    struct Attempt {
        let tag: UInt16
        let x: Int
        let y: Int
        /// Nil for an UNDO.
        let colour: UInt8?
    }

    let number: Int
    let board: BoardName
    let shape: BoardShape
    var token: String?
    var id: String?
    /// How much it reads at a time; 0: nothing at all.
    var readsBytes = 1 << 16
    var epoch: UInt32 = 0
    var replica: Replica
    /// The copies that were claimed: an answer to a claim begins there, whatever was on its way meanwhile.
    var claimed: [UInt64: Replica] = [:]
    var attempts: [Attempt] = []
    /// The pixel that it placed last.
    private(set) var newest = (x: 0, y: 0)
    /// The states that came, for counting them, and whether as a board.
    var received: [(seq: UInt64, isBoard: Bool)] = []
    /// The newest line of the chat that came over this connection.
    var heardLine: UInt64 = 0
    /// It connected with a state that an earlier server had shown it.
    var resumes = false
    /// It was told that it is banned, and only looks on.
    var isShutOut = false
    /// It said that it holds nothing, and was not sent a board yet.
    var hasDroppedCopy = false
    /// Who it said it was when it connected.
    private(set) var connectedID: String?
    /// The number of the server that it was connected to last.
    var sawServer = 0

    private(set) var link: Link?
    private var handshake: ClientHandshake?
    private var machine: WebSocketMachine?
    private var buffer: [UInt8] = []
    private var cursor = 0
    private var nextTag: UInt16 = 0
    private var mask: UInt32 = 1

    init(number: Int, board: BoardName, shape: BoardShape) {
        self.number = number
        self.board = board
        self.shape = shape
        replica = Replica(pixelCount: shape.pixelCount)
    }

    var address: String { "10.0.0.\(number + 1)" }
    var isConnected: Bool { link != nil }
    var isOpen: Bool { machine != nil }

    /// The request that begins a WebSocket where this visitor left off.
    func connect(_ link: Link) {
        let state = epoch == 0 ? nil : replica.seq.map { "since=\(StateName(epoch: epoch, seq: $0))" }
        let query = [state, isShutOut ? "watch=1" : nil].compactMap { $0 }.joined(separator: "&")
        let handshake = ClientHandshake(
            host: "toile", path: "/ws/\(board.text)\(query.isEmpty ? "" : "?" + query)",
            nonce: [UInt8](repeating: 7, count: 16), subprotocols: ["toile.v1"],
            extraFields: token.map { [("Authorization", "Bearer \($0)")] } ?? [])
        connectedID = isShutOut ? nil : id
        link.send(handshake.request)
        self.link = link
        self.handshake = handshake
        claimed = [:]
        attempts = []
        heardLine = 0
    }

    /// It is gone, with everything that was on its way.
    func disconnect() {
        link?.close()
        link = nil
        handshake = nil
        machine = nil
        buffer = []
        cursor = 0
        attempts = []
        readsBytes = 1 << 16
    }

    /// Whatever has come, event by event.
    func receive(_ take: (ServerEvent) throws -> Void) throws {
        guard let link, readsBytes > 0 else { return }
        let bytes = link.receive(atMost: readsBytes)
        buffer.removeFirst(cursor)
        cursor = 0
        buffer += bytes
        if machine == nil { try shakeHands() }
        while let event = machine?.next(in: &buffer, at: &cursor, until: buffer.count) {
            try handle(event, take)
            if self.link == nil { return }
        }
        if link.hasEnded { try take(.dropped) }
    }

    private func shakeHands() throws {
        let accepted: AcceptedUpgrade?
        do {
            accepted = try handshake?.next(in: buffer, at: &cursor, until: buffer.count)
        } catch {
            throw Violation("visitor \(number): the handshake failed: \(error)")
        }
        guard let accepted else { return }
        handshake = nil
        machine = WebSocketMachine(
            role: .client, limits: WebSocketLimits(messageBytesMax: 1 << 20), deflate: accepted.deflate)
    }

    private func handle(_ event: WebSocketMachine.Event, _ take: (ServerEvent) throws -> Void) throws {
        switch event {
        case .text(let payload): try take(.text(try JSONValue.parse(payload.bytes(in: buffer))))
        case .binary(let payload): try take(.message(try ServerMessage.decode(payload.bytes(in: buffer))))
        case .ping(let payload):
            var output: [UInt8] = []
            machine?.appendControl(.pong, payload.bytes(in: buffer), maskKey: nextMask(), to: &output)
            link?.send(output)
        case .pong: break
        case .close(let code, _): try take(.closed(code))
        case .violation(let error): throw Violation("visitor \(number): the server broke a rule: \(error)")
        }
    }

    private func send(_ kind: MessageKind, _ payload: [UInt8]) {
        var output: [UInt8] = []
        machine?.appendMessage(kind, payload, maskKey: nextMask(), to: &output)
        link?.send(output)
    }

    private func nextMask() -> UInt32 {
        mask = mask &* 1_664_525 &+ 1_013_904_223
        return mask
    }
}

// MARK: - Saying things

extension Visitor {
    func place(x: Int, y: Int, colour: UInt8) {
        let tag = nextTag
        nextTag &+= 1
        newest = (x, y)
        attempts.append(Attempt(tag: tag, x: x, y: y, colour: colour))
        say(.place(PlaceMessage(colour: colour, x: UInt16(x), y: UInt16(y), tag: tag)))
    }

    func undo(x: Int, y: Int) {
        let tag = nextTag
        nextTag &+= 1
        attempts.append(Attempt(tag: tag, x: x, y: y, colour: nil))
        say(.undo(UndoMessage(x: UInt16(x), y: UInt16(y), tag: tag)))
    }

    /// Says what it holds, or that it holds nothing.
    func resync(claims: Bool) {
        guard claims, let seq = replica.seq else {
            hasDroppedCopy = true
            return say(.resync(epoch: 0, seq: 0))
        }
        claimed[seq] = replica
        say(.resync(epoch: UInt64(epoch), seq: seq))
    }

    func say(_ message: ClientMessage) {
        send(.binary, message.bytes)
    }

    func say(_ text: String) {
        send(.text, Array(text.utf8))
    }
}
