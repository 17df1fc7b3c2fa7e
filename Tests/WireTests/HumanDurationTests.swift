import TestKit
import Testing
import Wire

struct HumanDurationTests {
    @Test(
        arguments: [
            ("500ms", 500), ("10s", 10_000), ("10m", 600_000), ("1h", 3_600_000), ("24h", 86_400_000),
            ("7d", 604_800_000), ("2w", 1_209_600_000), ("1h30m", 5_400_000), ("perm", 0),
            ("3650d", 315_360_000_000),
        ] as [(String, Int64)])
    func `a time is read as it is typed`(word: String, millis: Int64) {
        #expect(HumanDuration.read(word) == millis)
    }

    @Test(arguments: [
        "", "10", "m", "-1h", "1 h", "1.5h", "0s", "0m", "1y", "3651d", "9999999999999ms", "½h", "١h", "1H",
        "999999999999w", "h1", "permanent", "1hperm", String(repeating: "1h", count: 100_000),
    ])
    func `what is no time is none`(word: String) {
        #expect(HumanDuration.read(word) == nil)
    }

    @Test(
        arguments: [
            (60_000, "60 s", "1 min", "01:00", "1:00", "0h01", "60s"),
            (3_000, "3 s", "3 s", "00:03", "0:03", "0h00", "3s"),
            (500, "500 ms", "0 s", "00:00", "0:00", "0h00", "500ms"),
            (41_000, "41 s", "41 s", "00:41", "0:41", "0h00", "41s"),
            (600_000, "10 min", "10 min", "10:00", "10:00", "0h10", "10m"),
            (432_000, "7 min 12 s", "7 min", "07:12", "7:12", "0h07", "7m12s"),
            (700_000, "11 min 40 s", "11 min", "11:40", "11:40", "0h11", "11m40s"),
            (3_490_000, "58 min 10 s", "58 min", "58:10", "58:10", "0h58", "58m10s"),
            (3_600_000, "1 h", "1 h", "01:00", "1h00", "1h00", "1h"),
            (5_400_000, "1 h 30 min", "1 h", "01:30", "1h30", "1h30", "1h30m"),
            (7_440_000, "2 h 4 min", "2 h", "02:04", "2h04", "2h04", "2h4m"),
            (86_340_000, "23 h 59 min", "23 h", "23:59", "23h59", "23h59", "23h59m"),
            (86_400_000, "24 h", "24 h", "24:00", "1 d", "24h00", "24h"),
            (604_800_000, "7 d", "7 d", "7 d", "7 d", "7 d", "7d"),
        ] as [(Int64, String, String, String, String, String, String)])
    func `a time is read in every form`(
        millis: Int64, words: String, rough: String, clock: String, age: String, hours: String, short: String
    ) {
        let duration = HumanDuration(millis: millis)
        #expect(duration.words == words && duration.term == words)
        #expect(duration.rough == rough)
        #expect(duration.clock == clock)
        #expect(duration.age == age)
        #expect(duration.hours == hours)
        #expect(duration.short == short)
    }

    @Test func `nothing lasts for good where it is a term`() {
        #expect(HumanDuration(millis: 0).term == "perm" && HumanDuration(millis: 0).short == "perm")
        #expect(HumanDuration(millis: 0).words == "0 s" && HumanDuration(millis: .min).clock == "00:00")
    }

    @Test func `what is written short can be typed, and is the same to the second`() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<5_000 {
            let width = Int.random(in: 1...38, using: &random)
            let millis = Int64.random(in: 1...(1 << width), using: &random)
            let duration = HumanDuration(millis: millis)
            let again = HumanDuration.read(duration.short)
            #expect(again.map { millis - $0 < 1000 && millis >= $0 } == true, "\(millis)")
        }
        for millis in [Int64.max, .max - 1, .min] {
            let duration = HumanDuration(millis: millis)
            #expect(!(duration.words + duration.rough + duration.age + duration.short).isEmpty)
        }
    }
}
