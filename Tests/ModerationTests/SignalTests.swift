import Canvas
import TestKit
import Testing
import Wire

@testable import Moderation

@Suite struct SignalTests {
    /// Placements with these times in between.
    private func watch(_ intervals: [Int64], x: (Int) -> UInt16 = { _ in 5 }) -> BotWatch {
        var watch = BotWatch()
        var time: Int64 = 1_000_000
        for (place, interval) in intervals.enumerated() {
            time += interval
            watch.note(SeenPlacement(player: 1, x: x(place), y: 3, colour: 1, timeMillis: time))
        }
        return watch
    }

    @Test(arguments: UInt64(1)...50)
    func `who places every second like a clock is noticed`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        // Twelve uniform numbers make a bell curve: of 4 ms here.
        let intervals = (0..<61).map { _ in
            let bell = (0..<12).reduce(0.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } - 6
            return 1_000 + Int64((bell * 4).rounded())
        }
        let watch = watch(intervals)
        #expect(watch.score(of: 1) > 80)
        let signal = try #require(watch.signals(of: 1).first)
        #expect(signal.code == "period" && signal.text.hasPrefix("period 1.00 s (sd "))
        #expect(watch.periodicCount(at: 1_061_000) == 1)
    }

    @Test(arguments: UInt64(1)...200)
    func `who places as people do is not`(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        // People who wander about, and people who wait for a cooldown and come a moment later.
        let wandering = (0..<64).map { _ in Int64.random(in: 300...9_000, using: &random) }
        let columns = (0..<64).map { _ in UInt16.random(in: 0..<100, using: &random) }
        #expect(watch(wandering) { columns[$0] }.score(of: 1) < 30)
        let waiting = (0..<64).map { _ in 60_000 + Int64.random(in: 200...1_200, using: &random) }
        #expect(watch(waiting) { columns[$0] }.score(of: 1) < 30)
        // A pointer that is drawn over the board keeps time, too.
        #expect(watch(Array(repeating: 16, count: 64)) { UInt16($0) }.score(of: 1) < 30)
    }

    @Test func `too few placements say nothing, and a pause does not hide a clock`() {
        #expect(watch(Array(repeating: 1_000, count: 20)).score(of: 1) == 0)
        var intervals = Array(repeating: Int64(1_000), count: 50)
        for pause in stride(from: 5, to: 50, by: 10) { intervals[pause] = 70_000 }
        #expect(watch(intervals).score(of: 1) > 80)
    }

    @Test func `who is quicker than a hand is noticed`() throws {
        var (quick, slow) = (BotWatch(), BotWatch())
        for place in 0..<20 {
            let ready = Int64(place * place) * 10_000
            let jitter = Int64(place % 3)
            quick.note(
                SeenPlacement(
                    player: 1, x: 0, y: 0, colour: 1, timeMillis: ready + 40 + jitter, readyAtMillis: ready))
            slow.note(
                SeenPlacement(
                    player: 1, x: 0, y: 0, colour: 1, timeMillis: ready + 300 + jitter * 150,
                    readyAtMillis: ready))
        }
        #expect(quick.signals(of: 1).map(\.code) == ["reaction"])
        #expect(quick.score(of: 1) == 80)
        #expect(slow.score(of: 1) == 0)
    }

    @Test func `pixels row by row are a sign, and one line is none`() {
        var random = SeededRandom(seed: 4)
        var (rows, line) = (BotWatch(), BotWatch())
        for place in 0..<64 {
            let time = Int64(place) * 10_000 + Int64.random(in: 0...6_000, using: &random)
            rows.note(
                SeenPlacement(
                    player: 1, x: UInt16(place % 10), y: UInt16(place / 10), colour: 1, timeMillis: time))
            line.note(SeenPlacement(player: 1, x: UInt16(place), y: 1, colour: 1, timeMillis: time))
        }
        #expect(rows.signals(of: 1).map(\.code) == ["order"])
        #expect(rows.score(of: 1) == 60)
        #expect(line.score(of: 1) == 0)
    }

    @Test func `of more people than it holds it forgets those who placed longest ago`() {
        var watch = BotWatch(peopleMax: 3)
        for (time, player) in [1, 2, 3, 1, 4, 5, 1, 4].enumerated() {
            watch.note(
                SeenPlacement(player: UInt32(player), x: 0, y: 0, colour: 1, timeMillis: Int64(time) * 1_000))
        }
        #expect(watch.count == 3)
        #expect([1, 2, 3, 4, 5].map { watch.total(of: $0) } == [3, 0, 0, 2, 1])
    }

    @Test func `the last ten minutes are counted minute by minute`() {
        var watch = BotWatch()
        let start: Int64 = 1_800_000_000_000 / 60_000 * 60_000
        for minute in Int64(0)..<20 {
            for second in 0..<minute {
                let time = start + minute * 60_000 + second * 1_000
                watch.note(SeenPlacement(player: 1, x: 0, y: 0, colour: 1, timeMillis: time))
            }
        }
        let now = start + 19 * 60_000 + 30_000
        #expect(watch.perTenMinutes(of: 1, at: now) == (10...19).reduce(0, +))
        #expect(watch.perTenMinutes(of: 1, before: start + 12 * 60_000, at: now) == 10 + 11)
        #expect(watch.perTenMinutes(of: 1, before: start, at: now) == 0)
        #expect(watch.perTenMinutes(of: 1, at: now + 8 * 60_000) == 18 + 19)
        #expect(watch.perTenMinutes(of: 1, at: now + 10 * 60_000) == 0)
        #expect(watch.perTenMinutes(of: 2, at: now) == 0)
    }

    @Test func `what somebody reported had done is counted, and their beat told where there is one`() {
        func conduct(_ times: [Int64]) -> ReportedConduct {
            ReportedConduct(
                placements: times.map { SeenPlacement(player: 1, x: 0, y: 0, colour: 1, timeMillis: $0) })
        }
        let steady = conduct((0..<214).map { $0 * 1_000 })
        #expect(steady.placed == 214 && steady.periodMillis == 1_000)
        let human = conduct((0..<60).map { $0 * 1_000 + $0 * $0 * 37 % 900 })
        #expect(human.placed == 60 && human.periodMillis == nil)
        #expect(conduct([]).placed == 0 && conduct([5]).periodMillis == nil)
    }

    @Test func `rates are counted by spans of six seconds and by hours`() {
        var watch = BotWatch()
        let start: Int64 = 3_600_000 * 1_000
        for place in 0..<10 {
            watch.note(
                SeenPlacement(player: 1, x: 0, y: 0, colour: 1, timeMillis: start + Int64(place) * 3_000))
        }
        #expect(watch.spans(of: 1, at: start + 29_000) == [0, 0, 0, 0, 0, 2, 2, 2, 2, 2])
        #expect(watch.perMinute(of: 1, at: start + 29_000) == 10)
        #expect(watch.perMinute(of: 1, at: start + 66_000) == 6)
        #expect(watch.perMinute(of: 1, at: start + 600_000) == 0)
        #expect(watch.hours(of: 1, at: start + 3_600_000).suffix(3) == [0, 10, 0])
        // A clock that is set back loses nothing.
        watch.note(SeenPlacement(player: 1, x: 0, y: 0, colour: 1, timeMillis: start - 7_200_000))
        #expect(watch.hours(of: 1, at: start).last == 11)
        #expect(watch.total(of: 1) == 11)
    }

    @Test func `the hottest area of a board is found, with its colour and the heat around`() throws {
        let shape = try #require(BoardShape(width: 2_000, height: 1_000))
        var watch = BoardWatch(shape: shape)
        let now: Int64 = 3_600_000
        for place in 0..<600 {
            let isThere = place % 10 < 6
            watch.note(
                SeenPlacement(
                    player: 1, x: isThere ? 1_155 : UInt16(place * 3), y: isThere ? 580 : UInt16(place),
                    colour: place % 10 == 0 ? 1 : 5, timeMillis: now + Int64(place) * 100))
            watch.noteJoin(at: now)
        }
        let signals = watch.attackSignals(at: now + 60_000)
        #expect(signals.areaX == 1_152 && signals.areaY == 576)
        #expect((60...63).contains(signals.areaPercent))
        #expect(signals.colour == 5 && signals.colourPercent > 80)
        #expect(signals.pixelRates.suffix(2) == [10, 0])
        #expect(signals.joinRates.reduce(0, +) == 600)
        #expect(signals.heat.count == 24 * 16)
        #expect(Array(signals.heat)[9 * 24 + 13] == "f")
        let later = watch.attackSignals(at: now + 1_200_000)
        #expect(later.areaPercent == 0 && Set(later.heat) == ["0"])
    }

    @Test func `who comes from the same network with the same program is linked`() {
        func trace(_ person: String, _ address: String, _ agent: String) -> ConnectionTrace {
            ConnectionTrace(
                person: person, name: person, handle: "h\(person)",
                networks: [.address: address, .network: "n", .subnet: "s"], agent: agent)
        }
        let all = [
            trace("a", "1", "x"), trace("b", "1", "x"), trace("c", "2", "x"), trace("d", "2", "y"),
            trace("e", "", ""), trace("", "1", "x"),
        ]
        let links = SameNetwork.links(of: [all[0]], among: all)
        #expect(links.map(\.id) == ["b", "c", "d", "e"])
        #expect(links.map(\.score) == [93, 78, 45, 45])
        #expect(SameNetwork.signal(of: links)?.score == 20)
        #expect(SameNetwork.signal(of: [links[0]]) == nil)
    }
}
