public import Ledger

/// What the ledger on disk counts of itself.
public protocol LedgerMeter: Sendable {
    /// How long its groups took to become durable.
    var syncTimes: SyncTimes { get }
    /// How large its log is; nil if nobody knows.
    var logByteCount: Int64? { get }
    /// Bytes that may still be written to its disk; nil if nobody knows.
    var freeBytes: Int64? { get }
}

extension DiskLedger: LedgerMeter {}

/// Everything that is known of what is kept, for the server's numbers.
struct StorageMeter: Sendable {
    let ledger: any LedgerMeter
    let backups: BackupDesk?

    var syncTimes: SyncTimes { ledger.syncTimes }
    var logByteCount: Int64? { ledger.logByteCount }
    var freeBytes: Int64? { ledger.freeBytes }
    /// When the newest backup was done, in milliseconds since 1970; nil: none since the start.
    var backedUpAtMillis: Int64? { backups?.doneAtMillis }
}

extension DurationHistogram {
    /// The ledger's buckets double as these do, and begin below them.
    init(_ times: SyncTimes) {
        self.init()
        for (bits, count) in times.counts.enumerated() where count > 0 {
            add(count: count, upTo: 1 << UInt64(bits))
        }
        setSum(times.sumMicros)
    }
}
