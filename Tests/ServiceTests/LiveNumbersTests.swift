import Canvas
import Session
import TestKit
import Testing
import Wire

@testable import Ledger
@testable import Service

/// What the server counts of itself.
struct LiveNumbersTests {
    private func outcome(_ status: PlacementStatus) -> Outcome {
        Outcome(
            shard: 0, board: 0, connection: ConnectionReference(slot: 0, generation: 0), tag: 0,
            placement: Placement(player: PlayerSlot(number: 0), x: 0, y: 0, colour: 0),
            verdict: Verdict(status: status, colour: 0, charges: 0, waitMillis: 0, seq: 0))
    }

    private func second(_ seq: UInt64, log: Int64? = nil) -> SecondFigures {
        SecondFigures(seqs: [seq], connectionCount: 3, queuedBytes: 7, processorMicros: 0, logBytes: log)
    }

    @Test func `rates are what a second brought`() {
        var numbers = LiveNumbers(seqs: [100])
        numbers.secondPassed(second(130))
        numbers.secondPassed(second(130))
        numbers.secondPassed(second(135))
        #expect(numbers.boards[0].rates.values.suffix(3) == [30, 0, 5])
        #expect(numbers.boards[0].rates.values.count == 60 && numbers.boards[0].rates.newest == 5)
        #expect(numbers.connectionSeconds.newest == 3 && numbers.queuedSeconds.newest == 7)
    }

    @Test func `results of ten minutes are forgotten after ten minutes, but not for good`() {
        var numbers = LiveNumbers(seqs: [0])
        numbers.note([outcome(.placed), outcome(.placed)], changeCount: 2)
        numbers.note([outcome(.placed), outcome(.coolingDown), outcome(.banned)], changeCount: 1)
        let all = [
            Counted(name: "placed", count: 3), Counted(name: "cooling-down", count: 1),
            Counted(name: "banned", count: 1),
        ]
        #expect(numbers.resultList == all)
        for _ in 0..<590 { numbers.secondPassed(second(0)) }
        #expect(numbers.resultList == all)
        for _ in 0..<10 { numbers.secondPassed(second(0)) }
        #expect(numbers.resultList.isEmpty && numbers.resultsEver.reduce(0, +) == 5)
    }

    @Test func `the log's growth is told from two looks on`() {
        var numbers = LiveNumbers(seqs: [0])
        for bytes: Int64? in [1000, 1500, 1200, nil, 2000] { numbers.secondPassed(second(0, log: bytes)) }
        #expect(numbers.logSeconds.values.suffix(5) == [0, 500, 0, 0, 0])
        #expect(numbers.logSpans.all.reduce(0, +) == 500)
    }

    @Test func `middles and edges are within a half of what was noted`() {
        var random = SeededRandom(seed: 5)
        var durations = DurationHistogram()
        var all: [UInt64] = []
        for _ in 0..<1000 {
            let micros = UInt64.random(in: 64...4_000_000, using: &random)
            durations.note(micros: micros)
            all.append(micros)
        }
        all.sort()
        for percent: UInt64 in [1, 50, 90, 99] {
            let exact = Double(all[Int(percent) * 10 - 1])
            let told = Double(durations.micros(percent: percent))
            #expect(told > exact * 0.49 && told < exact * 1.51, "\(percent): \(told) for \(exact)")
        }
        #expect(durations.count == 1000 && durations.sumMicros == all.reduce(0, +))
        #expect(DurationHistogram().micros(percent: 99) == 0)
    }

    @Test func `the ledger's times fall into the same buckets`() {
        var times = SyncTimes()
        for micros: UInt64 in [0, 1, 100, 3000, 1 << 40] { times.note(micros: micros) }
        #expect(times.count == 5)
        let durations = DurationHistogram(times)
        #expect(durations.count == 5 && durations.sumMicros == 3101 + 1 << 40)
        #expect(durations.counts.last == 1 && durations.counts[0] == 2)
    }

    @Test(
        arguments: [
            (["ab", "kitty1", "kitty2", "Kitty33", "kittyX", "kitty_", "dog"], "kitty", 5),
            (["k3001", "k3002", "k3003", "k3004"], nil, 0), ([], nil, 0),
        ] as [([String], String?, Int)])
    func `names that begin alike are found when they are many`(
        names: [String], beginning: String?, count: Int
    ) {
        let rush = NameRush.find(in: names)
        #expect(rush?.beginning == beginning && rush?.count ?? 0 == count)
    }
}
