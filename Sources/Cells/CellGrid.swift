/// A screen as a value: rows of cells.
///
/// Whatever is drawn is cut at the edges, and no coordinate is wrong. A wide character stands in two cells or
/// not at all: where only one half of it would be left, there is a blank.
public struct CellGrid: Hashable, Sendable {
    /// No side is longer; the largest terminals have half of that.
    public static let sideMax = 1_000

    /// How many columns.
    public let width: Int
    /// How many rows.
    public let height: Int
    /// Row by row.
    private var cells: [Cell]

    /// A grid of blanks; a size that makes no sense is brought within bounds.
    public init(width: Int, height: Int, style: Style = .plain) {
        self.width = min(max(width, 0), Self.sideMax)
        self.height = min(max(height, 0), Self.sideMax)
        cells = Array(repeating: Cell(unchecked: " ", style: style), count: self.width * self.height)
    }

    /// All of it.
    public var bounds: CellRectangle { CellRectangle(x: 0, y: 0, width: width, height: height) }

    /// A cell. Outside there are blanks, and what is put there is lost. A continuation cannot be put anywhere
    /// by itself: it counts as a blank.
    public subscript(x: Int, y: Int) -> Cell {
        get {
            bounds.contains(x: x, y: y) ? cells[y * width + x] : .blank
        }
        set {
            guard bounds.contains(x: x, y: y) else { return }
            let glyph = newValue.isContinuation || isWide(newValue) ? " " : newValue.glyph
            set(Cell(unchecked: glyph, style: newValue.style), x: x, y: y)
        }
    }

    /// The cells of a row; none where there is no such row.
    public func row(_ y: Int) -> ArraySlice<Cell> {
        y >= 0 && y < height ? cells[y * width..<(y + 1) * width] : []
    }

    /// How many cells look different in another grid. Grids of different sizes differ in every cell.
    public func difference(from other: CellGrid) -> Int {
        guard width == other.width, height == other.height else { return cells.count }
        return zip(cells, other.cells).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) }
    }

    /// The same grid for a terminal that knows nothing but ASCII.
    public func plain() -> CellGrid {
        var grid = self
        for index in grid.cells.indices where !grid.cells[index].glyph.isASCII || cells[index].isContinuation
        {
            grid.cells[index] = Cell(
                unchecked: PlainGlyphs.substitute(for: cells[index].glyph), style: cells[index].style)
        }
        return grid
    }

    /// Writes a text and returns how many columns it took, at most `columnsMax` and up to the right edge.
    /// What would stand left of the grid counts too, so that x and the outcome make the place where to go on.
    @discardableResult
    public mutating func put(
        _ text: CellText, x: Int, y: Int, style: Style = .plain, columnsMax: Int = .max
    ) -> Int {
        guard x < width, columnsMax > 0 else { return 0 }
        let start = max(x, -CellRectangle.coordinateMax)
        let columns = min(columnsMax, width - start)
        var used = 0
        for glyph in text.glyphs {
            guard used + glyph.columns <= columns else { break }
            write(glyph, x: start + used, y: y, style: style)
            used += glyph.columns
        }
        return used
    }

    /// Fills a rectangle with a glyph of one column.
    public mutating func fill(
        _ rectangle: CellRectangle, with glyph: Unicode.Scalar = " ", style: Style = .plain
    ) {
        let cell = Cell(glyph, style: style)
        let area = rectangle.intersection(bounds)
        for y in area.y..<max(area.y, area.bottom) {
            for x in area.x..<max(area.x, area.right) { set(cell, x: x, y: y) }
        }
    }

    /// Gives every cell of a rectangle another style: dims what lies below a sheet, marks the row that is
    /// selected.
    public mutating func restyle(_ rectangle: CellRectangle, _ transform: (Style) -> Style) {
        let area = rectangle.intersection(bounds)
        for y in area.y..<max(area.y, area.bottom) {
            for index in y * width + area.x..<y * width + max(area.x, area.right) {
                cells[index].style = transform(cells[index].style)
            }
        }
    }

    /// Draws the frame of a rectangle, with a title in its upper side. What is inside stays as it is.
    public mutating func box(_ rectangle: CellRectangle, title: CellText = "", style: Style = .plain) {
        guard rectangle.width >= 2, rectangle.height >= 2 else { return }
        let (left, right) = (rectangle.x, rectangle.right - 1)
        let (top, bottom) = (rectangle.y, rectangle.bottom - 1)
        fill(CellRectangle(x: left, y: top, width: rectangle.width, height: 1), with: "─", style: style)
        fill(CellRectangle(x: left, y: bottom, width: rectangle.width, height: 1), with: "─", style: style)
        fill(CellRectangle(x: left, y: top, width: 1, height: rectangle.height), with: "│", style: style)
        fill(CellRectangle(x: right, y: top, width: 1, height: rectangle.height), with: "│", style: style)
        let corners: [(Unicode.Scalar, Int, Int)] = [
            ("┌", left, top), ("┐", right, top), ("└", left, bottom), ("┘", right, bottom),
        ]
        for (glyph, x, y) in corners { self[x, y] = Cell(glyph, style: style) }
        // A corner and a dash on either side, and a space on either side of the words.
        let room = rectangle.width - 6
        guard room > 0, !title.isEmpty else { return }
        put(" " + title.clipped(to: room) + " ", x: left + 2, y: top, style: style)
    }

    private func isWide(_ cell: Cell) -> Bool {
        !cell.glyph.isASCII && ScalarWidth.columns(of: cell.glyph) != 1
    }

    private mutating func write(_ glyph: CellText.Glyph, x: Int, y: Int, style: Style) {
        guard y >= 0, y < height, x > -glyph.columns, x < width else { return }
        if glyph.columns == 1 {
            set(Cell(unchecked: glyph.scalar, style: style), x: x, y: y)
        } else if x < 0 {
            // Its left half is outside.
            set(Cell(unchecked: " ", style: style), x: 0, y: y)
        } else {
            set(Cell(unchecked: " ", style: style, isContinuation: true), x: x + 1, y: y)
            set(Cell(unchecked: glyph.scalar, style: style), x: x, y: y, keepsRight: true)
        }
    }

    /// Puts a cell that is known to lie inside, and blanks the other half of a wide character that it covers.
    private mutating func set(_ cell: Cell, x: Int, y: Int, keepsRight: Bool = false) {
        let index = y * width + x
        if cells[index].isContinuation, x > 0 {
            cells[index - 1] = Cell(unchecked: " ", style: cells[index - 1].style)
        }
        if !keepsRight, x + 1 < width, cells[index + 1].isContinuation {
            cells[index + 1] = Cell(unchecked: " ", style: cells[index + 1].style)
        }
        cells[index] = cell
    }
}
