import Canvas
import Ledger
import Session
import WebSocket
import Wire

/// What one placement or undo came to, on its way back to whoever asked.
struct Outcome: Sendable {
    let shard: UInt16
    let board: UInt16
    let connection: ConnectionReference
    let tag: UInt16
    let placement: Placement
    var verdict: Verdict
}

/// One board with everything that happens around it: placements being collected and written, what was
/// published last, who waits for what. Belongs to the canvas actor and is touched nowhere else.
final class HostedBoard {
    let index: UInt16
    /// What is kept of it besides its pixels.
    private(set) var record: LedgerBoard
    var board: Board
    /// What the rules of the board are made of: `board.rules` is what they come to.
    var ruleBook: RuleBook
    /// What everybody will be told once they have been sent the state that it belongs behind, oldest first.
    var announcements: [OwedAnnouncement] = []
    /// The board as everybody has been sent it; between two frames the board itself is ahead.
    private(set) var publishedSeq: UInt64
    private(set) var publishedAt: Int64 = .min / 2
    var isPublishScheduled = false
    /// When the first placement was judged that no frame has shown yet, in microseconds; 0: there is none.
    var judgedAtMicros: Int64 = 0
    /// The wall clock's time of the newest group that was taken; of the board's beginning while there is
    /// none. It never goes back, whatever the clock does, so that a time names one state for good.
    private(set) var takenAtMillis: Int64
    /// The same of the newest change that is shown.
    private(set) var changedAtMillis: Int64
    /// When its present epoch began, in milliseconds since 1970.
    let beganAtMillis: Int64

    /// Judged, and waiting for the group before to become durable.
    var collecting: [Outcome] = []
    /// The group that is being written, with everything that was judged along with it.
    var inFlight: (group: ChangeGroup, outcomes: [Outcome])?
    /// An act whose pixels are among what collects: there is one at a time.
    var attachedAct: AttachedAct?
    /// One that is being written with the group in flight.
    var actInFlight: AttachedAct?
    /// What was committed since somebody began to plan a rollback; nil where nobody does.
    var rollbackTail: RollbackTail?

    /// What waits for the next frame to be out: only then are board and frames level.
    private var waitingForLevel: [(HostedBoard) -> Void] = []
    var polls: [UInt64: PollWaiter] = [:]
    var online = OnlineCount()
    var chat = ChatRoom()
    var namedStates = NamedStates()
    private var catchUps: CatchUpDesk
    private let limits: Limits

    private var payload: [UInt8] = []
    /// Compresses each frame once for all who negotiated it; nil where nobody may.
    private var deflater: SharedDeflater?

    init(
        _ opened: OpenedBoard, index: UInt16, limits: Limits, isDeflateEnabled: Bool, now: Int64,
        wallMillis: Int64
    ) {
        self.limits = limits
        catchUps = CatchUpDesk(limits: limits)
        self.index = index
        record = opened.record
        ruleBook = opened.wishes.ruleBook(over: record.rules, wallMillis: wallMillis, at: now)
        takenAtMillis = opened.changedAtMillis
        changedAtMillis = opened.changedAtMillis
        beganAtMillis = opened.beganAtMillis
        publishedSeq = opened.grid.seq
        deflater = isDeflateEnabled ? SharedDeflater() : nil
        board = Board(
            grid: opened.grid, epoch: record.epoch, colourCount: record.palette.colours.count,
            rules: opened.keptRules, origins: opened.origins)
        for level in opened.charges {
            board.restoreCharges(
                of: PlayerSlot(number: level.player), fullInMillis: level.fullAtMillis - wallMillis, at: now)
        }
        // What was spent under other rules stays in proportion.
        board.setRules(ruleBook.inForce, at: now)
    }

    /// What holds where moderation has nothing to say.
    var configuredRules: Rules { record.rules }

    /// Other rules are kept from now on.
    func setKeptRules(_ rules: Rules) {
        record.rules = rules
        ruleBook.kept = rules
    }

    var name: BoardName { record.name }
    var palette: Palette { record.palette }
    var epoch: UInt32 { board.epoch }

    /// The state that everybody has been, or is being, sent.
    var publishedState: StateName { StateName(epoch: epoch, seq: publishedSeq) }

    /// Nothing is shown that was not published yet.
    var isLevel: Bool { publishedSeq == board.shown.seq }

    /// More is waiting to become durable than a board may hold back.
    var isBusy: Bool { undecidedCount >= limits.undecidedPlacementsMax }

    /// What was judged and is not durable yet.
    var undecidedCount: Int { collecting.count + (inFlight?.outcomes.count ?? 0) }

    /// Judges placements in their order. What they came to is told when they are durable.
    func judge(_ orders: ArraySlice<PlaceOrder>, from shard: UInt16, at now: Int64) {
        let isBusy = isBusy
        collecting.append(addingCapacity: orders.count) { (room: inout OutputSpan<Outcome>) in
            Self.judge(orders.span, from: shard, isBusy: isBusy, at: now, on: &board, into: &room)
        }
    }

