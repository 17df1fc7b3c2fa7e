/// What a rollback would do to one pixel.
public struct RollbackEntry: Equatable, Sendable {
    /// Which pixel.
    public let index: UInt32
    /// The seq of its newest change: the plan is for this state of it alone.
    public let newestSeq: UInt64
    /// What it shows.
    public let colour: UInt8
    /// What it is to show.
    public let restored: UInt8
    /// Whose it is then, and since when.
    public let origin: PixelOrigin

    /// What is planned for one pixel.
    public init(index: UInt32, newestSeq: UInt64, colour: UInt8, restored: UInt8, origin: PixelOrigin) {
        self.index = index
        self.newestSeq = newestSeq
        self.colour = colour
        self.restored = restored
        self.origin = origin
    }
}

/// What a rollback would do: for each pixel whose newest changes are a target's, what it was before them.
public struct RollbackPlan: Equatable, Sendable {
    /// The state of the board that it was made of. Of the same epoch as the board it is applied to.
    public let seq: UInt64
    /// The pixels that would change, ascending.
    public let entries: [RollbackEntry]
    /// How many pixels a target changed that show somebody else's newer change, and keep it.
    public let keptCount: Int
    /// Whose those newer pixels are, as far as that is known.
    public let keptBy: Set<PlayerSlot>
    /// How many pixels a target placed that were somebody else's before, whatever they show by now.
    public let overSomebodyCount: Int

    /// A plan.
    public init(
        seq: UInt64, entries: [RollbackEntry], keptCount: Int = 0, keptBy: Set<PlayerSlot> = [],
        overSomebodyCount: Int = 0
    ) {
        self.seq = seq
        self.entries = entries
        self.keptCount = keptCount
        self.keptBy = keptBy
        self.overSomebodyCount = overSomebodyCount
    }
}

/// What a rollback did.
public struct RollbackOutcome: Equatable, Sendable {
    /// The seqs of its changes, by which it can be undone; nil if it changed nothing.
    public let seqs: ClosedRange<UInt64>?
    /// How many pixels changed.
    public let appliedCount: Int
    /// How many pixels of the plan had changed since it was made, and were left alone.
    public let keptCount: Int
}
