/// How much a board defends itself against a crowd that means it no good. The higher, the more it costs those
/// who mean well, too: a level is for as long as an attack lasts.
public enum DefenceLevel: UInt8, Sendable, CaseIterable {
    /// Nothing is different.
    case normal = 0
    /// The cooldown is twice as long, and signs of programs are looked at.
    case careful = 1
    /// The cooldown is four times as long, nobody saves charges, and sessions of the last minute wait.
    case slow = 2
    /// As `slow`, but sessions of the last day solve a puzzle first, and none waits.
    case puzzle = 3
    /// As `slow`, but only sessions older than a day place.
    case locked = 4

    /// From `slow` on the cooldown is multiplied as if it were no shorter than this: a board without one
    /// would not slow down at all.
    public static let baseMillis: Int64 = 1_000

    /// How many times as long the cooldown is.
    public var cooldownFactor: Int64 {
        switch self {
        case .normal: 1
        case .careful: 2
        case .slow, .puzzle, .locked: 4
        }
    }

    /// The most charges there can be; nil where that is as it was set.
    public var chargesMax: UInt8? {
        self >= .slow ? 1 : nil
    }

    /// Sessions younger than this wait (`PlacementStatus.newcomer`); nil where none does.
    public var newcomerAgeMillis: Int64? {
        switch self {
        case .slow: 60_000
        case .locked: 86_400_000
        case .normal, .careful, .puzzle: nil
        }
    }

    /// Sessions younger than this pass a challenge first (`PlacementStatus.challenge`); nil where none does.
    public var challengeAgeMillis: Int64? {
        self == .puzzle ? 86_400_000 : nil
    }

    /// The cooldown in force where this one is set.
    func cooldownMillis(of base: Int64) -> Int64 {
        let base = min(base, Rules.cooldownMillisMax)
        return (self >= .slow ? max(base, Self.baseMillis) : base) * cooldownFactor
    }
}

extension DefenceLevel: Comparable {
    /// Whether one level defends less than the other.
    public static func < (one: DefenceLevel, other: DefenceLevel) -> Bool {
        one.rawValue < other.rawValue
    }
}
