import Session
import Testing

/// A budget that expectations can ask.
private final class Bucket {
    private var budget: MessageBudget

    init(messagesPerSecond: Int) {
        budget = MessageBudget(messagesPerSecond: messagesPerSecond, now: 0)
    }

    var isFlooding: Bool { budget.isFlooding }

    func canSpend(at now: Int64) -> Bool {
        budget.canSpend(at: now)
    }

    /// How many of `count` messages at one moment are within the budget.
    func spend(_ count: Int = 1, at now: Int64) -> Int {
        (0..<count).reduce(0) { sum, _ in sum + (budget.spend(at: now) ? 1 : 0) }
    }

    /// Sends so many a second, evenly, for twelve seconds, and says after how many milliseconds it was a
    /// flood.
    func floodedAfter(perSecond: Int64) -> Int64? {
        for number in 0..<perSecond * 12 {
            let now = number * 1000 / perSecond
            _ = spend(at: now)
            if isFlooding { return now }
        }
        return nil
    }
}

struct MessageBudgetTests {
    @Test func `a full bucket lets as many through as it refills in a second`() {
        #expect(Bucket(messagesPerSecond: 40).spend(100, at: 0) == 40)
    }

    @Test(arguments: [(25, 1), (24, 0), (1000, 40), (50, 2), (60_000, 40)])
    func `it refills evenly and never past its size`(millis: Int64, expected: Int) {
        let bucket = Bucket(messagesPerSecond: 40)
        #expect(bucket.spend(40, at: 0) == 40)
        #expect(bucket.spend(100, at: millis) == expected)
    }

    @Test func `what trickles in is not lost between refusals`() {
        let bucket = Bucket(messagesPerSecond: 3)
        #expect(bucket.spend(3, at: 0) == 3)
        #expect((1...999).reduce(0) { $0 + bucket.spend(at: Int64($1)) } == 2)
        #expect(bucket.spend(at: 1000) == 1)
    }

    @Test func `no messages a second means no limit`() {
        let bucket = Bucket(messagesPerSecond: 0)
        #expect(bucket.spend(100_000, at: 0) == 100_000)
        #expect(!bucket.isFlooding)
        #expect(bucket.canSpend(at: 0))
    }

    @Test func `asking whether one could be spent spends none`() {
        let bucket = Bucket(messagesPerSecond: 1)
        #expect(bucket.canSpend(at: 0) && bucket.canSpend(at: 0))
        #expect(bucket.spend(at: 0) == 1)
        #expect(!bucket.canSpend(at: 999) && bucket.canSpend(at: 1000))
    }

    @Test func `three times the rate is a flood after five seconds`() throws {
        let millis = try #require(Bucket(messagesPerSecond: 20).floodedAfter(perSecond: 60))
        #expect((5000...5200).contains(millis))
    }

    @Test(arguments: [10, 20, 39, 40])
    func `up to twice the rate is none, for ever`(perSecond: Int64) {
        #expect(Bucket(messagesPerSecond: 20).floodedAfter(perSecond: perSecond) == nil)
    }

    @Test func `one burst is none, whatever is said or not said later`() {
        let bucket = Bucket(messagesPerSecond: 20)
        _ = bucket.spend(10_000, at: 0)
        _ = bucket.spend(at: 1500)
        #expect(!bucket.isFlooding)
        _ = bucket.spend(at: 10_000)
        #expect(!bucket.isFlooding)
    }

    @Test func `a second of peace begins the count anew`() {
        let bucket = Bucket(messagesPerSecond: 20)
        for millis in stride(from: Int64(0), to: 4000, by: 10) { _ = bucket.spend(at: millis) }
        for millis in stride(from: Int64(4000), to: 5000, by: 50) { _ = bucket.spend(at: millis) }
        for millis in stride(from: Int64(5000), to: 9000, by: 10) { _ = bucket.spend(at: millis) }
        #expect(!bucket.isFlooding)
    }
}
