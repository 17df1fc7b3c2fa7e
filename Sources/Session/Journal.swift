/// One message that many readers share: encoded once, with its WebSocket header, and never changed.
public final class Frame: Sendable {
    /// The header and the message.
    public let bytes: [UInt8]
    /// The same message compressed, for those who negotiated it; empty where that would not be shorter.
    public let deflated: [UInt8]
    /// The board's state that a reader holds once it has this frame.
    public let seqAfter: UInt64

    /// A message that will not change any more.
    public init(bytes: [UInt8], deflated: [UInt8] = [], seqAfter: UInt64) {
        self.bytes = bytes
        self.deflated = deflated
        self.seqAfter = seqAfter
    }

    /// What goes to a reader that can, or cannot, take compressed messages.
    @inlinable
    public func bytes(deflated wantsDeflated: Bool) -> [UInt8] {
        wantsDeflated && !deflated.isEmpty ? deflated : bytes
    }
}

/// The newest frames of one board, numbered from 0 for good. A reader is a number into it: a cursor.
///
/// It keeps a bounded stretch: a cursor that falls behind `oldest` asks the board for one merged frame
/// instead.
public struct Journal {
    /// The number of the oldest frame still kept.
    public private(set) var oldest: UInt64 = 0
    /// The number that the next frame will get; a cursor that stands here has everything.
    public private(set) var head: UInt64 = 0
    /// The bytes of all frames kept, for the bound and for what a reader is owed.
    public private(set) var byteCount = 0

    private var ring: [Frame?]
    private let bytesMax: Int

    /// An empty journal that keeps so much.
    public init(framesMax: Int = Limits.journalFramesMax, bytesMax: Int = Limits.journalBytesMax) {
        precondition(framesMax > 0 && bytesMax > 0)
        ring = Array(repeating: nil, count: framesMax)
        self.bytesMax = bytesMax
    }

    /// Adds the newest frame; the oldest go until both bounds hold. The newest always stays.
    public mutating func append(_ frame: Frame) {
        while head - oldest == UInt64(ring.count)
            || (head > oldest && byteCount + frame.bytes.count > bytesMax)
        {
            dropOldest()
        }
        ring[Int(head % UInt64(ring.count))] = frame
        byteCount += frame.bytes.count
        head += 1
    }

    /// The next state comes without a frame: every cursor falls off.
    public mutating func breakOff() {
        while oldest < head { dropOldest() }
        head += 1
        oldest = head
    }

    /// The frame that brings a cursor one before the head to the head; nil when that state came without one.
    public var newest: Frame? {
        head > oldest ? frame(at: head - 1) : nil
    }

    /// The frame of that number, nil when it is gone or not yet there.
    public func frame(at cursor: UInt64) -> Frame? {
        guard cursor >= oldest, cursor < head else { return nil }
        return ring[Int(cursor % UInt64(ring.count))]
    }

    /// The bytes from a cursor to the head; nil when the cursor fell off.
    public func byteCount(from cursor: UInt64) -> Int? {
        guard cursor >= oldest, cursor <= head else { return nil }
        return (cursor..<head).reduce(0) { $0 + (frame(at: $1)?.bytes.count ?? 0) }
    }

    private mutating func dropOldest() {
        let slot = Int(oldest % UInt64(ring.count))
        byteCount -= ring[slot]?.bytes.count ?? 0
        ring[slot] = nil
        oldest += 1
    }
}
