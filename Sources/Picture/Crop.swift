/// A rectangle of a picture, in pixels of the unscaled picture.
public struct Crop: Equatable, Sendable {
    /// The column of its leftmost pixels.
    public let x: Int
    /// The row of its topmost pixels.
    public let y: Int
    /// How many pixels it is wide.
    public let width: Int
    /// How many pixels it is high.
    public let height: Int

    /// Whether it lies in the picture is for the encoder to say.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Whether it has pixels, all of them in a picture of that size. No value of a field can overflow here.
    func lies(inWidth pictureWidth: Int, height pictureHeight: Int) -> Bool {
        x >= 0 && width >= 1 && x < pictureWidth && width <= pictureWidth - x
            && y >= 0 && height >= 1 && y < pictureHeight && height <= pictureHeight - y
    }
}
