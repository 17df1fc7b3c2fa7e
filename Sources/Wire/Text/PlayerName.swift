/// The names players give themselves: 3 to 20 ASCII letters, digits, `_` and `-`. They need not be unique.
public enum PlayerName {
    /// How long one may be, in characters.
    public static let characterCounts = 3...20

    /// Whether `text` may be a name.
    public static func isValid(_ text: String) -> Bool {
        characterCounts.contains(text.utf8.count) && text.utf8.allSatisfy(isAllowed)
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default:
            false
        }
    }
}
