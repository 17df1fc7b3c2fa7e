/// Reads the fields of one binary message in order. Every read says what is missing instead of reading past
/// the end.
struct WireReader {
    private let bytes: [UInt8]
    private var cursor: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= bytes.count, "the message lies in its buffer")
        self.bytes = bytes
        self.cursor = range.lowerBound
        self.end = range.upperBound
    }

    /// How many bytes are left.
    var remaining: Int { end - cursor }

    /// Where the next read happens.
    var position: Int { cursor }

    mutating func byte() throws(WireError) -> UInt8 {
        guard cursor < end else { throw .wrongLength }
        defer { cursor += 1 }
        return bytes[cursor]
    }

    mutating func word16() throws(WireError) -> UInt16 {
        let low = try byte()
        return UInt16(low) | UInt16(try byte()) << 8
    }

    mutating func word32() throws(WireError) -> UInt32 {
        let low = try word16()
        return UInt32(low) | UInt32(try word16()) << 16
    }

    mutating func varint() throws(WireError) -> UInt64 {
        var value: UInt64 = 0
        for place in 0..<Varint.byteCountMax {
            let byte = try byte()
            value |= UInt64(byte & 0x7f) << UInt64(7 * place)
            if byte < 0x80 {
                guard value <= Varint.valueMax else { throw .badVarint }
                return value
            }
        }
        throw .badVarint
    }

    /// Nothing may be left.
    func finish() throws(WireError) {
        guard cursor == end else { throw .wrongLength }
    }
}
