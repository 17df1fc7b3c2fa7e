import Cells
import ConsoleCore
import Glibc
import Reactor
import Terminal
import Wire

/// A running console: joins the model with the terminal, the server and the clock, all on one loop.
///
/// A turn of the loop has one order: keys and messages go into the model, what the model wants is done, and
/// at the end one picture is drawn if there is reason to and the line is free. Nothing but the model
/// remembers anything.
final class ConsoleProgram: TurnHandler {
    /// Where the server is, and what is looked at.
    struct Place {
        let socketPath: String
        let board: String
    }

    private let loop: EventLoop
    private let screen: TerminalScreen
    private let place: Place
    private var model: ConsoleModel
    private var budget: FrameBudget
    private var follower = BoardFollower()
    private var admin: ConsoleChannel?
    private var board: ConsoleChannel?
    private var terminal: TerminalWatch?
    private var isConnected = false
    private var attempt = 0
    private var retry: TimerToken?
    private var deadline: (at: Int64, timer: TimerToken)?
    private var redraw: TimerToken?
    /// Somebody pressed a key: the picture is drawn whatever it costs.
    private var isDrawingUrgent = true
    private var isDrawingWanted = true
    /// A line to be told when the terminal is the shell's again.
    private(set) var farewell: String?

    init(loop: EventLoop, screen: TerminalScreen, place: Place, options: ConsoleOptions) {
        self.loop = loop
        self.screen = screen
        self.place = place
        model = ConsoleModel(options: options, width: screen.width, height: screen.height)
        budget = FrameBudget(width: screen.width, height: screen.height, at: loop.now)
        super.init()
        loop.turnEnd = self
    }

    /// Runs until somebody quits, or the terminal is gone.
    func run() throws(SystemError) {
        terminal = try TerminalWatch(
            on: loop, screen: screen, keysCame: { [unowned self] in keysCame() },
            isWritable: { [unowned self] in terminalIsWritable() })
        connect()
        tickEverySecond()
        loop.run()
        admin?.leave()
        board?.leave()
        terminal?.leave()
    }

    /// A signal of the terminal, or of somebody who wants an end.
    func received(_ signal: Signal) {
        switch signal {
        case .interrupt: take(.key(.control("c")), isUrgent: true)
        case .terminate, .hangUp: loop.stop()
        case .resized:
            guard screen.handleResize() else { return }
            budget.resize(width: screen.width, height: screen.height)
            take(.key(.resize(width: screen.width, height: screen.height)), isUrgent: true)
        case .rest: rest()
        case .goOn:
            screen.resume()
            isDrawingUrgent = true
            loop.needsAnotherTurn = true
        }
    }

    override func turnEnded() {
        scheduleDeadline()
        draw()
    }

    /// Gives the terminal to the shell until the process is continued.
    private func rest() {
        screen.suspend()
        kill(getpid(), SIGSTOP)
    }

    /// The rest of the last picture goes out; whether there is a newer one, the end of the turn sees.
    private func terminalIsWritable() {
        screen.flush()
        if screen.isGone { return loop.stop() }
        if !screen.isBlocked { terminal?.rest() }
    }

    private func keysCame() {
        if screen.isGone { return loop.stop() }
        for key in screen.readKeys() {
            if key == .control("z") {
                rest()
            } else if key == .control("l") {
                screen.repaint()
                isDrawingUrgent = true
            } else {
                take(.key(key), isUrgent: true)
            }
        }
    }
}

// MARK: - The model

extension ConsoleProgram {
    private func take(_ event: ConsoleEvent, isUrgent: Bool = false) {
        isDrawingWanted = true
        isDrawingUrgent = isDrawingUrgent || isUrgent
        for effect in model.update(event, at: loop.now) { perform(effect) }
    }

    private func perform(_ effect: ConsoleEffect) {
        switch effect {
        case .send(let look): admin?.send(look.message)
        case .ask(let ask): admin?.send(ask.bytes)
        case .reconnectNow: connect()
        case .quit: loop.stop()
        case .copy(let text): _ = screen.copy(text)
        case .export(let name, let text): export(text, as: name)
        case .bell: screen.ring()
        }
    }

