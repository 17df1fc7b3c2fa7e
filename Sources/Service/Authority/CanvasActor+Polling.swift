import Canvas
import Reactor
import Session
import Wire

/// A request for the changes since a state.
struct PollRequest: Sendable {
    let board: UInt16
    let since: StateName?
    let waitMillis: Int64?
    let network: NetworkKey
    let reply: @Sendable (PollAnswer) -> Void
}

/// What became of a request for changes.
enum PollOutcome: Sendable {
    /// It was answered, or will be with the next frame.
    case answered
    /// It waits under this number.
    case waiting(UInt64)
    /// Its address has all the connections it may have.
    case tooMany
}

extension CanvasActor {
    /// Answers a request for changes, or keeps it until there are some.
    func poll(_ request: PollRequest) -> PollOutcome {
        let hosted = boards[Int(request.board)]
        // While a frame is owed nobody can say yet whether it is news to somebody who waits.
        let hasNews = hosted.isLevel && request.since != hosted.publishedState
        guard let wait = request.waitMillis, let since = request.since, !hasNews, !isDraining else {
            hosted.whenLevel { request.reply($0.answer(to: request)) }
            return .answered
        }
        guard presence.admit(request.network) else { return .tooMany }
        countOnline(1, on: hosted)
        nextPoll += 1
        let number = nextPoll
        let board = request.board
        let timer = loop.schedule(at: loop.now + wait) { [unowned self] in
            assumeIsolated { $0.pollTimedOut(number, on: board) }
        }
        hosted.polls[number] = PollWaiter(
            since: since, network: request.network, reply: request.reply, timer: timer)
        return .waiting(number)
    }

    /// Whoever waited is gone.
    func abandonPoll(_ number: UInt64, on board: UInt16) {
        let hosted = boards[Int(board)]
        guard let waiter = hosted.polls.removeValue(forKey: number) else { return }
        end(waiter, on: hosted)
    }

    /// A frame is out: everybody who waited for one gets it, but for those who had just been told its state.
    func answerPolls(of hosted: HostedBoard) {
        guard !hosted.polls.isEmpty else { return }
        let waiters = hosted.polls.filter { $0.value.since != hosted.publishedState }
        // In the order in which they came.
        for (number, waiter) in waiters.sorted(by: { $0.key < $1.key }) {
            hosted.polls[number] = nil
            end(waiter, on: hosted)
            waiter.reply(.changes(hosted.changes(since: waiter.since)))
        }
    }

    /// Ends every wait: the server is going away.
    func endPolls() {
        for hosted in boards {
            let waiters = hosted.polls
            hosted.polls = [:]
            for (_, waiter) in waiters.sorted(by: { $0.key < $1.key }) {
                end(waiter, on: hosted)
                waiter.reply(.nothing(hosted.publishedState))
            }
        }
    }

    private func pollTimedOut(_ number: UInt64, on board: UInt16) {
        let hosted = boards[Int(board)]
        guard let waiter = hosted.polls.removeValue(forKey: number) else { return }
        end(waiter, on: hosted)
        waiter.reply(.nothing(hosted.publishedState))
    }

    private func end(_ waiter: PollWaiter, on hosted: HostedBoard) {
        loop.cancel(waiter.timer)
        presence.dismiss(waiter.network)
        countOnline(-1, on: hosted)
    }
}

extension HostedBoard {
    fileprivate func answer(to request: PollRequest) -> PollAnswer {
        let isWait = request.waitMillis != nil
        return isWait && request.since == publishedState
            ? .nothing(publishedState) : .changes(changes(since: request.since))
    }

    /// One DELTA, or one whole BOARD of any length.
    fileprivate func changes(since: StateName?) -> CatchUpBody {
        let total = board.shown.colours.count
        let boardByteCount = BoardPart.headerByteCount(seq: publishedSeq, offset: 0, total: total) + total
        if let frame = mergedFrame(since: since), frame.payload.count <= boardByteCount {
            return CatchUpBody(bytes: Array(frame.payload), state: publishedState)
        }
        if let message = mergedMessage(since: since), message.count <= boardByteCount {
            return CatchUpBody(bytes: message, state: publishedState)
        }
        let grid = board.shown
        var bytes: [UInt8] = []
        BoardPart.appendHeader(
            to: &bytes, seq: grid.seq, digest: grid.digest.value, offset: 0, total: grid.colours.count)
        bytes += grid.colours
        return CatchUpBody(bytes: bytes, state: publishedState)
    }
}
