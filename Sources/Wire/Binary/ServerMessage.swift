/// A binary message of the server, as a client reads it.
public enum ServerMessage: Equatable, Sendable {
    /// How the board changed.
    case delta(DecodedDelta)
    /// A run of the board's pixels.
    case board(BoardPart)
    /// What became of a placement.
    case result(ResultMessage)

    /// Reads the message that `bytes` is.
    public static func decode(_ bytes: [UInt8]) throws(WireError) -> ServerMessage {
        switch bytes.first {
        case nil: throw .empty
        case DeltaFrame.operation: .delta(try DeltaFrame.decode(bytes))
        case BoardPart.operation: .board(try BoardPart.decode(bytes))
        case ResultMessage.operation: .result(try ResultMessage.decode(bytes))
        case let operation?: throw .unknownOperation(operation)
        }
    }
}

extension WireReader {
    /// A reader past the op byte of a message that has to begin with `operation`.
    init(_ bytes: [UInt8], operation: UInt8) throws(WireError) {
        guard let first = bytes.first else { throw .empty }
        guard first == operation else { throw .unknownOperation(first) }
        self.init(bytes, 1..<bytes.count)
    }
}
