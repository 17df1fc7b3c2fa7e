/// Finds out what a rollback would do, by going through a board's past once.
///
/// It begins with a board as it was at some state, takes every change since, and keeps for each pixel that a
/// target has touched a stack: what it was before, the target's pixel on it, somebody else's on that, and so
/// on in turn. Consecutive pixels of one side lie in one layer, as the newest of them. A change that takes
/// something back removes the layers above the pixel that it restores. In the end a target's layer on top is
/// what is taken away, and the layer below it what comes back:
///
///     placed by      ann   bob   bob   | rollback of bob: back to ann's
///     placed by      ann   bob   cat   | kept: cat's is newer
///     placed by      ann   bob   cat, who takes it back   | back to ann's
///
/// It needs 17 bytes for each pixel of the area and some 40 for each that a target touched.
public struct RollbackPlanner: Sendable {
    /// The part of the board that is looked at; nil where there is nothing of it.
    private let area: BoardRectangle?
    private let boardWidth: Int
    private let target: RollbackTarget
    /// The state of the board that it knows.
    private(set) var seq: UInt64
    /// What each pixel of the area shows, row by row, and where that comes from.
    private var colours: [UInt8] = []
    private var origins: [PixelOrigin] = []
    /// For each pixel of the area which of `pixels` it is; `untouched` where no target touched it.
    private var places: [UInt32] = []
    private var pixels: [LayeredPixel] = []
    private static let untouched = UInt32.max

    /// Begins at a state of the board: its colours, and where its pixels come from, or an empty array where
    /// that is not known. `area` is the part that is rolled back, nil for the whole board. The state has to
    /// be older than every change of the target.
    public init(
        shape: BoardShape, area: BoardRectangle?, target: RollbackTarget, startSeq: UInt64,
        colours: [UInt8], origins: [PixelOrigin]
    ) {
        precondition(colours.count == shape.pixelCount, "each pixel has a colour")
        precondition(origins.isEmpty || origins.count == shape.pixelCount, "each pixel comes from somewhere")
        let clipped = (area ?? BoardRectangle(of: shape)).clipped(to: shape)
        self.area = clipped
        boardWidth = shape.width
        self.target = target
        seq = startSeq
        guard let clipped else { return }
        self.colours = Self.cut(clipped, of: colours, shape.width)
        self.origins =
            origins.isEmpty
            ? [PixelOrigin](repeating: PixelOrigin(), count: clipped.pixelCount)
            : Self.cut(clipped, of: origins, shape.width)
        places = [UInt32](repeating: Self.untouched, count: clipped.pixelCount)
    }

    /// Takes the next change of the board, wherever it is: each in its turn, none left out.
    public mutating func take(_ past: BoardChange) {
        precondition(past.seq == seq + 1, "changes are taken in their order, each once")
        seq = past.seq
        guard let cell = cell(of: past.change.index) else { return }
        let content = past.content
        let isTargeted = target.covers(content.origin, seq: past.seq)
        let current = PixelContent(origin: origins[cell], colour: colours[cell])
        colours[cell] = content.colour
        origins[cell] = content.origin
        let place = places[cell]
        let isOverSomebody =
            isTargeted && past.undoOrigin == nil && current.origin.player != .none
            && current.origin.player != content.origin.player
        if place != Self.untouched {
            pixels[Int(place)].newestSeq = past.seq
            if isOverSomebody { pixels[Int(place)].isOverSomebody = true }
            if past.undoOrigin != nil, pixels[Int(place)].uncover(content) { return }
            if isTargeted != pixels[Int(place)].isTargeted { pixels[Int(place)].cover(current) }
        } else if isTargeted {
            places[cell] = UInt32(pixels.count)
            pixels.append(LayeredPixel(newestSeq: past.seq, over: current))
            pixels[pixels.count - 1].isOverSomebody = isOverSomebody
        }
    }

    /// Takes those changes of a group that it does not know yet: the first of them comes next.
    mutating func take(_ group: ChangeGroup) {
        var undos = group.undos[...]
        for (place, change) in group.changes.enumerated() {
            let undo = undos.first?.place == place ? undos.popFirst() : nil
            let changeSeq = group.firstSeq + UInt64(place)
            guard changeSeq > seq else { continue }
            take(
                BoardChange(
                    seq: changeSeq, change: change, timeMillis: group.timeMillis, undoOrigin: undo?.origin))
        }
    }

