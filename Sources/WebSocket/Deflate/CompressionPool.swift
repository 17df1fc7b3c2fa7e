/// Inflaters and deflaters that nobody uses at the moment, for connections that keep nothing between
/// messages. All connections of one thread may share one pool; it belongs to that thread.
public final class CompressionPool {
    private var inflaters: [Inflater] = []
    private var deflaters: [(windowBits: Int, deflater: Deflater)] = []
    private let countMax: Int

    /// - Parameter countMax: how many of each kind are kept for later.
    public init(countMax: Int = 4) {
        precondition(countMax >= 0, "a pool of less than nothing")
        self.countMax = countMax
    }

    func takeInflater(windowBits: Int) -> Inflater {
        guard let inflater = inflaters.popLast() else { return Inflater(windowBits: windowBits) }
        inflater.reset(windowBits: windowBits)
        return inflater
    }

    func give(_ inflater: Inflater) {
        if inflaters.count < countMax { inflaters.append(inflater) }
    }

    func takeDeflater(windowBits: Int, level: Int) -> Deflater {
        guard let index = deflaters.lastIndex(where: { $0.windowBits == windowBits }) else {
            return Deflater(windowBits: windowBits, level: level)
        }
        let deflater = deflaters.remove(at: index).deflater
        deflater.reset()
        return deflater
    }

    func give(_ deflater: Deflater, windowBits: Int) {
        if deflaters.count == countMax && countMax > 0 { deflaters.removeFirst() }
        if deflaters.count < countMax { deflaters.append((windowBits: windowBits, deflater: deflater)) }
    }
}
