import Cells
import Wire

/// What the screens behind the first one keep between two keys.
struct ScreenStates: Sendable {
    var clients = ClientsState()
    var reports = ReportsState()
    var people = PeopleState()
    var areas = AreasState()
    var bans = BansState()
    var defence = DefenceState()
    var audit = AuditState()
    var health = HealthState()
}

extension CellGrid {
    /// Lines from the top of a box, as far as they fit.
    mutating func lines(_ lines: [CellText], in box: CellRectangle, margin: Int = 0, from row: Int = 0) {
        let inside = box.inset(by: 1)
        for (offset, line) in lines.prefix(max(0, inside.height - row)).enumerated() {
            put(
                line, x: inside.x + margin, y: inside.y + row + offset,
                columnsMax: max(0, inside.width - margin))
        }
    }
}

extension Frame {
    /// The list above a pane that takes so many rows.
    func list(abovePane rows: Int) -> CellRectangle {
        CellRectangle(x: 0, y: 3, width: width, height: max(2, height - 5 - rows))
    }

    /// The pane below the list.
    func pane(rows: Int) -> CellRectangle {
        CellRectangle(x: 0, y: height - 2 - rows, width: width, height: rows)
    }
}

/// How far back something is looked at.
enum LookWindow {
    static let all: [Int64] = [10 * Moments.minute, Moments.hour, Moments.day, 0]

    /// The one after this one, the first one after the last.
    static func next(after window: Int64) -> Int64 {
        all[((all.firstIndex(of: window) ?? -1) + 1) % all.count]
    }

    /// `10 min`, `1 h`, `24 h`, `all`
    static func words(_ window: Int64) -> String {
        window == 0 ? "all" : Moments.term(window)
    }
}

extension ConsoleModel {
    /// What somebody is called, or the beginning of their id.
    func called(_ name: String, _ id: String) -> String {
        LiveScreen.shortName(name, id)
    }

    /// How long ago something was.
    func since(_ at: Int64) -> Int64 { Moments.span(from: at, to: clock) }

    /// How long something still lasts; 0: it is over.
    func rest(until at: Int64) -> Int64 { Moments.span(from: clock, to: at) }
}

extension ConsoleModel {
    /// The rows that the filter of a list asks for; all of them while it makes no sense yet.
    func filtered<Row>(_ rows: [Row], _ name: ListName, by fields: (Row) -> some FilterFields) -> [Row] {
        guard let words = lists[name]?.filter, !words.isEmpty, let filter = rowFilter(words, fields) else {
            return rows
        }
        return rows.filter { filter.matches(fields($0)) }
    }

    private func rowFilter<Row, Fields: FilterFields>(_ words: String, _ fields: (Row) -> Fields)
        -> RowFilter?
    {
        try? RowFilter(words, for: Fields.self)
    }

    /// What a list says of its filter: what it asks for, or what is wrong with it; nil: there is none.
    func filterNews<Fields: FilterFields>(_ name: ListName, for fields: Fields.Type) -> CellText? {
        guard let words = lists[name]?.filter, !words.isEmpty else { return nil }
        do {
            _ = try RowFilter(words, for: fields)
            return filterWords(name, sort: "newest")
        } catch {
            return "filter: " + CellText("\(error.what): \(error.remedy)")
        }
    }
}

extension ConsoleModel {
    /// A number of a pixel as it may be on a board: whatever is told, sums with it never overflow.
    func inside(_ number: Int) -> Int { min(max(0, number), BoardMirror.pixelCountMax) }

    /// Where an area lies.
    func rectangle(of area: AreaRecord) -> PixelRectangle {
        PixelRectangle(
            x: inside(area.x), y: inside(area.y), width: max(1, inside(area.width)),
            height: max(1, inside(area.height)))
    }
}

extension ActEffects {
    /// Pixels that an undo is about, whether they come back or stay.
    var whole: Int {
        let (sum, isOver) = max(0, pixelsBack).addingReportingOverflow(max(0, pixelsKept))
        return isOver ? .max : sum
    }
}
