import Ledger
import Reactor
import Service

/// What a server keeps, opened before a port is bound: whoever can reach the server finds everything that was
/// there before.
struct Storage {
    let keeping: Keeping
    /// Where it is on a disk.
    let disk: DiskLedger?
    /// There was nothing in it before.
    var isNew = false

    /// The storage, and what was in it. That is whole boards: nobody should hold on to it, or the server
    /// would have to copy them with the first change.
    static func open(
        _ settings: ServeCommand.Settings
    ) throws(Failure) -> (storage: Storage, opening: Opening) {
        guard let durability = settings.durability else {
            Output.log("everything is kept in memory alone, and ends with this process")
            return (
                Storage(keeping: Keeping(ledger: MemoryLedger()), disk: nil),
                try opening(settings.serve, Recovered())
            )
        }
        return try open(settings, durability)
    }

    /// Writes what waits, and lets the data directory go.
    func close() {
        disk?.close()
    }

    private static func open(
        _ settings: ServeCommand.Settings, _ durability: Durability
    ) throws(Failure) -> (Storage, Opening) {
        let watch = StorageWatch()
        let placements = PlacementWatch()
        let (ledger, recovered) = try openLedger(settings.dataDirectory, durability, watch, placements)
        for warning in recovered.warnings { Output.log(warning) }
        do throws(Failure) {
            let opening = try opening(settings.serve, recovered)
            if !opening.entries.isEmpty, case .failure = ledger.commitAndWait(LedgerGroup(opening.entries)) {
                throw Failure(ledger.firstRefusal(after: watch.current))
            }
            let keeping = Keeping(disk: ledger, placements: placements, watch: watch)
            return (Storage(keeping: keeping, disk: ledger, isNew: recovered.boards.isEmpty), opening)
        } catch {
            ledger.close()
            throw error
        }
    }

    private static func openLedger(
        _ path: String, _ durability: Durability, _ watch: StorageWatch, _ placements: PlacementWatch
    ) throws(Failure) -> (DiskLedger, Recovered) {
        var options = DiskLedger.Options(nowMillis: WallClock.nowMillis(), newEpoch: Opening.newEpoch)
        options.newSecret = Opening.newSecret
        options.documentsNamed = Opening.documentsNamed
        options.durability = durability
        options.observe = { placements.tell($0) }
        options.wallOffsetMillis = { WallClock.nowMillis() - BootClock.nowMillis() }
        let progress = ProgressLine()
        do throws(StorageError) {
            let directory = try DataDirectory(path)
            options.reserveBytes = directory.sensibleReserveBytes
            return try DiskLedger.open(
                in: directory, options, progress: { progress.show($0) },
                stateChanged: { state in
                    log(state)
                    watch.tell(state)
                }, told: { Output.log($0) })
        } catch {
            throw Failure(error)
        }
    }

    private static func opening(
        _ options: ServeOptions, _ recovered: Recovered
    ) throws(Failure) -> Opening {
        do throws(OpeningError) {
            return try Opening(options, recovered, nowMillis: WallClock.nowMillis())
        } catch {
            throw Failure(.badConfiguration, error.what, error.remedy)
        }
    }

    private static func log(_ state: LedgerState) {
        switch state {
        case .ready: Output.log("storage: there is room again; placements are taken")
        case .full(let text): Output.log("storage: no room, so no placement is taken until there is: \(text)")
        case .failed(let text): Output.log("storage: failed, no placement is taken any more: \(text)")
        }
    }
}

/// Says now and then how far the reading of a long log has come.
private final class ProgressLine {
    private static let everyMillis: Int64 = 1000
    private var nextAt = MonotonicClock.nowMillis() + ProgressLine.everyMillis

    func show(_ progress: RecoveryProgress) {
        let now = MonotonicClock.nowMillis()
        guard now >= nextAt, progress.changesInAll > 0 else { return }
        nextAt = now + Self.everyMillis
        let percent = progress.changesRead * 100 / progress.changesInAll
        Output.log(
            "reading \(progress.board): \(percent) % of \(progress.changesInAll) changes")
    }
}

extension Failure {
    /// What is wrong with the storage, and the exit code that says so.
    init(_ error: StorageError) {
        self.init(ExitCode(error.kind), error.what, error.remedy)
    }
}

extension ExitCode {
    init(_ kind: StorageError.Kind) {
        self =
            switch kind {
            case .inUse: .inUse
            case .newerFormat, .unusable, .damaged: .badConfiguration
            case .full, .failed: .storageFailed
            }
    }
}
