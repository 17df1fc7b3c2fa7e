/// What became of one PLACE or UNDO.
@frozen public struct ResultMessage: Equatable, Sendable {
    /// The first byte.
    @inlinable public static var operation: UInt8 { 0x13 }
    /// The most bytes one takes.
    public static let byteCountMax = 22

    /// What the client called it.
    public var tag: UInt16
    /// 0 for placed or taken back, else why not.
    public var status: UInt8
    /// What the pixel shows.
    public var colour: UInt8
    /// The charges that are left.
    public var charges: UInt8
    /// How long until there is one more.
    public var waitMillis: UInt64
    /// The state in which this was true.
    public var seq: UInt64

    /// A result.
    @inlinable public init(
        tag: UInt16, status: UInt8, colour: UInt8, charges: UInt8, waitMillis: UInt64, seq: UInt64
    ) {
        self.tag = tag
        self.status = status
        self.colour = colour
        self.charges = charges
        self.waitMillis = waitMillis
        self.seq = seq
    }

    /// How many bytes it takes.
    @inlinable public var byteCount: Int {
        6 + Varint.byteCount(waitMillis) + Varint.byteCount(seq)
    }

    /// Appends the message as it travels.
    public func append(to output: inout [UInt8]) {
        output.append(addingCapacity: byteCount) { (bytes: inout OutputSpan<UInt8>) in append(to: &bytes) }
    }

    /// Appends the message as it travels where room was made for it.
    @inline(__always) @inlinable public func append(to bytes: inout OutputSpan<UInt8>) {
        precondition(max(waitMillis, seq) <= Varint.valueMax, "a varint stays below 2^53")
        bytes.append(Self.operation)
        bytes.append(UInt8(truncatingIfNeeded: tag))
        bytes.append(UInt8(truncatingIfNeeded: tag >> 8))
        bytes.append(status)
        bytes.append(colour)
        bytes.append(charges)
        Varint.append(waitMillis, to: &bytes)
        Varint.append(seq, to: &bytes)
    }

    /// Reads the message that `bytes` is.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> ResultMessage {
        var reader = try WireReader(bytes, operation: operation)
        let tag = try reader.word16()
        let status = try reader.byte()
        let colour = try reader.byte()
        let charges = try reader.byte()
        let waitMillis = try reader.varint()
        let seq = try reader.varint()
        try reader.finish()
        return ResultMessage(
            tag: tag, status: status, colour: colour, charges: charges, waitMillis: waitMillis, seq: seq)
    }
}
