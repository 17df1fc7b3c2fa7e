import Foundation
import TestKit
import Wire

/// One data directory, and everybody who knows what must be in it.
final class Torture {
    private static let side = 64
    private static let cooldownMillis = 2
    private static let chargesMax = 100
    private static let killAfterMicros: ClosedRange<UInt32> = 0...150_000

    private let data: String
    private let end: (ToileProcess) throws -> Void
    private let seed: UInt64
    private var random: SeededRandom
    private var painters: [Painter] = []
    private let watchers = (0..<2).map { _ in Watcher(pixelCount: Torture.side * Torture.side) }
    private var sessions: [TestSession] = []
    private var begunAt = Date()
    private let newcomers = Newcomers()

    /// `end` is how a server ends in the middle of the storm.
    init(seed: UInt64, data: String, end: @escaping (ToileProcess) throws -> Void) throws {
        self.data = data
        self.end = end
        self.seed = seed
        random = SeededRandom(seed: seed)
        let toile = try start()
        for number in 0..<4 {
            let rows = number * 16..<number * 16 + 16
            painters.append(
                Painter(
                    try toile.session(), rows: rows, width: Self.side,
                    seed: seed &* 1000 &+ UInt64(number)))
        }
        begunAt = Date()
        toile.end(with: SIGKILL)
    }

    var acknowledgedCount: Int { painters.reduce(0) { $0 + $1.acknowledgedCount } }

    private var summary: String {
        let resumed = watchers.reduce(0) { $0 + $1.resumedCount }
        return "\(acknowledgedCount) placements acknowledged, \(sessions.count) sessions, \(resumed) resumed"
    }

    private func start() throws -> ToileProcess {
        try ToileProcess(
            [
                "--board", "main=\(Self.side)x\(Self.side)", "--cooldown", String(Self.cooldownMillis),
                "--charges", String(Self.chargesMax), "--tick", "5",
            ], data: data, loops: .random(in: 1...2, using: &random),
            withoutLimits: ToileProcess.withoutConnectionLimits)
    }

    /// So many lives, and what is there after the last of them.
    func run(rounds: Int) throws {
        for round in 1...rounds {
            do {
                try self.round()
            } catch {
                throw Broken("round \(round) of seed \(seed): \(error)")
            }
            if round % 50 == 0 { print("torture: round \(round), \(summary)") }
        }
        try finish()
        print("torture: \(summary)")
    }

    /// One life: what was promised before is proved, then the storm begins, and in the middle of it the end.
    private func round() throws {
        if Int.random(in: 0..<5, using: &random) == 0 { try killWhileStarting() }
        let toile = try start()
        try prove(on: toile)
        let port = toile.port
        let failures = FailureList()
        let threads = DispatchGroup()
        func begin(_ work: @escaping @Sendable () throws -> Void) {
            threads.enter()
            Thread.detachNewThread {
                do { try work() } catch { failures.note(error) }
                threads.leave()
            }
        }
        for painter in painters { begin { try painter.paint(port: port) } }
        for watcher in watchers { begin { try watcher.watch(port: port) } }
        begin { [newcomers] in newcomers.arrive(port: port) }
        usleep(.random(in: Self.killAfterMicros, using: &random))
        try end(toile)
        threads.wait()
        if let error = failures.first { throw error }
        sessions += newcomers.takeAll()
    }

    /// Dies before it has said that it is ready.
    private func killWhileStarting() throws {
        let process = Process()
        process.executableURL = ToileProcess.program
        process.arguments = ["serve", "--listen", "127.0.0.1:0", "--data", data]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(.random(in: 0...60_000, using: &random))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Everything that was promised, asked of a server that has just come back.
    private func prove(on toile: ToileProcess) throws {
        let pixels = try toile.ask("GET", "/api/boards/main/pixels")
        guard let state = pixels["toile-state"].flatMap({ StateName($0) }),
            pixels["toile-digest"] == String(Replica.digest(of: pixels.body))
        else { throw Broken("the digest after recovery is not that of the pixels") }
        for painter in painters {
            guard state.seq >= painter.acknowledgedSeq else {
                throw Broken("change \(painter.acknowledgedSeq) was acknowledged; the board is at \(state)")
            }
            try painter.check(pixels.body)
            let allowed =
                Self.chargesMax + Int(Date().timeIntervalSince(begunAt) * 1000) / Self.cooldownMillis
            guard painter.acknowledgedCount <= allowed else {
                throw Broken(
                    "\(painter.acknowledgedCount) placements of one player; the rules allow \(allowed)")
            }
        }
        for watcher in watchers {
            try watcher.watch(port: toile.port, until: state.seq)
            guard watcher.replica.colours == pixels.body else { throw Broken("a viewer holds other pixels") }
        }
        for session in sessions.suffix(20) + painters.map(\.session) {
            let answer = try toile.ask(
                "POST", "/api/session", fields: [("Authorization", "Bearer \(session.token)")])
            guard answer.json?["id"]?.string == session.id else { throw Broken("a session was forgotten") }
        }
    }

    private func finish() throws {
        let toile = try start()
        try prove(on: toile)
        toile.signal(SIGTERM)
        guard toile.waitForEnd().code == 0 else { throw Broken("it did not end in good order") }
    }
}

/// People who open sessions while the storm goes on.
private final class Newcomers: @unchecked Sendable {
    private let lock = NSLock()
    private var arrived: [TestSession] = []

    /// One after the other, until the server is gone.
    func arrive(port: UInt16) {
        while let session = try? TestSession(port: port) { lock.withLock { arrived.append(session) } }
    }

    func takeAll() -> [TestSession] {
        lock.withLock {
            defer { arrived = [] }
            return arrived
        }
    }
}

/// What went wrong on other threads.
final class FailureList: @unchecked Sendable {
    private let lock = NSLock()
    private var errors: [any Error] = []

    var first: (any Error)? { lock.withLock { errors.first } }

    func note(_ error: any Error) {
        lock.withLock { errors.append(error) }
    }
}
