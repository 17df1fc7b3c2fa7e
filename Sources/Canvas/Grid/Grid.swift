/// What a board shows: its pixels, how many changes made them so, and when each of them changed last.
///
/// Because every pixel knows the seq of its last change, the exact way from *any* remembered state to this
/// one can be worked out at any time, and nobody needs a queue: that is `changedIndexes(since:)`. The seqs
/// are kept in four bytes each, relative to a base that moves up before they would overflow; what lies before
/// the base is forgotten. Blocks of 256 pixels keep the newest of their seqs, so that a question about recent
/// changes passes over quiet blocks at once.
public struct Grid: Sendable {
    /// The most changes that are remembered: as many as four bytes count. Never fewer than half of them are.
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
        precondition(colours.indices.contains(index), "a change is on the board")
        apply([PixelChange(index: UInt32(index), colour: colour, player: .none)])
    }

    /// Makes the changes one after the other; each gives its pixel a colour it does not have yet.
    public mutating func apply(_ changes: [PixelChange]) {
        var rest = changes[...]
        while !rest.isEmpty {
            // Nearly always one run: only more changes than can be remembered are made in several.
            let run = rest.prefix(Int(rememberedChangesMax / 2))
            rest = rest.dropFirst(run.count)
            makeRoom(for: run.count)
            Self.apply(
                run, firstAge: UInt32(truncatingIfNeeded: seq - base) + 1, digest: &digest, colours: &colours,
                changedAt: &changedAt, blockNewest: &blockNewest)
            seq += UInt64(run.count)
        }
    }

    /// The loop of `apply`, over spans: whether an array is shared is asked once, not at each change.
    private static func apply(
        _ changes: ArraySlice<PixelChange>, firstAge: UInt32, digest: inout Digest, colours: inout [UInt8],
        changedAt: inout [UInt32], blockNewest: inout [UInt32]
    ) {
        var pixels = colours.mutableSpan
        var ages = changedAt.mutableSpan
        var blocks = blockNewest.mutableSpan
        let changes = changes.span
        var fingerprint = digest
        var age = firstAge
        for position in changes.indices {
            let change = changes[position]
            let index = Int(change.index)
            let old = pixels[index]
            precondition(old != change.colour, "a change changes something")
            fingerprint.change(from: change.word & ~0xff | UInt32(old), to: change.word)
            pixels[index] = change.colour
            ages[index] = age
            blocks[index &>> blockShift] = age
            age &+= 1
        }
        digest = fingerprint
    }

    /// The pixels whose last change came after `since`, ascending; nil if that state lies in the future or
    /// further back than is remembered.
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

    /// The seq of a pixel's last change; nil where none is remembered.
    public func lastChange(of index: Int) -> UInt64? {
        changedAt[index] == 0 ? nil : base + UInt64(changedAt[index])
    }

    /// The state that changes are remembered from: of a pixel of which no last change is, it came at this or
    /// before.
    public var rememberedFrom: UInt64 { base }

    /// Moves the base up if `count` more changes would not fit above it. What is newer than half of what can
    /// be remembered stays exact.
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
    private static let blockShift = 8
    private static let blockPixelCount = 1 << blockShift
}
