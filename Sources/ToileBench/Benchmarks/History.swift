import Canvas
import Foundation
import Glibc
import Ledger

extension Benchmark {
    static let history = Benchmark(
        name: "history", text: "opening, indexing and asking 10,000,000 placements"
    ) { setting throws(BenchFailure) in
        let bench = try HistoryBench(setting)
        return try failing { try bench.run() }
    }

    static let rollback = Benchmark(
        name: "rollback", text: "planning rollbacks of 10,000,000 placements"
    ) { setting throws(BenchFailure) in
        let bench = try HistoryBench(setting)
        return try failing { try bench.runRollbacks() }
    }

    /// Whatever goes wrong is why there is no result.
    private static func failing(_ body: () throws -> Report) throws(BenchFailure) -> Report {
        do {
            return try body()
        } catch let failure as BenchFailure {
            throw failure
        } catch {
            throw BenchFailure("\(error)")
        }
    }
}

/// A data directory as a busy event leaves it: half of the placements crowd on a hundredth of the board, and
/// of a million people few place much. What is asked of it is timed as the caller sees it.
private final class HistoryBench {
    private let count: Int
    private let asked: Int
    private let shape: BoardShape
    private let playerCount: Double
    private let path: String
    private var random = HistoryRandom(state: 42)
    private var epoch: UInt32 = 0
    private var firstMillis: Int64 = 1_750_000_000_000
    private var lastMillis: Int64 = 0
    private var report = Report()

