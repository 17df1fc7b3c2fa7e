import Canvas
public import Ledger
public import Reactor
import Session
public import WebAssets
import WebSocket
import Wire

/// A server: its loops, the canvas, the listener, and how they end together.
///
/// `run` takes the calling thread for the first loop, which the canvas shares; further loops have their own.
public final class Server {
    private let loop: EventLoop
    private let canvas: CanvasActor
    private let gates = ShardGates()
    private let health = ServerHealth()
    private let worker: WorkerThread
    private var listener: Listener?
    private var nextShard = 0
    private var drain: Drain?

    /// Sets everything up and listens; nobody is served before `run`.
    public convenience init(
        _ options: ServeOptions, ledger: any Ledger, pages: [WebAsset]
    ) throws(SystemError) {
        try self.init(options, ledger: ledger, pages: pages, clock: MonotonicClock.nowMillis)
    }

    /// The same by another clock, for tests of what takes long.
    init(
        _ options: ServeOptions, ledger: any Ledger, pages: [WebAsset], clock: @escaping @Sendable () -> Int64
    ) throws(SystemError) {
        loop = try EventLoop(clock: clock)
        worker = try WorkerThread(name: "pictures", waitingMax: Limits.pictureQueueMax)
        canvas = CanvasActor(
            loop: loop, options: options, ledger: ledger, worker: worker, gates: gates)
        let settings = ShardSettings(
            boards: options.boards.map { board in
                BoardSetting(
                    name: board.name, shape: board.shape,
                    hasChat: options.isChatEnabled && board.isChatEnabled)
            },
            limits: options.limits, allowedOrigins: options.allowedOrigins,
            deflate: options.isDeflateEnabled ? .shared : nil, pages: WebPages(pages), gates: gates,
            health: health)
        var loops = [loop]
        for number in 1..<max(1, options.loopCount) {
            loops.append(try EventLoop.start(name: "loop-\(number)"))
        }
        gates.fill(loops.map { ShardGate(loop: $0) })
        install(settings)
        listener = try Listener(on: loop, host: options.host, port: options.port) { [unowned self] socket in
            accept(socket)
        }
    }

    /// The port that is listened on.
    public var port: UInt16 { listener?.port ?? 0 }

    /// Serves until a drain, or `stop`, has ended.
    public func run() {
        health.isReady = true
        loop.run()
        for gate in gates.all.dropFirst() {
            gate.loop.stop()
            gate.loop.join()
        }
        worker.stop()
        worker.join()
    }

    /// Ends in good order: see `Drain`. Asked a second time it ends at once.
    public func drainAndStop() {
        if drain != nil { return loop.stop() }
        let listener = listener
        drain = Drain(
            loop: loop, canvas: canvas, gates: gates, health: health, stopListening: { listener?.close() })
        drain?.begin()
    }

    /// Calls `received` on the server's loop for each signal. Signals must have been blocked before.
    public func onSignal(_ received: @escaping (Signal) -> Void) throws(SystemError) {
        try Signals(on: loop, received: received)
    }

    /// Ends the server from another thread.
    public func post(_ work: @escaping @Sendable (Server) -> Void) {
        // Safe because the server's own loop is where the work is done.
        nonisolated(unsafe) let server = self
        loop.post { work(server) }
    }

    /// Every shard is made on its own loop, and the first one here: that loop does not run yet.
    private func install(_ settings: ShardSettings) {
        let canvas = canvas
        let makeShard: @Sendable (ShardGate, UInt16) -> Void = { gate, index in
            gate.install(Shard(index: index, loop: gate.loop, canvas: canvas, settings: settings))
        }
        for (index, gate) in gates.all.enumerated() {
            if index == 0 {
                makeShard(gate, 0)
            } else {
                gate.loop.post { makeShard(gate, UInt16(index)) }
            }
        }
    }

    /// Connections go round the shards.
    private func accept(_ socket: consuming StreamSocket) {
        let gate = gates.all[nextShard]
        nextShard = (nextShard + 1) % gates.all.count
        gate.accept(socket)
    }
}

extension DeflatePolicy {
    /// Frames are compressed once for all, so nothing may depend on what a single reader was sent before.
    fileprivate static let shared = DeflatePolicy(
        serverNoContextTakeover: true, clientNoContextTakeover: true)
}
