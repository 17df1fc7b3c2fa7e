/// Buckets that refill over time, one for each of those who draw from them, in a table of bounded size.
///
/// Whoever has a full bucket needs none in the table. When it has no more room, a few are looked at, far from
/// each other, and of those the fullest goes. So somebody who comes from thousands of addresses pushes out
/// the buckets of those very addresses, which have hardly been drawn from, and not that of the one who was
/// about to be refused.
public struct BudgetTable<Key: Hashable & Sendable>: Sendable {
    /// So many buckets are looked at to make room for one.
    public static var lookedAtMax: Int { 8 }

    private struct Bucket {
        let key: Key
        var left: Double
        var countedAt: Int64
    }

    private let capacity: Double
    private let refillMillis: Double
    private let countMax: Int
    private var places: [Key: Int] = [:]
    private var buckets: [Bucket] = []
    private var hand = 0

    /// Buckets of `capacity`, refilled in `refillMillis`, and at most `countMax` of them.
    public init(capacity: Int, refillMillis: Int64, countMax: Int) {
        precondition(countMax >= 1 && refillMillis >= 1, "a table has room, and a bucket is refilled")
        self.capacity = Double(capacity)
        self.refillMillis = Double(refillMillis)
        self.countMax = countMax
    }

    /// How many buckets are in the table.
    public var count: Int { buckets.count }

    /// Whether there is something left for this one.
    public func canSpend(_ key: Key, at now: Int64) -> Bool {
        guard let place = places[key] else { return capacity >= 1 }
        return left(in: buckets[place], at: now) >= 1
    }

    /// Takes one from the bucket of this one; false if there is none left.
    public mutating func spend(_ key: Key, at now: Int64) -> Bool {
        let place = places[key] ?? makeBucket(of: key, at: now)
        buckets[place].left = left(in: buckets[place], at: now)
        buckets[place].countedAt = now
        guard buckets[place].left >= 1 else { return false }
        buckets[place].left -= 1
        return true
    }

    private func left(in bucket: Bucket, at now: Int64) -> Double {
        min(capacity, bucket.left + Double(max(0, now - bucket.countedAt)) * capacity / refillMillis)
    }

    private mutating func makeBucket(of key: Key, at now: Int64) -> Int {
        let bucket = Bucket(key: key, left: capacity, countedAt: now)
        var place = buckets.count
        if place < countMax {
            buckets.append(bucket)
        } else {
            place = placeToGiveUp(at: now)
            places[buckets[place].key] = nil
            buckets[place] = bucket
        }
        places[key] = place
        return place
    }

    /// The fullest of a few that lie a golden section of the table apart: that spreads them evenly, so that
    /// neighbours, which came one after the other, are not all there is to choose from.
    private mutating func placeToGiveUp(at now: Int64) -> Int {
        let step = max(1, Int(Double(buckets.count) * 0.618))
        var fullest = hand
        for number in 1..<Self.lookedAtMax {
            let place = (hand + number * step) % buckets.count
            if left(in: buckets[place], at: now) > left(in: buckets[fullest], at: now) { fullest = place }
        }
        hand = (hand + 1) % buckets.count
        return fullest
    }
}
