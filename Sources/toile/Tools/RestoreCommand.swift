import Ledger
import Reactor
import Service
import Session

/// `toile restore`: goes back to a backup.
enum RestoreCommand {
    static var options: [Option<ToolSettings>] { [ToolSettings.data, ToolSettings.help] }

    static func run(_ words: [String]) throws(Failure) {
        let words = Words(words, options)
        var settings = ToolSettings()
        try Option.parse(words.options, options, command: "restore", into: &settings)
        if settings.isHelpWanted { return Output.text(ToolHelp.restore) }
        let backup = try words.only("folder", of: "restore")
        let progress = ProgressDisplay()
        let report: RestoreReport
        do throws(StorageError) {
            report = try DataDirectory(settings.dataDirectory).restore(
                from: backup, .ofTools(), asideName: asideName("restore")
            ) {
                progress.show($0)
                return true
            }
        } catch {
            progress.end()
            throw Failure(error)
        }
        progress.end()
        for warning in report.warnings { Output.log(warning) }
        for (board, source) in zip(report.boards, report.restoredFrom) {
            Output.line("\(board.name): \(source.epoch).\(source.seq) goes on as \(board.epoch).\(board.seq)")
        }
        if let aside = report.asidePath { Output.line("toile: what was there before is in \(aside)") }
        Output.line(
            "toile: restored into \(settings.dataDirectory) as it was at "
                + Moment.text(ofMillis: report.takenAtMillis))
    }

    /// A folder that nobody else has, and that says when and why.
    static func asideName(_ why: String) -> String {
        let time = Moment.text(ofMillis: WallClock.nowMillis()).filter { $0 != ":" && $0 != "-" && $0 != "." }
        return "before-\(why)-\(time)"
    }
}

extension DiskLedger.Options {
    /// What tools begin new pasts and sessions with.
    static func ofTools() -> DiskLedger.Options {
        var options = DiskLedger.Options(nowMillis: WallClock.nowMillis(), newEpoch: Opening.newEpoch)
        options.newSecret = Opening.newSecret
        return options
    }
}
