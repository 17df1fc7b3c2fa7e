/// A rectangle of cells. It may lie outside of any grid, and be empty.
public struct CellRectangle: Hashable, Sendable {
    /// No corner lies farther out, so that sums of sides never overflow.
    public static let coordinateMax = 1_000_000

    /// The leftmost column.
    public let x: Int
    /// The topmost row.
    public let y: Int
    /// How many columns; never negative.
    public let width: Int
    /// How many rows; never negative.
    public let height: Int

    /// A rectangle; what is out of bounds is brought within.
    public init(x: Int, y: Int, width: Int, height: Int) {
        let limit = Self.coordinateMax
        self.x = min(max(x, -limit), limit)
        self.y = min(max(y, -limit), limit)
        self.width = min(max(width, 0), 2 * limit)
        self.height = min(max(height, 0), 2 * limit)
    }

    /// The first column right of it.
    public var right: Int { x + width }
    /// The first row below it.
    public var bottom: Int { y + height }
    /// Whether it has no cell.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// Whether that cell lies within.
    public func contains(x: Int, y: Int) -> Bool {
        x >= self.x && x < right && y >= self.y && y < bottom
    }

    /// What lies so many cells inside of every side.
    public func inset(by count: Int) -> CellRectangle {
        let margin = min(max(count, -Self.coordinateMax), Self.coordinateMax)
        return CellRectangle(
            x: x + margin, y: y + margin, width: width - 2 * margin, height: height - 2 * margin)
    }

    /// What both have in common.
    public func intersection(_ other: CellRectangle) -> CellRectangle {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return CellRectangle(
            x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
    }

    /// A rectangle of that size in the middle of this one; never larger than this one.
    public func centred(width: Int, height: Int) -> CellRectangle {
        let columns = min(max(width, 0), self.width)
        let rows = min(max(height, 0), self.height)
        return CellRectangle(
            x: x + (self.width - columns) / 2, y: y + (self.height - rows) / 2, width: columns, height: rows)
    }
}
