/// Whose changes are to be taken away. Times are milliseconds since 1970, and both ends of a window count;
/// one that ends with `Int64.max` goes on for as long as it is looked for, whatever becomes of the clock.
///
/// A change that takes something back counts as the pixel of whoever it gives it to, from when it was that
/// player's: so a rollback that was undone can be made again, nobody shields a pixel from it by painting over
/// it and taking that back, and what a rollback has repaired is not taken from those it was given back to.
/// Only where changes are named by their seqs it is the change itself that counts.
public enum RollbackTarget: Equatable, Sendable {
    /// The pixels that these players placed in a window of time.
    case people(Set<PlayerSlot>, from: Int64, until: Int64)
    /// The pixels that anybody but these placed in a window of time.
    case everyone(except: Set<PlayerSlot>, from: Int64, until: Int64)
    /// The changes of these seqs: those of a rollback, which is undone by it.
    case changes(seqs: ClosedRange<UInt64>)

    /// Whether it is about the pixel that a change of that seq made.
    func covers(_ origin: PixelOrigin, seq: UInt64) -> Bool {
        switch self {
        case .people(let players, let from, let until):
            players.contains(origin.player) && Self.isWithin(origin.timeMillis, from, until)
        case .everyone(let others, let from, let until):
            origin.player != .none && !others.contains(origin.player)
                && Self.isWithin(origin.timeMillis, from, until)
        case .changes(let seqs): seqs.contains(seq)
        }
    }

    /// Whether a content is the target wherever and whenever it shows.
    var isOfContents: Bool {
        if case .changes = self { false } else { true }
    }

    private static func isWithin(_ timeMillis: Int64, _ from: Int64, _ until: Int64) -> Bool {
        // What no group holds yet is newer than anything that has a time.
        let time = timeMillis == ChangeGroup.untaken ? Int64.max : timeMillis
        return time >= from && time <= until
    }
}

/// One change of a board's past.
public struct BoardChange: Equatable, Sendable {
    /// The seq that the board had behind it.
    public let seq: UInt64
    /// What changed, and who changed it.
    public let change: PixelChange
    /// When, in milliseconds since 1970.
    public let timeMillis: Int64
    /// Where it takes something back: who has the pixel again, and since when.
    public let undoOrigin: PixelOrigin?

    /// A change of the past.
    public init(seq: UInt64, change: PixelChange, timeMillis: Int64, undoOrigin: PixelOrigin? = nil) {
        self.seq = seq
        self.change = change
        self.timeMillis = timeMillis
        self.undoOrigin = undoOrigin
    }

    /// What the pixel was behind it.
    var content: PixelContent {
        PixelContent(
            origin: undoOrigin ?? PixelOrigin(player: change.player, timeMillis: timeMillis),
            colour: change.colour)
    }
}
