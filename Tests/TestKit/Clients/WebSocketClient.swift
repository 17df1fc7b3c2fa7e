public import WebSocket
public import Wire

/// What a server says over a WebSocket.
public enum ServerEvent: Equatable, Sendable {
    /// A text, as JSON.
    case text(JSONValue)
    /// A binary message.
    case message(ServerMessage)
    /// The close frame's code; nil for none.
    case closed(UInt16?)
    /// The connection ended without a close frame.
    case dropped
}

/// A client of the contract on a blocking socket: nothing is answered or asked behind the test's back but
/// pings.
public final class WebSocketClient {
    /// The server did not let us in, or said what it must not.
    public enum Failure: Error {
        /// The handshake failed.
        case refused(ClientHandshakeError)
        /// The server broke a rule.
        case violation(WebSocketError)
        /// The server said something else than was waited for.
        case unexpected(ServerEvent)
    }

    /// The connection itself.
    public let socket: BlockingSocket
    /// What the server agreed to.
    public let upgrade: AcceptedUpgrade
    /// The longest message so far.
    public private(set) var messageBytesMax = 0
    /// Pings so far; each was answered.
    public private(set) var pingCount = 0
    private var machine: WebSocketMachine
    private var buffer: [UInt8] = []
    private var cursor = 0
    private var hasEnded = false
    private var mask: UInt32 = 0x9e37_79b9

    /// Connects and shakes hands.
    public convenience init(
        port: UInt16, path: String = "/ws", token: String? = nil, fields: [(String, String)] = [],
        subprotocols: [String] = ["toile.v1"], deflateOffer: DeflateOffer? = nil,
        receiveBufferBytes: Int32? = nil
    ) throws {
        try self.init(
            BlockingSocket(port: port, receiveBufferBytes: receiveBufferBytes), host: "127.0.0.1:\(port)",
            path: path, token: token, fields: fields, subprotocols: subprotocols, deflateOffer: deflateOffer)
    }

    /// The same through a socket that is a file.
    public convenience init(
        socketPath: String, path: String, fields: [(String, String)] = [],
        subprotocols: [String] = ["toile.admin.v1"]
    ) throws {
        try self.init(
            BlockingSocket(path: socketPath), host: "toile", path: path, token: nil, fields: fields,
            subprotocols: subprotocols, deflateOffer: nil)
    }

    private init(
        _ socket: BlockingSocket, host: String, path: String, token: String?, fields: [(String, String)],
        subprotocols: [String], deflateOffer: DeflateOffer?
    ) throws {
        self.socket = socket
        let bearer = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        var handshake = ClientHandshake(
            host: host, path: path, nonce: [UInt8](repeating: 7, count: 16),
            subprotocols: subprotocols, deflateOffer: deflateOffer, extraFields: bearer + fields)
        try socket.send(handshake.request)
        var accepted: AcceptedUpgrade?
        while accepted == nil {
            buffer = try socket.receive()
            if buffer.isEmpty { throw BlockingSocket.Failure.ended }
            cursor = 0
            do {
                accepted = try handshake.next(in: buffer, at: &cursor, until: buffer.count)
            } catch {
                throw Failure.refused(error)
            }
        }
        guard let accepted else { throw BlockingSocket.Failure.ended }
        upgrade = accepted
        machine = WebSocketMachine(
            role: .client, limits: WebSocketLimits(messageBytesMax: 1 << 20), deflate: accepted.deflate)
    }

    /// The next thing that the server says.
    public func next() throws -> ServerEvent {
        while true {
            if hasEnded { return .dropped }
            if let event = machine.next(in: &buffer, at: &cursor, until: buffer.count) {
                if let told = try handle(event) { return told }
                continue
            }
            buffer = try socket.receive()
            cursor = 0
            if buffer.isEmpty { hasEnded = true }
        }
    }

    /// Whether the server says anything within a while.
    public func hasEvent(withinMillis millis: Int32) -> Bool {
        cursor < buffer.count || socket.hasBytes(withinMillis: millis)
    }

    private func handle(_ event: WebSocketMachine.Event) throws -> ServerEvent? {
        switch event {
        case .text(let payload):
            messageBytesMax = max(messageBytesMax, payload.count)
            return .text(try JSONValue.parse(payload.bytes(in: buffer)))
        case .binary(let payload):
            messageBytesMax = max(messageBytesMax, payload.count)
            return .message(try ServerMessage.decode(payload.bytes(in: buffer)))
        case .ping(let payload):
            pingCount += 1
            // Whoever hangs up need not wait for it.
            try? sendControl(.pong, payload.bytes(in: buffer))
            return nil
        case .pong: return nil
        case .close(let code, _):
            hasEnded = true
            return .closed(code)
        case .violation(let error): throw Failure.violation(error)
        }
    }
}

// MARK: - Saying things

extension WebSocketClient {
    /// Sends a binary message of the contract.
    public func send(_ message: ClientMessage) throws {
        try sendBinary(message.bytes)
    }

    /// Wants a pixel to have a colour.
    public func place(x: Int, y: Int, colour: Int, tag: Int = 0) throws {
        try send(.place(Self.place(x: x, y: y, colour: colour, tag: tag)))
    }

    /// Wants its own pixel taken back.
    public func undo(x: Int, y: Int, tag: Int = 0) throws {
        try sendBinary(Self.undo(x: x, y: y, tag: tag).bytes)
    }

