/// The header of one frame, gathered byte by byte where it does not come whole.
struct FrameHeader: Sendable {
    private var bytes: [14 of UInt8] = .init(repeating: 0)
    private var count = 0

    /// Nothing of a next frame was seen.
    var isEmpty: Bool { count == 0 }

    var isFinal: Bool { bytes[0] & 0x80 != 0 }
    var reservedBits: UInt8 { bytes[0] & 0x70 }
    var opcode: UInt8 { bytes[0] & 0x0f }
    var isControl: Bool { bytes[0] & 0x08 != 0 }
    var isMasked: Bool { bytes[1] & 0x80 != 0 }
    /// The length, or 126 and 127 where it follows in two or eight bytes.
    var shortLength: UInt8 { bytes[1] & 0x7f }

    private var lengthByteCount: Int {
        switch shortLength {
        case 126: 2
        case 127: 8
        default: 0
        }
    }

    /// Takes what it needs; true once the first two bytes are there, and again once the whole header is.
    mutating func gather(in buffer: [UInt8], at cursor: inout Int, until end: Int) -> Progress {
        while true {
            if count >= 2 {
                let needed = 2 + lengthByteCount + (isMasked ? 4 : 0)
                if count == needed { return .whole }
            }
            guard cursor < end else { return .needsMore }
            bytes[count] = buffer[cursor]
            cursor += 1
            count += 1
            if count == 2 { return .firstTwo }
        }
    }

    /// How far gathering came.
    enum Progress { case needsMore, firstTwo, whole }

    /// The length as written; nil when it was written in more bytes than it needs or has its highest bit set.
    var payloadCount: UInt64? {
        let extra = lengthByteCount
        guard extra > 0 else { return UInt64(shortLength) }
        var length: UInt64 = 0
        for index in 2..<2 + extra { length = length << 8 | UInt64(bytes[index]) }
        return length >= (extra == 2 ? 126 : 65536) && length >> 63 == 0 ? length : nil
    }

    /// The masking key of a masked frame.
    var maskKey: MaskKey {
        guard isMasked else { return MaskKey(bits: 0) }
        var key: UInt32 = 0
        for index in 0..<4 { key |= UInt32(bytes[2 + lengthByteCount + index]) << UInt32(8 * index) }
        return MaskKey(bits: key)
    }

    /// Makes room for the next one.
    mutating func clear() {
        count = 0
    }
}
