/// Opcodes of RFC 6455.
public enum Opcode: UInt8, Sendable {
    /// A further frame of the message begun.
    case continuation = 0
    /// The first frame of a text.
    case text = 1
    /// The first frame of a binary message.
    case binary = 2
    /// The closing handshake.
    case close = 8
    /// Asks for a pong.
    case ping = 9
    /// Answers a ping, or tells that one is there.
    case pong = 10
}

/// Writes frame headers: all that stands between a payload and a frame in the server role, so that a frame
/// built once can be sent to everybody.
public enum FrameWriter {
    /// How long the header of an unmasked frame is.
    @inlinable
    public static func headerByteCount(payloadCount: Int) -> Int {
        payloadCount < 126 ? 2 : payloadCount < 65536 ? 4 : 10
    }

    /// How long the header of an unmasked frame of less than 126 bytes is.
    @inlinable public static var shortHeaderByteCount: Int { 2 }

    /// Appends the header of an unmasked frame of less than 126 bytes where room was made for it.
    @inlinable
    public static func appendShortHeader(
        opcode: Opcode, payloadCount: Int, to output: inout OutputSpan<UInt8>
    ) {
        precondition(payloadCount < 126, "a longer frame has a longer header")
        output.append(0x80 | opcode.rawValue)
        output.append(UInt8(truncatingIfNeeded: payloadCount))
    }

    /// Appends the header of a frame. With `maskKey` the payload that follows must be masked with it.
    @inlinable
    public static func appendHeader(
        opcode: Opcode, payloadCount: Int, isFinal: Bool = true, isCompressed: Bool = false,
        maskKey: UInt32? = nil,
        to output: inout [UInt8]
    ) {
        output.append((isFinal ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode.rawValue)
        let maskBit: UInt8 = maskKey == nil ? 0 : 0x80
        if payloadCount < 126 {
            output.append(maskBit | UInt8(truncatingIfNeeded: payloadCount))
        } else if payloadCount < 65536 {
            output.append(maskBit | 126)
            output.append(UInt8(truncatingIfNeeded: payloadCount >> 8))
            output.append(UInt8(truncatingIfNeeded: payloadCount))
        } else {
            output.append(maskBit | 127)
            for shift in stride(from: 56, through: 0, by: -8) {
                output.append(UInt8(truncatingIfNeeded: payloadCount >> shift))
            }
        }
        if let maskKey {
            for shift: UInt32 in [0, 8, 16, 24] { output.append(UInt8(truncatingIfNeeded: maskKey >> shift)) }
        }
    }
}
