import Canvas
import TestKit
import Wire

@testable import Ledger

/// Knows what is durable, hears what everybody is told, and says when the two do not fit.
///
/// Its boards are folded from what the ledger's disk has synced, with a digest of its own; a server has no
/// part in them and may die in between.
struct Judge {
    /// One durable change.
    struct Change: Equatable {
        let index: UInt32
        let colour: UInt8
        let player: UInt32
        let timeMillis: Int64
        /// Of one that takes a placement back: who has the pixel again.
        let origin: PixelOrigin?

        init(_ word: UInt32, _ player: UInt32, at timeMillis: Int64, _ undo: Undo?) {
            index = word >> 8
            colour = UInt8(truncatingIfNeeded: word)
            self.player = player
            self.timeMillis = timeMillis
            origin = undo?.origin
        }
    }

    /// The newest placement of a pixel, and what was there before.
    struct Placed {
        let player: UInt32
        let judged: JudgedTime
        let colourBefore: UInt8
        let originBefore: PixelOrigin
    }

    /// When a placement was judged, as closely as can be told from outside.
    struct JudgedTime {
        let notBefore: Int64
        let notAfter: Int64
        /// How far servers that began before that believed in time that never passed.
        var imaginedMillis: Int64 = 0
        /// How often the rules had become others by then.
        var ruleChangeCount = 0
    }

    /// In which of the server's turns a group was handed over, the one before it was known to be done, and it
    /// was judged at the earliest.
    struct Turns {
        var handedOver = -1
        var done = -1
        var judged = -1

        mutating func handOver(inTurn turn: Int) {
            judged = done == turn ? handedOver : turn
            handedOver = turn
        }
    }

    /// What the log says of a board, and when what came last was judged.
    struct BoardHistory {
        let shape: BoardShape
        let epoch: UInt32
        let rules: Rules
        var changes: [Change] = []
        var colours: [UInt8]
        var origins: [PixelOrigin]
        /// By pixel, which of the changes are its.
        var placesOfPixel: [[Int]]
        /// By pixel, where its newest change is a placement.
        var newest: [UInt32: Placed] = [:]
        /// The fingerprint of each state, from seq 0 on.
        var digests: [UInt32]
        /// By player, of every durable placement that was not taken back.
        var judged: [UInt32: [JudgedTime]] = [:]
        /// When the group that was handed over last was judged.
        var lastJudged: JudgedTime
        var turns = Turns()
    }

    private var boards: [BoardName: BoardHistory] = [:]
    /// What was said on each board, and is durable.
    private var lines: [BoardName: [LedgerChatLine]] = [:]
    /// Which player a visitor has turned out to be.
    private var players: [Int: UInt32] = [:]
    private(set) var acknowledgedCount = 0
    private var imaginedMillis: Int64 = 0
    /// What moderation has laid on people and places.
    var order = JudgeOfOrder()
    /// What rollbacks would do, as it was asked lately.
    var questions: [PastTwin.Question] = []
    /// What acts there were.
    var deeds: Set<Happening> = []
    /// When what was said on each board was handed over last.
    private var said: [BoardName: Turns] = [:]

    mutating func begin(_ board: LedgerBoard, at millis: Int64) {
        let colours = [UInt8](repeating: 0, count: board.shape.pixelCount)
        boards[board.name] = BoardHistory(
            shape: board.shape, epoch: board.epoch, rules: board.rules, colours: colours,
            origins: [PixelOrigin](repeating: PixelOrigin(), count: colours.count),
            placesOfPixel: [[Int]](repeating: [], count: colours.count),
            digests: [Replica.digest(of: colours)],
            lastJudged: JudgedTime(notBefore: millis, notAfter: millis))
    }

    /// A server begins: whatever is handed over from now on was judged by it.
    ///
    /// Between two servers the wall clock alone tells how much time has passed. If it was set forward
    /// meanwhile, nobody can know that; so charges may be back that much earlier, but only then.
    mutating func serverBegan(at millis: Int64, wallSetForwardBy step: Int64) {
        imaginedMillis += step
        for name in boards.keys {
            boards[name]?.lastJudged = JudgedTime(notBefore: millis, notAfter: millis)
            boards[name]?.turns = Turns()
        }
        said = [:]
    }

