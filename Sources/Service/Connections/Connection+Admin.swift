import Moderation
import Reactor
import Session
import WebSocket
import Wire

// What only the operator and the staff may ask for. Who it is, the kernel and the system's users tell.

extension Connection {
    /// Finds out who is at the other end, and goes on with their first request.
    func identify(for request: HTTPRequest) {
        guard let number = admin?.userNumber, let staff = shard.settings.staff else {
            return respond(.strangers)
        }
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        staff.member(number, now: shard.loop.now) { member in
            gate.perform { $0.connection(reference)?.identified(member, request) }
        }
    }

    private func identified(_ member: StaffMember?, _ request: HTTPRequest) {
        guard machine.phase == .answering else { return }
        guard let member else { return respond(.strangers) }
        admin?.member = member
        answer(request)
    }

    func answerAdmin(_ request: HTTPRequest, _ route: AdminRoute) throws(RouteError) {
        guard let member = admin?.member else { return respond(.strangers) }
        switch route {
        case .backup:
            guard member.role == .admin else {
                throw RouteError(
                    status: 403, code: AdminRefusal.notAllowed.rawValue, message: "Backups are for admins.")
            }
            try answerBackup(request)
        case .console: openConsole(request, of: member)
        case .desk: answerDesk(request, member)
        }
    }

    /// Hands a question or an act to the desk on the canvas.
    private func answerDesk(_ request: HTTPRequest, _ member: StaffMember) {
        var body = JSONValue.null
        if !request.body.isEmpty {
            guard let json = try? JSONValue.parse(request.body) else {
                return respond(.error(400, "bad-request", "The body is no JSON."))
            }
            body = json
        }
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        switch AdminRequest.read(request, body: body, staff: member) {
        case .failure(let error):
            respond(Response(AdminReply(error.code, error.message)))
        case .success(let asked):
            shard.tell { canvas in
                canvas.answer(asked) { reply in
                    gate.perform { $0.respond(Response(reply), to: reference) }
                }
            }
        }
    }

    private func answerBackup(_ request: HTTPRequest) throws(RouteError) {
        guard let backups = shard.settings.backups else {
            throw RouteError(
                status: 409, code: "nothing-kept",
                message: "This server keeps everything in memory: there is nothing to back up.")
        }
        guard request.method == "POST" else { return respond(.json(200, backups.status.bytes)) }
        let wanted: BackupRequest
        do throws(RequestError) {
            wanted = try BackupRequest.decode(request.body)
        } catch {
            return respond(.json(error.httpStatus, error.body.bytes))
        }
        guard backups.begin(to: wanted.directory) else {
            throw RouteError(
                status: 409, code: "backup-running", message: "A backup is being made already. Wait for it.")
        }
        respond(.json(202, backups.status.bytes))
    }
}

extension Response {
    fileprivate init(_ reply: AdminReply) {
        self = .json(reply.status, reply.body)
    }

    /// Whoever is in no list.
    fileprivate static let strangers = Response.error(
        403, AdminRefusal.notAllowed.rawValue,
        "You are not of this server's staff: --readers, --moderators and --admins say who is.")
}

// MARK: - Numbers

extension Connection {
    /// `GET /metrics`.
    func answerMetrics() {
        let reference = reference
        let gate = shard.settings.gates.gate(of: shard.index)
        shard.tell { canvas in
            canvas.metrics { text in
                let response = Response(
                    status: 200, contentType: MetricsText.contentType,
                    fields: [("Cache-Control", "no-store")],
                    body: Array(text.utf8))
                gate.perform { $0.respond(response, to: reference) }
            }
        }
    }
}
