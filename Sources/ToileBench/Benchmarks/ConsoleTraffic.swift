import Cells
import ConsoleCore
import Glibc
import Terminal
import Wire

extension Benchmark {
    static let consoleTraffic = Benchmark(
        name: "console-traffic",
        text: "what the console sends to its terminal, with 200 pixels a second in view"
    ) { setting throws(BenchFailure) in try ConsoleTraffic(setting).run() }
}

/// A console on a terminal of its own, in a time of its own: the same pixels and the same feed in every run,
/// so that the bytes are the same too. Nobody reads slowly here: what is left out is left out by the budget.
private struct ConsoleTraffic {
    /// A moderator looks at a busy board for so long.
    private let seconds: Int
    private static let pixelsPerSecond = 200
    /// Frames of the board, as the server sends them under load.
    private static let framesPerSecond = 30
    private static let side = 400

    init(_ setting: Setting) {
        seconds = setting.scale.pick(smoke: 2, small: 20, full: 120)
    }

    func run() throws(BenchFailure) -> Report {
        var report = Report()
        for (width, height, goal) in [(80, 24, 10_000), (140, 40, 20_000)] {
            let figures = try watch(width: width, height: height)
            report.add(
                "\(width)x\(height)", "\(figures.average / 1000).\(figures.average % 1000 / 100) KB/s",
                "goal \(goal / 1000); the most in any second \(figures.most) bytes; "
                    + "\(figures.pictures) pictures in \(seconds) s, first one \(figures.first) bytes")
        }
        return report
    }

    private struct Figures {
        var average = 0
        var most = 0
        var pictures = 0
        var first = 0
    }

    private func watch(width: Int, height: Int) throws(BenchFailure) -> Figures {
        let pair = try TerminalPair(width: width, height: height)
        let screen = try pair.openScreen()
        defer { screen.close() }
        var model = ConsoleModel(width: width, height: height)
        var budget = FrameBudget(width: width, height: height, at: 0)
        try begin(&model)
        pair.draw(model, on: screen)
        var figures = Figures(first: Int(screen.writtenByteCount))
        var pixels = Pixels(width: width, height: height)
        var bytesOfSecond = [Int](repeating: 0, count: seconds)
        for frame in 0..<seconds * Self.framesPerSecond {
            let now = Millis(frame * 1000 / Self.framesPerSecond) + 1000
            _ = model.update(.pixelsChanged(pixels.next(count: share(of: frame))), at: now)
            if frame % (Self.framesPerSecond / 4) == 0 {
                _ = model.update(.state(pixels.news(at: now)), at: now)
            }
            guard budget.mayDraw(at: now) else { continue }
            let before = screen.writtenByteCount
            pair.draw(model, on: screen)
            let count = Int(screen.writtenByteCount - before)
            budget.spend(count, at: now)
            bytesOfSecond[frame / Self.framesPerSecond] += count
            figures.pictures += 1
        }
        figures.average = bytesOfSecond.reduce(0, +) / seconds
        figures.most = bytesOfSecond.max() ?? 0
        return figures
    }

    /// How many pixels come with a frame, so that in a second it is all of them.
    private func share(of frame: Int) -> Int {
        let place = frame % Self.framesPerSecond
        return (place + 1) * Self.pixelsPerSecond / Self.framesPerSecond
            - place * Self.pixelsPerSecond / Self.framesPerSecond
    }

    private func begin(_ model: inout ConsoleModel) throws(BenchFailure) {
        let palette = (0..<32).map { (number: Int) -> PixelColour in
            let part = UInt8(number)
            return PixelColour(red: part * 8, green: 255 - part * 7, blue: part)
        }
        let colours = (0..<Self.side * Self.side).map { (index: Int) -> UInt8 in UInt8(index * 7 % 32) }
        guard
            let mirror = BoardMirror(
                name: "main", width: Self.side, height: Self.side, palette: palette, colours: colours)
        else { throw BenchFailure("no such board") }
        _ = model.update(.connected, at: 0)
        _ = model.update(.state(Pixels(width: 80, height: 24).news(at: 0)), at: 0)
        _ = model.update(.board(mirror), at: 0)
    }
}

/// Pixels in the middle of the board, where the console looks.
private struct Pixels {
    private var random = PixelPlan.standard
    private let columns: Int
    private let rows: Int
    private var recent: [FeedLine] = []
    private var count = 0

    init(width: Int, height: Int) {
        columns = width * 5 / 8
        rows = (height - 6) * 2
    }

    mutating func next(count: Int) -> [PixelChange] {
        (0..<count).map { _ in
            let pixel = random.next()
            let x = 200 - columns / 2 + Int(pixel.x) % columns
            let y = 200 - rows / 2 + Int(pixel.y) % rows
            note(x, y, pixel.colour % 32)
            return PixelChange(index: y * 400 + x, colour: pixel.colour % 32)
        }
    }

    private mutating func note(_ x: Int, _ y: Int, _ colour: UInt8) {
        count += 1
        var line = FeedLine()
        (line.x, line.y, line.colour) = (x, y, colour)
        (line.name, line.handle) = ("guest-\(count % 97)", "7fa\(count % 10)")
        recent.insert(line, at: 0)
        if recent.count > 40 { recent.removeLast() }
    }

    /// What the server says four times a second.
    func news(at now: Millis) -> Wire.LiveState {
        var state = Wire.LiveState()
        var board = BoardNumbers()
        (board.name, board.width, board.height, board.online) = ("main", 400, 400, 1284)
        (board.perSecond, board.seq) = (190 + count % 20, UInt64(count))
        board.rates = (0..<60).map { ($0 * 37 + count) % 230 }
        state.boards = [board]
        state.at = 1_795_183_351_000 + now
        state.feed = recent.map { line in
            var line = line
            line.at = 1_795_183_351_000 + now
            return line
        }
        return state
    }
}

/// Both ends of a terminal that nobody sits at.
private struct TerminalPair: ~Copyable {
    private var master: Int32 = -1
    private var slave: Int32 = -1

    init(width: Int, height: Int) throws(BenchFailure) {
        var size = winsize(ws_row: UInt16(height), ws_col: UInt16(width), ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else {
            throw BenchFailure("no terminal can be had")
        }
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(master)
        close(slave)
    }

    func openScreen() throws(BenchFailure) -> TerminalScreen {
        do throws(TerminalError) {
            return try TerminalScreen.open(
                TerminalOptions(
                    termName: "xterm-256color", localeName: "C.UTF-8", input: slave, output: slave))
        } catch {
            throw BenchFailure("the terminal cannot be used: \(error)")
        }
    }

    /// Draws, and takes everything that comes at the other end.
    func draw(_ model: ConsoleModel, on screen: TerminalScreen) {
        screen.draw(model.layout(width: screen.width, height: screen.height))
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        repeat {
            while read(master, &buffer, buffer.count) > 0 {}
        } while !screen.flush()
    }
}