    /// Where a board stands. Nobody holds its history meanwhile, which would be copied with the next change.
    private func reach(of board: BoardName) throws -> (epoch: UInt32, seq: UInt64, turns: Turns) {
        let history = try history(board)
        return (history.epoch, UInt64(history.changes.count), history.turns)
    }

    func history(_ board: BoardName) throws -> BoardHistory {
        guard let history = boards[board] else { throw Violation("\(board) is no board") }
        return history
    }
}

// MARK: - What becomes durable

extension Judge {
    /// A group was handed over. Whatever is judged while none is being written is handed over at once; what
    /// is in a group that follows another without a break was judged since that one was handed over.
    mutating func handedOver(_ group: LedgerGroup, at millis: Int64, inTurn turn: Int) {
        for board in group.chatBoards { said[board, default: Turns()].handOver(inTurn: turn) }
        for placements in group.placements {
            guard let history = boards[placements.board] else { continue }
            let follows = history.turns.done == turn
            boards[placements.board]?.lastJudged = JudgedTime(
                notBefore: follows ? history.lastJudged.notAfter : millis, notAfter: millis)
            boards[placements.board]?.turns.handOver(inTurn: turn)
        }
    }

    /// The ledger has said what became of a group, which the server hears of in its next turn.
    mutating func answered(_ group: LedgerGroup, inTurn turn: Int) {
        for board in group.chatBoards { said[board]?.done = turn }
        for placements in group.placements { boards[placements.board]?.turns.done = turn }
    }

    /// A group was synced, which the server hears of in its next turn. `wallMillisMax` is the latest that the
    /// clock on the wall has ever shown.
    mutating func durable(_ group: LedgerGroup, inTurn turn: Int, wallMillisMax: Int64) throws {
        for entry in group.entries {
            if case .chat(let line) = entry {
                try append(line)
                let moment = JudgeOfOrder.Moment(
                    turn: said[line.board]?.judged ?? -1, wallMillisMax: wallMillisMax)
                if let reason = order.reason(againstHearing: line.from, at: moment) {
                    throw Violation("\(line.board): line \(line.number) must not be: \(reason)")
                }
            }
            try order.take(entry, sinceTurn: turn + 1)
        }
        for placements in group.placements {
            let reach = try reach(of: placements.board)
            guard placements.epoch == reach.epoch, placements.changes.firstSeq == reach.seq + 1
            else { throw Violation("\(placements.board): a group that does not follow") }
            let moment = JudgeOfOrder.Moment(turn: reach.turns.judged, wallMillisMax: wallMillisMax)
            try append(Self.changes(of: PlacementRecord(placements)), to: placements.board, at: moment)
        }
        try order.requireNothingOwed()
    }

    /// A server begins with that: everything durable, and perhaps what was on its way to the disk; true if
    /// so.
    mutating func recovered(
        _ recovered: Recovered, _ content: SimulatedLog.Content
    ) throws -> Bool {
        var hasSurvivors = false
        try order.recover(content)
        for board in boards.keys {
            let kept = content.chat.filter { $0.board == board }
            guard kept.starts(with: lines[board] ?? []) else { throw Violation("\(board): lines are lost") }
            lines[board] = kept
        }
        for board in recovered.boards {
            let name = board.board.name
            let known = try history(name)
            let records = content.placements.filter { $0.board == name.text && $0.epoch == known.epoch }
            let changes = records.flatMap { Self.changes(of: $0) }
            guard board.board.epoch == known.epoch else { throw Violation("\(name): another epoch") }
            guard changes.starts(with: known.changes) else {
                throw Violation("\(name): of \(known.changes.count) durable changes some are lost")
            }
            for record in records where record.firstSeq > known.changes.count {
                try append(Self.changes(of: record), to: name, at: nil)
            }
            if changes.count > known.changes.count { hasSurvivors = true }
            let history = try self.history(name)
            guard board.grid.seq == UInt64(history.changes.count), board.grid.colours == history.colours,
                board.grid.digest.value == history.digests.last, board.origins == history.origins
            else { throw Violation("\(name): recovery ends elsewhere than its own log") }
        }
        try order.requireNothingOwed()
        return hasSurvivors
    }

    private static func changes(of record: PlacementRecord) -> [Change] {
        record.words.indices.map { place in
            Change(
                record.words[place], record.players[place], at: record.times[place],
                record.undos.first { $0.place == place })
        }
    }

