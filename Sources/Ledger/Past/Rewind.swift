internal import Canvas

/// The colours of a board on their way through its past: each change is proved before it is made.
struct Rewind {
    let board: LedgerBoard
    private(set) var seq: UInt64
    private(set) var colours: [UInt8]
    private(set) var digest: Digest

    /// From a picture of it on.
    init(_ board: LedgerBoard, seq: UInt64, colours: [UInt8], digest: Digest) {
        self.board = board
        self.seq = seq
        self.colours = colours
        self.digest = digest
    }

    /// From a blank board on.
    init(_ board: LedgerBoard) {
        let colours = [UInt8](repeating: 0, count: board.shape.pixelCount)
        self.init(board, seq: 0, colours: colours, digest: Digest(of: colours))
    }

    /// Makes the changes of a record that are not made yet, up to `lastSeq`.
    mutating func apply(_ record: PlacementRecord, through lastSeq: UInt64) throws(FormatFault) {
        guard record.board == board.name.text, record.epoch == board.epoch, record.firstSeq <= seq + 1,
            record.lastSeq > seq
        else { throw FormatFault(offset: 0, reason: "it does not follow change \(seq)") }
        let start = Int(seq + 1 - record.firstSeq)
        let end = Int(min(lastSeq, record.lastSeq) + 1 - record.firstSeq)
        let isFitting = Self.apply(
            record.words.span.extracting(start..<end), colourCount: board.palette.colours.count, &colours,
            &digest)
        guard isFitting else {
            throw FormatFault(offset: 0, reason: "it holds a change that the board cannot have taken")
        }
        seq += UInt64(end - start)
    }

    private static func apply(
        _ words: Span<UInt32>, colourCount: Int, _ colours: inout [UInt8], _ digest: inout Digest
    ) -> Bool {
        var pixels = colours.mutableSpan
        var fingerprint = digest
        for place in words.indices {
            let pixel = Int(words[place] >> 8)
            let colour = UInt8(truncatingIfNeeded: words[place])
            guard pixel < pixels.count, Int(colour) < colourCount, pixels[pixel] != colour else {
                return false
            }
            fingerprint.change(at: pixel, from: pixels[pixel], to: colour)
            pixels[pixel] = colour
        }
        digest = fingerprint
        return true
    }
}
