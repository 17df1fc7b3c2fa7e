import Canvas
import Ledger
import Reactor
import Session
import WebSocket
import Wire

/// What a shard holds of one board: the newest frames, and who reads them.
struct BoardFeed {
    var journal = Journal()
    /// What was said last; nil: nobody may chat here.
    var chat: ChatRing?
    /// The number of the next chat message, as every reader whose own messages are out compares it with its
    /// cursor: 0 where there is no chat.
    var chatHead: UInt64 = 0
    /// Every live reader of this shard; a connection knows its place. Not counted as references, which would
    /// cost as much as the rest of a delivery: safe because the shard's slots hold each connection until the
    /// end of the turn in which it has left this list.
    var readers: [Unmanaged<Connection>] = []
    /// Frames came since the last write.
    var hasNews = false
    /// Something was said since the last write.
    var hasNewChat = false
    /// The newest text of each kind among the frames, and its number: who is brought level past it still gets
    /// it.
    var newestTexts: [SharedText: (number: UInt64, bytes: [UInt8])] = [:]

    /// The texts that a reader at that place among the frames has missed, in their order.
    func texts(from cursor: UInt64) -> [[UInt8]] {
        let missed = newestTexts.values.filter { $0.number >= cursor }
        return missed.sorted { $0.number < $1.number }.map(\.bytes)
    }
}

/// What is told to everybody on a board at once. Of each kind only the newest still matters to who was not
/// listening.
enum SharedText: Sendable {
    case online
    case rules
    case areas
    case notice
    case withdrawal
}

/// What a turn brings to the readers of a board, laid out for those who keep up: to them it is one array to
/// send.
struct News {
    let journal: Journal
    /// The number of the newest frame, and the state that whoever gets it holds.
    let number: UInt64
    let seqAfter: UInt64
    /// Its bytes for those who cannot take compressed messages, and for those who can. Empty: that state came
    /// without a frame.
    private let plain: [UInt8]
    private let deflated: [UInt8]

    init(of journal: Journal) {
        self.journal = journal
        number = journal.head &- 1
        let newest = journal.newest
        seqAfter = newest?.seqAfter ?? 0
        plain = newest?.bytes(deflated: false) ?? []
        deflated = newest?.bytes(deflated: true) ?? []
    }

    /// The newest frame for a reader whose cursor stands before it; nil for any other.
    func bytes(for cursor: UInt64, deflated wantsDeflated: Bool) -> [UInt8]? {
        guard cursor == number, !plain.isEmpty else { return nil }
        return wantsDeflated ? deflated : plain
    }
}

/// One loop's share of the connections.
///
/// A turn of the loop has one order, always the same:
///
/// 1. read: each ready connection reads once; placements are collected, requests handled (`Connection.ready`)
/// 2. decide: the turn's placements go to the canvas in one batch
/// 3. publish: the canvas puts frames into the journal and results into outboxes (on its own loop within 2)
/// 4. write: every reader is written to from its cursor to the head, then whoever else has something waiting
/// 5. close: connections that ended in this turn are let go; nothing is freed before
final class Shard: TurnHandler {
    let index: UInt16
    let loop: EventLoop
    let canvas: CanvasActor
    let settings: ShardSettings

    // The lists that every message passes through are unchecked: safe because nobody who is handed one of
    // them to add to it or to look into it can reach the shard.

    /// The placements read in this turn.
    @exclusivity(unchecked) var orders: [PlaceOrder] = []
    private var spareOrders: [PlaceOrder] = []
    /// Merged frames that are on their way to readers of this shard, in bytes.
    var catchUpBytes = 0
    /// Readers of this shard that are in the middle of a chat which they are sent whole.
    var historiesUnderWay = 0
    /// How often what a slow reader missed was put together for it.
    var droppedEver: UInt64 = 0
    private(set) var isDraining = false
    /// Everybody was said good-bye to.
    private(set) var isClosing = false

