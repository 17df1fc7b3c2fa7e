/// Unsigned LEB128 of at most 8 bytes, for values below 2^53 (those that JavaScript counts exactly).
public enum Varint {
    /// The largest value.
    public static let valueMax: UInt64 = 1 << 53 - 1
    /// The most bytes one takes.
    public static let byteCountMax = 8

    /// How many bytes `value` takes.
    @inlinable public static func byteCount(_ value: UInt64) -> Int {
        // Seven bits a byte: 9/64 is a close enough 1/7 for up to 64 bits.
        ((64 &- (value | 1).leadingZeroBitCount) &* 9 &+ 64) &>> 6
    }

    /// Appends `value` in as few bytes as it takes.
    public static func append(_ value: UInt64, to output: inout [UInt8]) {
        precondition(value <= valueMax, "a varint stays below 2^53")
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Appends `value` where room was made for it.
    @inline(__always) @inlinable static func append(_ value: UInt64, to output: inout OutputSpan<UInt8>) {
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest &>>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }
}
