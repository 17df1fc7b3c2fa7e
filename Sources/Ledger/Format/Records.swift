internal import Canvas

extension LedgerSession {
    private static let version: UInt8 = 1

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.version)
        writer.append(player)
        writer.append(tokenHash.bytes)
        writer.append(UInt64(bitPattern: createdAtMillis))
        writer.append(address.high)
        writer.append(address.low)
        writer.append(id)
        writer.append(name)
        return writer.sealed()
    }

    init(decoding bytes: [UInt8]) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        guard try reader.number(UInt8.self) == Self.version else { throw reader.fault("its version is new") }
        let player = try reader.number(UInt32.self)
        guard player < Self.playersMax, let tokenHash = TokenHash(try reader.raw(TokenHash.byteCount)) else {
            throw reader.fault("there can be no such session")
        }
        let createdAtMillis = Int64(bitPattern: try reader.number(UInt64.self))
        let address = AddressKey(high: try reader.number(UInt64.self), low: try reader.number(UInt64.self))
        let id = try reader.text()
        let name = try reader.text()
        guard id.utf8.count <= Self.textBytesMax, name.utf8.count <= Self.textBytesMax else {
            throw reader.fault("an id or a name is too long")
        }
        try reader.expectEnd()
        self.init(
            player: player, tokenHash: tokenHash, id: id, name: name, createdAtMillis: createdAtMillis,
            address: address)
    }
}

extension LedgerBoard {
    private static let version: UInt8 = 1

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.version)
        writer.append(name.text)
        writer.append(epoch)
        writer.append(beginning.rawValue)
        writer.append(UInt16(shape.width))
        writer.append(UInt16(shape.height))
        writer.append(UInt64(bitPattern: createdAtMillis))
        writer.append(UInt64(bitPattern: rules.cooldownMillis))
        writer.append(rules.chargesMax)
        writer.append(rules.state.rawValue)
        writer.append(palette.name)
        writer.append(UInt16(palette.colours.count))
        for (colour, name) in zip(palette.colours, palette.colourNames) {
            writer.append([colour.red, colour.green, colour.blue])
            writer.append(name)
        }
        return writer.sealed()
    }

    init(decoding bytes: [UInt8]) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        guard try reader.number(UInt8.self) == Self.version else { throw reader.fault("its version is new") }
        let nameText = try reader.text()
        let epoch = try reader.number(UInt32.self)
        let beginning = Beginning(rawValue: try reader.number(UInt8.self))
        let width = Int(try reader.number(UInt16.self))
        let height = Int(try reader.number(UInt16.self))
        guard let name = BoardName(nameText), epoch != 0, let beginning,
            let shape = BoardShape(width: width, height: height)
        else { throw reader.fault("there can be no such board") }
        let createdAtMillis = Int64(bitPattern: try reader.number(UInt64.self))
        let rules = try Self.rules(&reader)
        let palette = try Self.palette(&reader)
        try reader.expectEnd()
        self.init(
            name: name, epoch: epoch, beginning: beginning, shape: shape, palette: palette, rules: rules,
            createdAtMillis: createdAtMillis)
    }

    private static func rules(_ reader: inout ByteReader) throws(FormatFault) -> Rules {
        let cooldownMillis = Int64(bitPattern: try reader.number(UInt64.self))
        let chargesMax = try reader.number(UInt8.self)
        guard let state = BoardState(rawValue: try reader.text()) else {
            throw reader.fault("a board cannot be in that state")
        }
        return Rules(cooldownMillis: cooldownMillis, chargesMax: chargesMax, state: state)
    }

    private static func palette(_ reader: inout ByteReader) throws(FormatFault) -> Palette {
        let name = try reader.text()
        var colours: [Colour] = []
        var colourNames: [String] = []
        for _ in 0..<(try reader.number(UInt16.self)) {
            let parts = try reader.raw(3)
            colours.append(Colour(red: parts[0], green: parts[1], blue: parts[2]))
            colourNames.append(try reader.text())
        }
        do throws(PaletteError) {
            return try Palette(name: name, colours: colours, colourNames: colourNames)
        } catch {
            throw reader.fault("\(error)")
        }
    }
}

/// How far the log reaches, in one record that is renewed with every transaction: what the tables hold must
/// come to the same, so that nothing can go missing from their ends unnoticed.
struct LogHead: Equatable {
    private static let version: UInt8 = 1

    struct Reach: Equatable {
        var epoch: UInt32
        /// The last change that the log holds.
        var seq: UInt64
        /// Up to here small records have been put together to large ones.
        var packedTo: UInt64 = 0
        /// Where the wall clock was set, oldest first.
        var jumps: [ClockJump] = []
    }