    private mutating func append(_ line: LedgerChatLine) throws {
        // Lines that were refused leave gaps.
        guard line.number > newestLine(line.board) else {
            throw Violation("\(line.board): line \(line.number) follows \(newestLine(line.board))")
        }
        lines[line.board, default: []].append(line)
    }

    /// What was kept together: placements, judged at that moment where it is known, and the pixels of acts.
    private mutating func append(
        _ changes: [Change], to name: BoardName, at moment: JudgeOfOrder.Moment?
    ) throws {
        let shape = try history(name).shape
        let groupSeq = try reach(of: name).seq + 1
        var rest = changes[...]
        while let change = rest.first {
            let seq = groupSeq + UInt64(rest.startIndex)
            guard let line = order.takeLine(at: JudgeOfOrder.Place(board: name, seq: seq)) else {
                guard !order.staff.contains(change.player) else {
                    throw Violation("\(name): change \(seq) is of the staff, and no line tells of it")
                }
                if let moment,
                    let reason = order.reason(
                        against: change.player, changing: Int(change.index), of: shape, on: name, at: moment)
                {
                    throw Violation("\(name): change \(seq) must not be: \(reason)")
                }
                try append(change, to: name)
                rest.removeFirst()
                continue
            }
            let count = line.changes?.count ?? 0
            guard count <= rest.count, rest.prefix(count).allSatisfy({ order.staff.contains($0.player) })
            else { throw Violation("line \(line.number) tells of pixels that are not its own") }
            try check(line, rest.prefix(count), on: name, groupSeq: groupSeq)
            for change in rest.prefix(count) { try append(change, to: name) }
            order.shut(out: line.people, of: name)
            rest.removeFirst(count)
        }
    }

    private mutating func append(_ change: Change, to name: BoardName) throws {
        guard var history = boards.removeValue(forKey: name), let digest = history.digests.last else {
            return
        }
        let index = Int(change.index)
        let old = history.colours[index]
        guard old != change.colour else { throw Violation("\(name): a change that changes nothing") }
        history.colours[index] = change.colour
        history.digests.append(
            digest ^ Replica.mix(change.index << 8 | UInt32(old))
                ^ Replica.mix(change.index << 8 | UInt32(change.colour)))
        history.placesOfPixel[index].append(history.changes.count)
        history.changes.append(change)
        if let origin = change.origin {
            if order.staff.contains(change.player) {
                // Whoever placed there takes nothing back any more.
                history.newest[change.index] = nil
                history.origins[index] = origin
            } else {
                try takeBack(change, origin, &history)
            }
            boards[name] = history
            return
        }
        var judged = history.lastJudged
        judged.imaginedMillis = imaginedMillis
        judged.ruleChangeCount = order.ruleChangeCount
        history.judged[change.player, default: []].append(judged)
        history.newest[change.index] = Placed(
            player: change.player, judged: judged, colourBefore: old, originBefore: history.origins[index])
        history.origins[index] = PixelOrigin(
            player: PlayerSlot(number: change.player), timeMillis: change.timeMillis)
        boards[name] = history
        try checkCharges(of: change.player, on: name)
    }

    /// One's own newest placement of a pixel, that nobody painted over, not too long ago; and the pixel is
    /// again what it was.
    ///
    /// It is the newest of the player's placements that counts no more, whichever was taken back: the time
    /// that the bucket was filling since the older one is not lost.
    private func takeBack(
        _ change: Change, _ origin: PixelOrigin, _ history: inout BoardHistory
    ) throws {
        guard let placed = history.newest.removeValue(forKey: change.index), placed.player == change.player,
            placed.colourBefore == change.colour, placed.originBefore == origin
        else { throw Violation("player \(change.player) took back what was not theirs to take back") }
        guard history.lastJudged.notBefore - placed.judged.notAfter <= 6000 else {
            throw Violation("player \(change.player) took a pixel back after more than six seconds")
        }
        history.origins[Int(change.index)] = origin
        _ = history.judged[change.player]?.popLast()
    }

