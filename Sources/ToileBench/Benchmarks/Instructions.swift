import Canvas

extension Benchmark {
    static let instructions = Benchmark(
        name: "instructions", text: "user instructions per delivery and per placement, under callgrind"
    ) { setting throws(BenchFailure) in try InstructionCount(setting).run() }
}

/// Each figure is a difference of two runs of the whole server that differ in the amount of work only: start,
/// end and visitors cancel out.
///
/// - A *delivery* is one frame to one reader. All readers wait for each frame before the next placement is
///   made, so every frame carries one pixel and is a turn of its own. What a frame costs with 200 readers,
///   less what it costs with 20, are 180 deliveries.
/// - A *placement* is everything from reading it to its RESULT written, decision, commit and its share of
///   encoding a frame included. Three ways of arriving: `crowd`, 200 players who send one and wait for the
///   answer, each placement a read and a write of its own; `pipelined`, 32 players who send 16 at a time, a
///   read for 16; `alone`, one player, so that each placement is a whole turn of the loop.
private struct InstructionCount {
    private let setting: Setting
    private let isCounting: Bool

    private enum Goal {
        static let delivery: Double = 120
        /// Of a busy server, where clients and the network hand over several at once.
        static let placement: Double = 800
        static let placementWay = "pipelined"
    }

    /// Few and many readers of a frame.
    private static let readerCounts = (few: 20, many: 200)

    init(_ setting: Setting) {
        self.setting = setting
        isCounting = setting.scale != .smoke
    }

    func run() throws(BenchFailure) -> Report {
        let frames = setting.scale.pick(smoke: 3, small: 300, full: 1000)
        let placements = setting.scale.pick(smoke: 400, small: 10_000, full: 40_000)
        var report = Report()
        let (few, many) = Self.readerCounts
        let frameToFew = try count("frames-few", frames) { crowd, amount throws(BenchFailure) in
            try deliver(amount, to: few, in: crowd)
        }
        let frameToMany = try count("frames-many", frames) { crowd, amount throws(BenchFailure) in
            try deliver(amount, to: many, in: crowd)
        }
        report.add(
            "delivery", (frameToMany - frameToFew) / Double(many - few), unit: "instructions",
            atMost: Goal.delivery)
        report.add("frame to \(many), all in all", "\(frameToMany.short) instructions")
        let ways = [("crowd", 200, 1), ("pipelined", 32, 16), ("alone", 1, 1)]
        for (name, placers, burst) in ways {
            let figure = try count(name, name == "alone" ? placements / 8 : placements) {
                crowd, amount throws(BenchFailure) in
                try place(amount, by: placers, inBurstsOf: burst, in: crowd)
            }
            let title = "placement, \(name) (\(placers) x \(burst))"
            if name == Goal.placementWay {
                report.add(title, figure, unit: "instructions", atMost: Goal.placement)
            } else {
                report.add(title, "\(figure.short) instructions")
            }
        }
        report.add("profiles", ".build/bench/callgrind.*", "callgrind_annotate FILE")
        return isCounting ? report : Report("nothing was counted: that takes valgrind, and minutes")
    }

    /// Instructions per unit of work: of a run with three times the work, less a run with once.
    private func count(
        _ name: String, _ amount: Int, _ work: (Crowd, Int) throws(BenchFailure) -> Void
    ) throws(BenchFailure) -> Double {
        let less = try instructions(name, amount, work)
        guard isCounting else { return 0 }
        let more = try instructions(name, 3 * amount, work)
        return Double(more - less) / Double(2 * amount)
    }

    private func instructions(
        _ name: String, _ amount: Int, _ work: (Crowd, Int) throws(BenchFailure) -> Void
    ) throws(BenchFailure) -> Int {
        let callgrind = isCounting ? try Callgrind(of: setting.server, named: "\(name).\(amount)") : nil
        // A frame for every placement where deliveries are counted; where placements are, so few frames that
        // only their encoding counts.
        let options = ["--measuring-tick", name.hasPrefix("frames") ? "1" : "1000"]
        let server = try ServerProcess(
            callgrind?.program ?? setting.server, options: options, tool: callgrind?.tool ?? [])
        let crowd = try Crowd(port: server.port)
        try work(crowd, amount)
        try crowd.leave()
        try server.stop()
        return try callgrind?.instructionCount() ?? 0
    }

    private func deliver(_ frameCount: Int, to readerCount: Int, in crowd: Crowd) throws(BenchFailure) {
        let state = try Visit.state(in: crowd)
        try crowd.join(readerCount - 1, as: ClientKind(since: state))
        let placers = try crowd.join(1, as: ClientKind(token: try Visit.token(in: crowd), since: state))
        let painter = Painter(placers, in: crowd, plan: .standard)
        for _ in 0..<frameCount {
            let end = crowd.deltaCount + readerCount
            try painter.place(1, inBurstsOf: 1, seconds: 60)
            try crowd.wait("a frame", seconds: 60) { crowd.deltaCount == end }
        }
    }

    private func place(
        _ count: Int, by placerCount: Int, inBurstsOf burst: Int, in crowd: Crowd
    ) throws(BenchFailure) {
        let state = try Visit.state(in: crowd)
        let placers = try crowd.join(
            placerCount, as: ClientKind(token: try Visit.token(in: crowd), since: state))
        let painter = Painter(placers, in: crowd, plan: .standard)
        try painter.place(count, inBurstsOf: burst, seconds: 600)
        guard crowd.placedCount == count else {
            throw BenchFailure("\(count - crowd.placedCount) placements were refused")
        }
    }
}
