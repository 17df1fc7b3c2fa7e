import Foundation
import Reactor

/// Where the program under test is found.
enum ServerProgram {
    /// `toile` as it was built together with this program.
    static var besideThisOne: String {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        return own.deletingLastPathComponent().appendingPathComponent("toile").path
    }
}

/// A `toile serve` of our own on 127.0.0.1, alone or under valgrind. It ends with `stop`, or with this
/// program.
final class ServerProcess {
    let port: UInt16
    private let process: Process
    private let directory: URL

    /// The server's process, 0 between servers. Safe because it is written by the main thread and otherwise
    /// read only by the handler of signals, which ends the program.
    nonisolated(unsafe) private static var running: Int32 = 0

    /// Starts the server and waits until it is ready. Limits that a load from one address would run into are
    /// off, and nothing is kept on a disk unless a benchmark is about that.
    init(
        _ program: String, options: [String], durability: String = "memory", tool: [String] = []
    ) throws(BenchFailure) {
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw BenchFailure(
                "no server at \(program): swift build -c release --product toile, or name one by --server"
            )
        }
        directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("toile-bench-\(UUID().uuidString)")
        let words =
            tool + [program, "serve", "--listen", "127.0.0.1:0", "--data", directory.path]
            + ["--durability", durability] + Self.unlimited + options
        let output = Pipe()
        process = Process()
        process.executableURL = URL(fileURLWithPath: words[0])
        process.arguments = Array(words.dropFirst())
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw BenchFailure("cannot start \(words[0]): \(error)")
        }
        Self.running = process.processIdentifier
        let line = Self.firstLine(of: output.fileHandleForReading)
        guard let port = line.split(separator: ":").last.flatMap({ UInt16($0.prefix { $0.isNumber }) }) else {
            process.terminate()
            throw BenchFailure("the server did not become ready, it said '\(line)'")
        }
        self.port = port
    }

    private static let unlimited = [
        "--connections-per-address", "0", "--connections-per-session", "0", "--messages-per-second", "0",
        "--sessions-per-address", "0", "--cooldown", "0",
    ]

    private static func firstLine(of handle: FileHandle) -> String {
        var bytes = Data()
        while !bytes.contains(UInt8(ascii: "\n")) {
            let more = handle.availableData
            if more.isEmpty { break }
            bytes += more
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }

    /// Asks the server to end, and waits for it.
    func stop() throws(BenchFailure) {
        process.terminate()
        process.waitUntilExit()
        Self.running = 0
        try? FileManager.default.removeItem(at: directory)
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw BenchFailure("the server ended badly, with \(process.terminationStatus)")
        }
    }

    /// When this program is told to end, its server ends first.
    static func endWithThisOne() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { number in
                let child = ServerProcess.running
                if child > 0 { kill(child, SIGTERM) }
                _exit(128 + number)
            }
        }
    }
}

// MARK: - What the kernel knows of it

extension ServerProcess {
    /// Processor time, in microseconds.
    struct CPUTime {
        var user: Double
        var system: Double

        var total: Double { user + system }

        static func - (later: CPUTime, earlier: CPUTime) -> CPUTime {
            CPUTime(user: later.user - earlier.user, system: later.system - earlier.system)
        }
    }

    /// What all threads of the server have spent.
    func cpuTime() throws(BenchFailure) -> CPUTime {
        let fields = try procFile("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else {
            throw BenchFailure("/proc says nothing of the server's processor time")
        }
        let microsPerTick = 1_000_000 / Double(sysconf(Int32(_SC_CLK_TCK)))
        return CPUTime(user: user * microsPerTick, system: system * microsPerTick)
    }

    /// Resident memory of its own, in bytes: what is mapped from files does not grow with the work.
    func residentBytes() throws(BenchFailure) -> Int {
        for line in try procFile("status").split(separator: "\n") where line.hasPrefix("RssAnon:") {
            if let kilobytes = line.split(separator: " ").dropLast().last.flatMap({ Int($0) }) {
                return kilobytes * 1024
            }
        }
        throw BenchFailure("/proc says nothing of the server's memory")
    }

    private func procFile(_ name: String) throws(BenchFailure) -> String {
        let path = "/proc/\(process.processIdentifier)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw BenchFailure("cannot read \(path): did the server end?")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
