import Foundation
import TestKit
import Testing

/// Whatever ends a program, its terminal is given back.
@Suite struct EndingTests {
    /// Beside the tests, where SwiftPM puts all programs.
    private static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "TerminalProbe")

    private func run(
        _ way: String, _ environment: [String: String], on terminal: PseudoTerminal, by user: UInt32? = nil
    ) throws -> Process {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = [way]
        if let user {
            process.executableURL = URL(filePath: "/usr/bin/setpriv")
            process.arguments =
                ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", Self.program.path(), way]
        }
        process.environment = ["LANG": "C.UTF-8", "TERM": "xterm-256color", "SWIFT_BACKTRACE": "enable=no"]
            .merging(
                environment
            ) { $1 }
        let handle = FileHandle(fileDescriptor: terminal.slave, closeOnDealloc: false)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }

    @Test(arguments: [
        "return", "exit", "abort", "trap", "\(SIGTERM)", "\(SIGHUP)", "\(SIGINT)", "\(SIGSEGV)", "\(SIGBUS)",
        "\(SIGQUIT)",
    ])
    func `every end that can be caught gives the terminal back`(way: String) throws {
        let terminal = try PseudoTerminal()
        let process = try run(way, [:], on: terminal)
        var twin = TerminalTwin(width: 40, height: 6)
        twin.take(Array("first\r\nsecond\r\n".utf8))
        #expect(terminal.show(on: &twin) { $0.text.contains("palette UTF-8") }, "\(twin.text)")
        #expect(twin.text.contains("as it should be") && twin.modes.contains("?1049"))
        #expect(!terminal.isSane)
        terminal.type("x")
        process.waitUntilExit()
        #expect(terminal.show(on: &twin) { $0.modes == TerminalTwin.usualModes }, "\(twin.modes)")
        #expect(terminal.isSane)
        // The shell goes on below its last line: nothing was said after the end, by nobody's buffer either.
        #expect(twin.cursor == (0, 2))
        // It ends the way it would have ended without us.
        switch way {
        case "return": #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
        case "exit": #expect(process.terminationStatus == 3 && process.terminationReason == .exit)
        case "abort": #expect(process.terminationStatus == SIGABRT)
        case "trap": #expect([SIGILL, SIGTRAP].contains(process.terminationStatus))
        default: #expect(String(process.terminationStatus) == way)
        }
        if way != "return", way != "exit" { #expect(process.terminationReason == .uncaughtSignal) }
    }

    /// Who came by `su` may use the terminal of who they were, and not open it.
    @Test(
        .enabled(if: getuid() == 0, "only root may become somebody else"),
        arguments: ["return", "exit", "abort", "\(SIGTERM)"])
    func `a terminal of somebody else is used as it was given`(way: String) throws {
        let terminal = try PseudoTerminal()
        #expect(chmod(terminal.path, 0o600) == 0)
        let process = try run(way, [:], on: terminal, by: 65_534)
        var twin = TerminalTwin(width: 40, height: 6)
        #expect(terminal.show(on: &twin) { $0.text.contains("palette UTF-8") }, "\(twin.text)")
        #expect(!terminal.isWaiting && !terminal.isSane)
        terminal.type("x")
        process.waitUntilExit()
        #expect(terminal.show(on: &twin) { $0.modes == TerminalTwin.usualModes }, "\(twin.modes)")
        // The descriptor is the shell's as well, which expects to wait.
        #expect(terminal.isWaiting && terminal.isSane)
    }

    @Test func `after a kill the next screen gives the terminal back`() throws {
        let terminal = try PseudoTerminal()
        let killed = try run("\(SIGKILL)", [:], on: terminal)
        var twin = TerminalTwin(width: 40, height: 6)
        #expect(terminal.show(on: &twin) { $0.text.contains("palette UTF-8") })
        terminal.type("x")
        killed.waitUntilExit()
        #expect(!terminal.isSane)
        let next = try run("return", [:], on: terminal)
        #expect(terminal.show(on: &twin) { $0.text.contains("was left raw") }, "\(twin.text)")
        terminal.type("x")
        next.waitUntilExit()
        #expect(terminal.show(on: &twin) { $0.modes == TerminalTwin.usualModes }, "\(twin.modes)")
        #expect(terminal.isSane)
    }

    @Test(arguments: [
        (["TERM": "vt100"], "mono ASCII"), (["LANG": "C"], "palette ASCII"),
        (["NO_COLOR": "1"], "mono UTF-8"),
        (["LANG": "xx_XX.UTF-8"], "palette UTF-8"), (["TERM": "linux"], "eight UTF-8"),
        (["TERM": "kitty-of-tomorrow"], "palette UTF-8"), (["TERM": ""], "palette UTF-8"),
    ])
    func `the environment says what can be shown`(environment: [String: String], shown: String) throws {
        let terminal = try PseudoTerminal()
        let process = try run("return", environment, on: terminal)
        var twin = TerminalTwin(width: 40, height: 6)
        #expect(terminal.show(on: &twin) { $0.text.contains(shown) }, "\(twin.text)")
        #expect(twin.unknown == [])
        terminal.type("x")
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(terminal.isSane)
    }
}
