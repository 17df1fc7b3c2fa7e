/// A part of a board: so many pixels to the right and down from one of them. It may reach beyond the board,
/// where it covers nothing.
@frozen public struct BoardRectangle: Hashable, Sendable {
    /// Its leftmost pixels.
    public let x: UInt16
    /// Its topmost pixels.
    public let y: UInt16
    /// How many pixels wide.
    public let width: UInt16
    /// How many pixels high.
    public let height: UInt16

    /// A rectangle; nil where it covers nothing, or would not fit on the largest board.
    public init?(x: UInt16, y: UInt16, width: UInt16, height: UInt16) {
        let sides = 1...BoardShape.sideMax
        guard width > 0, height > 0, sides.contains(Int(x) + Int(width)), sides.contains(Int(y) + Int(height))
        else { return nil }
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// All of a board.
    public init(of shape: BoardShape) {
        x = 0
        y = 0
        width = UInt16(shape.width)
        height = UInt16(shape.height)
    }

    /// Whether that pixel lies in it.
    public func contains(x: UInt16, y: UInt16) -> Bool {
        x >= self.x && x &- self.x < width && y >= self.y && y &- self.y < height
    }

    /// How many pixels it covers.
    public var pixelCount: Int { Int(width) * Int(height) }

    /// What of it lies on a board; nil where nothing does.
    public func clipped(to shape: BoardShape) -> BoardRectangle? {
        guard Int(x) < shape.width, Int(y) < shape.height else { return nil }
        return BoardRectangle(
            x: x, y: y, width: UInt16(min(Int(width), shape.width - Int(x))),
            height: UInt16(min(Int(height), shape.height - Int(y))))
    }
}
