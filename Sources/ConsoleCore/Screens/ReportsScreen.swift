import Cells
import Wire

/// What the queue of reports keeps between two keys.
struct ReportsState: Sendable {
    /// Which report the panes are about, and what is known of it.
    var asked: UInt64?
    var record: ReportRecord?
    var here: PixelHere?
    var detail: PersonDetail?
    /// Reports that are closed, for what was reported before.
    var closed: [ReportRecord] = []
    /// The pane shows the place as it was reported.
    var isThen = false
    /// The report that this console has asked to close.
    var closing: UInt64?
}

/// Screen 3: places that people reported, each with one author.
enum ReportsScreen: ScreenView {
    static func listArea(_ frame: Frame) -> CellRectangle {
        CellRectangle(x: 0, y: 3, width: frame.width, height: (frame.height * 3 + 40) / 16)
    }

    private static func rows(_ model: ConsoleModel) -> [ReportRecord] {
        model.filtered(model.world.reports, .reports) { $0 }
    }

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let area = listArea(frame)
        let table = frame.isWide ? wideTable : narrowTable
        let state = model.lists[.reports] ?? ListState()
        let shown = table.shown(rows(model), state)
        table.draw(shown, model, into: &grid, area)
        if shown.isEmpty {
            let words: CellText =
                state.filter.isEmpty ? "nothing to do: no report is open" : "no report is like that"
            grid.put(words, x: 2, y: area.y + 1)
        }
        let (top, height) = (area.bottom, frame.height - 2 - area.bottom)
        let side = frame.isWide ? 56 : 32
        let picture = CellRectangle(x: 0, y: top, width: frame.width - side, height: height)
        let context = CellRectangle(x: picture.right, y: top, width: side, height: height)
        let when =
            model.screens.reports.isThen
            ? "place at report time (t: now)" : "place now / at report time (t toggles)"
        grid.box(picture, title: CellText(when))
        grid.box(context, title: "context")
        guard let report = model.selected(table, model.world.reports) else { return }
        drawPlace(report, model, into: &grid, picture.inset(by: 1))
        grid.lines(contextLines(report, model), in: context)
    }

    private static func drawPlace(
        _ report: ReportRecord, _ model: ConsoleModel, into grid: inout CellGrid, _ area: CellRectangle
    ) {
        let size = Viewport(isLettered: model.options.isLettered).size(columns: area.width, rows: area.height)
        if model.screens.reports.isThen {
            guard let evidence = model.screens.reports.record?.evidence, let board = model.board,
                let then = HexPicture.mirror(
                    evidence.colours, width: evidence.width, height: evidence.height, palette: board.palette)
            else { return _ = grid.put("no picture was kept", x: area.x + 1, y: area.y) }
            let whole = PixelRectangle(x: 0, y: 0, width: then.width, height: then.height)
            return BoardPicture.draw(then, around: whole, into: &grid, area, model)
        }
        let (x, y) = (model.inside(report.x), model.inside(report.y))
        let around = PixelRectangle(
            x: x - size.width / 2, y: y - size.height / 2, width: size.width, height: size.height)
        BoardPicture.draw(model.board, around: around, into: &grid, area, model)
        guard let board = model.board else { return }
        let view = BoardPicture.view(of: around, in: area, isLettered: model.options.isLettered)
        CanvasPainter(mirror: board, viewport: view).drawCursor(x, y, into: &grid, area)
    }

    private static func contextLines(_ report: ReportRecord, _ model: ConsoleModel) -> [CellText] {
        let said = report.reporters.map(\.text).first { !$0.isEmpty }
        var lines: [CellText] = [
            "reported \(report.reporters.count)x" + (said.map { ": \"" + CellText($0) + "\"" } ?? "")
        ]
        let state = model.screens.reports
        guard state.asked == report.number else { return lines + ["..."] }
        lines += conductLines(state.record?.conduct)
        let before = state.closed.filter {
            $0.person == report.person && $0.state.isClosed && $0.number != report.number
        }
        if let newest = before.first {
            lines.append(
                "\(counted(before.count, "earlier report")), \(newest.state.rawValue) "
                    + "(\(newest.closedBy ?? "-"))"
            )
        } else {
            lines.append("no earlier report")
        }
        if let here = state.here, here.author?.id == report.person {
            lines.append("same /16: \(counted(here.liveFromSubnet, "session"))")
        }
        if let detail = state.detail {
            lines.append(
                detail.score >= 50 ? "suggested: b ban 24 h + rollback 1 h" : "suggested: look, then b or d")
        }
        if report.isEscalated { lines.append("left to the admins") }
        return lines
    }

    /// What the author had done when they were reported, as far as the server knows.
    private static func conductLines(_ conduct: ReportedConduct?) -> [CellText] {
        var lines: [CellText] = []
        if let count = conduct?.overSomebody {
            lines.append("author overwrote \(Numbers.grouped(count)) px of others")
        }
        if let count = conduct?.placed {
            let period = conduct?.periodMillis.map { ", " + Numbers.seconds($0) + " s period" } ?? ""
            lines.append(CellText("last 10 min: \(Numbers.grouped(count)) px" + period))
        }
        return lines
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        if let news = model.filterNews(.reports, for: ReportRecord.self) { return news }
        guard let report = model.selected(narrowTable, model.world.reports) else {
            return model.world.reports.isEmpty ? "nothing to do" : "choose a report"
        }
        let mine = report.claimedBy == model.world.you.user && !report.claimedBy.isEmpty
        if mine {
            let others = Set(model.world.staff.map(\.user)).subtracting([model.world.you.user]).sorted()
            let greyed = others.isEmpty ? "" : " (greyed for \(others.joined(separator: ", ")))"
            return "#\(report.number) claimed by you\(greyed). Enter opens the place; b r d close it"
        }
        if !report.claimedBy.isEmpty {
            return "#\(report.number) is in the hands of " + CellText(claim(report, model))
                + ". Enter looks at it"
        }
        return "#\(report.number): Enter claims and opens it; b r d close it"
    }

    static func claim(_ report: ReportRecord, _ model: ConsoleModel) -> String {
        guard !report.claimedBy.isEmpty else { return "" }
        if report.claimedBy == model.world.you.user { return "you" }
        return report.claimedBy + (report.claimedAt.map { ", " + Moments.age(model.since($0)) } ?? "")
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("Enter", model.allows(.moderator) ? "claim+open" : "open"),
            KeyHint("b", "ban", .moderator),
            KeyHint("r", "rollback", .moderator), KeyHint("d", "dismiss", .moderator),
            KeyHint("e", "escalate", .moderator), KeyHint("t", "now/then"), KeyHint("?", "help"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        if key == .character("t") {
            model.screens.reports.isThen.toggle()
            return true
        }
        if key == .character("d") {
            model.screens.reports.closing = model.selected(narrowTable, model.world.reports)?.number
            return false
        }
        let isOpening = key == .enter
        // A click on the header means the columns that are there.
        let table = model.frame.isWide ? wideTable : narrowTable
        if !isOpening, model.handleList(key, table, rows(model), listArea(model.frame)) { return true }
        if case .mouse(let event) = key, event.kind == .doubleClick {} else if !isOpening { return false }
        guard let report = model.selected(narrowTable, model.world.reports) else {
            model.refuse("no report is chosen")
            return true
        }
        if report.claimedBy.isEmpty, model.allows(.moderator), model.openReport != report.number {
            var act = AdminAct(.claim)
            act.number = report.number
            model.actNow(act)
        } else if !model.isTiny {
            model.moveCursor(toX: report.x, y: report.y, isCentred: true)
            model.open(.live)
        }
        model.openReport = report.number
        return true
    }

    static func target(_ model: ConsoleModel) -> ActTarget {
        let (rows, source) = model.picked(narrowTable, model.world.reports)
        var target = ActTarget(rows.map { PersonName(id: $0.person, name: $0.name) }, source)
        // One act answers one report; of several only the people are meant.
        if rows.count == 1, let row = rows.first {
            (target.report, target.place) = (row.number, (model.inside(row.x), model.inside(row.y)))
        }
        return target
    }

    static func adjust(_ look: inout ConsoleLook, _ model: ConsoleModel) {
        look.person = model.selected(narrowTable, model.world.reports)?.person ?? ""
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        model.selected(narrowTable, model.world.reports).map { "#\($0.number) \($0.x),\($0.y)" }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        [["number", "board", "x", "y", "person", "name", "rule", "reporters", "at", "claimedBy"]]
            + narrowTable.shown(rows(model), model.lists[.reports] ?? ListState()).map {
                [
                    "\($0.number)", $0.board, "\($0.x)", "\($0.y)", $0.person, $0.name, $0.rule.rawValue,
                    "\($0.reporters.count)", "\($0.at)", $0.claimedBy,
                ]
            }
    }

    static func opened(_ model: inout ConsoleModel) {
        model.screens.reports.asked = nil
        model.ask(.allReports, "/admin/reports?all=1")
    }

    static func settle(_ model: inout ConsoleModel) {
        let rows = model.world.reports
        if isClosedHere(model) { model.lists[.reports]?.mayMoveOn = true }
        model.settle(narrowTable, Self.rows(model), rowsShown: listArea(model.frame).height - 1)
        if let open = model.openReport, !rows.contains(where: { $0.number == open }) {
            model.openReport = nil
        }
        guard model.activeScreen == .reports, !model.isTiny, let report = model.selected(narrowTable, rows),
            model.screens.reports.asked != report.number
        else { return }
        // One report after the other: whoever runs down the list asks about where they stop.
        let isBusy = model.questions.contains { if case .report = $0 { true } else { false } }
        guard !isBusy, model.ask(.report(number: report.number), "/admin/report?number=\(report.number)")
        else { return }
        let before = model.screens.reports
        model.screens.reports = ReportsState(
            asked: report.number, closed: before.closed, isThen: before.isThen, closing: before.closing)
        let board = QueryText.escaped(report.board)
        let place = "/admin/pixel?board=\(board)&x=\(report.x)&y=\(report.y)"
        let person = "/admin/person?who=" + QueryText.escaped(report.person)
        // What there was no room to ask is asked again with the next thing that happens.
        if !model.ask(.reportPlace(number: report.number), place)
            || !model.ask(.person(id: report.person), person)
        {
            model.screens.reports.asked = nil
        }
    }

    /// The selected report is gone by an act of this console, so the next one takes its place. The audit says
    /// so where the act was one of a sheet.
    private static func isClosedHere(_ model: ConsoleModel) -> Bool {
        guard let selected = model.lists[.reports]?.selected.flatMap({ UInt64($0) }),
            !model.world.reports.contains(where: { $0.number == selected })
        else { return false }
        if model.screens.reports.closing == selected { return true }
        return model.world.audit.prefix(8).contains { line in
            line.by == model.world.you.user
                && (line.act.report == selected
                    || line.documents.contains("report:\(selected)"))
        }
    }

    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel) {
        guard answer.status == 200 else { return }
        let asked = model.screens.reports.asked
        switch question {
        case .report(let number) where number == asked:
            model.screens.reports.record = try? ReportRecord(json: answer.body)
        case .reportPlace(let number) where number == asked:
            model.screens.reports.here = try? PixelHere(json: answer.body)
        case .person(let id):
            let isSelected = model.world.reports.contains { $0.number == asked && $0.person == id }
            if isSelected { model.screens.reports.detail = try? PersonDetail(json: answer.body) }
        case .allReports:
            guard case .array(let all)? = answer.body["reports"] else { return }
            model.screens.reports.closed = all.prefix(World.rowsMax).compactMap {
                try? ReportRecord(json: $0)
            }
        default: break
        }
    }
}

