import Cells
import Wire

/// What the list of connections keeps between two keys.
struct ClientsState: Sendable {
    /// Those that have left within a day are told, too.
    var isDepartedWanted = false
    /// The last filter that made sense: half of one that is being typed is not sent.
    var filter = ""
    /// What is wrong with the filter that is there.
    var complaint: String?
    /// Whose last placements the pane shows, and what is known of them.
    var asked: String?
    var detail: PersonDetail?
    var trail: Trail?
}

/// Screen 2: who is connected, as the server sorts and filters them.
enum ClientsScreen: ScreenView {
    /// Placements that the pane shows.
    private static let placementsMax = 200

    private static func paneRows(_ frame: Frame) -> Int { frame.isWide ? (frame.height - 4) / 2 : 0 }
    private static func listArea(_ frame: Frame) -> CellRectangle { frame.list(abovePane: paneRows(frame)) }

    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let table = frame.isWide ? wideTable : narrowTable
        let rows = model.world.connections
        let area = listArea(frame)
        table.draw(rows, model, into: &grid, area)
        if rows.isEmpty {
            let words: CellText =
                model.screens.clients.filter.isEmpty
                ? "nobody is connected" : "no connection is what the filter asks for"
            grid.put(words, x: 2, y: area.y + 1)
        }
        if frame.isWide { drawPane(model, into: &grid, frame.pane(rows: paneRows(frame))) }
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        if let complaint = model.screens.clients.complaint { return "filter: \(complaint)" }
        let tags = model.lists[.clients]?.tags.count ?? 0
        let total = Numbers.grouped(model.world.connectionsTotal)
        let count =
            tags > 0
            ? "\(tags) tagged of \(total)" : "\(Numbers.grouped(model.world.connectionsMatching)) of \(total)"
        let departed = model.screens.clients.isDepartedWanted ? " with those who left" : ""
        return "\(count)\(departed) - " + model.filterWords(.clients, sort: "px/m desc")
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("/", "filter"), KeyHint("o", "sort"), KeyHint("Space", "tag"),
            KeyHint("b", "ban", .moderator), KeyHint("X", "kick", .moderator),
            KeyHint("m", "mute", .moderator), KeyHint("w", "watch", .moderator), KeyHint("Enter", "open"),
            KeyHint("D", model.screens.clients.isDepartedWanted ? "live" : "left"), KeyHint("?", "help"),
        ]
    }

    static func handle(_ key: Key, _ model: inout ConsoleModel) -> Bool {
        let rows = model.world.connections
        switch key {
        case .enter: openSelected(&model)
        case .character("D"):
            model.screens.clients.isDepartedWanted.toggle()
            model.message =
                model.screens.clients.isDepartedWanted
                ? "with those who left within 24 h (D: live ones only)" : "live ones only"
        default:
            // A click on the header means the columns that are there.
            let table = model.frame.isWide ? wideTable : narrowTable
            if model.handleList(key, table, rows, listArea(model.frame)) { return true }
            guard case .mouse(let event) = key, event.kind == .doubleClick else { return false }
            openSelected(&model)
        }
        return true
    }

    private static func openSelected(_ model: inout ConsoleModel) {
        let row = model.selected(narrowTable, model.world.connections)
        guard let row, !row.id.isEmpty else {
            let isConsole = row?.role == "moderator"
            return model.refuse(
                isConsole ? "a console: its moderator is no player" : "a spectator: nobody is known")
        }
        model.openPerson(PersonName(id: row.id, name: row.name))
    }

    /// Those who are tagged, else the range, else the row: each person once.
    static func target(_ model: ConsoleModel) -> ActTarget {
        let (rows, source) = model.picked(narrowTable, model.world.connections)
        return ActTarget(rows.map { PersonName(id: $0.id, name: $0.name) }, source)
    }

    static func adjust(_ look: inout ConsoleLook, _ model: ConsoleModel) {
        look.isDepartedWanted = model.screens.clients.isDepartedWanted
        look.person = model.selected(narrowTable, model.world.connections)?.id ?? ""
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        model.selected(narrowTable, model.world.connections).map {
            CellText($0.id.isEmpty ? $0.handle : $0.id)
        }
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        [
            [
                "handle", "id", "name", "net", "onMs", "perMinute", "pixels", "rttMs", "queuedBytes",
                "dropped",
                "client", "flags",
            ]
        ]
            + model.world.connections.map { row in
                [
                    row.handle, row.id, row.name, row.network, "\(row.onMillis)", "\(row.perMinute)",
                    "\(row.pixels)", row.roundTripMillis.map { "\($0)" } ?? "", "\(row.queuedBytes)",
                    "\(row.dropped)", row.client, row.flags.joined(separator: " "),
                ]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        let rows = model.world.connections
        model.settle(narrowTable, rows, rowsShown: listArea(model.frame).height - 1)
        settleFilter(&model)
        guard model.activeScreen == .clients, model.frame.isWide,
            let row = model.selected(narrowTable, rows), !row.id.isEmpty
        else { return }
        askAbout(row.id, &model)
    }

    private static func settleFilter(_ model: inout ConsoleModel) {
        let words = model.lists[.clients]?.filter ?? ""
        do {
            _ = try RowFilter(words, for: ConnectionRow.self)
            model.screens.clients.filter = words
            model.screens.clients.complaint = nil
        } catch {
            model.screens.clients.complaint = "\(error.what): \(error.remedy)"
        }
    }

    /// One question after the other: whoever runs down the list asks about where they stop.
    private static func askAbout(_ id: String, _ model: inout ConsoleModel) {
        let isBusy = model.questions.contains {
            if case .trail = $0 { true } else if case .person = $0 { true } else { false }
        }
        guard model.screens.clients.asked != id, !isBusy else { return }
        let who = QueryText.escaped(id)
        let board = QueryText.escaped(model.options.board)
        guard model.ask(.person(id: id), "/admin/person?who=\(who)") else { return }
        model.ask(
            .trail(person: id),
            "/admin/trail?who=\(who)&board=\(board)&windowMs=0&limit=\(placementsMax)")
        model.screens.clients.asked = id
        model.screens.clients.detail = nil
        model.screens.clients.trail = nil
    }

    static func opened(_ model: inout ConsoleModel) {
        model.screens.clients.asked = nil
    }

    static func answered(_ question: Question, _ answer: ConsoleAnswer, _ model: inout ConsoleModel) {
        guard answer.status == 200 else { return }
        switch question {
        case .person(let id) where id == model.screens.clients.asked:
            model.screens.clients.detail = try? PersonDetail(json: answer.body)
        case .trail(let id) where id == model.screens.clients.asked:
            model.screens.clients.trail = try? Trail(json: answer.body)
        default: break
        }
    }
}

