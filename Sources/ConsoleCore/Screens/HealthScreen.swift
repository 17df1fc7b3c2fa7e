import Cells
import Wire

/// What this console has seen of the server, second by second.
struct HealthState: Sendable {
    /// An hour.
    static let samplesMax = 3_600

    /// Seconds that the bars go back.
    var windowSeconds = 60
    /// Newest last: connections, placements, broadcast, queued, processor, log.
    private(set) var samples: [[Int]] = Array(repeating: [], count: 6)
    private var sampledAt: Millis?
    /// The numbers as they were when they were paused.
    var paused: (health: HealthNumbers, board: BoardNumbers, samples: [[Int]])?

    mutating func sample(_ values: [Int], at now: Millis) {
        guard now - (sampledAt ?? now - 1000) >= 1000 else { return }
        sampledAt = now
        for (place, value) in values.prefix(samples.count).enumerated() {
            samples[place].append(value)
            if samples[place].count > Self.samplesMax { samples[place].removeFirst() }
        }
    }
}

/// Screen 9: how the server is.
enum HealthScreen: ScreenView {
    private static let windows = [60, 600, 3600]

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let panes = panes(model)
        let body = frame.body
        // Three rows of panes; the rest stays free above the context row.
        let height = max(3, frame.isWide ? body.height / 3 : min(6, body.height / 3))
        for (place, pane) in panes.enumerated() {
            let column = place % 2
            let box = CellRectangle(
                x: column * (body.width / 2), y: body.y + place / 2 * height,
                width: column == 0 ? body.width / 2 : body.width - body.width / 2, height: height)
            grid.box(box, title: pane.title)
            let bars = Sparkline.text(
                pane.values, columns: min(pane.values.count, frame.isWide ? 40 : 20, box.width - 4))
            let lines: [CellText] = height >= 5 ? [pane.line, "", bars] : [pane.line, bars]
            grid.lines(lines, in: box, margin: 1)
        }
    }

    private static func numbers(_ model: ConsoleModel) -> (health: HealthNumbers, board: BoardNumbers) {
        if model.isPaused, let paused = model.screens.health.paused { return (paused.health, paused.board) }
        return (model.world.health, model.world.board(model.options.board) ?? BoardNumbers())
    }

    private static func panes(_ model: ConsoleModel) -> [(title: CellText, line: CellText, values: [Int])] {
        let (health, board) = numbers(model)
        let seen =
            (model.isPaused ? model.screens.health.paused?.samples : nil) ?? model.screens.health.samples
        let window = model.screens.health.windowSeconds
        return HealthWords.panes(health, board).enumerated().map { place, pane in
            (pane.title, pane.line, window == 60 ? pane.values : Array(seen[place].suffix(window)))
        }
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        let health = numbers(model).health
        // Before the server has said anything nothing is good or bad.
        guard model.link != .connecting, health != HealthNumbers() else {
            return "waiting for the server's numbers"
        }
        if let trouble = HealthWords.trouble(health) { return "red. " + CellText(trouble) }
        func clock(_ ago: Int64?) -> String? {
            ago.map {
                Moments.clock(
                    model.clock - min(max(0, $0), model.clock), zone: model.options.zoneOffsetMillis)
            }
        }
        let took = Numbers.tenths(Double(health.snapshotTookMillis) / 1000)
        let snapshot =
            clock(health.snapshotMillis)
            .map { "snapshot \($0) (\(Numbers.bytes(health.snapshotBytes)), \(took) s)" }
            ?? "no snapshot since the start"
        let backup =
            clock(health.backupMillis).map { "backup \($0.dropLast(3))" } ?? "no backup since the start"
        return "green. \(snapshot)  \(backup)  disk \(Numbers.bytes(health.freeBytes)) free"
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("Tab", "pane"), KeyHint("p", "pause"), KeyHint("t", "window"), KeyHint("E", "export"),
            KeyHint("?", "help"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        switch key {
        case .character("t"), .tab:
            let place = (windows.firstIndex(of: model.screens.health.windowSeconds) ?? -1) + 1
            let window = windows[place % windows.count]
            model.screens.health.windowSeconds = window
            let seen = min(window, model.screens.health.samples[0].count)
            let span = Moments.term(Int64(window) * 1000)
            model.message =
                window == 60 ? "the last \(span)" : "the last \(span), of which this console saw \(seen) s"
        default: return false
        }
        return true
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        let (health, board) = numbers(model)
        let rows: [(String, String)] =
            [
                ("toile_connections", "\(health.connections)"),
                ("toile_placements_per_second", "\(board.perSecond)"),
                (
                    "toile_broadcast_seconds{quantile=\"0.5\"}",
                    "\(Double(health.broadcastMedianMicros) / 1_000_000)"
                ),
                (
                    "toile_broadcast_seconds{quantile=\"0.99\"}",
                    "\(Double(health.broadcastSlowMicros) / 1_000_000)"
                ),
                ("toile_queued_bytes", "\(health.queuedBytes)"),
                ("toile_slow_clients", "\(health.slowConnections)"),
                ("toile_dropped_frames_total", "\(health.dropped)"),
                ("toile_actor_queue", "\(health.undecided)"),
                (
                    "toile_journal_fsync_seconds{quantile=\"0.99\"}",
                    "\(Double(health.syncSlowMicros) / 1_000_000)"
                ),
                ("toile_snapshot_seconds", "\(Double(health.snapshotTookMillis) / 1000)"),
                ("toile_free_bytes", "\(health.freeBytes)"),
                ("toile_resident_bytes", "\(health.residentBytes)"),
            ] + health.results.map { ("toile_placements{result=\"\($0.name)\"}", "\($0.count)") }
        return [["name", "value"]] + rows.map { [$0.0, $0.1] }
    }

    static func settle(_ model: inout ConsoleModel) {
        let health = model.world.health
        let board = model.world.board(model.options.board) ?? BoardNumbers()
        if model.link == .connected, health != HealthNumbers() {
            model.screens.health.sample(
                [
                    health.connections, board.perSecond, health.broadcastSlowMicros, health.queuedBytes,
                    health.processorPercent, health.logRates.last ?? 0,
                ], at: model.now)
        }
        if !model.isPaused {
            model.screens.health.paused = nil
        } else if model.screens.health.paused == nil {
            model.screens.health.paused = (health, board, model.screens.health.samples)
        }
    }
}
