import Cells
import ConsoleCore
import Glibc
import Reactor
import Terminal

/// What the words of `toile console` say.
struct ConsoleSettings {
    var dataDirectory = "./toile-data"
    var socketPath: String?
    var board = "main"
    var isMono = false
    var isASCII = false
    var hasMouse = true
    var isReadOnly = false
    var isHelpWanted = false
}

/// `toile console`: the moderators' screen, over the admin socket of a running server.
enum ConsoleCommand {
    typealias ConsoleOption = Option<ConsoleSettings>

    static var options: [ConsoleOption] {
        [
            ConsoleOption("--data", "DIR", "the data directory of the server (./toile-data)") {
                $0.dataDirectory = $1
            },
            ConsoleOption("--socket", "PATH", "the admin socket, where it lies elsewhere (DIR/admin.sock)") {
                $0.socketPath = $1
            },
            ConsoleOption("--board", "NAME", "which board is looked at (main)") { $0.board = $1 },
            ConsoleOption("--mono", nil, "no colours; NO_COLOR in the environment does the same") {
                settings, _ in
                settings.isMono = true
            },
            ConsoleOption("--ascii", nil, "nothing beyond ASCII") { settings, _ in settings.isASCII = true },
            ConsoleOption("--no-mouse", nil, "leave the mouse to the terminal") { settings, _ in
                settings.hasMouse = false
            },
            ConsoleOption("--readonly", nil, "look, and change nothing") { settings, _ in
                settings.isReadOnly = true
            },
            ConsoleOption("--help", nil, "this text") { settings, _ in settings.isHelpWanted = true },
        ]
    }

    /// Shows the screen until somebody quits; what the process ends with.
    static func run(_ words: [String]) -> Int32 {
        do throws(Failure) {
            try start(words)
            return ExitCode.done.rawValue
        } catch {
            Output.log(error.line)
            return error.code.rawValue
        }
    }

    private static func start(_ words: [String]) throws(Failure) {
        var settings = ConsoleSettings()
        do throws(Failure) {
            try Option.parse(words, options, command: "console", into: &settings)
        } catch {
            throw error.ending(.badCommand)
        }
        if settings.isHelpWanted {
            Output.text(Help.console)
            return
        }
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw Failure(
                .badCommand, "console needs a terminal",
                "without one, 'toile ctl' has a command for everything that it can do")
        }
        let path = settings.socketPath ?? AdminClient.socketPath(in: settings.dataDirectory)
        // Asked before the screen is taken: what is wrong is then said where it can be read.
        do throws(Failure) {
            guard try AdminClient(socket: path) != nil else {
                throw unreachable(path, "nobody listens there")
            }
        } catch {
            throw error.ending(.unreachable)
        }
        if let farewell = try show(settings, path) { throw unreachable(path, farewell) }
    }

    private static func unreachable(_ path: String, _ reason: String) -> Failure {
        Failure(
            .unreachable, "cannot reach the server through \(path): \(reason)",
            "start 'toile serve', or say where its data is with --data")
    }

    /// Runs the console; what went wrong before it ever began, in words.
    private static func show(_ settings: ConsoleSettings, _ path: String) throws(Failure) -> String? {
        do {
            let loop = try EventLoop()
            let screen = try TerminalScreen.open(terminalOptions(settings))
            let program = ConsoleProgram(
                loop: loop, screen: screen,
                place: ConsoleProgram.Place(socketPath: path, board: settings.board),
                options: consoleOptions(settings, screen))
            let signals = try Signals(Signal.ofTerminal, on: loop) { program.received($0) }
            try withExtendedLifetime(signals) { try program.run() }
            screen.close()
            if let notice = screen.notice { Output.log(notice) }
            return program.farewell
        } catch let error as TerminalError {
            throw Failure(
                .failed, "the terminal cannot be used: \(error)", "see TERM, or use 'toile ctl'")
        } catch {
            throw Failure(.failed, "the console cannot run: \(error)", "use 'toile ctl' meanwhile")
        }
    }

    private static func terminalOptions(_ settings: ConsoleSettings) -> TerminalOptions {
        TerminalOptions(
            termName: environment("TERM"), isMono: settings.isMono, isASCII: settings.isASCII,
            hasMouse: settings.hasMouse, noColourEnvironment: environment("NO_COLOR"))
    }

    private static func consoleOptions(
        _ settings: ConsoleSettings, _ screen: borrowing TerminalScreen
    ) -> ConsoleOptions {
        var options = ConsoleOptions()
        options.board = settings.board
        options.isASCII = screen.isASCII
        options.isMono = screen.depth == .mono
        options.isReadOnly = settings.isReadOnly
        options.zoneOffsetMillis = zoneOffsetMillis()
        return options
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// How far the clock on this wall is ahead of UTC, now.
    private static func zoneOffsetMillis() -> Int64 {
        var now = time(nil)
        var parts = tm()
        localtime_r(&now, &parts)
        return Int64(parts.tm_gmtoff) * 1000
    }
}
