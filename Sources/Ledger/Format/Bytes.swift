/// What is wrong with bytes that were read back, and at which of them.
struct FormatFault: Error, Equatable {
    let offset: Int
    let reason: String
}

/// Puts a record together: little-endian integers, texts, and at the end the checksum of it all.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(reserving byteCount: Int = 64) {
        bytes.reserveCapacity(byteCount)
    }

    mutating func append<Number: FixedWidthInteger & UnsignedInteger>(_ number: Number) {
        var rest = number
        for _ in 0..<MemoryLayout<Number>.size {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    /// Small numbers in few bytes (LEB128).
    mutating func appendVarint(_ number: UInt64) {
        var rest = number
        while rest > 0x7f {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func append(_ raw: [UInt8]) {
        bytes += raw
    }

    /// A text of up to 65,535 bytes, its length before it.
    mutating func append(_ text: String) {
        let utf8 = Array(text.utf8)
        append(UInt16(utf8.count))
        bytes += utf8
    }

    /// Adds the checksum of everything since `start`.
    mutating func seal(from start: Int = 0) {
        append(CRC32C.of(bytes, start..<bytes.count))
    }

    /// The record, sealed by the checksum of everything before it.
    consuming func sealed() -> [UInt8] {
        seal()
        return bytes
    }

    /// Begins anew with the same memory.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }
}

/// Takes a record apart again, and believes nothing.
struct ByteReader {
    let bytes: [UInt8]
    fileprivate(set) var offset: Int
    let end: Int

    /// Reads all of `bytes` or a part.
    init(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        self.bytes = bytes
        offset = range?.lowerBound ?? 0
        end = range?.upperBound ?? bytes.count
    }

    /// Reads what `ByteWriter.sealed` wrote, after proving its checksum.
    init(sealed bytes: [UInt8]) throws(FormatFault) {
        guard bytes.count >= 4 else { throw FormatFault(offset: bytes.count, reason: "it ends too early") }
        self.init(bytes, 0..<bytes.count - 4)
        var seal = ByteReader(bytes, end..<bytes.count)
        guard try seal.number(UInt32.self) == CRC32C.of(bytes, 0..<end) else {
            throw FormatFault(offset: 0, reason: "its checksum does not come out")
        }
    }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger>(
        _ type: Number.Type
    ) throws(FormatFault) -> Number {
        let size = MemoryLayout<Number>.size
        guard end - offset >= size else { throw fault("it ends too early") }
        var number = Number.zero
        for position in 0..<size {
            number |= Number(bytes[offset + position]) << Number(position * 8)
        }
        offset += size
        return number
    }

    mutating func varint() throws(FormatFault) -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard offset < end else { throw fault("it ends too early") }
            let byte = bytes[offset]
            guard shift < 63 || byte <= 1 else { throw fault("a number is too large") }
            offset += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    mutating func raw(_ count: Int) throws(FormatFault) -> [UInt8] {
        guard count >= 0, end - offset >= count else { throw fault("it ends too early") }
        defer { offset += count }
        return Array(bytes[offset..<offset + count])
    }

    /// Everything that is left.
    mutating func rest() throws(FormatFault) -> [UInt8] {
        try raw(end - offset)
    }

    mutating func skip(_ count: Int) throws(FormatFault) {
        guard count >= 0, end - offset >= count else { throw fault("it ends too early") }
        offset += count
    }

    mutating func text() throws(FormatFault) -> String {
        let count = Int(try number(UInt16.self))
        guard let text = String(validating: try raw(count), as: UTF8.self) else {
            throw fault("a text is none")
        }
        return text
    }

    /// Proves the checksum that follows what was read since `start`.
    mutating func seal(from start: Int) throws(FormatFault) {
        let checksum = CRC32C.of(bytes, start..<offset)
        guard try number(UInt32.self) == checksum else {
            throw FormatFault(offset: start, reason: "a checksum does not come out")
        }
    }

    var isAtEnd: Bool { offset == end }

    /// Nothing may be left over.
    func expectEnd() throws(FormatFault) {
        guard offset == end else { throw fault("it is longer than it should be") }
    }

    func fault(_ reason: String) -> FormatFault {
        FormatFault(offset: offset, reason: reason)
    }
}

extension Int64 {
    /// Small numbers of either sign as small numbers without one.
    var zigzag: UInt64 { UInt64(bitPattern: self << 1 ^ self >> 63) }

    init(zigzag: UInt64) {
        self = Int64(bitPattern: zigzag >> 1) ^ -Int64(bitPattern: zigzag & 1)
    }
}

extension ByteReader {
    /// A column of numbers, in place of what `column` holds.
    mutating func words(_ count: Int, into column: inout [UInt32]) throws(FormatFault) {
        guard (end - offset) / 4 >= count else { throw fault("it ends too early") }
        column.removeAll(keepingCapacity: true)
        column.reserveCapacity(count)
        let next = offset + count * 4
        let bytes = bytes
        let raw = bytes.span.extracting(offset..<next)
        for position in 0..<count {
            let first = position &* 4
            column.append(
                UInt32(raw[first]) | UInt32(raw[first &+ 1]) << 8 | UInt32(raw[first &+ 2]) << 16
                    | UInt32(raw[first &+ 3]) << 24)
        }
        offset = next
    }
}
