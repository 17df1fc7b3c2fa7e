import Canvas
import Reactor
import Wire

/// What the server counts of itself, on the canvas. Nothing here is paid by a placement: refusals are counted
/// when they are told, everything else once a group, a frame or a second.
struct LiveNumbers {
    /// Of one board.
    struct OfBoard {
        /// Changes in each of the last seconds.
        var rates = LastSeconds()
        fileprivate var seq: UInt64
    }

    /// How many of each result.
    typealias Results = [UInt64]

    private(set) var boards: [OfBoard]
    /// Who came and who left within the present second.
    var joins = 0
    var leaves = 0
    /// The most placements that waited for the ledger at a time.
    private(set) var undecidedMax = 0

    private(set) var results = LastSpans(noResults)
    /// Since the server was started.
    private(set) var resultsEver = noResults
    private(set) var broadcasts = LastSpans(DurationHistogram())
    private(set) var broadcastsEver = DurationHistogram()
    private var frames = 0
    private var frameBytes = 0
    private var slowestBroadcastMicros: UInt64 = 0

    private(set) var connectionSeconds = LastSeconds()
    private(set) var joinSeconds = LastSeconds()
    private(set) var leaveSeconds = LastSeconds()
    private(set) var frameSeconds = LastSeconds()
    private(set) var frameByteSeconds = LastSeconds()
    private(set) var broadcastSeconds = LastSeconds()
    private(set) var processorSeconds = LastSeconds()
    private(set) var queuedSeconds = LastSeconds()
    private(set) var logSeconds = LastSeconds()
    private(set) var logSpans = LastSpans(Int64(0))
    private var processorMicros = SystemUsage.processorMicros
    private var logBytes: Int64?
    /// The newest snapshot, and what it took.
    private(set) var snapshot: SnapshotFigures?
    private(set) var snapshots = DurationHistogram()

    private static let noResults = Results(repeating: 0, count: Int(PlacementStatus.tooLate.rawValue) + 1)

    init(seqs: [UInt64]) {
        boards = seqs.map { OfBoard(seq: $0) }
    }

    // MARK: As it happens

    /// Placements were answered, so many of which are changes of the board.
    mutating func note(_ outcomes: [Outcome], changeCount: Int) {
        guard outcomes.count != changeCount else {
            return note(.placed, count: changeCount)
        }
        for outcome in outcomes { note(outcome.verdict.status, count: 1) }
    }

    private mutating func note(_ status: PlacementStatus, count: Int) {
        results.newest[Int(status.rawValue)] += UInt64(count)
        resultsEver[Int(status.rawValue)] += UInt64(count)
    }

    /// So many placements waited for the ledger just now.
    mutating func note(undecided count: Int) {
        undecidedMax = max(undecidedMax, count)
    }

    /// A frame went out, so long after the first placement in it was judged.
    mutating func noteFrame(byteCount: Int, micros: UInt64) {
        frames += 1
        frameBytes += byteCount
        broadcasts.newest.note(micros: micros)
        broadcastsEver.note(micros: micros)
        slowestBroadcastMicros = max(slowestBroadcastMicros, micros)
    }

    mutating func note(_ snapshot: SnapshotFigures) {
        self.snapshot = snapshot
        snapshots.note(micros: UInt64(max(0, snapshot.tookMillis)) * 1000)
    }

    // MARK: Once a second

    mutating func secondPassed(_ second: SecondFigures) {
        for (index, seq) in second.seqs.enumerated() {
            boards[index].rates.push(Int(seq - min(seq, boards[index].seq)))
            boards[index].seq = seq
        }
        connectionSeconds.push(second.connectionCount)
        joinSeconds.push(joins)
        leaveSeconds.push(leaves)
        frameSeconds.push(frames)
        frameByteSeconds.push(frameBytes)
        broadcastSeconds.push(Int(slowestBroadcastMicros))
        queuedSeconds.push(second.queuedBytes)
        (joins, leaves, frames, frameBytes, slowestBroadcastMicros) = (0, 0, 0, 0, 0)
        processorSeconds.push(Int((second.processorMicros - processorMicros) / 10_000))
        processorMicros = second.processorMicros
        let logGrowth = second.logBytes.flatMap { new in logBytes.map { max(0, new - $0) } } ?? 0
        logBytes = second.logBytes
        logSeconds.push(Int(logGrowth))
        logSpans.newest += logGrowth
        results.pass()
        broadcasts.pass()
        logSpans.pass()
    }

    /// Results of the last ten minutes, those that there were, by their names.
    var resultList: [Counted] {
        let sums = results.all.reduce(Self.noResults) { sums, span in zip(sums, span).map { $0 + $1 } }
        return PlacementStatus.allCases.compactMap { status in
            let count = sums[Int(status.rawValue)]
            return count == 0 ? nil : Counted(name: status.name, count: Int(clamping: count))
        }
    }

    /// Broadcasts of the last ten minutes.
    var recentBroadcasts: DurationHistogram {
        broadcasts.all.reduce(into: DurationHistogram()) { $0.add($1) }
    }
}

/// What is looked at when a second is over.
struct SecondFigures {
    let seqs: [UInt64]
    let connectionCount: Int
    let queuedBytes: Int
    let processorMicros: Int64
    /// Nil where nothing is kept.
    let logBytes: Int64?
}

/// A snapshot that was saved.
struct SnapshotFigures: Sendable {
    /// When it was done, by the clock that counts.
    let at: Int64
    let byteCount: Int
    let tookMillis: Int64
}

extension PlacementStatus {
    /// The word for it, in numbers and for programs.
    var name: String {
        PlaceAnswer(status: rawValue, colour: 0, charges: 0, waitMillis: 0).refusal?.code ?? "placed"
    }
}
