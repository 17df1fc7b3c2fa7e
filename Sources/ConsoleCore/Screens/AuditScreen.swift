import Cells
import Wire

/// What the audit keeps between two keys.
struct AuditState: Sendable {
    /// Lines no older than this are shown; 0: all.
    var windowMillis: Int64 = 0
    /// Nothing older is there.
    var isAtEnd = false
    /// The line whose undo is known, and what it would do.
    var asked: UInt64?
    var undo: ActEffects?
    var refusal: String?
}

/// Screen 8: what was done, by whom, and what can be taken back.
enum AuditScreen: ScreenView {
    private static let pageLines = 200

    private static func paneRows(_ frame: Frame) -> Int { BansScreen.paneRows(frame) }
    private static func listArea(_ frame: Frame) -> CellRectangle { frame.list(abovePane: paneRows(frame)) }

    static func rows(_ model: ConsoleModel) -> [AuditEntry] {
        let window = model.screens.audit.windowMillis
        let recent =
            window == 0 ? model.world.audit : model.world.audit.filter { model.since($0.at) <= window }
        return model.filtered(recent, .audit) { $0 }
    }

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let area = listArea(frame)
        let shown = table.shown(rows(model), model.lists[.audit] ?? ListState())
        table.draw(shown, model, into: &grid, area)
        if shown.isEmpty { grid.put("nothing was done in this time", x: 2, y: area.y + 1) }
        guard frame.isWide else { return }
        let box = frame.pane(rows: paneRows(frame))
        guard let entry = model.selected(table, rows(model)) else { return grid.box(box, title: "detail") }
        let preview = model.screens.audit.asked == entry.number ? model.screens.audit.undo?.preview : nil
        let pictures = preview == nil ? "" : " - before | now"
        grid.box(box, title: "\(entry.number) \(entry.act.verb.rawValue)\(pictures)")
        let inside = box.inset(by: 1)
        let third = inside.width / 3
        if let preview, let palette = model.board?.palette {
            for (place, digits) in [preview.after, preview.before].enumerated() {
                let picture = CellRectangle(
                    x: inside.x + place * third, y: inside.y, width: third - 1, height: inside.height)
                guard
                    let mirror = HexPicture.mirror(
                        digits, width: preview.width, height: preview.height, palette: palette)
                else { continue }
                let whole = PixelRectangle(x: 0, y: 0, width: mirror.width, height: mirror.height)
                BoardPicture.draw(mirror, around: whole, into: &grid, picture, model)
            }
        }
        let words = details(entry, model)
        let x = inside.x + (preview == nil ? 1 : 2 * third + 1)
        let lines = words.flatMap { SheetWords.wrapped($0, columns: inside.right - x) }
        for (offset, line) in lines.prefix(inside.height).enumerated() {
            grid.put(CellText(line), x: x, y: inside.y + offset, columnsMax: max(0, inside.right - x))
        }
    }

    /// What there is to say about a line.
    static func details(_ entry: AuditEntry, _ model: ConsoleModel) -> [String] {
        let zone = model.options.zoneOffsetMillis
        let by = entry.by.isEmpty ? "the server itself" : entry.by
        var lines = [
            "\(Moments.date(entry.at, zone: zone)) \(Moments.clock(entry.at, zone: zone)) by \(by)",
            entry.text,
            "state: \(state(entry, model))",
        ]
        if !entry.board.isEmpty { lines.append("board \(entry.board)") }
        if !entry.people.isEmpty { lines.append("people " + entry.people.joined(separator: " ")) }
        if let why = entry.act.why, !why.isEmpty { lines.append("why: \(why)") }
        if let changes = entry.changes {
            lines.append("\(changes.count) px changed, \(changes.kept) kept; seq from \(changes.firstSeq)")
        }
        if !entry.documents.isEmpty { lines.append("records " + entry.documents.joined(separator: " ")) }
        if let until = entry.until {
            lines.append("over by itself " + Moments.dateAndClock(until, zone: zone))
        }
        if let undoOf = entry.undoOf { lines.append("undoes line \(undoOf)") }
        if let undoneBy = entry.undoneBy { lines.append("undone by line \(undoneBy)") }
        if let words = undoWords(entry, model) { lines.append(words) }
        return lines
    }

    static func state(_ entry: AuditEntry, _ model: ConsoleModel) -> String {
        if entry.undoneBy != nil { return "undone by \(entry.undoneByName ?? "-")" }
        if let why = entry.noInverse { return entry.by.isEmpty ? why : "not undoable: \(why)" }
        if let until = entry.until, until <= model.clock { return "expired" }
        return "undoable"
    }

    private static func undoWords(_ entry: AuditEntry, _ model: ConsoleModel) -> String? {
        let state = model.screens.audit
        guard state.asked == entry.number else { return nil }
        if let refusal = state.refusal { return "undo of \(entry.number): \(refusal)" }
        guard let undo = state.undo else { return nil }
        guard undo.whole > 0 else { return "undo of \(entry.number) changes no pixel" }
        let whole = undo.whole
        let kept =
            undo.pixelsKept == 0
            ? ""
            : " (\(undo.pixelsKept) drawn over since by \(counted(undo.keptPeople, "person", "people")))"
        return "undo of \(entry.number) restores \(undo.pixelsBack) of \(whole) px\(kept)"
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        if let news = model.filterNews(.audit, for: AuditEntry.self) { return news }
        guard let entry = model.selected(table, rows(model)) else { return "nothing is chosen" }
        return CellText(undoWords(entry, model) ?? "\(entry.number): \(state(entry, model))")
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("Enter", "detail"), KeyHint("z", "undo this", .moderator), KeyHint("/", "filter"),
            KeyHint("E", "export"), KeyHint("y", "copy id"), KeyHint("t", "window"), KeyHint("?", "help"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        let rows = rows(model)
        switch key {
        case .enter:
            guard let entry = model.selected(table, rows) else { return false }
            model.openSheet(AuditDetailForm(entry))
        case .character("z"):
            guard let entry = model.selected(table, rows) else { return false }
            model.undo(line: entry.number)
        case .character("t"):
            model.screens.audit.windowMillis = LookWindow.next(after: model.screens.audit.windowMillis)
            model.message = "window: \(LookWindow.words(model.screens.audit.windowMillis))"
        default:
            let isTaken = model.handleList(key, table, rows, listArea(model.frame))
            if isTaken { askForOlder(&model) }
            return isTaken
        }
        return true
    }

    /// Asks for older lines once the last one that is known has been reached.
    private static func askForOlder(_ model: inout ConsoleModel) {
        let shown = table.shown(rows(model), model.lists[.audit] ?? ListState())
        guard !model.screens.audit.isAtEnd, model.world.audit.count < World.auditMax,
            shown.isEmpty || model.lists[.audit]?.selected == shown.last.map(table.identity)
        else { return }
        page(&model)
    }

    private static func page(_ model: inout ConsoleModel) {
        guard !model.questions.contains(where: { if case .audit = $0 { true } else { false } }) else {
            return
        }
        let oldest = model.world.audit.last?.number
        let before = oldest.map { "before=\($0)&" } ?? ""
        model.ask(.audit(before: oldest), "/admin/audit?\(before)limit=\(pageLines)")
    }

    static func opened(_ model: inout ConsoleModel) {
        model.screens.audit.asked = nil
        model.screens.audit.isAtEnd = false
        if model.world.audit.count < pageLines { page(&model) }
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        model.selected(table, rows(model)).map { "\($0.number)" }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        let shown = table.shown(rows(model), model.lists[.audit] ?? ListState())
        return [["number", "at", "by", "verb", "what", "board", "people", "state"]]
            + shown.map {
                [
                    "\($0.number)", "\($0.at)", $0.by, $0.act.verb.rawValue, $0.text, $0.board,
                    $0.people.joined(separator: " "), state($0, model),
                ]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        guard model.activeScreen == .audit else { return }
        model.settle(table, rows(model), rowsShown: listArea(model.frame).height - 1)
        guard let entry = model.selected(table, rows(model)),
            model.screens.audit.asked != entry.number
        else { return }
        let isBusy = model.questions.contains { if case .undoPreview = $0 { true } else { false } }
        guard !isBusy, model.link == .connected else { return }
        model.screens.audit.asked = entry.number
        (model.screens.audit.undo, model.screens.audit.refusal) = (nil, nil)
        // Only pixels are worth a look beforehand: all else is undone as the line says.
        guard entry.changes != nil, state(entry, model) == "undoable", model.allows(.moderator) else {
            return
        }
        var act = AdminAct(.undo)
        (act.number, act.board, act.isDryRun) = (entry.number, entry.board, true)
        model.post(.undoPreview(line: entry.number), act)
    }

    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel) {
        switch question {
        case .audit:
            guard answer.status == 200, let page = try? AuditPage(json: answer.body) else { return }
            model.world.merge(page.lines)
            if page.before == nil { model.screens.audit.isAtEnd = true }
        case .undoPreview(let line) where line == model.screens.audit.asked:
            guard answer.status == 200, let told = try? ActAnswer(json: answer.body) else {
                model.screens.audit.refusal = Refusal(answer).words
                return
            }
            model.screens.audit.undo = told.effects
        default: break
        }
    }

    static let table: ListTable<AuditEntry> = {
        var table = ListTable<AuditEntry>(
            name: .audit, header: "  ID    TIME     WHO  WHAT                                  STATE",
            columns: [
                ListColumn(
                    "id", x: 1, width: 6, text: { row, _ in "\(row.number)" },
                    order: { $0.number < $1.number }),
                ListColumn(
                    "time", x: 7, width: 8,
                    text: { row, model in
                        let zone = model.options.zoneOffsetMillis
                        let isOld = model.since(row.at) >= Moments.day
                        return CellText(
                            isOld ? Moments.date(row.at, zone: zone) : Moments.clock(row.at, zone: zone))
                    }),
                ListColumn(
                    "who", x: 16, width: 4, text: { row, _ in CellText(row.by.isEmpty ? "-" : row.by) },
                    order: { $0.by < $1.by }),
                ListColumn("what", x: 21, width: 35, text: { row, _ in CellText(row.text) }),
                ListColumn("state", x: 57, width: 40, text: { row, model in CellText(state(row, model)) }),
            ], identity: { "\($0.number)" })
        table.isGreyed = { row, model in state(row, model) != "undoable" }
        // The rows are filtered already; the table only sorts them.
        table.matches = { _, _ in true }
        return table
    }()
}

/// All about one line, where the screen has no room for a pane.
struct AuditDetailForm: SheetForm {
    private let entry: AuditEntry

    init(_ entry: AuditEntry) { self.entry = entry }

    var title: CellText { "audit \(entry.number)" }
    var keys: [KeyHint] { [KeyHint("z", "undo", .moderator), KeyHint("any key", "closes")] }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        AuditScreen.details(entry, model).flatMap { SheetWords.wrapped($0, columns: 66) }.map { CellText($0) }
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        if case .mouse(let event) = key, event.kind != .press { return .nothing }
        guard key == .character("z"), entry.noInverse == nil else { return .close }
        return .replace(UndoForm(line: entry.number, what: entry.text))
    }
}
