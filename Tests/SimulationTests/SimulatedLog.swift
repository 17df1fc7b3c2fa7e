import Canvas

@testable import Ledger

/// What the ledger's twin writes: one frame for each group, with a checksum, holding the ledger's own
/// records.
///
///     u32 length · u32 crc32c · length x u8: (u8 kind · u32 length · record) ...
enum SimulatedLog {
    private enum Kind: UInt8 {
        case placements = 1
        case session = 2
        case board = 3
        case chat = 4
        case document = 5
        /// A document without a body.
        case documentRemoval = 6
        case audit = 7
    }

    static func frame(of group: LedgerGroup) -> [UInt8] {
        var payload = ByteWriter()
        func append(_ kind: Kind, _ record: [UInt8]) {
            payload.append(kind.rawValue)
            payload.append(UInt32(record.count))
            payload.append(record)
        }
        for entry in group.entries {
            if case .placements(let placements) = entry {
                append(.placements, PlacementRecord(placements).encoded())
            } else if case .session(let session) = entry {
                append(.session, session.encoded())
            } else if case .board(let board) = entry {
                append(.board, board.encoded())
            } else if case .chat(let line) = entry {
                append(.chat, line.encoded())
            } else if case .document(let document) = entry {
                append(.document, document.encoded())
            } else if case .documentRemoval(let kind, let number) = entry {
                append(.documentRemoval, LedgerDocument(kind: kind, number: number, body: []).encoded())
            } else if case .audit(let line) = entry {
                append(.audit, line.encoded())
            }
        }
        var frame = ByteWriter()
        frame.append(UInt32(payload.bytes.count))
        frame.append(CRC32C.of(payload.bytes, 0..<payload.bytes.count))
        frame.append(payload.bytes)
        return frame.bytes
    }

    /// Everything that is whole, from the beginning, and where that ends: what follows is a torn end.
    struct Content {
        var boards: [LedgerBoard] = []
        var sessions: [LedgerSession] = []
        var placements: [PlacementRecord] = []
        var chat: [LedgerChatLine] = []
        var documents: [LedgerDocument] = []
        var audit: [LedgerAuditLine] = []
        var end = 0

        init(of bytes: [UInt8]) throws {
            while let payload = Self.payload(in: bytes, at: &end) { try read(payload) }
        }

        private static func payload(in bytes: [UInt8], at place: inout Int) -> [UInt8]? {
            func number(_ offset: Int) -> Int {
                bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
            }
            guard bytes.count - place >= 8 else { return nil }
            let start = place + 8
            let count = number(place)
            guard count > 0, bytes.count - start >= count,
                CRC32C.of(bytes, start..<start + count) == UInt32(number(place + 4))
            else { return nil }
            place = start + count
            return Array(bytes[start..<place])
        }

        private mutating func read(_ payload: [UInt8]) throws {
            var place = 0
            while place < payload.count {
                let kind = Kind(rawValue: payload[place])
                let count = payload[place + 1..<place + 5].reversed().reduce(0) { $0 << 8 | Int($1) }
                let record = Array(payload[place + 5..<place + 5 + count])
                place += 5 + count
                switch kind {
                case .placements:
                    var placements = PlacementRecord()
                    try placements.decode(record)
                    self.placements.append(placements)
                case .session:
                    let session = try LedgerSession(decoding: record)
                    sessions.removeAll { $0.player == session.player }
                    sessions.append(session)
                case .board:
                    let board = try LedgerBoard(decoding: record)
                    boards.removeAll { $0.name == board.name }
                    boards.append(board)
                case .chat: chat.append(try LedgerChatLine(decoding: record))
                case .document, .documentRemoval:
                    let document = try LedgerDocument(decoding: record)
                    documents.removeAll { $0.kind == document.kind && $0.number == document.number }
                    if kind == .document { documents.append(document) }
                case .audit:
                    let line = try LedgerAuditLine(decoding: record)
                    guard line.number == UInt64(audit.count) + 1 else {
                        throw Violation("line \(line.number) follows line \(audit.count)")
                    }
                    audit.append(line)
                case nil: throw Violation("the log holds a record of an unknown kind")
                }
            }
        }

        /// What a server begins with, replayed by the same code as from the log on disk.
        func recovered(at wallMillis: Int64, rememberedChanges: UInt64) throws -> Recovered {
            var recovered = Recovered()
            recovered.sessions = sessions.sorted { $0.player < $1.player }
            recovered.documents = documents.sorted { ($0.kind, $0.number) < ($1.kind, $1.number) }
            recovered.audit = Array(audit.suffix(LedgerAuditLine.recoveredMax))
            recovered.nextAuditNumber = UInt64(audit.count) + 1
            for board in boards {
                let lines = chat.filter { $0.board == board.name }
                recovered.chat += lines.suffix(LedgerChatLine.keptMax)
            }
            for board in boards.sorted(by: { $0.name.text < $1.name.text }) {
                let records = placements.filter { $0.board == board.name.text && $0.epoch == board.epoch }
                let reach = records.last?.lastSeq ?? 0
                var replay = BoardReplay(
                    board, from: nil, rememberedFrom: reach - min(reach, rememberedChanges), witnesses: [])
                for record in records {
                    guard record.firstSeq == replay.seq + 1 else {
                        throw Violation(
                            "\(board.name): the log goes from \(replay.seq) to \(record.firstSeq)")
                    }
                    try replay.apply(record)
                }
                recovered.boards.append(
                    replay.recovered(board, began: board.createdAtMillis, at: wallMillis))
            }
            return recovered
        }
    }
}