extension ClientsScreen {
    private static func drawPane(_ model: ConsoleModel, into grid: inout CellGrid, _ box: CellRectangle) {
        guard let row = model.selected(narrowTable, model.world.connections) else {
            return grid.box(box, title: "nobody is chosen")
        }
        let name = CellText(model.called(row.name, row.id.isEmpty ? "spectator" : row.id)).clipped(
            to: 40, mark: "~")
        grid.box(
            box,
            title: "#\(row.handle) " + name
                + " - last \(placementsMax) placements (u draws them on the canvas)")
        let inside = box.inset(by: 1)
        let picture = CellRectangle(x: inside.x, y: inside.y, width: 58, height: inside.height)
        let state = model.screens.clients
        if let board = model.board, let trail = state.trail, trail.id == row.id,
            let shown = TrailPicture(trail, on: board, newest: placementsMax)
        {
            shown.draw(board, into: &grid, picture, isLettered: model.options.isLettered)
        } else {
            let words: CellText =
                row.id.isEmpty
                ? "a spectator places nothing" : state.trail == nil ? "..." : "nothing was placed here"
            grid.put(words, x: picture.x + 1, y: picture.y)
        }
        let lines = detailLines(row, model)
        for (offset, line) in lines.prefix(max(0, inside.height - 1)).enumerated() {
            grid.put(line, x: inside.x + 62, y: inside.y + 1 + offset, columnsMax: max(0, inside.width - 62))
        }
    }

    private static func detailLines(_ row: ConnectionRow, _ model: ConsoleModel) -> [CellText] {
        let hash = row.addressHash.isEmpty ? "" : " (hash \(row.addressHash))"
        guard let detail = model.screens.clients.detail, detail.id == row.id else {
            return ["from \(row.network)\(hash)", "user agent: \(row.client)"]
        }
        let live = detail.connections.count { $0.leftMillis == nil }
        var lines: [CellText] = [
            "account \(Moments.rough(model.since(detail.createdAt))) old, from \(row.network)\(hash)",
            "\(counted(detail.connections.count, "session")) seen in 24 h, \(live) live;"
                + " \(detail.linked.count) linked from the same net and agent",
        ]
        lines += detail.signals.map { "\($0.text)  (\(Numbers.hundredths($0.score)))" }
        if let trail = model.screens.clients.trail, trail.id == row.id {
            lines += TrailWords.lines(trail).map { CellText($0) }
        }
        lines.append("user agent: \(row.client)")
        let bans = detail.bansEver == 0 ? "no ban" : counted(detail.bansEver, "ban")
        let watch = detail.watch.map {
            "; watched by \($0.by) since "
                + Moments.when($0.at, now: model.clock, zone: model.options.zoneOffsetMillis)
        }
        lines.append("history: \(bans), \(counted(detail.notes.count, "note"))\(watch ?? "")")
        return lines
    }
}

/// What a trail says in words.
enum TrailWords {
    static func lines(_ trail: Trail) -> [String] {
        guard let first = trail.pixels.first else { return [] }
        var counts: [UInt8: Int] = [:]
        var (left, top, right, bottom) = (first.x, first.y, first.x, first.y)
        for pixel in trail.pixels {
            counts[pixel.colour, default: 0] += 1
            (left, top) = (min(left, pixel.x), min(top, pixel.y))
            (right, bottom) = (max(right, pixel.x), max(bottom, pixel.y))
        }
        // Of colours that are placed equally often the lower number comes first, at each drawing.
        let colours = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
            .map { "\(Numbers.percent($0.value, of: trail.pixels.count)) % c\($0.key)" }
        let stand = counted(trail.live, "still stands", "still stand")
        return [
            "colours: \(colours.joined(separator: ", "))   area: \(left)..\(right) x \(top)..\(bottom)",
            "of \(counted(trail.pixels.count, "pixel")) \(stand), \(trail.over) others drew over",
        ]
    }
}
