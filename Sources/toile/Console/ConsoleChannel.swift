import Reactor
import WebSocket

/// A WebSocket to the server through its admin socket: messages out, messages in, and one word when it is
/// over. It never comes back by itself; who needs another makes one.
final class ConsoleChannel: EventHandler {
    /// What it tells.
    enum Event {
        /// Messages may be sent.
        case opened
        case text([UInt8])
        case binary([UInt8])
        /// It is over, for a reason in words.
        case closed(String)
    }

    /// What may wait to be sent; a server that takes nothing for so long is as good as gone.
    private static let unsentBytesMax = 1 << 20
    /// The longest message: a BOARD comes in parts, a state is bounded by the server.
    private static let messageBytesMax = 2 << 20

    private let loop: EventLoop
    private let socket: StreamSocket
    private let told: (Event) -> Void
    private var watch: Watch?
    /// Until the server's answer is read.
    private var handshake: ClientHandshake?
    private var machine = WebSocketMachine(
        role: .client, limits: WebSocketLimits(messageBytesMax: ConsoleChannel.messageBytesMax))
    private var output: [UInt8] = []
    private var sentCount = 0
    private var isBlocked = true

    init(
        on loop: EventLoop, socketPath: String, target: String, subprotocol: String,
        told: @escaping (Event) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.told = told
        let handshake = ClientHandshake(
            host: "toile", path: target, nonce: SystemRandom.bytes(16), subprotocols: [subprotocol])
        output = handshake.request
        self.handshake = handshake
        socket = try StreamSocket.connect(path: socketPath)
        super.init()
        watch = try loop.watch(socket.descriptor, for: [.readable, .writable], handler: self)
    }

    /// Sends a text message.
    func send(_ message: [UInt8]) {
        guard watch != nil, handshake == nil else { return }
        machine.appendMessage(.text, message, maskKey: Self.newMaskKey(), to: &output)
        flush()
    }

    /// Sends a binary message.
    func send(binary message: [UInt8]) {
        guard watch != nil, handshake == nil else { return }
        machine.appendMessage(.binary, message, maskKey: Self.newMaskKey(), to: &output)
        flush()
    }

    /// Ends it; nothing is told any more.
    func leave() {
        guard let watch else { return }
        self.watch = nil
        if handshake == nil {
            machine.appendClose(code: 1000, reason: "", maskKey: Self.newMaskKey(), to: &output)
            _ = socket.write(output, from: sentCount, to: output.count)
        }
        loop.unwatch(watch)
        socket.shutdownWrite()
    }

    override func ready(_ readiness: Readiness) {
        if readiness.contains(.writable) {
            isBlocked = false
            flush()
        }
        // Whoever hung up may have said why: that is read first, and then the end of it.
        if readiness.contains(.readable) { receive() } else if readiness.contains(.failed) { lost() }
    }

    private static func newMaskKey() -> UInt32 {
        SystemRandom.bytes(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

// MARK: - Bytes

extension ConsoleChannel {
    private func flush() {
        while watch != nil, !isBlocked, sentCount < output.count {
            switch socket.write(output, from: sentCount, to: output.count) {
            case .bytes(let count): sentCount += count
            case .wouldBlock: isBlocked = true
            case .ended, .failed: return lost()
            }
        }
        if sentCount == output.count {
            output.removeAll(keepingCapacity: true)
            sentCount = 0
        }
        guard output.count - sentCount <= Self.unsentBytesMax else { return end("the server takes nothing") }
        if let watch { loop.change(watch, to: isBlocked ? [.readable, .writable] : .readable) }
    }

    private func receive() {
        guard watch != nil else { return }
        switch socket.read(into: &loop.readBuffer) {
        case .bytes(let count): consume(until: count)
        case .wouldBlock: break
        case .ended, .failed: lost()
        }
    }

    private func consume(until end: Int) {
        // Whoever is told may use the loop's buffer for something else.
        var buffer = Array(loop.readBuffer[..<end])
        var cursor = 0
        if handshake != nil {
            guard readAnswer(in: buffer, at: &cursor) else { return }
            told(.opened)
        }
        while watch != nil, let event = machine.next(in: &buffer, at: &cursor, until: end) {
            handle(event, in: buffer)
        }
    }

    /// True once the server has agreed.
    private func readAnswer(in buffer: [UInt8], at cursor: inout Int) -> Bool {
        do throws(ClientHandshakeError) {
            guard try handshake?.next(in: buffer, at: &cursor, until: buffer.count) != nil else {
                return false
            }
        } catch {
            end(error.words)
            return false
        }
        handshake = nil
        return true
    }

    private func handle(_ event: WebSocketMachine.Event, in buffer: [UInt8]) {
        switch event {
        case .text(let payload): told(.text(payload.bytes(in: buffer)))
        case .binary(let payload): told(.binary(payload.bytes(in: buffer)))
        case .ping(let payload):
            machine.appendControl(
                .pong, payload.bytes(in: buffer), maskKey: Self.newMaskKey(), to: &output)
            flush()
        case .pong: break
        case .close(let code, _):
            end(code == 1001 ? "the server is going away" : "the server ended it (\(code ?? 1005))")
        case .violation(let error): end("the server's messages are wrong: \(error)")
        }
    }

    private func lost() {
        end("the server hung up")
    }

    private func end(_ reason: String) {
        guard watch != nil else { return }
        leave()
        told(.closed(reason))
    }
}

extension ClientHandshakeError {
    /// What a moderator reads.
    fileprivate var words: String {
        switch self {
        case .refused(status: 403): "the server does not count you among its staff"
        case .refused(status: 404): "the server knows no such board, or no console"
        case .refused(let status): "the server refused with \(status)"
        default: "the server's answer makes no sense (\(self))"
        }
    }
}
