internal import Canvas

/// When whose charges on one board are full again, by the player's number.
struct ChargeBook {
    private var fullAt: [Int64] = []

    init() {}

    init(_ levels: [ChargeLevel]) {
        for level in levels { set(level.player, fullAtMillis: level.fullAtMillis) }
    }

    mutating func set(_ player: UInt32, fullAtMillis: Int64) {
        guard player < LedgerSession.playersMax else { return }
        let index = Int(player)
        if index >= fullAt.count {
            fullAt.append(contentsOf: repeatElement(.min, count: index + 1 - fullAt.count))
        }
        fullAt[index] = fullAtMillis
    }

    mutating func note(_ placements: LedgerPlacements) {
        let time = placements.changes.timeMillis
        for (change, wait) in zip(placements.changes.changes, placements.fullInMillis) {
            set(change.player.number, fullAtMillis: Self.sum(time, wait))
        }
    }

    mutating func note(_ record: PlacementRecord, from start: Int, to end: Int) {
        guard !record.fullIn.isEmpty else { return }
        for index in start..<end {
            set(record.players[index], fullAtMillis: Self.sum(record.times[index], record.fullIn[index]))
        }
    }

    /// The wall clock was set forward by so much: nobody waits shorter or longer for that.
    mutating func move(byMillis millis: Int64) {
        for index in fullAt.indices where fullAt[index] != .min {
            fullAt[index] = Self.sum(fullAt[index], millis)
        }
    }

    /// The charges that are not full at that time.
    func levels(at timeMillis: Int64) -> [ChargeLevel] {
        var levels: [ChargeLevel] = []
        for (index, time) in fullAt.enumerated() where time > timeMillis {
            levels.append(ChargeLevel(player: UInt32(index), fullAtMillis: time))
        }
        return levels
    }

    /// The same for people who are about to wait for it: a clock that once ran ahead lets nobody wait longer
    /// than an empty bucket takes to fill.
    func levels(at timeMillis: Int64, _ rules: Rules) -> [ChargeLevel] {
        let latest = Self.sum(timeMillis, Int64(rules.chargesMax) * rules.cooldownMillis)
        guard latest > timeMillis else { return [] }
        return levels(at: timeMillis).map { level in
            ChargeLevel(player: level.player, fullAtMillis: min(level.fullAtMillis, latest))
        }
    }

    private static func sum(_ time: Int64, _ wait: Int64) -> Int64 {
        let (sum, overflows) = time.addingReportingOverflow(wait)
        return overflows ? (wait < 0 ? .min : .max) : sum
    }
}
