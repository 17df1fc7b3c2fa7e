import Cells
import Wire

/// An area that holds, or one that did.
struct AreaRow: Sendable {
    var area: AreaRecord
    /// When it was lifted; nil: it holds.
    var liftedAt: Int64?
}

/// What the list of areas keeps between two keys: nothing beyond the list itself.
struct AreasState: Sendable {}

/// Screen 5: rectangles with a rule of their own.
enum AreasScreen: ScreenView {
    /// Lifted areas that are still listed.
    private static let liftedMax = 50

    private static func listArea(_ frame: Frame) -> CellRectangle {
        CellRectangle(x: 0, y: 3, width: frame.width, height: min(8, frame.height / 3))
    }

    /// Those that hold, and below them those that the audit says were lifted, as they were.
    static func rows(_ model: ConsoleModel) -> [AreaRow] {
        let active = model.world.areas.map { AreaRow(area: $0) }
        var lifted: [AreaRow] = []
        for line in model.world.audit where line.act.verb == .liftArea && lifted.count < liftedMax {
            for before in line.before {
                guard let json = try? JSONValue.parse(Array(before.utf8)),
                    let area = try? AreaRecord(json: json),
                    !active.contains(where: { $0.area.number == area.number }),
                    !lifted.contains(where: { $0.area.number == area.number })
                else { continue }
                lifted.append(AreaRow(area: area, liftedAt: line.at))
            }
        }
        return model.filtered(active + lifted, .areas) { $0.area }
    }

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let area = listArea(frame)
        let shown = table.shown(rows(model), model.lists[.areas] ?? ListState())
        table.draw(shown, model, into: &grid, area)
        if shown.isEmpty { grid.put("no area has a rule of its own", x: 2, y: area.y + 1) }
        let box = CellRectangle(
            x: 0, y: area.bottom, width: frame.width, height: frame.height - 2 - area.bottom)
        let inside = box.inset(by: 1)
        guard let board = model.board, !inside.isEmpty else { return grid.box(box, title: "whole canvas") }
        // A cell of the canvas is half a cell of the terminal, where there are half blocks.
        let halves = model.options.isLettered ? inside.height : inside.height * 2
        grid.box(
            box,
            title:
                "whole canvas, 1 cell = \(board.width / inside.width) x \(board.height / halves) px; "
                + "areas outlined"
        )
        guard let small = BoardPicture.thumbnail(of: board, width: inside.width, height: halves) else {
            return
        }
        var painter = CanvasPainter(mirror: small, viewport: Viewport(isLettered: model.options.isLettered))
        painter.isDotted = true
        painter.draw(into: &grid, inside)
        for record in model.world.areas where record.board == model.options.board {
            let whole = model.rectangle(of: record)
            let left = whole.x * inside.width / board.width
            let top = whole.y * halves / board.height
            let right = min(inside.width - 1, (whole.x + whole.width - 1) * inside.width / board.width)
            let bottom = min(halves - 1, (whole.y + whole.height - 1) * halves / board.height)
            let small = PixelRectangle(from: (left, top), to: (max(left, right), max(top, bottom)))
            painter.outline(small, "A\(record.number)", into: &grid, inside)
        }
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        if let news = model.filterNews(.areas, for: AreaRecord.self) { return news }
        return "\(counted(model.world.areas.count, "area")) active. New: v on the canvas, then f."
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("a", "add", .moderator), KeyHint("Enter", "show"), KeyHint("f", "lift", .moderator),
            KeyHint("+", "extend", .moderator), KeyHint("-", "shorten", .moderator),
            KeyHint("e", "edit", .moderator), KeyHint("Space", "tag"), KeyHint("?", "help"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        let rows = rows(model)
        switch key {
        case .enter: show(model.selected(table, rows), &model)
        case .character("a"):
            guard model.mayAct(.moderator) else { break }
            var target = ActTarget()
            (target.area, target.place) = (model.live.selection, (model.live.cursorX, model.live.cursorY))
            model.openSheet(AreaForm(target, model))
        case .character("f"): lift(&model)
        case .character("e"):
            guard model.mayAct(.moderator) else { break }
            guard let row = model.selected(table, rows) else {
                model.refuse("no area is chosen")
                break
            }
            var target = ActTarget()
            target.area = model.rectangle(of: row.area)
            model.openSheet(AreaForm(target, model))
        case .character("+"), .character("="): extend(model.selected(table, rows), by: 1, &model)
        case .character("-"): extend(model.selected(table, rows), by: -1, &model)
        default:
            if model.handleList(key, table, rows, listArea(model.frame)) { return true }
            guard case .mouse(let event) = key, event.kind == .doubleClick else { return false }
            show(model.selected(table, rows), &model)
        }
        return true
    }

