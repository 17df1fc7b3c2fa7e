import Cells
import Wire

/// What the list of bans keeps between two keys.
struct BansState: Sendable {
    /// The ban that the pane is about, and what is known of it.
    var asked: UInt64?
    var line: AuditEntry?
    /// The rollback that was part of the same act.
    var rollback: AuditEntry?
    var report: ReportRecord?
    var undo: ActEffects?
}

/// Screen 6: all that limits somebody.
enum BansScreen: ScreenView {
    static func paneRows(_ frame: Frame) -> Int { frame.isWide ? (frame.height - 4) * 4 / 9 : 0 }
    private static func listArea(_ frame: Frame) -> CellRectangle { frame.list(abovePane: paneRows(frame)) }

    private static func rows(_ model: ConsoleModel) -> [BanRecord] {
        model.filtered(model.world.bans, .bans) { $0 }
    }

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let area = listArea(frame)
        let state = model.lists[.bans] ?? ListState()
        let shown = table.shown(rows(model), state)
        table.draw(shown, model, into: &grid, area)
        if shown.isEmpty {
            grid.put(state.filter.isEmpty ? "nobody is banned" : "no ban is like that", x: 2, y: area.y + 1)
        }
        guard frame.isWide else { return }
        let box = frame.pane(rows: paneRows(frame))
        guard let ban = model.selected(table, model.world.bans) else { return grid.box(box, title: "detail") }
        grid.box(
            box,
            title: "detail: \(ban.kind.rawValue) of " + CellText(who(ban)).clipped(to: 40, mark: "~")
                + " (audit \(ban.audit))")
        grid.lines(details(ban, model), in: box, margin: 1)
    }

    static func who(_ ban: BanRecord) -> String {
        ban.person.isEmpty ? ban.networkLabel : LiveScreen.shortName(ban.name, ban.person)
    }

    static func details(_ ban: BanRecord, _ model: ConsoleModel) -> [CellText] {
        let zone = model.options.zoneOffsetMillis
        let state = model.screens.bans.asked == ban.number ? model.screens.bans : BansState()
        let preset = (Reason.allCases.firstIndex(of: ban.reason) ?? 0) + 1
        let from = ban.report.map { " from report #\($0)" } ?? ""
        let ends = ban.until.map { "until \(Moments.dateAndClock($0, zone: zone))" } ?? "until lifted"
        var lines: [CellText] = [
            "by \(ban.by) at \(Moments.dateAndClock(ban.at, zone: zone))\(from), "
                + "preset \(preset) \"\(ban.reason.label)\","
                + " scope \(scope(ban)), \(lasting(ban)), \(ends)"
        ]
        if let evidence = state.report?.evidence {
            let people = counted(evidence.people.count, "author")
            lines.append(
                "evidence kept: \(evidence.width)x\(evidence.height) px at \(evidence.x),\(evidence.y), "
                    + "\(people), seq \(evidence.seq)"
            )
        } else {
            lines.append("evidence kept: none with the ban")
        }
        lines.append("side effects: \(sideEffects(state))")
        lines.append("told the player: \"" + CellText(ban.message) + "\"")
        if let undo = state.undo, undo.whole > 0 {
            lines.append(
                "z lifts the ban and restores \(undo.pixelsBack) of \(undo.whole) px"
                    + " where nobody has drawn since")
        } else {
            lines.append("z lifts the ban")
        }
        lines.append("appeal code: " + CellText(ban.appeal.isEmpty ? "none" : ban.appeal))
        return lines
    }

    private static func sideEffects(_ state: BansState) -> String {
        var parts: [String] = []
        if let rollback = state.rollback, let changes = rollback.changes {
            parts.append("\(changes.count) px rolled back (audit \(rollback.number))")
        }
        let reports = (state.line?.documents ?? []).compactMap { document -> String? in
            let pieces = document.split(separator: ":")
            return pieces.count == 2 && pieces[0] == "report" ? "#\(pieces[1])" : nil
        }
        if !reports.isEmpty { parts.append("report \(reports.joined(separator: ", ")) closed") }
        return parts.isEmpty ? (state.line == nil ? "..." : "none") : parts.joined(separator: ", ")
    }

    /// `account+net`: whom a network holds, besides the person.
    private static func scope(_ ban: BanRecord) -> String {
        if ban.person.isEmpty { return ban.scope.rawValue }
        return switch ban.scope {
        case .session, .account: ban.scope.rawValue
        case .address: "account+addr"
        case .network: "account+net"
        case .subnet: "account+/16"
        }
    }

    private static func lasting(_ ban: BanRecord) -> String {
        ban.until.map { Moments.term(Moments.span(from: ban.at, to: $0)) } ?? "perm"
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        let soon = model.world.bans.count { $0.until.map { model.rest(until: $0) <= Moments.hour } ?? false }
        if let news = model.filterNews(.bans, for: BanRecord.self) { return news }
        let active = Numbers.grouped(model.world.bans.count)
        return
            "\(active) active, \(counted(soon, "expires", "expire")) within 1 h. "
            + "Shadow bans are shown with a hollow mark."
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("Enter", "why"), KeyHint("z", "undo", .moderator), KeyHint("+", "longer", .moderator),
            KeyHint("-", "shorter", .moderator), KeyHint("/", "filter"), KeyHint("o", "sort"),
            KeyHint("E", "export"), KeyHint("?", "help"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        let selected = model.selected(table, model.world.bans)
        switch key {
        case .enter:
            guard let selected else { return false }
            model.openSheet(BanDetailForm(selected))
        case .character("z"):
            guard let selected else { return false }
            model.undo(line: selected.audit)
        case .character("+"), .character("="): lengthen(selected, by: 1, &model)
        case .character("-"): lengthen(selected, by: -1, &model)
        default: return model.handleList(key, table, rows(model), listArea(model.frame))
        }
        return true
    }

    private static func lengthen(_ ban: BanRecord?, by step: Int, _ model: inout ConsoleModel) {
        guard let ban else { return model.refuse("no ban is chosen") }
        let rest = ban.until.map { model.rest(until: $0) }
        guard let other = DurationLadder.step(from: rest, by: step), ban.kind != .shadow || other > 0 else {
            return model.refuse(step > 0 ? "it cannot be longer" : "it cannot be shorter: z lifts it")
        }
        var act = AdminAct(.extendBan)
        (act.number, act.durationMillis) = (ban.number, other)
        model.actNow(act)
    }

    static func target(_ model: ConsoleModel) -> ActTarget {
        let (rows, source) = model.picked(table, model.world.bans)
        return ActTarget(rows.map { PersonName(id: $0.person, name: $0.name) }, source)
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        model.selected(table, model.world.bans).map {
            CellText($0.person.isEmpty ? $0.networkLabel : $0.person)
        }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        let rows = table.shown(rows(model), model.lists[.bans] ?? ListState())
        return [
            ["number", "person", "name", "network", "scope", "kind", "reason", "at", "until", "by", "audit"]
        ]
            + rows.map {
                [
                    "\($0.number)", $0.person, $0.name, $0.networkLabel, $0.scope.rawValue, $0.kind.rawValue,
                    $0.reason.rawValue, "\($0.at)", $0.until.map { "\($0)" } ?? "", $0.by, "\($0.audit)",
                ]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        guard model.activeScreen == .bans else { return }
        model.settle(table, rows(model), rowsShown: listArea(model.frame).height - 1)
        guard let ban = model.selected(table, model.world.bans),
            model.screens.bans.asked != ban.number
        else { return }
        let isBusy = model.questions.contains { if case .auditEntry = $0 { true } else { false } }
        guard !isBusy, model.ask(.auditEntry(number: ban.audit), "/admin/audit?number=\(ban.audit)") else {
            return
        }
        model.screens.bans = BansState(asked: ban.number)
        let next = ban.audit == .max ? ban.audit : ban.audit + 1
        model.ask(.auditEntry(number: next), "/admin/audit?number=\(next)")
        if let report = ban.report { model.ask(.banReport(number: report), "/admin/report?number=\(report)") }
        guard model.allows(.moderator) else { return }
        var act = AdminAct(.undo)
        (act.number, act.isDryRun) = (ban.audit, true)
        model.post(.undoPreview(line: ban.audit), act)
    }

    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel) {
        guard answer.status == 200, let asked = model.screens.bans.asked,
            let ban = model.world.bans.first(where: { $0.number == asked })
        else { return }
        switch question {
        case .auditEntry:
            guard let entry = try? AuditEntry(json: answer.body) else { return }
            if entry.number == ban.audit { model.screens.bans.line = entry }
            // The second line of the same act.
            let isSame = entry.at == ban.at && entry.by == ban.by && entry.changes != nil
            if entry.number > ban.audit, entry.number - ban.audit == 1, isSame {
                model.screens.bans.rollback = entry
            }
        case .banReport(let number) where number == ban.report:
            model.screens.bans.report = try? ReportRecord(json: answer.body)
        case .undoPreview(let line) where line == ban.audit:
            model.screens.bans.undo = (try? ActAnswer(json: answer.body))?.effects
        default: break
        }
    }

    static let table: ListTable<BanRecord> = {
        var table = ListTable<BanRecord>(
            name: .bans,
            header: "  WHO          SCOPE        KIND    FOR    LEFT   REASON               BY    WHEN",
            columns: [
                ListColumn(
                    "who", x: 1, width: 12, text: { ban, _ in CellText(who(ban)) },
                    order: { who($0) < who($1) }),
                ListColumn("scope", x: 14, width: 12, text: { ban, _ in CellText(scope(ban)) }),
                ListColumn(
                    "kind", x: 27, width: 7,
                    text: { ban, _ in CellText(ban.kind.rawValue + (ban.kind == .shadow ? "○" : "")) },
                    order: { $0.kind.rawValue < $1.kind.rawValue }),
                ListColumn("for", x: 35, width: 6, text: { ban, _ in CellText(lasting(ban)) }),
                ListColumn(
                    "left", x: 42, width: 6,
                    text: { ban, model in
                        CellText(ban.until.map { Moments.left(model.rest(until: $0)) } ?? "-")
                    },
                    order: { ($0.until ?? .max) < ($1.until ?? .max) }),
                ListColumn("reason", x: 49, width: 20, text: { ban, _ in CellText(ban.reason.label) }),
                ListColumn(
                    "by", x: 70, width: 5, text: { ban, _ in CellText(ban.by) }, order: { $0.by < $1.by }),
                ListColumn(
                    "when", x: 76, width: 6,
                    text: { ban, model in
                        CellText(Moments.when(ban.at, now: model.clock, zone: model.options.zoneOffsetMillis))
                    }, order: { $0.at < $1.at }),
            ], identity: { "\($0.number)" })
        // The rows are filtered already; the table only sorts them.
        table.matches = { _, _ in true }
        return table
    }()
}

