public import WebSocket
public import Wire

/// What a connection's bytes turned out to mean, for the one that performs it.
public enum SessionEvent: Sendable {
    /// A whole request. Nothing more is read until it is answered.
    case request(HTTPRequest)
    /// A request that breaks the rules: to be answered with the error's status, and then the connection ends.
    case refusedRequest(HTTPError)
    case text(TextMessage)
    /// A console of the staff says what it shows, or asks something.
    case console(ConsoleMessage)
    /// A text message that is understood to be wrong; it is answered and the connection stays.
    case badText(TextMessageError)
    /// A text message past the budget; it is answered and the connection stays.
    case tooFast
    case resync(ResyncClaim)
    /// The WebSocket is over, by whichever side: the reader is no subscriber any more.
    case left(CloseCause)
}

/// Who ended a WebSocket, and with which code (nil: none was named).
public struct CloseCause: Sendable, Equatable {
    /// The peer ended it; otherwise we did.
    public let isByPeer: Bool
    /// The code that was told.
    public let code: UInt16?
}

/// The state a client says it holds.
public struct ResyncClaim: Sendable, Equatable {
    /// The board's past that it knows; 0 for none.
    public let epoch: UInt64
    /// The newest change it has.
    public let seq: UInt64

    /// A claim as it was sent.
    public init(epoch: UInt64, seq: UInt64) {
        self.epoch = epoch
        self.seq = seq
    }
}

/// One connection, from its first byte to its last: requests, then perhaps a WebSocket, then an orderly end.
///
/// A value: bytes and `now` go in, events and bytes to send come out. It knows no descriptor, no board and no
/// other connection. The phases and what each may become:
///
///     reading    -> answering, lingering, ended
///     answering  -> sending, open, lingering, ended
///     sending    -> reading, lingering, ended
///     open       -> settling, closing (we ended it), lingering (the peer did), ended
///     settling   -> closing, lingering, ended
///     closing    -> lingering (the peer answered), ended
///     lingering  -> ended
///     ended      -> nothing
public struct SessionMachine: ~Copyable {
    /// What a connection can be in the middle of.
    @frozen
    public enum Phase: Sendable, Equatable {
        /// Waiting for a request, or in the middle of one.
        case reading
        /// A request was handed out; its answer is awaited.
        case answering
        /// The answer is on its way. The next request is read once it is out: answers stay in order, and a
        /// peer that takes none is answered no more.
        case sending
        /// A WebSocket is open.
        case open
        /// The WebSocket is to end, but results of placements that were read are still to come: the close
        /// frame waits for them.
        case settling
        /// Our close frame is queued or sent; the peer's is awaited.
        case closing
        /// Everything is said. What is queued still goes out, what comes in is thrown away.
        case lingering
        /// The descriptor may be closed.
        case ended
    }

    // There is one for every connection: small members stand where others leave room before the next word.

    /// Everything that waits to be sent, but the journal's frames.
    public var outbound = Outbound()
    /// Which session speaks here: set with the upgrade.
    public internal(set) var player = UInt32.max
    /// Which board it reads and draws on: set with the upgrade.
    public internal(set) var board: UInt16 = 0
    /// Where the connection stands.
    public internal(set) var phase = Phase.reading

    let reference: ConnectionReference
    var parser: HTTPRequestParser
    var webSocket: WebSocketMachine?
    var budget: MessageBudget
    /// Bytes that came while a request was being answered.
    var held: [UInt8] = []
    /// A RESYNC that came past the budget: the newest one waits.
    var waitingClaim: ResyncClaim?
    var answerCloses = false
    @usableFromInline var hasPeerEnded = false
    /// Placements that were read and whose results did not come yet.
    @usableFromInline var owedResults = 0
    /// How the WebSocket ends once it owes no more results.
    var farewell = Farewell.silent
    /// A connection that has not asked anything yet has a request's time, not an idle one's.
    var hasServedRequest = false
    /// A ping of ours is out whose pong did not come yet.
    var awaitsPong = false
    /// A console of the staff speaks here, not a player.
    var isConsole = false
    var roundTrip = Self.unknownRoundTrip

    /// When the present phase, or the present request in it, began.
    var phaseBegunAt: Int64
    var lastHeardAt: Int64
    var lastPingAt: Int64
    /// When the reader stopped taking bytes; nil while it takes them.
    var blockedSince: Int64?

