internal import WebSocket
public import Wire

/// The newest chat messages of one board, each encoded once and shared by all readers, numbered for good. A
/// reader is a number into it: a cursor, 0 for one that was sent nothing yet.
///
/// Chat does not go through the journal: there a reader that fell behind is sent one frame for all that it
/// missed, and lines cannot be merged. Here it is sent the messages from its cursor on, and once those are
/// gone, or in the beginning, everything that is kept in one `chat-history`, which takes the place of
/// whatever it was sent before. So nobody needs a queue.
public struct ChatRing: Sendable {
    /// What a reader is to be sent next.
    public struct Step: Sendable {
        /// The message with its header.
        public let bytes: [UInt8]
        /// Where the reader stands once it has that.
        public let cursor: UInt64
        /// It is everything that is kept.
        public let isHistory: Bool
    }

    /// The number of the oldest message still kept.
    public private(set) var oldest: UInt64 = 1
    /// The number that the next message will get; a cursor that stands here has everything.
    public private(set) var head: UInt64 = 1

    /// Nothing stands where a line was taken back.
    private var ring: [ChatFrame?]
    /// Everything that is kept, as it was before the message `cursor`.
    private var history: Step?

    /// Nothing was said yet. So many messages are kept.
    public init(messagesMax: Int) {
        precondition(messagesMax > 0)
        ring = Array(repeating: nil, count: messagesMax)
    }

    /// The newest message. If it takes a line back, whoever was not sent that yet never will be.
    public mutating func append(_ frame: ChatFrame) {
        if case .removal(let id) = frame.content { drop(id) }
        if head - oldest == UInt64(ring.count) { oldest += 1 }
        ring[place(of: head)] = frame
        head += 1
    }

    private mutating func drop(_ id: String) {
        history = nil
        for number in oldest..<head where ring[place(of: number)]?.content == .line(id: id) {
            ring[place(of: number)] = nil
        }
    }

    /// What comes for a reader that stands there; nil if it has everything. While many histories are under
    /// way to readers that take them slowly, `isCrowded`, a newcomer is sent the one that was made last and
    /// the messages after it, so that few different ones are held.
    public mutating func next(after cursor: UInt64, isCrowded: Bool) -> Step? {
        guard cursor != head else { return nil }
        guard cursor >= oldest else { return newestHistory(isCrowded: isCrowded) }
        for number in cursor..<head {
            if let frame = ring[place(of: number)] {
                return Step(bytes: frame.bytes, cursor: number + 1, isHistory: false)
            }
        }
        preconditionFailure("a line is taken back by a message after it")
    }

    /// Bytes that a reader is still to be sent, about.
    public func byteCount(from cursor: UInt64) -> Int {
        (max(cursor, oldest)..<max(head, oldest)).reduce(0) { $0 + (ring[place(of: $1)]?.bytes.count ?? 0) }
    }

    private mutating func newestHistory(isCrowded: Bool) -> Step {
        if let history, history.cursor == head || isCrowded && history.cursor >= oldest { return history }
        let lines = (oldest..<head).compactMap { number -> ArraySlice<UInt8>? in
            guard let frame = ring[place(of: number)], case .line = frame.content else { return nil }
            return frame.text
        }
        let bytes = ChatFrame.framed(ChatHistoryMessage.bytes(of: lines))
        let made = Step(bytes: bytes, cursor: head, isHistory: true)
        history = made
        return made
    }

    private func place(of number: UInt64) -> Int {
        Int(number % UInt64(ring.count))
    }
}

/// A line, or the removal of one, as it goes to everybody: encoded once, with its WebSocket header.
public final class ChatFrame: Sendable {
    enum Content: Equatable, Sendable {
        case line(id: String)
        case removal(of: String)
    }

    let content: Content
    let bytes: [UInt8]
    private let textCount: Int

    /// Something was said.
    public init(_ line: ChatMessage) {
        content = .line(id: line.id)
        let text = line.bytes
        textCount = text.count
        bytes = Self.framed(text)
    }

    /// Something is taken back.
    public init(_ removal: ChatRemovedMessage) {
        content = .removal(of: removal.id)
        let text = removal.bytes
        textCount = text.count
        bytes = Self.framed(text)
    }

    /// The message without its header.
    var text: ArraySlice<UInt8> { bytes.suffix(textCount) }

    static func framed(_ text: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count + FrameWriter.headerByteCount(payloadCount: text.count))
        FrameWriter.appendHeader(opcode: .text, payloadCount: text.count, to: &bytes)
        bytes += text
        return bytes
    }
}
