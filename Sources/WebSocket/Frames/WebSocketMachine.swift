/// The bytes of a message or of a control frame.
public enum Payload: Equatable, Sendable {
    /// They stand, unmasked, in the buffer that was read from.
    case inPlace(Range<Int>)
    /// They came in several pieces, or compressed.
    case assembled([UInt8])

    /// Copies them out.
    public func bytes(in buffer: [UInt8]) -> [UInt8] {
        switch self {
        case .inPlace(let range): Array(buffer[range])
        case .assembled(let bytes): bytes
        }
    }

    /// How many they are.
    public var count: Int {
        switch self {
        case .inPlace(let range): range.count
        case .assembled(let bytes): bytes.count
        }
    }
}

/// One open WebSocket connection, in either role: a value that is fed the bytes of the peer in any split and
/// says what they mean, and that writes what is to be sent. It knows no socket and no clock.
///
/// A message that lies whole in the buffer is unmasked where it is and told by its range. What is unfinished
/// at the buffer's end is kept inside, never more than the limits allow. Between messages it holds no memory
/// of its own, but for the windows of a `permessage-deflate` that keeps its context.
public struct WebSocketMachine: ~Copyable {
    /// What the peer's bytes mean.
    public enum Event: Equatable, Sendable {
        /// A whole text, proven to be UTF-8.
        case text(Payload)
        /// A whole binary message.
        case binary(Payload)
        /// To be answered by a pong with the same payload.
        case ping(Payload)
        /// Answers a ping of ours, or nothing.
        case pong(Payload)
        /// The peer's close frame, the last thing it says. To be answered by ours, unless it answers ours.
        case close(code: UInt16?, reason: [UInt8])
        /// The peer broke the rules. Nothing of it is read any more: send a close frame with the error's code
        /// and end the connection.
        case violation(WebSocketError)
    }

    /// Where the closing handshake stands.
    public enum State: Equatable, Sendable {
        /// Both sides may send.
        case open
        /// Our close frame is out; the peer's is awaited.
        case closing
        /// The peer's close frame is here, or it broke the rules; ours is due.
        case closeDue
        /// Both are through; the connection is to be ended, by the server first.
        case closed
    }

    /// What the reader expects next. `stopped` is final.
    private enum Stage { case header, payload, stopped }

    let role: Role
    let deflate: DeflateParameters?
    let pool: CompressionPool?
    private let limits: WebSocketLimits

    private var stage = Stage.header
    private var header = FrameHeader()
    /// Bytes of the current frame's payload that have not come yet, and the key for the next of them.
    private var missingByteCount = 0
    private var maskKey = MaskKey(bits: 0)
    /// The part of a control frame's payload that has come.
    private var controlPayload: [UInt8] = []
    private var message = MessageAssembly()

    var isCloseSent = false
    /// Keeps its window from message to message; nil without context takeover.
    var deflater: Deflater?

    /// A machine for a connection whose opening handshake is done.
    /// - Parameters:
    ///   - deflate: what the handshake agreed on.
    ///   - pool: where to borrow from while a message is inflated or deflated without context takeover.
    public init(
        role: Role, limits: WebSocketLimits, deflate: DeflateParameters? = nil, pool: CompressionPool? = nil
    ) {
        self.role = role
        self.limits = limits
        self.deflate = deflate
        self.pool = pool
    }

    /// Where the closing handshake stands.
    public var state: State {
        switch (isCloseSent, stage == .stopped) {
        case (false, false): .open
        case (true, false): .closing
        case (false, true): .closeDue
        case (true, true): .closed
        }
    }

    /// Nothing of a next message or control frame was seen, and more may come.
    public var isBetweenMessages: Bool { stage == .header && header.isEmpty && message.kind == nil }

    /// The next event of `buffer[cursor..<end]`, or nil when all of it was consumed. Payloads are unmasked in
    /// place; ranges point into `buffer`.
    public mutating func next(in buffer: inout [UInt8], at cursor: inout Int, until end: Int) -> Event? {
        if isBetweenMessages && role == .server,
            let frame = SmallFrame(
                unmasking: &buffer, at: cursor, until: end, byteCountMax: limits.messageBytesMax)
        {
            if frame.isText && !UTF8Validator.isWhole(buffer, frame.range) {
                cursor = end
                stop()
                return .violation(.badText)
            }
            cursor = frame.range.upperBound
            return frame.isText ? .text(.inPlace(frame.range)) : .binary(.inPlace(frame.range))
        }
        do throws(WebSocketError) {
            return try takeFrames(in: &buffer, at: &cursor, until: end)
        } catch {
            stop()
            cursor = end
            return .violation(error)
        }
    }

    /// The payload of the next message if that is what a server gets nearly always: short, binary, in one
    /// frame, all of it in the buffer. Spares it the making and taking apart of an event. Nil: nothing was
    /// touched, ask `next`.
    public mutating func nextSmallBinary(
        in buffer: inout [UInt8], at cursor: inout Int, until end: Int
    ) -> Range<Int>? {
        guard isBetweenMessages && role == .server, cursor < end, buffer[cursor] == SmallFrame.binaryStart,
            let frame = SmallFrame(
                unmasking: &buffer, at: cursor, until: end, byteCountMax: limits.messageBytesMax)
        else { return nil }
        cursor = frame.range.upperBound
        return frame.range
    }

