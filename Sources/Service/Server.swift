import Canvas
import Ledger
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
    let canvas: CanvasActor
    private let gates = ShardGates()
    private let door: Door
    private let health = ServerHealth()
    private let worker: WorkerThread
    /// The ledger cannot be trusted any more, and nothing was taken since.
    public private(set) var hasStorageFailed = false
    private var listener: Listener?
    private var nextShard = 0
    private var drain: Drain?
    private let snapshots: SnapshotKeeper?
    private let space: SpaceWatch?
    private let backups: BackupDesk?
    private let bots: BotDesk
    let staff: StaffDirectory
    private var adminListener: Listener?

    /// Sets everything up and listens; nobody is served before `run`. The entries of
    /// `opening` are durable by now.
    public convenience init(
        _ options: ServeOptions, opening: Opening, keeping: Keeping, pages: [WebAsset],
        log: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        try self.init(
            options, opening: opening, keeping: keeping, pages: pages, clocks: Clocks(), log: log)
    }

    /// The same by other clocks, for tests of what takes long.
    init(
        _ options: ServeOptions, opening: Opening, keeping: Keeping, pages: [WebAsset], clocks: Clocks,
        users: @escaping @Sendable (UInt32) -> SystemUser = SystemUser.find,
        log: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(SystemError) {
        loop = try EventLoop(clock: clocks.monotonic)
        worker = try WorkerThread(name: "pictures", waitingMax: Limits.pictureQueueMax)
        let backups = try keeping.backups.map { taker throws(SystemError) in try BackupDesk(taker, log: log) }
        self.backups = backups
        let bots = try BotDesk(opening.boards.map { ($0.record.name, $0.record.shape) })
        self.bots = bots
        keeping.placements.listen { bots.note($0) }
        canvas = CanvasActor(
            loop: loop, options: options, opening: opening, ledger: keeping.ledger, past: keeping.past,
            meter: keeping.meter.map { StorageMeter(ledger: $0, backups: backups) }, bots: bots,
            hostName: SystemUsage.hostName, worker: worker, gates: gates, wallClock: clocks.wall)
        staff = try StaffDirectory(options.staff, find: users)
        let retired = Self.retired(among: opening.documents, staff)
        let proxies = TrustedProxies(options.trustedProxies)
        door = Door(limits: options.limits, proxies: proxies)
        let settings = ShardSettings(
            boards: opening.boards.map {
                BoardSetting(name: $0.record.name, shape: $0.record.shape, hasChat: $0.hasChat)
            },
            limits: options.limits, allowedOrigins: options.allowedOrigins, proxies: proxies, door: door,
            deflate: options.isDeflateEnabled ? .shared : nil, pages: WebPages(pages), gates: gates,
            health: health, backups: backups, staff: staff, hasPublicMetrics: options.hasPublicMetrics)
        if let store = keeping.snapshots {
            snapshots = try SnapshotKeeper(
                loop: loop, canvas: canvas, openedSeqs: opening.boards.map(\.grid.seq), store: store,
                log: log)
            space = SpaceWatch(loop: loop, freeBytes: { store.freeBytes }, log: log)
        } else {
            snapshots = nil
            space = nil
        }
        var loops = [loop]
        for number in 1..<max(1, options.loopCount) {
            loops.append(try EventLoop.start(name: "loop-\(number)"))
        }
        gates.fill(loops.map { ShardGate(loop: $0) })
        install(settings)
        let canvas = canvas
        let chat = opening.boards.map(\.chat)
        loop.post {
            canvas.assumeIsolated {
                $0.retired = retired
                $0.restoreChat(chat)
                $0.followModeration()
                $0.followRules()
                $0.followNumbers()
            }
        }
        listener = try Listener(on: loop, host: options.host, port: options.port) { [unowned self] socket in
            accept(socket)
        }
        follow(keeping.watch)
        keepSnapshotsOnDemand()
        tellPageAddress(options)
    }

    /// Users with a badge who may not act any more: their badges hold no longer.
    private static func retired(
        among documents: [LedgerDocument], _ staff: StaffDirectory
    ) -> Set<String> {
        let badges = documents.filter { $0.kind == DocumentKind.badge.rawValue }
            .compactMap { try? BadgeRecord.decode($0.body) }
        return Set(badges.filter { !staff.mayAct($0.user, number: $0.userNumber) }.map(\.user))
    }

    /// Where links lead: as the operator says it, or to the port itself.
    private func tellPageAddress(_ options: ServeOptions) {
        let host = options.host.contains(":") ? "[\(options.host)]" : options.host
        let address = options.publicAddress?.text ?? "http://\(host):\(port)/"
        let canvas = canvas
        loop.post { canvas.assumeIsolated { $0.pageAddress = address } }
    }

    /// Makes a link to draw as staff for whoever runs this server, as soon as it runs; nobody is told of one
    /// where the lists do not let them act.
    public func offerFirstBadge(told: @escaping @Sendable (_ link: String) -> Void) {
        guard let member = staff.ownMember else { return }
        let canvas = canvas
        loop.post {
            canvas.assumeIsolated { told($0.offerBadge(to: member, board: Route.mainBoard)) }
        }
    }

    /// Lets the staff have images of boards kept.
    private func keepSnapshotsOnDemand() {
        // Safe because both are on the server's own loop.
        nonisolated(unsafe) let snapshots = snapshots
        let canvas = canvas
        loop.post {
            // The keeper knows the canvas: neither may hold the other.
            canvas.assumeIsolated { $0.snapshotNow = { [weak snapshots] in snapshots?.takeSoon($0) } }
        }
    }

    /// Hears of every change of the storage, on the server's own loop.
    private func follow(_ watch: StorageWatch) {
        let canvas = canvas
        // Safe because the server's own loop is where it is touched.
        nonisolated(unsafe) let server = self
        watch.listen { state in
            canvas.loop.post {
                canvas.assumeIsolated { $0.storageChanged(to: state) }
                if case .failed = state { server.storageFailed() }
            }
        }
    }

    /// Nobody can tell what the disk holds until the log is opened anew. Viewers are served for a while yet;
    /// then the server ends, so that whoever watches over it starts it again.
    private func storageFailed() {
        guard !hasStorageFailed else { return }
        hasStorageFailed = true
        _ = loop.schedule(at: loop.now + Limits.storageFailureMillis) { [unowned self] in
            if drain == nil { drainAndStop() }
        }
    }

    /// The port that is listened on.
    public var port: UInt16 { listener?.port ?? 0 }

    /// Listens on a socket that is a file, for the operator and the staff on this machine. The first loop
    /// serves them all: they are few.
    ///
    /// The socket, and the way through the folder that it lies in, are open to this process's user alone, or
    /// to the group that the options name.
    public func openAdminSocket(at path: String) throws(SystemError) {
        let group = try staff.roles.socketGroup.map { name throws(SystemError) in
            try name.groupNumber()
        }
        if let group, let slash = path.lastIndex(of: "/") {
            try Listener.share(folder: String(path[..<slash]), with: group)
        }
        adminListener = try Listener(on: loop, path: path, group: group) { [unowned self] socket in
            gates.all[0].accept(socket, isAdmin: true)
        }
    }

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
        snapshots?.stop()
        backups?.close()
        staff.close()
        bots.close()
        gates.release()
    }

    /// Ends in good order: see `Drain`. Asked a second time it ends at once.
    public func drainAndStop() {
        if drain != nil { return loop.stop() }
        let (listener, adminListener) = (listener, adminListener)
        drain = Drain(
            loop: loop, canvas: canvas, gates: gates, health: health,
            stopListening: {
                listener?.close()
                adminListener?.close()
            })
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
        guard door.admit(NetworkAddress(socket.peerAddress)) else { return door.refuse(socket) }
        let gate = gates.all[nextShard]
        nextShard = (nextShard + 1) % gates.all.count
        gate.accept(socket)
    }
}

/// What tells a server the time.
struct Clocks: Sendable {
    /// Milliseconds that never jump.
    var monotonic: @Sendable () -> Int64 = MonotonicClock.nowMillis
    /// Milliseconds since 1970.
    var wall: @Sendable () -> Int64 = WallClock.nowMillis
}

extension DeflatePolicy {
    /// Frames are compressed once for all, so nothing may depend on what a single reader was sent before.
    fileprivate static let shared = DeflatePolicy(
        serverNoContextTakeover: true, clientNoContextTakeover: true)
}
