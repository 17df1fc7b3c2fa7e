import Canvas
import TestKit
import Testing

@testable import Ledger

struct RecordTests {
    @Test func `the checksum is the one of the standard`() {
        let digits = Array("123456789".utf8)
        #expect(CRC32C.of(digits, 0..<9) == 0xe306_9283)
        #expect(CRC32C.of([UInt8](repeating: 0, count: 32), 0..<32) == 0x8a91_36aa)
        #expect(CRC32C.of([UInt8](repeating: 0xff, count: 32), 0..<32) == 0x62a8_ab43)
        #expect(CRC32C.of([0] + digits + [0], 1..<10) == 0xe306_9283)
    }

    @Test func `numbers of every size come back`() throws {
        var writer = ByteWriter()
        let varints: [UInt64] = [0, 1, 127, 128, 300, 1 << 35, .max]
        for varint in varints { writer.appendVarint(varint) }
        writer.append(UInt8(200))
        writer.append(UInt16(50_000))
        writer.append(UInt64.max - 1)
        writer.append("Zürich")
        var reader = ByteReader(writer.bytes)
        for varint in varints { #expect(try reader.varint() == varint) }
        #expect(try reader.number(UInt8.self) == 200)
        #expect(try reader.number(UInt16.self) == 50_000)
        #expect(try reader.number(UInt64.self) == .max - 1)
        #expect(try reader.text() == "Zürich")
        try reader.expectEnd()
        #expect(throws: FormatFault.self) { try reader.number(UInt8.self) }
    }

    @Test(arguments: [0, 1, -1, 63, -64, .max, .min] as [Int64])
    func `zigzag keeps the sign`(number: Int64) {
        #expect(Int64(zigzag: number.zigzag) == number)
    }

    @Test(arguments: [1, 2, 5000]) func `a group of changes comes back`(count: Int) throws {
        let painting = try Painting()
        let group = painting.group(of: count)
        guard case .placements(let placements) = group.entries[0] else { return }
        var record = PlacementRecord()
        try record.decode(PlacementRecord(placements).encoded())
        #expect(record.board == "main" && record.epoch == 7)
        #expect(record.firstSeq == 1 && record.lastSeq == UInt64(count))
        #expect(record.words == placements.changes.changes.map { $0.index << 8 | UInt32($0.colour) })
        #expect(record.players == placements.changes.changes.map(\.player.number))
        #expect(record.times == [Int64](repeating: placements.changes.timeMillis, count: count))
        #expect(record.fullIn == placements.fullInMillis)
        #expect(record.undos == placements.changes.undos && (count < 5000 || record.undos.count > 10))
    }

    @Test func `what was taken back comes back with whoever had it before`() throws {
        var record = PlacementRecord()
        record.board = "b"
        record.epoch = 1
        record.firstSeq = 10
        record.words = [256, 512, 256, 1 << 9, 3]
        record.players = [4, 5, 4, 5, 6]
        record.times = [1000, 1000, 1000, 1000, 900]
        record.undos = [
            Undo(place: 0, origin: PixelOrigin(player: PlayerSlot(number: 9), timeMillis: 2)),
            Undo(place: 2, origin: PixelOrigin()),
            Undo(place: 4, origin: PixelOrigin(player: PlayerSlot(number: 1 << 23), timeMillis: 1 << 41)),
        ]
        var copy = PlacementRecord()
        try copy.decode(record.encoded())
        #expect(copy.undos == record.undos && copy.times == record.times && copy.words == record.words)
        try copy.decode(record.encoded(), pixelsOnly: true)
        #expect(copy.undos.isEmpty && copy.words == record.words)
        // Joined to another they stand where they stood.
        var next = record
        next.firstSeq = 15
        record.append(next)
        try copy.decode(record.encoded())
        #expect(copy.undos.map(\.place) == [0, 2, 4, 5, 7, 9])
        #expect(copy.undos.map(\.origin) == next.undos.map(\.origin) + next.undos.map(\.origin))
    }

    @Test func `an undo of what is not there, or for somebody who cannot be, is damage`() throws {
        var record = PlacementRecord()
        record.board = "b"
        record.epoch = 1
        record.firstSeq = 1
        record.words = [1, 2]
        record.players = [0, 0]
        record.times = [0, 0]
        for (place, player) in [(2, 0), (1, LedgerSession.playersMax)] as [(Int, UInt32)] {
            record.undos = [
                Undo(place: place, origin: PixelOrigin(player: PlayerSlot(number: player), timeMillis: 0))
            ]
            var copy = PlacementRecord()
            #expect(throws: FormatFault.self) { try copy.decode(record.encoded()) }
        }
        // The same one twice.
        let twice = Undo(place: 1, origin: PixelOrigin())
        record.undos = [twice, twice]
        var copy = PlacementRecord()
        #expect(throws: FormatFault.self) { try copy.decode(record.encoded()) }
    }

    @Test func `changes may have times of their own, in any order`() throws {
        var record = PlacementRecord()
        record.board = "b"
        record.epoch = 1
        record.firstSeq = 10
        record.words = [1, 2, 3]
        record.players = [4, 5, .max]
        record.times = [1000, 500, 1 << 41]
        var copy = PlacementRecord()
        try copy.decode(record.encoded())
        #expect(copy.times == record.times && copy.players == record.players && copy.fullIn.isEmpty)
    }

    @Test func `a session comes back`() throws {
        let session = makeSession(77, name: "Ål")
        #expect(try LedgerSession(decoding: session.encoded()) == session)
    }

    @Test func `a board comes back`() throws {
        var board = try Painting("some-board", width: 4096, height: 1).meta
        board.rules.state = .frozen
        board.beginning = .snapshot
        #expect(try LedgerBoard(decoding: board.encoded()) == board)
    }

    @Test func `10,000 random mutations of a record are all found`() throws {
        var random = SeededRandom(seed: 3)
        let painting = try Painting()
        var records: [[UInt8]] = []
        for count in [1, 3, 40, 700] {
            guard case .placements(let placements) = painting.group(of: count).entries[0] else { continue }
            records.append(PlacementRecord(placements).encoded())
        }
        var record = PlacementRecord()
        for _ in 0..<10_000 {
            var bytes = try #require(records.randomElement(using: &random))
            bytes.mutate(using: &random)
            #expect(throws: FormatFault.self) { try record.decode(bytes) }
        }
    }

    @Test func `10,000 random mutations of sessions, boards and heads are all found`() throws {
        var random = SeededRandom(seed: 4)
        let session = makeSession(5).encoded()
        let board = try Painting().meta.encoded()
        var head = LogHead()
        head.boards[.main] = LogHead.Reach(epoch: 7, seq: 1000)
        for _ in 0..<3400 {
            var bytes = session
            bytes.mutate(using: &random)
            #expect(throws: FormatFault.self) { try LedgerSession(decoding: bytes) }
            bytes = board
            bytes.mutate(using: &random)
            #expect(throws: FormatFault.self) { try LedgerBoard(decoding: bytes) }
            bytes = head.encoded()
            bytes.mutate(using: &random)
            #expect(throws: FormatFault.self) { try LogHead(decoding: bytes) }
        }
    }
}

extension [UInt8] {
    /// Flips a few bits, cuts the end off, or puts something there: always a change.
    mutating func mutate(using random: inout SeededRandom) {
        switch UInt8.random(in: 0..<10, using: &random) {
        case 0: removeLast(.random(in: 1...count, using: &random))
        case 1: append(.random(in: 0...255, using: &random))
        case 2:
            let index = Int.random(in: 0..<count, using: &random)
            self[index] &+= .random(in: 1...255, using: &random)
        default:
            let index = Int.random(in: 0..<count, using: &random)
            self[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }
}
