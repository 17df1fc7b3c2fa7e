/// A fingerprint of a whole board: the XOR of one mixed word per pixel, so that a changed pixel costs two
/// XORs and a replica proves with every frame that it shows what the server shows.
@frozen public struct Digest: Equatable, Sendable {
    /// The fingerprint as it travels.
    public var value: UInt32

    /// A fingerprint that was computed before.
    @inlinable public init(value: UInt32) {
        self.value = value
    }

    /// The fingerprint of these pixels.
    public init(of colours: [UInt8]) {
        var value: UInt32 = 0
        let pixels = colours.span
        for index in pixels.indices {
            value ^= Self.mix(Self.word(at: index, colour: pixels[index]))
        }
        self.value = value
    }

    /// Follows one pixel from one colour to another.
    @inlinable public mutating func change(at index: Int, from old: UInt8, to new: UInt8) {
        change(from: Self.word(at: index, colour: old), to: Self.word(at: index, colour: new))
    }

    /// Follows one pixel from one word to another.
    @inlinable mutating func change(from old: UInt32, to new: UInt32) {
        value ^= Self.mix(old) ^ Self.mix(new)
    }

    /// A pixel and its colour as one word, which is mixed.
    @inlinable static func word(at index: Int, colour: UInt8) -> UInt32 {
        UInt32(truncatingIfNeeded: index) &<< 8 | UInt32(colour)
    }

    /// Spreads each bit of `word` over the whole result.
    @inlinable public static func mix(_ word: UInt32) -> UInt32 {
        var mixed = word
        mixed ^= mixed &>> 16
        mixed &*= 0x7feb_352d
        mixed ^= mixed &>> 15
        mixed &*= 0x846c_a68b
        mixed ^= mixed &>> 16
        return mixed
    }
}