    private mutating func takeFrames(
        in buffer: inout [UInt8], at cursor: inout Int, until end: Int
    ) throws(WebSocketError) -> Event? {
        while true {
            switch stage {
            case .header:
                switch header.gather(in: buffer, at: &cursor, until: end) {
                case .needsMore: return nil
                case .firstTwo: try checkFirstBytes()
                case .whole: try beginPayload()
                }
            case .payload:
                if let event = try takePayload(in: &buffer, at: &cursor, until: end) { return event }
                if stage == .payload { return nil }
            case .stopped:
                cursor = end
                return nil
            }
        }
    }

    private mutating func stop() {
        stage = .stopped
        controlPayload = []
        message = MessageAssembly()
    }
}

/// The rules of a frame's header.
extension WebSocketMachine {
    private mutating func checkFirstBytes() throws(WebSocketError) {
        guard header.isMasked || role == .client else { throw .unmaskedFrame }
        guard !header.isMasked || role == .server else { throw .maskedFrame }
        if header.isControl {
            guard header.reservedBits == 0 else { throw .reservedBits }
            guard header.opcode <= Opcode.pong.rawValue else { throw .reservedOpcode }
            guard header.isFinal else { throw .controlFragmented }
            guard header.shortLength < 126 else { throw .controlTooLong }
            return
        }
        let isCompressed = header.reservedBits == 0x40
        let mayBeCompressed = deflate != nil && header.opcode != Opcode.continuation.rawValue
        guard header.reservedBits == 0 || isCompressed && mayBeCompressed else { throw .reservedBits }
        switch header.opcode {
        case Opcode.continuation.rawValue:
            guard message.kind != nil else { throw .unexpectedContinuation }
        case Opcode.text.rawValue, Opcode.binary.rawValue:
            guard message.kind == nil else { throw .unfinishedMessage }
        default: throw .reservedOpcode
        }
    }

    private mutating func beginPayload() throws(WebSocketError) {
        guard let length = header.payloadCount, let byteCount = Int(exactly: length) else { throw .badLength }
        if !header.isControl {
            if let kind = MessageKind(rawValue: header.opcode) {
                message.begin(kind, isCompressed: header.reservedBits != 0)
            }
            try message.beginFrame(of: byteCount, limits)
        }
        missingByteCount = byteCount
        maskKey = header.maskKey
        stage = .payload
    }
}

/// The payload of a frame, as far as it is there.
extension WebSocketMachine {
    /// An event once the frame ends one. Without, the stage tells whether the frame ended or the buffer.
    private mutating func takePayload(
        in buffer: inout [UInt8], at cursor: inout Int, until end: Int
    ) throws(WebSocketError) -> Event? {
        let range = cursor..<cursor + min(missingByteCount, end - cursor)
        if role == .server { maskKey.apply(to: &buffer, range) }
        cursor = range.upperBound
        missingByteCount -= range.count
        let endsFrame = missingByteCount == 0
        let isFinal = header.isFinal
        if header.isControl {
            let payload = takeControl(buffer, range, endsFrame: endsFrame)
            guard let payload else { return nil }
            return try controlEvent(Opcode(rawValue: endFrame()), payload, buffer)
        }
        if message.compression != .none { lendInflater() }
        let payload = try message.take(buffer, range, endsMessage: endsFrame && isFinal, limits)
        if endsFrame { _ = endFrame() }
        guard let payload, let kind = message.kind else { return nil }
        endMessage()
        return kind == .text ? .text(payload) : .binary(payload)
    }

    private mutating func takeControl(_ buffer: [UInt8], _ range: Range<Int>, endsFrame: Bool) -> Payload? {
        if endsFrame && controlPayload.isEmpty { return .inPlace(range) }
        controlPayload.append(contentsOf: buffer[range])
        guard endsFrame else { return nil }
        defer { controlPayload = [] }
        return .assembled(controlPayload)
    }

    private mutating func controlEvent(
        _ opcode: Opcode?, _ payload: Payload, _ buffer: [UInt8]
    ) throws(WebSocketError) -> Event {
        switch opcode {
        case .ping: return .ping(payload)
        case .pong: return .pong(payload)
        default: break
        }
        let bytes = payload.bytes(in: buffer)
        guard !bytes.isEmpty else {
            stop()
            return .close(code: nil, reason: [])
        }
        guard bytes.count >= 2 else { throw .badClose }
        let code = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        guard CloseCode.isSendable(code) else { throw .badClose }
        guard UTF8Validator.isWhole(bytes, 2..<bytes.count) else { throw .badText }
        stop()
        return .close(code: code, reason: Array(bytes[2...]))
    }

    /// Makes room for the next frame and tells this one's opcode.
    private mutating func endFrame() -> UInt8 {
        defer { header.clear() }
        stage = .header
        return header.opcode
    }

    private mutating func endMessage() {
        let inflater = message.end(keepsInflater: !isReceivedFresh)
        if let inflater { pool?.give(inflater) }
    }

    /// The peer begins every message with an empty window.
    private var isReceivedFresh: Bool {
        guard let deflate else { return true }
        return role == .server ? deflate.clientNoContextTakeover : deflate.serverNoContextTakeover
    }

    private mutating func lendInflater() {
        guard message.inflater == nil, let deflate else { return }
        // A window of 256 bytes is asked of zlib as one of 512: it costs nothing and forgives peers that,
        // like old versions of zlib, take one for the other.
        let bits = max(9, role == .server ? deflate.clientMaxWindowBits : deflate.serverMaxWindowBits)
        message.inflater = pool?.takeInflater(windowBits: bits) ?? Inflater(windowBits: bits)
    }
}
