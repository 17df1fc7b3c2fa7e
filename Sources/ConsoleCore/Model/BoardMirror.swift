public import Wire

/// A colour by its parts.
public struct PixelColour: Hashable, Sendable {
    /// How much red.
    public var red: UInt8
    /// How much green.
    public var green: UInt8
    /// How much blue.
    public var blue: UInt8

    /// A colour.
    public init(red: UInt8, green: UInt8, blue: UInt8) {
        self.red = red
        self.green = green
        self.blue = blue
    }

    /// Reads `#rrggbb`.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 7, bytes[0] == UInt8(ascii: "#"),
            let number = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self.init(
            red: UInt8(truncatingIfNeeded: number >> 16), green: UInt8(truncatingIfNeeded: number >> 8),
            blue: UInt8(truncatingIfNeeded: number))
    }

    /// Between this colour and another; 0 is this one, 100 the other one.
    func mixed(with other: PixelColour, percent: Int) -> PixelColour {
        func part(_ first: UInt8, _ second: UInt8) -> UInt8 {
            UInt8(clamping: (Int(first) * (100 - percent) + Int(second) * percent) / 100)
        }
        return PixelColour(
            red: part(red, other.red), green: part(green, other.green), blue: part(blue, other.blue))
    }

    /// Dark marks are readable on it.
    var isLight: Bool { Int(red) * 299 + Int(green) * 587 + Int(blue) * 114 > 128_000 }

    /// As people write it.
    var text: String {
        "#"
            + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// A board as the console sees it: the colours that were told, and nothing else.
public struct BoardMirror: Sendable {
    /// A board has no more pixels than this: what a server may have.
    public static let pixelCountMax = 64 * 1024 * 1024

    /// What it is called.
    public let name: String
    /// Pixels in a row.
    public let width: Int
    /// Rows.
    public let height: Int
    /// The colours by number.
    public let palette: [PixelColour]
    /// What each pixel shows, row by row.
    public private(set) var colours: [UInt8]

    /// A board; nil where the sizes do not fit together.
    public init?(name: String, width: Int, height: Int, palette: [PixelColour], colours: [UInt8]) {
        guard width > 0, height > 0, !palette.isEmpty, palette.count <= 256,
            width <= Self.pixelCountMax, height <= Self.pixelCountMax / width,
            colours.count == width * height
        else { return nil }
        self.name = name
        self.width = width
        self.height = height
        self.palette = palette
        self.colours = colours
    }

    /// A board as `hello` describes it; nil where that makes no sense.
    public init?(_ description: BoardDescription, colours: [UInt8]) {
        self.init(
            name: description.name, width: description.width, height: description.height,
            palette: description.palette.compactMap { PixelColour($0) }, colours: colours)
    }

    /// What a pixel shows; the empty colour outside.
    func colour(x: Int, y: Int) -> UInt8 {
        guard x >= 0, y >= 0, x < width, y < height else { return 0 }
        return colours[y * width + x]
    }

    /// How a colour looks; a number without a colour looks like the empty one.
    func shade(_ colour: UInt8) -> PixelColour {
        Int(colour) < palette.count ? palette[Int(colour)] : palette[0]
    }

    mutating func apply(_ changes: [PixelChange]) {
        for change in changes where colours.indices.contains(change.index) {
            colours[change.index] = change.colour
        }
    }
}

/// A rectangle of pixels.
struct PixelRectangle: Hashable, Sendable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int

    /// What lies between two corners, these too.
    init(from first: (x: Int, y: Int), to second: (x: Int, y: Int)) {
        x = min(first.x, second.x)
        y = min(first.y, second.y)
        width = abs(first.x - second.x) + 1
        height = abs(first.y - second.y) + 1
    }

    init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// As people write it: `1180,550 90x30`.
    var text: String { "\(x),\(y) \(width)x\(height)" }
}