    /// Begins with the connection's first moment. Those who came through the admin socket may say more at
    /// once.
    public init(reference: ConnectionReference, limits: Limits, isAdmin: Bool = false, now: Int64) {
        self.reference = reference
        parser = HTTPRequestParser(
            limits: HTTPLimits(
                headerBytesMax: Limits.requestHeadBytesMax, fieldsMax: Limits.requestFieldsMax,
                bodyBytesMax: isAdmin ? Limits.adminBodyBytesMax : Limits.requestBodyBytesMax))
        budget = MessageBudget(messagesPerSecond: limits.messagesPerSecond, now: now)
        phaseBegunAt = now
        lastHeardAt = now
        lastPingAt = now
    }

    /// Whether bytes of this connection should be read at all: not while a request is being answered, and not
    /// while it does not take the results it is owed.
    @inlinable
    public var wantsBytes: Bool {
        if hasPeerEnded { return false }
        return switch phase {
        case .reading, .closing, .lingering: true
        case .answering, .sending, .settling, .ended: false
        case .open:
            owedResults + outbound.unsentResults <= Limits.unsentResultsMax
                && outbound.personalByteCount <= Limits.personalBytesMax
        }
    }

    /// How long the newest ping took to be answered, in milliseconds and at most a minute; nil while none
    /// was.
    public var roundTripMillis: Int? {
        roundTrip == Self.unknownRoundTrip ? nil : Int(roundTrip)
    }

    static var unknownRoundTrip: UInt16 { .max }

    /// Whether the request being answered is this connection's last.
    public var closesAfterAnswer: Bool { answerCloses }

    /// Whether the journal's frames go to this connection.
    @inlinable
    public var isOpen: Bool {
        phase == .open
    }

    /// Whether results of placements that were read are not with the peer's machine yet.
    public var owesResults: Bool {
        (phase == .open || phase == .settling) && owedResults + outbound.unsentResults > 0
    }

    @usableFromInline
    func illegal(_ event: StaticString) -> Never {
        preconditionFailure("\(event) in phase \(phase)")
    }
}

// MARK: - Answers and the upgrade

extension SessionMachine {
    /// The answer to the request that was handed out: a head and a body that others may share.
    public mutating func answer(_ head: HTTPResponseHead, body: [UInt8], closes: Bool, now: Int64) {
        guard phase == .answering else { illegal("an answer") }
        outbound.appendPersonal { output in
            head.append(to: &output)
            if body.count <= Self.copiedBodyBytesMax { output += body }
        }
        if body.count > Self.copiedBodyBytesMax { outbound.appendParts([body]) }
        hasServedRequest = true
        if closes || answerCloses {
            linger(now: now)
        } else {
            phase = .sending
            phaseBegunAt = now
        }
    }

    /// A body up to this is copied behind its head, so that both go out in one write; longer ones are shared.
    private static let copiedBodyBytesMax = 4096

    /// The request becomes a WebSocket; `response` is the handshake's answer.
    public mutating func upgrade(
        response: [UInt8], deflate: DeflateParameters?, pool: CompressionPool?, player: UInt32, board: UInt16,
        isConsole: Bool = false, now: Int64
    ) {
        guard phase == .answering else { illegal("an upgrade") }
        outbound.appendPersonal { $0 += response }
        let limits = WebSocketLimits(
            messageBytesMax: isConsole ? Limits.adminBodyBytesMax : Limits.clientMessageBytesMax)
        webSocket = WebSocketMachine(role: .server, limits: limits, deflate: deflate, pool: pool)
        self.isConsole = isConsole
        self.player = player
        self.board = board
        phase = .open
        phaseBegunAt = now
        lastPingAt = now
    }

    /// What is placed and said from now on is by another player: the session has taken a badge, or has none
    /// any more.
    public mutating func play(as player: UInt32) {
        guard isOpen else { return }
        self.player = player
    }

    /// Whether bytes came early.
    public var holdsBytes: Bool { !held.isEmpty }

    /// Bytes that came early, to be read now that the answer is out.
    public mutating func takeHeld() -> [UInt8] {
        defer { held = [] }
        return held
    }

    /// Queues the RESULT of a placement that was read here. The last one owed lets a close that waited for it
    /// go on.
    public mutating func sendResult(_ result: ResultMessage, now: Int64) {
        sendResults(1, now: now) { _ in result }
    }

    /// Queues the RESULTs of so many placements, given by their number among them.
    @inlinable
    public mutating func sendResults(_ count: Int, now: Int64, _ result: (Int) -> ResultMessage) {
        guard phase == .open || phase == .settling else { return }
        guard owedResults >= count else { illegal("a result that nobody is owed") }
        owedResults -= count
        let byteCountMax = count * (FrameWriter.shortHeaderByteCount + ResultMessage.byteCountMax)
        outbound.appendResults(count) { output in
            output.append(addingCapacity: byteCountMax) { (room: inout OutputSpan<UInt8>) in
                for number in 0..<count {
                    let result = result(number)
                    FrameWriter.appendShortHeader(
                        opcode: .binary, payloadCount: result.byteCount, to: &room)
                    result.append(to: &room)
                }
            }
        }
        if phase == .settling, owedResults == 0 { conclude(now: now) }
    }

