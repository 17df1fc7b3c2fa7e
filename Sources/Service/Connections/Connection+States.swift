import Canvas
import Session
import WebSocket
import Wire

// States of a board over HTTP: its pixels, its changes, its picture.

extension Connection {
    func answerPixels(_ request: HTTPRequest, board: UInt16) {
        let named = request.queryValue("state")
        let state = named.flatMap { StateName($0) }
        if named != nil, state == nil { return respond(.stateGone) }
        let isZipped = request.acceptsGzip
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            guard let pixels = canvas.pixels(board: board, state: state) else {
                return gate.perform { $0.respond(.stateGone, to: reference) }
            }
            let entityTag = "\"\(pixels.state)\(isZipped ? "-gzip" : "")\""
            let fields = pixels.fields(entityTag: entityTag, isNamed: state != nil)
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

    func answerSnapshot(_ request: HTTPRequest, board: UInt16) throws(RouteError) {
        let shape = shard.settings.boards[Int(board)].shape
        let query = try SnapshotQuery(request, width: shape.width, height: shape.height)
        let moment = try request.queryValue("at").map { text throws(RouteError) in try Moment(text) }
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            let pixels: PixelState
            switch canvas.pixels(board: board, at: moment) {
            case .success(let found): pixels = found
            case .failure(let error):
                return gate.perform {
                    $0.respond(.error(error.status, error.code, error.message), to: reference)
                }
            }
            let entityTag =
                "\"\(pixels.state)-\(query.x)-\(query.y)-\(query.width)-\(query.height)-\(query.scale)\""
            let fields = [
                ("ETag", entityTag), ("Toile-State", pixels.state.description),
                ("Cache-Control", "no-cache"),
            ]
            if request.holds(entityTag) {
                return gate.perform { $0.respond(.empty(304, fields: fields), to: reference) }
            }
            canvas.encode(pixels, as: .picture(query), board: board) { bytes in
                let response = bytes.map {
                    Response(status: 200, contentType: "image/png", fields: fields, body: $0)
                }
                gate.perform { $0.respond(response ?? .busy, to: reference) }
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
    fileprivate func fields(entityTag: String, isNamed: Bool) -> [(String, String)] {
        [
            ("ETag", entityTag), ("Toile-State", state.description), ("Toile-Digest", String(digest)),
            ("Vary", "Accept-Encoding"),
            ("Cache-Control", isNamed ? "max-age=31536000, immutable" : "no-cache"),
        ]
    }
}

extension Response {
    fileprivate static let stateGone = Response.error(
        404, "state-gone", "That state is not kept. Ask for the newest one.")

    fileprivate static func pixels(_ bytes: [UInt8], fields: [(String, String)]) -> Response {
        Response(status: 200, contentType: "application/octet-stream", fields: fields, body: bytes)
    }
}
