public import Wire

/// A board as a client rebuilds it from what it is sent, with every promise of the contract checked on the
/// way.
public struct Replica: Sendable {
    /// What the server promised and did not do.
    public enum Broken: Error, Equatable {
        /// A DELTA from a state that we do not hold.
        case base(held: UInt64?, delta: UInt64)
        /// The fingerprint did not come out.
        case digest(seq: UInt64)
        /// The parts of a BOARD do not belong together.
        case board
        /// A pixel that is not on the board.
        case pixel(UInt32)
    }

    /// The pixels.
    public private(set) var colours: [UInt8]
    /// The state held; nil while there is none.
    public private(set) var seq: UInt64?
    /// DELTAs applied.
    public private(set) var deltaCount = 0
    /// BOARDs taken in.
    public private(set) var boardCount = 0
    private var digest: UInt32 = 0
    private var firstPart: BoardPart?
    private var partsEnd: UInt64 = 0

    /// Of a board of so many pixels, none of which is known.
    public init(pixelCount: Int) {
        colours = [UInt8](repeating: 0, count: pixelCount)
    }

    /// Of a board that is new, or was when somebody was told its state: all colour 0, nothing placed.
    public init(newBoardOf pixelCount: Int) {
        self.init(pixelCount: pixelCount)
        digest = Self.digest(of: colours)
        seq = 0
    }

    /// Takes in what an event brings, if it brings anything.
    public mutating func apply(_ event: ServerEvent) throws {
        if case .message(let message) = event { try apply(message) }
    }

    /// Takes in a DELTA or a part of a BOARD; RESULTs change nothing.
    public mutating func apply(_ message: ServerMessage) throws {
        switch message {
        case .delta(let delta): try apply(delta)
        case .board(let part): try apply(part)
        case .result: break
        }
    }

    private mutating func apply(_ delta: DecodedDelta) throws {
        let base = delta.seq - delta.advance
        guard seq == base, firstPart == nil else { throw Broken.base(held: seq, delta: base) }
        for (index, colour) in zip(delta.indexes, delta.colours) {
            guard Int(index) < colours.count else { throw Broken.pixel(index) }
            digest ^=
                Self.mix(index << 8 | UInt32(colours[Int(index)])) ^ Self.mix(index << 8 | UInt32(colour))
            colours[Int(index)] = colour
        }
        guard digest == delta.digest else { throw Broken.digest(seq: delta.seq) }
        seq = delta.seq
        deltaCount += 1
    }

    private mutating func apply(_ part: BoardPart) throws {
        if part.offset == 0 {
            firstPart = part
            partsEnd = 0
            seq = nil
        }
        guard let first = firstPart, first.seq == part.seq, first.digest == part.digest,
            first.total == part.total, part.offset == partsEnd, part.total == UInt64(colours.count),
            !part.colours.isEmpty
        else { throw Broken.board }
        let start = Int(part.offset)
        colours.replaceSubrange(start..<start + part.colours.count, with: part.colours)
        partsEnd += UInt64(part.colours.count)
        guard partsEnd == part.total else { return }
        firstPart = nil
        digest = Self.digest(of: colours)
        guard digest == part.digest else { throw Broken.digest(seq: part.seq) }
        seq = part.seq
        boardCount += 1
    }

    /// The fingerprint of a whole board.
    public static func digest(of colours: [UInt8]) -> UInt32 {
        colours.enumerated().reduce(0) { $0 ^ mix(UInt32($1.offset) << 8 | UInt32($1.element)) }
    }

    /// What a pixel (`index * 256 + colour`) adds to the fingerprint. Written down once more, so that a slip
    /// in the server's own would be found.
    public static func mix(_ value: UInt32) -> UInt32 {
        var mixed = value
        mixed ^= mixed >> 16
        mixed = mixed &* 0x7feb_352d
        mixed ^= mixed >> 15
        mixed = mixed &* 0x846c_a68b
        return mixed ^ mixed >> 16
    }
}
