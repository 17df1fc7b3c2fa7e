/// What somebody who keeps order did, written down once and for all: lines are counted from 1 over the whole
/// ledger, none is ever left out, replaced or removed.
public struct LedgerAuditLine: Equatable, Sendable {
    /// The longest body, in bytes.
    public static let bodyBytesMax = 64 << 10
    /// So many of the newest lines are handed out when the ledger is opened: what a console shows at first.
    public static let recoveredMax = 1000
    /// An answer has no more lines than this; a question for more is one for so many.
    public static let pageMax = 1000

    /// How many lines there were when it was written, itself included.
    public let number: UInt64
    /// When, in milliseconds since 1970.
    public let timeMillis: Int64
    /// What it says. Empty only where it was damaged, and a repair kept its number.
    public let body: [UInt8]

    /// A line.
    public init(number: UInt64, timeMillis: Int64, body: [UInt8]) {
        precondition(number > 0 && number <= UInt64(Int64.max), "lines are counted from 1")
        precondition(body.count <= Self.bodyBytesMax, "a line is short")
        self.number = number
        self.timeMillis = timeMillis
        self.body = body
    }

    /// What it said is lost.
    public var isLost: Bool { body.isEmpty }
}

extension LedgerAuditLine {
    private static let version: UInt8 = 1

    func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: body.count + 24)
        writer.append(Self.version)
        writer.append(number)
        writer.append(UInt64(bitPattern: timeMillis))
        writer.append(body)
        return writer.sealed()
    }

    init(decoding bytes: [UInt8]) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        guard try reader.number(UInt8.self) == Self.version else { throw reader.fault("its version is new") }
        let number = try reader.number(UInt64.self)
        guard number > 0, number <= UInt64(Int64.max) else { throw reader.fault("no line has that number") }
        let timeMillis = Int64(bitPattern: try reader.number(UInt64.self))
        let body = try reader.rest()
        guard body.count <= Self.bodyBytesMax else { throw reader.fault("its body is too long") }
        self.init(number: number, timeMillis: timeMillis, body: body)
    }
}