    /// Says what it holds.
    public func resync(_ state: StateName?) throws {
        try send(.resync(epoch: UInt64(state?.epoch ?? 0), seq: state?.seq ?? 0))
    }

    /// Sends any binary message.
    public func sendBinary(_ payload: [UInt8]) throws {
        try socket.send(frame(.binary, payload))
    }

    /// Sends any text message.
    public func sendText(_ text: String) throws {
        try socket.send(frame(.text, Array(text.utf8)))
    }

    /// Sends a ping or a pong.
    public func sendControl(_ opcode: Opcode, _ payload: [UInt8] = []) throws {
        var output: [UInt8] = []
        machine.appendControl(opcode, payload, maskKey: nextMask(), to: &output)
        try socket.send(output)
    }

    /// Says good-bye.
    public func sendClose(_ code: UInt16? = 1000) throws {
        var output: [UInt8] = []
        machine.appendClose(code: code, maskKey: nextMask(), to: &output)
        try socket.send(output)
    }

    /// A whole masked frame, to be sent together with others.
    public func frame(_ kind: MessageKind, _ payload: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        machine.appendMessage(kind, payload, maskKey: nextMask(), to: &output)
        return output
    }

    /// The frame of a placement, to be sent together with others.
    public func placeFrame(x: Int, y: Int, colour: Int, tag: Int = 0) -> [UInt8] {
        frame(.binary, ClientMessage.place(Self.place(x: x, y: y, colour: colour, tag: tag)).bytes)
    }

    /// The frame of an undo, to be sent together with others.
    public func undoFrame(x: Int, y: Int, tag: Int = 0) -> [UInt8] {
        frame(.binary, Self.undo(x: x, y: y, tag: tag).bytes)
    }

    private static func undo(x: Int, y: Int, tag: Int) -> ClientMessage {
        .undo(
            UndoMessage(
                x: UInt16(truncatingIfNeeded: x), y: UInt16(truncatingIfNeeded: y),
                tag: UInt16(truncatingIfNeeded: tag)))
    }

    /// Waits until everything said before has been read by the server. What it says meanwhile goes to
    /// `other`.
    public func settle(other: (ServerEvent) throws -> Void = { _ in }) throws {
        try sendText(#"{"type":"pixel","x":0,"y":0}"#)
        while true {
            let event = try next()
            if case .text(let text) = event, text["type"]?.string == "pixel" { return }
            if case .closed = event { throw Failure.unexpected(event) }
            if case .dropped = event { throw Failure.unexpected(event) }
            try other(event)
        }
    }

    /// Whether a RESULT comes within a while. Everything else is passed over.
    public func hasResult(withinMillis millis: Int32) -> Bool {
        while hasEvent(withinMillis: millis) {
            guard let event = try? next() else { return true }
            if case .message(.result) = event { return true }
        }
        return false
    }

    /// A placement.
    public static func place(x: Int, y: Int, colour: Int, tag: Int) -> PlaceMessage {
        PlaceMessage(
            colour: UInt8(truncatingIfNeeded: colour), x: UInt16(truncatingIfNeeded: x),
            y: UInt16(truncatingIfNeeded: y), tag: UInt16(truncatingIfNeeded: tag))
    }

    private func nextMask() -> UInt32 {
        mask = mask &* 1_664_525 &+ 1_013_904_223
        return mask
    }
}

// MARK: - Waiting for things

extension WebSocketClient {
    /// The next text of that type; other texts are passed over, binary messages are not.
    public func nextText(_ type: String) throws -> JSONValue {
        while true {
            let event = try next()
            guard case .text(let text) = event else { throw Failure.unexpected(event) }
            if text["type"]?.string == type { return text }
        }
    }

    /// The next text of that type; everything else is passed over.
    public func nextText(passing type: String) throws -> JSONValue {
        while true {
            switch try next() {
            case .text(let text) where text["type"]?.string == type: return text
            case .text, .message: continue
            case let event: throw Failure.unexpected(event)
            }
        }
    }

    /// The next binary message; texts are passed over.
    public func nextMessage() throws -> ServerMessage {
        while true {
            switch try next() {
            case .message(let message): return message
            case .text: continue
            case let event: throw Failure.unexpected(event)
            }
        }
    }

    /// The next DELTA, which has to be the next binary message.
    public func nextDelta() throws -> DecodedDelta {
        let message = try nextMessage()
        guard case .delta(let delta) = message else { throw Failure.unexpected(.message(message)) }
        return delta
    }

    /// The next RESULT; everything else is passed over to `other`.
    public func nextResult(other: (ServerEvent) throws -> Void = { _ in }) throws -> ResultMessage {
        while true {
            let event = try next()
            if case .message(.result(let result)) = event { return result }
            try other(event)
            if case .closed = event { throw Failure.unexpected(event) }
            if case .dropped = event { throw Failure.unexpected(event) }
        }
    }

    /// Follows the board until the replica holds that state.
    public func follow(_ replica: inout Replica, to seq: UInt64) throws {
        while replica.seq != seq {
            let event = try next()
            if case .closed = event { throw Failure.unexpected(event) }
            if case .dropped = event { throw Failure.unexpected(event) }
            try replica.apply(event)
        }
    }

    /// The code the server closes with, whatever it says before; nil if it closed without or was dropped.
    public func nextClose(other: (ServerEvent) throws -> Void = { _ in }) throws -> UInt16? {
        while true {
            switch try next() {
            case .closed(let code): return code
            case .dropped: return nil
            case let event: try other(event)
            }
        }
    }
}
