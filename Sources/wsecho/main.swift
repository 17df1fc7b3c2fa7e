// An echo server in a few files: how the WebSocket library is used, and what conformance suites talk to.
import Glibc
import Reactor
import WebSocket

/// Exit codes of sysexits.h.
enum ExitCode {
    static let badUsage: Int32 = 64
    static let cannotListen: Int32 = 75
}

func tell(_ text: String) {
    var bytes = Array(text.utf8)
    _ = write(STDERR_FILENO, &bytes, bytes.count)
}

func serve(_ arguments: Arguments) throws(SystemError) {
    Signals.block()
    let loop = try EventLoop()
    let pool = CompressionPool()
    let listener = try Listener(on: loop, host: arguments.host, port: arguments.port) { socket in
        do throws(SystemError) {
            try EchoConnection.serve(socket, on: loop, arguments.settings, pool)
        } catch {
            tell("wsecho: a connection could not be served: \(error)\n")
        }
    }
    try Signals(on: loop) { signal in
        if signal != .hangUp { loop.stop() }
    }
    print("wsecho: serving ws://\(arguments.host):\(listener.port)/")
    fflush(nil)
    loop.run()
}

switch Arguments.read(Array(CommandLine.arguments.dropFirst())) {
case .help:
    print(Arguments.usage, terminator: "")
case .wrong(let why):
    tell("wsecho: \(why)\n\(Arguments.usage)")
    exit(ExitCode.badUsage)
case .serve(let arguments):
    do throws(SystemError) {
        try serve(arguments)
    } catch {
        tell("wsecho: cannot serve at \(arguments.host):\(arguments.port): \(error)\n")
        exit(ExitCode.cannotListen)
    }
}
