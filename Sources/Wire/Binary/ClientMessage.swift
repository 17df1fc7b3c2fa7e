/// A client wants a pixel to have a colour.
@frozen public struct PlaceMessage: Equatable, Sendable {
    /// Bytes of the message, op included.
    @inlinable public static var byteCount: Int { 8 }

    /// Which colour of the palette.
    public var colour: UInt8
    /// Where, from the left.
    public var x: UInt16
    /// Where, from the top.
    public var y: UInt16
    /// What the client calls this placement; its RESULT says it again.
    public var tag: UInt16

    /// A placement.
    @inlinable public init(colour: UInt8, x: UInt16, y: UInt16, tag: UInt16) {
        self.colour = colour
        self.x = x
        self.y = y
        self.tag = tag
    }
}

/// A client wants its own newest placement of a pixel taken back.
@frozen public struct UndoMessage: Equatable, Sendable {
    /// Where, from the left.
    public var x: UInt16
    /// Where, from the top.
    public var y: UInt16
    /// What the client calls this wish; its RESULT says it again.
    public var tag: UInt16

    /// A wish.
    @inlinable public init(x: UInt16, y: UInt16, tag: UInt16) {
        self.x = x
        self.y = y
        self.tag = tag
    }
}

/// A binary message of a client.
@frozen public enum ClientMessage: Equatable, Sendable {
    /// Somebody places a pixel.
    case place(PlaceMessage)
    /// A replica went wrong, and holds this state (0 and 0: nothing).
    case resync(epoch: UInt64, seq: UInt64)
    /// Somebody takes a pixel back.
    case undo(UndoMessage)

    @usableFromInline static var placeOperation: UInt8 { 0x01 }
    @usableFromInline static var resyncOperation: UInt8 { 0x02 }
    @usableFromInline static var undoOperation: UInt8 { 0x03 }

    /// Reads the message that `bytes[range]` is.
    @inlinable public static func decode(_ bytes: [UInt8], _ range: Range<Int>) throws(WireError)
        -> ClientMessage
    {
        // Once its count is known the span needs no further check of any index.
        let message = bytes.span.extracting(range)
        guard message.count == PlaceMessage.byteCount, message[0] == placeOperation else {
            return try decodeRare(bytes, range)
        }
        return .place(
            PlaceMessage(
                colour: message[1],
                x: UInt16(message[2]) | UInt16(message[3]) &<< 8,
                y: UInt16(message[4]) | UInt16(message[5]) &<< 8,
                tag: UInt16(message[6]) | UInt16(message[7]) &<< 8))
    }

    /// Reads the message that `bytes` is.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> ClientMessage {
        try decode(bytes, bytes.indices)
    }

    @usableFromInline static func decodeRare(
        _ bytes: [UInt8], _ range: Range<Int>
    ) throws(WireError) -> ClientMessage {
        guard !range.isEmpty else { throw .empty }
        var reader = WireReader(bytes, range)
        switch try reader.byte() {
        case placeOperation:
            // A PLACE of the right length does not come here.
            throw .wrongLength
        case resyncOperation:
            let epoch = try reader.varint()
            let seq = try reader.varint()
            try reader.finish()
            return .resync(epoch: epoch, seq: seq)
        case undoOperation:
            let undo = UndoMessage(x: try reader.word16(), y: try reader.word16(), tag: try reader.word16())
            try reader.finish()
            return .undo(undo)
        case let operation:
            throw .unknownOperation(operation)
        }
    }

    /// Appends the message as it travels.
    public func append(to output: inout [UInt8]) {
        switch self {
        case .place(let place):
            output.append(Self.placeOperation)
            output.append(place.colour)
            Self.append([place.x, place.y, place.tag], to: &output)
        case .resync(let epoch, let seq):
            output.append(Self.resyncOperation)
            Varint.append(epoch, to: &output)
            Varint.append(seq, to: &output)
        case .undo(let undo):
            output.append(Self.undoOperation)
            Self.append([undo.x, undo.y, undo.tag], to: &output)
        }
    }

    private static func append(_ words: [UInt16], to output: inout [UInt8]) {
        for word in words {
            output.append(UInt8(truncatingIfNeeded: word))
            output.append(UInt8(truncatingIfNeeded: word >> 8))
        }
    }

    /// The message as it travels.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        append(to: &output)
        return output
    }
}
