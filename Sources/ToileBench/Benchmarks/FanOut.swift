import Wire

extension Benchmark {
    static let fanOut = Benchmark(
        name: "fan-out", text: "the server's processor time per delivery, to 1,000 and to 5,000 readers"
    ) { setting throws(BenchFailure) in
        var report = Report()
        let seconds = setting.scale.pick(smoke: 0.5, small: 3, full: 10)
        let small = PacedLoad(
            readerCount: setting.scale.pick(smoke: 20, small: 1000, full: 1000), placerCount: 10,
            perSecond: 1000,
            seconds: seconds)
        try small.run(setting).describeDeliveries(of: small, in: &report)
        let large = PacedLoad(
            readerCount: setting.scale.pick(smoke: 40, small: 5000, full: 5000), placerCount: 10,
            perSecond: 200,
            seconds: seconds)
        try large.run(setting).describeDeliveries(of: large, in: &report)
        return report
    }

    static let throughput = Benchmark(
        name: "throughput", text: "placements: processor time each, latency, and the most there can be"
    ) { setting throws(BenchFailure) in
        var report = Report()
        let paced = PacedLoad(
            readerCount: setting.scale.pick(smoke: 10, small: 200, full: 200), placerCount: 100,
            perSecond: setting.scale.pick(smoke: 2000, small: 20_000, full: 20_000),
            seconds: setting.scale.pick(smoke: 0.5, small: 3, full: 10))
        try paced.run(setting).describePlacements(of: paced, in: &report)
        try MostPlacements(setting).run(&report)
        return report
    }
}

/// A steady load: some place, all read.
struct PacedLoad {
    let readerCount: Int
    let placerCount: Int
    let perSecond: Int
    let seconds: Double

    /// As in the measurements that this one is compared with.
    private static let tickMillis = 50

    /// What happened within the seconds that were measured.
    struct Result {
        var cpu: ServerProcess.CPUTime
        var deltaCount: Int
        var placedCount: Int
        /// From sending a placement to reading its pixel in a DELTA, milliseconds.
        var latencies: [Double]
    }

    func run(_ setting: Setting) throws(BenchFailure) -> Result {
        let server = try ServerProcess(setting.server, options: ["--tick", "\(Self.tickMillis)"])
        let crowd = try Crowd(port: server.port)
        let token = try Visit.token(in: crowd)
        let state = try Visit.state(in: crowd)
        let readers = try crowd.join(readerCount, as: ClientKind(since: state))
        let witness = try crowd.join(1, as: ClientKind(replicaOf: 1_000_000))
        let placers = try crowd.join(placerCount, as: ClientKind(token: token, since: state))
        let painter = Painter(placers, in: crowd, plan: .standard)
        let latency = LatencyMeter(readers)

        painter.begin(perSecond: perSecond) { latency.sent($0) }
        try crowd.pause(seconds: min(1, seconds / 2))
        let before = (cpu: try server.cpuTime(), deltas: crowd.deltaCount, placed: crowd.placedCount)
        latency.begin()
        try crowd.pause(seconds: seconds)
        let result = Result(
            cpu: try server.cpuTime() - before.cpu, deltaCount: crowd.deltaCount - before.deltas,
            placedCount: crowd.placedCount - before.placed, latencies: latency.end())
        try painter.stop(seconds: 30)
        try crowd.waitForAll(readers + witness + placers, toHold: UInt64(painter.plan.count), seconds: 30)
        try crowd.leave()
        try server.stop()
        return result
    }
}

/// Takes the time from placements to their pixels, at a few of the readers.
private final class LatencyMeter {
    private var sentAt: [UInt32: Int64] = [:]
    private var latencies: [Double] = []
    private var isMeasuring = false
    private let readers: [Client]

    private static let sampleCount = 20

    init(_ readers: [Client]) {
        self.readers = readers
        for reader in readers.indices where reader % max(1, readers.count / Self.sampleCount) == 0 {
            readers[reader].onDelta = { [unowned self] delta in
                guard isMeasuring else { return }
                let now = Clock.wallMicros()
                for index in delta.indexes {
                    if let sent = sentAt[index] { latencies.append(Double(now - sent) / 1000) }
                }
            }
        }
    }

    func sent(_ placement: PlaceMessage) {
        sentAt[UInt32(placement.y) * 1000 + UInt32(placement.x)] = Clock.wallMicros()
    }

    func begin() {
        isMeasuring = true
    }

    func end() -> [Double] {
        for reader in readers { reader.onDelta = nil }
        return latencies
    }
}

extension PacedLoad.Result {
    fileprivate func describeDeliveries(of load: PacedLoad, in report: inout Report) {
        let name = "\(load.readerCount) readers, \(load.perSecond) px/s"
        report.add("\(name): deliveries", "\(deltaCount)", "in \(load.seconds.short) s")
        let each = Double(max(1, deltaCount))
        report.add(
            "\(name): processor per delivery", "\((cpu.total / each).short) us",
            "user \((cpu.user / each).short), system \((cpu.system / each).short), placements included")
        describeLatency(name, in: &report)
    }

    fileprivate func describePlacements(of load: PacedLoad, in report: inout Report) {
        let name = "\(load.perSecond) px/s, \(load.readerCount) readers"
        let each = Double(max(1, placedCount))
        report.add(
            "\(name): placements", "\(placedCount)", "in \(load.seconds.short) s, \(deltaCount) deliveries")
        report.add(
            "\(name): processor per placement", "\((cpu.total / each).short) us",
            "user \((cpu.user / each).short), system \((cpu.system / each).short), deliveries included")
        describeLatency(name, in: &report)
    }

    private func describeLatency(_ name: String, in report: inout Report) {
        report.add(
            "\(name): from placing to seeing",
            "\(latencies.percentile(50).short) / \(latencies.percentile(99).short) ms",
            "half / 99 of 100 within")
    }
}

/// As many placements as there can be: players who send again as soon as they are answered.
private struct MostPlacements {
    private let setting: Setting

    init(_ setting: Setting) {
        self.setting = setting
    }

    func run(_ report: inout Report) throws(BenchFailure) {
        let count = setting.scale.pick(smoke: 5000, small: 200_000, full: 1_000_000)
        for (placerCount, burst) in [(100, 1), (20, 16)] {
            let server = try ServerProcess(setting.server, options: [])
            let crowd = try Crowd(port: server.port)
            let kind = ClientKind(token: try Visit.token(in: crowd), since: try Visit.state(in: crowd))
            let painter = Painter(try crowd.join(placerCount, as: kind), in: crowd, plan: .standard)
            let before = try server.cpuTime()
            let began = Clock.wallMicros()
            try painter.place(count, inBurstsOf: burst, seconds: 120)
            let seconds = Double(Clock.wallMicros() - began) / 1_000_000
            let cpu = try server.cpuTime() - before
            try crowd.leave()
            try server.stop()
            report.add(
                "\(placerCount) players, \(burst) at a time", "\((Double(count) / seconds).short) px/s",
                "\((cpu.total / Double(count)).short) us of the server each")
        }
    }
}
