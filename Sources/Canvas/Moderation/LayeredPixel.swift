/// What lay in a pixel at some time.
struct PixelLayer: Sendable {
    let content: PixelContent
    let isTargeted: Bool
    /// Which layer it lies on; `LayeredPixel.nothing` where that is not known.
    fileprivate(set) var below = LayeredPixel.nothing

    init(content: PixelContent, isTargeted: Bool) {
        self.content = content
        self.isTargeted = isTargeted
    }
}

/// A pixel that a target touched, and what has lain in it since.
///
/// A layer that was taken away is remembered with what it lay on, for whoever took it away may be undone, and
/// then it lies there again. So the layers are no stack but a tree, and the pixel shows one of them.
struct LayeredPixel: Sendable {
    /// So many layers are remembered, 16 bytes each: more than anybody places in one pixel while a moderator
    /// looks away. Of those who do, the ones are forgotten that the least depends on.
    static let layersMax = 32
    fileprivate static let nothing = UInt8.max

    /// The seq of its newest change.
    var newestSeq: UInt64
    /// A target has placed over what was somebody else's.
    var isOverSomebody = false
    /// What was there before a target's first, which is nobody's target.
    private let before: PixelContent
    /// Oldest first. Empty as long as there is nothing but what was before and one target's on it, as in most
    /// pixels: that is told by `before`.
    private var layers: [PixelLayer] = []
    /// The layer that it shows.
    private var top: UInt8 = 1

    /// A target's pixel over what was there before.
    init(newestSeq: UInt64, over before: PixelContent) {
        self.newestSeq = newestSeq
        self.before = before
    }

    /// Whether it shows a target's.
    var isTargeted: Bool { layers.isEmpty || layers[Int(top)].isTargeted }

    /// The highest layer below the top that is nobody's target.
    var beneath: PixelContent {
        var place = layers.isEmpty ? Self.nothing : layers[Int(top)].below
        while place != Self.nothing {
            let layer = layers[Int(place)]
            if !layer.isTargeted { return layer.content }
            place = layer.below
        }
        return before
    }

    /// Whether there is a target's somewhere below the top.
    var coversTarget: Bool {
        !layers.isEmpty && first(from: layers[Int(top)].below) { $0.isTargeted } != nil
    }

    /// It is about to change for the second time: what it shows, a target's, becomes a layer.
    mutating func lay(_ current: PixelContent) {
        guard layers.isEmpty else { return }
        layers = [
            PixelLayer(content: before, isTargeted: false), PixelLayer(content: current, isTargeted: true),
        ]
        layers[1].below = 0
    }

    /// Somebody placed that over what it shows.
    mutating func place(_ layer: PixelLayer) {
        add(layer, on: top)
    }

    /// A change brought that content back: one that the top lies on, or one that was taken away before.
    mutating func bringBack(_ layer: PixelLayer) {
        let content = layer.content
        let below = first(from: layers[Int(top)].below) { $0.content == content }
        let anywhere = layers.lastIndex { $0.content == content }
        if let place = below ?? anywhere.map({ UInt8($0) }) {
            top = place
        } else {
            // It is from before a target's first, or was forgotten: all that is known is what was before.
            add(layer, on: Self.nothing)
        }
    }

    /// The same where it is changes that are targets, and not contents: what was taken away with a change may
    /// come back with another, which is not the target. So only what the top lies on can be meant.
    mutating func uncover(_ layer: PixelLayer) {
        let content = layer.content
        let below = first(from: layers[Int(top)].below) { $0.content == content }
        if let below { top = below } else { place(layer) }
    }

    /// The highest layer that is such a one, from that one downwards.
    private func first(from start: UInt8, where isMeant: (PixelLayer) -> Bool) -> UInt8? {
        var place = start
        while place != Self.nothing {
            if isMeant(layers[Int(place)]) { return place }
            place = layers[Int(place)].below
        }
        return nil
    }

    private mutating func add(_ layer: PixelLayer, on below: UInt8) {
        var layer = layer
        layer.below = below
        layers.append(layer)
        top = UInt8(layers.count - 1)
        if layers.count > Self.layersMax { forgetOne() }
    }

    /// Forgets the oldest layer that nothing is seen through: what lies on it lies on what it lay on. First
    /// one that lies among its own side's, so that the sides still take turns.
    private mutating func forgetOne() {
        var seenThrough: UInt64 = 0
        for layer in layers where layer.isTargeted && layer.below != Self.nothing {
            seenThrough |= 1 << UInt64(layer.below)
        }
        let forgettable = layers.indices.filter { place in
            place != top && (layers[place].isTargeted || seenThrough >> UInt64(place) & 1 == 0)
        }
        let amongItsOwn = forgettable.first { place in
            let below = layers[place].below
            return below != Self.nothing && layers[Int(below)].isTargeted == layers[place].isTargeted
        }
        guard let forgotten = amongItsOwn ?? forgettable.first else { return }
        let below = layers.remove(at: forgotten).below
        for place in layers.indices {
            if layers[place].below == UInt8(forgotten) { layers[place].below = below }
            let isHigher = layers[place].below != Self.nothing && layers[place].below > UInt8(forgotten)
            if isHigher { layers[place].below -= 1 }
        }
        if top > UInt8(forgotten) { top -= 1 }
    }
}
