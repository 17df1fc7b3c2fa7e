/// The Castagnoli checksum: finds every flipped bit and every torn end in what we write.
///
/// Eight tables, eight bytes a step: 1.5 GB/s, so that ten million placements take a tenth of a second. The
/// processor's own instruction does 8 GB/s, and would need a C target and a second way for other processors.
enum CRC32C {
    /// The checksum of `bytes` in `range`.
    static func of(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
        of(bytes.span.extracting(range), tables.span)
    }

    private static func of(_ bytes: Span<UInt8>, _ tables: Span<UInt32>) -> UInt32 {
        var checksum = ~UInt32(0)
        var position = 0
        while bytes.count - position >= 8 {
            let low =
                checksum
                ^ (UInt32(bytes[position]) | UInt32(bytes[position + 1]) << 8
                    | UInt32(bytes[position + 2]) << 16 | UInt32(bytes[position + 3]) << 24)
            checksum =
                tables[Int(0x700 + (low & 0xff))] ^ tables[Int(0x600 + (low >> 8 & 0xff))]
                ^ tables[Int(0x500 + (low >> 16 & 0xff))] ^ tables[Int(0x400 + (low >> 24))]
            checksum ^= tables[0x300 + Int(bytes[position + 4])] ^ tables[0x200 + Int(bytes[position + 5])]
            checksum ^= tables[0x100 + Int(bytes[position + 6])] ^ tables[Int(bytes[position + 7])]
            position += 8
        }
        while position < bytes.count {
            checksum =
                checksum >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: checksum) ^ bytes[position])]
            position += 1
        }
        return ~checksum
    }

    /// Table `n` says what a byte does to the checksum `n` bytes later.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            tables[byte] = (0..<8).reduce(UInt32(byte)) { value, _ in
                value >> 1 ^ (value & 1 == 1 ? 0x82f6_3b78 : 0)
            }
        }
        for index in 256..<tables.count {
            let before = tables[index - 256]
            tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
        }
        return tables
    }()
}
