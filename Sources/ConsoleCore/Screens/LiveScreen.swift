import Cells
import Wire

/// Screen 1: the board, who placed the pixel under the cursor, and what is placed now.
enum LiveScreen: ScreenView {
    static func draw(_ model: ConsoleModel, into grid: inout CellGrid, _ frame: Frame) {
        let geometry = LiveGeometry(frame)
        drawCanvas(model, into: &grid, geometry.canvas)
        grid.box(geometry.here, title: "here")
        let lines = frame.isWide ? wideHere(model) : narrowHere(model)
        put(lines, into: &grid, geometry.here)
        grid.box(geometry.feed, title: model.isPaused ? "feed (paused, p)" : "feed (p pause)")
        let feed = (model.live.pausedFeed ?? model.world.feed)
            .map { frame.isWide ? wideLine($0, model) : narrowLine($0, model) }
        put(feed, into: &grid, geometry.feed)
    }

    static func context(_ model: ConsoleModel, _ frame: Frame) -> CellText {
        let live = model.live
        let colour = model.board?.colour(x: live.cursorX, y: live.cursorY) ?? 0
        var words = "cursor \(live.cursorX),\(live.cursorY) - colour \(colour)"
        if let selection = live.selection { words = "selection \(selection.text)" }
        if let here = model.here, let author = here.author, let at = here.at {
            let ago = Moments.rough(Moments.span(from: at, to: model.clock))
            words += " - \(shortName(author.name, author.id)), \(ago) ago"
        }
        let target = model.target
        let acting = target.source == .nobody ? "nobody" : target.source.rawValue
        return "\(words)   (acting on: \(acting))"
    }

    static func keys(_ model: ConsoleModel) -> [KeyHint] {
        [
            KeyHint("Enter", "who"), KeyHint("v", "select"), KeyHint("u", "trail"),
            KeyHint("b", "ban", .moderator), KeyHint("r", "rollback", .moderator),
            KeyHint("f", "freeze", .moderator), KeyHint("g", "goto"), KeyHint("?", "help"),
        ]
    }

    static func opened(_ model: inout ConsoleModel) {
        model.live.hereDueAt = model.now
    }

    /// The author of the pixel under the cursor; the selection says where.
    static func target(_ model: ConsoleModel) -> ActTarget {
        var target = ActTarget()
        target.area = model.live.selection
        target.place = (model.live.cursorX, model.live.cursorY)
        if let author = model.here?.author {
            target.people = [PersonName(id: author.id, name: author.name)]
            target.source = .pixelAuthor
        }
        // The report that was opened is answered by what is done to its author.
        if let number = model.openReport,
            let report = model.world.reports.first(where: { $0.number == number }),
            target.people.contains(where: { $0.id == report.person })
        {
            target.report = number
        }
        return target
    }

    static func copied(_ model: ConsoleModel) -> CellText? {
        "\(model.live.cursorX),\(model.live.cursorY)"
    }

    static func exported(_ model: ConsoleModel) -> [[String]]? {
        [["at", "id", "name", "x", "y", "colour"]]
            + (model.live.pausedFeed ?? model.world.feed).map {
                ["\($0.at)", $0.id, $0.name, "\($0.x)", "\($0.y)", "\($0.colour)"]
            }
    }

    static func settle(_ model: inout ConsoleModel) {
        model.live.viewport.isLettered = model.options.isLettered
    }
}

extension LiveScreen {
    private static func drawCanvas(_ model: ConsoleModel, into grid: inout CellGrid, _ box: CellRectangle) {
        let inside = box.inset(by: 1)
        let view = model.live.viewport
        let size = view.size(columns: inside.width, rows: inside.height)
        let title: CellText = "canvas \(view.x),\(view.y) \(view.zoom.text) \(size.width)x\(size.height) px"
        grid.box(box, title: title)
        guard let mirror = model.board else {
            grid.put("waiting for the board", x: inside.x + 1, y: inside.y)
            return
        }
        var painter = CanvasPainter(mirror: mirror, viewport: view)
        painter.isDotted = model.live.isDotted
        painter.draw(into: &grid, inside)
        for area in model.world.areas where area.board == model.options.board {
            let rectangle = PixelRectangle(x: area.x, y: area.y, width: area.width, height: area.height)
            painter.outline(rectangle, "A\(area.number)", into: &grid, inside)
        }
        if let selection = model.live.selection { painter.outline(selection, into: &grid, inside) }
        painter.drawCursor(model.live.cursorX, model.live.cursorY, into: &grid, inside)
    }

    private static func put(_ lines: [CellText], into grid: inout CellGrid, _ box: CellRectangle) {
        let inside = box.inset(by: 1)
        for (row, line) in lines.prefix(inside.height).enumerated() {
            grid.put(line, x: inside.x, y: inside.y + row, columnsMax: inside.width)
        }
    }