    private static func judge(
        _ orders: Span<PlaceOrder>, from shard: UInt16, isBusy: Bool, at now: Int64,
        on board: inout Board, into collecting: inout OutputSpan<Outcome>
    ) {
        for place in orders.indices {
            let order = orders[place]
            let message = order.message
            let placement = Placement(
                player: PlayerSlot(number: order.player), x: message.x, y: message.y,
                colour: UInt16(message.colour))
            let verdict =
                order.isUndo
                ? board.undo(placement, isBusy: isBusy, isFlooding: order.isFlooding, at: now)
                : board.decide(placement, isBusy: isBusy, isFlooding: order.isFlooding, at: now)
            collecting.append(
                Outcome(
                    shard: shard, board: order.board, connection: order.connection, tag: message.tag,
                    placement: placement, verdict: verdict))
        }
    }

    /// What was judged since the last call, as one group for the ledger; nil if nothing of it was a change.
    func takeGroup(at now: Int64, wallMillis: Int64) -> LedgerPlacements? {
        guard let group = board.takeGroup(timeMillis: max(takenAtMillis, wallMillis)) else { return nil }
        takenAtMillis = group.timeMillis
        let waits =
            board.rules.cooldownMillis > 0
            ? group.changes.map { board.fullInMillis(of: $0.player, at: now) } : []
        return LedgerPlacements(board: name, epoch: epoch, changes: group, fullInMillis: waits)
    }

    /// The group is durable, and shown from now on.
    func commit(_ group: ChangeGroup) {
        board.commit(group)
        rollbackTail?.append(group)
        changedAtMillis = group.timeMillis
    }

    /// The frame from the last published state to what is shown now; nil when it would be longer than a
    /// message may be, and everybody has to be sent the board.
    func publish(at now: Int64) -> Frame? {
        let touched = board.takeTouched()
        let seq = board.shown.seq
        let advance = seq - publishedSeq
        publishedSeq = seq
        publishedAt = now
        catchUps.forget()
        payload.removeAll(keepingCapacity: true)
        DeltaFrame.append(
            to: &payload, seq: seq, advance: advance, digest: board.shown.digest.value, indexes: touched,
            colours: board.shown.colours)
        guard payload.count <= limits.serverMessageBytesMax else { return nil }
        return Frame(binary: payload, deflated: deflate(payload), seqAfter: seq)
    }

    private func deflate(_ payload: [UInt8]) -> [UInt8] {
        guard Limits.deflatedFrameBytes.contains(payload.count) else { return [] }
        let deflated = deflater?.compress(payload) ?? []
        return deflated.count < payload.count ? deflated : []
    }

    /// Does what needs board and frames level: now, or when the next frame is out.
    func whenLevel(_ work: @escaping (HostedBoard) -> Void) {
        if isLevel { work(self) } else { waitingForLevel.append(work) }
    }

    /// The frame is out: whatever waited for it goes on.
    func levelled() {
        let waiting = waitingForLevel
        waitingForLevel = []
        for work in waiting { work(self) }
    }

    /// One frame from a state that a reader holds to the published one; nil where only the board will do.
    func mergedFrame(since: StateName?) -> Frame? {
        precondition(isLevel, "a merged frame while frames are owed")
        return catchUps.frame(since: since, epoch: epoch, grid: board.shown)
    }

    /// The way from a state to the published one as a single message of any length; nil where it is unknown
    /// or the board is shorter.
    func mergedMessage(since: StateName?) -> [UInt8]? {
        precondition(isLevel, "a merged message while frames are owed")
        return CatchUpDesk.message(since: since, epoch: epoch, grid: board.shown)
    }

    /// The published board, for a reader that no frame can help.
    func boardCopy() -> BoardCopy {
        precondition(isLevel, "a board while frames are owed")
        return catchUps.copy(of: board.shown)
    }
}

extension Frame {
    /// A shared binary message, and the same compressed where that is shorter.
    convenience init(binary payload: [UInt8], deflated: [UInt8] = [], seqAfter: UInt64) {
        self.init(
            bytes: Self.message(.binary, payload),
            deflated: deflated.isEmpty ? [] : Self.message(.binary, deflated, isCompressed: true),
            seqAfter: seqAfter)
    }

    /// A shared text message, true for readers of that state.
    convenience init(text payload: [UInt8], seqAfter: UInt64) {
        self.init(bytes: Self.message(.text, payload), seqAfter: seqAfter)
    }

    private static func message(_ opcode: Opcode, _ payload: [UInt8], isCompressed: Bool = false) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + FrameWriter.headerByteCount(payloadCount: payload.count))
        FrameWriter.appendHeader(
            opcode: opcode, payloadCount: payload.count, isCompressed: isCompressed, to: &bytes)
        bytes += payload
        return bytes
    }

    /// The message without its WebSocket header.
    var payload: ArraySlice<UInt8> {
        // The length field of the second byte tells how long the header is.
        let headerCount = bytes[1] < 126 ? 2 : bytes[1] == 126 ? 4 : 10
        return bytes[headerCount...]
    }
}
