import Canvas
public import Ledger
import Reactor
import Wire

/// Whoever makes backups while it is being written to: the ledger on disk.
public protocol BackupTaker: Sendable {
    /// Makes a backup and proves it, which takes a while.
    func backUp(
        to path: String, atMillis: Int64, watch: @escaping WorkWatch
    ) throws(StorageError) -> BackupReport
}

extension DiskLedger: BackupTaker {}

/// Has backups made, one at a time, on a thread of its own, and knows how far it is.
///
/// `@unchecked Sendable` is safe because what several threads touch is under the lock.
final class BackupDesk: @unchecked Sendable {
    private let taker: any BackupTaker
    private let worker: WorkerThread
    private let log: @Sendable (String) -> Void
    private let lock = Lock()
    // Under the lock.
    private var current = BackupStatus()
    private var doneAt: Int64?
    private var isEnding = false

    init(_ taker: any BackupTaker, log: @escaping @Sendable (String) -> Void) throws(SystemError) {
        self.taker = taker
        self.log = log
        worker = try WorkerThread(name: "backup", waitingMax: 1)
    }

    /// How the newest backup stands.
    var status: BackupStatus { lock.withLock { current } }

    /// When the newest one was done, in milliseconds since 1970; nil: none since the start.
    var doneAtMillis: Int64? { lock.withLock { doneAt } }

    /// Begins a backup; false if one is being made.
    func begin(to directory: String) -> Bool {
        let isFree = lock.withLock {
            guard current.state != .running, !isEnding else { return false }
            current = BackupStatus(state: .running, directory: directory)
            return true
        }
        guard isFree else { return false }
        if !worker.post({ [self] in make(directory) }) {
            finish { $0.fail("failed", "it could not be begun", "try again") }
        }
        return true
    }

    /// Ends what is being done, and waits for that: the data is about to be let go.
    func close() {
        lock.withLock { isEnding = true }
        worker.stop()
        worker.join()
    }

    private func make(_ directory: String) {
        log("backup to \(directory): begun")
        do throws(StorageError) {
            let report = try taker.backUp(to: directory, atMillis: WallClock.nowMillis()) { [self] progress in
                lock.withLock {
                    current.step = progress.what
                    current.done = progress.done
                    current.inAll = progress.inAll
                    return !isEnding
                }
            }
            finish { status in
                status.state = .done
                status.changeCount = report.changeCount
                status.sessionCount = report.sessionCount
                status.warnings = report.warnings
                status.boards = report.boards.map { board in
                    BackupBoard(
                        name: board.name.text, epoch: board.epoch, seq: board.seq, digest: board.digest.value)
                }
            }
            lock.withLock { doneAt = WallClock.nowMillis() }
            log("backup to \(directory): done, and proved")
        } catch {
            finish { $0.fail(error.kind.rawValue, error.what, error.remedy) }
            log("backup to \(directory) failed: \(error)")
        }
    }

    private func finish(_ change: (inout BackupStatus) -> Void) {
        lock.withLock { change(&current) }
    }
}

extension BackupStatus {
    fileprivate mutating func fail(_ kind: String, _ what: String, _ remedy: String) {
        state = .failed
        self.kind = kind
        error = what
        self.remedy = remedy
    }
}