    init(_ setting: Setting) throws(BenchFailure) {
        count = setting.scale.pick(smoke: 20_000, small: 1_000_000, full: 10_000_000)
        asked = setting.scale.pick(smoke: 5, small: 100, full: 300)
        playerCount = setting.scale.pick(smoke: 2000, small: 100_000, full: 1_000_000)
        let side = setting.scale.pick(smoke: 200, small: 1000, full: 2000)
        guard let shape = BoardShape(width: side, height: side) else { throw BenchFailure("no such board") }
        self.shape = shape
        path = NSTemporaryDirectory() + "toile-history-\(UUID().uuidString)"
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func run() throws -> Report {
        try generate()
        report.add(
            "log.db", "\(megabytes("log.db").short) MB", "\((bytesPerRow("log.db")).short) bytes a placement")
        try index()
        try timeOpening("open, with snapshots", goal: 2)
        try withLedger { try ask($0, "warm") }
        forgetFiles()
        try withLedger { try ask($0, "cold") }
        try FileManager.default.removeItem(atPath: path + "/snapshots")
        try timeOpening("open, without snapshots", goal: 5)
        return report
    }

    func runRollbacks() throws -> Report {
        try generate()
        try withLedger { try planRollbacks($0) }
        return report
    }

    // MARK: The data

    private func generate() throws {
        let began = Clock.processNanos()
        let (ledger, _) = try open()
        defer { ledger.close() }
        let rules = Rules(cooldownMillis: 0, chargesMax: 1)
        epoch = 77
        let meta = LedgerBoard(
            name: .main, epoch: epoch, shape: shape, palette: .standard, rules: rules,
            createdAtMillis: firstMillis)
        _ = ledger.commitAndWait(LedgerGroup([.board(meta)]))
        var board = Board(
            grid: Grid(shape: shape), epoch: epoch, colourCount: Palette.standard.colours.count, rules: rules)
        lastMillis = firstMillis
        let inFlight = DispatchSemaphore(value: 64)
        while board.shown.seq < count {
            lastMillis += 20
            for _ in 0..<200 { _ = board.decide(placement(), isBusy: false, isFlooding: false, at: 0) }
            guard let group = board.takeGroup(timeMillis: lastMillis) else { continue }
            inFlight.wait()
            ledger.commit(LedgerGroup(board: .main, epoch: epoch, changes: group)) { _ in inFlight.signal() }
            let isDue = group.lastSeq / 1_000_000 > (group.firstSeq - 1) / 1_000_000
            board.commit(group)
            if isDue {
                _ = ledger.commitAndWait(LedgerGroup([]))
                try ledger.save(BoardImage(of: board, named: .main, at: lastMillis))
            }
        }
        for _ in 0..<64 { inFlight.wait() }
        for _ in 0..<64 { inFlight.signal() }
        report.add(
            "generated", "\(board.shown.seq)",
            "placements; \((Double(Clock.processNanos() - began) / Double(count) / 1000).short) us CPU each")
    }

    private func placement() -> Placement {
        let side = Double(shape.width)
        let isClustered = random.fraction() < 0.5
        let room = isClustered ? side / 10 : side
        let player = UInt32(pow(random.fraction(), 3) * playerCount)
        return Placement(
            player: PlayerSlot(number: player), x: UInt16(random.fraction() * room),
            y: UInt16(random.fraction() * room), colour: UInt16(random.fraction() * 32))
    }

    // MARK: Opening and indexing

    private func open() throws -> (ledger: DiskLedger, recovered: Recovered) {
        var options = DiskLedger.Options(nowMillis: lastMillis, newEpoch: { 1 })
        options.durability = .relaxed
        options.reserveBytes = 0
        return try DiskLedger.open(in: DataDirectory(path), options)
    }

    private func withLedger(_ body: (DiskLedger) throws -> Void) throws {
        let (ledger, _) = try open()
        defer { ledger.close() }
        waitUntilIdle()
        try body(ledger)
    }

    /// The index answers as soon as it has read everything, and goes on writing for a while.
    private func waitUntilIdle() {
        var spent: Int64 = 0
        repeat {
            spent = Clock.processNanos()
            usleep(200_000)
        } while Clock.processNanos() - spent > 4_000_000
    }

    private func timeOpening(_ name: String, goal: Double) throws {
        let began = Clock.wallMicros()
        let spent = Clock.processNanos()
        let (ledger, _) = try open()
        report.add(name, Double(Clock.wallMicros() - began) / 1e6, unit: "s", atMost: goal)
        report.add("  processor time", "\((Double(Clock.processNanos() - spent) / 1e9).short) s")
        ledger.close()
    }

    /// Throws away what is derived, and has it made anew.
    private func index() throws {
        for file in ["index.db", "keyframes"] {
            try? FileManager.default.removeItem(atPath: path + "/" + file)
        }
        let written = writtenBytes()
        let spent = Clock.processNanos()
        let began = Clock.wallMicros()
        try withLedger { _ in
            let rows = Double(count)
            let micros = Double(Clock.processNanos() - spent) / 1000
            report.add(
                "index made anew", "\((Double(Clock.wallMicros() - began) / 1e6).short) s",
                "\((micros / rows).short) us CPU a placement, keyframes included")
        }
        let writtenEach = (writtenBytes() - written) / Double(count)
        report.add(
            "index.db", "\(megabytes("index.db").short) MB",
            "\(bytesPerRow("index.db").short) bytes a placement, \(writtenEach.short) written"
        )
    }

    // MARK: Asking

    private func ask(_ ledger: DiskLedger, _ name: String) throws {
        let hot = UInt32(shape.width / 20 * shape.width + shape.width / 20)
        report.add("", "")
        try time(name, "history of a hot pixel", goal: 10) { number in
            try self.history(of: hot + UInt32(number), in: ledger).get().count
        }
        try time(name, "history of any pixel", goal: 10) { _ in
            let pixel = UInt32(self.random.fraction() * Double(self.shape.pixelCount))
            return try self.history(of: pixel, in: ledger).get().count
        }
        let third = (lastMillis - firstMillis) / 3
        try time(name, "a third of the time, heaviest players", goal: 50) { number in
            try self.placements(
                by: UInt32(number % 10), from: self.firstMillis + third, until: self.firstMillis + 2 * third,
                in: ledger)
        }
        try time(name, "a third of the time, anybody", goal: 50) { _ in
            let player = UInt32(self.random.fraction() * self.playerCount)
            return try self.placements(
                by: player, from: self.firstMillis + third, until: self.firstMillis + 2 * third, in: ledger)
        }
        try time(name, "the board at a seq", goal: 100) { _ in
            let seq = UInt64(self.random.fraction() * Double(self.count))
            return Int(try self.board(at: .seq(seq), in: ledger))
        }
        try time(name, "the board at a time", goal: 100) { _ in
            let millis =
                self.firstMillis + Int64(self.random.fraction() * Double(self.lastMillis - self.firstMillis))
            return Int(try self.board(at: .time(millis), in: ledger))
        }
    }

    // MARK: Rollbacks

    /// What dry runs cost, and how long somebody else waits for a board meanwhile.
    private func planRollbacks(_ ledger: DiskLedger) throws {
        report.add("", "")
        let recent = firstMillis + (lastMillis - firstMillis) / 100 * 99
        let all = RollbackTarget.everyone(except: [], from: .min, until: .max)
        let few = Set((0..<20).map { PlayerSlot(number: $0) })
        try plan(
            ledger, "rollback of 20 people in the last hundredth", .people(few, from: recent, until: .max))
        try plan(
            ledger, "rollback of all in the last hundredth",
            .everyone(except: [], from: recent, until: .max))
        try plan(ledger, "rollback of everything", all)
        let answered = DispatchSemaphore(value: 0)
        ledger.past.rollbackPlan(all, in: nil, on: .main, epoch: epoch) { _ in answered.signal() }
        var millis: [Double] = []
        while answered.wait(timeout: .now()) == .timedOut {
            let began = Clock.wallMicros()
            _ = try board(at: .seq(UInt64(self.random.fraction() * Double(self.count))), in: ledger)
            millis.append(Double(Clock.wallMicros() - began) / 1000)
        }
        report.add(
            "the board at a seq meanwhile", "p50 \(millis.percentile(50).short) ms",
            "\(millis.count) asked; longest \((millis.max() ?? 0).short) ms")
    }

    private func plan(_ ledger: DiskLedger, _ name: String, _ target: RollbackTarget) throws {
        var cpuMillis: [Double] = []
        var wallMillis: [Double] = []
        var entryCount = 0
        for _ in 0..<5 {
            let (began, spent) = (Clock.wallMicros(), Clock.processNanos())
            let plan = try wait {
                ledger.past.rollbackPlan(target, in: nil, on: .main, epoch: epoch, completion: $0)
            }
            .get()
            cpuMillis.append(Double(Clock.processNanos() - spent) / 1e6)
            wallMillis.append(Double(Clock.wallMicros() - began) / 1000)
            entryCount = plan.entries.count
        }
        report.add(
            name, "p50 \(cpuMillis.percentile(50).short) ms CPU",
            "\(wallMillis.percentile(50).short) ms; \(entryCount) pixels")
    }

    private func time(_ kind: String, _ name: String, goal: Double, _ ask: (Int) throws -> Int) throws {
        var millis: [Double] = []
        var sum = 0
        let rounds = kind == "cold" ? max(5, asked / 10) : asked
        let spent = Clock.processNanos()
        for number in 0..<rounds {
            let began = Clock.wallMicros()
            sum &+= try ask(number)
            millis.append(Double(Clock.wallMicros() - began) / 1000)
        }
        let cpu = Double(Clock.processNanos() - spent) / 1e6 / Double(rounds)
        report.add(
            "\(name), \(kind)", "p50 \(millis.percentile(50).short) ms",
            "\(cpu.short) ms CPU; answers sum to \(sum)")
        report.add("", millis.percentile(99), unit: "ms p99", atMost: goal)
    }

    private func history(of pixel: UInt32, in ledger: DiskLedger) -> Result<[PastChange], PastError> {
        wait {
            ledger.past.changes(
                ofPixel: pixel, on: .main, epoch: epoch, PastPage(limit: 1000), completion: $0)
        }
    }

    private func placements(by player: UInt32, from: Int64, until: Int64, in ledger: DiskLedger) throws -> Int
    {
        try wait {
            ledger.past.changes(
                by: PlayerSlot(number: player), on: .main, epoch: epoch, from: from, until: until,
                PastPage(limit: 1_000_000), completion: $0)
        }.get().count
    }

    private func board(at moment: PastMoment, in ledger: DiskLedger) throws -> UInt64 {
        try wait { ledger.past.board(.main, epoch: epoch, at: moment, completion: $0) }.get().seq
    }

    private func wait<Answer: Sendable>(
        _ ask: (@escaping @Sendable (Result<Answer, PastError>) -> Void) -> Void
    ) -> Result<Answer, PastError> {
        let answered = DispatchSemaphore(value: 0)
        // Safe because it is read after the thread that wrote it has signalled.
        nonisolated(unsafe) var answer: Result<Answer, PastError> = .failure(.unavailable)
        ask {
            answer = $0
            answered.signal()
        }
        answered.wait()
        return answer
    }

    // MARK: Files

    private func megabytes(_ file: String) -> Double {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + file)
        return ((attributes?[.size] as? NSNumber)?.doubleValue ?? 0) / 1e6
    }

    private func bytesPerRow(_ file: String) -> Double { megabytes(file) * 1e6 / Double(count) }

    /// What this process has written to disks so far.
    private func writtenBytes() -> Double {
        let text = (try? String(contentsOfFile: "/proc/self/io", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("write_bytes: ") }
        return line.flatMap { Double($0.dropFirst("write_bytes: ".count)) } ?? 0
    }

    /// Has the kernel let go what it keeps of these files in memory.
    private func forgetFiles() {
        sync()
        guard let files = FileManager.default.enumerator(atPath: path) else { return }
        for case let file as String in files {
            let descriptor = Glibc.open(path + "/" + file, O_RDONLY)
            guard descriptor >= 0 else { continue }
            posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED)
            close(descriptor)
        }
    }
}

/// The same data every time.
private struct HistoryRandom {
    var state: UInt64

    /// At least 0, and less than 1.
    mutating func fraction() -> Double {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return Double((mixed ^ mixed >> 31) >> 11) / Double(1 << 53)
    }
}