    @exclusivity(unchecked) var feeds: [BoardFeed]
    /// Something was said on any board since the last write.
    private var hasNewChat = false
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []
    private var adminConnectionCount = 0
    @exclusivity(unchecked) private var dirty: [Connection] = []
    private var ended: [Connection] = []
    /// Texts that are to come behind the frames of this turn.
    private var lateTexts: [(ConnectionReference, [UInt8])] = []
    /// Readers that wait until others have taken their merged frames.
    private var waitingForCatchUp: [ConnectionReference] = []
    /// What inflates messages: none is kept by a connection.
    let compression = CompressionPool()
    private var readBuffer = [UInt8](repeating: 0, count: Limits.readBytesMax)

    private struct Slot {
        var generation: UInt32
        var connection: Connection?
    }

    init(index: UInt16, loop: EventLoop, canvas: CanvasActor, settings: ShardSettings) {
        self.index = index
        self.loop = loop
        self.canvas = canvas
        self.settings = settings
        feeds = settings.boards.map { board in
            guard board.hasChat else { return BoardFeed() }
            let chat = ChatRing(messagesMax: LedgerChatLine.keptMax)
            return BoardFeed(chat: chat, chatHead: chat.head)
        }
        super.init()
        loop.turnEnd = self
        scheduleSweep()
    }

    override func turnEnded() {
        decide()
        write()
        close()
        // Whatever this turn's end has brought about itself is for the next one.
        let hasNews = hasNewChat || feeds.contains(where: \.hasNews)
        if !dirty.isEmpty || !ended.isEmpty || !orders.isEmpty || hasNews {
            loop.needsAnotherTurn = true
        }
    }

    private func decide() {
        guard !orders.isEmpty else { return }
        // The two arrays take turns, so that a batch costs no allocation.
        swap(&orders, &spareOrders)
        submit(spareOrders)
        spareOrders.removeAll(keepingCapacity: true)
    }

    private func submit(_ batch: [PlaceOrder]) {
        let shard = index
        tell { $0.submit(batch, from: shard) }
    }

    private func write() {
        for board in feeds.indices where feeds[board].hasNews {
            feeds[board].hasNews = false
            let news = News(of: feeds[board].journal)
            for reader in feeds[board].readers { reader._withUnsafeGuaranteedRef { $0.writeNews(news) } }
        }
        if hasNewChat { writeChat() }
        if !dirty.isEmpty {
            let waiting = dirty
            dirty.removeAll(keepingCapacity: true)
            for connection in waiting { connection.flush() }
        }
        if lateTexts.isEmpty { return }
        let late = lateTexts
        lateTexts.removeAll()
        for (reference, message) in late { connection(reference)?.sendText(message) }
    }

    private func writeChat() {
        hasNewChat = false
        for board in feeds.indices where feeds[board].hasNewChat {
            feeds[board].hasNewChat = false
            for reader in feeds[board].readers { reader._withUnsafeGuaranteedRef { $0.writeChat() } }
        }
    }

    private func close() {
        guard !ended.isEmpty else { return }
        let leaving = ended
        ended.removeAll(keepingCapacity: true)
        for connection in leaving {
            let slot = Int(connection.reference.slot)
            if connection.admin != nil { adminConnectionCount -= 1 }
            slots[slot].connection = nil
            slots[slot].generation &+= 1
            freeSlots.append(connection.reference.slot)
        }
        // Only now may their descriptors be closed and their numbers be used again.
    }
}

// MARK: - Connections come and go

extension Shard {
    /// Takes in an accepted socket.
    func accept(_ socket: consuming StreamSocket, isAdmin: Bool) {
        if isAdmin {
            // Whoever made so many is one of few, and will see that they end.
            guard adminConnectionCount < Limits.adminConnectionsMax else { return }
            adminConnectionCount += 1
        }
        let slot: UInt32
        if let free = freeSlots.popLast() {
            slot = free
        } else {
            slot = UInt32(slots.count)
            slots.append(Slot(generation: 0, connection: nil))
        }
        let reference = ConnectionReference(slot: slot, generation: slots[Int(slot)].generation)
        let connection = Connection(socket, reference: reference, shard: self, isAdmin: isAdmin)
        slots[Int(slot)].connection = connection
        connection.start()
    }

