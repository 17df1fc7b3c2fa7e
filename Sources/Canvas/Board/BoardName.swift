/// The name of a board, as it stands in addresses and on the command line: `[a-z0-9][a-z0-9_-]{0,31}`.
public struct BoardName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name, in characters.
    public static let characterCountMax = 32

    /// The board that is always there.
    public static let main = BoardName(known: "main")

    /// The name itself.
    public let text: String

    /// The name `text`, or nil where that is no board's name.
    public init?(_ text: String) {
        let bytes = text.utf8
        guard let first = bytes.first, bytes.count <= Self.characterCountMax else { return nil }
        guard Self.isLetterOrDigit(first) else { return nil }
        for byte in bytes
        where !Self.isLetterOrDigit(byte) && byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") {
            return nil
        }
        self.text = text
    }

    private init(known text: String) {
        self.text = text
    }

    /// The name itself.
    public var description: String { text }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
