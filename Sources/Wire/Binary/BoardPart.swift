/// BOARD: a run of the pixels of one state. All parts of one BOARD share its seq, digest and total, and come
/// in order.
public struct BoardPart: Equatable, Sendable {
    /// The first byte.
    public static let operation: UInt8 = 0x12
    /// The longest part, header and pixels.
    public static let byteCountMax = 256 * 1024
    /// The most pixels that fit into a part, whatever its numbers.
    public static let colourCountMax = byteCountMax - headerByteCountMax
    private static let headerByteCountMax = 1 + 8 + 4 + 8 + 8

    /// Which state.
    public var seq: UInt64
    /// Its fingerprint.
    public var digest: UInt32
    /// The first pixel of the part.
    public var offset: UInt64
    /// How many pixels the whole board has.
    public var total: UInt64
    /// What the pixels from there on show.
    public var colours: [UInt8]

    /// A part.
    public init(seq: UInt64, digest: UInt32, offset: UInt64, total: UInt64, colours: [UInt8]) {
        self.seq = seq
        self.digest = digest
        self.offset = offset
        self.total = total
        self.colours = colours
    }

    /// Appends what goes before the pixels.
    public static func appendHeader(
        to output: inout [UInt8], seq: UInt64, digest: UInt32, offset: Int, total: Int
    ) {
        output.append(operation)
        Varint.append(seq, to: &output)
        for shift: UInt32 in [0, 8, 16, 24] {
            output.append(UInt8(truncatingIfNeeded: digest >> shift))
        }
        Varint.append(UInt64(offset), to: &output)
        Varint.append(UInt64(total), to: &output)
    }

    /// How many bytes that takes.
    public static func headerByteCount(seq: UInt64, offset: Int, total: Int) -> Int {
        5 + Varint.byteCount(seq) + Varint.byteCount(UInt64(offset)) + Varint.byteCount(UInt64(total))
    }

    /// How many bytes all parts of a BOARD take together.
    public static func byteCountOfAll(seq: UInt64, total: Int) -> Int {
        stride(from: 0, to: total, by: colourCountMax).reduce(total) { sum, offset in
            sum + headerByteCount(seq: seq, offset: offset, total: total)
        }
    }

    /// Reads the part that `bytes` is.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> BoardPart {
        var reader = try WireReader(bytes, operation: operation)
        let seq = try reader.varint()
        let digest = try reader.word32()
        let offset = try reader.varint()
        let total = try reader.varint()
        guard UInt64(reader.remaining) <= total, offset <= total - UInt64(reader.remaining) else {
            throw .inconsistent
        }
        return BoardPart(
            seq: seq, digest: digest, offset: offset, total: total, colours: Array(bytes[reader.position...]))
    }
}
