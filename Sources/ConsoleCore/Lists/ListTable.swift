import Cells

/// A column of a list: where its values stand, what they are, and what they are sorted by.
struct ListColumn<Row: Sendable>: Sendable {
    /// What it is called in the order of a list, and on the command line.
    let name: String
    /// Where its values begin, on a row without tags.
    let x: Int
    /// Where its part of the header begins.
    let headerX: Int
    let width: Int
    let alignment: CellText.Alignment
    let text: @Sendable (Row, ConsoleModel) -> CellText
    /// Whether the first row comes before the second; nil: nobody sorts by it.
    let order: (@Sendable (Row, Row) -> Bool)?

    init(
        _ name: String, x: Int, headerX: Int? = nil, width: Int, _ alignment: CellText.Alignment = .left,
        text: @escaping @Sendable (Row, ConsoleModel) -> CellText,
        order: (@Sendable (Row, Row) -> Bool)? = nil
    ) {
        self.name = name
        self.x = x
        self.headerX = headerX ?? x
        self.width = width
        self.alignment = alignment
        self.text = text
        self.order = order
    }
}

/// A list of rows: how they look, what they are known by, how they are filtered and sorted.
struct ListTable<Row: Sendable>: Sendable {
    let name: ListName
    /// The row above, exactly as it stands.
    let header: CellText
    let columns: [ListColumn<Row>]
    /// What a row is known by, for good.
    let identity: @Sendable (Row) -> String
    /// Rows always leave a column for the tag; else there is one only while something is tagged.
    var hasTagColumn = false
    /// Shown fainter: somebody else has it in hand, it is over, it does not act.
    var isGreyed: @Sendable (Row, ConsoleModel) -> Bool = { _, _ in false }
    /// Whether a row is what the filter asks for; nil: the server has filtered and sorted already.
    var matches: (@Sendable (Row, String) -> Bool)?

    /// The rows to be shown, in order.
    func shown(_ rows: [Row], _ state: ListState) -> [Row] {
        guard let matches else { return rows }
        let kept = state.filter.isEmpty ? rows : rows.filter { matches($0, state.filter) }
        guard let sort = state.sort, let order = columns.first(where: { $0.name == sort.column })?.order
        else { return kept }
        // Stable, so that rows that are alike stay where they are.
        let ranked = kept.enumerated().sorted { first, second in
            let (before, after) = sort.isDescending ? (second, first) : (first, second)
            if order(before.element, after.element) { return true }
            if order(after.element, before.element) { return false }
            return first.offset < second.offset
        }
        return ranked.map(\.element)
    }

    /// Draws the header into the first row of a rectangle and as many rows below as there is room for.
    func draw(_ rows: [Row], _ model: ConsoleModel, into grid: inout CellGrid, _ area: CellRectangle) {
        let state = model.lists[name] ?? ListState()
        grid.put(header, x: area.x, y: area.y, style: .plain.adding(.bold), columnsMax: area.width)
        let shift = hasTagColumn || state.tags.isEmpty ? 0 : 1
        let range = Set(state.range(rows.map(identity)))
        for (offset, row) in rows.dropFirst(state.top).prefix(max(0, area.height - 1)).enumerated() {
            let y = area.y + 1 + offset
            let id = identity(row)
            let isSelected = id == state.selected
            var style = Style.plain
            if isGreyed(row, model) { style = style.adding(.dim) }
            if isSelected || range.contains(id) { style = style.adding(.reverse) }
            grid.fill(CellRectangle(x: area.x, y: y, width: area.width, height: 1), style: style)
            if isSelected { grid.put(">", x: area.x, y: y, style: style) }
            if state.tags.contains(id) { grid.put("*", x: area.x + 1, y: y, style: style) }
            for column in columns {
                let x = area.x + column.x + shift
                let text = column.text(row, model)
                    .clipped(to: column.width, mark: "~").padded(to: column.width, column.alignment)
                grid.put(text, x: x, y: y, style: style, columnsMax: area.right - x)
            }
        }
    }

    /// The row at a place of the screen.
    func row(at y: Int, _ rows: [Row], _ state: ListState, _ area: CellRectangle) -> Int? {
        let index = state.top + y - area.y - 1
        return y > area.y && y < area.bottom && rows.indices.contains(index) ? index : nil
    }

    /// The column at a place of the header.
    func column(at x: Int, _ area: CellRectangle) -> ListColumn<Row>? {
        columns.last { area.x + $0.headerX <= x } ?? columns.first
    }
}

/// The filter of lists whose rows have no terms of their own: words that all have to occur somewhere, or,
/// with `!` before them, must not.
enum WordFilter {
    static func matches(_ texts: [String], _ filter: String) -> Bool {
        let line = texts.joined(separator: " ").lowercased()
        return filter.lowercased().split(separator: " ").allSatisfy { word in
            word.hasPrefix("!") ? !line.contains(word.dropFirst()) || word.count == 1 : line.contains(word)
        }
    }
}
