/// A second opinion on gzip (RFC 1952), as strict as the server's output deserves.
public enum Gunzip {
    /// The content of one gzip member without extras; its length is proved, its checksum left to others.
    public static func decode(_ bytes: [UInt8]) throws -> [UInt8] {
        guard bytes.count >= 18, bytes.starts(with: [0x1f, 0x8b, 8, 0]) else { throw Inflate.Malformed() }
        let (content, end) = try Inflate.decode(bytes, from: 10)
        let length = bytes.suffix(4).enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        guard end + 8 == bytes.count, length == content.count else { throw Inflate.Malformed() }
        return content
    }
}
