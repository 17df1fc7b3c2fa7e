/// What is special about placing in an area.
public enum AreaMode: Equatable, Sendable {
    /// It stays as it is: nobody but the staff, who may have to repair something in it, changes a pixel.
    case frozen
    /// It is the staff's own. To the board it is the same as `frozen`; people are told another reason.
    case staffOnly
    /// A placement costs so many times the cooldown.
    case slower(factor: Int)
    /// A placement costs so much, whatever the cooldown is elsewhere.
    case cooldown(millis: Int64)
}

/// A part of a board in which moderation has other rules.
///
/// Where areas overlap the strictest counts: one that is closed before one that costs, and of two that cost
/// the dearer one. A board without a cooldown has none that could be multiplied, so there a slower area takes
/// `baseMillis` for it.
public struct Area: Equatable, Sendable {
    /// How many times slower an area may be.
    public static let factors = 2...100
    /// The longest cooldown of an area: a day. Who placed there waits for it everywhere.
    public static let cooldownMillisMax: Int64 = 86_400_000
    /// What a slower area multiplies on a board without a cooldown.
    public static let baseMillis: Int64 = 1_000

    /// Its number, by which moderators call it.
    public let id: UInt32
    /// Where it is.
    public let rectangle: BoardRectangle
    /// What is special in it.
    public let mode: AreaMode

    /// An area; nil where the factor or the cooldown is out of bounds.
    public init?(id: UInt32, rectangle: BoardRectangle, mode: AreaMode) {
        switch mode {
        case .frozen, .staffOnly: break
        case .slower(let factor): guard Self.factors.contains(factor) else { return nil }
        case .cooldown(let millis): guard (0...Self.cooldownMillisMax).contains(millis) else { return nil }
        }
        self.id = id
        self.rectangle = rectangle
        self.mode = mode
    }
}
