internal import Canvas

/// What was said stands in one table, for each board a ring of `LedgerChatLine.keptMax` places: a new line
/// takes the place of the oldest, and nothing has to be tidied up.
extension LogStore {
    static let chatTable = """
        CREATE TABLE chat (
            board TEXT NOT NULL, slot INTEGER NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL,
            PRIMARY KEY (board, slot)
        ) WITHOUT ROWID;
        """

    /// What `chatLine` takes apart.
    static let chatQuestion = "SELECT board || ' ' || number, record, slot FROM chat ORDER BY board, number"

    /// The lines that are kept, by board, in the order they were said.
    func chat() throws(StorageError) -> [LedgerChatLine] {
        var lines: [LedgerChatLine] = []
        try forEachRecord(
            of: "chat", Self.chatQuestion
        ) { (row, bytes) throws(FormatFault) in
            let line = try Self.chatLine(of: row, bytes)
            guard head.boards[line.board] != nil else {
                throw FormatFault(offset: 0, reason: "it was said on a board that is not there")
            }
            lines.append(line)
        }
        return lines
    }

    static func chatLine(of row: Statement, _ record: [UInt8]) throws(FormatFault) -> LedgerChatLine {
        let line = try LedgerChatLine(decoding: record)
        guard row.text(0) == "\(line.board) \(line.number)",
            row.integer(2) == LedgerChatLine.slot(of: line.number)
        else { throw FormatFault(offset: 0, reason: "it is the record of another line") }
        return line
    }

    func write(_ line: LedgerChatLine) throws(DatabaseFailure) {
        try chatReplace.bind(line.board.text, at: 1)
        try chatReplace.bind(LedgerChatLine.slot(of: line.number), at: 2)
        try chatReplace.bind(Int64(line.number), at: 3)
        try chatReplace.bind(line.encoded(), at: 4)
        try chatReplace.run()
    }

    /// The place may have been taken by a later line: that one stays.
    func removeChat(_ number: UInt64, of board: BoardName) throws(DatabaseFailure) {
        let delete = try database.prepare("DELETE FROM chat WHERE board = ?1 AND slot = ?2 AND number = ?3")
        try delete.bind(board.text, at: 1)
        try delete.bind(LedgerChatLine.slot(of: number), at: 2)
        try delete.bind(Int64(truncatingIfNeeded: number), at: 3)
        try delete.run()
    }
}
