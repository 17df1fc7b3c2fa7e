import TestKit
import Testing

@testable import WebSocket

@Suite struct UTF8ValidatorTests {
    /// Whether the pieces together are UTF-8.
    private func accepts(_ pieces: [[UInt8]]) -> Bool {
        var validator = UTF8Validator()
        return pieces.allSatisfy { validator.accept($0, $0.indices) } && validator.isAtCharacterEnd
    }

    @Test func `random bytes are judged as the standard library judges them, in any split`() {
        var random = SeededRandom(seed: 7)
        // Mostly bytes that begin or continue something, so that many sequences come close to being right.
        let likely: [UInt8] = [
            0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed,
            0xee, 0xef,
            0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
        ]
        var rightCount = 0
        for round in 0..<10_000 {
            let text = (0..<Int.random(in: 1...6, using: &random)).compactMap { _ in
                likely.randomElement(using: &random)
            }
            let isRight = String(validating: text, as: UTF8.self) != nil
            rightCount += isRight ? 1 : 0
            for split in Split.allCases {
                #expect(accepts(split.pieces(of: text, seed: UInt64(round))) == isRight, "\(text)")
            }
        }
        #expect(rightCount > 100)
    }

    @Test func `every code point but the surrogates is accepted`() {
        for value in stride(from: UInt32(0), through: 0x10_ffff, by: 97) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            #expect(accepts([Array(String(Character(scalar)).utf8)]))
        }
    }

    @Test func `a wrong byte is refused at once`() {
        var validator = UTF8Validator()
        let verdicts = [validator.accept([0xf4], 0..<1), validator.accept([0x90], 0..<1)]
        #expect(verdicts == [true, false])
    }
}