    /// The number of the next frame of a board.
    func head(of board: UInt16) -> UInt64 {
        feeds[Int(board)].journal.head
    }

    /// The number of the next chat message of a board.
    func chatHead(of board: UInt16) -> UInt64 {
        feeds[Int(board)].chatHead
    }

    func connection(_ reference: ConnectionReference) -> Connection? {
        let slot = slots[Int(reference.slot)]
        return slot.generation == reference.generation ? slot.connection : nil
    }

    var connectionCount: Int { slots.count - freeSlots.count }

    /// Has the connection written to at the end of this turn.
    func markDirty(_ connection: Connection) {
        dirty.append(connection)
    }

    func markEnded(_ connection: Connection) {
        ended.append(connection)
    }

    func addReader(_ connection: Connection, to board: UInt16) -> Int {
        feeds[Int(board)].readers.append(.passUnretained(connection))
        return feeds[Int(board)].readers.count - 1
    }

    /// The last reader takes the place of the one that goes.
    func removeReader(at place: Int, of board: UInt16) {
        let last = feeds[Int(board)].readers.removeLast()
        guard place < feeds[Int(board)].readers.count else { return }
        feeds[Int(board)].readers[place] = last
        last.takeUnretainedValue().readerPlace = Int32(place)
    }

    /// Lends the read buffer, so that no connection holds one.
    func withReadBuffer(_ body: (inout [UInt8]) -> Void) {
        var buffer: [UInt8] = []
        swap(&buffer, &readBuffer)
        body(&buffer)
        swap(&buffer, &readBuffer)
    }
}

// MARK: - What the canvas says

extension Shard {
    /// Placements were judged and are durable: everybody gets the answers.
    func deliver(_ outcomes: [Outcome]) {
        var start = 0
        // Those of one connection stand together: they were read together.
        while start < outcomes.count {
            let reference = outcomes[start].connection
            let end = outcomes[start...].firstIndex { $0.connection != reference } ?? outcomes.count
            connection(reference)?.deliver(outcomes[start..<end])
            start = end
        }
    }

    /// A frame for every reader of a board; nil: there is none, and all have to be sent the board.
    func publish(_ frame: Frame?, on board: UInt16) {
        if let frame {
            feeds[Int(board)].journal.append(frame)
        } else {
            feeds[Int(board)].journal.breakOff()
        }
        feeds[Int(board)].hasNews = true
    }

    /// A text for every reader of a board, in its place between the frames.
    func publishText(_ frame: Frame, _ kind: SharedText, on board: UInt16) {
        feeds[Int(board)].newestTexts[kind] = (feeds[Int(board)].journal.head, frame.bytes)
        publish(frame, on: board)
    }

    /// Something was said on a board: its readers get it at the end of this turn.
    func noteChat(on board: UInt16) {
        feeds[Int(board)].chatHead = feeds[Int(board)].chat?.head ?? 0
        feeds[Int(board)].hasNewChat = true
        hasNewChat = true
    }

    func sendText(_ message: [UInt8], to reference: ConnectionReference) {
        connection(reference)?.sendText(message)
    }

    /// A text for one connection that is about what all are told in this turn: it comes behind that.
    func sendTextBehindFrames(_ message: [UInt8], to reference: ConnectionReference) {
        lateTexts.append((reference, message))
    }

    /// The session has a newer connection, and no room for this one.
    func replace(_ reference: ConnectionReference) {
        connection(reference)?.close(CloseCodes.replaced)
    }

    /// Has the canvas do something: at once on its own loop, later from others.
    func tell(_ order: @escaping @Sendable (isolated CanvasActor) -> Void) {
        let canvas = canvas
        if loop === canvas.loop {
            canvas.assumeIsolated { order($0) }
        } else {
            canvas.loop.post { canvas.assumeIsolated { order($0) } }
        }
    }

