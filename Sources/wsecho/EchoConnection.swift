import Reactor
import WebSocket

/// What every connection of the server goes by.
struct EchoSettings {
    /// The longest message that is echoed.
    var messageBytesMax = 16 * 1024 * 1024
    /// What is answered to offers of compression; nil: they are declined.
    var deflate: DeflatePolicy?
    /// How long a client may take for its opening handshake.
    let handshakeMillis: Int64 = 10_000
    /// How long a client may take to hang up after it was told that the connection is over.
    let lingerMillis: Int64 = 2_000
}

/// One client: an HTTP request, then frames that go back as they came.
///
/// Its life is a line: `handshake`, `open`, `ending` (what is left is written, nothing is read any more),
/// `lingering` (our side is shut, and the client's bytes are thrown away, so that a reset does not overtake
/// our last words), `over`.
final class EchoConnection: EventHandler {
    private enum Stage { case handshake, open, ending, lingering, over }

    private unowned let loop: EventLoop
    private let settings: EchoSettings
    private let pool: CompressionPool
    private var socket: StreamSocket?
    private var watch: Watch?
    private var deadline: TimerToken?

    private var stage = Stage.handshake
    private var parser = HTTPRequestParser()
    private var machine: WebSocketMachine
    /// What is to be written, from `writtenByteCount` on.
    private var output: [UInt8] = []
    private var writtenByteCount = 0

    private init(
        _ socket: consuming StreamSocket, on loop: EventLoop, _ settings: EchoSettings,
        _ pool: CompressionPool
    ) {
        self.loop = loop
        self.settings = settings
        self.pool = pool
        self.socket = consume socket
        machine = WebSocketMachine(
            role: .server, limits: WebSocketLimits(messageBytesMax: settings.messageBytesMax))
    }

    /// Serves a client; the loop keeps the connection alive as long as it lasts.
    static func serve(
        _ socket: consuming StreamSocket, on loop: EventLoop, _ settings: EchoSettings,
        _ pool: CompressionPool
    ) throws(SystemError) {
        try socket.setNoDelay()
        let connection = EchoConnection(socket, on: loop, settings, pool)
        try connection.begin()
    }

    private func begin() throws(SystemError) {
        guard let socket = socket.take() else { return }
        watch = try loop.watch(socket.descriptor, for: .readable, handler: self)
        self.socket = consume socket
        deadline = loop.schedule(at: loop.now + settings.handshakeMillis, handler: self)
    }

    override func timerFired(_ timer: TimerToken) {
        deadline = nil
        guard stage == .handshake else { return end() }
        refuse(.timedOut)
        flush()
    }

    override func ready(_ readiness: Readiness) {
        if readiness.contains(.readable) {
            read()
        } else if !readiness.isDisjoint(with: [.failed, .hungUp]) {
            return end()
        }
        flush()
    }

    private func read() {
        guard let transfer = socket?.read(into: &loop.readBuffer) else { return }
        switch transfer {
        case .bytes(let count): take(count)
        case .wouldBlock: return
        case .ended, .failed: end()
        }
    }

    private func take(_ count: Int) {
        var cursor = 0
        if stage == .handshake { takeRequest(&cursor, until: count) }
        while stage == .open, let event = machine.next(in: &loop.readBuffer, at: &cursor, until: count) {
            answer(event)
        }
    }

    /// Writes what can be written, and asks for what is still wanted.
    private func flush() {
        while unsentByteCount > 0,
            let transfer = socket?.write(output, from: writtenByteCount, to: output.count)
        {
            switch transfer {
            case .bytes(let count): writtenByteCount += count
            case .wouldBlock: return wait()
            case .ended, .failed: return end()
            }
        }
        output = []
        writtenByteCount = 0
        if stage == .ending {
            stage = .lingering
            socket?.shutdownWrite()
            setDeadline(after: settings.lingerMillis)
        }
        wait()
    }

    private var unsentByteCount: Int { output.count - writtenByteCount }

    private func wait() {
        guard let watch else { return }
        // A client that does not take its echoes is not read from: what is unsent stays below two messages or
        // so.
        var interest: Interest =
            unsentByteCount > settings.messageBytesMax || stage == .ending ? [] : .readable
        if unsentByteCount > 0 { interest.insert(.writable) }
        loop.change(watch, to: interest)
    }

    private func setDeadline(after millis: Int64?) {
        if let deadline { loop.cancel(deadline) }
        deadline = millis.map { loop.schedule(at: loop.now + $0, handler: self) }
    }

    private func end() {
        stage = .over
        setDeadline(after: nil)
        if let watch { loop.unwatch(watch) }
        watch = nil
        socket = nil
        output = []
        writtenByteCount = 0
    }
}

/// What is said on the connection.
extension EchoConnection {
    private func takeRequest(_ cursor: inout Int, until end: Int) {
        do throws(HTTPError) {
            guard let request = try parser.next(in: loop.readBuffer, at: &cursor, until: end) else { return }
            take(request)
        } catch {
            refuse(error)
        }
    }

    private func take(_ request: HTTPRequest) {
        switch ServerHandshake.read(request) {
        case .offer(let offer):
            let deflate = settings.deflate?.accept(offer.deflateOffers)
            output += ServerHandshake.response(to: offer, deflate: deflate)
            machine = WebSocketMachine(
                role: .server, limits: WebSocketLimits(messageBytesMax: settings.messageBytesMax),
                deflate: deflate,
                pool: pool)
            stage = .open
            setDeadline(after: nil)
        case .notAnUpgrade, .wrongVersion:
            let fields = [
                ("Upgrade", "websocket"), ("Connection", "Upgrade, close"), ("Sec-WebSocket-Version", "13"),
            ]
            refuse(status: 426, reason: "this server speaks WebSocket only", fields)
        case .badRequest(let reason): refuse(status: 400, reason: reason)
        }
    }

    private func refuse(_ error: HTTPError) {
        refuse(status: error.status, reason: error.reason)
    }

    private func refuse(status: Int, reason: String, _ fields: [(String, String)] = [("Connection", "close")])
    {
        let body = Array((reason + "\n").utf8)
        let contentFields = [
            ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "\(body.count)"),
        ]
        HTTPResponseHead(status: status, fields: fields + contentFields).append(to: &output)
        output += body
        stage = .ending
    }

    private func answer(_ event: WebSocketMachine.Event) {
        switch event {
        case .text(let payload): echo(.text, payload)
        case .binary(let payload): echo(.binary, payload)
        case .ping(.inPlace(let range)): machine.appendControl(.pong, loop.readBuffer, range, to: &output)
        case .ping(.assembled(let bytes)): machine.appendControl(.pong, bytes, to: &output)
        case .pong: break
        case .close(let code, _):
            machine.appendClose(code: code, to: &output)
            stage = .ending
        case .violation(let error):
            machine.appendClose(code: error.closeCode, reason: error.reason, to: &output)
            stage = .ending
        }
    }

    private func echo(_ kind: MessageKind, _ payload: Payload) {
        switch payload {
        case .inPlace(let range): machine.appendMessage(kind, loop.readBuffer, range, to: &output)
        case .assembled(let bytes): machine.appendMessage(kind, bytes, to: &output)
        }
    }
}
