import Session
import TestKit
import Testing

/// Buckets that refill, in a table that cannot be flooded.
struct BudgetTableTests {
    @Test func `a bucket holds so much and gets it back over time`() {
        var table = BudgetTable<Int>(capacity: 3, refillMillis: 3000, countMax: 10)
        for _ in 0..<3 { #expect(table.spend(1, at: 0) == true) }
        #expect(table.spend(1, at: 999) == false)
        #expect(!table.canSpend(1, at: 999))
        #expect(table.canSpend(1, at: 1000))
        #expect(table.spend(1, at: 1000) == true)
        #expect(table.spend(1, at: 1000) == false)
        #expect(table.canSpend(2, at: 0))
        for _ in 0..<3 { #expect(table.spend(1, at: 1_000_000) == true) }
        #expect(table.spend(1, at: 1_000_000) == false)
    }

    @Test func `time that goes back gives nothing and takes nothing`() {
        var table = BudgetTable<Int>(capacity: 1, refillMillis: 1000, countMax: 10)
        #expect(table.spend(1, at: 5000) == true)
        #expect(table.spend(1, at: 0) == false)
    }

    @Test func `the table does not grow, and a flood of strangers clears nobody's name`() {
        var table = BudgetTable<Int>(capacity: 10, refillMillis: 3_600_000, countMax: 100)
        let offenders = 0..<20
        for offender in offenders { for _ in 0..<10 { #expect(table.spend(offender, at: 0) == true) } }
        var random = SeededRandom(seed: 7)
        for stranger in 0..<100_000 {
            #expect(table.spend(1000 + stranger, at: Int64.random(in: 0...1000, using: &random)) == true)
        }
        #expect(table.count == 100)
        for offender in offenders { #expect(!table.canSpend(offender, at: 1000)) }
    }

    @Test func `full buckets are the first to go`() {
        var table = BudgetTable<Int>(capacity: 2, refillMillis: 1000, countMax: 8)
        for key in 0..<4 { #expect(table.spend(key, at: 0) == true) }
        for key in 4..<8 { for _ in 0..<2 { #expect(table.spend(key, at: 2000) == true) } }
        // The first four are full again by now: they make room.
        for key in 8..<12 { for _ in 0..<2 { #expect(table.spend(key, at: 2000) == true) } }
        for key in 4..<12 { #expect(!table.canSpend(key, at: 2000)) }
        #expect(table.count == 8)
    }

    @Test func `a table of one serves`() {
        var table = BudgetTable<Int>(capacity: 1, refillMillis: 1000, countMax: 1)
        for key in 0..<10 {
            #expect(table.spend(key, at: 0) == true)
            #expect(table.spend(key, at: 0) == false)
        }
        #expect(table.count == 1)
    }
}
