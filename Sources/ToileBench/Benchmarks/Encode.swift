import Canvas
import Picture
import Wire

extension Benchmark {
    static let encode = Benchmark(
        name: "encode", text: "the steps of the way of a pixel, in this process"
    ) { setting throws(BenchFailure) in try EncodeSteps(setting).run() }
}

/// Each figure is the median of several rounds, in processor time of this thread.
private struct EncodeSteps {
    private let rounds: Int
    private let shape: BoardShape

    init(_ setting: Setting) throws(BenchFailure) {
        rounds = setting.scale.pick(smoke: 3, small: 15, full: 51)
        guard let shape = BoardShape(width: 1000, height: 1000) else { throw BenchFailure("no such board") }
        self.shape = shape
    }

    func run() throws(BenchFailure) -> Report {
        var report = Report()
        placements(&report)
        try deltas(&report)
        try pictures(&report)
        return report
    }

    /// The median of what `work` takes, in nanoseconds.
    private func median(_ work: () throws(BenchFailure) -> Void) throws(BenchFailure) -> Double {
        var times: [Double] = []
        for _ in 0..<rounds {
            let began = Clock.threadNanos()
            try work()
            times.append(Double(Clock.threadNanos() - began))
        }
        return times.percentile(50)
    }

    private func emptyBoard() -> Board {
        Board(
            grid: Grid(shape: shape), epoch: 1, colourCount: 32,
            rules: Rules(cooldownMillis: 0, chargesMax: 1))
    }

    /// Decide, commit, encode: in groups as large as those of a busy turn.
    private func placements(_ report: inout Report) {
        let groupSize = 500
        var plan = PixelPlan.standard
        var board = emptyBoard()
        var bytes: [UInt8] = []
        var times: [Double] = []
        for _ in 0..<rounds * 20 {
            let messages = (0..<groupSize).map { _ in plan.next() }
            let began = Clock.threadNanos()
            for message in messages {
                let placement = Placement(
                    player: PlayerSlot(number: 0), x: message.x, y: message.y, colour: UInt16(message.colour))
                _ = board.decide(placement, isBusy: false, isFlooding: false, at: 0)
            }
            if let group = board.takeGroup(timeMillis: 0) { board.commit(group) }
            bytes.removeAll(keepingCapacity: true)
            DeltaFrame.append(
                to: &bytes, seq: board.shown.seq, advance: UInt64(groupSize),
                digest: board.shown.digest.value,
                indexes: board.takeTouched(), colours: board.shown.colours)
            times.append(Double(Clock.threadNanos() - began))
        }
        report.add(
            "decide, commit, DELTA", "\((times.percentile(50) / Double(groupSize)).short) ns",
            "per placement, \(groupSize) at a time; digest \(board.shown.digest.value)")
    }

    private func deltas(_ report: inout Report) throws(BenchFailure) {
        var plan = PixelPlan.standard
        var grid = Grid(shape: shape)
        let changes = (0..<200_000).map { _ in
            let place = plan.next()
            return PixelChange(
                index: UInt32(shape.index(x: Int(place.x), y: Int(place.y))), colour: place.colour,
                player: .none)
        }
        grid.apply(changes)
        for count in [1000, 100_000] {
            let since = grid.seq - UInt64(count)
            var byteCount = 0
            let nanos = try median { () throws(BenchFailure) in
                guard let indexes = grid.changedIndexes(since: since) else {
                    throw BenchFailure("the grid forgot \(count) changes")
                }
                var bytes: [UInt8] = []
                DeltaFrame.append(
                    to: &bytes, seq: grid.seq, advance: UInt64(count), digest: grid.digest.value,
                    indexes: indexes,
                    colours: grid.colours)
                byteCount = bytes.count
            }
            report.add("DELTA since \(count) changes ago", "\((nanos / 1000).short) us", "\(byteCount) bytes")
        }
        var digest: UInt32 = 0
        let nanos = try median { digest = Digest(of: grid.colours).value }
        report.add("digest of the board", "\((nanos / 1000).short) us", "\(digest)")
    }

    /// A board with something on it: stripes and a fifth of it painted over.
    private func pictures(_ report: inout Report) throws(BenchFailure) {
        var pixels = (0..<shape.pixelCount).map { UInt8($0 / 7 % 32) }
        var plan = PixelPlan.standard
        for number in 0..<shape.pixelCount / 5 {
            let place = plan.next()
            pixels[shape.index(x: Int(place.x), y: Int(place.y))] = UInt8(number * 31 % 32)
        }
        let palette = Palette.standard.colours.map { ($0.red, $0.green, $0.blue) }
        var byteCount = 0
        let nanos = try median { () throws(BenchFailure) in
            do throws(PictureError) {
                byteCount = try PNGEncoder.encode(
                    pixels: pixels, width: shape.width, height: shape.height, palette: palette
                ).count
            } catch {
                throw BenchFailure("no picture: \(error)")
            }
        }
        report.add("PNG of 1000x1000", "\((nanos / 1_000_000).short) ms", "\(byteCount) bytes")
    }
}
