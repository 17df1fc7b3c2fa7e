/// A cooldown that grows with the people online: every doubling beyond a number of them adds half of it.
///
///     in force = cooldown * (1 + level / 2),  level = the doublings of `people`, at most 4
///
/// With 50 people that is 1.5 times the cooldown from 100 people on, 2 times from 200, 2.5 from 400 and 3
/// from 800. A level is left only when a quarter of the people it takes are gone, and nothing changes more
/// often than every 30 s: a crowd that comes and goes at a threshold does not make the rules flicker.
public struct AdaptiveCooldown: Equatable, Sendable {
    /// The highest level: three times the cooldown.
    public static let levelMax = 4
    /// How often the people are counted.
    public static let lookEveryMillis: Int64 = 30_000
    /// The most people that can be given: so many that no doubling overflows.
    public static let peopleMax = 1_000_000

    /// So many people share the board without anything getting slower.
    public let people: Int
    /// How many times that number has doubled.
    public private(set) var level = 0

    /// A cooldown that grows beyond so many people; a number out of bounds is brought to the nearest bound.
    public init(people: Int) {
        self.people = min(max(1, people), Self.peopleMax)
    }

    /// Counts the people. Calls are `lookEveryMillis` apart.
    public mutating func look(online: Int) {
        while level < Self.levelMax, online >= threshold(of: level + 1) { level += 1 }
        while level > 0, online * 4 < threshold(of: level) * 3 { level -= 1 }
    }

    /// The cooldown in force where this one is set.
    public func cooldownMillis(of base: Int64) -> Int64 {
        min(base, Rules.cooldownMillisMax) * Int64(2 + level) / 2
    }

    private func threshold(of level: Int) -> Int { people << level }
}
