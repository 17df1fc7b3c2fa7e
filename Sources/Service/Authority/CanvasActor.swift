import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

/// The one authority over every board of this server: it judges placements, hands them to the ledger in
/// groups, and shows and announces what has become durable.
///
/// Pinned to the first loop, so that the way from a frame to the grid is synchronous there. Others post to
/// it.
actor CanvasActor {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    let ledger: any Ledger
    let limits: Limits
    let tickMillis: Int64
    let messageOfTheDay: String
    let boards: [HostedBoard]
    /// The clock on the wall, in milliseconds since 1970: somebody may set it.
    let wallClock: @Sendable () -> Int64
    var sessions: SessionRegistry
    let staffNames: StaffNames
    var presence: Presence
    var pictures: PictureDesk
    /// What was; nil where nothing is kept.
    let past: (any Past)?
    var pastDesk = PastDesk()
    /// The way to the connections. The first shard shares this actor's loop.
    let gates: ShardGates
    /// What the ledger said of itself last.
    var storage = LedgerState.ready
    var nextPoll: UInt64 = 0
    /// Who spoke lately, and how fast.
    var chatPaces: [PlayerSlot: ChatPace] = [:]
    var isDraining = false
    /// Who is connected, and who was, as moderators find them.
    var book: ConnectionBook
    var numbers: LiveNumbers
    var survey = Survey()
    var consoles = ConsoleRoom()
    /// Counts what the ledger does; nil where nothing is kept.
    let meter: StorageMeter?
    /// Watches for programs; nil where nobody does.
    let bots: BotDesk?
    /// What it saw last.
    var botPicture = BotPicture()
    /// What the machine is called.
    let hostName: String
    /// What moderation has laid on people and places.
    var moderation: ModerationBook
    var desk = ActDesk()
    var enforcement = Enforcement()
    /// Links to draw as staff that nobody has used yet.
    var badgeLinks = BadgeLinks()
    /// Users whom a badge serves no longer: they were taken off the lists while the server was away.
    var retired: Set<String> = []
    /// Where people find the page, with a slash behind it.
    var pageAddress = ""
    /// When what ends next is looked at.
    var expiryTimer: TimerToken?
    /// Has an image of a board kept now; nil where nothing is.
    var snapshotNow: ((UInt16) -> Void)?

    init(
        loop: EventLoop, options: ServeOptions, opening: Opening, ledger: any Ledger,
        past: (any Past)? = nil, meter: StorageMeter? = nil, bots: BotDesk? = nil, hostName: String = "",
        worker: WorkerThread, gates: ShardGates,
        wallClock: @escaping @Sendable () -> Int64
    ) {
        self.loop = loop
        self.gates = gates
        self.ledger = ledger
        self.past = past
        self.meter = meter
        self.bots = bots
        self.hostName = hostName
        self.wallClock = wallClock
        limits = options.limits
        tickMillis = options.tickMillis
        messageOfTheDay = options.messageOfTheDay
        sessions = SessionRegistry(
            perAddress: options.limits.sessionsPerAddress, sessionsMax: Limits.sessionsMax,
            addressKey: opening.addressKey, kept: opening.sessions)
        staffNames = StaffNames(options.staffNames)
        presence = Presence(limits: options.limits)
        pictures = PictureDesk(worker: worker)
        let now = loop.now
        let wallMillis = wallClock()
        book = ConnectionBook(now: now)
        numbers = LiveNumbers(seqs: opening.boards.map(\.grid.seq))
        moderation = opening.moderation
        boards = opening.boards.enumerated().map { index, board in
            HostedBoard(
                board, index: UInt16(index), limits: options.limits,
                isDeflateEnabled: options.isDeflateEnabled, now: now, wallMillis: wallMillis)
        }
    }

    /// Hands a group over, and goes on here when the ledger has spoken of it.
    func keep(
        _ group: LedgerGroup,
        then proceed: @escaping @Sendable (isolated CanvasActor, Result<Void, LedgerError>) -> Void
    ) {
        ledger.commit(group) { [self] result in
            if loop.isCurrent {
                assumeIsolated { proceed($0, result) }
            } else {
                loop.post { self.assumeIsolated { proceed($0, result) } }
            }
        }
    }
}