/// How long bans and areas last when a key makes them longer or shorter: from now on.
enum DurationLadder {
    /// The next step above or below what is left, nil being for good; 0 is for good; nil: there is none.
    static func step(from rest: Int64?, by step: Int) -> Int64? {
        let steps = BanForm.durations.filter { $0 > 0 }
        if step > 0 { return rest.map { rest in steps.first { $0 > rest } ?? 0 } }
        return steps.last { $0 < rest ?? .max }
    }
}

/// All about one ban, where the screen has no room for a pane.
struct BanDetailForm: SheetForm {
    private let ban: BanRecord

    init(_ ban: BanRecord) { self.ban = ban }

    var title: CellText {
        "\(ban.kind.rawValue) of " + CellText(BansScreen.who(ban)).clipped(to: 30, mark: "~")
            + " (audit \(ban.audit))"
    }
    var keys: [KeyHint] { [KeyHint("z", "undo", .moderator), KeyHint("any key", "closes")] }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        BansScreen.details(ban, model).flatMap { SheetWords.wrapped($0.string, columns: 66) }.map {
            CellText($0)
        }
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        if case .mouse(let event) = key, event.kind != .press { return .nothing }
        guard key == .character("z") else { return .close }
        return .replace(UndoForm(line: ban.audit, what: "\(ban.kind.rawValue) of \(BansScreen.who(ban))"))
    }
}
