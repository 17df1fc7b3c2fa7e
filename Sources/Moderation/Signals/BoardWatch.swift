public import Canvas
public import Wire

/// What happens on a board, as somebody who looks for an attack sees it.
public struct BoardWatch: Sendable {
    /// The grid of the heat.
    public static let heatColumns = 24
    /// Its rows.
    public static let heatRows = 16
    private static let areaSide = 64

    private let shape: BoardShape
    private let placementsMax: Int
    private var ring: [SeenPlacement] = []
    private var next = 0
    private var minutes = SpanCounts(count: 1_440, spanMillis: 60_000)
    private var joins = SpanCounts(count: 8_640, spanMillis: 10_000)

    /// Nothing has happened yet.
    public init(shape: BoardShape, placementsMax: Int = SignalLimits.boardPlacementsMax) {
        precondition(placementsMax > 0)
        self.shape = shape
        self.placementsMax = placementsMax
    }

    /// Somebody placed a pixel.
    public mutating func note(_ seen: SeenPlacement) {
        guard shape.contains(x: Int(seen.x), y: Int(seen.y)) else { return }
        minutes.note(seen.timeMillis)
        if ring.count < placementsMax {
            ring.append(seen)
        } else {
            ring[next] = seen
            next = (next + 1) % ring.count
        }
    }

    /// Somebody came.
    public mutating func noteJoin(at now: Int64) {
        joins.note(now)
    }

    /// What speaks for an attack; networks, names and people who keep time are for others to fill in.
    public func attackSignals(at now: Int64) -> AttackSignals {
        var signals = AttackSignals()
        let rates = minutes.counts(at: now)
        signals.pixelRates = rates.suffix(10).map { $0 / 60 }
        signals.pixelsUsual = Self.middle(rates) / 60
        let joinCounts = joins.counts(at: now)
        // The newest span has only begun.
        signals.joins = max(joinCounts.last ?? 0, joinCounts.dropLast().last ?? 0)
        signals.joinRates = joinCounts.suffix(60).map { $0 }
        signals.joinsUsual = Self.middle(joinCounts)
        let recent = ring.filter { $0.timeMillis > now - SignalLimits.boardMillis }
        signals.heat = heat(recent)
        hottest(recent, &signals)
        return signals
    }

    /// The middle of those spans in which something happened.
    private static func middle(_ counts: [Int]) -> Int {
        let some = counts.filter { $0 > 0 }.sorted()
        return some.isEmpty ? 0 : some[some.count / 2]
    }

    /// One digit a cell: 0 for nothing, f for the hottest cell.
    private func heat(_ recent: [SeenPlacement]) -> String {
        var cells = [Int](repeating: 0, count: Self.heatColumns * Self.heatRows)
        for seen in recent {
            let column = Int(seen.x) * Self.heatColumns / shape.width
            let row = Int(seen.y) * Self.heatRows / shape.height
            cells[row * Self.heatColumns + column] += 1
        }
        let top = cells.max() ?? 0
        return cells.reduce(into: "") { text, count in
            // Rounded up, so that a single pixel is seen.
            text += String(top == 0 ? 0 : (count * 15 + top - 1) / top, radix: 16)
        }
    }

    private func hottest(_ recent: [SeenPlacement], _ signals: inout AttackSignals) {
        let columns = (shape.width + Self.areaSide - 1) / Self.areaSide
        let rows = (shape.height + Self.areaSide - 1) / Self.areaSide
        func area(_ seen: SeenPlacement) -> Int {
            Int(seen.y) / Self.areaSide * columns + Int(seen.x) / Self.areaSide
        }
        var counts = [Int](repeating: 0, count: columns * rows)
        for seen in recent { counts[area(seen)] += 1 }
        guard let top = counts.max(), top > 0, let place = counts.firstIndex(of: top) else { return }
        signals.areaX = place % columns * Self.areaSide
        signals.areaY = place / columns * Self.areaSide
        signals.areaPercent = top * 100 / recent.count
        var colours = [Int](repeating: 0, count: 256)
        for seen in recent where area(seen) == place { colours[Int(seen.colour)] += 1 }
        let most = colours.max() ?? 0
        signals.colour = UInt8(colours.firstIndex(of: most) ?? 0)
        signals.colourPercent = most * 100 / top
    }
}
