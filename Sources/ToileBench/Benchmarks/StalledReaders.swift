import Canvas
import Wire

extension Benchmark {
    static let stalledReaders = Benchmark(
        name: "stalled-readers",
        text: "20 readers stop reading during 1,000,000 changes: memory, and who misses what"
    ) { setting throws(BenchFailure) in try StalledReaders(setting).run() }
}

/// First everybody reads, and the server's memory settles; then some stop to read while the board is painted
/// over, and read on when it is done. Every reader keeps a copy of the board and checks each message against
/// it.
private struct StalledReaders {
    private let setting: Setting
    private let changeCount: Int
    private let warmUpCount: Int
    private let perSecond: Int
    private let shape: BoardShape

    private static let stalledCount = 20
    private static let readingCount = 5
    private static let placerCount = 4
    private static let growthMax: Double = 4096

    init(_ setting: Setting) throws(BenchFailure) {
        let side = setting.scale.pick(smoke: 200, small: 1000, full: 1000)
        guard let shape = BoardShape(width: side, height: side) else { throw BenchFailure("no such board") }
        self.shape = shape
        self.setting = setting
        changeCount = setting.scale.pick(smoke: 10_000, small: 200_000, full: 1_000_000)
        warmUpCount = changeCount / 5
        // As fast as must be for all to be done before the server gives the stalled ones up, after a minute.
        perSecond = setting.scale.pick(smoke: 30_000, small: 40_000, full: 40_000)
    }

    func run() throws(BenchFailure) -> Report {
        let server = try ServerProcess(
            setting.server, options: ["--board", "main=\(shape.width)x\(shape.height)"])
        let crowd = try Crowd(port: server.port)
        let token = try Visit.token(in: crowd)
        let state = try Visit.state(in: crowd)
        let pixelCount = shape.pixelCount
        let reading = try crowd.join(Self.readingCount, as: ClientKind(replicaOf: pixelCount))
        let stalled = try crowd.join(
            Self.stalledCount, as: ClientKind(replicaOf: pixelCount, receiveBytesMax: 64 << 10))
        let placers = try crowd.join(Self.placerCount, as: ClientKind(token: token, since: state))
        let painter = Painter(
            placers, in: crowd, plan: PixelPlan(shape: shape, colourCount: Palette.standard.colours.count))

        try paint(warmUpCount, painter, crowd, server)
        try crowd.waitForAll(reading + stalled, toHold: UInt64(painter.plan.count), seconds: 60)
        let before = try server.residentBytes()
        let calmPeak = try paint(warmUpCount, painter, crowd, server)
        try crowd.waitForAll(reading + stalled, toHold: UInt64(painter.plan.count), seconds: 60)

        for client in stalled { client.setReading(false) }
        for client in reading + stalled { client.forgetLongestAdvance() }
        let stalledAt = painter.plan.count
        let peak = try paint(changeCount, painter, crowd, server)
        let seq = UInt64(painter.plan.count)
        try crowd.waitForAll(reading, toHold: seq, seconds: 60)
        let longestOrdinary = reading.map(\.follower.longestAdvance).max() ?? 0

        let wholeAgain = try resume(stalled, crowd, seq: seq, longerThan: longestOrdinary)
        let digests = Set((reading + stalled).map(\.follower.digest))
        try crowd.leave()
        try server.stop()

        var report = Report()
        report.add("changes while stalled", "\(painter.plan.count - stalledAt)")
        report.add("server before", "\(before / 1024) KiB")
        report.add("growth at most, all reading", "\((calmPeak - before) / 1024) KiB")
        report.add(
            "growth at most, \(Self.stalledCount) stalled", Double(peak - before) / 1024, unit: "KiB",
            atMost: Self.growthMax)
        report.require("readers that got every change", true, "\(reading.count) of \(reading.count)")
        report.add("digest of all copies", "\(digests.compactMap(\.self))")
        // So few changes as in a moment's run may all wait in the kernel, where nothing is merged.
        report.require(
            "merged messages until whole again", wholeAgain == 1...1 || setting.scale == .smoke,
            "\(wholeAgain.lowerBound) to \(wholeAgain.upperBound)")
        report.require("different copies in the end", digests.count == 1, "\(digests.count - 1)")
        return report
    }

    /// Paints, and returns the most memory that the server had meanwhile.
    @discardableResult
    private func paint(
        _ count: Int, _ painter: Painter, _ crowd: Crowd, _ server: ServerProcess
    ) throws(BenchFailure) -> Int {
        var peak = 0
        var isOver = false
        crowd.repeat(everyMillis: 100) {
            if let bytes = try? server.residentBytes() { peak = max(peak, bytes) }
            return !isOver
        }
        let end = painter.plan.count + count
        painter.begin(perSecond: perSecond, until: end)
        try crowd.wait("\(count) placements", seconds: 58) { painter.plan.count == end }
        try painter.stop(seconds: 30)
        isOver = true
        return max(peak, try server.residentBytes())
    }

    /// The stalled ones read again. How many messages that stand for more than any ordinary frame each of
    /// them needed, the fewest and the most.
    private func resume(
        _ stalled: [Client], _ crowd: Crowd, seq: UInt64, longerThan longestOrdinary: UInt64
    ) throws(BenchFailure) -> ClosedRange<Int> {
        var merged = stalled.map { -$0.follower.boardCount }
        for (number, client) in stalled.enumerated() {
            client.onDelta = { if $0.advance > 2 * longestOrdinary { merged[number] += 1 } }
            client.setReading(true)
        }
        try crowd.waitForAll(stalled, toHold: seq, seconds: 60)
        for (number, client) in stalled.enumerated() {
            client.onDelta = nil
            merged[number] += client.follower.boardCount
        }
        return (merged.min() ?? 0)...(merged.max() ?? 0)
    }
}
