/// What is known of the message that is being received. Holds memory only while it has to.
struct MessageAssembly {
    enum Compression { case none, deflate }

    /// Nil between messages.
    private(set) var kind: MessageKind?
    private(set) var compression = Compression.none
    /// Lent by the machine before compressed bytes are taken.
    var inflater: Inflater?
    private var text = UTF8Validator()
    private var frameCount = 0
    /// Bytes of payload that came, as sent.
    private var receivedByteCount = 0
    private var assembled: [UInt8] = []

    mutating func begin(_ kind: MessageKind, isCompressed: Bool) {
        self.kind = kind
        compression = isCompressed ? .deflate : .none
        text = UTF8Validator()
        frameCount = 0
        receivedByteCount = 0
    }

    /// Refuses a frame by its length alone, before a byte of it is kept.
    mutating func beginFrame(of byteCount: Int, _ limits: WebSocketLimits) throws(WebSocketError) {
        frameCount += 1
        guard frameCount <= limits.framesPerMessageMax else { throw .tooManyFrames }
        // Compressed data is hardly ever longer than what it stands for, but it can be: empty blocks stand
        // for nothing. Twice as long and a bit is more than any honest peer needs.
        let (twice, overflow) = limits.messageBytesMax.multipliedReportingOverflow(by: 2)
        let byteCountMax =
            compression == .none
            ? limits.messageBytesMax : overflow ? Int.max - 1024 : min(twice, Int.max - 1024) + 1024
        guard byteCount <= byteCountMax - receivedByteCount else { throw .messageTooLong }
    }

    /// Takes the next bytes; gives the whole message when they end it.
    mutating func take(
        _ buffer: [UInt8], _ range: Range<Int>, endsMessage: Bool, _ limits: WebSocketLimits
    ) throws(WebSocketError) -> Payload? {
        let isWhole = receivedByteCount == 0 && endsMessage
        receivedByteCount += range.count
        if compression == .deflate {
            try inflate(buffer, range, endsMessage: endsMessage, limits)
        } else {
            if kind == .text { try check(buffer, range, endsText: endsMessage) }
            if isWhole { return .inPlace(range) }
            assembled.append(contentsOf: buffer[range])
        }
        return endsMessage ? .assembled(assembled) : nil
    }

    /// Forgets the message. Gives the inflater back unless it is kept for the next one.
    mutating func end(keepsInflater: Bool) -> Inflater? {
        kind = nil
        assembled = []
        guard !keepsInflater else { return nil }
        defer { inflater = nil }
        return inflater
    }

    private mutating func inflate(
        _ buffer: [UInt8], _ range: Range<Int>, endsMessage: Bool, _ limits: WebSocketLimits
    ) throws(WebSocketError) {
        guard let inflater else { preconditionFailure("compressed bytes without an inflater") }
        let start = assembled.count
        do throws(WebSocketError) {
            if !range.isEmpty {
                try inflater.inflate(buffer, range, to: &assembled, byteCountMax: limits.messageBytesMax)
            }
        } catch {
            // Wrong text before the place where inflating failed is what failed first, whatever the split.
            if kind == .text { try check(assembled, start..<assembled.count, endsText: false) }
            throw error
        }
        // An empty message may come as no bytes at all: zlib flushes nothing where nothing is new.
        if endsMessage && receivedByteCount > 0 && !inflater.hasEndedExactly {
            try inflater.inflate(
                [0, 0, 0xff, 0xff], 0..<4, to: &assembled, byteCountMax: limits.messageBytesMax)
            guard inflater.isBetweenBlocks else { throw .badCompression }
        }
        if kind == .text { try check(assembled, start..<assembled.count, endsText: endsMessage) }
    }

    private mutating func check(_ bytes: [UInt8], _ range: Range<Int>, endsText: Bool) throws(WebSocketError)
    {
        guard text.accept(bytes, range), !endsText || text.isAtCharacterEnd else { throw .badText }
    }
}
