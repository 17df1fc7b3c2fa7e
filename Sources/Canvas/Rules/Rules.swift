/// Whether a board takes placements.
public enum BoardState: String, Sendable, CaseIterable {
    /// It does.
    case open
    /// It is shown, and nobody may place for now.
    case frozen
    /// It is shown, and stays as it is.
    case closed
}

/// How fast one may place on a board, and whether at all.
@frozen public struct Rules: Equatable, Sendable {
    /// The longest cooldown: about a thousand years, so that no sum of them can overflow.
    public static let cooldownMillisMax: Int64 = 1 << 45

    /// How long it takes until one spent charge is back; 0 for no cooldown.
    public let cooldownMillis: Int64
    /// How many charges a rested session has.
    public let chargesMax: UInt8
    /// Whether the board takes placements.
    public var state: BoardState

    /// Rules; a cooldown out of bounds is brought to the nearest bound, and there is always at least one
    /// charge.
    public init(cooldownMillis: Int64, chargesMax: UInt8, state: BoardState = .open) {
        self.cooldownMillis = min(max(0, cooldownMillis), Self.cooldownMillisMax)
        self.chargesMax = max(1, chargesMax)
        self.state = state
    }
}
