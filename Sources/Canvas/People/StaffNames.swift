/// The names that nobody may give himself because people would believe them: those of the staff, and whatever
/// looks like one of them.
public struct StaffNames: Equatable, Sendable {
    /// Names that sound as if somebody were in charge, wherever the board stands.
    public static let everywhere = [
        "admin", "administrator", "moderator", "mod", "staff", "system", "server", "toile", "root",
        "operator",
        "support", "official",
    ]

    private let skeletons: Set<String>

    /// These names, and those of `everywhere`.
    public init(_ names: [String] = []) {
        skeletons = Set((Self.everywhere + names).map { Self.skeleton(of: $0) })
    }

    /// Whether somebody of that name could be taken for one of the staff: capitals, separators, digits that
    /// look like letters and numbers behind the name make no difference.
    public func areImitated(by name: String) -> Bool {
        let unnumbered = name.utf8.reversed().drop { (0x30...0x39).contains($0) || Self.isSeparator($0) }
        return skeletons.contains(Self.skeleton(of: name))
            || skeletons.contains(
                Self.skeleton(of: String(decoding: unnumbered.reversed(), as: UTF8.self)))
    }

    /// What is left of a name when everything is taken away that the eye passes over.
    private static func skeleton(of name: String) -> String {
        var letters: [UInt8] = []
        for byte in name.utf8 where !isSeparator(byte) {
            let letter = alike(byte)
            if letter == UInt8(ascii: "n"), letters.last == UInt8(ascii: "r") {
                // "rn" reads as "m".
                letters[letters.count - 1] = UInt8(ascii: "m")
            } else {
                letters.append(letter)
            }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    /// The small letter that a character is, or may be taken for.
    private static func alike(_ byte: UInt8) -> UInt8 {
        let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
        return switch lower {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "i"): UInt8(ascii: "l")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"): UInt8(ascii: "a")
        case UInt8(ascii: "5"): UInt8(ascii: "s")
        case UInt8(ascii: "7"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        default: lower
        }
    }
}
