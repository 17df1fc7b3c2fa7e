import Reactor
import Synchronization

/// The way to a shard from any thread: work is done on the shard's own loop, at once where that is this one.
///
/// `@unchecked Sendable` is safe because `shard` is only touched on its own loop, inside `perform`.
final class ShardGate: @unchecked Sendable {
    let loop: EventLoop
    private var shard: Shard?

    init(loop: EventLoop) {
        self.loop = loop
    }

    /// Gives the gate its shard: on the shard's own loop or before that runs, and before any other work is
    /// done through it.
    func install(_ shard: Shard) {
        precondition(self.shard == nil && loop.isAccessible, "a shard is installed once, on its own loop")
        self.shard = shard
    }

    func perform(_ work: @escaping @Sendable (Shard) -> Void) {
        if loop.isCurrent {
            work(installed)
        } else {
            loop.post { work(self.installed) }
        }
    }

    /// Gives the shard an accepted socket.
    func accept(_ socket: consuming StreamSocket, isAdmin: Bool = false) {
        if loop.isCurrent {
            installed.accept(socket, isAdmin: isAdmin)
        } else {
            loop.post(socket) { self.installed.accept($0, isAdmin: isAdmin) }
        }
    }

    /// Lets the shard go, once its loop runs no more.
    fileprivate func remove() {
        loop.turnEnd = nil
        shard = nil
    }

    private var installed: Shard {
        guard let shard else { preconditionFailure("work for a shard before it is installed") }
        return shard
    }
}

/// The gates of all shards, filled once before the first connection is accepted.
///
/// `@unchecked Sendable` is safe because `fill` is called once, before any loop that reads it has a
/// connection.
final class ShardGates: @unchecked Sendable {
    private(set) var all: [ShardGate] = []

    func fill(_ gates: [ShardGate]) {
        precondition(all.isEmpty, "the gates are filled once")
        all = gates
    }

    /// Lets everything go that holds one another through the gates, once no loop runs any more: a process may
    /// have more than one server in its life.
    func release() {
        for gate in all { gate.remove() }
        all = []
    }

    func gate(of shard: UInt16) -> ShardGate {
        all[Int(shard)]
    }
}

/// What the server says of itself to whoever watches over it.
final class ServerHealth: Sendable {
    private let readiness = Atomic<Bool>(false)

    /// Whether new visitors are welcome: not before everything is up, and not once the server is going away.
    var isReady: Bool {
        get { readiness.load(ordering: .relaxed) }
        set { readiness.store(newValue, ordering: .relaxed) }
    }
}
