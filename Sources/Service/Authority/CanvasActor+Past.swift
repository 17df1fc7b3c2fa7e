import Canvas
import Ledger
import Reactor
import Session
import Wire

// What was: the answers come from the ledger, on threads of its own, and the loop waits for none of them.

/// Boards as they were that are being looked up, so that each is looked up once for all who ask.
struct PastDesk {
    typealias Reply = @Sendable (isolated CanvasActor, Result<PixelState, RouteError>) -> Void

    struct Question: Hashable {
        let board: UInt16
        let epoch: UInt32
        let moment: Moment
    }

    private var waiting: [Question: [Reply]] = [:]

    /// True: nobody has asked before, and the caller has to.
    mutating func request(_ question: Question, reply: @escaping Reply) -> Bool {
        defer { waiting[question, default: []].append(reply) }
        return waiting[question] == nil
    }

    mutating func finish(_ question: Question) -> [Reply] {
        waiting.removeValue(forKey: question) ?? []
    }
}

extension CanvasActor {
    /// The pixels at a moment, the last state not after it: at once where they are in memory, later where the
    /// ledger has to be asked.
    func findPixels(board: UInt16, at moment: Moment?, reply: @escaping PastDesk.Reply) {
        let hosted = boards[Int(board)]
        let known = pixels(board: board, at: moment)
        guard case .failure(.notHeld) = known, let moment, let past else { return reply(self, known) }
        let asked: PastMoment
        switch moment {
        case .state(let state):
            guard state.epoch == hosted.epoch else { return reply(self, known) }
            asked = .seq(state.seq)
        case .time(let millis): asked = .time(millis)
        }
        let question = PastDesk.Question(board: board, epoch: hosted.epoch, moment: moment)
        guard pastDesk.request(question, reply: reply) else { return }
        past.board(hosted.name, epoch: hosted.epoch, at: asked) { [self] answer in
            goOn { canvas in
                let found = answer.mapError { RouteError($0) }.map { PixelState($0) }
                for reply in canvas.pastDesk.finish(question) { reply(canvas, found) }
            }
        }
    }

    /// Everything that a pixel ever was in this epoch.
    func history(
        of query: PixelQuery, _ page: PageQuery, board: UInt16,
        reply: @escaping @Sendable (Result<[UInt8], RouteError>) -> Void
    ) {
        let hosted = boards[Int(board)]
        let epoch = hosted.epoch
        let pixel = UInt32(hosted.board.shown.shape.index(x: query.x, y: query.y))
        guard let past else { return reply(.failure(.noPast)) }
        past.changes(ofPixel: pixel, on: hosted.name, epoch: epoch, PastPage(page)) { [self] answer in
            goOn { canvas in
                reply(
                    answer.mapError { RouteError($0) }.map { changes in
                        let entries = changes.map { change in
                            HistoryEntry(
                                seq: change.seq, colour: change.colour,
                                name: canvas.publicName(of: change.player), at: change.timeMillis,
                                isUndo: change.isUndo)
                        }
                        return HistoryAnswer(epoch: epoch, x: query.x, y: query.y, changes: entries).bytes
                    })
            }
        }
    }

    /// Everything that somebody placed on a board in this epoch.
    func placements(
        _ query: PlacementsQuery, board: UInt16,
        reply: @escaping @Sendable (Result<[UInt8], RouteError>) -> Void
    ) {
        let hosted = boards[Int(board)]
        let epoch = hosted.epoch
        let shape = hosted.board.shown.shape
        guard let past else { return reply(.failure(.noPast)) }
        guard let session = sessions.session(id: query.id) else { return reply(.failure(.nobody)) }
        past.changes(
            by: PlayerSlot(number: session.player), on: hosted.name, epoch: epoch, from: query.from,
            until: query.until, PastPage(query.page)
        ) { [self] answer in
            goOn { canvas in
                let name = canvas.sessions.session(id: query.id)?.name ?? session.name
                reply(
                    answer.mapError { RouteError($0) }.map { changes in
                        let entries = changes.map { change in
                            PlacementEntry(
                                seq: change.seq, x: Int(change.pixel) % shape.width,
                                y: Int(change.pixel) / shape.width, colour: change.colour,
                                at: change.timeMillis, isUndo: change.isUndo)
                        }
                        return PlacementsAnswer(
                            epoch: epoch, id: query.id, name: name, placements: entries
                        ).bytes
                    })
            }
        }
    }

    /// Goes on here with what another thread has found; at once where it was no other.
    nonisolated func goOn(_ work: @escaping @Sendable (isolated CanvasActor) -> Void) {
        if loop.isCurrent {
            assumeIsolated { work($0) }
        } else {
            loop.post { self.assumeIsolated { work($0) } }
        }
    }
}

extension PastPage {
    fileprivate init(_ query: PageQuery) {
        self.init(before: query.before, limit: query.limit)
    }
}

extension PixelState {
    fileprivate init(_ board: PastBoard) {
        self.init(
            state: StateName(epoch: board.epoch, seq: board.seq), digest: board.digest.value,
            colours: board.colours, changedAtMillis: board.changedAtMillis)
    }
}

extension RouteError {
    /// A moment of which nothing is kept.
    static let notHeld = RouteError(
        status: 404, code: "not-held", message: "The board as it was then is not kept.")
    fileprivate static let noPast = RouteError(
        status: 404, code: "not-held", message: "This server keeps everything in memory, and no past.")
    fileprivate static let nobody = RouteError(
        status: 404, code: "no-such-person", message: "Nobody has that id here.")

    init(_ error: PastError) {
        switch error {
        case .notHeld: self = .notHeld
        case .busy:
            self.init(
                status: 503, code: "busy",
                message: "Too many are asking about the past at once. Try again in a moment.")
        case .catchingUp(let percent):
            self.init(
                status: 503, code: "catching-up",
                message: "The past is being put in order, and \(percent) % of it is. Try again in a while.")
        case .unavailable:
            self.init(
                status: 503, code: "unavailable",
                message: "The past cannot be read at present. Try again in a while.")
        }
    }
}

extension Response {
    /// An error of a route; one that will pass says when to come back.
    static func error(_ error: RouteError) -> Response {
        let seconds = error.code == "busy" ? "1" : "10"
        return .error(
            error.status, error.code, error.message,
            fields: error.status == 503 ? [("Retry-After", seconds)] : [])
    }
}
