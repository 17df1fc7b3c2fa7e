/// The bounds of what is kept of the past besides the log, each with its reason. Tests want them small.
struct PastLimits {
    /// A tail of so many changes is fed to the index. The longer it is, the fewer pages are written for each
    /// change: with every change anew there would be two, with half a million there is a fifth of one.
    var feedCount = 1 << 19
    /// All tails together have no more, at 16 bytes; past it the oldest are let go, to be read again.
    var tailCountMax = 1 << 20
    /// Tails are let go in pieces of so many at most: a small part of what they may hold.
    var pieceCount: Int { min(8192, max(1, tailCountMax / 8)) }
    /// What is read from the log is fed in batches of this, at 20 bytes with their order.
    var batchCountMax = 1 << 20
    /// What is inserted at a stretch: some two milliseconds' worth, for which a question may have to wait.
    var sliceCount = 1024
    /// After a failure the disk of the index is left alone for so long.
    var pauseMillis = 60_000
    /// Changes between two keyframes: some milliseconds of reading.
    var keyframeEvery: UInt64 = 1 << 18

    /// The relations between them are checked here.
    func check() {
        precondition(feedCount <= tailCountMax, "a tail has to be able to grow long enough to be fed")
        precondition(feedCount <= batchCountMax, "what is too little for a batch stays in the tail")
    }
}