    /// Asks the canvas, and goes on with its answer: at once on its own loop, later from others.
    func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (isolated CanvasActor) -> Answer,
        then proceed: @escaping @Sendable (Shard, Answer) -> Void
    ) {
        if loop === canvas.loop {
            let answer = canvas.assumeIsolated { question($0) }
            proceed(self, answer)
            return
        }
        let gate = settings.gates.gate(of: index)
        let canvas = canvas
        canvas.loop.post {
            let answer = canvas.assumeIsolated { question($0) }
            gate.perform { proceed($0, answer) }
        }
    }
}

// MARK: - Readers that fell behind

extension Shard {
    /// Whether one more merged frame may be on its way; if not, its reader asks again later. Short ones
    /// always may: readers that take nothing must not keep others from getting level.
    func admits(_ frame: Frame, of connection: Connection) -> Bool {
        let isShort = frame.bytes.count <= settings.limits.catchUpFrameBytesFree
        if isShort || catchUpBytes < settings.limits.catchUpBytesMax { return true }
        waitingForCatchUp.append(connection.reference)
        return false
    }

    /// Asks the canvas for what brings a reader level; the answer finds it wherever it is by then.
    func catchUp(_ reference: ConnectionReference, since: StateName?, on board: UInt16) {
        let gate = settings.gates.gate(of: index)
        tell { canvas in
            canvas.catchUp(since: since, on: board) { answer in
                gate.perform { $0.connection(reference)?.caughtUp(answer) }
            }
        }
    }

    /// A WebSocket is over: the canvas counts it no longer.
    func leave(_ attendance: Attendance, place: UInt32, player: PlayerSlot, network: NetworkKey) {
        tell { $0.leave(attendance, place: place, player: player, network: network) }
    }

    /// A reader has taken its merged frame, or is gone: the next may have theirs.
    func released(catchUpBytes count: Int) {
        catchUpBytes -= count
        guard catchUpBytes < settings.limits.catchUpBytesMax, !waitingForCatchUp.isEmpty else { return }
        // Those for whom there is no room after all queue up again, in their order.
        let waiting = waitingForCatchUp
        waitingForCatchUp = []
        for next in waiting { connection(next)?.resumeCatchUp() }
    }
}

// MARK: - The clock

extension Shard {
    private static let sweepMillis: Int64 = 250

    private func scheduleSweep() {
        _ = loop.schedule(at: loop.now + Self.sweepMillis) { [unowned self] in
            for slot in slots.indices { slots[slot].connection?.sweep() }
            scheduleSweep()
        }
    }

    /// The server is going away: see `Drain`.
    func beginDraining(notice: [UInt8]) {
        isDraining = true
        for slot in slots.indices { slots[slot].connection?.beginDraining(notice: notice) }
    }

    func closeAll() {
        isClosing = true
        for slot in slots.indices { slots[slot].connection?.endDraining() }
    }

    /// Whether every result that is owed has been taken.
    var isSettled: Bool {
        slots.allSatisfy { ($0.connection?.machine.owesResults ?? false) == false }
    }
}

// MARK: - Answers that come back to a connection, wherever it is by now

extension Shard {
    func respond(_ response: Response, to reference: ConnectionReference) {
        connection(reference)?.respond(response)
    }

    func answerPoll(_ answer: PollAnswer, to reference: ConnectionReference) {
        connection(reference)?.answerPoll(answer)
    }

    /// A request for changes waits; if its connection is gone meanwhile, nobody does.
    func waits(_ reference: ConnectionReference, number: UInt64, board: UInt16) {
        if let connection = connection(reference), connection.machine.phase == .answering {
            connection.poll = (board, number)
            connection.updateInterest()
        } else {
            tell { $0.abandonPoll(number, on: board) }
        }
    }

    /// The canvas let a WebSocket in, or did not. One that is gone meanwhile leaves again.
    func joined(
        _ request: JoinRequest, _ answer: JoinAnswer, offer: UpgradeOffer, since: StateName?
    ) {
        let connection = connection(request.attendance.connection)
        if let connection, connection.machine.phase == .answering {
            connection.joined(answer, offer: offer, board: request.attendance.board, since: since)
        } else if answer.isAdmitted {
            leave(
                request.attendance, place: answer.place, player: answer.player, network: request.network)
        }
    }
}