    private static func narrowHere(_ model: ConsoleModel) -> [CellText] {
        guard let here = model.here else { return [place(model, separator: "  c")] }
        var lines = [place(model, separator: "  c")]
        guard let author = here.author else { return lines + ["nobody placed here"] + areaLine(here) }
        let handle = here.handle.isEmpty ? "" : "#\(here.handle)"
        lines.append(CellText(shortName(author.name, author.id)) + "  \(handle)")
        if let at = here.at { lines.append("placed \(ago(at, model)) ago") }
        if let colour = here.beforeColour {
            let before = here.beforeAt.map { ago($0, model) } ?? ""
            lines.append("prev c\(colour) \(here.beforeName ?? "nobody") \(before)")
        }
        lines.append("\(author.perMinute) px/min  \(author.pixels) px")
        if !here.network.isEmpty { lines.append("\(here.network) \(here.liveFromSubnet) sess.") }
        lines += here.signals.map { "FLAG \(shortSignal($0))" }
        return lines + areaLine(here) + (here.note.isEmpty ? [] : ["note: \(here.note)"])
    }

    private static func wideHere(_ model: ConsoleModel) -> [CellText] {
        guard let here = model.here else { return [place(model, separator: "   colour ")] }
        var lines = [place(model, separator: "   colour ")]
        guard let author = here.author else { return lines + ["nobody placed here"] + areaLine(here) }
        let handle = here.handle.isEmpty ? "" : "   session #\(here.handle)"
        lines.append("author     \(shortName(author.name, author.id))\(handle)")
        var placed = here.at.map { "placed     \(ago($0, model)) ago" } ?? "placed     -"
        if let colour = here.beforeColour {
            let before = here.beforeAt.map { ", " + ago($0, model) } ?? ""
            placed += "   (prev c\(colour) \(here.beforeName ?? "nobody")\(before))"
        }
        lines.append(CellText(placed))
        lines.append("rate       \(author.perMinute) px/min   \(author.pixels) px today")
        lines.append("net        \(here.network)   \(counted(here.liveFromSubnet, "session"))")
        let age = Moments.rough(Moments.span(from: author.createdAt, to: model.clock))
        lines.append("account    \(age) old   \(counted(here.bansEver, "ban"))")
        lines += here.signals.prefix(2).map { "FLAG       \($0.text)" }
        lines += areaLine(here)
        while lines.count < 9 { lines.append("") }
        return lines + ["note: \(here.note.isEmpty ? "-" : here.note)"]
    }

    private static func place(_ model: ConsoleModel, separator: String) -> CellText {
        let live = model.live
        let colour = model.board?.colour(x: live.cursorX, y: live.cursorY) ?? 0
        let shade = model.board?.shade(colour).text ?? ""
        let gap = separator.hasSuffix("c") ? " " : "  "
        return "\(live.cursorX),\(live.cursorY)\(separator)\(colour)\(gap)\(shade)"
    }

    private static func areaLine(_ here: PixelHere) -> [CellText] {
        here.area.isEmpty ? [] : ["area \(here.area)"]
    }

    /// A signal without what stands in brackets: `period 1.00s`.
    private static func shortSignal(_ signal: BotSignal) -> String {
        let words = signal.text.split(separator: "(").first.map(String.init) ?? signal.text
        let short = words.trimmedOfSpaces
        return short.hasSuffix(" s") ? short.dropLast(2) + "s" : short
    }

    private static func narrowLine(_ line: FeedLine, _ model: ConsoleModel) -> CellText {
        let time = Moments.clock(line.at, zone: model.options.zoneOffsetMillis).dropFirst(3)
        // `staff: ana` is longer than the names of players may be, and has the room that the place leaves it.
        let name = feedName(line, columnsMin: 8, columnsMax: 17 - "\(line.x),\(line.y)".count)
        return "\(String(time)) " + name + " \(line.x),\(line.y)" + (line.isFlagged ? " !" : "")
    }

    private static func wideLine(_ line: FeedLine, _ model: ConsoleModel) -> CellText {
        let time = Moments.clock(line.at, zone: model.options.zoneOffsetMillis)
        let name = feedName(line, columnsMin: 9, columnsMax: 16)
        let flag = line.isFlagged ? " !" : ""
        let handle = CellText(line.handle.isEmpty ? "" : "#\(line.handle)")
        return "\(time) " + handle.padded(to: max(5, handle.width)) + " " + name
            + " \(line.x),\(line.y) c\(line.colour)\(flag)"
    }

    private static func feedName(_ line: FeedLine, columnsMin: Int, columnsMax: Int) -> CellText {
        let name = CellText(shortName(line.name, line.id))
        return name.padded(to: max(columnsMin, min(name.width, columnsMax)))
    }

    static func shortName(_ name: String, _ id: String) -> String {
        name.isEmpty ? String(id.prefix(8)) : name
    }

    private static func ago(_ at: Int64, _ model: ConsoleModel) -> String {
        Moments.rough(Moments.span(from: at, to: model.clock))
    }
}
