import Canvas
import Reactor
import Session
import WebSocket
import Wire

/// One accepted socket: performs what its session machine decides. Lives on its shard's loop.
///
/// It holds no buffer of its own while its peer keeps up: a reader is its place in the journal.
final class Connection: EventHandler {
    /// How this reader is brought its frames.
    enum Feed {
        /// It reads no board.
        case none
        /// A merged frame or the board was asked for; journal frames pass it by.
        case awaiting
        /// Its cursor moves through the journal.
        case live
    }

    // There is one for every reader: in this order, with small members where others leave room before the
    // next word, it takes 816 bytes and not 864.

    let reference: ConnectionReference
    /// Who is at the other end of the socket, which may be a proxy.
    let peer: NetworkAddress
    /// Where the request comes from that is being answered, or that became a WebSocket.
    var network: NetworkKey
    /// Both know each other; the shard lets go first, when the connection has ended.
    let shard: Shard
    /// Unchecked, for it is entered a dozen times for each message: safe because the machine is a value of a
    /// pure target, which cannot come back here while one of its methods runs.
    @exclusivity(unchecked) var machine: SessionMachine

    var feed = Feed.none
    /// The reader negotiated compression.
    var takesDeflated = false
    /// The socket takes no more bytes; nothing is tried until it does.
    var isBlocked = false
    /// What is partly on its way to it is everything that was said.
    var isTakingHistory = false
    /// It was blocked since it last had everything: what it missed comes in one merged frame.
    var isBehind = false
    /// What it is being sent is not the newest state: it has to catch up once more.
    var needsCatchUp = false
    /// The request being answered was a HEAD: its answer has no body.
    var answersHead = false

    let socket: StreamSocket
    private(set) var isDirty = false
    private var hasShutDown = false
    private var interest: Interest = .readable
    /// It came through the admin socket: the kernel vouches for who is there. Nil: it did not.
    let admin: AdminSide?

    /// The next frame it needs.
    var cursor: UInt64 = 0
    /// The next chat message it needs; 0: it was sent none yet.
    var chatCursor: UInt64 = 0
    /// The state it holds once everything begun has arrived.
    var heldSeq: UInt64 = 0
    var epoch: UInt32 = 0
    /// Its place among the readers of its board in this shard; -1: it reads none.
    var readerPlace: Int32 = -1
    /// Its place in the canvas's book.
    var bookPlace: UInt32 = 0
    /// How often what it missed was put together for it.
    private(set) var droppedCount: UInt32 = 0

    /// The board copy on its way to it, kept so that the copy counts as alive.
    var boardCopy: BoardCopy?
    /// The merged frame on its way to it, in bytes.
    var catchUpBytes = 0
    /// The state that it wants to be brought level from; nil: it holds nothing.
    var catchUpClaim: StateName?
    private var hasEnded = false
    private var watch: Watch?
    /// A RESYNC that came while a BOARD was on its way.
    var waitingClaim: ResyncClaim?
    /// The poll this connection waits in.
    var poll: (board: UInt16, number: UInt64)?

    init(_ socket: consuming StreamSocket, reference: ConnectionReference, shard: Shard, isAdmin: Bool) {
        admin = isAdmin ? AdminSide(userNumber: socket.peerUser) : nil
        self.reference = reference
        self.shard = shard
        peer = NetworkAddress(socket.peerAddress)
        network = NetworkKey(peer)
        machine = SessionMachine(
            reference: reference, limits: shard.settings.limits, isAdmin: isAdmin, now: shard.loop.now)
        self.socket = socket
        super.init()
    }

    /// Begins to listen to the peer.
    func start() {
        do throws(SystemError) {
            if admin == nil {
                try socket.setNoDelay()
                try socket.setNotSentLowWater(bytes: Limits.kernelUnsentBytesMax)
            }
            watch = try shard.loop.watch(socket.descriptor, for: .readable, handler: self)
        } catch {
            end()
        }
    }

    override func ready(_ readiness: Readiness) {
        if readiness.contains(.readable) { receive() }
        if readiness.contains(.writable) {
            isBlocked = false
            needsFlush()
        }
        if !readiness.isDisjoint(with: [.hungUp, .failed]), machine.phase != .ended { end() }
    }