extension ReportsScreen {
    static let narrowTable = table(
        "  ID   PLACE     AUTHOR   RULE         N   AGE  CLAIMED", ruleX: 25, countX: 37, ageX: 40,
        claimX: 48, nameX: 16)
    static let wideTable = table(
        "  ID    PLACE      AUTHOR      RULE            N   AGE     CLAIMED  REPORTERS (trust)         "
            + "   AUTHOR NOW",
        ruleX: 30, countX: 45, ageX: 50, claimX: 58, nameX: 18)

    private static func table(
        _ header: CellText, ruleX: Int, countX: Int, ageX: Int, claimX: Int, nameX: Int
    ) -> ListTable<ReportRecord> {
        let isWide = nameX > 16
        var columns: [ListColumn<ReportRecord>] = [
            ListColumn(
                "id", x: 1, width: 5, text: { row, _ in "\(row.number)" }, order: { $0.number < $1.number }),
            ListColumn(
                "place", x: isWide ? 7 : 6, width: nameX - (isWide ? 8 : 7),
                text: { row, _ in "\(row.x),\(row.y)" }),
            ListColumn(
                "author", x: nameX, width: ruleX - nameX - 1,
                text: { row, model in CellText(model.called(row.name, row.person)) },
                order: { $0.name < $1.name }),
            ListColumn(
                "rule", x: ruleX, width: 11,
                text: { row, _ in CellText(row.rule == .other ? "Other: text" : row.rule.label) },
                order: { $0.rule.rawValue < $1.rule.rawValue }),
            ListColumn(
                "n", x: countX, width: 2, .right, text: { row, _ in "\(row.reporters.count)" },
                order: { $0.reporters.count < $1.reporters.count }),
            ListColumn(
                "age", x: ageX, width: 6, isWide ? .left : .right,
                text: { row, model in CellText(Moments.age(model.since(row.at))) }, order: { $0.at > $1.at }),
            ListColumn(
                "claimed", x: claimX, width: isWide ? 8 : 20,
                text: { row, model in
                    CellText(
                        isWide && row.claimedBy != model.world.you.user ? row.claimedBy : claim(row, model))
                }, order: { $0.claimedBy < $1.claimedBy }),
        ]
        if isWide {
            columns.append(
                ListColumn("reporters", x: 67, width: 28, text: { row, _ in CellText(reporters(row)) }))
            columns.append(
                ListColumn("now", x: 96, width: 42, text: { row, model in CellText(now(row, model)) }))
        }
        var table = ListTable(name: .reports, header: header, columns: columns, identity: { "\($0.number)" })
        table.isGreyed = { row, model in !row.claimedBy.isEmpty && row.claimedBy != model.world.you.user }
        // The rows are filtered already; the table only sorts them.
        table.matches = { _, _ in true }
        return table
    }

    private static func reporters(_ row: ReportRecord) -> String {
        let names = row.reporters.prefix(2).map { reporter in
            let trust = reporter.trust.map { "(" + tenth($0) + ")" } ?? ""
            return LiveScreen.shortName(reporter.name, reporter.id) + trust
        }
        let more = row.reporters.count > 2 ? " +\(row.reporters.count - 2)" : ""
        return names.joined(separator: " ") + more
    }

    /// `.9`
    private static func tenth(_ trust: Int) -> String {
        let words = Numbers.hundredths(trust)
        return words.hasSuffix("0") && words.count == 3 ? String(words.dropLast()) : words
    }

    private static func now(_ row: ReportRecord, _ model: ConsoleModel) -> String {
        guard let live = model.world.connections.first(where: { $0.id == row.person }) else { return "" }
        let flags = live.flags.isEmpty ? "" : ", " + live.flags.joined(separator: " ").lowercased()
        return "\(live.pixels) px, \(live.perMinute)/min\(flags)"
    }
}
