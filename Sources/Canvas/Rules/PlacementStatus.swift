/// What became of a placement, or of the wish to take one back, with the numbers that travel.
///
/// Where several reasons hold, the first of 12, 7, 11, 8, 5, 2, 3, 6, 9, 10, 4, 1, and of an undo the first
/// of 12, 7, 11, 8, 5, 2, 6, 15, is told: who may not place at all learns that first, and who merely has to
/// wait learns it last.
@frozen public enum PlacementStatus: UInt8, Sendable, CaseIterable {
    /// The pixel is placed, or taken back.
    case placed = 0
    /// No charge is left.
    case coolingDown = 1
    /// There is no such pixel.
    case outside = 2
    /// The palette has no such colour.
    case noSuchColour = 3
    /// The pixel has that colour already.
    case unchanged = 4
    /// The board is frozen or closed.
    case notOpen = 5
    /// The pixel lies in a protected area.
    case protected = 6
    /// The player is banned.
    case banned = 7
    /// Too many messages at once.
    case flooding = 8
    /// The player has to pass a challenge first.
    case challenge = 9
    /// Newcomers have to wait.
    case newcomer = 10
    /// The server cannot take placements now.
    case busy = 11
    /// Without a session one only watches.
    case watching = 12
    /// There is nothing to take back: it was too long ago, somebody painted over it, it was taken back
    /// already, or it was never the player's.
    case tooLate = 15
}

/// What moderation says of a player or of the place, where it says anything.
@frozen public struct Restrictions: OptionSet, Sendable {
    /// The set as bits.
    public let rawValue: UInt8

    /// The set with these bits.
    @inlinable public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The player is banned.
    @inlinable public static var banned: Restrictions { Restrictions(rawValue: 1) }
    /// The pixel lies in a protected area.
    @inlinable public static var protected: Restrictions { Restrictions(rawValue: 2) }
    /// The player has to pass a challenge first.
    @inlinable public static var challenge: Restrictions { Restrictions(rawValue: 4) }
    /// Newcomers have to wait, and the player is one.
    @inlinable public static var newcomer: Restrictions { Restrictions(rawValue: 8) }
    /// The player goes on as if nothing were, but nobody else sees what becomes of it.
    @inlinable public static var shadowed: Restrictions { Restrictions(rawValue: 16) }
    /// What is to hold for the player is being decided just now: whatever they want, they have to want it
    /// again.
    @inlinable public static var held: Restrictions { Restrictions(rawValue: 32) }
}
