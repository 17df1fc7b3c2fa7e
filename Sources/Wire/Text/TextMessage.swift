/// What is wrong with a client's text message.
public enum TextMessageError: Error, Equatable, Sendable {
    /// It is no JSON object with a string `type`: the connection is closed.
    case notAnObject
    /// There is no such type.
    case unknownType
    /// The fields do not fit the type; `why` says which.
    case badRequest(why: String)
    /// Nobody may be called that.
    case badName

    /// The code the connection is closed with; nil where it stays open and an `error` answers.
    public var closeCode: UInt16? {
        self == .notAnObject ? 1007 : nil
    }

    /// The `error` that answers.
    public var answer: ErrorMessage {
        switch self {
        case .notAnObject: ErrorMessage(code: "bad-request", message: "not a JSON object with a type")
        case .unknownType: ErrorMessage(code: "unknown-type", message: "there is no such type of message")
        case .badRequest(let why): ErrorMessage(code: "bad-request", message: why)
        case .badName:
            ErrorMessage(code: "bad-name", message: "a name is 3 to 20 of letters, digits, _ and -")
        }
    }
}

/// A text message of a client.
public enum TextMessage: Equatable, Sendable {
    /// Says something to everyone. This is the door at which what people write is made safe to be shown.
    case chat(SafeLine)
    /// Wants to be called that.
    case name(String)
    /// Asks who placed the pixel there; nothing says that it is on the board.
    case pixel(x: Int64, y: Int64)
    /// Asks for a puzzle.
    case puzzle
    /// Has solved one: what the server called it, and the digits that were found.
    case solution(nonce: String, answer: String)

    /// How long a chat message may be, in Unicode scalars (what `length` counts in most languages, and no
    /// table decides).
    public static let chatCharacterCounts = 1...300

    /// Reads the message that `bytes[range]` (all of `bytes` without a range) is.
    public static func decode(
        _ bytes: [UInt8], _ range: Range<Int>? = nil
    ) throws(TextMessageError) -> TextMessage {
        guard let object = try? JSONValue.parse(bytes, range), let type = object["type"]?.string else {
            throw .notAnObject
        }
        switch type {
        case "chat":
            guard let text = object["text"]?.string else { throw .badRequest(why: "text has to be a string") }
            guard chatCharacterCounts.contains(text.unicodeScalars.count) else {
                throw .badRequest(why: "text has to be 1 to 300 characters long")
            }
            guard let line = SafeLine(text) else {
                throw .badRequest(why: "there is nothing in text that can be shown")
            }
            return .chat(line)
        case "name":
            guard let name = object["name"]?.string else { throw .badRequest(why: "name has to be a string") }
            guard PlayerName.isValid(name) else { throw .badName }
            return .name(name)
        case "pixel":
            guard let x = object["x"]?.integer, let y = object["y"]?.integer else {
                throw .badRequest(why: "x and y have to be integers")
            }
            return .pixel(x: x, y: y)
        case "puzzle": return .puzzle
        case "solution":
            guard let nonce = object["nonce"]?.string, let answer = object["answer"]?.string else {
                throw .badRequest(why: "nonce and answer have to be strings")
            }
            return .solution(nonce: nonce, answer: answer)
        default:
            throw .unknownType
        }
    }
}

extension TextMessage: JSONWritable {
    /// Writes the message as it travels.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .chat(let line):
            writer.message("chat") { writer in
                writer.member("text", line.text)
            }
        case .name(let name):
            writer.message("name") { writer in
                writer.member("name", name)
            }
        case .pixel(let x, let y):
            writer.message("pixel") { writer in
                writer.member("x", x)
                writer.member("y", y)
            }
        case .puzzle: writer.message("puzzle") { _ in }
        case .solution(let nonce, let answer):
            writer.message("solution") { writer in
                writer.member("nonce", nonce)
                writer.member("answer", answer)
            }
        }
    }
}