// MARK: - The way of a placement

extension CanvasActor {
    /// Judges a turn's placements. The answers come back to their shard when they are durable.
    func submit(_ orders: [PlaceOrder], from shard: UInt16) {
        var start = 0
        // Orders of one board stand together: connections of several boards are rare within a turn.
        while start < orders.count {
            let board = orders[start].board
            let end = orders[start...].firstIndex { $0.board != board } ?? orders.count
            let hosted = boards[Int(board)]
            hosted.judge(orders[start..<end], from: shard, at: loop.now)
            settle(hosted)
            start = end
        }
    }

    /// Judges one placement, or one undo, that came as a request.
    func submit(
        _ placement: Placement, isUndo: Bool, on board: UInt16, for connection: ConnectionReference,
        from shard: UInt16, at address: NetworkAddress
    ) {
        if moderation.hasNetworkBans { note(address, of: placement.player) }
        let hosted = boards[Int(board)]
        let isBusy = hosted.isBusy
        let verdict =
            isUndo
            ? hosted.board.undo(placement, isBusy: isBusy, isFlooding: false, at: loop.now)
            : hosted.board.decide(placement, isBusy: isBusy, isFlooding: false, at: loop.now)
        hosted.collecting.append(
            Outcome(
                shard: shard, board: board, connection: connection, tag: 0, placement: placement,
                verdict: verdict))
        settle(hosted)
    }

    /// Sends the collected group on its way, unless one is being written: then it goes on collecting.
    func settle(_ hosted: HostedBoard) {
        if hosted.judgedAtMicros == 0 { hosted.judgedAtMicros = MonotonicClock.nowMicros() }
        guard hosted.inFlight == nil, !hosted.collecting.isEmpty || hosted.attachedAct != nil else { return }
        let outcomes = hosted.collecting
        hosted.collecting = []
        guard let placements = hosted.takeGroup(at: loop.now, wallMillis: wallClock()) else {
            // Refusals alone speak only of what is shown already: nothing to wait for.
            if hosted.isLevel { hosted.judgedAtMicros = 0 }
            numbers.note(outcomes, changeCount: 0)
            tell(outcomes)
            return
        }
        hosted.inFlight = (placements.changes, outcomes)
        var group = LedgerGroup([.placements(placements)])
        if let act = hosted.attachedAct {
            // The act becomes durable with its pixels, or neither does.
            hosted.attachedAct = nil
            hosted.actInFlight = act
            group.entries = act.entries + group.entries
        }
        let index = hosted.index
        keep(group) { $0.written(index, $1) }
    }

    /// The ledger has spoken of the group in flight.
    private func written(_ board: UInt16, _ result: Result<Void, LedgerError>) {
        let hosted = boards[Int(board)]
        guard let (group, outcomes) = hosted.inFlight else {
            preconditionFailure("no group was being written")
        }
        numbers.note(undecided: hosted.undecidedCount)
        hosted.inFlight = nil
        let act = hosted.actInFlight
        hosted.actInFlight = nil
        switch result {
        case .success:
            hosted.commit(group)
            numbers.note(outcomes, changeCount: group.changes.count - (act?.changeCount ?? 0))
            noteFeed(group, of: hosted)
            tell(outcomes)
            tellCompany(of: outcomes, on: hosted)
            publishIfDue(hosted)
            act?.finish(self, result)
        case .failure(let error):
            let later = hosted.collecting
            hosted.collecting = []
            let laterAct = hosted.attachedAct
            hosted.attachedAct = nil
            hosted.board.abandonUncommitted()
            let refusals = (outcomes + later).map { refused($0, error, on: hosted) }
            numbers.note(refusals, changeCount: 0)
            tell(refusals)
            hosted.reconsiderAnnouncements()
            tellAnnouncements(of: hosted)
            act?.finish(self, result)
            laterAct?.finish(self, result)
        }
        settle(hosted)
    }

