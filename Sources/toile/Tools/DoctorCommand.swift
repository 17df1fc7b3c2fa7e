import Ledger
import Reactor

/// `toile doctor`: looks at everything that is stored, and repairs what can be.
enum DoctorCommand {
    static var options: [Option<ToolSettings>] {
        [
            ToolSettings.data,
            Option<ToolSettings>("--repair", nil, "repair what can be; what it replaces is kept") {
                settings, _ in
                settings.isRepairWanted = true
            },
            ToolSettings.help,
        ]
    }

    static func run(_ words: [String]) throws(Failure) {
        var settings = ToolSettings()
        try Option.parse(words, options, command: "doctor", into: &settings)
        if settings.isHelpWanted { return Output.text(ToolHelp.doctor) }
        let progress = ProgressDisplay()
        let (data, inspection) = try inspect(settings.dataDirectory, progress)
        for finding in inspection.findings { Output.line("\(finding.place): \(finding.what)") }
        Output.line(
            "toile: read \(inspection.changeCount) changes, \(inspection.sessionCount) sessions and "
                + "\(inspection.snapshotCount) snapshots")
        if inspection.documentCount + inspection.auditCount > 0 {
            Output.line(
                "toile: read \(inspection.documentCount) documents and \(inspection.auditCount) lines of "
                    + "what the staff did")
        }
        let count = inspection.damages.count
        guard count > 0 else { return Output.line("toile: \(settings.dataDirectory) is in order") }
        guard settings.isRepairWanted else {
            throw Failure(
                .badConfiguration,
                "\(settings.dataDirectory) is damaged in \(count == 1 ? "one place" : "\(count) places")",
                "restore a backup, or have what can be saved repaired by 'toile doctor --repair'")
        }
        try repair(data, inspection, progress)
    }

    private static func inspect(
        _ path: String, _ progress: ProgressDisplay
    ) throws(Failure) -> (DataDirectory, Inspection) {
        defer { progress.end() }
        do throws(StorageError) {
            let data = try DataDirectory(existing: path)
            let inspection = try data.inspect {
                progress.show($0)
                return true
            }
            return (data, inspection ?? Inspection())
        } catch {
            throw Failure(error)
        }
    }

    private static func repair(
        _ data: DataDirectory, _ inspection: Inspection, _ progress: ProgressDisplay
    ) throws(Failure) {
        defer { progress.end() }
        do throws(StorageError) {
            let report = try data.repair(
                inspection, .ofTools(), asideName: RestoreCommand.asideName("repair")
            ) {
                progress.show($0)
                return true
            }
            progress.end()
            for action in report.actions { Output.line("repaired: \(action)") }
            Output.line("toile: \(data.path) can be served; what it was before is in \(report.asidePath)")
        } catch {
            throw Failure(error)
        }
    }
}
