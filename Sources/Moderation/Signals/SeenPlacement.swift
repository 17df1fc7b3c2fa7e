/// A placement that was made, as the watch on programs sees it.
public struct SeenPlacement: Equatable, Sendable {
    /// Who placed it.
    public var player: UInt32
    /// Where, from the left.
    public var x: UInt16
    /// Where, from the top.
    public var y: UInt16
    /// Which colour.
    public var colour: UInt8
    /// When, in milliseconds since 1970.
    public var timeMillis: Int64
    /// When the player could place at the earliest, where they had to wait; nil: they could at any time.
    public var readyAtMillis: Int64?

    /// A placement.
    public init(
        player: UInt32, x: UInt16, y: UInt16, colour: UInt8, timeMillis: Int64, readyAtMillis: Int64? = nil
    ) {
        self.player = player
        self.x = x
        self.y = y
        self.colour = colour
        self.timeMillis = timeMillis
        self.readyAtMillis = readyAtMillis
    }
}

/// Bounds of the signals, each with its reason.
public enum SignalLimits {
    /// People whose placements are remembered, those who placed last: at some 2 KB each.
    public static let peopleMax = 8_192
    /// Placements of each that are: what the slowest of the signals needs, twice.
    public static let placementsMax = 64
    /// Placements of a board that are remembered: 200 a second for ten minutes, at 24 bytes each.
    public static let boardPlacementsMax = 131_072
    /// How far back a board is looked at.
    public static let boardMillis: Int64 = 600_000
    /// How far back it is looked what the author of a report had placed.
    public static let conductMillis: Int64 = 600_000
    /// How far back it is looked over whom they had placed: as far as a rollback goes by default.
    public static let conductOverMillis: Int64 = 3_600_000
    /// Placements that are counted for a report: sixteen a second for ten minutes, at 24 bytes each.
    public static let conductPlacementsMax = 10_000
    /// Somebody's connections that are compared with each other: more than anybody reads.
    public static let linksMax = 16
}
