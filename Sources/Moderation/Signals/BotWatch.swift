public import Wire

/// Remembers what people placed last, and tells what of it looks like a program. It is fed and asked by one
/// thread, away from those that serve; of more people than it holds it forgets those who placed longest ago.
public struct BotWatch: Sendable {
    private let peopleMax: Int
    private var places: [UInt32: Int] = [:]
    private var people: [Watched] = []
    /// Ends of the list of people by when they placed last; -1: nobody.
    private var newest = -1
    private var oldest = -1

    /// Nobody has placed yet.
    public init(peopleMax: Int = SignalLimits.peopleMax) {
        precondition(peopleMax > 0)
        self.peopleMax = peopleMax
    }

    /// How many people are remembered.
    public var count: Int { people.count }

    /// Somebody placed a pixel.
    public mutating func note(_ seen: SeenPlacement) {
        let place: Int
        if let known = places[seen.player] {
            place = known
            unlink(place)
        } else if people.count < peopleMax {
            place = people.count
            people.append(Watched(player: seen.player))
        } else {
            place = oldest
            unlink(place)
            places[people[place].player] = nil
            people[place] = Watched(player: seen.player)
        }
        places[seen.player] = place
        link(place)
        people[place].note(seen)
    }

    private mutating func unlink(_ place: Int) {
        let (newer, older) = (people[place].newer, people[place].older)
        if newer >= 0 { people[newer].older = older } else { newest = older }
        if older >= 0 { people[older].newer = newer } else { oldest = newer }
    }

    private mutating func link(_ place: Int) {
        people[place].newer = -1
        people[place].older = newest
        if newest >= 0 { people[newest].newer = place } else { oldest = place }
        newest = place
    }

    private func watched(_ player: UInt32) -> Watched? {
        places[player].map { people[$0] }
    }

    /// What speaks for a program, the strongest first.
    public func signals(of player: UInt32) -> [BotSignal] {
        let signals = watched(player).map { Suspicion.signals(of: $0.placements) } ?? []
        return signals.sorted { $0.score > $1.score }
    }

    /// How much looks like a program, in hundredths, together with signals from elsewhere.
    public func score(of player: UInt32, with others: [BotSignal] = []) -> Int {
        Suspicion.score(of: signals(of: player) + others)
    }

    /// What somebody placed within the last minute.
    public func perMinute(of player: UInt32, at now: Int64) -> Int {
        spans(of: player, at: now).reduce(0, +)
    }

    /// What somebody placed within the last ten minutes, the present one included; of these only in minutes
    /// that began before a moment.
    public func perTenMinutes(of player: UInt32, before end: Int64 = .max, at now: Int64) -> Int {
        guard let counts = watched(player)?.minutes.counts(at: now) else { return 0 }
        let first = (now / Self.minuteMillis - Int64(counts.count - 1)) * Self.minuteMillis
        return counts.enumerated().reduce(0) { sum, minute in
            first + Int64(minute.offset) * Self.minuteMillis < end ? sum + minute.element : sum
        }
    }

    private static let minuteMillis: Int64 = 60_000

    /// What somebody placed since they are remembered.
    public func total(of player: UInt32) -> Int {
        watched(player)?.total ?? 0
    }

    /// What somebody placed in each of the last ten spans of six seconds, the oldest first.
    public func spans(of player: UInt32, at now: Int64) -> [Int] {
        watched(player)?.spans.counts(at: now) ?? Array(repeating: 0, count: 10)
    }

    /// What somebody placed in each of the last 24 hours, the oldest first.
    public func hours(of player: UInt32, at now: Int64) -> [Int] {
        watched(player)?.hours.counts(at: now) ?? Array(repeating: 0, count: 24)
    }

    /// When somebody placed last; nil: not known.
    public func lastPlacement(of player: UInt32) -> SeenPlacement? {
        watched(player)?.placements.last
    }

    /// How many of the people who placed within the last so many milliseconds keep time like a clock.
    public func periodicCount(at now: Int64, within millis: Int64 = SignalLimits.boardMillis) -> Int {
        people.count { person in
            guard let last = person.placements.last, last.timeMillis > now - millis else { return false }
            return Suspicion.signals(of: person.placements).contains { $0.code == "period" && $0.score >= 50 }
        }
    }
}

/// One person who places.
private struct Watched: Sendable {
    let player: UInt32
    var newer = -1
    var older = -1
    private(set) var total = 0
    private(set) var spans = SpanCounts(count: 10, spanMillis: 6_000)
    private(set) var minutes = SpanCounts(count: 10, spanMillis: 60_000)
    private(set) var hours = SpanCounts(count: 24, spanMillis: 3_600_000)
    private var ring: [SeenPlacement] = []
    private var next = 0

    init(player: UInt32) {
        self.player = player
    }

    mutating func note(_ seen: SeenPlacement) {
        total += 1
        spans.note(seen.timeMillis)
        minutes.note(seen.timeMillis)
        hours.note(seen.timeMillis)
        if ring.count < SignalLimits.placementsMax {
            ring.append(seen)
        } else {
            ring[next] = seen
            next = (next + 1) % ring.count
        }
    }

    /// The placements that are remembered, the oldest first.
    var placements: [SeenPlacement] { Array(ring[next...] + ring[..<next]) }
}

/// How often something happened in each of the last spans of time. A clock that is set back counts into the
/// newest span until it has caught up.
struct SpanCounts: Sendable {
    private let spanMillis: Int64
    private var counts: [UInt32]
    /// The newest span, counted from 1970.
    private var newest: Int64 = .min

    init(count: Int, spanMillis: Int64) {
        self.spanMillis = spanMillis
        counts = Array(repeating: 0, count: count)
    }

    mutating func note(_ timeMillis: Int64) {
        let span = max(newest, timeMillis / spanMillis)
        if newest == .min || span - newest >= Int64(counts.count) {
            counts = Array(repeating: 0, count: counts.count)
        } else {
            for passed in 0..<(span - newest) { counts[place(newest + 1 + passed)] = 0 }
        }
        newest = span
        let here = place(span)
        if counts[here] < .max { counts[here] += 1 }
    }

    private func place(_ span: Int64) -> Int {
        let rest = Int(span % Int64(counts.count))
        return rest < 0 ? rest + counts.count : rest
    }

    /// The counts of the spans up to now, the oldest first.
    func counts(at now: Int64) -> [Int] {
        let last = max(newest, now / spanMillis)
        return (0..<counts.count).map { back in
            let span = last - Int64(counts.count - 1 - back)
            guard newest != .min, span <= newest, newest - span < Int64(counts.count) else { return 0 }
            return Int(counts[place(span)])
        }
    }
}
