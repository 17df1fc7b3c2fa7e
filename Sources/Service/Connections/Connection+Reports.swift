import Session
import WebSocket
import Wire

// What players report, and what became of it.

extension Connection {
    /// `POST /api/boards/NAME/report`.
    func answerReport(_ request: HTTPRequest, board: UInt16) {
        let wanted: ReportRequest
        do throws(RequestError) {
            wanted = try ReportRequest.decode(request.body)
        } catch {
            return respond(.json(error.httpStatus, error.body.bytes))
        }
        let token = request.sessionToken
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            canvas.report(wanted, by: token, on: board) { outcome in
                gate.perform { $0.respond(Response(outcome), to: reference) }
            }
        }
    }

    /// `GET /api/boards/NAME/reports`: the asker's own.
    func answerReports(_ request: HTTPRequest) {
        let token = request.sessionToken
        let reference = reference
        shard.ask(
            { $0.ownReports(of: token) },
            then: { shard, body in
                let missing = ErrorMessage.noSession
                let response =
                    body.map { Response.json(200, $0) } ?? .error(403, missing.code, missing.message)
                shard.respond(response, to: reference)
            })
    }
}

extension Response {
    fileprivate init(_ outcome: ReportOutcome) {
        switch outcome {
        case .filed(let number):
            self = .json(201, ReportAnswer(id: String(number), state: .open).bytes)
        case .already(let number, let state):
            self = .json(200, ReportAnswer(id: String(number), state: state).bytes)
        case .refused(let status, let error, let seconds):
            let fields = seconds.map { [("Retry-After", String($0))] } ?? []
            self = .error(status, error.code, error.message, fields: fields)
        }
    }
}
