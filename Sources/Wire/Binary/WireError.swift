/// What is wrong with a binary message.
public enum WireError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is not even an op byte.
    case empty
    /// No message begins with this byte.
    case unknownOperation(UInt8)
    /// The message is too short or too long for what it says.
    case wrongLength
    /// A varint of more than 8 bytes, or of a value of 2^53 or more.
    case badVarint
    /// The parts of the message contradict each other.
    case inconsistent

    /// The code the connection is closed with.
    public var closeCode: UInt16 {
        switch self {
        case .empty, .unknownOperation: 1003
        case .wrongLength, .badVarint, .inconsistent: 1007
        }
    }

    /// The fault in words, fit for a close reason.
    public var description: String {
        switch self {
        case .empty: "empty binary message"
        case .unknownOperation: "unknown op"
        case .wrongLength: "wrong length"
        case .badVarint: "bad varint"
        case .inconsistent: "inconsistent message"
        }
    }
}
