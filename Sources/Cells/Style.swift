/// The eight colours that every coloured terminal has, in the order of their numbers.
public enum NamedColour: UInt8, CaseIterable, Hashable, Sendable {
    case black
    case red
    case green
    case yellow
    case blue
    case magenta
    case cyan
    case white
}

/// A colour to write with, or on.
public enum Ink: Hashable, Sendable {
    /// Whatever the terminal uses when it is told nothing.
    case standard
    /// One of the eight.
    case named(NamedColour)
    /// A colour by its parts. What the terminal cannot show is replaced by its neighbour: see `ColourMap`.
    case rgb(red: UInt8, green: UInt8, blue: UInt8)
}

/// What a cell has besides colours. A terminal without colours shows these all the same.
public struct Marks: OptionSet, Hashable, Sendable {
    /// One bit for each mark.
    public let rawValue: UInt8

    /// The marks of these bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Heavier, or lighter in colour.
    public static let bold = Marks(rawValue: 1)
    /// Fainter: what lies below a sheet, what is out of date.
    public static let dim = Marks(rawValue: 2)
    /// Ink and paper change places.
    public static let reverse = Marks(rawValue: 4)
    /// A line below.
    public static let underline = Marks(rawValue: 8)
}

/// How a cell looks, apart from what stands in it.
public struct Style: Hashable, Sendable {
    /// What is written with.
    public var ink: Ink
    /// What is written on.
    public var paper: Ink
    /// What else marks it.
    public var marks: Marks

    /// A style; what is not said is as the terminal likes it.
    public init(ink: Ink = .standard, paper: Ink = .standard, marks: Marks = []) {
        self.ink = ink
        self.paper = paper
        self.marks = marks
    }

    /// Nothing special.
    public static let plain = Style()

    /// The same with these marks besides.
    public func adding(_ more: Marks) -> Style {
        Style(ink: ink, paper: paper, marks: marks.union(more))
    }

    /// The same, written with another ink.
    public func inked(_ other: Ink) -> Style {
        Style(ink: other, paper: paper, marks: marks)
    }

    /// The same on another paper.
    public func on(_ other: Ink) -> Style {
        Style(ink: ink, paper: other, marks: marks)
    }
}
