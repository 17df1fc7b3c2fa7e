internal import Canvas

/// How an image stands in a file: a header, blocks of pixels, and the charges, each with its own checksum, so
/// that a damaged file is known for one, and where.
///
///     header   "TOILESNP" · u32 version · text board · u32 epoch · u64 seq · u64 time · u16 width ·
///              u16 height · u32 digest · u32 charges · u32 CRC32C
///     block    u32 number · u8 content · [u8 x n colours] · [u32 x n players · u32 x n low and u16 x n
///              high parts of times] · u32 CRC32C
///     charges  (u32 player · u64 time) for each · u32 CRC32C
///
/// A block has 4096 pixels, the last one what is left. Where nobody ever placed, colours and origins are
/// left out.
enum SnapshotFormat {
    static let version: UInt32 = 1
    /// No header is longer.
    static let headerBytesMax = 256
    private static let magic = Array("TOILESNP".utf8)
    private static let blockPixelCount = 4096
    private static let coloursContent: UInt8 = 1
    private static let originsContent: UInt8 = 2
    /// The last time that fits, in the year 10889.
    private static let timeMillisMax: Int64 = (1 << 48) - 1

    /// What the beginning of a file says.
    struct Header: Equatable {
        let board: BoardName
        let epoch: UInt32
        let seq: UInt64
        let takenAtMillis: Int64
        let shape: BoardShape
        let digest: Digest
        let chargeCount: Int
        let byteCount: Int
    }

    /// Writes an image in pieces of a few megabytes.
    static func encode(
        _ image: BoardImage, _ write: ([UInt8]) throws(StorageError) -> Void
    ) throws(StorageError) {
        var writer = ByteWriter(reserving: piecesBytesMax + (1 << 16))
        appendHeader(of: image, to: &writer)
        var number: UInt32 = 0
        for start in stride(from: 0, to: image.colours.count, by: blockPixelCount) {
            let pixels = start..<min(start + blockPixelCount, image.colours.count)
            appendBlock(number, pixels, of: image, to: &writer)
            number += 1
            if writer.bytes.count >= piecesBytesMax {
                try write(writer.bytes)
                writer.removeAll()
            }
        }
        let start = writer.bytes.count
        for charge in image.charges {
            writer.append(charge.player)
            writer.append(UInt64(bitPattern: charge.fullAtMillis))
        }
        writer.seal(from: start)
        try write(writer.bytes)
    }

    private static let piecesBytesMax = 2 << 20

    private static func appendHeader(of image: BoardImage, to writer: inout ByteWriter) {
        writer.append(magic)
        writer.append(version)
        writer.append(image.board.text)
        writer.append(image.epoch)
        writer.append(image.seq)
        writer.append(UInt64(bitPattern: image.takenAtMillis))
        writer.append(UInt16(image.shape.width))
        writer.append(UInt16(image.shape.height))
        writer.append(image.digest.value)
        writer.append(UInt32(image.charges.count))
        writer.seal()
    }

    private static func appendBlock(
        _ number: UInt32, _ pixels: Range<Int>, of image: BoardImage, to writer: inout ByteWriter
    ) {
        let start = writer.bytes.count
        let hasColours = image.colours[pixels].contains { $0 != 0 }
        let hasOrigins = !image.origins.isEmpty && image.origins[pixels].contains { $0.player != .none }
        writer.append(number)
        writer.append((hasColours ? coloursContent : 0) | (hasOrigins ? originsContent : 0))
        if hasColours { writer.append(Array(image.colours[pixels])) }
        if hasOrigins {
            for origin in image.origins[pixels] { writer.append(origin.player.number) }
            let times = image.origins[pixels].map { UInt64(min(max($0.timeMillis, 0), timeMillisMax)) }
            for time in times { writer.append(UInt32(truncatingIfNeeded: time)) }
            for time in times { writer.append(UInt16(truncatingIfNeeded: time >> 32)) }
        }
        writer.seal(from: start)
    }

    /// The format that a file claims to have; nil if it is no snapshot at all.
    static func version(of bytes: [UInt8]) -> UInt32? {
        var reader = ByteReader(bytes)
        guard (try? reader.raw(magic.count)) == magic else { return nil }
        return try? reader.number(UInt32.self)
    }

    /// Reads the beginning of a file.
    static func header(of bytes: [UInt8]) throws(FormatFault) -> Header {
        var reader = ByteReader(bytes)
        guard try reader.raw(magic.count) == magic else {
            throw FormatFault(offset: 0, reason: "it does not begin like a snapshot")
        }
        let version = try reader.number(UInt32.self)
        guard version == Self.version else {
            throw FormatFault(offset: magic.count, reason: "it has the unknown format \(version)")
        }
        let name = try reader.text()
        let epoch = try reader.number(UInt32.self)
        let seq = try reader.number(UInt64.self)
        let takenAtMillis = Int64(bitPattern: try reader.number(UInt64.self))
        let width = Int(try reader.number(UInt16.self))
        let height = Int(try reader.number(UInt16.self))
        let digest = Digest(value: try reader.number(UInt32.self))
        let chargeCount = Int(try reader.number(UInt32.self))
        try reader.seal(from: 0)
        guard let board = BoardName(name), let shape = BoardShape(width: width, height: height) else {
            throw FormatFault(offset: 0, reason: "there can be no such board")
        }
        return Header(
            board: board, epoch: epoch, seq: seq, takenAtMillis: takenAtMillis, shape: shape, digest: digest,
            chargeCount: chargeCount, byteCount: reader.offset)
    }

