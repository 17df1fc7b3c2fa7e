/// How many people are on a board, and when that was last told.
struct OnlineCount {
    /// A count that changes with every visitor is told at most this often.
    static let tellEveryMillis: Int64 = 1000

    private(set) var count = 0
    private var toldCount = 0
    private var toldAt: Int64 = .min / 2
    var isTellScheduled = false

    mutating func add(_ difference: Int) {
        count += difference
        precondition(count >= 0, "more people left than came")
    }

    /// When the count is next to be told; nil while everybody knows it.
    var tellAt: Int64? {
        count == toldCount ? nil : toldAt + Self.tellEveryMillis
    }

    mutating func told(at now: Int64) {
        toldCount = count
        toldAt = now
    }
}