    /// What waits is written at the end of the turn, together.
    func needsFlush() {
        guard !isDirty else { return }
        isDirty = true
        shard.markDirty(self)
    }
}

// MARK: - Reading

extension Connection {
    /// Reads once: a connection that has more to say than others waits for its next turn.
    private func receive() {
        guard machine.wantsBytes || watchesWhileWaiting else { return updateInterest() }
        shard.withReadBuffer { buffer in
            switch socket.read(into: &buffer, atMost: Limits.readBytesMax) {
            case .bytes(let count): consume(&buffer, until: count)
            case .wouldBlock: break
            case .ended: peerEnded()
            case .failed: end()
            }
        }
    }

    private func peerEnded() {
        // Nobody waits for changes who has hung up: the place is free at once.
        if poll != nil { return end() }
        machine.peerEnded(now: shard.loop.now)
        if machine.phase == .ended { return end() }
        leave()
        updateInterest()
    }

    private func consume(_ buffer: inout [UInt8], until end: Int) {
        let now = shard.loop.now
        var cursor = 0
        while let event = machine.next(in: &buffer, at: &cursor, until: end, now: now, orders: &shard.orders)
        {
            handle(event)
        }
        if machine.isOpen, machine.outbound.isEmpty { return }
        needsFlush()
    }

    private func handle(_ event: SessionEvent) {
        switch event {
        case .request(let request): handle(request)
        case .refusedRequest(let error): refuse(error)
        case .text(let message): handle(message)
        case .console(let message): handle(message)
        case .badText(let error): sendText(error.answer.bytes)
        case .tooFast:
            sendText(
                ErrorMessage(code: "too-fast", message: "Too many messages at once. Wait a moment.").bytes)
        case .resync(let claim): resync(claim)
        case .left:
            leave()
            closeConsole()
        }
    }

    /// Goes on with what arrived while a request was being answered.
    func resumeReading() {
        var held = machine.takeHeld()
        if !held.isEmpty { consume(&held, until: held.count) }
        updateInterest()
    }
}

// MARK: - Writing

extension Connection {
    /// Frames came. A reader that keeps up lacks the newest alone, and is sent it straight away.
    func writeNews(_ news: borrowing News) {
        // Whoever has something of its own to be sent is flushed later in this turn, and gets its frames
        // then.
        guard feed == .live, !isBlocked, !isDirty else { return }
        if let bytes = news.bytes(for: cursor, deflated: takesDeflated) {
            _ = send(bytes, seqAfter: news.seqAfter)
        } else {
            writeFrames(of: news.journal)
        }
    }

    /// Sends whatever waits, as far as the socket takes it.
    func flush() {
        isDirty = false
        guard !isBlocked, machine.phase != .ended else { return }
        var hasFailed = false
        let isDrained = machine.drain { bytes, offset in
            switch socket.write(bytes, from: offset, to: bytes.count) {
            case .bytes(let count): return count
            case .wouldBlock: return 0
            case .ended, .failed:
                hasFailed = true
                return 0
            }
        }
        if hasFailed { return end() }
        if isDrained { drained() } else { block() }
    }

    /// Everything of its own is out: the board's frames are next, or the end.
    private func drained() {
        releaseCatchUp()
        switch machine.drained(now: shard.loop.now) {
        case .waits: break
        case .readsOn: return resumeReading()
        case .ended: return end()
        }
        if let claim = waitingClaim {
            waitingClaim = nil
            resync(claim)
        }
        if chatCursor != shard.chatHead(of: machine.board), readerPlace >= 0, machine.isOpen, !sendChat() {
            return
        }
        if feed == .live { goOnReading() }
        if machine.phase == .lingering, !hasShutDown {
            hasShutDown = true
            socket.shutdownWrite()
        }
        updateInterest()
    }

    /// Brings a reader that had to wait, for its own messages or for its socket, to the head.
    private func goOnReading() {
        let head = shard.head(of: machine.board)
        if needsCatchUp {
            needsCatchUp = false
            requestCatchUp()
        } else if isBehind, head > cursor + 1 {
            // Never a queue: who missed more than the newest frame gets one for all of them.
            droppedCount &+= 1
            shard.droppedEver += 1
            requestCatchUp()
        } else if isBehind || head > cursor {
            writeFrames(of: shard.feeds[Int(machine.board)].journal)
        }
    }