    /// What was placed and could not be kept was not placed; and what was refused because of it, neither. All
    /// other refusals stand. The pixel and the charges are told as they are without all of it.
    private func refused(_ outcome: Outcome, _ error: LedgerError, on hosted: HostedBoard) -> Outcome {
        let isUndone = [.placed, .unchanged, .coolingDown, .tooLate].contains(outcome.verdict.status)
        // Storage that takes nothing closes the board; whatever else went wrong may go well the next time.
        let reason: PlacementStatus = error == .full || error == .failed ? .notOpen : .busy
        var refused = outcome
        refused.verdict = hosted.board.verdict(
            isUndone ? reason : outcome.verdict.status, on: outcome.placement, at: loop.now)
        return refused
    }

    private func tell(_ outcomes: [Outcome]) {
        if gates.all.count == 1 {
            gates.all[0].perform { $0.deliver(outcomes) }
            return
        }
        for (index, gate) in gates.all.enumerated() {
            let own = outcomes.filter { $0.shard == index }
            if !own.isEmpty { gate.perform { $0.deliver(own) } }
        }
    }
}

// MARK: - Publishing

extension CanvasActor {
    /// A change on a quiet board goes out at once; under load there is one frame a tick.
    private func publishIfDue(_ hosted: HostedBoard) {
        guard !hosted.isLevel else { return }
        let due = hosted.publishedAt + tickMillis
        if loop.now >= due { return publish(hosted) }
        guard !hosted.isPublishScheduled else { return }
        hosted.isPublishScheduled = true
        let index = Int(hosted.index)
        _ = loop.schedule(at: due) { [unowned self] in
            assumeIsolated {
                let hosted = $0.boards[index]
                hosted.isPublishScheduled = false
                if !hosted.isLevel { $0.publish(hosted) }
            }
        }
    }

    private func publish(_ hosted: HostedBoard) {
        let frame = hosted.publish(at: loop.now)
        let index = hosted.index
        noteFrame(frame, of: hosted)
        for gate in gates.all { gate.perform { $0.publish(frame, on: index) } }
        tellAnnouncements(of: hosted)
        hosted.levelled()
        answerPolls(of: hosted)
    }

    private func noteFrame(_ frame: Frame?, of hosted: HostedBoard) {
        let now = MonotonicClock.nowMicros()
        let micros = hosted.judgedAtMicros == 0 ? 0 : max(0, now - hosted.judgedAtMicros)
        numbers.noteFrame(byteCount: frame?.bytes.count ?? 0, micros: UInt64(micros))
        // What is being written already waits for the next one.
        hosted.judgedAtMicros = hosted.undecidedCount == 0 ? 0 : now
    }

    /// Brings a reader level: now, or with the next frame if one is owed.
    func catchUp(since: StateName?, on board: UInt16, reply: @escaping @Sendable (CatchUp) -> Void) {
        boards[Int(board)].whenLevel { hosted in
            if let frame = hosted.mergedFrame(since: since) {
                reply(.frame(frame))
            } else {
                let copy = hosted.boardCopy()
                reply(.board(copy, isNewest: copy.seq == hosted.publishedSeq))
            }
        }
    }

    /// Changes how many people are on a board, and tells everybody, but not more than once a second.
    func countOnline(_ difference: Int, on hosted: HostedBoard) {
        hosted.online.add(difference)
        tellOnlineIfDue(hosted)
    }

    private func tellOnlineIfDue(_ hosted: HostedBoard) {
        guard let due = hosted.online.tellAt, !hosted.online.isTellScheduled else { return }
        hosted.online.isTellScheduled = true
        let index = Int(hosted.index)
        // Never within the call that changed it: a newcomer reads the count in its hello first.
        _ = loop.schedule(at: max(due, loop.now + 1)) { [unowned self] in
            assumeIsolated { $0.tellOnline($0.boards[index]) }
        }
    }

    private func tellOnline(_ hosted: HostedBoard) {
        hosted.online.isTellScheduled = false
        guard hosted.online.tellAt != nil else { return }
        hosted.online.told(at: loop.now)
        publishText(OnlineMessage(count: hosted.online.count).bytes, .online, on: hosted)
    }

    /// Tells everybody on a board something, between the frames that are out and those to come.
    func publishText(_ message: [UInt8], _ kind: SharedText, on hosted: HostedBoard) {
        let frame = Frame(text: message, seqAfter: hosted.publishedSeq)
        let index = hosted.index
        for gate in gates.all { gate.perform { $0.publishText(frame, kind, on: index) } }
    }
}
