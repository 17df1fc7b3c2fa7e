import Canvas
import Session
import WebSocket
import Wire

// What people say in words: over a WebSocket, or as a request.

/// What became of a text message.
enum TextOutcome: Sendable {
    /// Somebody asked who placed a pixel.
    case pixel(PixelDescription)
    /// The name is durable, and the session's connections have been told.
    case renamed(PlayerSlot)
    /// The line is durable, and everybody is shown it.
    case said
    /// Somebody is put a puzzle.
    case puzzle(PuzzleMessage)
    /// The puzzle is solved, and the session's connections have been told.
    case solved(PlayerSlot)
    case refused(ErrorMessage)
}

extension Connection {
    /// A text message came over the WebSocket. Who took another name or said something hears of it with
    /// everybody else.
    func handle(_ message: TextMessage) {
        let reference = reference
        act(on: message, of: PlayerSlot(number: machine.player), board: machine.board) { shard, outcome in
            switch outcome {
            case .pixel(let pixel): shard.sendText(PixelMessage(pixel).bytes, to: reference)
            case .refused(let error): shard.sendText(error.bytes, to: reference)
            case .puzzle(let puzzle): shard.sendText(puzzle.bytes, to: reference)
            case .renamed, .said, .solved: break
            }
        }
    }

    /// `POST /api/boards/NAME/text`: one text message by whoever does not keep a connection.
    func answerText(_ request: HTTPRequest, board: UInt16) {
        let message: TextMessage
        do throws(TextMessageError) {
            message = try TextMessage.decode(request.body)
        } catch {
            let status = error == .notAnObject ? 400 : error.answer.httpStatus
            return respond(.error(status, error.answer.code, error.answer.message))
        }
        let token = request.sessionToken
        let reference = reference
        shard.ask(
            { $0.player(token: token) },
            then: { shard, player in
                shard.connection(reference)?.act(on: message, of: player, board: board) { shard, outcome in
                    shard.connection(reference)?.answer(outcome, board: board)
                }
            })
    }

    private func answer(_ outcome: TextOutcome, board: UInt16) {
        switch outcome {
        case .pixel(let pixel): respond(.json(200, PixelMessage(pixel).bytes))
        case .said: respond(.empty(204, fields: [("Cache-Control", "no-store")]))
        case .puzzle(let puzzle): respond(.json(200, puzzle.bytes))
        case .renamed(let player), .solved(let player):
            let reference = reference
            shard.ask(
                { $0.youMessage(player, on: board) }, then: { $0.respond(.json(200, $1), to: reference) })
        case .refused(let error):
            let fields = error.retryAfterSeconds.map { [("Retry-After", String($0))] } ?? []
            respond(.error(error.httpStatus, error.code, error.message, fields: fields))
        }
    }

    /// Does what a message asks for. The reply comes once, on this shard, whenever that is.
    private func act(
        on message: TextMessage, of player: PlayerSlot, board: UInt16,
        reply: @escaping @Sendable (Shard, TextOutcome) -> Void
    ) {
        let gate = shard.settings.gates.gate(of: shard.index)
        let setting = shard.settings.boards[Int(board)]
        switch message {
        case .name where player == .none, .chat where player == .none, .puzzle where player == .none,
            .solution where player == .none:
            reply(shard, .refused(.noSession))
        case .chat where !setting.hasChat: reply(shard, .refused(.chatOff))
        case .name(let name):
            shard.tell { canvas in
                canvas.rename(player, to: name) { refusal in
                    gate.perform { reply($0, refusal.map { .refused($0.message) } ?? .renamed(player)) }
                }
            }
        case .chat(let line):
            let speaker = Speaker(player: player) { error in
                gate.perform { reply($0, error.map { .refused($0) } ?? .said) }
            }
            shard.tell { $0.say(line, by: speaker, on: board) }
        case .puzzle: shard.ask({ $0.puzzle(for: player) }, then: { reply($0, .puzzle($1)) })
        case .solution(let nonce, let answer):
            shard.ask(
                { $0.solve(nonce, by: answer, of: player) },
                then: { reply($0, $1 ? .solved(player) : .refused(.badSolution)) })
        case .pixel(let x, let y):
            guard let x = Int(exactly: x), let y = Int(exactly: y), setting.shape.contains(x: x, y: y) else {
                return reply(shard, .refused(.outside))
            }
            shard.ask({ $0.pixel(x: x, y: y, board: board) }, then: { reply($0, .pixel($1)) })
        }
    }
}

// MARK: - What was said

extension Connection {
    /// `GET /api/boards/NAME/chat`: for whoever asks again and again, and mostly in vain.
    func answerChat(_ request: HTTPRequest, board: UInt16) {
        guard shard.settings.boards[Int(board)].hasChat else {
            return respond(.error(404, ErrorMessage.chatOff.code, ErrorMessage.chatOff.message))
        }
        let reference = reference
        shard.ask(
            { $0.chat(board: board, unless: request.holds) },
            then: { shard, chat in
                let fields = [("ETag", chat.tag), ("Cache-Control", "no-cache")]
                let response =
                    chat.body.map {
                        Response(status: 200, contentType: "application/json", fields: fields, body: $0)
                    } ?? .empty(304, fields: fields)
                shard.respond(response, to: reference)
            })
    }
}

extension ErrorMessage {
    static let outside = ErrorMessage(code: "outside", message: "That is outside the board.")

    static let badSolution = ErrorMessage(
        code: "bad-solution",
        message: "That does not solve your puzzle, or it took too long. Ask for another.")

    /// The status with which a refused text message is answered.
    var httpStatus: Int {
        switch code {
        case "no-session", "banned", "muted": 403
        case "chat-off": 404
        case "too-fast": 429
        case "busy": 503
        default: 422
        }
    }

    /// When it may be tried again.
    var retryAfterSeconds: Int? {
        switch code {
        case "too-fast": 2
        case "busy": 1
        default: nil
        }
    }
}
