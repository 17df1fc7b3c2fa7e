import Foundation
import TestKit
import Testing

/// The program as its users start it, with a data directory of its own.
final class ToileProcess {
    /// It did not say that it is ready.
    struct NotReady: Error {
        let standardError: String
    }

    /// How a program ended, and what it said.
    struct Ending {
        let code: Int32
        let standardOutput: String
        let standardError: String
    }

    let port: UInt16
    /// Where it keeps what is its own.
    let dataDirectory: String
    private let process: Process
    private let output = Pipe()
    private let errors: URL
    private let directory: URL
    private var isMeantToEnd = false

    /// Starts `toile serve` on a port of its own and waits until it is ready. Unless the test says otherwise
    /// there is no cooldown and no limit, and its data is gone with it.
    init(
        _ arguments: [String] = [], data: String? = nil, loops: Int = 1, isOpenToAll: Bool = true,
        withoutLimits: [String] = ToileProcess.withoutLimits, descriptorsMax: Int? = nil,
        environment: [String: String] = [:]
    ) throws {
        directory = try Self.makeDirectory()
        errors = directory.appending(path: "errors")
        dataDirectory = data ?? directory.appending(path: "data").path
        try Data().write(to: errors)
        var words = ["serve", "--listen", "127.0.0.1:0", "--data", dataDirectory]
        words += ["--loops", String(loops)]
        if isOpenToAll { words += withoutLimits }
        process = Process()
        if let descriptorsMax {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments =
                [
                    "-c", "ulimit -n \(descriptorsMax); exec \"$0\" \"$@\"", Self.program.path,
                ] + words + arguments
        } else {
            process.executableURL = Self.program
            process.arguments = words + arguments
        }
        if !environment.isEmpty {
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let line = Self.readLine(output.fileHandleForReading)
        guard line.hasPrefix("toile: serving http://127.0.0.1:"), line.hasSuffix("/\n"),
            let port = UInt16(line.dropFirst(32).dropLast(2))
        else {
            process.terminate()
            throw NotReady(standardError: (try? String(contentsOf: errors, encoding: .utf8)) ?? "")
        }
        self.port = port
    }

    deinit {
        // Whatever a test is about, the program lives to its end and has nothing to say against itself.
        let hasCrashed = !process.isRunning && process.terminationStatus != 0 && !isMeantToEnd
        let complaint = ["Fatal error", "ThreadSanitizer", "AddressSanitizer"].first {
            standardError.contains($0)
        }
        if hasCrashed || complaint != nil { Issue.record("the server said: \(standardError.prefix(4000))") }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: directory)
    }

    static let withoutLimits = ["--cooldown", "0"] + withoutConnectionLimits

    /// The rules of the boards are left as they are.
    static let withoutConnectionLimits = [
        "--connections-per-address", "0", "--connections-per-session", "0", "--messages-per-second", "0",
        "--sessions-per-address", "0",
    ]

    /// The program lies beside the tests.
    static let program: URL = {
        let tests = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appending(path: "toile")
    }()

    static func makeDirectory() throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appending(path: "toile-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        return directory
    }

    /// Runs the program to its end, which has to come by itself.
    static func run(_ arguments: [String]) throws -> Ending {
        let process = Process()
        let output = Pipe()
        let errors = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let watchdog = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: watchdog)
        let texts = [output, errors].map {
            String(decoding: $0.fileHandleForReading.everything, as: UTF8.self)
        }
        process.waitUntilExit()
        watchdog.cancel()
        return Ending(code: process.terminationStatus, standardOutput: texts[0], standardError: texts[1])
    }

    private static func readLine(_ handle: FileHandle) -> String {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n"), let byte = handle.bytes(atMost: 1).first {
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }
    var standardError: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    func signal(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }

    /// Waits until all of its threads stand still, after SIGSTOP.
    func waitUntilStopped() {
        let tasks = "/proc/\(identifier)/task"
        func isStopped(_ task: String) -> Bool {
            let status = (try? String(contentsOfFile: "\(tasks)/\(task)/stat", encoding: .utf8)) ?? ") T"
            return status.split(separator: ")").last?.hasPrefix(" T") == true
        }
        while let threads = try? FileManager.default.contentsOfDirectory(atPath: tasks),
            !threads.allSatisfy(isStopped)
        {
            usleep(200)
        }
    }

    /// Ends it by a signal, and waits until it is gone.
    func end(with signal: Int32) {
        isMeantToEnd = true
        self.signal(signal)
        process.waitUntilExit()
    }

    /// Waits for its end, which has to come by itself: the exit code and the seconds it took. A test that
    /// wants another code than 0 says so.
    func waitForEnd(isMeant: Bool = false) -> (code: Int32, seconds: Double) {
        isMeantToEnd = isMeantToEnd || isMeant
        let begun = Date()
        let identifier = process.processIdentifier
        let watchdog = DispatchWorkItem { kill(identifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 20, execute: watchdog)
        process.waitUntilExit()
        watchdog.cancel()
        return (process.terminationStatus, Date().timeIntervalSince(begun))
    }

    /// What it said on standard output after the line that told that it was ready; to be asked once it has
    /// ended.
    var furtherOutput: String {
        String(decoding: output.fileHandleForReading.everything, as: UTF8.self)
    }
}

// MARK: - Shorthand

extension ToileProcess {
    func ask(
        _ method: String, _ target: String, fields: [(String, String)] = [], body: String? = nil
    ) throws -> HTTPAnswer {
        try HTTPClient.ask(method, target, port: port, fields: fields, body: body)
    }

    func session(_ name: String? = nil) throws -> TestSession {
        try TestSession(port: port, name: name)
    }

    func player(path: String = "/ws") throws -> WebSocketClient {
        try WebSocketClient(port: port, path: path, token: session().token)
    }

    func viewer(path: String = "/ws") throws -> WebSocketClient {
        try WebSocketClient(port: port, path: path)
    }
}

/// A data directory that outlives the servers that use it, and is gone when the test is over.
final class DataFolder {
    private let directory: URL

    init() throws { directory = try ToileProcess.makeDirectory() }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var path: String { directory.appending(path: "data").path }
}

extension FileHandle {
    /// All that comes until the other end is closed.
    var everything: [UInt8] {
        var all: [UInt8] = []
        while true {
            let more = bytes(atMost: 4096)
            if more.isEmpty { return all }
            all += more
        }
    }

    /// What is there, or comes next; none at the end. Foundation's own ways end the whole test run when a
    /// signal comes in between, as it does whenever a server ends.
    func bytes(atMost count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        while true {
            let got = Foundation.read(fileDescriptor, &bytes, count)
            if got < 0, errno == EINTR { continue }
            return Array(bytes.prefix(max(0, got)))
        }
    }
}
