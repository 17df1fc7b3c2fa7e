import Canvas
import Session
import WebSocket
import Wire

// States of a board over HTTP: its pixels, its changes, its picture.

extension Connection {
    func answerPixels(_ request: HTTPRequest, board: UInt16) throws(RouteError) {
        let query = try PixelsQuery(request)
        if query == .state(nil) { return respond(.stateGone) }
        let isZipped = request.acceptsGzip
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            canvas.findPixels(board: board, at: query.moment) { canvas, found in
                let pixels: PixelState
                switch found {
                case .success(let held): pixels = held
                case .failure(let error):
                    return gate.perform { $0.respond(.noPixels(query, error), to: reference) }
                }
                let entityTag = "\"\(pixels.state)\(isZipped ? "-gzip" : "")\""
                let fields = pixels.fields(entityTag: entityTag, isForGood: query.isForGood)
                if request.holds(entityTag) {
                    return gate.perform { $0.respond(.empty(304, fields: fields), to: reference) }
                }
                guard isZipped else {
                    return gate.perform { $0.respond(.pixels(pixels.colours, fields: fields), to: reference) }
                }
                canvas.encode(pixels, as: .gzip, board: board) { bytes in
                    let response = bytes.map {
                        Response.pixels($0, fields: fields + [("Content-Encoding", "gzip")])
                    }
                    gate.perform { $0.respond(response ?? .busy, to: reference) }
                }
            }
        }
    }

    func answerSnapshot(_ request: HTTPRequest, board: UInt16) throws(RouteError) {
        let shape = shard.settings.boards[Int(board)].shape
        let query = try SnapshotQuery(request, width: shape.width, height: shape.height)
        let moment = try request.queryValue("at").map { text throws(RouteError) in try Moment(text) }
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            // A picture that was made before saves going back to that state once more.
            if case .state(let state) = moment,
                let bytes = canvas.pictures.bytes(
                    of: EncodingKey(board: board, state: state, form: .picture(query)))
            {
                let response = Response.picture(bytes, of: state, query, to: request)
                return gate.perform { $0.respond(response, to: reference) }
            }
            canvas.findPixels(board: board, at: moment) { canvas, found in
                switch found {
                case .failure(let error): gate.perform { $0.respond(.error(error), to: reference) }
                case .success(let pixels):
                    if request.holds(query.entityTag(of: pixels.state)) {
                        let response = Response.picture([], of: pixels.state, query, to: request)
                        return gate.perform { $0.respond(response, to: reference) }
                    }
                    canvas.encode(pixels, as: .picture(query), board: board) { bytes in
                        let response = bytes.map {
                            Response.picture($0, of: pixels.state, query, to: request)
                        }
                        gate.perform { $0.respond(response ?? .busy, to: reference) }
                    }
                }
            }
        }
    }

    func answerHistory(_ request: HTTPRequest, board: UInt16) throws(RouteError) {
        let shape = shard.settings.boards[Int(board)].shape
        let query = try PixelQuery(request, width: shape.width, height: shape.height)
        let page = try PageQuery(request)
        let reply = replyWithJSON
        shard.tell { $0.history(of: query, page, board: board, reply: reply) }
    }

    func answerPlacements(_ request: HTTPRequest, board: UInt16) throws(RouteError) {
        let query = try PlacementsQuery(request)
        let reply = replyWithJSON
        shard.tell { $0.placements(query, board: board, reply: reply) }
    }

    /// What an answer of JSON that comes later, from anywhere, is handed to.
    private var replyWithJSON: @Sendable (Result<[UInt8], RouteError>) -> Void {
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        return { result in
            gate.perform { shard in
                switch result {
                case .success(let body): shard.respond(.json(200, body), to: reference)
                case .failure(let error): shard.respond(.error(error), to: reference)
                }
            }
        }
    }

    func answerChanges(_ query: ChangesQuery, board: UInt16) {
        let reference = reference
        let network = network
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.ask(
            { canvas in
                canvas.poll(
                    PollRequest(
                        board: board, since: query.since, waitMillis: query.waitMillis, network: network
                    ) {
                        answer in gate.perform { $0.answerPoll(answer, to: reference) }
                    })
            },
            then: { shard, outcome in
                switch outcome {
                case .answered: break
                case .waiting(let number): shard.waits(reference, number: number, board: board)
                case .tooMany:
                    let message = "Too many connections from your address. Close one."
                    shard.respond(
                        .error(429, "too-many", message, fields: [("Retry-After", "1")]), to: reference)
                }
            })
    }

    /// The wait is over.
    func answerPoll(_ answer: PollAnswer) {
        poll = nil
        switch answer {
        case .changes(let body):
            let fields = [("Toile-State", body.state.description), ("Cache-Control", "no-store")]
            respond(
                Response(
                    status: 200, contentType: "application/octet-stream", fields: fields, body: body.bytes))
        case .nothing(let state):
            respond(
                .empty(204, fields: [("Toile-State", state.description), ("Cache-Control", "no-store")]))
        }
    }

    /// The peer is gone: nobody waits any more.
    func abandon(_ poll: (board: UInt16, number: UInt64)) {
        self.poll = nil
        shard.tell { $0.abandonPoll(poll.number, on: poll.board) }
    }
}

extension PixelState {
    fileprivate func fields(entityTag: String, isForGood: Bool) -> [(String, String)] {
        [
            ("ETag", entityTag), ("Toile-State", state.description), ("Toile-Digest", String(digest)),
            ("Vary", "Accept-Encoding"),
            ("Cache-Control", isForGood ? "max-age=31536000, immutable" : "no-cache"),
        ] + (changedAtMillis.map { [("Toile-Time", String($0))] } ?? [])
    }
}

extension SnapshotQuery {
    fileprivate func entityTag(of state: StateName) -> String {
        "\"\(state)-\(x)-\(y)-\(width)-\(height)-\(scale)\""
    }
}

extension Response {
    /// A picture of a state, for whoever does not hold it yet.
    fileprivate static func picture(
        _ bytes: [UInt8], of state: StateName, _ query: SnapshotQuery, to request: HTTPRequest
    ) -> Response {
        let entityTag = query.entityTag(of: state)
        let fields = [
            ("ETag", entityTag), ("Toile-State", state.description), ("Cache-Control", "no-cache"),
        ]
        if request.holds(entityTag) { return .empty(304, fields: fields) }
        return Response(status: 200, contentType: "image/png", fields: fields, body: bytes)
    }

    /// Why there are none, in the words of the question: a state is there or gone.
    fileprivate static func noPixels(_ query: PixelsQuery, _ error: RouteError) -> Response {
        if case .state = query, error.status != 503 { return .stateGone }
        return .error(error)
    }

    fileprivate static let stateGone = Response.error(
        404, "state-gone", "That state is not kept. Ask for the newest one.")

    fileprivate static func pixels(_ bytes: [UInt8], fields: [(String, String)]) -> Response {
        Response(status: 200, contentType: "application/octet-stream", fields: fields, body: bytes)
    }
}
