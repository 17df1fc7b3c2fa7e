internal import Canvas

/// Reading the whole log happens once, before anything is written.
extension LogStore {
    /// The boards, by name.
    func boards() throws(StorageError) -> [LedgerBoard] {
        var boards: [LedgerBoard] = []
        try forEachRecord(of: "boards", "SELECT name, record FROM boards ORDER BY name") {
            (row, bytes) throws(FormatFault) in
            let board = try LedgerBoard(decoding: bytes)
            guard board.name.text == row.text(0) else {
                throw FormatFault(offset: 0, reason: "it is the record of another board")
            }
            boards.append(board)
        }
        let reaches = boards.map { head.boards[$0.name]?.epoch }
        guard boards.count == head.boards.count, reaches == boards.map(\.epoch) else {
            throw .damaged(path, "its boards are not those that its head names")
        }
        return boards
    }

    /// The sessions, by number.
    func sessions() throws(StorageError) -> [LedgerSession] {
        var sessions: [LedgerSession] = []
        sessions.reserveCapacity(Int(min(head.sessionCount, LedgerSession.playersMax)))
        try forEachRecord(of: "sessions", "SELECT player, record FROM sessions ORDER BY player") {
            (row, bytes) throws(FormatFault) in
            let session = try LedgerSession(decoding: bytes)
            guard Int64(session.player) == row.integer(0) else {
                throw FormatFault(offset: 0, reason: "it is the record of another session")
            }
            sessions.append(session)
        }
        guard sessions.count == Int(head.sessionCount) else {
            throw .damaged(path, "it holds \(sessions.count) sessions of \(head.sessionCount)")
        }
        return sessions
    }

    /// Reads the groups of a board that reach beyond `seq`, in order.
    func forEachGroup(
        of board: LedgerBoard, after seq: UInt64,
        _ body: (PlacementRecord) throws(FormatFault) -> Void
    ) throws(StorageError) {
        let table = Self.table(board.name, board.epoch)
        var record = PlacementRecord()
        var next = seq + 1
        try forEachRecord(
            of: table, "SELECT last_seq, record FROM \(table) WHERE last_seq > \(seq) ORDER BY last_seq"
        ) { (row, bytes) throws(FormatFault) in
            try record.decode(bytes)
            guard record.board == board.name.text, record.epoch == board.epoch,
                Int64(record.lastSeq) == row.integer(0)
            else { throw FormatFault(offset: 0, reason: "it is the record of another group") }
            // The first may begin before what was asked for; the others follow one another.
            guard record.firstSeq == next || record.firstSeq < next && next == seq + 1 else {
                throw FormatFault(
                    offset: 0, reason: "the changes from \(next) to \(record.firstSeq - 1) are missing")
            }
            try body(record)
            next = record.lastSeq + 1
        }
        let reach = head.boards[board.name]?.seq ?? 0
        guard next == reach + 1 || next > reach && next == seq + 1 else {
            throw .damaged(
                path, "\(board.name): the changes from \(next) to \(reach) are missing")
        }
    }

    /// Reads rows of a table whose second column is a record.
    func forEachRecord(
        of table: String, _ question: String, _ body: (Statement, [UInt8]) throws(FormatFault) -> Void
    ) throws(StorageError) {
        let statement = try Self.asking(path) { () throws(DatabaseFailure) in try database.prepare(question) }
        var bytes: [UInt8] = []
        while try Self.asking(path, { () throws(DatabaseFailure) in try statement.step() }) {
            statement.read(1, into: &bytes)
            do throws(FormatFault) {
                try body(statement, bytes)
            } catch {
                let place = "\(table), row \(statement.text(0)), byte \(error.offset)"
                throw .damaged(path, "\(place): \(error.reason)")
            }
        }
    }
}
