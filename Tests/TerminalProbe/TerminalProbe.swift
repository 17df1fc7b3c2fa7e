import Cells
import Glibc
import Terminal

/// A program with a screen that ends as its first argument says, for tests that need a process of their own.
@main struct TerminalProbe {
    static func main() throws {
        let environment = { (name: String) in getenv(name).map { String(cString: $0) } }
        var signals = sigset_t()
        sigemptyset(&signals)
        // The thread that started us may have kept signals off.
        sigprocmask(SIG_SETMASK, &signals, nil)
        let screen = try TerminalScreen.open(
            TerminalOptions(termName: environment("TERM"), noColourEnvironment: environment("NO_COLOR")))
        var grid = CellGrid(width: screen.width, height: screen.height)
        grid.box(grid.bounds, title: "probe", style: Style(ink: .named(.red), marks: .bold))
        grid.put(CellText(screen.notice ?? "as it should be"), x: 2, y: 1)
        grid.put("\(screen.depth) \(screen.isASCII ? "ASCII" : "UTF-8")", x: 2, y: 2)
        screen.draw(grid)
        // Until the test has seen the screen.
        while screen.readKeys().isEmpty { usleep(1_000) }
        end(CommandLine.arguments.dropFirst().first ?? "", screen)
    }

    private static func end(_ way: String, _ screen: TerminalScreen) {
        switch way {
        case "abort": abort()
        case "exit": exit(3)
        case "trap": preconditionFailure("as the test wants it")
        case "return": screen.close()
        default: raise(Int32(way) ?? SIGKILL)
        }
    }
}
