import Canvas
import TestKit
import Testing

@Suite struct DigestTests {
    @Test func `the two vectors of the protocol come out`() {
        #expect(Digest(of: [0, 1, 2, 3, 4, 5]).value == 1_133_128_592)
        #expect(Digest(of: [UInt8](repeating: 0, count: 1_000_000)).value == 3_509_928_684)
    }

    @Test func `following changes comes to the same as beginning anew`() {
        var random = SeededRandom(seed: 1)
        var colours = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
        var digest = Digest(of: colours)
        for _ in 0..<1_000 {
            let index = Int.random(in: 0..<500, using: &random)
            let colour = UInt8.random(in: 0...255, using: &random)
            digest.change(at: index, from: colours[index], to: colour)
            colours[index] = colour
        }
        #expect(digest == Digest(of: colours))
    }
}
