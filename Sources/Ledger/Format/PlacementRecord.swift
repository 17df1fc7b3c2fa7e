internal import Canvas

/// Changes of one board as they stand in the log: a header, then one column after the other.
///
///     u8 version · u8 columns · u32 epoch · u64 first seq · u64 time · u32 count · text board
///     u32 x count     pixel index * 256 + colour
///     u32 x count     player
///     varint x count  time since the change before (zigzag); absent if all were made at the header's time
///     varint x count  how long after its time the player's charges are full; absent if nobody waits
///     u32             CRC32C of all that
struct PlacementRecord {
    private static let version: UInt8 = 1
    private static let timesColumn: UInt8 = 1
    private static let chargesColumn: UInt8 = 2

    var board = ""
    var epoch: UInt32 = 0
    var firstSeq: UInt64 = 0
    /// Pixel and colour of each change: `index * 256 + colour`.
    var words: [UInt32] = []
    var players: [UInt32] = []
    /// Milliseconds since 1970.
    var times: [Int64] = []
    /// Milliseconds; empty if nobody waits.
    var fullIn: [Int64] = []

    var count: Int { words.count }
    var lastSeq: UInt64 { firstSeq + UInt64(count) - 1 }

    init() {}

    init(_ placements: LedgerPlacements) {
        let group = placements.changes
        board = placements.board.text
        epoch = placements.epoch
        firstSeq = group.firstSeq
        words = group.changes.map { $0.index << 8 | UInt32($0.colour) }
        players = group.changes.map(\.player.number)
        times = [Int64](repeating: group.timeMillis, count: words.count)
        if placements.fullInMillis.contains(where: { $0 > 0 }) { fullIn = placements.fullInMillis }
    }

    /// Takes in the changes of the record that follows this one.
    mutating func append(_ next: PlacementRecord) {
        precondition(next.firstSeq == lastSeq + 1 && next.epoch == epoch, "records follow one another")
        if !(fullIn.isEmpty && next.fullIn.isEmpty) {
            Self.fill(&fullIn, upTo: count)
            fullIn += next.fullIn
            Self.fill(&fullIn, upTo: count + next.count)
        }
        words += next.words
        players += next.players
        times += next.times
    }

    /// Whoever did not have to wait had full charges.
    private static func fill(_ waits: inout [Int64], upTo count: Int) {
        waits.append(contentsOf: repeatElement(0, count: count - waits.count))
    }

    /// The record as bytes.
    func encoded() -> [UInt8] {
        precondition(count > 0 && players.count == count && times.count == count, "columns have one length")
        let start = times[0]
        let hasTimes = times.contains { $0 != start }
        var writer = ByteWriter(reserving: 48 + count * 14)
        writer.append(Self.version)
        writer.append((hasTimes ? Self.timesColumn : 0) | (fullIn.isEmpty ? 0 : Self.chargesColumn))
        writer.append(epoch)
        writer.append(firstSeq)
        writer.append(UInt64(bitPattern: start))
        writer.append(UInt32(count))
        writer.append(board)
        for word in words { writer.append(word) }
        for player in players { writer.append(player) }
        if hasTimes {
            var before = start
            for time in times {
                writer.appendVarint((time &- before).zigzag)
                before = time
            }
        }
        for wait in fullIn { writer.appendVarint(UInt64(max(0, wait))) }
        return writer.sealed()
    }

    /// Where a record begins, and when, unproved; nil if it is too short to be one.
    static func start(of bytes: [UInt8]) -> (firstSeq: UInt64, timeMillis: Int64)? {
        var reader = ByteReader(bytes, min(startOffset, bytes.count)..<bytes.count)
        guard let firstSeq = try? reader.number(UInt64.self), let time = try? reader.number(UInt64.self)
        else { return nil }
        return (firstSeq, Int64(bitPattern: time))
    }

    /// Version, columns and epoch come before it.
    private static let startOffset = 6

    /// Reads a record in place of this one, whose columns lend their memory. Whoever wants no more than the
    /// pixels is spared the other columns, which stay empty.
    mutating func decode(_ bytes: [UInt8], pixelsOnly: Bool = false) throws(FormatFault) {
        var reader = try ByteReader(sealed: bytes)
        let version = try reader.number(UInt8.self)
        guard version == Self.version else {
            throw FormatFault(offset: 0, reason: "its version is \(version)")
        }
        let columns = try reader.number(UInt8.self)
        guard columns & ~(Self.timesColumn | Self.chargesColumn) == 0 else {
            throw FormatFault(offset: 1, reason: "it has a column that nobody knows")
        }
        epoch = try reader.number(UInt32.self)
        firstSeq = try reader.number(UInt64.self)
        let start = Int64(bitPattern: try reader.number(UInt64.self))
        let count = Int(try reader.number(UInt32.self))
        board = try reader.text()
        guard count > 0, firstSeq > 0, firstSeq <= UInt64.max >> 1 else {
            throw reader.fault("it counts nothing")
        }
        try reader.words(count, into: &words)
        if pixelsOnly {
            players.removeAll(keepingCapacity: true)
            times.removeAll(keepingCapacity: true)
            return fullIn.removeAll(keepingCapacity: true)
        }
        try reader.words(count, into: &players)
        try Self.readTimes(&reader, count, from: start, hasColumn: columns & Self.timesColumn != 0, &times)
        fullIn.removeAll(keepingCapacity: true)
        if columns & Self.chargesColumn != 0 {
            for _ in 0..<count { fullIn.append(Int64(clamping: try reader.varint())) }
        }
        try reader.expectEnd()
    }

    private static func readTimes(
        _ reader: inout ByteReader, _ count: Int, from start: Int64, hasColumn: Bool, _ times: inout [Int64]
    ) throws(FormatFault) {
        times.removeAll(keepingCapacity: true)
        guard hasColumn else {
            times.append(contentsOf: repeatElement(start, count: count))
            return
        }
        var time = start
        for _ in 0..<count {
            time &+= Int64(zigzag: try reader.varint())
            times.append(time)
        }
    }
}
