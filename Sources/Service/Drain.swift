import Canvas
import Reactor
import Session
import Wire

/// The orderly end of a server, in steps with a clock of their own:
///
/// 1. at once: not ready any more, waits are answered, everybody is told when to come back, no placement is
///    read
/// 2. after `listenMillis`: nobody is accepted any more. Until then a watcher can see that it is not ready
/// 3. when every result is taken, or its time is up: WebSockets are closed with 1001, idle connections ended
/// 4. when nobody is left, or the time is up: the loop stops
final class Drain {
    private static let listenMillis: Int64 = 400
    private static let checkMillis: Int64 = 25
    /// Clients come back after a random part of this.
    private static let retryMillis: Int64 = 5000

    private let loop: EventLoop
    private let canvas: CanvasActor
    private let gates: ShardGates
    private let health: ServerHealth
    private let stopListening: () -> Void
    private var begunAt: Int64 = 0
    private var isListening = true
    private var hasClosed = false
    /// What each shard said last: whether its results are taken, and how many connections it has.
    private var reports: [(isSettled: Bool, connectionCount: Int)?]

    init(
        loop: EventLoop, canvas: CanvasActor, gates: ShardGates, health: ServerHealth,
        stopListening: @escaping () -> Void
    ) {
        self.loop = loop
        self.canvas = canvas
        self.gates = gates
        self.health = health
        self.stopListening = stopListening
        reports = gates.all.map { _ in nil }
    }

    func begin() {
        begunAt = loop.now
        health.isReady = false
        canvas.assumeIsolated { $0.beginDraining() }
        let notice = NoticeMessage(
            text: "The server is restarting. Your place is kept.", level: .warning,
            retryMillis: Self.retryMillis
        ).bytes
        for gate in gates.all { gate.perform { $0.beginDraining(notice: notice) } }
        check()
    }

    private func check() {
        let elapsed = loop.now - begunAt
        if isListening, elapsed >= Self.listenMillis {
            isListening = false
            stopListening()
        }
        let isSettled =
            reports.allSatisfy { $0?.isSettled ?? false } && canvas.assumeIsolated { $0.isSettled }
        if !hasClosed, !isListening, isSettled || elapsed >= Limits.drainResultsMillisMax {
            hasClosed = true
            reports = reports.map { _ in nil }
            for gate in gates.all { gate.perform { $0.closeAll() } }
        }
        let isEmpty = hasClosed && reports.allSatisfy { $0?.connectionCount == 0 }
        if isEmpty || elapsed >= Limits.drainMillisMax { return loop.stop() }
        askForReports()
        _ = loop.schedule(at: loop.now + Self.checkMillis) { [self] in check() }
    }

    private func askForReports() {
        // Safe because the shards only carry it: the report is noted down on the drain's own loop.
        nonisolated(unsafe) let drain = self
        for (index, gate) in gates.all.enumerated() {
            gate.perform { shard in
                let report = (shard.isSettled, shard.connectionCount)
                shard.canvas.loop.post { drain.reports[index] = report }
            }
        }
    }
}

extension CanvasActor {
    /// No wait and no picture is begun any more, and waits end now.
    func beginDraining() {
        isDraining = true
        pictures.lights.putOut()
        endPolls()
    }

    /// Nothing is being made durable.
    var isSettled: Bool {
        boards.allSatisfy { $0.inFlight == nil && $0.collecting.isEmpty && $0.isLevel && $0.chat.isSettled }
    }
}
