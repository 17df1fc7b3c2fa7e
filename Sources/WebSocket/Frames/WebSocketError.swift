/// What a peer did against RFC 6455 or RFC 7692, or past our limits. Reading ends with it.
public enum WebSocketError: Error, Equatable, Sendable {
    /// A reserved bit without an extension that gives it a meaning, or on a frame where it has none.
    case reservedBits
    /// An opcode that is not defined.
    case reservedOpcode
    /// A control frame of more than 125 bytes.
    case controlTooLong
    /// A control frame in fragments.
    case controlFragmented
    /// A frame from a client without a mask.
    case unmaskedFrame
    /// A frame from a server with a mask.
    case maskedFrame
    /// A length in more bytes than it needs, or with its highest bit set.
    case badLength
    /// A continuation without a message.
    case unexpectedContinuation
    /// A new message before the one begun was finished.
    case unfinishedMessage
    /// A close frame of one byte, or with a code that must not be sent.
    case badClose
    /// Text, or the reason of a close, that is not UTF-8.
    case badText
    /// Bytes that do not inflate.
    case badCompression
    /// A message longer than `WebSocketLimits.messageBytesMax`, as sent or inflated.
    case messageTooLong
    /// A message of more frames than `WebSocketLimits.framesPerMessageMax`.
    case tooManyFrames

    /// The code for our close frame.
    public var closeCode: UInt16 {
        switch self {
        case .reservedBits, .reservedOpcode, .controlTooLong, .controlFragmented, .unmaskedFrame,
            .maskedFrame,
            .badLength, .unexpectedContinuation, .unfinishedMessage, .badClose:
            1002
        case .badText, .badCompression: 1007
        case .tooManyFrames: 1008
        case .messageTooLong: 1009
        }
    }

    /// The reason for our close frame.
    public var reason: String {
        switch self {
        case .reservedBits: "reserved bits set"
        case .reservedOpcode: "reserved opcode"
        case .controlTooLong: "control frame too long"
        case .controlFragmented: "fragmented control frame"
        case .unmaskedFrame: "frame without mask"
        case .maskedFrame: "masked frame"
        case .badLength: "malformed length"
        case .unexpectedContinuation: "nothing to continue"
        case .unfinishedMessage: "message not finished"
        case .badClose: "malformed close frame"
        case .badText: "invalid UTF-8"
        case .badCompression: "invalid compressed data"
        case .tooManyFrames: "message in too many frames"
        case .messageTooLong: "message too long"
        }
    }
}

/// Which end of the connection a machine is.
public enum Role: Sendable {
    /// Receives masked frames and sends plain ones.
    case server
    /// Receives plain frames and sends masked ones.
    case client
}

/// How much of one message is taken before the connection is given up.
public struct WebSocketLimits: Equatable, Sendable {
    /// Bytes of a message, put together and inflated.
    public var messageBytesMax: Int
    /// Frames of a message: what bounds the work of a message that never ends without growing.
    public var framesPerMessageMax: Int

    /// Limits for one connection.
    public init(messageBytesMax: Int, framesPerMessageMax: Int = 1 << 20) {
        precondition(messageBytesMax >= 0 && framesPerMessageMax > 0, "limits of nothing")
        self.messageBytesMax = messageBytesMax
        self.framesPerMessageMax = framesPerMessageMax
    }
}

/// The two kinds of messages.
public enum MessageKind: UInt8, Sendable {
    /// UTF-8.
    case text = 1
    /// Any bytes.
    case binary = 2
}

/// Close codes (RFC 6455, 7.4).
public enum CloseCode {
    /// Whether the code may stand in a close frame: defined for that, registered, or free for private use.
    public static func isSendable(_ code: UInt16) -> Bool {
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
