/// A set of pixels that is cheap to add to and gives its members in order: a bitmap under bitmaps of which words are not
/// empty. Adding costs a dozen instructions, emptying it costs little more for each member, whatever the board's size.
struct PixelSet: Sendable {
    /// One bit per pixel.
    private var pixels: [UInt64]
    /// One bit per word of `pixels`.
    private var words: [UInt64]
    /// One bit per word of `words`.
    private var groups: [UInt64]
    /// How many members there are.
    private(set) var count = 0

    init(pixelCount: Int) {
        pixels = Self.empty(bitCount: pixelCount)
        words = Self.empty(bitCount: pixels.count)
        groups = Self.empty(bitCount: words.count)
    }

    mutating func insert(_ index: Int) {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: index & 63)
        let word = index >> 6
        guard pixels[word] & bit == 0 else { return }
        pixels[word] |= bit
        words[word >> 6] |= 1 &<< UInt64(truncatingIfNeeded: word & 63)
        groups[word >> 12] |= 1 &<< UInt64(truncatingIfNeeded: (word >> 6) & 63)
        count += 1
    }

    /// Empties the set; its members, ascending.
    mutating func takeAll() -> [UInt32] {
        guard count > 0 else { return [] }
        let members = Self.drain(&groups, &words, &pixels, count: count)
        count = 0
        return members
    }

    private static func drain(
        _ groups: inout [UInt64], _ words: inout [UInt64], _ pixels: inout [UInt64], count: Int
    ) -> [UInt32] {
        var groups = groups.mutableSpan
        var words = words.mutableSpan
        var pixels = pixels.mutableSpan
        return [UInt32](capacity: count) { members in
            for group in groups.indices {
                while let word = takeLowest(&groups[group], in: group) {
                    while let block = takeLowest(&words[word], in: word) {
                        while let index = takeLowest(&pixels[block], in: block) {
                            members.append(UInt32(truncatingIfNeeded: index))
                        }
                    }
                }
            }
        }
    }

    /// Takes the lowest bit out of the word of that number, if there is one; the bit's own number in the bitmap.
    private static func takeLowest(_ bits: inout UInt64, in word: Int) -> Int? {
        guard bits != 0 else { return nil }
        let lowest = bits.trailingZeroBitCount
        bits &= bits &- 1
        return word &<< 6 | lowest
    }

    private static func empty(bitCount: Int) -> [UInt64] {
        [UInt64](repeating: 0, count: (bitCount + 63) >> 6)
    }
}
