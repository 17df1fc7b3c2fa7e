// The only file of this target that reads and writes whole words: unmasking byte by byte, with every index
// checked, is most of what receiving would cost. Each function checks once that all it touches lies in the
// array, which is what makes each `unsafe` below safe.

/// A masking key, its first byte lowest.
struct MaskKey: Sendable {
    private(set) var bits: UInt32

    init(bits: UInt32) {
        self.bits = bits
    }

    /// Applies the key in place. Afterwards the key stands so that the next bytes of the same frame go on
    /// where these ended.
    mutating func apply(to bytes: inout [UInt8], _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "a range outside the array")
        unsafe bytes.withUnsafeMutableBytes { unsafe MaskKey.apply(bits, to: $0, range) }
        let shift = UInt32(truncatingIfNeeded: range.count & 3) &* 8
        bits = bits &>> shift | bits &<< ((32 &- shift) & 31)
    }

    /// The first bytes, one to eight, of a word that lies in the buffer.
    @inline(__always)
    fileprivate static func apply(
        _ bits: UInt32, to buffer: UnsafeMutableRawBufferPointer, wordAt start: Int, _ byteCount: Int
    ) {
        let word = unsafe buffer.loadUnaligned(fromByteOffset: start, as: UInt64.self).littleEndian
        let twice = UInt64(bits) | UInt64(bits) &<< 32
        let masked = word ^ (twice & UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- byteCount &* 8))
        unsafe buffer.storeBytes(of: masked.littleEndian, toByteOffset: start, as: UInt64.self)
    }

    /// Eight bytes at a time and the rest by bytes. The range lies in the buffer.
    @inline(__always)
    fileprivate static func apply(
        _ bits: UInt32, to buffer: UnsafeMutableRawBufferPointer, _ range: Range<Int>
    ) {
        let twice = UInt64(bits) | UInt64(bits) &<< 32
        var index = range.lowerBound
        while range.upperBound &- index >= 8 {
            let word = unsafe buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            unsafe buffer.storeBytes(of: word ^ twice.littleEndian, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        var rest = twice
        while index < range.upperBound {
            unsafe buffer[index] ^= UInt8(truncatingIfNeeded: rest)
            rest &>>= 8
            index &+= 1
        }
    }
}

/// What a server gets nearly always: a whole message in one short masked frame, all of it in the buffer.
struct SmallFrame {
    /// How a binary one begins.
    static let binaryStart: UInt8 = 0x82

    /// Text, otherwise binary.
    let isText: Bool
    /// Where the payload stands.
    let range: Range<Int>

    /// Unmasks the frame at the cursor. Nil if it is not such a frame; then nothing was touched.
    @inline(__always)
    init?(unmasking buffer: inout [UInt8], at cursor: Int, until end: Int, byteCountMax: Int) {
        precondition(cursor >= 0 && end <= buffer.count, "a range outside the array")
        guard end &- cursor >= 6 else { return nil }
        let frame: (first: UInt8, byteCount: Int) = unsafe buffer.withUnsafeMutableBytes { bytes in
            let first = unsafe bytes[cursor]
            // Without its mask bit, or far too large where that is missing.
            let length = unsafe bytes[cursor &+ 1] ^ 0x80
            let byteCount = Int(length)
            let start = cursor &+ 6
            guard first &- 0x81 < 2, length < 126, byteCount <= byteCountMax, end &- start >= byteCount else {
                return (0, 0)
            }
            let key = UInt32(
                littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: cursor &+ 2, as: UInt32.self))
            let range = unsafe Range(uncheckedBounds: (start, start &+ byteCount))
            if length &- 1 < 8 && bytes.count &- start >= 8 {
                unsafe MaskKey.apply(key, to: bytes, wordAt: start, byteCount)
            } else {
                unsafe MaskKey.apply(key, to: bytes, range)
            }
            return (first, byteCount)
        }
        guard frame.first != 0 else { return nil }
        isText = frame.first == 0x81
        range = unsafe Range(uncheckedBounds: (cursor &+ 6, cursor &+ 6 &+ frame.byteCount))
    }
}
