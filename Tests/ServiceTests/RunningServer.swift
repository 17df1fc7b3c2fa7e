import Canvas
import Foundation
import Ledger
import Reactor
import Session
import TestKit
import Wire

@testable import Service

/// A server on a thread of this process.
final class RunningServer: @unchecked Sendable {
    let port: UInt16
    private let server: Server
    private let hasEnded = DispatchSemaphore(value: 0)
    private let clock: ManualClock?
    /// Its admin socket, if it has one.
    let adminPath: String?
    let team: ScriptedTeam?

    /// Starts with a small open board, no cooldown and no limits, unless the test says otherwise.
    init(
        ledger: any Ledger = MemoryLedger(), clock: ManualClock? = nil, wallClock: ManualClock? = nil,
        loops: Int = 1, width: Int = 40, height: Int = 25, storage: StorageWatch = StorageWatch(),
        past: (any Past)? = nil, team: ScriptedTeam? = nil, kept: KeptLedger? = nil,
        _ adjust: (inout ServeOptions) -> Void = { _ in }
    ) throws {
        var options = try Self.options(loops: loops, width: width, height: height)
        adjust(&options)
        if team != nil { options.staff = ScriptedTeam.roles }
        let adminPath = team.map { _ in
            FileManager.default.temporaryDirectory.appending(path: "toile-\(UUID().uuidString).sock").path
        }
        self.adminPath = adminPath
        self.team = team
        let hasStarted = DispatchSemaphore(value: 0)
        let hasEnded = hasEnded
        let outcome = Outcome()
        Thread.detachNewThread { [options] in
            do {
                var clocks = Clocks()
                if let clock { clocks.monotonic = { clock.nowMillis } }
                if let wallClock { clocks.wall = { wallClock.nowMillis } }
                let recovered = try kept?.open(nowMillis: clocks.wall()) ?? Recovered()
                let opening = try Opening(options, recovered, nowMillis: clocks.wall())
                try kept?.keep(opening.entries)
                let placements = PlacementWatch()
                let observed = ObservedLedger(ledger, placements)
                let server = try Server(
                    options, opening: opening,
                    keeping: kept?.keeping
                        ?? Keeping(ledger: observed, past: past, placements: placements, watch: storage),
                    pages: [],
                    clocks: clocks, users: { team?.user($0) ?? SystemUser.find($0) })
                if let adminPath { try server.openAdminSocket(at: adminPath) }
                outcome.server = server
                hasStarted.signal()
                server.run()
            } catch {
                outcome.error = error
                hasStarted.signal()
            }
            hasEnded.signal()
        }
        hasStarted.wait()
        guard let server = outcome.server else { throw outcome.error ?? NotStarted() }
        self.server = server
        self.clock = clock
        port = server.port
    }

    struct NotStarted: Error {}

    private final class Outcome: @unchecked Sendable {
        var server: Server?
        var error: (any Error)?
    }

    static func options(loops: Int, width: Int, height: Int) throws -> ServeOptions {
        var options = ServeOptions()
        guard let shape = BoardShape(width: width, height: height) else { throw NotStarted() }
        options.port = 0
        options.boards[0].wishes.shape = shape
        options.everyBoard.cooldownMillis = 0
        options.everyBoard.chargesMax = 1
        options.loopCount = loops
        options.limits.connectionsPerAddress = 0
        options.limits.connectionsPerSession = 0
        options.limits.messagesPerSecond = 0
        options.limits.sessionsPerAddress = 0
        return options
    }

    /// Ends at once.
    func stop() {
        server.post {
            $0.drainAndStop()
            $0.drainAndStop()
        }
        hasEnded.wait()
        hasEnded.signal()
    }

    /// Whether it ended, or is about to, because nothing could be kept any more.
    var hasStorageFailed: Bool { server.hasStorageFailed }

    /// Begins to end in good order.
    func drain() {
        server.post { $0.drainAndStop() }
    }

    /// Whether it ends within the time that the slowest machine needs.
    func ends() -> Bool {
        guard hasEnded.wait(timeout: .now() + 20) == .success else { return false }
        hasEnded.signal()
        return true
    }

    /// Moves its clock on until it has ended; false if it lives past `millisMax`.
    func endsWhilePassing(millisMax: Int64, step: Int64 = 50) -> Bool {
        for _ in 0..<millisMax / step {
            clock?.advance(byMillis: step)
            // Wakes the loop, which looks at the clock then.
            server.post { _ in }
            if hasEnded.wait(timeout: .now() + .milliseconds(5)) == .success {
                hasEnded.signal()
                return true
            }
        }
        return false
    }

    /// Moves its clock, in steps that it notices one by one.
    func pass(millis: Int64, steps: Int64 = 1) {
        for _ in 0..<steps {
            clock?.advance(byMillis: millis / steps)
            let hasPassed = DispatchSemaphore(value: 0)
            // Two turns: one sees the time, the next one what it led to.
            server.post { server in server.post { _ in hasPassed.signal() } }
            hasPassed.wait()
        }
    }

    /// Has the canvas do something on its own loop, and waits until it is done.
    func onCanvas(_ work: @escaping @Sendable (isolated CanvasActor) -> Void) {
        let isDone = DispatchSemaphore(value: 0)
        server.post { server in
            server.canvas.assumeIsolated { work($0) }
            isDone.signal()
        }
        isDone.wait()
    }

    /// Looks up anew who comes through the admin socket.
    func forgetStaff() {
        server.staff.forget()
    }

    func player(_ name: String? = nil, path: String = "/ws") throws -> WebSocketClient {
        try WebSocketClient(port: port, path: path, token: TestSession(port: port, name: name).token)
    }

    func ask(
        _ method: String, _ target: String, fields: [(String, String)] = [], body: String? = nil
    ) throws -> HTTPAnswer {
        try HTTPClient.ask(method, target, port: port, fields: fields, body: body)
    }
}

/// Runs a test with a server and ends the server afterwards, whatever happened.
func withServer(_ server: RunningServer, _ body: (RunningServer) throws -> Void) rethrows {
    defer { server.stop() }
    try body(server)
}
