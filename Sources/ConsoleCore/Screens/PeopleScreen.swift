import Cells
import Wire

/// Who was found on the fourth screen.
struct PeopleState: Sendable {
    /// What was asked for; nil: nothing yet.
    var asked: String?
    /// When that was.
    var askedAt: Millis = 0
    var found: [PersonSummary] = []
    var refusal: String?
}

/// Screen 4: one person; while nobody is chosen, who places most, and who is called like that.
enum PeopleScreen: ScreenView {
    /// Who places most is another one soon: the list is asked for again as often as this while it is shown.
    static let refreshMillis: Millis = 3000

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        guard let who = model.person.who else {
            let area = frame.listBody
            let shown = table.shown(model.screens.people.found, model.lists[.people] ?? ListState())
            table.draw(shown, model, into: &grid, area)
            if model.screens.people.found.isEmpty {
                grid.put("nobody is called like that", x: 2, y: area.y + 1)
            }
            return
        }
        let side = frame.isWide ? 53 : 30
        let body = frame.body
        let picture = CellRectangle(x: 0, y: body.y, width: body.width - side, height: body.height)
        let detail = CellRectangle(x: picture.right, y: body.y, width: side, height: body.height)
        grid.box(
            picture,
            title: "trail: \(LookWindow.words(model.person.windowMillis)), newest = bright; others dimmed")
        grid.box(detail, title: CellText(model.called(who.name, who.id)).clipped(to: side - 6, mark: "~"))
        let inside = picture.inset(by: 1)
        if let board = model.board, let trail = model.person.trail, let shown = TrailPicture(trail, on: board)
        {
            shown.draw(board, into: &grid, inside, isLettered: model.options.isLettered)
        } else {
            let words: CellText =
                model.person.trail == nil ? "..." : "nothing was placed in this time (t: longer)"
            grid.put(words, x: inside.x + 1, y: inside.y)
        }
        grid.lines(detailLines(model, rows: detail.height - 2), in: detail)
    }

    private static func detailLines(_ model: ConsoleModel, rows: Int) -> [CellText] {
        guard let detail = model.person.detail else { return ["..."] }
        let zone = model.options.zoneOffsetMillis
        func when(_ at: Int64) -> String { Moments.when(at, now: model.clock, zone: zone) }
        let live = detail.connections.count { $0.leftMillis == nil }
        var lines: [CellText] = [
            "account \(Moments.rough(model.since(detail.createdAt))), \(detail.pixels) px, "
                + "\(counted(detail.bansEver, "ban"))",
            "sessions live \(live), seen \(detail.connections.count)",
        ]
        lines += detail.connections.prefix(max(2, rows / 6)).map { row in
            let end = row.leftMillis.map { when(model.clock - min(max(0, $0), model.clock)) } ?? "now"
            return "  #\(row.handle) \(row.network) \(row.client) \(end)"
        }
        lines += detail.signals.prefix(3).map { "FLAG \($0.text)" }
        lines += detail.bans.prefix(2).map {
            "\($0.kind.rawValue.uppercased()) by \($0.by): \($0.reason.label)"
        }
        lines.append("linked (same net+agent):")
        lines +=
            detail.linked.isEmpty
            ? ["  -"]
            : detail.linked.prefix(3).map {
                "  \(model.called($0.name, $0.id)) #\($0.handle)  \(Numbers.hundredths($0.score))"
            }
        lines.append("timeline")
        // Notes and hours stand below, whatever happened.
        let room = max(2, rows - lines.count - 4 - min(3, max(1, detail.notes.count)))
        lines += detail.timeline.prefix(room).map { "  \(when($0.at)) \($0.text)" }
        lines.append("notes")
        lines += detail.notes.prefix(3).map { "  \(when($0.at)) \($0.by): \($0.text)" }
        if detail.notes.isEmpty { lines.append(model.allows(.moderator) ? "  - (i adds one)" : "  -") }
        if !detail.lookers.isEmpty { lines.append("\(detail.lookers.joined(separator: ", ")) looks too") }
        return lines + ["", "hours  " + Sparkline.text(detail.hours, columns: 14)]
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        guard let who = model.person.who else {
            return CellText(counted(model.screens.people.found.count, "person", "people")) + ". "
                + model.filterWords(.people, sort: "px/m desc")
        }
        let name = CellText(model.called(who.name, who.id)).clipped(to: 30, mark: "~")
        if let refusal = model.screens.people.refusal { return name + ": " + CellText(refusal) }
        guard let trail = model.person.trail else { return name + ": being looked up" }
        let window =
            trail.windowMillis == 0
            ? "trail of all time" : "trail of the last \(Moments.term(trail.windowMillis))"
        let cut = trail.isCut ? " (the newest of more)" : ""
        return name + ": \(window), \(trail.live) px live, \(trail.over) drawn over since\(cut)"
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        guard model.person.who != nil else {
            return [
                KeyHint("Enter", "open"), KeyHint("/", "find by name or id"), KeyHint("b", "ban", .moderator),
                KeyHint("w", "watch", .moderator), KeyHint("y", "copy id"), KeyHint("?", "help"),
            ]
        }
        return [
            KeyHint("Esc", "back"), KeyHint("t", "time window"), KeyHint("b", "ban", .moderator),
            KeyHint("r", "rollback", .moderator), KeyHint("w", "watch", .moderator),
            KeyHint("i", "note", .moderator), KeyHint("y", "copy id"), KeyHint("/", "find"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        guard model.person.who != nil else { return handleList(key, &model) }
        switch key {
        case .escape, .left, .character("/"), .character("h"):
            leavePerson(&model)
            if key == .character("/") { return handleList(key, &model) }
        case .character("t"):
            model.person.windowMillis = LookWindow.next(after: model.person.windowMillis)
            model.person.trail = nil
            model.askForPerson()
        case .enter:
            guard let newest = model.person.trail?.pixels.first else { return false }
            model.open(.live)
            model.moveCursor(toX: newest.x, y: newest.y, isCentred: true)
        default: return false
        }
        return true
    }

    private static func leavePerson(_ model: inout ConsoleModel) {
        (model.person.who, model.person.detail, model.person.trail) = (nil, nil, nil)
        model.screens.people.refusal = nil
        model.screens.people.asked = nil
    }

    private static func handleList(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        let rows = model.screens.people.found
        let isOpening: Bool =
            if case .mouse(let event) = key { event.kind == .doubleClick } else { key == .enter }
        guard model.handleList(key, table, rows, model.frame.listBody) == false else { return true }
        guard isOpening, let row = model.selected(table, rows) else { return false }
        model.openPerson(PersonName(id: row.id, name: row.name))
        return true
    }

    static func target(_ model: ConsoleModel) -> ActTarget {
        var target = ActTarget()
        if let who = model.person.who {
            (target.people, target.source) = ([who], .person)
            if let newest = model.person.trail?.pixels.first { target.place = (newest.x, newest.y) }
            // What is opened from here is what the trail shows, not a square around its end.
            if let board = model.board, let trail = model.person.trail {
                target.area = TrailPicture(trail, on: board)?.rectangle
            }
            return target
        }
        let (rows, source) = model.picked(table, model.screens.people.found)
        target.people = rows.map { PersonName(id: $0.id, name: $0.name) }
        target.source = rows.isEmpty ? .nobody : source
        return target
    }

    static func opened(_ model: inout ConsoleModel) {
        model.screens.people.asked = nil
        model.askForPerson()
    }

    static func adjust(_ look: inout ConsoleLook, _ model: ConsoleModel) {
        look.person = model.person.who?.id ?? ""
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        (model.person.who?.id ?? model.selected(table, model.screens.people.found)?.id).map { CellText($0) }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        if let trail = model.person.trail {
            return [["at", "x", "y", "colour", "live"]]
                + trail.pixels.map { ["\($0.at)", "\($0.x)", "\($0.y)", "\($0.colour)", "\($0.isLive)"] }
        }
        return [["id", "name", "createdAt", "live", "pixels", "perMinute", "flags"]]
            + table.shown(model.screens.people.found, model.lists[.people] ?? ListState()).map {
                [
                    $0.id, $0.name, "\($0.createdAt)", "\($0.live)", "\($0.pixels)", "\($0.perMinute)",
                    $0.flags.joined(separator: " "),
                ]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        model.settle(table, model.screens.people.found, rowsShown: model.frame.listBody.height - 1)
        guard model.activeScreen == .people, model.person.who == nil else { return }
        let wanted = model.lists[.people]?.filter.trimmedOfSpaces ?? ""
        let isBusy = model.questions.contains { if case .people = $0 { true } else { false } }
        let isOld = !model.isPaused && model.now - model.screens.people.askedAt >= refreshMillis
        guard !isBusy, isOld || wanted != model.screens.people.asked else { return }
        let path =
            "/admin/people?limit=200&"
            + (wanted.isEmpty ? "sort=-perMinute" : "find=" + QueryText.escaped(wanted))
        guard model.ask(.people(find: wanted), path) else { return }
        (model.screens.people.asked, model.screens.people.askedAt) = (wanted, model.now)
    }

    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel) {
        switch question {
        case .people where answer.status == 200:
            let list = (try? PeopleList(json: answer.body))?.people ?? []
            model.screens.people.found = Array(list.prefix(World.rowsMax))
        case .person(let id) where id == model.person.who?.id:
            guard answer.status == 200, let detail = try? PersonDetail(json: answer.body) else {
                model.screens.people.refusal = Refusal(answer).words
                return
            }
            model.screens.people.refusal = nil
            // Who was asked for by name or handle is known by their id from now on.
            model.person.detail = detail
            model.person.who = PersonName(id: id, name: detail.name)
        case .trail(let id) where id == model.person.who?.id:
            guard answer.status == 200, let trail = try? Trail(json: answer.body) else {
                model.screens.people.refusal = Refusal(answer).words
                return
            }
            let isWanted = trail.windowMillis == model.person.windowMillis
            if isWanted { model.person.trail = trail }
        default: break
        }
    }

    static let table: ListTable<PersonSummary> = {
        var table = ListTable<PersonSummary>(
            name: .people, header: "  ID        NAME                LIVE  PX/M      PX  SINCE   FLAGS",
            columns: [
                ListColumn("id", x: 2, width: 8, text: { row, _ in CellText(row.id) }),
                ListColumn(
                    "name", x: 12, width: 18, text: { row, _ in CellText(row.name) },
                    order: { $0.name < $1.name }),
                ListColumn(
                    "live", x: 31, width: 5, .right, text: { row, _ in "\(row.live)" },
                    order: { $0.live < $1.live }),
                ListColumn(
                    "px/m", x: 37, width: 5, .right, text: { row, _ in "\(row.perMinute)" },
                    order: { $0.perMinute < $1.perMinute }),
                ListColumn(
                    "px", x: 43, width: 7, .right, text: { row, _ in "\(row.pixels)" },
                    order: { $0.pixels < $1.pixels }),
                ListColumn(
                    "since", x: 52, width: 7,
                    text: { row, model in CellText(Moments.rough(model.since(row.createdAt))) },
                    order: { $0.createdAt < $1.createdAt }),
                ListColumn(
                    "flags", x: 60, width: 40,
                    text: { row, _ in CellText(row.flags.joined(separator: " ")) }),
            ], identity: { $0.id }, hasTagColumn: true)
        // The server has looked for the words; the rest is only order.
        table.matches = { _, _ in true }
        return table
    }()
}
