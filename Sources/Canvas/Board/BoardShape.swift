/// How wide and how high a board is, and how its pixels are numbered: row by row from the top left.
@frozen public struct BoardShape: Equatable, Sendable {
    /// The longest side, in pixels.
    public static let sideMax = 4096

    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int

    /// A board of `width` x `height` pixels, or nil where a side is not 1 to 4096.
    public init?(width: Int, height: Int) {
        guard (1...Self.sideMax).contains(width), (1...Self.sideMax).contains(height) else { return nil }
        self.width = width
        self.height = height
    }

    /// How many pixels there are.
    @inlinable public var pixelCount: Int { width * height }

    /// Whether there is a pixel at (`x`, `y`).
    @inlinable public func contains(x: Int, y: Int) -> Bool {
        x >= 0 && x < width && y >= 0 && y < height
    }

    /// The number of the pixel at (`x`, `y`), which must be on the board.
    @inlinable public func index(x: Int, y: Int) -> Int {
        precondition(contains(x: x, y: y), "a pixel outside the board has no index")
        return y * width + x
    }
}
