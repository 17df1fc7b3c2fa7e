public import Ledger

/// What a server keeps things with.
public struct Keeping: Sendable {
    /// Makes everything durable that anybody is told of.
    public let ledger: any Ledger
    /// Answers what was; nil where nobody remembers.
    public let past: (any Past)?
    /// Where images of boards go; nil where there is no disk.
    public let snapshots: (any SnapshotTaker)?
    /// Makes backups; nil where there is nothing to be backed up.
    public let backups: (any BackupTaker)?
    /// Counts what the ledger does; nil where there is no disk.
    public let meter: (any LedgerMeter)?
    /// Tells what became durable.
    public let placements: PlacementWatch
    /// Tells how the ledger fares.
    public let watch: StorageWatch

    /// On a disk.
    public init(disk: DiskLedger, placements: PlacementWatch, watch: StorageWatch) {
        self.init(
            ledger: disk, past: disk.past, snapshots: disk, backups: disk, meter: disk,
            placements: placements, watch: watch)
    }

    /// Whatever there is of it: in memory alone, or in tests.
    public init(
        ledger: any Ledger, past: (any Past)? = nil, snapshots: (any SnapshotTaker)? = nil,
        backups: (any BackupTaker)? = nil, meter: (any LedgerMeter)? = nil,
        placements: PlacementWatch = PlacementWatch(), watch: StorageWatch = StorageWatch()
    ) {
        self.ledger = ledger
        self.past = past
        self.snapshots = snapshots
        self.backups = backups
        self.meter = meter
        self.placements = placements
        self.watch = watch
    }
}
