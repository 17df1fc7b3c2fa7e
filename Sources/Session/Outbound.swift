/// What one connection still has to send, and in which order, always changing over at the end of a message:
/// first the message that is partly on its way, then its personal messages (results, answers, pongs), then
/// shared parts (a BOARD's, a response's body), then the journal's frames, which need no place here.
public struct Outbound: Sendable {
    /// The bytes on their way; often shared with others, so never changed.
    @usableFromInline var current: [UInt8] = []
    @usableFromInline var currentOffset = 0
    /// Whole personal messages that wait for `current`.
    @usableFromInline var personal: [UInt8] = []
    /// `current` is a batch of personal messages, and its memory this connection's own.
    @usableFromInline var isCurrentPersonal = false
    /// Shared pieces that wait behind the personal messages, in reverse order.
    @usableFromInline var parts: [[UInt8]] = []
    /// Results in `personal`, and in `current` while that is a batch of personal messages.
    @usableFromInline var resultsWaiting = 0
    @usableFromInline var resultsOnTheWay = 0

    /// Nothing to send.
    public init() {}

    /// Nothing waits: the journal's frames may go out directly.
    @inlinable
    public var isEmpty: Bool {
        current.isEmpty && personal.isEmpty && parts.isEmpty
    }

    /// A message has been begun and is not finished.
    @inlinable
    public var isWithinMessage: Bool {
        !current.isEmpty
    }

    /// Shared parts are still to be sent: no frame may go out before them.
    public var hasParts: Bool {
        !parts.isEmpty
    }

    /// Results that the reader has not been sent whole.
    @inlinable
    public var unsentResults: Int {
        resultsWaiting + resultsOnTheWay
    }

    /// Everything that waits here, in bytes. Shared pieces count, although they cost nothing.
    public var byteCount: Int {
        current.count - currentOffset + personal.count + parts.reduce(0) { $0 + $1.count }
    }

    /// The bytes that only this connection holds.
    @inlinable
    public var personalByteCount: Int {
        personal.count
    }

    /// Appends a whole personal message written by `write`.
    @inlinable
    public mutating func appendPersonal(_ write: (inout [UInt8]) -> Void) {
        write(&personal)
    }

    /// Appends so many whole RESULTs written by `write`.
    @inlinable
    public mutating func appendResults(_ count: Int, _ write: (inout [UInt8]) -> Void) {
        write(&personal)
        resultsWaiting += count
    }

    /// Appends shared pieces, sent in this order once the personal messages are out.
    public mutating func appendParts(_ pieces: [[UInt8]]) {
        parts.insert(contentsOf: pieces.reversed(), at: 0)
    }

    /// Makes the next waiting piece the current one. False when nothing waits.
    @inlinable
    public mutating func advance() -> Bool {
        if !current.isEmpty { return true }
        currentOffset = 0
        if !personal.isEmpty {
            swap(&current, &personal)
            isCurrentPersonal = true
            resultsOnTheWay = resultsWaiting
            resultsWaiting = 0
            return true
        }
        guard let part = parts.popLast() else { return false }
        current = part
        return true
    }

    /// What is to be written now: the bytes and the place to go on from.
    @inlinable
    public var pending: (bytes: [UInt8], offset: Int) {
        (current, currentOffset)
    }

    /// So many bytes of `pending` were taken. True when the piece is finished.
    @inlinable
    public mutating func took(_ count: Int) -> Bool {
        currentOffset += count
        guard currentOffset == current.count else { return false }
        finishCurrent()
        return true
    }

    /// The memory of a few results is used again for the next: who is sent some will soon be sent others.
    @inlinable
    mutating func finishCurrent() {
        if isCurrentPersonal, personal.isEmpty, current.capacity <= Limits.keptPersonalBytesMax {
            current.removeAll(keepingCapacity: true)
            swap(&current, &personal)
        }
        current = []
        currentOffset = 0
        isCurrentPersonal = false
        resultsOnTheWay = 0
    }

    /// Gives back the memory of personal messages that are out: whoever only watches holds none.
    public mutating func giveBackMemory() {
        if personal.isEmpty, personal.capacity > 0 { personal = [] }
    }

    /// A shared frame was begun and only `count` of its bytes were taken.
    @inlinable
    public mutating func tookPart(of bytes: [UInt8], count: Int) {
        precondition(isEmpty, "a frame begins only when nothing waits")
        current = bytes
        currentOffset = count
    }

    /// Forgets what has not begun: the connection is ending and only `current` may still be finished.
    public mutating func dropWaiting() {
        personal = []
        parts = []
        resultsWaiting = 0
    }

    /// Forgets the shared parts that have not begun.
    public mutating func dropParts() {
        parts = []
    }
}
