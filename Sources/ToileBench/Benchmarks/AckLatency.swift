import Foundation
import Wire

extension Benchmark {
    static let ackLatency = Benchmark(
        name: "ack-latency",
        text: "from placing to the RESULT that says it is durable, beside what a sync takes"
    ) { setting throws(BenchFailure) in
        var report = Report()
        try QuietBoard(setting).run(&report)
        try BusyBoard(setting).run(&report)
        return report
    }
}

/// One placement at a time, each waited for; and between them a write and a sync of our own on the same disk,
/// so that both meet the same neighbours.
private struct QuietBoard {
    private let setting: Setting
    private let count: Int

    /// Beside the sync: handing the group to the ledger's thread, the transaction, and the way back. Most of
    /// it is the waking of two threads.
    private static let otherMicrosMax = 250.0

    init(_ setting: Setting) {
        self.setting = setting
        count = setting.scale.pick(smoke: 50, small: 1000, full: 5000)
    }

    func run(_ report: inout Report) throws(BenchFailure) {
        let inMemory = try latencies(durability: "memory", disk: nil).answers
        let disk = try SyncedFile()
        let (answers, syncs) = try latencies(durability: "strict", disk: disk)
        Self.add("quiet board: RESULT, kept in memory", inMemory, to: &report)
        Self.add("quiet board: a write of two pages and a sync", syncs, to: &report)
        Self.add("quiet board: RESULT, durable", answers, to: &report)
        let added = answers.percentile(50) - inMemory.percentile(50)
        let sync = syncs.percentile(50)
        report.add("quiet board: what durable adds", "\(added.short) us", "\((added / sync).short) syncs")
        report.add(
            "quiet board: of that, beside one sync", added - sync, unit: "us", atMost: Self.otherMicrosMax)
    }

    private static func add(_ name: String, _ micros: [Double], to report: inout Report) {
        report.add(
            name, "\(micros.percentile(50).short) / \(micros.percentile(99).short) us",
            "half / 99 of 100 within")
    }

    private func latencies(
        durability: String, disk: SyncedFile?
    ) throws(BenchFailure) -> (answers: [Double], syncs: [Double]) {
        let server = try ServerProcess(setting.server, options: [], durability: durability)
        let crowd = try Crowd(port: server.port)
        let kind = ClientKind(token: try Visit.token(in: crowd), since: try Visit.state(in: crowd))
        let painter = Painter(try crowd.join(1, as: kind), in: crowd, plan: .standard)
        var answers: [Double] = []
        var syncs: [Double] = []
        for _ in 0..<count {
            let began = Clock.wallMicros()
            try painter.place(1, inBurstsOf: 1, seconds: 10)
            answers.append(Double(Clock.wallMicros() - began))
            if let disk { syncs.append(try disk.writeAndSync()) }
        }
        try crowd.leave()
        try server.stop()
        return (answers, syncs)
    }
}

/// A file as the log's write-ahead log is after its first minutes: its room is taken, and it is written over.
private final class SyncedFile {
    private let url = FileManager.default.temporaryDirectory
        .appendingPathComponent("toile-bench-sync-\(UUID().uuidString)")
    private let descriptor: Int32
    private var offset = 0

    private static let byteCount = 4 << 20
    /// The two pages that a transaction of one placement changes, each with its header.
    private static let pages = [UInt8](repeating: 0x5a, count: 2 * 4120)

    init() throws(BenchFailure) {
        descriptor = open(url.path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        let zeros = [UInt8](repeating: 0, count: Self.byteCount)
        guard descriptor >= 0, pwrite(descriptor, zeros, zeros.count, 0) == zeros.count,
            fsync(descriptor) == 0
        else { throw BenchFailure("cannot write \(url.path)") }
    }

    deinit {
        close(descriptor)
        try? FileManager.default.removeItem(at: url)
    }

    /// How many microseconds it took.
    func writeAndSync() throws(BenchFailure) -> Double {
        let began = Clock.wallMicros()
        guard pwrite(descriptor, Self.pages, Self.pages.count, offset) == Self.pages.count,
            fdatasync(descriptor) == 0
        else { throw BenchFailure("cannot write \(url.path)") }
        offset = (offset + Self.pages.count) % (Self.byteCount - Self.pages.count)
        return Double(Clock.wallMicros() - began)
    }

}

/// Ten thousand placements a second, from a hundred players.
private struct BusyBoard {
    private let setting: Setting
    private let perSecond: Int
    private let seconds: Double

    private static let tickMillis = 33
    private static let placerCount = 100
    /// What the way there and back may take beside the tick.
    private static let graceMillis = 10

    init(_ setting: Setting) {
        self.setting = setting
        perSecond = setting.scale.pick(smoke: 1000, small: 10_000, full: 10_000)
        seconds = setting.scale.pick(smoke: 0.5, small: 3, full: 20)
    }

    func run(_ report: inout Report) throws(BenchFailure) {
        let server = try ServerProcess(
            setting.server, options: ["--tick", "\(Self.tickMillis)"], durability: "strict")
        let crowd = try Crowd(port: server.port)
        let kind = ClientKind(token: try Visit.token(in: crowd), since: try Visit.state(in: crowd))
        let placers = try crowd.join(Self.placerCount, as: kind)
        let painter = Painter(placers, in: crowd, plan: .standard)
        let meter = AnswerMeter(placers)
        painter.begin(perSecond: perSecond) { meter.sent($0) }
        try crowd.pause(seconds: min(1, seconds / 2))
        meter.begin()
        try crowd.pause(seconds: seconds)
        let millis = meter.end()
        try painter.stop(seconds: 30)
        try crowd.leave()
        try server.stop()
        let name = "\(perSecond) px/s"
        report.add("\(name): placements answered", "\(millis.count)", "in \(seconds.short) s")
        report.add("\(name): RESULT, durable, half within", "\(millis.percentile(50).short) ms")
        report.add(
            "\(name): RESULT, durable, 99 of 100 within", millis.percentile(99), unit: "ms",
            atMost: Double(Self.tickMillis + Self.graceMillis))
    }
}

/// Takes the time from placements to their RESULTs.
private final class AnswerMeter {
    /// By the tag.
    private var sentAt = [Int64](repeating: 0, count: 1 << 16)
    private var millis: [Double] = []
    private var isMeasuring = false
    private let placers: [Client]

    init(_ placers: [Client]) {
        self.placers = placers
        for placer in placers {
            placer.onResult = { [unowned self] result in
                guard isMeasuring else { return }
                millis.append(Double(Clock.wallMicros() - sentAt[Int(result.tag)]) / 1000)
            }
        }
    }

    func sent(_ placement: PlaceMessage) {
        sentAt[Int(placement.tag)] = Clock.wallMicros()
    }

    func begin() {
        isMeasuring = true
    }

    func end() -> [Double] {
        for placer in placers { placer.onResult = nil }
        return millis
    }
}
