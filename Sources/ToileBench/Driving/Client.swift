import Glibc
import Reactor
import WebSocket
import Wire

/// How a client comes to the board.
struct ClientKind {
    /// Places pixels as this session; nil only watches.
    var token: String?
    /// Says that it holds this state already, and so is not sent the board.
    var since: StateName?
    /// Keeps a copy of so many pixels, and checks every digest; nil follows the seqs only.
    var replicaOf: Int?
    /// What the kernel may hold for it when it does not read; nil: megabytes, as the kernel sees fit.
    var receiveBytesMax: Int32?

    var path: String {
        let parameters = [token.map { "token=\($0)" }, since.map { "since=\($0)" }].compactMap(\.self)
        return "/ws" + (parameters.isEmpty ? "" : "?" + parameters.joined(separator: "&"))
    }
}

/// One WebSocket client, on `WebSocket` and `Reactor` like the server itself, in the other role.
final class Client: EventHandler {
    private(set) var follower: Follower
    /// Placements that were sent and not answered.
    private(set) var unansweredCount = 0
    /// Told of each message, once it was checked.
    var onDelta: ((DecodedDelta) -> Void)?
    var onResult: ((ResultMessage) -> Void)?

    private unowned let crowd: Crowd
    private let socket: StreamSocket
    private var watch: Watch?
    private var isReading = true
    private var isBlocked = false
    /// Until the server's answer is read.
    private var handshake: ClientHandshake?
    private var machine = WebSocketMachine(
        role: .client, limits: WebSocketLimits(messageBytesMax: 1 << 20))
    private var output: [UInt8] = []
    private var sentCount = 0

    init(in crowd: Crowd, as kind: ClientKind) throws(BenchFailure) {
        self.crowd = crowd
        follower = Follower(replicaOf: kind.replicaOf)
        let handshake = ClientHandshake(
            host: "127.0.0.1:\(crowd.port)", path: kind.path, nonce: SystemRandom.bytes(16),
            subprotocols: ["toile.v1"])
        output = handshake.request
        self.handshake = handshake
        do throws(SystemError) {
            socket = try StreamSocket.connect(host: "127.0.0.1", port: crowd.port)
            super.init()
            try socket.setNoDelay()
            if var bytes = kind.receiveBytesMax {
                setsockopt(
                    socket.descriptor.number, SOL_SOCKET, SO_RCVBUF, &bytes,
                    socklen_t(MemoryLayout<Int32>.size))
            }
            isBlocked = true
            watch = try crowd.loop.watch(socket.descriptor, for: [.readable, .writable], handler: self)
        } catch {
            throw BenchFailure("cannot connect: \(error)")
        }
    }

    override func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) {
            isBlocked = false
            flush()
        }
        if readiness.contains(.readable), isReading { receive() }
    }

    /// Hangs up without a word.
    func leave() {
        guard let watch else { return }
        self.watch = nil
        crowd.loop.unwatch(watch)
        socket.shutdownWrite()
    }

    /// Stops to take bytes, or goes on.
    func setReading(_ isReading: Bool) {
        self.isReading = isReading
        updateInterest()
    }

    /// Sends placements in one write, each a message by itself.
    func place(_ placements: [PlaceMessage]) {
        for placement in placements {
            machine.appendMessage(
                .binary, ClientMessage.place(placement).bytes, maskKey: Self.maskKey, to: &output)
        }
        unansweredCount += placements.count
        flush()
    }

    /// Real clients take a new one for each message; to the server all are the same work.
    private static let maskKey: UInt32 = 0x5a17_c3e9

    func forgetLongestAdvance() {
        follower.forgetLongest()
    }
}

// MARK: - Bytes

extension Client {
    private func flush() {
        while !isBlocked, sentCount < output.count {
            switch socket.write(output, from: sentCount, to: output.count) {
            case .bytes(let count): sentCount += count
            case .wouldBlock: isBlocked = true
            case .ended, .failed: return lost("while writing")
            }
        }
        if sentCount == output.count {
            output.removeAll(keepingCapacity: true)
            sentCount = 0
        }
        updateInterest()
    }

    private func updateInterest() {
        guard let watch else { return }
        var interest: Interest = isReading ? .readable : []
        if isBlocked { interest.insert(.writable) }
        crowd.loop.change(watch, to: interest)
    }

    private func receive() {
        switch socket.read(into: &crowd.loop.readBuffer) {
        case .bytes(let count): consume(until: count)
        case .wouldBlock: break
        case .ended, .failed: lost("while reading")
        }
    }

    private func lost(_ when: String) {
        crowd.fail("a client lost its connection \(when)")
        leave()
    }

    private func consume(until end: Int) {
        var cursor = 0
        do throws(BenchFailure) {
            if handshake != nil { try readAnswer(at: &cursor, until: end) }
            guard handshake == nil else { return }
            while let event = machine.next(in: &crowd.loop.readBuffer, at: &cursor, until: end) {
                try handle(event)
            }
        } catch {
            crowd.fail(error.what)
        }
    }

    private func readAnswer(at cursor: inout Int, until end: Int) throws(BenchFailure) {
        do throws(ClientHandshakeError) {
            guard try handshake?.next(in: crowd.loop.readBuffer, at: &cursor, until: end) != nil else {
                return
            }
        } catch {
            throw BenchFailure("the handshake failed: \(error)")
        }
        handshake = nil
        crowd.openCount += 1
    }

    private func handle(_ event: WebSocketMachine.Event) throws(BenchFailure) {
        switch event {
        case .binary(let payload): try handle(message: payload.bytes(in: crowd.loop.readBuffer))
        case .text, .pong: break
        case .ping(let payload):
            let bytes = payload.bytes(in: crowd.loop.readBuffer)
            machine.appendControl(.pong, bytes, maskKey: Self.maskKey, to: &output)
            flush()
        case .close(let code, _): throw BenchFailure("the server closed with \(code ?? 0)")
        case .violation(let error): throw BenchFailure("the server's frames are wrong: \(error)")
        }
    }

    private func handle(message: [UInt8]) throws(BenchFailure) {
        let decoded: ServerMessage
        do throws(WireError) {
            decoded = try ServerMessage.decode(message)
        } catch {
            throw BenchFailure("a message is wrong: \(error)")
        }
        switch decoded {
        case .delta(let delta):
            try follower.apply(delta)
            crowd.deltaCount += 1
            onDelta?(delta)
        case .board(let part): try follower.apply(part)
        case .result(let result):
            unansweredCount -= 1
            crowd.resultCount += 1
            if result.status == 0 { crowd.placedCount += 1 }
            onResult?(result)
        }
    }
}
