import Canvas
import Moderation
import Session
import WebSocket
import Wire

// Drawing as staff, and as oneself again.

extension Connection {
    /// `POST /api/session/staff`.
    func takeBadge(_ request: HTTPRequest) {
        let wanted: BadgeRequest
        do throws(RequestError) {
            wanted = try BadgeRequest.decode(request.body)
        } catch {
            return respond(.json(error.httpStatus, error.body.bytes))
        }
        let token = request.sessionToken
        let network = network
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            canvas.takeBadge(wanted.code, token: token, from: network) { result in
                gate.perform { $0.respond(.badge(result), to: reference) }
            }
        }
    }

    /// `POST /api/session/own`.
    func putDownBadge(_ request: HTTPRequest) {
        let token = request.sessionToken
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            canvas.putDownBadge(token: token) { refusal in
                let response =
                    refusal.map { Response($0) } ?? .empty(204, fields: [("Cache-Control", "no-store")])
                gate.perform { $0.respond(response, to: reference) }
            }
        }
    }

    /// The session plays as somebody else from now on, and is told so.
    func play(as player: PlayerSlot, told message: [UInt8]) {
        guard machine.isOpen else { return }
        machine.play(as: player.number)
        sendText(message)
    }
}

extension Response {
    fileprivate static func badge(_ result: Result<BadgeAnswer, BadgeRefusal>) -> Response {
        switch result {
        case .success(let answer): .json(200, answer.bytes)
        case .failure(let refusal): Response(refusal)
        }
    }

    fileprivate init(_ refusal: BadgeRefusal) {
        switch refusal {
        case .badCode:
            self = .error(
                403, "bad-code",
                "That link is not good: it was used, is older than 30 minutes, or is not whole. Ask for "
                    + "another with 'toile ctl badge'.")
        case .tooFast:
            let seconds = String(Limits.badgeGuessMillis / 1_000)
            self = .error(
                429, "too-fast", "Too many links that are not good from your address. Try again in a minute.",
                fields: [("Retry-After", seconds)])
        case .noSession:
            self = .error(403, ErrorMessage.noSession.code, ErrorMessage.noSession.message)
        case .refused(let error): self = .error(error.code.httpStatus, error.code.rawValue, error.message)
        case .busy:
            self = .error(
                503, "busy", "It could not be made durable, so nothing was done. Try again in a moment.",
                fields: [("Retry-After", "1")])
        }
    }
}
