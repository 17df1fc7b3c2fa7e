internal import Canvas

/// Puts small records together.
///
/// A quiet board makes a record for every change, of which three quarters are header and a whole step of
/// reading. So what is no longer new is put into records of some thousand changes: a quarter of the size, and
/// read ten times as fast. The rows of the small ones go in the same transaction.
extension LogStore {
    /// A record that is put together has about so many changes: 64 KiB, so that what is left of its last
    /// page does not count, and little enough to take a few milliseconds.
    static let packedChanges = 5000

    func useIdleTime() throws(StoreFault) {
        guard let (board, reach) = head.boards.max(by: { $0.value.unpacked < $1.value.unpacked }),
            reach.unpacked >= 2 * UInt64(Self.packedChanges)
        else { return }
        try pack(board, reach)
    }

    private func pack(_ board: BoardName, _ reach: LogHead.Reach) throws(StoreFault) {
        let table = Self.table(board, reach.epoch)
        let (packed, rowCount) = try collect(table, from: reach.packedTo + 1)
        var next = head
        next.boards[board]?.packedTo = packed.lastSeq
        if rowCount > 1 {
            try transaction { () throws(DatabaseFailure) in
                try self.replaceRows(of: table, by: packed)
                try self.write(&next)
            }
        }
        head = next
    }

    /// Reads records until they are enough for a large one. What cannot be read now cannot be read after a
    /// restart either: better to stop at once than to take in more.
    private func collect(
        _ table: String, from firstSeq: UInt64
    ) throws(StoreFault) -> (packed: PlacementRecord, rowCount: Int) {
        let rows = try faultless { () throws(DatabaseFailure) in
            try self.database.prepare(
                "SELECT last_seq, record FROM \(table) WHERE last_seq >= \(firstSeq) ORDER BY last_seq")
        }
        var packed = PlacementRecord()
        var rowCount = 0
        var record = PlacementRecord()
        var bytes: [UInt8] = []
        while packed.count < Self.packedChanges {
            guard try faultless({ () throws(DatabaseFailure) in try rows.step() }) else {
                throw .failed("\(path): \(table) ends before its head says so")
            }
            rows.read(1, into: &bytes)
            do throws(FormatFault) {
                try record.decode(bytes)
            } catch {
                throw .failed("\(path): \(table), row \(rows.text(0)): \(error.reason)")
            }
            guard record.firstSeq == (rowCount == 0 ? firstSeq : packed.lastSeq + 1) else {
                throw .failed("\(path): \(table), row \(rows.text(0)) does not follow the one before")
            }
            if rowCount == 0 { packed = record } else { packed.append(record) }
            rowCount += 1
        }
        return (packed, rowCount)
    }

    private func replaceRows(of table: String, by packed: PlacementRecord) throws(DatabaseFailure) {
        try database.run(
            "DELETE FROM \(table) WHERE last_seq BETWEEN \(packed.firstSeq) AND \(packed.lastSeq)")
        let insert = try database.prepare("INSERT INTO \(table) VALUES (?1, ?2)")
        try insert.bind(Int64(packed.lastSeq), at: 1)
        try insert.bind(packed.encoded(), at: 2)
        try insert.run()
    }
}

extension LogHead.Reach {
    /// Changes in records as they came.
    fileprivate var unpacked: UInt64 { seq - min(seq, packedTo) }
}
