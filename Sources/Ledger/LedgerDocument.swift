/// A standing record of those who keep order: a ban, a protected area, a report. The ledger keeps it whole
/// until it is replaced or removed, and does not know what it says.
public struct LedgerDocument: Equatable, Sendable {
    /// The longest body, in bytes.
    public static let bodyBytesMax = 64 << 10

    /// What it is, to whoever wrote it.
    public let kind: UInt8
    /// Which of that kind.
    public let number: UInt64
    /// What it says.
    public let body: [UInt8]

    /// A document.
    public init(kind: UInt8, number: UInt64, body: [UInt8]) {
        precondition(number <= UInt64(Int64.max), "no document has that number")
        precondition(body.count <= Self.bodyBytesMax, "a document is short")
        self.kind = kind
        self.number = number
        self.body = body
    }
}

extension LedgerDocument {
    private static let version: UInt8 = 1

    func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: body.count + 16)
        writer.append(Self.version)
        writer.append(kind)
        writer.append(number)
        writer.append(body)
        return writer.sealed()
    }

    init(decoding bytes: [UInt8]) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        guard try reader.number(UInt8.self) == Self.version else { throw reader.fault("its version is new") }
        let kind = try reader.number(UInt8.self)
        let number = try reader.number(UInt64.self)
        guard number <= UInt64(Int64.max) else { throw reader.fault("no document has that number") }
        let body = try reader.rest()
        guard body.count <= Self.bodyBytesMax else { throw reader.fault("its body is too long") }
        self.init(kind: kind, number: number, body: body)
    }
}
