internal import Canvas

/// Changes of one board as they stand in the log: a header, then one column after the other.
///
///     u8 version · u8 columns · u32 epoch · u64 first seq · u64 time · u32 count · text board
///     u32 x count     pixel index * 256 + colour
///     u32 x count     player
///     varint x count  time since the change before (zigzag); absent if all were made at the header's time
///     varint x count  how long after its time the player's charges are full; absent if nobody waits
///     undos           absent if nothing was taken back
///     u32             CRC32C of all that
///
/// Changes that take a placement back stand like any other, by whoever took it back. The undos say which they
/// are, and who has the pixel again since when:
///
///     varint          how many
///     then for each:
///     varint          changes since the undo before
///     u32             who; all ones for nobody, and then no time
///     varint          time less the header's (zigzag)
struct PlacementRecord {
    private static let version: UInt8 = 1
    private static let timesColumn: UInt8 = 1
    private static let chargesColumn: UInt8 = 2
    private static let undosColumn: UInt8 = 4

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
    /// The changes that take placements back, by place.
    var undos: [Undo] = []

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
        undos = group.undos
        // Who got a charge back may not have to wait any more, and that has to be said too.
        if !undos.isEmpty || placements.fullInMillis.contains(where: { $0 > 0 }) {
            fullIn = placements.fullInMillis
        }
    }

    /// Takes in the changes of the record that follows this one.
    mutating func append(_ next: PlacementRecord) {
        precondition(next.firstSeq == lastSeq + 1 && next.epoch == epoch, "records follow one another")
        if !(fullIn.isEmpty && next.fullIn.isEmpty) {
            Self.fill(&fullIn, upTo: count)
            fullIn += next.fullIn
            Self.fill(&fullIn, upTo: count + next.count)
        }
        undos += next.undos.map { Undo(place: count + $0.place, origin: $0.origin) }
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
        writer.append(
            (hasTimes ? Self.timesColumn : 0) | (fullIn.isEmpty ? 0 : Self.chargesColumn)
                | (undos.isEmpty ? 0 : Self.undosColumn))
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
        if !undos.isEmpty { appendUndos(to: &writer, since: start) }
        return writer.sealed()
    }

    private func appendUndos(to writer: inout ByteWriter, since start: Int64) {
        writer.appendVarint(UInt64(undos.count))
        var before = 0
        for undo in undos {
            writer.appendVarint(UInt64(undo.place - before))
            before = undo.place
            writer.append(undo.origin.player.number)
            if undo.origin.player != .none {
                writer.appendVarint((undo.origin.timeMillis &- start).zigzag)
            }
        }
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
        guard columns & ~(Self.timesColumn | Self.chargesColumn | Self.undosColumn) == 0 else {
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
        undos.removeAll(keepingCapacity: true)
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
        if columns & Self.undosColumn != 0 { try Self.readUndos(&reader, count, since: start, &undos) }
        try reader.expectEnd()
    }

    private static func readUndos(
        _ reader: inout ByteReader, _ count: Int, since start: Int64, _ undos: inout [Undo]
    ) throws(FormatFault) {
        var place: UInt64 = 0
        for number in 0..<(try reader.varint()) {
            let step = try reader.varint()
            guard step > 0 || number == 0, step < UInt64(count) - place else {
                throw reader.fault("it takes back what is none of its changes")
            }
            place += step
            let player = PlayerSlot(number: try reader.number(UInt32.self))
            var origin = PixelOrigin()
            if player != .none {
                guard player.number < LedgerSession.playersMax else {
                    throw reader.fault("no session has that number")
                }
                origin = PixelOrigin(player: player, timeMillis: start &+ Int64(zigzag: try reader.varint()))
            }
            undos.append(Undo(place: Int(place), origin: origin))
        }
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
