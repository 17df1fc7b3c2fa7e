import Session
import WebSocket
import Wire

// What only the operator may ask for. Who it is, the admin socket has made sure of.

extension Connection {
    func answerAdmin(_ request: HTTPRequest, _ route: AdminRoute) throws(RouteError) {
        switch route {
        case .backup: try answerBackup(request)
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
