/// How many colours a terminal has.
public enum ColourDepth: Hashable, Sendable {
    /// Marks only: bold, dim, reverse, underline.
    case mono
    /// The eight named ones.
    case eight
    /// 256, of which 16 to 255 look the same on every terminal.
    case palette
}

/// Finds the number of a terminal's colour for every ink.
///
/// The palette of a board has colours that are closer to each other than the 240 of the terminal are. Two of
/// them must not look the same, so each takes the nearest one that no other has taken, in the order in which
/// they come, and keeps it for good. Distances are those that people see: CIE L*a*b*, 1976.
public struct ColourMap: Sendable {
    /// The first so many colours get one of their own: every palette a board may have, with room for our own
    /// inks. Later ones share.
    public static let ownersMax = 128
    /// So many colours are remembered. What comes after is looked up anew each time.
    public static let rememberedMax = 4_096

    /// The terminal's own colour, whatever it is.
    public static let standardNumber = -1

    /// How many colours there are to choose from.
    public let depth: ColourDepth
    private let choices: [(number: Int, shade: Shade)]
    private var numbers: [Ink: Int] = [:]
    private var taken: Set<Int> = []

    /// A map that has given out nothing yet.
    public init(depth: ColourDepth) {
        self.depth = depth
        choices =
            switch depth {
            case .mono: []
            case .eight: NamedColour.allCases.map { (Int($0.rawValue), Shade($0)) }
            case .palette: (16...255).map { ($0, Shade(paletteNumber: $0)) }
            }
    }

    /// The number of a terminal's colour, or `standardNumber`.
    public mutating func number(of ink: Ink) -> Int {
        guard depth != .mono else { return Self.standardNumber }
        switch ink {
        case .standard: return Self.standardNumber
        case .named(let colour): return Int(colour.rawValue)
        case .rgb(let red, let green, let blue):
            if let known = numbers[ink] { return known }
            let number = nearest(to: Shade(red: red, green: green, blue: blue))
            if numbers.count < Self.rememberedMax { numbers[ink] = number }
            return number
        }
    }

    private mutating func nearest(to shade: Shade) -> Int {
        let isOwner = depth == .palette && taken.count < Self.ownersMax
        var best = Self.standardNumber
        var bestDistance = Double.infinity
        for choice in choices where !isOwner || !taken.contains(choice.number) {
            let distance = choice.shade.squaredDistance(to: shade)
            if distance < bestDistance { (best, bestDistance) = (choice.number, distance) }
        }
        if isOwner { taken.insert(best) }
        return best
    }
}
