import Glibc
import Reactor

/// The program: picks the verb, and turns what went wrong into one line and an exit code.
@main
enum Toile {
    static func main() {
        var words = arguments
        let verb = words.isEmpty ? "--help" : words.removeFirst()
        do throws(Failure) {
            switch verb {
            case "serve":
                // Before any thread exists: signals go to the loop alone.
                Signals.block()
                try ServeCommand.run(words)
            case "backup": try BackupCommand.run(words)
            case "restore": try RestoreCommand.run(words)
            case "doctor": try DoctorCommand.run(words)
            case "export": try ExportCommand.run(words)
            case "snapshot": try SnapshotCommand.run(words)
            case "timelapse": try TimelapseCommand.run(words)
            case "console":
                Signals.block(Signal.ofTerminal)
                exit(ConsoleCommand.run(words))
            case "ctl": exit(ControlCommand.run(words))
            // For those who work on the program: the pages that are made from its table of options.
            case "options": Output.text(try OptionPages.page(words))
            case "version", "--version": try version(words)
            case "help", "--help", "-h": Output.text(Help.overview)
            default:
                throw Failure(
                    .usage, "there is no command '\(verb)'", "'toile --help' lists the commands")
            }
        } catch {
            error.exit()
        }
    }

    /// The words of the command line behind the program's name. Some preloaded libraries (libfaketime, which
    /// tests with other clocks use) keep them from Swift's runtime; the kernel knows them too.
    private static var arguments: [String] {
        var words = CommandLine.arguments
        if words.isEmpty, let bytes = Files.read("/proc/self/cmdline", bytesMax: 1 << 20) {
            words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast().map {
                String(decoding: $0, as: UTF8.self)
            }
        }
        return Array(words.dropFirst())
    }

    private static func version(_ words: [String]) throws(Failure) {
        switch words {
        case []: Output.line("toile \(Version.text)")
        case ["--help"], ["-h"]: Output.text(Help.version)
        default: throw Failure(.usage, "version knows no '\(words[0])'", "'toile version' is all there is")
        }
    }
}

/// What this build calls itself.
enum Version {
    static let text = "0.1.0"
}
