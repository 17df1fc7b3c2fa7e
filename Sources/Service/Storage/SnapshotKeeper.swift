import Canvas
public import Ledger
import Reactor
import Session

/// Where images of boards are kept: the ledger on disk.
public protocol SnapshotTaker: Sendable {
    /// Bytes that may still be written there; nil if nobody knows.
    var freeBytes: Int64? { get }

    /// Writes an image, which takes a while; how many bytes it has.
    func save(_ image: BoardImage) throws(StorageError) -> Int
}

extension DiskLedger: SnapshotTaker {}

/// Has an image of each board kept from time to time: after a minute in which something changed, or after a
/// million changes. Written on a thread of its own from copies, one at a time.
final class SnapshotKeeper {
    private static let checkMillis: Int64 = 1000

    private let loop: EventLoop
    private let canvas: CanvasActor
    private let store: any SnapshotTaker
    private let worker: WorkerThread
    private let log: @Sendable (String) -> Void
    /// By board: the state of the newest image, and when that was asked for.
    private var taken: [(seq: UInt64, at: Int64)]
    private var isTaking = false
    /// Boards that somebody wants an image of now.
    private var wanted: Set<Int> = []

    init(
        loop: EventLoop, canvas: CanvasActor, openedSeqs: [UInt64], store: any SnapshotTaker,
        log: @escaping @Sendable (String) -> Void
    ) throws(SystemError) {
        self.loop = loop
        self.canvas = canvas
        self.store = store
        self.log = log
        worker = try WorkerThread(name: "snapshots", waitingMax: 1)
        let now = loop.now
        taken = openedSeqs.map { ($0, now) }
        scheduleCheck()
    }

    /// Takes no more. One that is being written does not hold up the end: the log has everything, and the
    /// next start removes what is half written.
    func stop() {
        worker.stop()
    }

    /// Has an image of a board kept as soon as no other one is being written.
    func takeSoon(_ board: UInt16) {
        if isTaking {
            wanted.insert(Int(board))
        } else {
            take(Int(board))
        }
    }

    private func scheduleCheck() {
        _ = loop.schedule(at: loop.now + Self.checkMillis) { [unowned self] in
            if !isTaking, let due = wanted.popFirst() ?? dueBoard() { take(due) }
            scheduleCheck()
        }
    }

    /// The board whose image is older than it may be.
    private func dueBoard() -> Int? {
        let seqs = canvas.assumeIsolated { $0.boards.map { $0.board.shown.seq } }
        return seqs.indices.first { index in
            let changes = seqs[index] - taken[index].seq
            let isOld = loop.now - taken[index].at >= Limits.snapshotEveryMillis
            return changes >= Limits.snapshotChangesMax || changes > 0 && isOld
        }
    }

    private func take(_ index: Int) {
        let image = canvas.assumeIsolated { canvas in
            let hosted = canvas.boards[index]
            return BoardImage(of: hosted.board, named: hosted.name, at: hosted.changedAtMillis)
        }
        taken[index] = (image.seq, loop.now)
        isTaking = true
        // Safe because the keeper is only carried: it is touched on its own loop.
        nonisolated(unsafe) let keeper = self
        let isTaken = worker.post { [store, loop, log, canvas] in
            do throws(StorageError) {
                let begunAt = MonotonicClock.nowMillis()
                let byteCount = try store.save(image)
                let tookMillis = MonotonicClock.nowMillis() - begunAt
                loop.post {
                    canvas.assumeIsolated { canvas in
                        canvas.numbers.note(
                            SnapshotFigures(at: loop.now, byteCount: byteCount, tookMillis: tookMillis))
                    }
                }
            } catch {
                // The log holds everything: an image that is missing costs time when the server starts.
                log("a snapshot of \(image.board) could not be kept: \(error)")
            }
            loop.post { keeper.isTaking = false }
        }
        if !isTaken { isTaking = false }
    }
}
