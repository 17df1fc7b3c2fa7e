import Reactor
import Session

/// What a shard knows of one reader.
struct ConnectionFigures: Sendable {
    let reference: ConnectionReference
    /// Its place in the book.
    let place: UInt32
    /// Nil: not known yet.
    let roundTripMillis: Int?
    /// Bytes that are on their way to it.
    let queuedBytes: Int
    /// How often what it missed was put together for it.
    let dropped: Int
    let isBehind: Bool
}

/// What a shard knows of all of its readers.
struct ShardFigures: Sendable {
    let connections: [ConnectionFigures]
    /// How often something was put together for slow readers, since the server was started.
    let droppedEver: UInt64
}

/// What the shards have told of their connections. They are asked when somebody wants to know, and once a
/// second at most: each of them looks at all of its readers for that.
struct Survey {
    static let everyMillis: Int64 = 1000
    /// So long after the last question it counts as wanted.
    static let wantedMillis: Int64 = 5000

    private(set) var figures: [UInt32: ConnectionFigures] = [:]
    private(set) var queuedBytes = 0
    private(set) var slowCount = 0
    private(set) var droppedEver: UInt64 = 0
    private var takenAt: Int64 = .min / 2
    private var askedAt: Int64 = .min / 2
    private var answers: [ShardFigures] = []
    private var waiting: [@Sendable (isolated CanvasActor) -> Void] = []

    /// Somebody has asked lately.
    func isWanted(at now: Int64) -> Bool { now - askedAt < Self.wantedMillis }

    /// What is known is new enough.
    func isFresh(at now: Int64) -> Bool { now - takenAt < Self.everyMillis }

    /// Somebody waits for the next one. True: it has to be begun.
    mutating func request(_ proceed: @escaping @Sendable (isolated CanvasActor) -> Void, at now: Int64)
        -> Bool
    {
        askedAt = now
        waiting.append(proceed)
        return waiting.count == 1
    }

    mutating func note(wantedAt now: Int64) {
        askedAt = now
    }

    /// A shard has answered. When all have, those who waited go on.
    mutating func take(
        _ answer: ShardFigures, of shardCount: Int, at now: Int64
    ) -> [@Sendable (isolated CanvasActor) -> Void] {
        answers.append(answer)
        guard answers.count == shardCount else { return [] }
        let all = answers.flatMap(\.connections)
        figures = Dictionary(all.map { ($0.place, $0) }, uniquingKeysWith: { $1 })
        queuedBytes = all.reduce(0) { $0 + $1.queuedBytes }
        slowCount = all.count { $0.isBehind }
        droppedEver = answers.reduce(0) { $0 + $1.droppedEver }
        takenAt = now
        answers = []
        defer { waiting = [] }
        return waiting
    }

    /// What a shard said of the connection that an entry of the book stands for.
    func figures(of entry: BookEntry, at place: UInt32) -> ConnectionFigures? {
        guard let found = figures[place], found.reference == entry.attendance.connection else { return nil }
        return found
    }

    /// Nobody looks any more: what was told takes memory for nothing.
    mutating func forget() {
        figures = [:]
        takenAt = .min / 2
    }
}

extension CanvasActor {
    /// Goes on when it is known how the connections are.
    func whenSurveyed(_ proceed: @escaping @Sendable (isolated CanvasActor) -> Void) {
        if survey.isFresh(at: loop.now) {
            survey.note(wantedAt: loop.now)
            return proceed(self)
        }
        guard survey.request(proceed, at: loop.now) else { return }
        for gate in gates.all {
            gate.perform { shard in
                let figures = shard.figures
                shard.tell { canvas in
                    let waiting = canvas.survey.take(figures, of: canvas.gates.all.count, at: canvas.loop.now)
                    for proceed in waiting { proceed(canvas) }
                }
            }
        }
    }
}

extension Shard {
    /// How the readers are.
    fileprivate var figures: ShardFigures {
        let connections = feeds.flatMap { feed in
            feed.readers.map { $0.takeUnretainedValue().figures }
        }
        return ShardFigures(connections: connections, droppedEver: droppedEver)
    }
}

extension Connection {
    fileprivate var figures: ConnectionFigures {
        ConnectionFigures(
            reference: reference, place: bookPlace, roundTripMillis: machine.roundTripMillis,
            queuedBytes: bufferedByteCount, dropped: Int(droppedCount), isBehind: isBehind)
    }
}
