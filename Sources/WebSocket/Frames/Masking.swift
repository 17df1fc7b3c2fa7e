/// A masking key, its first byte lowest.
struct MaskKey: Sendable {
    private(set) var bits: UInt32

    init(bits: UInt32) {
        self.bits = bits
    }

    /// The key as it stands in a frame's header.
    init(bits buffer: [UInt8], at start: Int) {
        bits =
            UInt32(buffer[start]) | UInt32(buffer[start + 1]) << 8 | UInt32(buffer[start + 2]) << 16
            | UInt32(buffer[start + 3]) << 24
    }

    /// Applies the key in place. Afterwards the key stands so that the next bytes of the same frame go on where these
    /// ended.
    mutating func apply(to bytes: inout [UInt8], _ range: Range<Int>) {
        var span = bytes.mutableSpan
        for index in range {
            span[index] ^= UInt8(truncatingIfNeeded: bits)
            bits = bits >> 8 | bits << 24
        }
    }
}
