// What a board's chat sends, each a value that writes itself as Docs/Protocol.md says.

/// What somebody said.
public struct ChatMessage: Equatable, Sendable, JSONWritable {
    /// Names the message, so that it can be removed.
    public var id: String
    /// The id of the session that said it.
    public var from: String
    /// Its name.
    public var name: String
    /// What it said.
    public var text: String
    /// When, in milliseconds since 1970.
    public var at: Int64
    /// Which line of the board's chat it is, as moderators name it; nil: it has no number.
    public var number: UInt64?

    /// A chat message.
    public init(id: String, from: String, name: String, text: String, at: Int64, number: UInt64? = nil) {
        self.id = id
        self.from = from
        self.name = name
        self.text = text
        self.at = at
        self.number = number
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("chat") { writer in
            writer.member("id", id)
            writer.member("from", from)
            writer.member("name", name)
            writer.member("text", text)
            writer.member("at", at)
            if let number { writer.member("number", number) }
        }
    }
}

/// A chat message is taken back.
public struct ChatRemovedMessage: Equatable, Sendable, JSONWritable {
    /// Which.
    public var id: String

    /// A removal.
    public init(id: String) {
        self.id = id
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("chat-removed") { $0.member("id", id) }
    }
}

/// Everything that is kept of what was said on a board: sent to whoever comes, and again to a reader that
/// missed lines. It takes the place of all lines that the reader was sent before.
public enum ChatHistoryMessage {
    /// The message, of lines as `ChatMessage` wrote them, oldest first.
    public static func bytes(of lines: [ArraySlice<UInt8>]) -> [UInt8] {
        var bytes = Array(#"{"type":"chat-history","messages":["#.utf8)
        bytes.reserveCapacity(lines.reduce(bytes.count + 2) { $0 + $1.count + 1 })
        for (number, line) in lines.enumerated() {
            if number > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += line
        }
        bytes += Array("]}".utf8)
        return bytes
    }
}
