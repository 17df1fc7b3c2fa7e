import Cells
import Wire

/// What this console has seen of the server, second by second.
struct HealthState: Sendable {
    /// An hour.
    static let samplesMax = 3_600

    /// Seconds that the bars go back.
    var windowSeconds = 60
    /// The pane that is looked at more closely.
    var pane: Int?
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
    private static let paneCount = 6

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        for (place, pane) in panes(model).enumerated() {
            let box = box(place, frame)
            let height = box.height
            let isChosen = place == model.screens.health.pane
            grid.box(
                box, title: isChosen ? "[" + pane.title + "]" : pane.title,
                style: isChosen ? .plain.adding(.bold) : .plain)
            let bars = Sparkline.text(
                pane.values, columns: min(pane.values.count, frame.isWide ? 40 : 20, box.width - 4))
            let lines: [CellText] = height >= 5 ? [pane.line, "", bars] : [pane.line, bars]
            grid.lines(lines, in: box, margin: 1)
        }
    }

    private static func box(_ place: Int, _ frame: Frame) -> CellRectangle {
        let body = frame.body
        // Three rows of panes; the rest stays free above the context row.
        let height = max(3, frame.isWide ? body.height / 3 : min(6, body.height / 3))
        let left = body.width / 2
        return CellRectangle(
            x: place % 2 * left, y: body.y + place / 2 * height,
            width: place % 2 == 0 ? left : body.width - left, height: height)
    }

    private static func numbers(_ model: ConsoleModel) -> (health: HealthNumbers, board: BoardNumbers) {
        if model.isPaused, let paused = model.screens.health.paused { return (paused.health, paused.board) }
        return (model.world.health, model.world.board(model.options.board) ?? BoardNumbers())
    }

    private static func panes(_ model: ConsoleModel) -> [HealthWords.Pane] {
        let (health, board) = numbers(model)
        let seen =
            (model.isPaused ? model.screens.health.paused?.samples : nil) ?? model.screens.health.samples
        let window = model.screens.health.windowSeconds
        return HealthWords.panes(health, board).enumerated().map { place, pane in
            var pane = pane
            if window != 60 { pane.values = Array(seen[place].suffix(window)) }
            return pane
        }
    }

    private static func chosen(_ model: ConsoleModel) -> HealthWords.Pane? {
        model.screens.health.pane.map { panes(model)[$0] }
    }

    /// `cpu 22 %, the last 60 s: 3 % to 41 %, 20 % on average`
    private static func details(_ pane: HealthWords.Pane) -> CellText {
        guard let least = pane.values.min(), let most = pane.values.max() else {
            return pane.title + ": nothing was seen yet"
        }
        // Numbers from outside may be as large as can be; their sum may not.
        let sum = pane.values.reduce(0.0) { $0 + Double($1) }
        let average = Int(exactly: (sum / Double(pane.values.count)).rounded()) ?? most
        let range = "\(pane.words(least)) to \(pane.words(most)), \(pane.words(average)) on average"
        return pane.title + ", the last \(pane.values.count) s: " + CellText(range)
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        let health = numbers(model).health
        // Before the server has said anything nothing is good or bad.
        guard model.link != .connecting, health != HealthNumbers() else {
            return "waiting for the server's numbers"
        }
        if let trouble = HealthWords.trouble(health) { return "red. " + CellText(trouble) }
        if let pane = chosen(model) { return details(pane) }
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
        case .tab: choose(model.screens.health.pane.map { $0 + 1 } ?? 0, &model)
        case .backTab: choose(model.screens.health.pane.map { $0 - 1 } ?? paneCount - 1, &model)
        case .escape:
            guard model.screens.health.pane != nil else { return false }
            model.screens.health.pane = nil
        case .mouse(let event) where event.kind == .press:
            let hit = (0..<paneCount).first { box($0, model.frame).contains(x: event.x, y: event.y) }
            guard let hit else { return false }
            choose(hit, &model)
        case .character("t"):
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

    /// After the last pane comes none.
    private static func choose(_ place: Int, _ model: inout ConsoleModel) {
        model.screens.health.pane = 0..<paneCount ~= place ? place : nil
    }

    /// The numbers, or of the pane that is looked at what its bars are made of, the oldest first.
    static func exported(_ model: ConsoleModel) -> [[String]]? {
        if let pane = chosen(model) {
            let count = pane.values.count
            return [["secondsAgo", pane.name]]
                + pane.values.enumerated().map { ["\(count - 1 - $0.offset)", "\($0.element)"] }
        }
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
