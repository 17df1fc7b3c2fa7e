/// Checks UTF-8 that comes in pieces, and says no at the first byte that cannot be right.
struct UTF8Validator: Sendable {
    /// How many more bytes the character begun needs.
    private var missing: UInt8 = 0
    /// What the next of them may be. Only the second byte of a character has bounds other than these: they
    /// keep out overlong forms, surrogates and what lies past the last code point.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xbf

    /// Whether the text may end here.
    var isAtCharacterEnd: Bool { missing == 0 }

    /// Whether the bytes are UTF-8 by themselves.
    static func isWhole(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var validator = UTF8Validator()
        return validator.accept(bytes, range) && validator.isAtCharacterEnd
    }

    /// Takes the next bytes; false when one of them is wrong.
    mutating func accept(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let span = bytes.span.extracting(range)
        var index = 0
        while index < span.count {
            if missing == 0 {
                // Most text is ASCII, and most of it comes in long runs.
                while index < span.count, span[index] < 0x80 { index += 1 }
                guard index < span.count else { return true }
                guard begin(span[index]) else { return false }
            } else {
                let byte = span[index]
                guard byte >= lowest && byte <= highest else { return false }
                lowest = 0x80
                highest = 0xbf
                missing -= 1
            }
            index += 1
        }
        return true
    }

    private mutating func begin(_ lead: UInt8) -> Bool {
        switch lead {
        case 0xc2...0xdf: missing = 1
        case 0xe0...0xef:
            missing = 2
            if lead == 0xe0 { lowest = 0xa0 }
            if lead == 0xed { highest = 0x9f }
        case 0xf0...0xf4:
            missing = 3
            if lead == 0xf0 { lowest = 0x90 }
            if lead == 0xf4 { highest = 0x8f }
        default: return false
        }
        return true
    }
}
