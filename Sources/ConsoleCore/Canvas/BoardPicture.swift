import Cells
import Wire

/// Small pictures of a board for panes.
enum BoardPicture {
    /// Pixels of one point of a picture that are looked at, on either side.
    private static let samplesMax = 4

    /// A view that shows a rectangle of a board whole and in the middle, as large as it fits.
    static func view(of rectangle: PixelRectangle, in area: CellRectangle, isLettered: Bool) -> Viewport {
        var view = Viewport(isLettered: isLettered)
        let size = view.size(columns: max(1, area.width), rows: max(1, area.height))
        view.zoom = .reduced(
            by: max(
                (rectangle.width + size.width - 1) / size.width,
                (rectangle.height + size.height - 1) / size.height))
        view.centre(
            onX: rectangle.x + rectangle.width / 2, y: rectangle.y + rectangle.height / 2,
            columns: area.width, rows: area.height)
        return view
    }

    /// A whole board drawn into so many points, whatever its shape: of each piece the colour that most of a
    /// few pixels have, where any has one.
    static func thumbnail(of mirror: BoardMirror, width: Int, height: Int) -> BoardMirror? {
        guard width > 0, height > 0, width <= CellGrid.sideMax, height <= 2 * CellGrid.sideMax else {
            return nil
        }
        var colours: [UInt8] = []
        colours.reserveCapacity(width * height)
        for y in 0..<height {
            let rows =
                y * mirror.height
                / height..<max(y * mirror.height / height + 1, (y + 1) * mirror.height / height)
            for x in 0..<width {
                let left = x * mirror.width / width
                let columns = left..<max(left + 1, (x + 1) * mirror.width / width)
                colours.append(commonest(mirror, columns, rows))
            }
        }
        return BoardMirror(
            name: mirror.name, width: width, height: height, palette: mirror.palette, colours: colours)
    }

    private static func commonest(_ mirror: BoardMirror, _ columns: Range<Int>, _ rows: Range<Int>) -> UInt8 {
        let (across, down) = (min(columns.count, samplesMax), min(rows.count, samplesMax))
        var counts: [UInt8: Int] = [:]
        var (best, most): (UInt8, Int) = (0, 0)
        for index in 0..<across * down {
            let colour = mirror.colour(
                x: columns.lowerBound + index % across * columns.count / across,
                y: rows.lowerBound + index / across * rows.count / down)
            guard colour != 0 else { continue }
            let count = (counts[colour] ?? 0) + 1
            counts[colour] = count
            if count > most { (best, most) = (colour, count) }
        }
        return best
    }

    /// Draws a piece of a board, dotted where it is empty, or says that there is none yet.
    static func draw(
        _ mirror: BoardMirror?, around rectangle: PixelRectangle, shining: Set<Int>? = nil,
        into grid: inout CellGrid, _ area: CellRectangle, _ model: ConsoleModel
    ) {
        guard let mirror else {
            grid.put("waiting for the board", x: area.x + 1, y: area.y, columnsMax: max(0, area.width - 1))
            return
        }
        let view = view(of: rectangle, in: area, isLettered: model.options.isLettered)
        var painter = CanvasPainter(mirror: mirror, viewport: view)
        painter.isDotted = true
        painter.shining = shining
        painter.draw(into: &grid, area)
    }
}

/// What somebody placed, over a board that is faint everywhere else.
struct TrailPicture: Sendable {
    /// The pixels that still stand, by their place on the board.
    private let pixels: [Int: UInt8]
    /// What holds all of them.
    let rectangle: PixelRectangle

    /// Nil: nothing was placed.
    init?(_ trail: Trail, on mirror: BoardMirror, newest count: Int = .max) {
        var pixels: [Int: UInt8] = [:]
        var (left, top, right, bottom) = (Int.max, Int.max, Int.min, Int.min)
        for pixel in trail.pixels.prefix(count) {
            guard pixel.x >= 0, pixel.y >= 0, pixel.x < mirror.width, pixel.y < mirror.height else {
                continue
            }
            (left, top) = (min(left, pixel.x), min(top, pixel.y))
            (right, bottom) = (max(right, pixel.x), max(bottom, pixel.y))
            if pixel.isLive { pixels[pixel.y * mirror.width + pixel.x] = pixel.colour }
        }
        guard left <= right else { return nil }
        self.pixels = pixels
        rectangle = PixelRectangle(from: (left, top), to: (right, bottom))
    }

    func draw(_ mirror: BoardMirror, into grid: inout CellGrid, _ area: CellRectangle, isLettered: Bool) {
        let view = BoardPicture.view(of: rectangle, in: area, isLettered: isLettered)
        var painter = CanvasPainter(mirror: mirror, viewport: view)
        painter.isDotted = true
        painter.shining = Set(pixels.keys)
        painter.draw(into: &grid, area)
        // Where several pixels share a half, a few samples would miss most of a trail.
        guard view.zoom.reduction > 1 else { return }
        for (index, colour) in pixels {
            mark(view, index % mirror.width, index / mirror.width, colour, mirror, into: &grid, area)
        }
    }

    private func mark(
        _ view: Viewport, _ x: Int, _ y: Int, _ colour: UInt8, _ mirror: BoardMirror,
        into grid: inout CellGrid, _ area: CellRectangle
    ) {
        let place = view.cell(ofX: x, y: y)
        let (column, row) = (area.x + place.column, area.y + place.row)
        guard area.contains(x: column, y: row), grid.bounds.contains(x: column, y: row) else { return }
        if view.isLettered {
            grid[column, row] = Cell(PaletteLetters.letter(of: colour))
            return
        }
        let shade = mirror.shade(colour)
        let ink = Ink.rgb(red: shade.red, green: shade.green, blue: shade.blue)
        let cell = grid[column, row]
        // A lower half block has its colours the other way round.
        let isTurned = cell.glyph == "▄"
        let upper = cell.glyph == "▀" ? cell.style.ink : isTurned ? cell.style.paper : cell.style.paper
        let lower = isTurned ? cell.style.ink : cell.style.paper
        let isUpper = (y - view.y) / view.zoom.reduction % 2 == 0
        grid[column, row] = Cell("▀", style: Style(ink: isUpper ? ink : upper, paper: isUpper ? lower : ink))
    }
}