    /// Never more placements in any stretch of time than the rules allow.
    private func checkCharges(of player: UInt32, on name: BoardName) throws {
        let history = try history(name)
        guard history.rules.cooldownMillis > 0, let judged = history.judged[player], let last = judged.last
        else { return }
        for (position, first) in judged.enumerated() {
            let count = Int64(judged.count - position)
            let stretch = last.notAfter - first.notBefore + last.imaginedMillis - first.imaginedMillis
            // Where the rules become others what is spent stays in proportion: a bucket may be fuller by
            // that, and is never fuller than full.
            let changes = last.ruleChangeCount - first.ruleChangeCount
            let refills = order.ruleChangeCount == 0 ? 1 : Int64(changes) + 2
            let allowed = Int64(history.rules.chargesMax) * refills + stretch / history.rules.cooldownMillis
            guard count <= allowed else {
                throw Violation(
                    "\(name): player \(player) placed \(count) pixels within \(stretch) ms; the rules allow "
                        + "\(allowed)")
            }
        }
    }
}

// MARK: - What people are told

extension Judge {
    /// Somebody was told of a state, with its fingerprint or without.
    func saw(_ board: BoardName, _ state: StateName, digest: UInt32? = nil) throws {
        let history = try history(board)
        guard state.epoch == history.epoch else { throw Violation("\(board): \(state) is of no known epoch") }
        guard state.seq < UInt64(history.digests.count) else {
            throw Violation("\(board): \(state) was shown, and \(history.changes.count) changes are durable")
        }
        if let digest, digest != history.digests[Int(state.seq)] {
            throw Violation("\(board): \(state) was shown with another content")
        }
    }

    /// A visitor was told that a placement is placed, or taken back.
    mutating func acknowledged(
        _ visitor: Int, _ board: BoardName, x: Int, y: Int, colour: UInt8, isUndo: Bool, seq: UInt64
    ) throws {
        let history = try history(board)
        guard seq >= 1, seq <= UInt64(history.changes.count) else {
            throw Violation("\(board): change \(seq) was acknowledged and is not durable")
        }
        let change = history.changes[Int(seq) - 1]
        guard Int(change.index) == y * history.shape.width + x, change.colour == colour,
            (change.origin != nil) == isUndo
        else {
            throw Violation("\(board): change \(seq) was acknowledged and is another")
        }
        try recognise(visitor, change.player)
        acknowledgedCount += 1
    }

    /// The same for a placement by request, whose answer names no state.
    func acknowledged(
        _ visitor: Int, _ board: BoardName, x: Int, y: Int, colour: UInt8, isUndo: Bool, isShadow: Bool
    ) throws {
        let history = try history(board)
        // Nobody can tell whether that is a placement, or one that only its owner believes in.
        if isShadow { return }
        let index = UInt32(y * history.shape.width + x)
        guard
            history.changes.contains(where: {
                $0.index == index && $0.colour == colour && ($0.origin != nil) == isUndo
                    && players[visitor, default: $0.player] == $0.player
            })
        else { throw Violation("\(board): a placement was acknowledged and is not durable") }
    }

    /// Somebody who is banned in the shadow was told that a pixel is placed which nobody else is shown: it is
    /// told as of a state that is far away.
    func acknowledgedInTheShadow(_ board: BoardName, seq: UInt64) -> Bool {
        guard let history = boards[board], seq >= Board.shadowLead else { return false }
        return seq - Board.shadowLead <= UInt64(history.changes.count)
    }

    /// Everybody stays who they are.
    private mutating func recognise(_ visitor: Int, _ player: UInt32) throws {
        guard players[visitor, default: player] == player else {
            throw Violation("visitor \(visitor) was somebody else before")
        }
        players[visitor] = player
    }

    /// Somebody was sent a line of the chat; which one it is.
    func heard(_ board: BoardName, id: String, text: String) throws -> UInt64 {
        guard let line = line(board, id: id) else {
            throw Violation("\(board): a line was shown that is not durable")
        }
        guard line.text == text else { throw Violation("\(board): line \(line.number) has another text") }
        return line.number
    }

    /// The durable line of that id.
    func line(_ board: BoardName, id: String) -> LedgerChatLine? {
        lines[board]?.last { $0.id == id }
    }

    /// The number of the newest durable line.
    func newestLine(_ board: BoardName) -> UInt64 {
        lines[board]?.last?.number ?? 0
    }

    /// The newest durable state, and its pixels.
    func newest(_ board: BoardName) throws -> (state: StateName, colours: [UInt8]) {
        let history = try history(board)
        return (StateName(epoch: history.epoch, seq: UInt64(history.changes.count)), history.colours)
    }
}

extension LedgerGroup {
    /// Where something was said.
    fileprivate var chatBoards: Set<BoardName> {
        Set(entries.compactMap { if case .chat(let line) = $0 { line.board } else { nil } })
    }
}
