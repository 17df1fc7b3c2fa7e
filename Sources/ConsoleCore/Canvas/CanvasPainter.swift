import Cells

/// Draws a piece of a board into cells: two pixels in each by half blocks, or a letter where there are no
/// colours. Bounded work: of an area that shares a half a few pixels are looked at, however large it is.
struct CanvasPainter: Sendable {
    /// Pixels of a shared half that are looked at, on either side.
    private static let samplesMax = 4
    /// Every so many cells a dot stands on what is empty.
    private static let dotDistance = 7

    let mirror: BoardMirror
    var viewport: Viewport
    /// Dots on what is empty.
    var isDotted = false
    /// Pixels that shine while all others are faint; nil: all alike.
    var shining: Set<Int>?

    private struct Half: Equatable {
        var shade: PixelColour
        /// The number of the colour that fills most of it; 0 is the empty one.
        var colour: UInt8
        var isOutside: Bool
        var isEmpty: Bool { colour == 0 || isOutside }
    }

    func draw(into grid: inout CellGrid, _ area: CellRectangle) {
        let visible = area.intersection(grid.bounds)
        for y in visible.y..<max(visible.y, visible.bottom) {
            for x in visible.x..<max(visible.x, visible.right) {
                let (column, row) = (x - area.x, y - area.y)
                grid[x, y] = viewport.isLettered ? letter(column, row) : blocks(column, row)
            }
        }
    }

    private func blocks(_ column: Int, _ row: Int) -> Cell {
        let (upper, lower) = (half(column, row * 2), half(column, row * 2 + 1))
        if upper.isOutside && lower.isOutside { return .blank }
        let paper = ink(lower.shade)
        if upper.isEmpty && lower.isEmpty {
            let isDot = isDotted && (column + row) % Self.dotDistance == 0
            let dot = Style(
                ink: ink(lower.shade.mixed(with: contrast(lower.shade), percent: 35)), paper: paper)
            return Cell(isDot ? "·" : " ", style: dot)
        }
        if lower.isEmpty { return Cell("▀", style: Style(ink: ink(upper.shade), paper: paper)) }
        if upper.isEmpty { return Cell("▄", style: Style(ink: paper, paper: ink(upper.shade))) }
        if upper.shade == lower.shade { return Cell("█", style: Style(ink: paper, paper: paper)) }
        return Cell("▀", style: Style(ink: ink(upper.shade), paper: paper))
    }

    private func letter(_ column: Int, _ row: Int) -> Cell {
        let half = half(column, row)
        if half.isEmpty { return .blank }
        return Cell(PaletteLetters.letter(of: half.colour))
    }

    /// What a half shows: of several pixels the mixture of their colours, and the colour that most have.
    private func half(_ column: Int, _ row: Int) -> Half {
        let (x, y) = viewport.pixel(column: column, half: row)
        let reduction = viewport.zoom.reduction
        if reduction == 1 {
            let colour = mirror.colour(x: x, y: y)
            return Half(
                shade: faded(mirror.shade(colour), x, y), colour: isHidden(x, y) ? 0 : colour,
                isOutside: x < 0 || y < 0 || x >= mirror.width || y >= mirror.height)
        }
        return mixture(x, y, reduction)
    }

    private func mixture(_ x: Int, _ y: Int, _ reduction: Int) -> Half {
        let count = min(reduction, Self.samplesMax)
        var (red, green, blue, seen) = (0, 0, 0, 0)
        var (colour, best): (UInt8, Int) = (0, 0)
        var counts: [UInt8: Int] = [:]
        for index in 0..<count * count {
            let sampleX = x + index % count * reduction / count
            let sampleY = y + index / count * reduction / count
            guard sampleX >= 0, sampleY >= 0, sampleX < mirror.width, sampleY < mirror.height
            else { continue }
            let value = mirror.colour(x: sampleX, y: sampleY)
            let shade = faded(mirror.shade(value), sampleX, sampleY)
            (red, green, blue) = (red + Int(shade.red), green + Int(shade.green), blue + Int(shade.blue))
            seen += 1
            guard value != 0, !isHidden(sampleX, sampleY) else { continue }
            counts[value, default: 0] += 1
            if let number = counts[value], number > best { (colour, best) = (value, number) }
        }
        guard seen > 0 else { return Half(shade: mirror.shade(0), colour: 0, isOutside: true) }
        let shade = PixelColour(
            red: UInt8(clamping: red / seen), green: UInt8(clamping: green / seen),
            blue: UInt8(clamping: blue / seen))
        return Half(shade: shade, colour: colour, isOutside: false)
    }

    /// Without colours what does not shine is not shown at all.
    private func isHidden(_ x: Int, _ y: Int) -> Bool {
        guard let shining, viewport.isLettered else { return false }
        return !shining.contains(y * mirror.width + x)
    }

