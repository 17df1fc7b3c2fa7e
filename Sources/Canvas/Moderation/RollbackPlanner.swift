/// Finds out what a rollback would do, by going through a board's past once.
///
/// It begins with a board as it was at some state, takes every change since, and keeps for each pixel that a
/// target has touched what has lain in it: each content on the one that it was placed on. A change that takes
/// something back brings a content to the top again, together with all that it lies on. In the end a target's
/// contents on top are what is taken away, and the first below them that is nobody's target what comes back:
///
///     placed by      ann   bob   bob   | rollback of bob: back to ann's
///     placed by      ann   bob   cat   | kept: cat's is newer
///     placed by      ann   bob   cat, who takes it back   | back to ann's
///
/// It needs 17 bytes for each pixel of the area, some 40 for each that a target touched, and some hundred
/// more for each of those that was changed again.
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
            let layer = PixelLayer(content: content, isTargeted: isTargeted)
            pixels[Int(place)].lay(current)
            if past.undoOrigin == nil {
                pixels[Int(place)].place(layer)
            } else if target.isOfContents {
                pixels[Int(place)].bringBack(layer)
            } else {
                pixels[Int(place)].uncover(layer)
            }
            pixels[Int(place)].newestSeq = past.seq
            if isOverSomebody { pixels[Int(place)].isOverSomebody = true }
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
            guard pixel.isTargeted else {
                guard pixel.coversTarget else { continue }
                keptCount += 1
                if origins[cell].player != .none { keptBy.insert(origins[cell].player) }
                continue
            }
            let beneath = pixel.beneath
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
