import Canvas
import Moderation
import Reactor
import Session
import WebSocket
import Wire

// What a connection does while it is asking over HTTP.

extension Connection {
    func handle(_ request: HTTPRequest) {
        answersHead = request.method == "HEAD"
        if let admin, admin.member == nil { return identify(for: request) }
        answer(request)
    }

    /// Answers a request of somebody who may be here.
    func answer(_ request: HTTPRequest) {
        do throws(ForwardingError) {
            network = NetworkKey(try shard.settings.proxies.client(of: request, peer: peer))
        } catch {
            return respond(.error(400, "bad-forwarding", error.message))
        }
        let route = Route(path: request.path)
        if let name = route.boardName, shard.settings.boardIndex(name) == nil { return answerNoBoard(name) }
        if route.isAsset && page(of: route) == nil || route.isHidden(from: self) {
            return respond(.error(404, "not-found", "There is nothing at \(request.path)."))
        }
        guard route.methods.contains(request.method) else {
            let allow = route.methods.joined(separator: ", ")
            return respond(
                .error(405, "method-not-allowed", "Only \(allow) here.", fields: [("Allow", allow)]))
        }
        if request.method == "POST", request.hasForeignOrigin(allowed: shard.settings.allowedOrigins) {
            return respond(.foreignOrigin)
        }
        do throws(RouteError) {
            try answer(request, route)
        } catch {
            respond(.error(error.status, error.code, error.message))
        }
    }

    private func answer(_ request: HTTPRequest, _ route: Route) throws(RouteError) {
        let board = route.boardName.flatMap { shard.settings.boardIndex($0) } ?? 0
        switch route {
        case .page, .asset: answerPage(request, route)
        case .webSocket: upgrade(request, board: board)
        case .session: openSession(request)
        case .staffSession: takeBadge(request)
        case .ownSession: putDownBadge(request)
        case .boards: askForJSON { $0.summaries() }
        case .board: askForJSON { $0.summary(board: board) }
        case .hello:
            let token = request.sessionToken
            askForJSON { $0.hello(board: board, token: token) }
        case .text: answerText(request, board: board)
        case .chat: answerChat(request, board: board)
        case .pixels: try answerPixels(request, board: board)
        case .changes: answerChanges(try ChangesQuery(request), board: board)
        case .place: place(request, board: board)
        case .undo: undo(request, board: board)
        case .pixel:
            let shape = shard.settings.boards[Int(board)].shape
            let query = try PixelQuery(request, width: shape.width, height: shape.height)
            askForJSON { $0.pixel(x: query.x, y: query.y, board: board).bytes }
        case .snapshot: try answerSnapshot(request, board: board)
        case .history: try answerHistory(request, board: board)
        case .placements: try answerPlacements(request, board: board)
        case .report: answerReport(request, board: board)
        case .reports: answerReports(request)
        case .admin(let route): try answerAdmin(request, route)
        case .metrics: answerMetrics()
        case .health: respond(.word(200, "ok"))
        case .readiness:
            let isReady = shard.settings.health.isReady
            respond(.word(isReady ? 200 : 503, isReady ? "ready" : "draining"))
        }
    }

    /// Sends an answer. Whatever came in meanwhile is read once it is out.
    func respond(_ response: Response) {
        guard machine.phase == .answering else { return }
        let closes = machine.closesAfterAnswer
        machine.answer(
            response.head(closes: closes), body: answersHead ? [] : response.body, closes: closes,
            now: shard.loop.now)
        needsFlush()
    }

    /// Answers a request that breaks the rules; the connection ends with it.
    func refuse(_ error: HTTPError) {
        answersHead = false
        respond(.error(error.status, "bad-request", "The request was refused: \(error.reason)."))
    }

    private func answerNoBoard(_ name: String) {
        respond(.error(404, "no-such-board", "There is no board of that name here."))
    }

    /// Asks the canvas for a JSON answer.
    private func askForJSON(_ question: @escaping @Sendable (isolated CanvasActor) -> [UInt8]) {
        let reference = reference
        shard.ask(question, then: { $0.respond(.json(200, $1), to: reference) })
    }
}

extension Route {
    fileprivate var isAsset: Bool { if case .asset = self { true } else { false } }

    /// What is the staff's is not there for anybody else.
    fileprivate func isHidden(from connection: Connection) -> Bool {
        switch self {
        case .admin: connection.admin == nil
        case .metrics: connection.admin == nil && !connection.shard.settings.hasPublicMetrics
        default: false
        }
    }
}

extension Response {
    static let foreignOrigin = Response.error(
        403, "foreign-origin", "A page of another site may not do this.")
    static let upgradeRequired = Response.error(
        426, "upgrade-required", "This is a WebSocket (version 13).",
        fields: [("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")])
    static let busy = Response.error(
        503, "busy", "The server is busy. Try again in a moment.", fields: [("Retry-After", "1")])
}

extension Response {
    /// The answer to a wish for a session: its token, also as a cookie.
    fileprivate static func session(_ result: Result<SessionAnswer, SessionRefusal>) -> Response {
        switch result {
        case .success(let session):
            let cookie =
                "toile_session=\(session.token); Path=/; Max-Age=\(cookieSeconds); HttpOnly; SameSite=Lax"
            return .json(200, session.bytes, fields: [("Set-Cookie", cookie)])
        case .failure(let refusal):
            let message = refusal.message
            let fields = refusal.retryAfterSeconds.map { [("Retry-After", String($0))] } ?? []
            return .error(refusal.httpStatus, message.code, message.message, fields: fields)
        }
    }

