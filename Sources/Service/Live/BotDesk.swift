import Canvas
public import Ledger
import Moderation
import Reactor
import Wire

/// Carries what the ledger has made durable to whoever watches: the ledger is opened before there is a
/// server.
///
/// `@unchecked Sendable` is safe because everything is under the lock.
public final class PlacementWatch: @unchecked Sendable {
    private let lock = Lock()
    private var listener: (@Sendable (LedgerPlacements) -> Void)?

    /// Nobody watches yet.
    public init() {}

    /// Changes are durable. On the ledger's observer thread.
    public func tell(_ placements: LedgerPlacements) {
        lock.withLock { listener }?(placements)
    }

    func listen(_ listener: @escaping @Sendable (LedgerPlacements) -> Void) {
        lock.withLock { self.listener = listener }
    }
}

/// What looks like programs and attacks, as it was at a moment.
struct BotPicture: Sendable {
    /// In milliseconds since 1970.
    var at: Int64 = 0
    var watch = BotWatch()
    /// What speaks against people who placed lately, where anything does.
    var signals: [UInt32: [BotSignal]] = [:]
    /// What people placed within the last minute, where they did.
    var perMinute: [UInt32: Int] = [:]
    /// The same of the last ten minutes.
    var perTenMinutes: [UInt32: Int] = [:]
    /// By board.
    var attacks: [AttackSignals] = []

    /// How much looks like a program, in hundredths.
    func score(of player: UInt32) -> Int {
        guard let signals = signals[player] else { return 0 }
        let doubt = signals.reduce(1.0) { $0 * (1 - Double($1.score) / 100) }
        return Int(((1 - doubt) * 100).rounded())
    }
}

/// Watches what people place for what looks like programs, away from the loops: it is fed on the ledger's
/// observer thread, and looked into on a thread of its own.
///
/// `@unchecked Sendable` is safe because what several threads touch is under one of the locks.
final class BotDesk: @unchecked Sendable {
    /// People whose signals are worked out in one look; those who placed last come first.
    static let judgedMax = 4096
    /// Joins that wait to be counted: past it they are not, since so many are an attack already.
    static let joinsWaitingMax = 65_536
    private static let minuteMillis: Int64 = 60_000

    private let worker: WorkerThread
    private let lock = Lock()
    // Under the lock, which is held while a group is taken in.
    private var watch = BotWatch()
    private var boards: [BoardName: Int]
    private var boardWatches: [BoardWatch]
    private let widths: [Int]
    private var lastSeen: [UInt32: Int64] = [:]
    private var readyAt: [UInt32: Int64] = [:]
    /// Under a lock of its own, which is never held for long: the canvas notes who comes.
    private let joinLock = Lock()
    private var joins: [(board: Int, at: Int64)] = []

    init(_ boards: [(name: BoardName, shape: BoardShape)]) throws(SystemError) {
        worker = try WorkerThread(name: "signals", waitingMax: 2)
        self.boards = Dictionary(
            boards.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        boardWatches = boards.map { BoardWatch(shape: $0.shape) }
        widths = boards.map(\.shape.width)
    }

    /// Takes in what became durable.
    func note(_ placements: LedgerPlacements) {
        lock.withLock {
            guard let board = boards[placements.board] else { return }
            let time = placements.changes.timeMillis
            let undone = Set(placements.changes.undos.map(\.place))
            for (place, change) in placements.changes.changes.enumerated() where !undone.contains(place) {
                let player = change.player.number
                let seen = SeenPlacement(
                    player: player, x: UInt16(Int(change.index) % widths[board]),
                    y: UInt16(Int(change.index) / widths[board]), colour: change.colour, timeMillis: time,
                    readyAtMillis: readyAt[player])
                watch.note(seen)
                boardWatches[board].note(seen)
                lastSeen[player] = time
                if placements.fullInMillis.isEmpty { continue }
                readyAt[player] = time + placements.fullInMillis[place]
            }
            if readyAt.count > SignalLimits.peopleMax * 2 { readyAt = readyAt.filter { $0.value > time } }
        }
    }

    /// Somebody came to a board.
    func noteJoin(on board: Int, at now: Int64) {
        joinLock.withLock {
            guard joins.count < Self.joinsWaitingMax else { return }
            joins.append((board, now))
        }
    }

    /// Looks at everything, and replies on its own thread. False: it is looking already.
    func look(at now: Int64, reply: @escaping @Sendable (BotPicture) -> Void) -> Bool {
        worker.post { [self] in reply(picture(at: now)) }
    }

    /// Ends the thread.
    func close() {
        worker.stop()
        worker.join()
    }

    private func picture(at now: Int64) -> BotPicture {
        let came = joinLock.withLock {
            defer { joins = [] }
            return joins
        }
        let (watch, boardWatches, recent) = lock.withLock {
            for join in came { self.boardWatches[join.board].noteJoin(at: join.at) }
            lastSeen = lastSeen.filter { now - $0.value < SignalLimits.boardMillis }
            return (self.watch, self.boardWatches, lastSeen)
        }
        var picture = BotPicture()
        picture.at = now
        picture.watch = watch
        for (player, at) in recent {
            picture.perTenMinutes[player] = watch.perTenMinutes(of: player, at: now)
            guard now - at < Self.minuteMillis else { continue }
            picture.perMinute[player] = watch.perMinute(of: player, at: now)
        }
        for (player, _) in recent.sorted(by: { $0.value > $1.value }).prefix(Self.judgedMax) {
            let signals = watch.signals(of: player)
            if !signals.isEmpty { picture.signals[player] = signals }
        }
        let periodic = watch.periodicCount(at: now)
        picture.attacks = boardWatches.map { board in
            var attack = board.attackSignals(at: now)
            attack.periodic = periodic
            return attack
        }
        return picture
    }
}

extension CanvasActor {
    /// Has the newest picture of programs made, for the next who asks.
    func lookAtBots() {
        let isTaken = bots?.look(at: wallClock()) { [self] picture in
            loop.post { self.assumeIsolated { $0.botPicture = picture } }
        }
        // One that is being made will do.
        _ = isTaken
    }

    /// The newest picture, then goes on.
    func whenBotsAreSeen(_ proceed: @escaping @Sendable (isolated CanvasActor) -> Void) {
        guard let bots, wallClock() - botPicture.at >= Survey.everyMillis || wallClock() < botPicture.at
        else {
            return proceed(self)
        }
        let isTaken = bots.look(at: wallClock()) { [self] picture in
            loop.post {
                self.assumeIsolated { canvas in
                    canvas.botPicture = picture
                    proceed(canvas)
                }
            }
        }
        if !isTaken { proceed(self) }
    }
}
