import Canvas
import Reactor
import Session
import WebSocket
import Wire

// What a connection does once it is a WebSocket on a board.

extension Connection {
    /// The canvas has spoken about an upgrade: hello and the board follow, or the reason why not.
    func joined(_ answer: JoinAnswer, offer: UpgradeOffer, board: UInt16, since: StateName?) {
        let deflate = shard.settings.deflate?.accept(offer.deflateOffers)
        let subprotocol = offer.subprotocols.contains(Self.subprotocol) ? Self.subprotocol : nil
        machine.upgrade(
            response: ServerHandshake.response(to: offer, subprotocol: subprotocol, deflate: deflate),
            deflate: deflate, pool: shard.compression, player: answer.player.number, board: board,
            now: shard.loop.now)
        guard answer.isAdmitted else {
            let tooMany = ErrorMessage(
                code: "too-many", message: "Too many connections from your address. Close one.")
            sendText(answer.refusal ?? tooMany.bytes)
            let code = answer.refusal == nil ? CloseCodes.tryAgainLater : CloseCodes.banned
            machine.close(code, now: shard.loop.now)
            return needsFlush()
        }
        bookPlace = answer.place
        epoch = answer.epoch
        takesDeflated = deflate != nil
        machine.sendText(answer.hello)
        for notice in answer.notices { machine.sendText(notice) }
        readerPlace = Int32(shard.addReader(self, to: board))
        cursor = shard.feeds[Int(board)].journal.head
        requestCatchUp(since: since)
        resumeReading()
        needsFlush()
        // The answer may have come from another loop after everybody else was said good-bye to.
        if shard.isClosing { endDraining() }
    }

    static let subprotocol = "toile.v1"

    func attendance(_ board: UInt16) -> Attendance {
        Attendance(shard: shard.index, board: board, connection: reference)
    }

    /// It reads the board no longer.
    func leave() {
        guard readerPlace >= 0 else { return }
        shard.removeReader(at: Int(readerPlace), of: machine.board)
        readerPlace = -1
        feed = .none
        releaseCatchUp()
        shard.leave(
            attendance(machine.board), place: bookPlace, player: PlayerSlot(number: machine.player),
            network: network)
    }

    func sendText(_ message: [UInt8]) {
        guard machine.outbound.personalByteCount <= Limits.personalBytesHardMax else { return endSlowly() }
        machine.sendText(message)
        needsFlush()
    }
}

// MARK: - Placements

extension Connection {
    /// What placements of this connection came to.
    func deliver(_ outcomes: ArraySlice<Outcome>) {
        if machine.phase == .answering {
            for outcome in outcomes { answerPlacement(outcome) }
        } else {
            machine.sendResults(outcomes.count, now: shard.loop.now) { number in
                let outcome = outcomes[outcomes.startIndex + number]
                let verdict = outcome.verdict
                return ResultMessage(
                    tag: outcome.tag, status: verdict.status.rawValue, colour: verdict.colour,
                    charges: verdict.charges, waitMillis: UInt64(verdict.waitMillis), seq: verdict.seq)
            }
            needsFlush()
        }
    }
}

// MARK: - Falling behind and catching up

extension Connection {
    /// The client says that its copy is wrong, or what it holds. While a BOARD is on its way only the claim
    /// counts.
    func resync(_ claim: ResyncClaim) {
        guard machine.isOpen, readerPlace >= 0 else { return }
        if isCatchingUp {
            waitingClaim = claim
            return
        }
        if claim.epoch != 0, claim.epoch != UInt64(epoch) {
            let board = machine.board
            let player = PlayerSlot(number: machine.player)
            let reference = reference
            shard.ask(
                { $0.hello(board: board, player: player) }, then: { $0.sendText($1, to: reference) })
        }
        requestCatchUp(since: claim.epoch == UInt64(epoch) ? StateName(epoch: epoch, seq: claim.seq) : nil)
    }

    /// A merged frame or a BOARD was asked for, or is not out yet.
    private var isCatchingUp: Bool { feed == .awaiting || boardCopy != nil || catchUpBytes > 0 }

    /// Asks for what brings this reader from the state it holds to the newest.
    func requestCatchUp() {
        guard machine.isOpen, readerPlace >= 0 else { return }
        requestCatchUp(since: StateName(epoch: epoch, seq: heldSeq))
    }

    private func requestCatchUp(since: StateName?) {
        feed = .awaiting
        catchUpClaim = since
        resumeCatchUp()
    }

    func resumeCatchUp() {
        guard machine.isOpen, feed == .awaiting else { return }
        shard.catchUp(reference, since: catchUpClaim, on: machine.board)
    }

    /// The merged frame, or the board, that was asked for.
    func caughtUp(_ answer: CatchUp) {
        guard machine.isOpen, feed == .awaiting else { return }
        if case .frame(let frame) = answer, !shard.admits(frame, of: self) { return }
        feed = .live
        // Where something else blocks it this waits too, and what comes meanwhile is one frame in the end.
        isBehind = isBlocked
        let board = shard.feeds[Int(machine.board)]
        let missedTexts = board.texts(from: cursor)
        cursor = board.journal.head
        switch answer {
        case .frame(let frame):
            machine.outbound.appendParts([frame.bytes])
            heldSeq = frame.seqAfter
            // Whoever has this lacks nothing, whatever it was sent before: no second one has to follow.
            needsCatchUp = false
            catchUpBytes += frame.bytes.count
            shard.catchUpBytes += frame.bytes.count
        case .board(let copy, let isNewest):
            machine.outbound.appendParts(copy.parts)
            heldSeq = copy.seq
            boardCopy = copy
            // A copy that others are still being sent may be older: its reader is behind as soon as it has
            // it.
            needsCatchUp = !isNewest
        }
        // After the frame or the board, which is the first that a newcomer gets behind its hello.
        if !missedTexts.isEmpty { machine.outbound.appendParts(missedTexts) }
        needsFlush()
    }

    /// Whatever it was sent to catch up is out, or will never be.
    func releaseCatchUp() {
        boardCopy = nil
        releaseHistory()
        guard catchUpBytes > 0 else { return }
        let count = catchUpBytes
        catchUpBytes = 0
        shard.released(catchUpBytes: count)
    }
}

// MARK: - Going away

extension Connection {
    /// The server ends soon: the peer is told when to come back, and nothing more is read of it.
    func beginDraining(notice: [UInt8]) {
        if machine.isOpen { sendText(notice) }
        updateInterest()
    }

    /// Everything that could be answered is: good-bye.
    func endDraining() {
        close(CloseCodes.goingAway, awaitsResults: false)
        machine.endRequests(now: shard.loop.now)
        needsFlush()
    }
}
