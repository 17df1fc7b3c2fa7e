/// Bytes as people and programs pass them on.
public enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    /// Two small letters or digits a byte.
    public static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