    /// What a rollback would do to the board as it is after the last change.
    public func plan() -> RollbackPlan {
        var entries: [RollbackEntry] = []
        var keptCount = 0
        var keptBy: Set<PlayerSlot> = []
        for cell in places.indices where places[cell] != Self.untouched {
            let pixel = pixels[Int(places[cell])]
            guard let beneath = pixel.beneath else { continue }
            guard pixel.isTargeted else {
                keptCount += 1
                if origins[cell].player != .none { keptBy.insert(origins[cell].player) }
                continue
            }
            guard beneath.colour != colours[cell] else { continue }
            entries.append(
                RollbackEntry(
                    index: index(of: cell), newestSeq: pixel.newestSeq, colour: colours[cell],
                    restored: beneath.colour, origin: beneath.origin))
        }
        return RollbackPlan(
            seq: seq, entries: entries, keptCount: keptCount, keptBy: keptBy,
            overSomebodyCount: pixels.count(where: \.isOverSomebody))
    }

    /// Which pixel of the area one of the board is; nil outside it.
    private func cell(of index: UInt32) -> Int? {
        guard let area else { return nil }
        let (y, x) = Int(index).quotientAndRemainder(dividingBy: boardWidth)
        let (row, column) = (y - Int(area.y), x - Int(area.x))
        guard row >= 0, row < Int(area.height), column >= 0, column < Int(area.width) else { return nil }
        return row * Int(area.width) + column
    }

    /// Which pixel of the board one of the area is.
    private func index(of cell: Int) -> UInt32 {
        guard let area else { preconditionFailure("no area has no pixels") }
        let (row, column) = cell.quotientAndRemainder(dividingBy: Int(area.width))
        return UInt32((Int(area.y) + row) * boardWidth + Int(area.x) + column)
    }

    /// What lies in the area.
    private static func cut<Element>(_ area: BoardRectangle, of all: [Element], _ width: Int) -> [Element] {
        guard Int(area.width) < width || area.pixelCount < all.count else { return all }
        var part: [Element] = []
        part.reserveCapacity(area.pixelCount)
        for row in 0..<Int(area.height) {
            let start = (Int(area.y) + row) * width + Int(area.x)
            part += all[start..<start + Int(area.width)]
        }
        return part
    }
}

/// A pixel that a target touched, as layers of the two sides in turn; the one on top is what it shows now.
private struct LayeredPixel: Sendable {
    /// Nobody needs more than a few layers; where there are more, the lowest two are forgotten.
    private static let layersMax = 16

    /// The seq of its newest change.
    var newestSeq: UInt64
    /// A target has placed over what was somebody else's.
    var isOverSomebody = false
    /// Whether the layer on top is a target's.
    private(set) var isTargeted = true
    /// The layer below the top; nil where a target's pixels have been taken away already.
    private(set) var beneath: PixelContent?
    /// Those below that, lowest first.
    private var deeper: [PixelContent] = []

    /// A target's pixel over what was there before.
    init(newestSeq: UInt64, over before: PixelContent) {
        self.newestSeq = newestSeq
        beneath = before
    }

    /// The other side has placed over `top`.
    mutating func cover(_ top: PixelContent) {
        if let beneath { deeper.append(beneath) }
        // In twos, so that the lowest is still nobody's target.
        if deeper.count + 2 > Self.layersMax { deeper.removeFirst(2) }
        beneath = top
        isTargeted.toggle()
    }

    /// Removes everything above a layer, so that it is on top; false where there is no such layer.
    mutating func uncover(_ content: PixelContent) -> Bool {
        guard let beneath else { return false }
        if beneath == content {
            self.beneath = deeper.popLast()
            isTargeted.toggle()
            return true
        }
        guard let place = deeper.lastIndex(of: content) else { return false }
        if (deeper.count - place) % 2 == 0 { isTargeted.toggle() }
        self.beneath = place > 0 ? deeper[place - 1] : nil
        deeper.removeLast(deeper.count - max(0, place - 1))
        return true
    }
}
