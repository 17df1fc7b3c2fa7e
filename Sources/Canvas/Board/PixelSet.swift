/// A set of pixels that is cheap to add to and gives its members in order: a bitmap, and above it a bitmap of
/// which of its words hold anything. Putting a pixel in and taking it out cost some twenty instructions each,
/// and emptying the set passes over 4096 empty pixels at a step.
struct PixelSet: Sendable {
    /// One bit per pixel.
    private var pixels: [UInt64]
    /// One bit per word of `pixels`.
    private var words: [UInt64]
    /// How many pixels were put in since the set was empty; some perhaps more than once.
    private var insertionCount = 0

    init(pixelCount: Int) {
        pixels = Self.bitmap(bitCount: pixelCount)
        words = Self.bitmap(bitCount: pixels.count)
    }

    /// Puts in the pixels of these changes.
    mutating func insert(_ changes: [PixelChange]) {
        Self.insert(changes.span, &words, &pixels)
        insertionCount += changes.count
    }

    /// Empties the set; its members, ascending.
    mutating func takeAll() -> [UInt32] {
        guard insertionCount > 0 else { return [] }
        let room = min(insertionCount, pixels.count << 6)
        insertionCount = 0
        return Self.drain(&words, &pixels, room: room)
    }

    private static func insert(
        _ changes: Span<PixelChange>, _ words: inout [UInt64], _ pixels: inout [UInt64]
    ) {
        var words = words.mutableSpan
        var pixels = pixels.mutableSpan
        for position in changes.indices {
            let index = Int(changes[position].index)
            pixels[index &>> 6] |= bit(index)
            words[index &>> 12] |= bit(index &>> 6)
        }
    }

    private static func drain(_ words: inout [UInt64], _ pixels: inout [UInt64], room: Int) -> [UInt32] {
        var words = words.mutableSpan
        var pixels = pixels.mutableSpan
        return [UInt32](capacity: room) { members in
            for word in words.indices {
                forEachBit(of: &words[word], in: word) { block in
                    forEachBit(of: &pixels[block], in: block) { index in
                        members.append(UInt32(truncatingIfNeeded: index))
                    }
                }
            }
        }
    }

    /// Clears a word of a bitmap; `body` gets the numbers in the bitmap of the bits that were set, ascending.
    @inline(__always)
    private static func forEachBit(of bits: inout UInt64, in word: Int, _ body: (Int) -> Void) {
        var rest = bits
        bits = 0
        while rest != 0 {
            body(word &<< 6 | rest.trailingZeroBitCount)
            rest &= rest &- 1
        }
    }

    /// The bit of that number in its word.
    private static func bit(_ number: Int) -> UInt64 {
        1 &<< UInt64(truncatingIfNeeded: number)
    }

    private static func bitmap(bitCount: Int) -> [UInt64] {
        [UInt64](repeating: 0, count: (bitCount + 63) >> 6)
    }
}