    private static func show(_ row: AreaRow?, _ model: inout ConsoleModel) {
        guard let area = row.map({ model.rectangle(of: $0.area) }) else {
            return model.refuse("no area is chosen")
        }
        model.moveCursor(toX: area.x + area.width / 2, y: area.y + area.height / 2, isCentred: true)
        model.open(.live)
    }

    private static func lift(_ model: inout ConsoleModel) {
        let held = model.picked(table, rows(model)).rows.filter { $0.liftedAt == nil }
        guard let first = held.first else { return model.refuse("no area that holds is chosen") }
        // One key lifts one area; of several tagged ones the first, and the next with the next key.
        var act = AdminAct(.liftArea)
        (act.number, act.board) = (first.area.number, first.area.board)
        model.lists[.areas]?.tags.remove("\(first.area.number)")
        model.actNow(act)
    }

    private static func extend(_ row: AreaRow?, by step: Int, _ model: inout ConsoleModel) {
        guard let row, row.liftedAt == nil else { return model.refuse("no area that holds is chosen") }
        let rest = row.area.until.map { model.rest(until: $0) }
        guard let other = DurationLadder.step(from: rest, by: step) else {
            return model.refuse(step > 0 ? "it cannot be longer" : "it cannot be shorter: f lifts it")
        }
        var act = AdminAct(.extendArea)
        (act.number, act.durationMillis, act.board) = (row.area.number, other, row.area.board)
        model.actNow(act)
    }

    static func target(_ model: ConsoleModel) -> ActTarget {
        var target = ActTarget()
        target.area = model.selected(table, rows(model)).map { model.rectangle(of: $0.area) }
        return target
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        model.selected(table, rows(model)).map {
            CellText("A\($0.area.number) \($0.area.x),\($0.area.y) \($0.area.width)x\($0.area.height)")
        }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        [
            [
                "id", "board", "x", "y", "width", "height", "mode", "factor", "by", "at", "until", "liftedAt",
                "why",
            ]
        ]
            + table.shown(rows(model), model.lists[.areas] ?? ListState()).map { row in
                let area = row.area
                return [
                    "A\(area.number)", area.board, "\(area.x)", "\(area.y)", "\(area.width)",
                    "\(area.height)",
                    area.mode.rawValue, "\(area.factor)", area.by, "\(area.at)",
                    area.until.map { "\($0)" } ?? "",
                    row.liftedAt.map { "\($0)" } ?? "", area.why,
                ]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        guard model.activeScreen == .areas else { return }
        model.settle(table, rows(model), rowsShown: listArea(model.frame).height - 1)
    }

    static func mode(_ row: AreaRow) -> String {
        if row.liftedAt != nil { return "lifted" }
        return switch row.area.mode {
        case .frozen: "frozen"
        case .staff: "staff only"
        case .slower: "cooldown x\(row.area.factor)"
        case .cooldown: "cooldown \(row.area.cooldownMillis / 1000) s"
        }
    }

    static let table: ListTable<AreaRow> = {
        var table = ListTable<AreaRow>(
            name: .areas, header: "  ID  RECTANGLE        MODE        BY    FOR     UNTIL       WHY",
            columns: [
                ListColumn(
                    "id", x: 1, width: 4, text: { row, _ in "A\(row.area.number)" },
                    order: { $0.area.number < $1.area.number }),
                ListColumn(
                    "rectangle", x: 5, width: 16,
                    text: { row, model in CellText(model.rectangle(of: row.area).text) }),
                ListColumn(
                    "mode", x: 23, width: 11, text: { row, _ in CellText(mode(row)) },
                    order: { mode($0) < mode($1) }),
                ListColumn(
                    "by", x: 35, width: 5, text: { row, _ in CellText(row.area.by) },
                    order: { $0.area.by < $1.area.by }),
                ListColumn(
                    "for", x: 41, width: 7,
                    text: { row, _ in
                        CellText(
                            row.area.until.map { Moments.term(Moments.span(from: row.area.at, to: $0)) }
                                ?? "-")
                    }),
                ListColumn(
                    "until", x: 49, width: 11, text: { row, model in CellText(until(row, model)) },
                    order: {
                        ($0.area.until ?? .max) < ($1.area.until ?? .max)
                    }),
                ListColumn(
                    "why", x: 61, width: 60,
                    text: { row, _ in
                        row.area.why.isEmpty && row.liftedAt != nil ? "(history)" : CellText(row.area.why)
                    }),
            ], identity: { "\($0.area.number)" })
        table.isGreyed = { row, _ in row.liftedAt != nil }
        // The rows are filtered already; the table only sorts them.
        table.matches = { _, _ in true }
        return table
    }()

    private static func until(_ row: AreaRow, _ model: ConsoleModel) -> String {
        if let lifted = row.liftedAt {
            return Moments.when(lifted, now: model.clock, zone: model.options.zoneOffsetMillis)
        }
        return row.area.until.map { "left " + Moments.left(model.rest(until: $0)) } ?? "-"
    }
}
