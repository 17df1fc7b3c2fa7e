/// What a board shows: its pixels, how many changes made them so, and when each of them changed last.
///
/// Because every pixel knows the seq of its last change, the exact way from *any* remembered state to this one can be
/// worked out at any time, and nobody needs a queue: that is `changedIndexes(since:)`. The seqs are kept in four bytes
/// each, relative to a base that moves up before they would overflow; what lies before the base is forgotten. Blocks of
/// 64 pixels keep the newest of their seqs, so that a question about recent changes passes over quiet blocks at once.
public struct Grid: Sendable {
    /// How many changes are remembered at least half of, when the base has to move: all that four bytes can count.
    public static let rememberedChangesMax = UInt32.max

    /// How wide and how high.
    public let shape: BoardShape
    /// One palette index per pixel.
    public private(set) var colours: [UInt8]
    /// How many changes have been made since the epoch began.
    public private(set) var seq: UInt64
    /// The fingerprint of `colours`.
    public private(set) var digest: Digest

    /// For each pixel the seq of its last change less `base`; 0 for those that changed at `base` or before.
    private var changedAt: [UInt32]
    /// For each block of pixels the newest of their `changedAt`.
    private var blockNewest: [UInt32]
    /// The oldest state from which changes are still known.
    private var base: UInt64
    private let rememberedChangesMax: UInt32

    /// A new board: all colour 0, nothing placed yet.
    public init(shape: BoardShape) {
        self.init(shape: shape, colours: [UInt8](repeating: 0, count: shape.pixelCount), seq: 0)
    }

    /// A board as it was kept: what changed at `seq` or before is not known any more.
    ///
    /// `rememberedChangesMax` is the most that changes are remembered for; a test may want it small.
    public init(
        shape: BoardShape, colours: [UInt8], seq: UInt64,
        rememberedChangesMax: UInt32 = Grid.rememberedChangesMax
    ) {
        precondition(colours.count == shape.pixelCount, "a grid has one colour for each pixel of its shape")
        precondition(rememberedChangesMax >= 2, "a grid remembers something")
        let blockCount = (colours.count + Self.blockPixelCount - 1) / Self.blockPixelCount
        self.shape = shape
        self.digest = Digest(of: colours)
        self.changedAt = [UInt32](repeating: 0, count: colours.count)
        self.blockNewest = [UInt32](repeating: 0, count: blockCount)
        self.colours = colours
        self.seq = seq
        self.base = seq
        self.rememberedChangesMax = rememberedChangesMax
    }

    /// Changes one pixel to a colour it does not have yet.
    public mutating func set(_ index: Int, to colour: UInt8) {
        precondition(colours[index] != colour, "a change changes something")
        makeRoom(for: 1)
        digest.change(at: index, from: colours[index], to: colour)
        colours[index] = colour
        seq += 1
        let age = UInt32(truncatingIfNeeded: seq - base)
        changedAt[index] = age
        blockNewest[index >> Self.blockShift] = age
    }

    /// The pixels whose last change came after `since`, ascending; nil if that state lies in the future or further back
    /// than is remembered.
    public func changedIndexes(since: UInt64) -> [UInt32]? {
        guard since >= base, since <= seq else { return nil }
        let age = UInt32(truncatingIfNeeded: since - base)
        var changed: [UInt32] = []
        let blocks = blockNewest.span
        let pixels = changedAt.span
        for block in blocks.indices where blocks[block] > age {
            let first = block << Self.blockShift
            for index in first..<min(first + Self.blockPixelCount, pixels.count) where pixels[index] > age {
                changed.append(UInt32(truncatingIfNeeded: index))
            }
        }
        return changed
    }

    /// Moves the base up if `count` more changes would not fit above it. What is newer than half of what can be
    /// remembered stays exact.
    private mutating func makeRoom(for count: Int) {
        guard seq - base + UInt64(count) > UInt64(rememberedChangesMax) else { return }
        let kept = UInt64(rememberedChangesMax / 2)
        let step = UInt32(truncatingIfNeeded: (seq - base) - min(kept, seq - base))
        base += UInt64(step)
        Self.age(&changedAt, by: step)
        Self.age(&blockNewest, by: step)
    }

    private static func age(_ seqs: inout [UInt32], by step: UInt32) {
        var seqs = seqs.mutableSpan
        for index in seqs.indices {
            seqs[index] -= min(step, seqs[index])
        }
    }

    /// log2 of the pixels in a block.
    private static let blockShift = 6
    private static let blockPixelCount = 1 << blockShift
}
