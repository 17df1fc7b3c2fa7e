import Cells

/// How large a pixel is. A half of a cell is the unit: two of them stand above each other in every cell.
struct Zoom: Equatable, Comparable, Sendable {
    /// Halves that a pixel is wide and high: 2 for 2:1, else 1.
    let magnification: Int
    /// Pixels that share a half, on either side: 4 for 1:4, else 1.
    let reduction: Int

    /// Larger ones hold a whole board in a few cells.
    private static let reductionMax = 1 << 12

    static let closest = Zoom(magnification: 2, reduction: 1)
    static let exact = Zoom(magnification: 1, reduction: 1)

    private init(magnification: Int, reduction: Int) {
        self.magnification = magnification
        self.reduction = reduction
    }

    /// So many pixels share a half.
    static func reduced(by count: Int) -> Zoom {
        Zoom(magnification: 1, reduction: min(max(1, count), reductionMax))
    }

    var nearer: Zoom {
        reduction > 1 ? .reduced(by: (reduction + 1) / 2) : .closest
    }

    var farther: Zoom {
        magnification > 1 ? .exact : .reduced(by: reduction * 2)
    }

    /// `1:1`, `2:1`, `1:4`
    var text: String { "\(magnification):\(reduction)" }

    static func < (first: Zoom, second: Zoom) -> Bool {
        first.reduction * second.magnification < second.reduction * first.magnification
    }
}

/// The piece of a board that a rectangle of cells shows.
struct Viewport: Equatable, Sendable {
    /// The pixel in the upper left corner.
    var x = 0
    var y = 0
    var zoom = Zoom.exact
    /// A cell holds two halves above each other; without colours it holds one letter.
    var isLettered = false

    private var rowsOfCell: Int { isLettered ? 1 : 2 }

    /// Pixels that so many cells show.
    func size(columns: Int, rows: Int) -> (width: Int, height: Int) {
        (
            columns * zoom.reduction / zoom.magnification,
            rows * rowsOfCell * zoom.reduction / zoom.magnification
        )
    }

    /// The pixel that a half of a cell shows first.
    func pixel(column: Int, half: Int) -> (x: Int, y: Int) {
        (
            x + column * zoom.reduction / zoom.magnification,
            y + half * zoom.reduction / zoom.magnification
        )
    }

    /// The pixel that the upper half of a cell shows.
    func pixel(column: Int, row: Int) -> (x: Int, y: Int) {
        pixel(column: column, half: row * rowsOfCell)
    }

    /// The cell that shows a pixel; it may lie outside.
    func cell(ofX pixelX: Int, y pixelY: Int) -> (column: Int, row: Int) {
        let columns = floored((pixelX - x) * zoom.magnification, zoom.reduction)
        let halves = floored((pixelY - y) * zoom.magnification, zoom.reduction)
        return (columns, floored(halves, rowsOfCell))
    }

    /// The board moved so that this pixel is in the middle.
    mutating func centre(onX pixelX: Int, y pixelY: Int, columns: Int, rows: Int) {
        let size = size(columns: columns, rows: rows)
        x = pixelX - size.width / 2
        y = pixelY - size.height / 2
    }

    private func floored(_ number: Int, _ divisor: Int) -> Int {
        number >= 0 ? number / divisor : -((-number + divisor - 1) / divisor)
    }
}
