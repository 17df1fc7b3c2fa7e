/// DELTA: how a board that shows one state comes to show a later one.
public enum DeltaFrame {
    /// The first byte.
    public static let operation: UInt8 = 0x11

    /// Appends the frame that leads to `seq`: the pixels `indexes` (distinct, ascending) show what they show
    /// in `colours`, the whole board. `advance` is how many changes that is, `digest` what the board's
    /// fingerprint is then.
    public static func append(
        to output: inout [UInt8], seq: UInt64, advance: UInt64, digest: UInt32, indexes: [UInt32],
        colours: [UInt8]
    ) {
        precondition(
            seq <= Varint.valueMax && advance <= seq, "a delta leads from one state of its epoch to another")
        let room = headerByteCountMax + indexes.count * entryByteCountMax
        output.append(addingCapacity: room) { (bytes: inout OutputSpan<UInt8>) in
            bytes.append(operation)
            Varint.append(seq, to: &bytes)
            Varint.append(advance, to: &bytes)
            for shift: UInt32 in [0, 8, 16, 24] {
                bytes.append(UInt8(truncatingIfNeeded: digest &>> shift))
            }
            Varint.append(UInt64(indexes.count), to: &bytes)
            appendEntries(to: &bytes, indexes: indexes.span, colours: colours.span)
        }
    }

    /// How many bytes that frame takes.
    public static func byteCount(seq: UInt64, advance: UInt64, indexes: [UInt32]) -> Int {
        var count =
            5 + Varint.byteCount(seq) + Varint.byteCount(advance) + Varint.byteCount(UInt64(indexes.count))
        var previous: UInt32 = 0
        for index in indexes {
            count += Varint.byteCount(UInt64(index &- previous)) + 1
            previous = index
        }
        return count
    }

    private static func appendEntries(
        to bytes: inout OutputSpan<UInt8>, indexes: Span<UInt32>, colours: Span<UInt8>
    ) {
        var next = 0
        for position in indexes.indices {
            let index = Int(indexes[position])
            precondition(index >= next, "the pixels of a delta are distinct and ascending")
            // The first gap counts from pixel 0, the others from the pixel before.
            let gap = position == 0 ? index : index &- next &+ 1
            Varint.append(UInt64(truncatingIfNeeded: gap), to: &bytes)
            bytes.append(colours[index])
            next = index &+ 1
        }
    }

    /// Op, two varints of 8, digest, count.
    private static let headerByteCountMax = 1 + 8 + 8 + 4 + 5
    /// A gap of 32 bits, and the colour.
    private static let entryByteCountMax = 5 + 1
}

/// A DELTA as a client reads it.
public struct DecodedDelta: Equatable, Sendable {
    /// The state it leads to.
    public var seq: UInt64
    /// How many changes that is from the state the client must hold.
    public var advance: UInt64
    /// The board's fingerprint then.
    public var digest: UInt32
    /// The pixels that change, distinct and ascending.
    public var indexes: [UInt32]
    /// What each of them shows then.
    public var colours: [UInt8]

    /// A delta.
    public init(seq: UInt64, advance: UInt64, digest: UInt32, indexes: [UInt32], colours: [UInt8]) {
        self.seq = seq
        self.advance = advance
        self.digest = digest
        self.indexes = indexes
        self.colours = colours
    }
}

extension DeltaFrame {
    /// Reads the frame that `bytes` is.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> DecodedDelta {
        var reader = try WireReader(bytes, operation: operation)
        let seq = try reader.varint()
        let advance = try reader.varint()
        let digest = try reader.word32()
        let count = try reader.varint()
        // An entry takes two bytes at least: no room is made for entries that cannot be there.
        guard count <= reader.remaining / 2 else { throw .wrongLength }
        guard advance <= seq, count <= advance else { throw .inconsistent }
        var indexes: [UInt32] = []
        var colours: [UInt8] = []
        indexes.reserveCapacity(Int(count))
        colours.reserveCapacity(Int(count))
        var index: UInt64 = 0
        for position in 0..<count {
            let gap = try reader.varint()
            guard gap > 0 || position == 0 else { throw .inconsistent }
            index += gap
            guard index <= UInt32.max else { throw .inconsistent }
            indexes.append(UInt32(index))
            colours.append(try reader.byte())
        }
        try reader.finish()
        return DecodedDelta(seq: seq, advance: advance, digest: digest, indexes: indexes, colours: colours)
    }
}
