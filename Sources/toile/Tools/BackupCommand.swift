import Canvas
import Glibc
import Ledger
import Reactor
import Session
import Wire

/// `toile backup`: has the server make a backup of its data, or makes one where no server is running.
enum BackupCommand {
    static var options: [Option<ToolSettings>] { [ToolSettings.data, ToolSettings.help] }

    static func run(_ words: [String]) throws(Failure) {
        let words = Words(words, options)
        var settings = ToolSettings()
        try Option.parse(words.options, options, command: "backup", into: &settings)
        if settings.isHelpWanted { return Output.text(ToolHelp.backup) }
        let directory = try words.only("folder", of: "backup")
        let progress = ProgressDisplay()
        let status = try make(in: settings.dataDirectory, to: directory, progress)
        progress.end()
        for warning in status.warnings { Output.log(warning) }
        for board in status.boards {
            Output.line("\(board.name): \(board.epoch).\(board.seq), digest \(board.digest)")
        }
        Output.line(
            "toile: backup in \(directory), proved: \(status.changeCount) changes, "
                + "\(status.sessionCount) sessions")
    }

    /// Makes a backup, whoever has the data.
    static func make(
        in dataDirectory: String, to directory: String, _ progress: ProgressDisplay
    ) throws(Failure) -> BackupStatus {
        if let server = try AdminClient(data: dataDirectory) {
            return try ask(server, to: try absolute(directory), progress)
        }
        do throws(StorageError) {
            let data = try DataDirectory(existing: dataDirectory)
            let report = try data.backUp(to: directory, atMillis: WallClock.nowMillis()) {
                progress.show($0)
                return true
            }
            return BackupStatus(report, directory)
        } catch {
            throw Failure(error)
        }
    }

    private static func ask(
        _ server: AdminClient, to directory: String, _ progress: ProgressDisplay
    ) throws(Failure) -> BackupStatus {
        let begun = try server.ask(
            "POST", "/admin/backup", body: BackupRequest(directory: directory).bytes)
        guard begun.status == 202 else {
            throw Failure(.inUse, "the server makes no backup: \(begun.message)", "try again in a while")
        }
        while true {
            let answer = try server.ask("GET", "/admin/backup")
            guard let status = try? BackupStatus.decode(answer.body), status.directory == directory else {
                throw Failure(
                    .storageFailed, "nobody knows what became of the backup: \(answer.message)",
                    "give another folder and try again")
            }
            switch status.state {
            case .done: return status
            case .failed, .none:
                let kind = status.kind.flatMap { StorageError.Kind(rawValue: $0) } ?? .failed
                throw Failure(
                    ExitCode(kind), "the backup failed: \(status.error ?? "it is gone")",
                    status.remedy ?? "try again")
            case .running:
                progress.show(status.step, status.done, of: status.inAll)
                usleep(100_000)
            }
        }
    }

    /// The server has a folder of its own, from which it would look.
    private static func absolute(_ path: String) throws(Failure) -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { throw .file("find", ".", errno) }
        defer { free(folder) }
        return String(cString: folder) + "/" + path
    }
}

extension BackupStatus {
    init(_ report: BackupReport, _ directory: String) {
        self.init(state: .done, directory: directory)
        changeCount = report.changeCount
        sessionCount = report.sessionCount
        warnings = report.warnings
        boards = report.boards.map { board in
            BackupBoard(
                name: board.name.text, epoch: board.epoch, seq: board.seq, digest: board.digest.value)
        }
    }
}
