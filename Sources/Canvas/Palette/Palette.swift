/// What is wrong with a palette.
public enum PaletteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A palette has 2 to 256 colours, and this many were given.
    case colourCount(Int)
    /// There has to be a name for each colour.
    case nameCount(Int)
    /// This line (counted from 1) is no colour.
    case line(Int)

    /// The fault in words.
    public var description: String {
        switch self {
        case .colourCount(let count): "a palette has 2 to 256 colours, not \(count)"
        case .nameCount(let count): "a palette has a name for each of its colours, not \(count) names"
        case .line(let number): "line \(number) is no colour"
        }
    }
}

/// The colours one may place, in order: a pixel is an index into them.
public struct Palette: Equatable, Sendable {
    /// How many colours a palette may have.
    public static let colourCounts = 2...256

    /// What it is called.
    public let name: String
    /// The colours.
    public let colours: [Colour]
    /// What they are called, one name for each.
    public let colourNames: [String]

    /// A palette of 2 to 256 colours with a name each.
    public init(name: String, colours: [Colour], colourNames: [String]) throws(PaletteError) {
        guard Self.colourCounts.contains(colours.count) else { throw .colourCount(colours.count) }
        guard colourNames.count == colours.count else { throw .nameCount(colourNames.count) }
        self.init(known: name, colours: colours, colourNames: colourNames)
    }

    init(known name: String, colours: [Colour], colourNames: [String]) {
        self.name = name
        self.colours = colours
        self.colourNames = colourNames
    }
}
