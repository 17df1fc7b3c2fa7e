import Foundation

/// The program: every benchmark by its name. Each says what it measured in a table and compares it with its
/// goals.
///
///     ToileBench list
///     ToileBench NAME [--small] [--server PATH]
///     ToileBench smoke
@main
enum ToileBench {
    static func main() {
        var words = Array(CommandLine.arguments.dropFirst())
        let isSmall = take("--small", from: &words)
        let server = takeValue("--server", from: &words) ?? ServerProgram.besideThisOne
        let setting = Setting(scale: isSmall ? .small : .full, server: server)
        ServerProcess.endWithThisOne()
        switch words.first ?? "list" {
        case "list" where words.count <= 1: list()
        case "smoke" where words.count == 1:
            run(Benchmark.all, Setting(scale: .smoke, server: server))
        case let name where words.count == 1:
            guard let benchmark = Benchmark.all.first(where: { $0.name == name }) else {
                say("there is no benchmark '\(name)'; these there are:")
                list()
                exit(64)
            }
            run([benchmark], setting)
        default:
            say("one benchmark at a time: ToileBench NAME [--small] [--server PATH]")
            exit(64)
        }
    }

    private static func list() {
        for benchmark in Benchmark.all {
            say("  \(benchmark.name.padded(to: 18))\(benchmark.text)")
        }
        say("  \("smoke".padded(to: 18))all of them, each tiny: do they still work?")
    }

    /// Runs them one after the other, and ends with 1 if one failed or missed a goal.
    private static func run(_ benchmarks: [Benchmark], _ setting: Setting) {
        var isGood = true
        for benchmark in benchmarks {
            say("== \(benchmark.name): \(benchmark.text)")
            let began = Clock.wallMicros()
            do throws(BenchFailure) {
                let report = try benchmark.run(setting)
                report.show(checksGoals: setting.scale != .smoke)
                if setting.scale != .smoke, !report.meetsGoals { isGood = false }
            } catch {
                say("FAILED: \(error.what)")
                isGood = false
            }
            say("(\((Clock.wallMicros() - began) / 1000) ms)\n")
        }
        exit(isGood ? 0 : 1)
    }

    private static func take(_ word: String, from words: inout [String]) -> Bool {
        guard let place = words.firstIndex(of: word) else { return false }
        words.remove(at: place)
        return true
    }

    private static func takeValue(_ word: String, from words: inout [String]) -> String? {
        guard let place = words.firstIndex(of: word), place + 1 < words.count else { return nil }
        defer { words.removeSubrange(place...place + 1) }
        return words[place + 1]
    }
}