    /// Reads a whole file.
    static func decode(_ bytes: [UInt8]) throws(FormatFault) -> BoardImage {
        let header = try header(of: bytes)
        var reader = ByteReader(bytes, header.byteCount..<bytes.count)
        var colours: [UInt8] = []
        var origins: [PixelOrigin] = []
        colours.reserveCapacity(header.shape.pixelCount)
        origins.reserveCapacity(header.shape.pixelCount)
        var columns = Columns()
        var number: UInt32 = 0
        while colours.count < header.shape.pixelCount {
            let count = min(blockPixelCount, header.shape.pixelCount - colours.count)
            try columns.read(&reader, number: number, count: count, &colours, &origins)
            number += 1
        }
        let charges = try charges(header.chargeCount, &reader)
        try reader.expectEnd()
        guard Digest(of: colours) == header.digest else {
            throw FormatFault(offset: 0, reason: "the digest does not come out")
        }
        var image = BoardImage(
            board: header.board, epoch: header.epoch, seq: header.seq, takenAtMillis: header.takenAtMillis,
            shape: header.shape, colours: colours, digest: header.digest, origins: origins)
        image.charges = charges
        return image
    }

    /// Reads the colours of a file, and proves what it passes over.
    static func colours(of bytes: [UInt8], _ header: Header) throws(FormatFault) -> [UInt8] {
        var reader = ByteReader(bytes, header.byteCount..<bytes.count)
        var colours: [UInt8] = []
        colours.reserveCapacity(header.shape.pixelCount)
        var number: UInt32 = 0
        while colours.count < header.shape.pixelCount {
            let count = min(blockPixelCount, header.shape.pixelCount - colours.count)
            let start = reader.offset
            let hasOrigins = try readColours(&reader, number: number, count: count, into: &colours)
            if hasOrigins { try reader.skip(count * originByteCount) }
            try reader.seal(from: start)
            number += 1
        }
        return colours
    }

    /// Reads a block as far as its colours. True: where they come from follows.
    private static func readColours(
        _ reader: inout ByteReader, number: UInt32, count: Int, into colours: inout [UInt8]
    ) throws(FormatFault) -> Bool {
        let start = reader.offset
        let isNext = try reader.number(UInt32.self) == number
        let content = try reader.number(UInt8.self)
        guard isNext, content & ~(coloursContent | originsContent) == 0 else {
            throw FormatFault(offset: start, reason: "block \(number) is missing")
        }
        if content & coloursContent != 0 {
            colours += try reader.raw(count)
        } else {
            colours.append(contentsOf: repeatElement(0, count: count))
        }
        return content & originsContent != 0
    }

    /// A player, and the two parts of a time.
    private static let originByteCount = 10

    private static func charges(
        _ count: Int, _ reader: inout ByteReader
    ) throws(FormatFault) -> [ChargeLevel] {
        let start = reader.offset
        guard (reader.end - start) / 12 >= count else { throw reader.fault("it ends too early") }
        var charges: [ChargeLevel] = []
        for _ in 0..<count {
            let player = try reader.number(UInt32.self)
            let fullAtMillis = Int64(bitPattern: try reader.number(UInt64.self))
            charges.append(ChargeLevel(player: player, fullAtMillis: fullAtMillis))
        }
        try reader.seal(from: start)
        return charges
    }

    /// The columns of one block, which lend their memory to the next.
    private struct Columns {
        private var players: [UInt32] = []
        private var timesLow: [UInt32] = []

        mutating func read(
            _ reader: inout ByteReader, number: UInt32, count: Int, _ colours: inout [UInt8],
            _ origins: inout [PixelOrigin]
        ) throws(FormatFault) {
            let start = reader.offset
            if try readColours(&reader, number: number, count: count, into: &colours) {
                try reader.words(count, into: &players)
                try reader.words(count, into: &timesLow)
                for index in 0..<count {
                    let high = UInt64(try reader.number(UInt16.self))
                    origins.append(
                        PixelOrigin(
                            player: PlayerSlot(number: players[index]),
                            timeMillis: Int64(high << 32 | UInt64(timesLow[index]))))
                }
            } else {
                origins.append(contentsOf: repeatElement(PixelOrigin(), count: count))
            }
            try reader.seal(from: start)
        }
    }
}
