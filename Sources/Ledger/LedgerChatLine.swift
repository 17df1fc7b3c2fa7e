public import Canvas

/// Something that was said on a board, as it is kept.
public struct LedgerChatLine: Equatable, Sendable {
    /// So many of the newest lines of each board are kept, whether some of them were removed or not.
    public static let keptMax = 100
    /// The longest id or name, in bytes of UTF-8.
    public static let nameBytesMax = 255
    /// The longest text, in bytes of UTF-8.
    public static let textBytesMax = 4096

    /// Where it was said.
    public let board: BoardName
    /// How many lines there were on that board when it was said, itself included.
    public let number: UInt64
    /// What it is called by, for good.
    public let id: String
    /// The id of the session that said it.
    public let from: String
    /// Its name at that time.
    public let name: String
    /// What it said.
    public let text: String
    /// When, in milliseconds since 1970.
    public let atMillis: Int64

    /// A line.
    public init(
        board: BoardName, number: UInt64, id: String, from: String, name: String, text: String,
        atMillis: Int64
    ) {
        precondition(number > 0 && number <= UInt64(Int64.max), "lines are counted from 1")
        precondition(
            [id, from, name].allSatisfy { $0.utf8.count <= Self.nameBytesMax }, "ids and names are short")
        precondition(text.utf8.count <= Self.textBytesMax, "a line is short")
        self.board = board
        self.number = number
        self.id = id
        self.from = from
        self.name = name
        self.text = text
        self.atMillis = atMillis
    }
}

extension LedgerChatLine {
    private static let version: UInt8 = 1

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.version)
        writer.append(board.text)
        writer.append(number)
        writer.append(UInt64(bitPattern: atMillis))
        writer.append(id)
        writer.append(from)
        writer.append(name)
        writer.append(text)
        return writer.sealed()
    }

    init(decoding bytes: [UInt8]) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        guard try reader.number(UInt8.self) == Self.version else { throw reader.fault("its version is new") }
        guard let board = BoardName(try reader.text()) else { throw reader.fault("no board has that name") }
        let number = try reader.number(UInt64.self)
        guard number > 0, number <= UInt64(Int64.max) else { throw reader.fault("no line has that number") }
        let atMillis = Int64(bitPattern: try reader.number(UInt64.self))
        let names = [try reader.text(), try reader.text(), try reader.text()]
        let text = try reader.text()
        guard names.allSatisfy({ $0.utf8.count <= Self.nameBytesMax }),
            text.utf8.count <= Self.textBytesMax
        else { throw reader.fault("an id, a name or a text is too long") }
        try reader.expectEnd()
        self.init(
            board: board, number: number, id: names[0], from: names[1], name: names[2], text: text,
            atMillis: atMillis)
    }

    /// Where it stands in the table: each line takes the place of the one that has become too old.
    static func slot(of number: UInt64) -> Int64 {
        Int64(number % UInt64(keptMax))
    }
}
