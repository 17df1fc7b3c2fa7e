/// When a board takes placements by itself: from one moment on, until another, or both. Times are
/// milliseconds since 1970 UTC.
public struct Schedule: Equatable, Sendable {
    /// How long before a change people are told of it; 0 is the change itself.
    public static let noticeLeadsMillis: [Int64] = [600_000, 300_000, 60_000, 10_000, 0]
    /// The last moment that a schedule may name (the end of the year 9999), so that no sum can overflow.
    public static let millisMax: Int64 = 253_402_300_799_999

    /// From here on it is open; nil: it always was.
    public let opensAtMillis: Int64?
    /// From here on it is closed; nil: never.
    public let closesAtMillis: Int64?

    /// What happens at one of the two moments.
    public enum Change: Equatable, Sendable {
        /// The board begins to take placements.
        case opening
        /// It ends to take them.
        case closing
    }

    /// What people are told of.
    public struct News: Equatable, Sendable {
        /// What happens.
        public let change: Change
        /// How long until then; 0 when it has happened.
        public let remainingMillis: Int64
    }

    /// A schedule; nil where it names no moment at all, one out of bounds, or would close before it opens.
    public init?(opensAtMillis: Int64?, closesAtMillis: Int64?) {
        let moments = [opensAtMillis, closesAtMillis].compactMap(\.self)
        guard !moments.isEmpty, moments.allSatisfy({ (0...Self.millisMax).contains($0) }) else { return nil }
        if let opensAtMillis, let closesAtMillis, opensAtMillis >= closesAtMillis { return nil }
        self.opensAtMillis = opensAtMillis
        self.closesAtMillis = closesAtMillis
    }

    /// Whether the board takes placements at that time.
    public func isOpen(at wallMillis: Int64) -> Bool {
        let hasOpened = opensAtMillis.map { wallMillis >= $0 } ?? true
        let hasClosed = closesAtMillis.map { wallMillis >= $0 } ?? false
        return hasOpened && !hasClosed
    }

    /// The newest of the news whose time came after `earlier` and not after `now`: whoever slept over several
    /// is told how things stand, and nothing that is over.
    public func news(after earlier: Int64, upTo now: Int64) -> News? {
        let due = points.filter { $0.millis > earlier && $0.millis <= now }
        guard let newest = due.max(by: { $0.millis < $1.millis }) else { return nil }
        return News(change: newest.change, remainingMillis: max(0, moment(of: newest.change) - now))
    }

    /// When there is something to be told or changed next.
    public func nextPoint(after now: Int64) -> Int64? {
        points.map(\.millis).filter { $0 > now }.min()
    }

    /// Every moment at which something is told. That a board will close is no news before it has opened.
    private var points: [(millis: Int64, change: Change)] {
        var points: [(Int64, Change)] = []
        for lead in Self.noticeLeadsMillis {
            if let opensAtMillis { points.append((opensAtMillis - lead, .opening)) }
            if let closesAtMillis, closesAtMillis - lead > opensAtMillis ?? .min {
                points.append((closesAtMillis - lead, .closing))
            }
        }
        return points
    }

    private func moment(of change: Change) -> Int64 {
        (change == .opening ? opensAtMillis : closesAtMillis) ?? 0
    }
}

/// A schedule as it is followed by a clock on the wall, which may be set while it is watched.
///
/// Corrections back are no steps back: a board that has just closed must not open and close once more because
/// the clock was a few seconds fast. Only a clock that was set back by more than `backMillisMax` is believed,
/// and then the schedule begins again from there, without news.
public struct ScheduleClock: Sendable {
    /// A clock is corrected by less; set back by more it is another time.
    public static let backMillisMax: Int64 = 60_000
    /// It is looked at so often, however far the next change is: nothing else tells that it was set.
    public static let lookEveryMillis: Int64 = 1000
    /// By how much the wall and the steady clock may part between two looks before that counts as a jump.
    public static let jumpMillis: Int64 = 2000

    /// What is followed.
    public let schedule: Schedule
    /// The wall clock's time as far as it is believed.
    public private(set) var wallMillis: Int64
    private var lookedAt: (wall: Int64, steady: Int64)

    /// Begins at a time of the wall clock, and of the clock that never jumps.
    public init(_ schedule: Schedule, wallMillis: Int64, at now: Int64) {
        self.schedule = schedule
        self.wallMillis = wallMillis
        lookedAt = (wallMillis, now)
    }

    /// Whether the board takes placements.
    public var isOpen: Bool { schedule.isOpen(at: wallMillis) }

    /// Looks at the clocks: what there is to be told, and whether somebody has set the one on the wall.
    public mutating func look(wallMillis wall: Int64, at now: Int64) -> (
        news: Schedule.News?, hasJumped: Bool
    ) {
        let drift = (wall - lookedAt.wall) - (now - lookedAt.steady)
        lookedAt = (wall, now)
        let hasJumped = drift.magnitude > Self.jumpMillis.magnitude
        if wall < wallMillis {
            if wallMillis - wall > Self.backMillisMax { wallMillis = wall }
            return (nil, hasJumped)
        }
        let news = schedule.news(after: wallMillis, upTo: wall)
        wallMillis = wall
        return (news, hasJumped)
    }

    /// When to look again, counted from now.
    public var waitMillis: Int64 {
        let next = schedule.nextPoint(after: wallMillis).map { $0 - wallMillis } ?? .max
        return min(max(1, next), Self.lookEveryMillis)
    }
}