    private func faded(_ shade: PixelColour, _ x: Int, _ y: Int) -> PixelColour {
        guard let shining, !shining.contains(y * mirror.width + x) else { return shade }
        return shade.mixed(with: mirror.shade(0), percent: 75)
    }

    private func contrast(_ shade: PixelColour) -> PixelColour {
        shade.isLight ? PixelColour(red: 0, green: 0, blue: 0) : PixelColour(red: 255, green: 255, blue: 255)
    }

    private func ink(_ shade: PixelColour) -> Ink {
        .rgb(red: shade.red, green: shade.green, blue: shade.blue)
    }
}

extension CanvasPainter {
    /// Marks the cursor over what is drawn: brackets around its cell.
    func drawCursor(_ x: Int, _ y: Int, into grid: inout CellGrid, _ area: CellRectangle) {
        let cell = viewport.cell(ofX: x, y: y)
        for (offset, glyph) in [(-1, "[" as Unicode.Scalar), (0, "+"), (1, "]")] {
            mark(cell.column + offset, cell.row, glyph, into: &grid, area)
        }
    }

    /// Draws the outline of a rectangle of pixels over the cells that its edges cross.
    func outline(
        _ rectangle: PixelRectangle, _ label: CellText = "", into grid: inout CellGrid,
        _ area: CellRectangle
    ) {
        // What a server says may lie anywhere; sums stay small where it is brought onto the board first.
        let left = min(max(0, rectangle.x), mirror.width)
        let top = min(max(0, rectangle.y), mirror.height)
        let width = min(rectangle.width, mirror.width - left)
        let height = min(rectangle.height, mirror.height - top)
        guard width > 0, height > 0 else { return }
        let first = viewport.cell(ofX: left, y: top)
        let last = viewport.cell(ofX: left + width - 1, y: top + height - 1)
        drawFrame(from: first, to: last, label, into: &grid, area)
    }

    private func drawFrame(
        from first: (column: Int, row: Int), to last: (column: Int, row: Int), _ label: CellText,
        into grid: inout CellGrid, _ area: CellRectangle
    ) {
        let (left, right) = (max(first.column, -1), min(last.column, area.width))
        let (top, bottom) = (max(first.row, -1), min(last.row, area.height))
        guard left <= right, top <= bottom else { return }
        for column in left...right {
            mark(column, first.row, "─", into: &grid, area)
            mark(column, last.row, "─", into: &grid, area)
        }
        for row in top...bottom {
            mark(first.column, row, "│", into: &grid, area)
            mark(last.column, row, "│", into: &grid, area)
        }
        let corners: [(Int, Int, Unicode.Scalar)] = [
            (first.column, first.row, "┌"), (last.column, first.row, "┐"),
            (first.column, last.row, "└"), (last.column, last.row, "┘"),
        ]
        for (column, row, glyph) in corners { mark(column, row, glyph, into: &grid, area) }
        for (offset, glyph) in label.glyphs.prefix(max(0, last.column - first.column - 1)).enumerated() {
            mark(first.column + 1 + offset, first.row, glyph.scalar, into: &grid, area)
        }
    }

    /// Writes a glyph over a cell so that it can be read on whatever is there.
    private func mark(
        _ column: Int, _ row: Int, _ glyph: Unicode.Scalar, into grid: inout CellGrid,
        _ area: CellRectangle
    ) {
        let (x, y) = (area.x + column, area.y + row)
        guard area.contains(x: x, y: y) else { return }
        var style = Style(marks: .bold)
        if !viewport.isLettered {
            let under = viewport.pixel(column: column, row: row)
            let shade = mirror.shade(mirror.colour(x: under.x, y: under.y))
            style.ink = ink(contrast(shade))
            style.paper = ink(shade)
        }
        grid[x, y] = Cell(glyph, style: style)
    }
}

/// One letter for each colour of a palette, for terminals without colours.
enum PaletteLetters {
    private static let letters = Array(
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:;=%&@$".unicodeScalars)

    /// Colours beyond the letters there are look alike.
    static func letter(of colour: UInt8) -> Unicode.Scalar {
        Int(colour) < letters.count ? letters[Int(colour)] : "#"
    }
}

/// A small picture that the server sends: a colour for each pixel, two hexadecimal digits each.
enum HexPicture {
    /// A board of it; nil where the digits do not fit the size. The name says what it is.
    static func mirror(
        _ digits: String, width: Int, height: Int, palette: [PixelColour], name: String = ""
    ) -> BoardMirror? {
        let bytes = Array(digits.utf8)
        guard width > 0, height > 0, width <= 4096, height <= 4096, bytes.count == width * height * 2
        else { return nil }
        var colours: [UInt8] = []
        colours.reserveCapacity(width * height)
        for place in stride(from: 0, to: bytes.count, by: 2) {
            guard let high = digit(bytes[place]), let low = digit(bytes[place + 1]) else { return nil }
            colours.append(high << 4 | low)
        }
        return BoardMirror(name: name, width: width, height: height, palette: palette, colours: colours)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