    /// Beside whatever stands in the folder already, never over it.
    private func export(_ text: String, as name: String) {
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            return take(.exported(name: name, failure: reason))
        }
        defer { close(descriptor) }
        let failure = Output.write(text, to: descriptor) ? nil : String(cString: strerror(errno))
        take(.exported(name: name, failure: failure))
    }

    private func tickEverySecond() {
        _ = loop.schedule(at: loop.now + 1000) { [unowned self] in
            take(.tick)
            tickEverySecond()
        }
    }

    /// The model wants to be asked again at a moment that only it knows.
    private func scheduleDeadline() {
        guard model.nextDeadline != deadline?.at else { return }
        if let deadline { loop.cancel(deadline.timer) }
        deadline = model.nextDeadline.map { at in
            let timer = loop.schedule(at: at) { [unowned self] in
                deadline = nil
                take(.tick, isUrgent: true)
            }
            return (at, timer)
        }
    }
}

// MARK: - The picture

extension ConsoleProgram {
    private func draw() {
        guard isDrawingWanted || isDrawingUrgent else { return }
        // A line that has not taken the last picture gets the next one when it has: it will be the newest.
        if screen.isBlocked { return waitForTerminal() }
        guard isDrawingUrgent || budget.mayDraw(at: loop.now) else { return drawLater() }
        let before = screen.writtenByteCount
        screen.draw(model.layout(width: screen.width, height: screen.height))
        isDrawingWanted = false
        isDrawingUrgent = false
        budget.spend(Int(screen.writtenByteCount - before), at: loop.now)
        if screen.isBlocked { waitForTerminal() }
    }

    private func waitForTerminal() {
        terminal?.waitUntilWritable()
    }

    private func drawLater() {
        guard redraw == nil else { return }
        redraw = loop.schedule(at: loop.now + budget.waitMillis(at: loop.now)) { [unowned self] in
            // The turn ends with it, and the end of a turn draws.
            redraw = nil
        }
    }
}

// MARK: - The server

extension ConsoleProgram {
    private static let retryMillisMax: Int64 = 5_000

    private func connect() {
        if let retry { loop.cancel(retry) }
        retry = nil
        guard admin == nil else { return }
        do throws(SystemError) {
            admin = try ConsoleChannel(
                on: loop, socketPath: place.socketPath, target: "/admin/ws", subprotocol: "toile.admin.v1"
            ) { [unowned self] in adminTold($0) }
            board = try ConsoleChannel(
                on: loop, socketPath: place.socketPath, target: "/ws/\(place.board)?watch=1",
                subprotocol: "toile.v1"
            ) { [unowned self] in boardTold($0) }
        } catch {
            lost("\(error)")
        }
    }

    private func adminTold(_ event: ConsoleChannel.Event) {
        switch event {
        case .opened:
            isConnected = true
            attempt = 0
            take(.connected)
        case .text(let message): takeMessage(message)
        case .binary: break
        case .closed(let reason): lost(reason)
        }
    }

    private func takeMessage(_ message: [UInt8]) {
        guard let json = try? JSONValue.parse(message) else { return }
        switch json["type"]?.string {
        case "state": if let state = try? Wire.LiveState(json: json) { take(.state(state)) }
        case "answer":
            // Whoever asked waits for it, mostly because of a key.
            if let answer = try? ConsoleAnswer(json: json) { take(.answer(answer), isUrgent: true) }
        default: break
        }
    }

    private func boardTold(_ event: ConsoleChannel.Event) {
        switch event {
        case .opened: break
        case .text(let message): show(follower.take(text: message))
        case .binary(let message): show(follower.take(binary: message))
        case .closed(let reason): lost(reason)
        }
    }

    private func show(_ outcome: BoardFollower.Outcome) {
        switch outcome {
        case .nothing: break
        case .show(let mirror): take(.board(mirror))
        case .changed(let changes): take(.pixelsChanged(changes))
        case .resync: board?.send(binary: ClientMessage.resync(epoch: 0, seq: 0).bytes)
        }
    }

    /// One of the two is gone: both begin anew, so that numbers and board belong together.
    private func lost(_ reason: String) {
        admin?.leave()
        board?.leave()
        admin = nil
        board = nil
        follower = BoardFollower()
        attempt += 1
        if !isConnected, attempt == 1 {
            // There never was a server: the shell is told, and nobody has to find out how to leave.
            farewell = reason
            return loop.stop()
        }
        let wait = min(Self.retryMillisMax, 500 << Int64(min(attempt, 5)))
        take(.disconnected(reason: reason, retryInMillis: wait, attempt: attempt))
        retry = loop.schedule(at: loop.now + wait) { [unowned self] in
            retry = nil
            connect()
        }
    }
}
