import Canvas
import Reactor
import TestKit
import Wire

@testable import Ledger
@testable import Service

/// Everything about a server in one thread and in no time: the real canvas, journals, loops, connections and
/// sockets; a ledger whose disk forgets, tears, fills and fails; people who place, watch, fall behind and
/// come back. Whatever is decided is decided by the seed, so that the same seed is the same story.
final class Simulation {
    let seed: UInt64
    let weather: Weather
    let time = SimulatedTime()
    let disk = SimulatedDisk()
    var random: SeededRandom
    var trace = Trace()
    var judge = Judge()
    var visitors: [Visitor] = []
    var errands: [Errand] = []
    /// Who keeps order, and what they decide: by a source of chance of their own.
    let staffWeather: StaffWeather
    var staffRandom: SeededRandom
    var staffErrands: [StaffErrand] = []
    var server: SimulatedServer?
    private(set) var happenings: Set<Happening> = []
    /// How many servers there were.
    private(set) var serverNumber = 0
    /// How many turns the present server has taken.
    private var turn = 0
    /// What was broken where nothing could be thrown.
    private var violation: (any Error)?
    private let worker: WorkerThread

    init(seed: UInt64, worker: WorkerThread) throws {
        self.seed = seed
        self.worker = worker
        random = SeededRandom(seed: seed)
        weather = try Weather(&random)
        staffRandom = SeededRandom(seed: ~seed)
        staffWeather = StaffWeather(&staffRandom)
    }

    deinit { killServer() }

    /// The whole story, and its end: whatever happened, once the faults are over everybody has all there is.
    func run() throws {
        try makeBoards()
        try startServer()
        for number in 0..<weather.visitorCount {
            let board = weather.boards[number % weather.boards.count]
            visitors.append(Visitor(number: number, board: board.name, shape: board.shape))
        }
        try gather()
        for _ in 0..<weather.stepCount {
            let action = weather.action(&random)
            note("action", Int64(action.rawValue))
            try perform(action)
            moderateSometimes()
            try step()
            if Int.random(in: 0..<8, using: &random) == 0 { try checkBounds() }
        }
        try calmDown()
    }

    func note(_ what: StaticString, _ numbers: Int64...) {
        trace.note(what, at: time.millis, numbers)
    }

    func happened(_ happening: Happening) {
        happenings.insert(happening)
    }

    /// The boards begin in the log, so that their epochs come from the seed.
    private func makeBoards() throws {
        for board in weather.boards {
            let record = LedgerBoard(
                name: board.name, epoch: .random(in: 1...UInt32.max, using: &random), shape: board.shape,
                palette: .standard, rules: weather.rules, createdAtMillis: time.wallMillis)
            disk.append(SimulatedLog.frame(of: LedgerGroup([.board(record)])))
            judge.begin(record, at: time.millis)
        }
        disk.sync()
    }

    /// Everything takes its turn: the disk, the server, and whoever reads.
    func step() throws {
        try runStaffErrands()
        server?.ledger.advance()
        server?.past.advance()
        if let server {
            turn += 1
            server.step(&random)
        }
        if let violation { throw violation }
        for visitor in visitors { try visitor.receive { try take($0, visitor) } }
        try finishErrands()
        try hearOfStaffErrands()
    }
}

// MARK: - The server's lives

extension Simulation {
    func startServer() throws {
        let witness = LedgerTwin.Witness(
            handedOver: { [unowned self] in
                note("handed over", Int64($0.changeCount))
                judge.handedOver($0, at: time.millis, inTurn: turn)
            },
            durable: { [unowned self] group in
                note("durable", Int64(group.changeCount))
                do {
                    try judge.durable(group, inTurn: turn, wallMillisMax: time.wallMillisMax)
                    happenings.formUnion(judge.deeds)
                } catch { violation = violation ?? error }
            },
            // The server hears of it in its next turn.
            answered: { [unowned self] in judge.answered($0, inTurn: turn + 1) },
            stateChanged: { [unowned self] in
                note($0 == .ready ? "ledger ready" : "ledger not ready")
                server?.storageChanged(to: $0)
            },
            happened: { [unowned self] in happened($0) })
        let (ledger, recovered, content) = try LedgerTwin.open(
            disk, time, seed: random.next(), rememberedChanges: weather.rememberedChanges, witness)
        let past = PastTwin(ledger, time, seed: staffRandom.next()) { [unowned self] in
            judge.wasRead($0)
        }
        if try judge.recovered(recovered, content) { happened(.unacknowledgedSurvived) }
        judge.serverBegan(at: time.millis, wallSetForwardBy: time.takeSetForward())
        note("server starts", Int64(content.end))
        turn = 0
        serverNumber += 1
        server = try SimulatedServer(
            weather.options, recovered, ledger: ledger, past: past, time: time, worker: worker)
    }

    /// The process is gone, and every connection with it. What was written stays where it is.
    func killServer() {
        guard let server else { return }
        if !server.ledger.isIdle { happened(.diedWhileWriting) }
        server.ledger.die()
        for visitor in visitors { visitor.disconnect() }
        for errand in errands { errand.link.close() }
        errands = []
        staffErrands = []
        server.die()
        self.server = nil
    }

    func cutPower() {
        killServer()
        if disk.syncedCount < disk.bytes.count { happened(.unsyncedLost) }
        disk.cutPower(&random)
        time.boot()
    }
}