    private func writeFrames(of journal: borrowing Journal) {
        while cursor < journal.head {
            guard let frame = journal.frame(at: cursor) else { return requestCatchUp() }
            guard send(frame.bytes(deflated: takesDeflated), seqAfter: frame.seqAfter) else { return }
        }
        if isBehind {
            isBehind = false
            machine.unblocked()
            updateInterest()
        }
    }

    /// Sends the frame that the cursor stands before. False when it did not go out whole.
    private func send(_ bytes: [UInt8], seqAfter: UInt64) -> Bool {
        switch socket.write(bytes, from: 0, to: bytes.count) {
        case .bytes(let count):
            cursor += 1
            heldSeq = seqAfter
            if count == bytes.count { return true }
            machine.outbound.tookPart(of: bytes, count: count)
            block()
        case .wouldBlock: block()
        case .ended, .failed: end()
        }
        return false
    }

    func block() {
        isBlocked = true
        isBehind = true
        machine.blocked(at: shard.loop.now)
        updateInterest()
    }

    /// Asks the kernel only for what can be used now.
    func updateInterest() {
        guard let watch else { return }
        var wanted: Interest = []
        let isPaused = shard.isDraining && machine.isOpen
        if machine.wantsBytes || watchesWhileWaiting, !isPaused { wanted.insert(.readable) }
        if isBlocked { wanted.insert(.writable) }
        guard wanted != interest else { return }
        interest = wanted
        shard.loop.change(watch, to: wanted)
    }

    /// A poll that waits is read from, to see its peer leave, until the peer has sent something: that is held
    /// and bounded by one read.
    private var watchesWhileWaiting: Bool {
        poll != nil && !machine.holdsBytes
    }

    /// Bytes that were published or answered and that the peer's machine does not have yet.
    var bufferedByteCount: Int {
        let behind = feed == .live ? shard.feeds[Int(machine.board)].journal.byteCount(from: cursor) ?? 0 : 0
        let unsaid =
            readerPlace >= 0 ? shard.feeds[Int(machine.board)].chat?.byteCount(from: chatCursor) ?? 0 : 0
        return machine.outbound.byteCount + behind + unsaid + socket.unsentByteCount
    }
}

// MARK: - The end

extension Connection {
    /// Lets the peer go at once; safe to call more than once.
    func end() {
        leave()
        closeConsole()
        if let poll { abandon(poll) }
        machine.end()
        guard !hasEnded else { return }
        hasEnded = true
        if admin == nil { shard.settings.door.leave(peer) }
        if let watch { shard.loop.unwatch(watch) }
        watch = nil
        shard.markEnded(self)
    }

    /// Ends a WebSocket with a code, once the results that it is owed are on their way.
    func close(_ code: UInt16, awaitsResults: Bool = true) {
        leave()
        machine.close(code, awaitsResults: awaitsResults, now: shard.loop.now)
        needsFlush()
    }

    /// A few times a second: is the peer still there, does it take its bytes?
    func sweep() {
        machine.outbound.giveBackMemory()
        guard let alarm = machine.alarm(at: shard.loop.now) else { return }
        switch alarm {
        case .requestTimedOut: refuse(.timedOut)
        case .queued: needsFlush()
        case .resync(let claim): resync(claim)
        case .silent: if socket.unsentByteCount == 0 { end() }
        case .tooSlow: endSlowly()
        case .flooding: close(CloseCodes.flooding)
        case .drop: end()
        }
    }

    /// Between messages the code can be tried; within one nothing else can be said.
    func endSlowly() {
        if machine.isOpen, !machine.outbound.isWithinMessage {
            leave()
            machine.outbound.dropWaiting()
            machine.close(CloseCodes.tooSlow, awaitsResults: false, now: shard.loop.now)
            if machine.outbound.advance() {
                let (bytes, offset) = machine.outbound.pending
                _ = socket.write(bytes, from: offset, to: bytes.count)
            }
        }
        end()
    }
}
