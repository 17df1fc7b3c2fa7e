import CCurses
import Cells

/// The numbers of ncurses for inks on papers, given out as they are needed.
///
/// A terminal has between 64 and 65,536 pairs. When all are given out, the table is emptied and the screen
/// painted anew: pairs that are given out a second time would change the colours of what is shown already.
struct PairTable {
    /// A pair of colours by their numbers.
    private struct Colours: Hashable {
        let ink: Int
        let paper: Int
    }

    /// A screen of real art needs some 250; this is enough for a screenful of different ones.
    static let pairsMax = 16_384

    private var map: ColourMap
    private let pairsMax: Int
    private var pairs: [Colours: Int32] = [:]
    /// Whether a pair was asked for in vain since the table was last emptied.
    private(set) var isFull = false

    init(depth: ColourDepth, pairCount: Int) {
        map = ColourMap(depth: depth)
        pairsMax = min(pairCount - 1, Self.pairsMax)
    }

    /// The pair of a style. Pair 0 is the terminal's own colours, and what is left when the table is full.
    mutating func pair(of style: Style) -> Int32 {
        let colours = Colours(ink: map.number(of: style.ink), paper: map.number(of: style.paper))
        let standard = ColourMap.standardNumber
        guard colours != Colours(ink: standard, paper: standard) else { return 0 }
        if let known = pairs[colours] { return known }
        guard pairs.count < pairsMax else {
            isFull = true
            return 0
        }
        let pair = Int32(pairs.count + 1)
        guard ccurses_set_pair(pair, Int32(colours.ink), Int32(colours.paper)) else { return 0 }
        pairs[colours] = pair
        return pair
    }

    /// Gives out all pairs anew. Colours keep their numbers.
    mutating func removeAll() {
        pairs.removeAll(keepingCapacity: true)
        isFull = false
    }
}
