import Canvas
import TestKit
import Testing

@Suite struct ChargesTests {
    private let rules = Rules(cooldownMillis: 1_000, chargesMax: 3)

    @Test func `a fresh bucket is full`() {
        for now in [Int64.min, -5, 0, 5, .max] {
            #expect(Charges().reading(at: now, rules: rules) == (3, 0))
        }
    }

    @Test func `charges come back one by one`() {
        var bucket = Charges()
        #expect(bucket.spend(at: 0, rules: rules)! == (2, 1_000))
        #expect(bucket.spend(at: 400, rules: rules)! == (1, 600))
        #expect(bucket.spend(at: 400, rules: rules)! == (0, 600))
        #expect(bucket.spend(at: 400, rules: rules) == nil)
        #expect(bucket.reading(at: 999, rules: rules) == (0, 1))
        #expect(bucket.reading(at: 1_000, rules: rules) == (1, 1_000))
        #expect(bucket.reading(at: 2_999, rules: rules) == (2, 1))
        #expect(bucket.reading(at: 3_000, rules: rules) == (3, 0))
    }

    @Test func `without a cooldown the bucket is always full`() {
        let rules = Rules(cooldownMillis: 0, chargesMax: 7)
        var bucket = Charges()
        for now in [5, 5, 4, .max, .min] as [Int64] {
            #expect(bucket.spend(at: now, rules: rules)! == (7, 0))
        }
        bucket.refund(rules: rules)
        #expect(bucket.reading(at: 0, rules: rules) == (7, 0))
    }

    @Test func `a charge given back is as if it had never been spent`() {
        var random = SeededRandom(seed: 4)
        var now: Int64 = 0
        var bucket = Charges()
        for _ in 0..<1_000 {
            now += Int64.random(in: 0...1_500, using: &random)
            var other = bucket
            if other.spend(at: now, rules: rules) != nil {
                other.refund(rules: rules)
                for later in [now, now + 700, now + 5_000] {
                    #expect(other.reading(at: later, rules: rules) == bucket.reading(at: later, rules: rules))
                }
            }
            _ = bucket.spend(at: now, rules: rules)
        }
    }

    @Test(arguments: [1, 2, 5, 255] as [UInt8])
    func `the bucket agrees with counting charges tick by tick`(chargesMax: UInt8) {
        let rules = Rules(cooldownMillis: 7, chargesMax: chargesMax)
        var random = SeededRandom(seed: UInt64(chargesMax))
        var bucket = Charges()
        var (charges, wait) = (chargesMax, Int64(0))
        for now in Int64(1_000_000)..<1_004_000 {
            let (count, remaining) = bucket.reading(at: now, rules: rules)
            #expect((count, remaining) == (charges, wait))
            if Int.random(in: 0..<4, using: &random) == 0 {
                let left = bucket.spend(at: now, rules: rules)
                #expect((left == nil) == (charges == 0))
                if charges > 0 {
                    charges -= 1
                    if wait == 0 { wait = 7 }
                }
            }
            if wait > 0 { wait -= 1 }
            if wait == 0 && charges < chargesMax {
                charges += 1
                wait = charges < chargesMax ? 7 : 0
            }
        }
    }

    @Test func `clocks and cooldowns of any size do no harm`() {
        let longest = Rules(cooldownMillis: .max, chargesMax: 255)
        #expect(longest.cooldownMillis == Rules.cooldownMillisMax)
        #expect(Rules(cooldownMillis: .min, chargesMax: 0) == Rules(cooldownMillis: 0, chargesMax: 1))
        for now in [Int64.min, -1, 0, .max - 1, .max] {
            for later in [Int64.min, -1, 0, .max] {
                var bucket = Charges()
                for _ in 0..<3 { _ = bucket.spend(at: now, rules: longest) }
                let (charges, wait) = bucket.reading(at: later, rules: longest)
                #expect(wait >= 0 && wait < 1 << 53)
                #expect((charges == 255) == (wait == 0))
                bucket.refund(rules: longest)
            }
        }
    }
}
