/// The character classes of RFC 9110, on bytes.
extension UInt8 {
    /// A digit.
    var isDigit: Bool { self &- 0x30 < 10 }

    /// A letter of ASCII.
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// A byte of a token: names of methods, fields, subprotocols and extensions.
    var isTokenByte: Bool {
        if isLetter || isDigit { return true }
        switch self {
        case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2a, 0x2b, 0x2d, 0x2e, 0x5e, 0x5f, 0x60, 0x7c, 0x7e:
            return true
        default: return false
        }
    }

    /// A byte of a host with or without port, as RFC 3986 spells it; the comma is left out, since a list of
    /// hosts is none.
    var isHostByte: Bool {
        if isLetter || isDigit { return true }
        switch self {
        case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: ":"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"), UInt8(ascii: "!"), UInt8(ascii: "$"),
            UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"),
            UInt8(ascii: "+"), UInt8(ascii: ";"), UInt8(ascii: "="):
            return true
        default: return false
        }
    }

    /// The same letter in lower case; other bytes as they are.
    var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    /// The value of a hexadecimal digit.
    var hexValue: UInt8? {
        if isDigit { return self - 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter + 10 : nil
    }

    /// Space or tab: what may stand around a field's value.
    var isBlank: Bool { self == 0x20 || self == 0x09 }
}

extension StringProtocol {
    /// Whether both are the same but for the case of ASCII letters.
    func equalsIgnoringCase(_ other: StaticString) -> Bool {
        let left = utf8
        let right = other.description.utf8
        return left.count == right.count
            && zip(left, right).allSatisfy { $0.asciiLowercased == $1.asciiLowercased }
    }
}