    /// Transactions since the log began.
    var transactionCount: UInt64 = 0
    var sessionCount: UInt32 = 0
    var boards: [BoardName: Reach] = [:]
    /// The last server kept it in `relaxed` fashion.
    var isRelaxed = false
    /// The last server closed it in good order.
    var isClosed = true
    /// Which start of the machine that was; empty if unknown.
    var bootID = ""
    /// What addresses are hashed with: made once and kept; empty before that.
    var secret: [UInt8] = []
    /// The wall clock less the one that counts since the machine was started, in milliseconds, with the last
    /// transaction; nil if unknown.
    var wallOffsetMillis: Int64?
    /// Documents that stand.
    var documentCount: UInt64 = 0
    /// Lines that were ever written down; the number of the newest.
    var auditCount: UInt64 = 0
    /// The highest number that any document of each kind ever had, whether or not it still stands. Nil: a log
    /// from before this was kept, or one whose head was lost; what its lines name has to be looked through.
    var highestNumbers: [UInt8: UInt64]? = [:]

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.version)
        writer.append(transactionCount)
        writer.append(sessionCount)
        writer.append(UInt8((isRelaxed ? 1 : 0) | (isClosed ? 2 : 0)))
        writer.append(bootID)
        writer.append(UInt8(secret.count))
        writer.append(secret)
        writer.append(UInt64(bitPattern: wallOffsetMillis ?? .min))
        writer.append(UInt32(boards.count))
        for (name, reach) in boards.sorted(by: { $0.key.text < $1.key.text }) {
            writer.append(name.text)
            writer.append(reach.epoch)
            writer.append(reach.seq)
            writer.append(reach.packedTo)
            writer.append(UInt8(reach.jumps.count))
            for jump in reach.jumps {
                writer.append(jump.afterSeq)
                writer.append(UInt64(bitPattern: jump.millis))
            }
        }
        if documentCount > 0 || auditCount > 0 || highestNumbers?.isEmpty == false {
            writer.append(documentCount)
            writer.append(auditCount)
            if let highestNumbers { append(highestNumbers, to: &writer) }
        }
        return writer.sealed()
    }

    init() {}

    init(decoding bytes: [UInt8]) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        guard try reader.number(UInt8.self) == Self.version else { throw reader.fault("its version is new") }
        transactionCount = try reader.number(UInt64.self)
        sessionCount = try reader.number(UInt32.self)
        let flags = try reader.number(UInt8.self)
        guard flags & ~3 == 0 else { throw reader.fault("it has a mark that nobody knows") }
        isRelaxed = flags & 1 != 0
        isClosed = flags & 2 != 0
        bootID = try reader.text()
        secret = try reader.raw(Int(try reader.number(UInt8.self)))
        let offset = Int64(bitPattern: try reader.number(UInt64.self))
        wallOffsetMillis = offset == .min ? nil : offset
        for _ in 0..<(try reader.number(UInt32.self)) {
            guard let name = BoardName(try reader.text()) else {
                throw reader.fault("no board has that name")
            }
            boards[name] = try Reach(&reader)
        }
        // Logs without any say nothing of them, as those from before there were such.
        if !reader.isAtEnd {
            documentCount = try reader.number(UInt64.self)
            auditCount = try reader.number(UInt64.self)
            guard documentCount <= UInt64(Int64.max), auditCount <= UInt64(Int64.max) else {
                throw reader.fault("it counts more than there can be")
            }
            highestNumbers = reader.isAtEnd ? nil : try Self.highestNumbers(&reader)
        }
        try reader.expectEnd()
    }

    private func append(_ numbers: [UInt8: UInt64], to writer: inout ByteWriter) {
        writer.append(UInt16(numbers.count))
        for (kind, number) in numbers.sorted(by: { $0.key < $1.key }) {
            writer.append(kind)
            writer.append(number)
        }
    }

    private static func highestNumbers(_ reader: inout ByteReader) throws(FormatFault) -> [UInt8: UInt64] {
        var numbers: [UInt8: UInt64] = [:]
        for _ in 0..<(try reader.number(UInt16.self)) {
            let kind = try reader.number(UInt8.self)
            let number = try reader.number(UInt64.self)
            guard numbers[kind] == nil, number <= UInt64(Int64.max) else {
                throw reader.fault("no document has that number")
            }
            numbers[kind] = number
        }
        return numbers
    }

    /// A document has that number: from now on no other of its kind is given it.
    mutating func note(_ kind: UInt8, _ number: UInt64) {
        guard let known = highestNumbers else { return }
        highestNumbers?[kind] = max(known[kind] ?? 0, number)
    }
}

extension LogHead.Reach {
    fileprivate init(_ reader: inout ByteReader) throws(FormatFault) {
        self.init(epoch: try reader.number(UInt32.self), seq: try reader.number(UInt64.self))
        packedTo = try reader.number(UInt64.self)
        for _ in 0..<(try reader.number(UInt8.self)) {
            let afterSeq = try reader.number(UInt64.self)
            jumps.append(
                ClockJump(
                    afterSeq: afterSeq, millis: Int64(bitPattern: try reader.number(UInt64.self))))
        }
    }
}

extension LogHead {
    /// The newest of the log may have gone with a power cut: nobody can tell which states were shown.
    var isEndUncertain: Bool {
        guard isRelaxed, !isClosed else { return false }
        let current = Self.currentBootID()
        return bootID != current || current.isEmpty
    }

    /// Which start of the machine this is; empty if nobody knows.
    static func currentBootID() -> String {
        guard let bytes = try? Disk.read("/proc/sys/kernel/random/boot_id", bytesMax: 64) else { return "" }
        return String(decoding: bytes.prefix { $0 > 0x20 }, as: UTF8.self)
    }
}
