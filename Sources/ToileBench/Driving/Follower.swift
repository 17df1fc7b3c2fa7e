import Canvas
import Wire

/// What a client knows of the board, checked with every message: each DELTA must begin where the one before
/// ended. A replica also keeps the pixels, and each digest must come out.
struct Follower {
    /// The state held; nil before the first message.
    private(set) var seq: UInt64?
    /// DELTA messages so far.
    private(set) var deltaCount = 0
    /// BOARD messages so far, all parts together counting once.
    private(set) var boardCount = 0
    /// The most changes that one DELTA since `forgetLongest` brought.
    private(set) var longestAdvance: UInt64 = 0

    private var replica: Replica?
    private var isWithinBoard = false

    fileprivate struct Replica {
        var colours: [UInt8]
        var digest: Digest
        var received = 0
    }

    /// `replicaOf` pixels, or the seq alone.
    init(replicaOf pixelCount: Int?) {
        replica = pixelCount.map {
            let colours = [UInt8](repeating: 0, count: $0)
            return Replica(colours: colours, digest: Digest(of: colours))
        }
    }

    mutating func forgetLongest() {
        longestAdvance = 0
    }

    /// The pixels' fingerprint, of a replica.
    var digest: UInt32? { replica?.digest.value }

    mutating func apply(_ delta: DecodedDelta) throws(BenchFailure) {
        guard !isWithinBoard else { throw BenchFailure("a DELTA came between the parts of a BOARD") }
        if let seq, delta.seq - delta.advance != seq {
            throw BenchFailure("a DELTA from \(delta.seq - delta.advance) came to a reader at \(seq)")
        }
        seq = delta.seq
        deltaCount += 1
        longestAdvance = max(longestAdvance, delta.advance)
        try replica?.apply(delta)
    }

    mutating func apply(_ part: BoardPart) throws(BenchFailure) {
        if part.offset == 0 { boardCount += 1 }
        isWithinBoard = part.offset + UInt64(part.colours.count) < part.total
        try replica?.apply(part, endsBoard: !isWithinBoard)
        if !isWithinBoard { seq = part.seq }
    }
}

extension Follower.Replica {
    mutating func apply(_ delta: DecodedDelta) throws(BenchFailure) {
        for (index, colour) in zip(delta.indexes, delta.colours) {
            guard Int(index) < colours.count else {
                throw BenchFailure("a DELTA names a pixel outside the board")
            }
            digest.change(at: Int(index), from: colours[Int(index)], to: colour)
            colours[Int(index)] = colour
        }
        guard digest.value == delta.digest else {
            throw BenchFailure("the digest of a DELTA does not come out")
        }
    }

    mutating func apply(_ part: BoardPart, endsBoard: Bool) throws(BenchFailure) {
        guard Int(part.total) == colours.count else { throw BenchFailure("a BOARD is of another size") }
        let start = Int(part.offset)
        colours.replaceSubrange(start..<start + part.colours.count, with: part.colours)
        guard endsBoard else { return }
        digest = Digest(of: colours)
        guard digest.value == part.digest else {
            throw BenchFailure("the digest of a BOARD does not come out")
        }
    }
}
