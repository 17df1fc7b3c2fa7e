import Cells
import Wire

/// What the panel of the defence keeps between two keys.
struct DefenceState: Sendable {
    /// Where there is no room for both, the heat stands where the signals do.
    var isHeatShown = false
}

/// Screen 7: how hard the board defends itself, and against what.
enum DefenceScreen: ScreenView {
    /// Cells of the heat that the server tells, across and down.
    private static let heatSize = (columns: 24, rows: 16)
    private static let levelRows = 12

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let body = frame.body
        let left = CellRectangle(x: 0, y: body.y, width: body.width / 2, height: body.height)
        let rest = CellRectangle(
            x: left.right, y: body.y, width: body.width - left.width, height: body.height)
        grid.box(left, title: "level")
        grid.lines(levelLines(model), in: left)
        let shown = table.shown(model.world.watches, model.lists[.watches] ?? ListState())
        table.draw(shown, model, into: &grid, watchArea(frame))
        if model.world.watches.isEmpty {
            grid.put("  nothing is watched (w)", x: 1, y: watchArea(frame).y + 1)
        }
        let hasRoom = body.height >= 28
        let signals = CellRectangle(
            x: rest.x, y: rest.y, width: rest.width, height: hasRoom ? 14 : rest.height)
        if !hasRoom, model.screens.defence.isHeatShown { return drawHeat(model, into: &grid, rest) }
        grid.box(signals, title: "signals (last 10 min)")
        grid.lines(signalLines(model), in: signals, margin: 1)
        guard hasRoom else { return }
        drawHeat(
            model, into: &grid,
            CellRectangle(
                x: rest.x, y: signals.bottom, width: rest.width, height: rest.bottom - signals.bottom))
    }

    private static func watchArea(_ frame: Frame) -> CellRectangle {
        let y = frame.body.y + levelRows - 1
        return CellRectangle(
            x: 1, y: y, width: frame.width / 2 - 2, height: max(2, frame.body.bottom - 1 - y))
    }

    private static func levelLines(_ model: ConsoleModel) -> [CellText] {
        let board = model.world.board(model.options.board) ?? BoardNumbers()
        let defence = model.world.defence(of: model.options.board) ?? DefenceRecord()
        let words = [
            "0 normal    cooldown \(board.baseCooldownMillis / 1000) s, stack \(board.baseChargesMax)",
            "1 careful   x2, flags on", "2 slow      x4, stack 1, gate 60 s",
            "3 puzzle    x4 + puzzle if new",
            "4 locked    accounts > 24 h only", "F freeze    nobody places",
        ]
        let current = defence.isFrozen ? 5 : min(max(0, defence.level), 4)
        var lines = words.enumerated().map { CellText(($0.offset == current ? " >" : "  ") + $0.element) }
        let until = defence.isFrozen ? defence.frozenUntil : defence.until
        let ends: String
        if current == 0 {
            ends = "nothing to end"
        } else if let until {
            ends =
                "in \(Moments.rough(model.rest(until: until))) (T changes) then "
                + (defence.isFrozen ? "thawed" : "0")
        } else {
            ends = "when somebody ends it (T changes)"
        }
        lines += ["", CellText(" ends  \(ends)")]
        return lines
    }

    private static func signalLines(_ model: ConsoleModel) -> [CellText] {
        let signals = model.world.signals
        let health = model.world.health
        let board = model.world.board(model.options.board) ?? BoardNumbers()
        func result(_ names: String...) -> Int {
            health.results.filter { names.contains($0.name) }.reduce(0) { $0 &+ max(0, $1.count) }
        }
        let known = ["placed", "cooling-down", "too-fast"]
        let bad = health.results.filter { !known.contains($0.name) }.reduce(0) { $0 &+ max(0, $1.count) }
        return SignalWords.lines(signals, pixelsPerSecond: board.perSecond) + [
            "rejects cooldown \(result("cooling-down")) bad \(bad) flood \(result("too-fast"))",
            "server  p99 \(Numbers.millis(micros: health.broadcastSlowMicros)) "
                + "cpu \(health.processorPercent) %"
                + " queue \(health.undecided)",
        ]
    }

    private static func drawHeat(_ model: ConsoleModel, into grid: inout CellGrid, _ box: CellRectangle) {
        grid.box(box, title: "heat of the last 10 min")
        let inside = box.inset(by: 1)
        let digits = Array(model.world.signals.heat.utf8)
        guard digits.count == heatSize.columns * heatSize.rows, !inside.isEmpty else {
            return _ = grid.put("nothing was placed", x: inside.x + 1, y: inside.y)
        }
        let glyphs: [Unicode.Scalar] = [" ", "░", "▒", "▓", "█"]
        for row in 0..<inside.height {
            for column in 0..<inside.width {
                let place =
                    row * heatSize.rows / inside.height * heatSize.columns
                    + column * heatSize.columns / inside.width
                let heat = Character(Unicode.Scalar(digits[place])).hexDigitValue ?? 0
                let isDot = heat == 0 && (column + row) % 7 == 0
                let shade = glyphs[(heat + 3) / 4]
                grid[inside.x + column, inside.y + row] = Cell(
                    isDot ? "·" : shade,
                    style: heat == 0 ? Style(marks: .dim) : Style(ink: .rgb(red: 255, green: 69, blue: 0)))
            }
        }
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        guard let defence = model.world.defence(of: model.options.board),
            defence.level > 0 || defence.isFrozen
        else {
            return "level 0: " + CellText(DefenceForm.levelWords[0])
        }
        let until = defence.isFrozen ? defence.frozenUntil : defence.until
        let left = until.map { "\(Moments.left(model.rest(until: $0))) left" } ?? "until it is changed"
        if defence.isFrozen {
            let why = defence.why.isEmpty ? "" : " (" + CellText(defence.why) + ")"
            return "frozen, \(left), by \(defence.by): nobody places" + why
        }
        let level = min(max(0, defence.level), 4)
        return "level \(level), \(left), by \(defence.by): \(DefenceForm.levelWords[level])"
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("!", "change level", .moderator), KeyHint("w", "watch", .moderator),
            KeyHint("Enter", "hits"),
            KeyHint("c", "challenge tagged", .moderator), KeyHint("z", "undo", .moderator),
            KeyHint("Tab", "pane"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        let watches = model.world.watches
        switch key {
        case .tab, .backTab: model.screens.defence.isHeatShown.toggle()
        case .character("T"):
            guard model.mayAct(.moderator) else { break }
            model.openSheet(DefenceForm(model))
        case .enter: showHits(model.selected(table, watches), &model)
        case .character("w"):
            // A watch that is no person's ends here; of a person the key that holds everywhere does it.
            guard let watch = model.selected(table, watches), target(model).people.isEmpty else {
                return false
            }
            var act = AdminAct(.unwatch)
            act.number = watch.number
            model.actNow(act)
        default: return model.handleList(key, table, watches, watchArea(model.frame))
        }
        return true
    }

    /// Opens the connections that a watch is about.
    private static func showHits(_ watch: WatchRecord?, _ model: inout ConsoleModel) {
        guard let watch else { return model.refuse("nothing is watched") }
        let label = CellText(watch.label).string.replacing("\"")
        var state = model.lists[.clients] ?? ListState()
        state.filter =
            switch watch.kind {
            case .person: "id:\(watch.value)"
            case .network: "net:\(label)"
            case .agent: "client:\"\(CellText(watch.value).string.replacing("\""))\""
            case .newcomers: "on<5m"
            }
        model.lists[.clients] = state
        model.open(.clients)
    }

    /// Those who are tagged among the connections, else the person under the cursor.
    static func target(_ model: ConsoleModel) -> ActTarget {
        let tags = model.lists[.clients]?.tags ?? []
        if !tags.isEmpty { return ClientsScreen.target(model) }
        var target = ActTarget()
        if let watch = model.selected(table, model.world.watches), watch.kind == .person {
            target.people = [PersonName(id: watch.value, name: watch.label)]
            target.source = .row
        }
        return target
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        model.selected(table, model.world.watches).map { CellText($0.kind == .person ? $0.value : $0.label) }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        [["number", "kind", "label", "by", "at", "hits"]]
            + table.shown(model.world.watches, model.lists[.watches] ?? ListState()).map {
                [
                    "\($0.number)", $0.kind.rawValue, $0.label, $0.by, "\($0.at)",
                    $0.hits.map { "\($0)" } ?? "",
                ]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        model.settle(table, model.world.watches, rowsShown: watchArea(model.frame).height - 1)
    }

    static let table: ListTable<WatchRecord> = {
        var table = ListTable<WatchRecord>(
            name: .watches, header: " watch list   hits 10 min ",
            columns: [
                ListColumn(
                    "watch", x: 3, width: 16, text: { row, _ in CellText(row.label) },
                    order: { $0.label < $1.label }),
                ListColumn(
                    "hits", x: 20, headerX: 14, width: 8, text: { row, _ in row.hits.map { "\($0)" } ?? "-" },
                    order: { ($0.hits ?? 0) < ($1.hits ?? 0) }),
            ], identity: { "\($0.number)" })
        table.matches = { row, filter in WordFilter.matches([row.label, row.by, row.kind.rawValue], filter) }
        return table
    }()
}

extension String {
    /// Without a character.
    fileprivate func replacing(_ character: Character) -> String { filter { $0 != character } }
}