    /// A year: people are who they were.
    private static let cookieSeconds = 31_536_000
}

// MARK: - The web client

extension Connection {
    private func page(of route: Route) -> (page: WebPages.Page, isForGood: Bool)? {
        let pages = shard.settings.pages
        return switch route {
        case .page(board: nil): pages.index.map { ($0, false) }
        case .page: pages.boardIndex.map { ($0, false) }
        case .asset(let path): pages.page(path: path)
        default: nil
        }
    }

    private func answerPage(_ request: HTTPRequest, _ route: Route) {
        guard let (page, isForGood) = page(of: route) else {
            return respond(.error(404, "not-found", "This server was built without the web client."))
        }
        let isZipped = !page.zipped.isEmpty && request.acceptsGzip
        let entityTag = "\"\(page.entityTag)\(isZipped ? "-gzip" : "")\""
        var fields = [
            ("ETag", entityTag), ("Vary", "Accept-Encoding"),
            ("Cache-Control", isForGood ? "public, max-age=31536000, immutable" : "no-cache"),
            ("Toile-Version", shard.settings.pages.version),
            ("Content-Security-Policy", WebPages.policy), ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
        ]
        if request.holds(entityTag) { return respond(.empty(304, fields: fields)) }
        if isZipped { fields.append(("Content-Encoding", "gzip")) }
        respond(
            Response(
                status: 200, contentType: page.contentType, fields: fields,
                body: isZipped ? page.zipped : page.bytes))
    }
}

// MARK: - Becoming a WebSocket

extension Connection {
    /// Where a request comes from. It was read once before, or nobody would be here.
    private func address(of request: HTTPRequest) -> NetworkAddress {
        (try? shard.settings.proxies.client(of: request, peer: peer)) ?? peer
    }

    private func upgrade(_ request: HTTPRequest, board: UInt16) {
        if request.hasForeignOrigin(allowed: shard.settings.allowedOrigins) { return respond(.foreignOrigin) }
        switch ServerHandshake.read(request) {
        case .notAnUpgrade, .wrongVersion: respond(.upgradeRequired)
        case .badRequest(let reason):
            respond(.error(400, "bad-request", "The WebSocket handshake is not valid: \(reason)."))
        case .offer(let offer):
            let since = request.queryValue("since").flatMap { StateName($0) }
            let join = JoinRequest(
                token: request.sessionToken, network: network, address: address(of: request),
                agent: Agent(
                    userAgent: request.first("user-agent"),
                    acceptLanguage: request.first("accept-language")),
                attendance: attendance(board), staffUser: admin?.member?.user,
                isWatching: request.queryValue("watch") == "1")
            shard.ask(
                { $0.join(join) }, then: { $0.joined(join, $1, offer: offer, since: since) })
        }
    }
}

// MARK: - Sessions and placements

extension Connection {
    private func openSession(_ request: HTTPRequest) {
        let wanted: SessionRequest
        do throws(RequestError) {
            wanted = try SessionRequest.decode(request.body)
        } catch {
            return respond(.json(error.httpStatus, error.body.bytes))
        }
        let token = request.sessionToken
        let network = network
        let address = address(of: request)
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            canvas.openSession(token: token, name: wanted.name, from: network, at: address) { result in
                gate.perform { $0.respond(.session(result), to: reference) }
            }
        }
    }

    private func place(_ request: HTTPRequest, board: UInt16) {
        let wanted: PlaceRequest
        do throws(RequestError) {
            wanted = try PlaceRequest.decode(request.body)
        } catch {
            return respond(.json(error.httpStatus, error.body.bytes))
        }
        submit(request, x: wanted.x, y: wanted.y, colour: wanted.colour, isUndo: false, board: board)
    }

    private func undo(_ request: HTTPRequest, board: UInt16) {
        let wanted: UndoRequest
        do throws(RequestError) {
            wanted = try UndoRequest.decode(request.body)
        } catch {
            return respond(.json(error.httpStatus, error.body.bytes))
        }
        submit(request, x: wanted.x, y: wanted.y, colour: 0, isUndo: true, board: board)
    }

    private func submit(
        _ request: HTTPRequest, x: Int64, y: Int64, colour: Int64, isUndo: Bool, board: UInt16
    ) {
        let token = request.sessionToken
        let connection = reference
        let shardIndex = shard.index
        let address = address(of: request)
        shard.tell { canvas in
            // What no board has stays outside, however large it is.
            let placement = Placement(
                player: canvas.player(token: token), x: UInt16(clamping: x < 0 ? .max : x),
                y: UInt16(clamping: y < 0 ? .max : y), colour: UInt16(clamping: colour < 0 ? .max : colour))
            canvas.submit(
                placement, isUndo: isUndo, on: board, for: connection, from: shardIndex, at: address)
        }
    }

    /// The answer to a placement, or an undo, that came as a request.
    func answerPlacement(_ outcome: Outcome) {
        let verdict = outcome.verdict
        let answer = PlaceAnswer(
            status: verdict.status.rawValue, colour: verdict.colour, charges: verdict.charges,
            waitMillis: verdict.waitMillis, seq: verdict.status == .placed ? verdict.seq : nil)
        let fields = answer.retryAfterSeconds.map { [("Retry-After", String($0))] } ?? []
        respond(.json(answer.httpStatus, answer.bytes, fields: fields))
        if verdict.status == .placed {
            // The session's WebSockets, if it has any, hear of the charge it has no longer.
            let player = outcome.placement.player
            let board = outcome.board
            shard.tell { $0.tellYou(player, on: board) }
        }
    }
}
