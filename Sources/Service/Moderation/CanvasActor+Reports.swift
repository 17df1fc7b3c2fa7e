import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What players report.

/// What became of a player's report.
enum ReportOutcome: Sendable {
    case filed(number: UInt64)
    case already(number: UInt64, ReportRecord.State)
    /// Why it was not taken: the status of the answer, and what is told.
    case refused(status: Int, ErrorMessage, retryAfterSeconds: Int?)
}

extension CanvasActor {
    /// `POST /api/boards/NAME/report`. Told when it is durable.
    func report(
        _ request: ReportRequest, by token: String?, on board: UInt16,
        reply: @escaping @Sendable (ReportOutcome) -> Void
    ) {
        guard let session = sessions.session(token: token) else {
            return reply(.refused(status: 403, .noSession, retryAfterSeconds: nil))
        }
        guard enforcement.reportPaces.spend(session.slot, at: loop.now) else {
            let seconds = Int(Limits.reportMillis / 1000)
            return reply(.refused(status: 429, .tooManyReports, retryAfterSeconds: seconds))
        }
        if !takeTurn({ $0.file(request, by: session, on: board, reply: reply) }) {
            reply(.refused(status: 503, .reportNotKept, retryAfterSeconds: 1))
        }
    }

    private func file(
        _ request: ReportRequest, by reporter: LedgerSession, on board: UInt16,
        reply: @escaping @Sendable (ReportOutcome) -> Void
    ) {
        let hosted = boards[Int(board)]
        let world = LiveWorld(self)
        let shape = hosted.board.shown.shape
        var author: PersonFacts?
        var evidence: Evidence?
        if let x = request.x.flatMap({ Int(exactly: $0) }), let y = request.y.flatMap({ Int(exactly: $0) }),
            shape.contains(x: x, y: y)
        {
            let last = hosted.board.lastPlacement(at: shape.index(x: x, y: y))
            author = last.flatMap { sessions[$0.player] }.flatMap { world.person(id: $0.id) }
            if let player = author?.player, let name = publicName(of: player) { author?.name = name }
            evidence = self.evidence(aroundX: x, y: y, on: hosted)
        }
        guard let facts = world.board(hosted.name.text), let by = world.person(id: reporter.id) else {
            preconditionFailure("a board that is hosted and a person who has a session are known")
        }
        do throws(ReportRefused) {
            let ruling = try moderation.report(
                request, on: facts, by: by, about: author, evidence: evidence, at: wallClock())
            switch ruling {
            case .already(let number, let state):
                reply(.already(number: number, state))
                endTurn()
            case .filed(let decision, let number):
                keep(LedgerGroup(decision.ledgerEntries)) { canvas, result in
                    if case .success = result {
                        _ = canvas.commit(decision)
                        reply(.filed(number: number))
                    } else {
                        reply(.refused(status: 503, .reportNotKept, retryAfterSeconds: 1))
                    }
                    canvas.endTurn()
                }
            }
        } catch {
            reply(.refused(error))
            endTurn()
        }
    }

    /// What stands around a place, and who placed it.
    private func evidence(aroundX x: Int, y: Int, on hosted: HostedBoard) -> Evidence {
        let shape = hosted.board.shown.shape
        var evidence = Evidence()
        evidence.epoch = hosted.epoch
        evidence.seq = hosted.board.shown.seq
        evidence.width = min(Evidence.sideMax, shape.width)
        evidence.height = min(Evidence.sideMax, shape.height)
        evidence.x = min(max(0, x - evidence.width / 2), shape.width - evidence.width)
        evidence.y = min(max(0, y - evidence.height / 2), shape.height - evidence.height)
        var places: [PlayerSlot: Int] = [:]
        for row in evidence.y..<evidence.y + evidence.height {
            for column in evidence.x..<evidence.x + evidence.width {
                let index = shape.index(x: column, y: row)
                evidence.colours += hosted.board.shown.colours[index].twoDigits
                var place = 0
                if let last = hosted.board.lastPlacement(at: index), let author = sessions[last.player] {
                    if let known = places[last.player] {
                        place = known
                    } else {
                        evidence.people.append(PersonName(id: author.id, name: publicName(of: author)))
                        place = evidence.people.count
                        places[last.player] = place
                    }
                }
                let digits = String(place, radix: 16)
                evidence.authors += String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return evidence
    }

    /// `GET /api/boards/NAME/reports`; nil without a session.
    func ownReports(of token: String?) -> [UInt8]? {
        guard let session = sessions.session(token: token) else { return nil }
        var list = OwnReportList()
        list.reports = moderation.ownReports(of: session.id)
        return list.bytes
    }

    /// Everybody who made these reports hears how they stand.
    func tellReporters(of numbers: [UInt64]) {
        for number in numbers {
            guard let report = moderation.report(number, at: wallClock()) else { continue }
            let message = ReportMessage(id: String(number), state: report.state).bytes
            send(message, to: report.reporters.compactMap { sessions.session(id: $0.id)?.slot })
        }
    }
}

extension ReportOutcome {
    fileprivate static func refused(_ error: ReportRefused) -> ReportOutcome {
        switch error {
        case .badRequest(let why):
            .refused(
                status: 422, ErrorMessage(code: "bad-request", message: why), retryAfterSeconds: nil)
        case .nobody:
            .refused(
                status: 422, ErrorMessage(code: "nobody", message: "Nobody placed that pixel."),
                retryAfterSeconds: nil)
        case .ownPixel:
            .refused(
                status: 422, ErrorMessage(code: "own-pixel", message: "That pixel is your own."),
                retryAfterSeconds: nil)
        case .tooMany:
            .refused(
                status: 503,
                ErrorMessage(
                    code: "busy", message: "There are more reports than anybody can read. Try again later."),
                retryAfterSeconds: 60)
        }
    }
}

extension ErrorMessage {
    fileprivate static let tooManyReports = ErrorMessage(
        code: "too-fast", message: "You have reported a lot at once. Wait a minute and go on.")
    fileprivate static let reportNotKept = ErrorMessage(
        code: "busy", message: "Your report could not be kept. Try again in a moment.")
}
