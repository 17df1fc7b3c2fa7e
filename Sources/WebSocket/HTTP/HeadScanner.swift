/// Finds the end of an HTTP head in bytes that arrive in any split, and refuses at once what no head may
/// contain: a client that ends its lines wrongly is told so now and not when its time is up.
///
/// The same scanner serves requests and, in the client role, responses. It keeps the head's bytes itself, so
/// that what comes after it can read the head as one piece whatever the split was.
struct HeadScanner: Sendable {
    /// The head up to now; holds no memory between two heads.
    private var kept: [UInt8] = []
    private var isAfterCarriageReturn = false
    /// Bytes of the line being read, without its line end.
    private var lineByteCount = 0
    private var hasSkippedEmptyLine = false

    /// No byte of a next head was seen; the one empty line that may precede it does not count.
    var isIdle: Bool { kept.isEmpty && lineByteCount == 0 && !isAfterCarriageReturn }

    /// The next whole head, each of its lines ended by CR LF, the empty line left out; nil while it goes on.
    mutating func next(
        in buffer: [UInt8], at cursor: inout Int, until end: Int, byteCountMax: Int
    ) throws(HTTPError) -> [UInt8]? {
        var start = cursor
        while cursor < end {
            let byte = buffer[cursor]
            cursor += 1
            guard kept.count + (cursor - start) <= byteCountMax else { throw .headTooLong }
            guard isAfterCarriageReturn || byte == 0x0d || byte == 0x0a else {
                guard byte >= 0x20 && byte != 0x7f || byte == 0x09 else { throw .forbiddenByte }
                lineByteCount += 1
                continue
            }
            guard isAfterCarriageReturn == (byte == 0x0a) else { throw .bareLineEnd }
            isAfterCarriageReturn = byte == 0x0d
            guard !isAfterCarriageReturn else { continue }
            if lineByteCount > 0 {
                lineByteCount = 0
                continue
            }
            if kept.count + (cursor - start) > 2 {
                kept.append(contentsOf: buffer[start..<cursor])
                return takeHead()
            }
            // RFC 9112, 2.2: one empty line before the request line is to be overlooked.
            guard !hasSkippedEmptyLine else { throw .emptyLines }
            hasSkippedEmptyLine = true
            kept = []
            start = cursor
        }
        kept.append(contentsOf: buffer[start..<cursor])
        return nil
    }

    private mutating func takeHead() -> [UInt8] {
        var head: [UInt8] = []
        swap(&head, &kept)
        head.removeLast(2)
        hasSkippedEmptyLine = false
        return head
    }
}