    /// Queues a whole text message.
    public mutating func sendText(_ message: [UInt8]) {
        guard phase == .open else { return }
        outbound.appendPersonal {
            FrameWriter.appendHeader(opcode: .text, payloadCount: message.count, to: &$0)
            $0 += message
        }
    }
}

// MARK: - Sending

extension SessionMachine {
    /// Hands piece after piece of what waits to `write`, which says how many of the bytes from an offset on
    /// were taken; 0 when none are just now. True when nothing waits any more.
    public mutating func drain(_ write: (_ bytes: [UInt8], _ offset: Int) -> Int) -> Bool {
        while outbound.advance() {
            let (bytes, offset) = outbound.pending
            guard outbound.took(write(bytes, offset)) else { return false }
            unblocked()
        }
        return true
    }
}

// MARK: - The end

extension SessionMachine {
    /// Ends the WebSocket from our side: what has not begun is forgotten, but for results, and the code is
    /// told. A close that cannot wait does not await results that are still to come.
    public mutating func close(_ code: UInt16, reason: String = "", awaitsResults: Bool = true, now: Int64) {
        guard phase == .open || phase == .settling && !awaitsResults else { return }
        if !awaitsResults { owedResults = 0 }
        bid(.close(code: code, reason: reason, awaitsPeer: true), now: now)
    }

    /// Ends a connection that has no WebSocket: at once when it is between requests.
    public mutating func endRequests(now: Int64) {
        switch phase {
        case .reading: linger(now: now)
        case .answering, .sending: answerCloses = true
        case .open, .settling, .closing, .lingering, .ended: break
        }
    }

    /// The peer is gone, or the descriptor failed: nothing can be sent any more.
    public mutating func end() {
        phase = .ended
        webSocket = nil
        outbound = Outbound()
        held = []
    }

    /// The peer sent its last byte. The answers and results that it is owed still go out; a WebSocket is
    /// over.
    public mutating func peerEnded(now: Int64) {
        hasPeerEnded = true
        switch phase {
        case .answering, .sending: answerCloses = true
        case .reading, .closing, .lingering: if outbound.isEmpty { end() } else { linger(now: now) }
        case .open: if owesResults { bid(.silent, now: now) } else { end() }
        case .settling, .ended: break
        }
    }

    /// Everything that was queued is out: what the connection does next.
    public mutating func drained(now: Int64) -> AfterSending {
        blockedSince = nil
        switch phase {
        case .sending:
            if answerCloses {
                linger(now: now)
                return .waits
            }
            phase = .reading
            phaseBegunAt = now
            return .readsOn
        case .lingering where hasPeerEnded:
            end()
            return .ended
        case .reading, .answering, .open, .settling, .closing, .lingering, .ended: return .waits
        }
    }

    /// Says good-bye, or will once no result is owed any more.
    mutating func bid(_ farewell: Farewell, now: Int64) {
        outbound.dropParts()
        self.farewell = farewell
        phase = .settling
        phaseBegunAt = now
        if owedResults == 0 { conclude(now: now) }
    }

    /// No result is owed, or none is waited for any longer: the close frame goes out.
    @usableFromInline
    mutating func conclude(now: Int64) {
        guard case .close(let code, let reason, let awaitsPeer) = farewell, !hasPeerEnded else {
            return linger(now: now)
        }
        outbound.appendPersonal { webSocket?.appendClose(code: code, reason: reason, maskKey: nil, to: &$0) }
        guard awaitsPeer else { return linger(now: now) }
        phase = .closing
        phaseBegunAt = now
    }

    mutating func linger(now: Int64) {
        phase = .lingering
        phaseBegunAt = now
        webSocket = nil
        held = []
    }
}

/// What a connection does once everything queued for it is out.
public enum AfterSending: Sendable, Equatable {
    /// Nothing but wait.
    case waits
    /// It goes on reading, with the bytes that were held first.
    case readsOn
    /// It was the last there was to do.
    case ended
}

/// How a WebSocket ends.
enum Farewell: Sendable {
    /// Without a word: the peer hung up without one.
    case silent
    /// With a close frame, after which the peer's is awaited unless it is here already.
    case close(code: UInt16?, reason: String, awaitsPeer: Bool)
}
