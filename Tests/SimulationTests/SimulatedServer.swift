import Canvas
import Ledger
import Reactor
import Session
import TestKit

@testable import Reactor
@testable import Service

/// The server's own loops, shards and canvas, put together as `Server` does it, but with nobody running them:
/// each turn is taken by the simulation, on its own thread, in the order it likes.
final class SimulatedServer {
    let canvas: CanvasActor
    let ledger: LedgerTwin
    let past: PastTwin
    private let loops: [EventLoop]
    private let gates = ShardGates()
    private let door: Door
    private var nextShard = 0

    init(
        _ options: ServeOptions, _ recovered: Recovered, ledger: LedgerTwin, past: PastTwin,
        time: SimulatedTime, worker: WorkerThread
    ) throws {
        self.ledger = ledger
        self.past = past
        let loops = try (0..<options.loopCount).map { _ in try EventLoop { time.monotonicMillis } }
        self.loops = loops
        let opening = try Opening(options, recovered, nowMillis: time.wallMillis)
        guard opening.entries.isEmpty else { throw Violation("what was kept is not what is asked for") }
        canvas = CanvasActor(
            loop: loops[0], options: options, opening: opening, ledger: ledger, past: past, worker: worker,
            gates: gates, wallClock: { time.wallMillis })
        let proxies = TrustedProxies([])
        door = Door(limits: options.limits, proxies: proxies)
        let settings = ShardSettings(
            boards: opening.boards.map {
                BoardSetting(name: $0.record.name, shape: $0.record.shape, hasChat: $0.hasChat)
            },
            limits: options.limits, allowedOrigins: [], proxies: proxies, door: door, deflate: nil,
            pages: WebPages([]), gates: gates, health: ServerHealth())
        gates.fill(loops.map { ShardGate(loop: $0) })
        for (index, gate) in gates.all.enumerated() {
            gate.install(Shard(index: UInt16(index), loop: gate.loop, canvas: canvas, settings: settings))
        }
        let canvas = canvas
        let chat = opening.boards.map(\.chat)
        loops[0].post {
            canvas.assumeIsolated {
                $0.restoreChat(chat)
                $0.followModeration()
                $0.followRules()
            }
        }
    }

    /// Hands on what the ledger says of itself.
    func storageChanged(to state: LedgerState) {
        let canvas = canvas
        canvas.loop.post { canvas.assumeIsolated { $0.storageChanged(to: state) } }
    }

    /// Takes in the other end of a link.
    func accept(from address: String, sendBufferBytes: Int?) throws -> Link {
        let gate = gates.all[nextShard]
        nextShard = (nextShard + 1) % gates.all.count
        return try Link.pair(from: address, sendBufferBytes: sendBufferBytes) { socket in
            guard door.admit(NetworkAddress(socket.peerAddress)) else { return door.refuse(socket) }
            gate.accept(socket)
        }
    }

    /// One turn of each loop, in any order.
    func step(_ random: inout SeededRandom) {
        for loop in loops.shuffled(using: &random) { loop.step() }
    }

    /// Hands on an act, as a connection of the admin socket does.
    func answer(_ request: AdminRequest, reply: @escaping @Sendable (AdminReply) -> Void) {
        let canvas = canvas
        canvas.loop.post { canvas.assumeIsolated { $0.answer(request, reply: reply) } }
    }

    /// Asks the canvas, in a turn of its loop.
    func ask<Answer: Sendable>(_ question: @escaping @Sendable (isolated CanvasActor) -> Answer) -> Answer {
        let canvas = canvas
        let box = Box<Answer>()
        canvas.loop.post { box.answer = canvas.assumeIsolated { question($0) } }
        canvas.loop.step()
        return box.found
    }

    /// Asks every shard, each in a turn of its loop.
    func askShards<Answer: Sendable>(_ question: @escaping @Sendable (Shard) -> Answer) -> [Answer] {
        gates.all.indices.map { index in
            let gate = gates.all[index]
            let box = Box<Answer>()
            gate.perform { box.answer = question($0) }
            gate.loop.step()
            return box.found
        }
    }

    /// The process ends without a word. What it held is let go, so that a simulation can go through many
    /// servers; the disk hears nothing of it.
    func die() {
        ledger.die()
        past.die()
        for _ in 0..<3 { for loop in loops { loop.step() } }
        gates.release()
    }
}

/// `@unchecked Sendable` is safe because a simulation has one thread.
private final class Box<Answer>: @unchecked Sendable {
    var answer: Answer?

    var found: Answer {
        guard let answer else { preconditionFailure("a loop did not do what was posted to it") }
        return answer
    }
}
