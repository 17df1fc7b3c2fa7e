internal import Canvas

/// Hands durable changes to somebody who watches, on a thread of its own: the ledger's thread pays for a lock
/// that nobody holds for long. Whoever watches too slowly misses some, which is counted.
///
/// `@unchecked Sendable` is safe because everything is under the monitor.
final class PlacementTap: @unchecked Sendable {
    /// So many changes wait at most, in so many groups: a second of a board in a storm. What is watched are
    /// people who place faster than people do, and those show before so much is missed.
    static let changeCountMax = 1 << 16
    static let groupCountMax = 1 << 12

    private let observe: @Sendable (LedgerPlacements) -> Void
    private let monitor = Monitor()
    // Under the monitor.
    private var waiting: [LedgerPlacements] = []
    private var changeCount = 0
    private var isStopping = false
    private var isEnded = true
    private var missedCount: UInt64 = 0

    init(_ observe: @escaping @Sendable (LedgerPlacements) -> Void) {
        self.observe = observe
    }

    /// Groups that were dropped.
    var missedGroupCount: UInt64 { monitor.locked { missedCount } }

    func start() throws(StorageError) {
        isEnded = false
        do throws(StorageError) {
            try BackgroundThread.start(
                named: "toile-observer", niceness: BackgroundThread.patientNiceness
            ) { self.run() }
        } catch {
            isEnded = true
            throw error
        }
    }

    /// A group has become durable. On the ledger's thread.
    func note(_ group: LedgerGroup) {
        for placements in group.placements {
            let count = placements.changes.changes.count
            monitor.locked {
                // A single group, however large, is always taken.
                let hasRoom =
                    waiting.isEmpty
                    || waiting.count < Self.groupCountMax && changeCount + count <= Self.changeCountMax
                guard hasRoom else { return missedCount += 1 }
                waiting.append(placements)
                changeCount += count
                if waiting.count == 1 { monitor.wake() }
            }
        }
    }

    /// Ends the thread, and waits for that. What waits is not shown any more.
    func stop() {
        monitor.locked {
            isStopping = true
            monitor.wake()
            while !isEnded { monitor.wait() }
        }
    }

    private func run() {
        while let groups = takeAll() {
            for group in groups {
                if monitor.locked({ isStopping }) { break }
                observe(group)
            }
        }
        monitor.locked {
            isEnded = true
            monitor.wake()
        }
    }

    /// Waits for something to show; nil when it is over.
    private func takeAll() -> [LedgerPlacements]? {
        monitor.locked {
            while waiting.isEmpty, !isStopping { monitor.wait() }
            if isStopping { return nil }
            defer { waiting = [] }
            changeCount = 0
            return waiting
        }
    }
}
