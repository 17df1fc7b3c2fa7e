internal import Canvas

/// A log that may be damaged, opened to be read as far as it can be: nothing in it is believed, and nothing
/// is changed.
final class LogProbe {
    let path: String
    let database: Database

    /// Opens what is there; an error that is no damage (in use, of a newer version) is the caller's.
    init(path: String) throws(StorageError) {
        self.path = path
        database = try LogStore.asking(path) { () throws(DatabaseFailure) in try Database(path: path) }
        let (version, application) = try LogStore.asking(path) { () throws(DatabaseFailure) in
            try database.run("PRAGMA locking_mode = EXCLUSIVE")
            return (
                Int(try database.integer("PRAGMA user_version")),
                try database.integer("PRAGMA application_id")
            )
        }
        guard application == LogStore.applicationID else {
            throw .damaged(path, "it does not say that it is a log of toile")
        }
        guard version <= LogStore.formatVersion else {
            throw .newerFormat(path, version: version, known: LogStore.formatVersion)
        }
        guard version == LogStore.formatVersion else { throw .damaged(path, "its format is \(version)") }
    }

    /// Reads through the connection of a log that was opened already, and found in order.
    init(of log: LogStore) {
        path = log.path
        database = log.database
    }

    /// What SQLite finds wrong with its pages, in its own words; nothing if all is well.
    func contradictions() -> [String] {
        var texts: [String] = []
        do throws(DatabaseFailure) {
            let statement = try database.prepare("PRAGMA integrity_check(20)")
            while try statement.step() { texts.append(statement.text(0)) }
        } catch {
            texts.append(error.message)
        }
        return texts == ["ok"] ? [] : texts
    }

    /// Who begins where: the head, which says how far everything reaches.
    func head() throws(FormatFault) -> LogHead {
        var bytes: [UInt8] = []
        let failure = forEachRow("SELECT id, record FROM head WHERE id = 1") { row in
            bytes = row.bytes(1)
            return true
        }
        if let failure { throw FormatFault(offset: 0, reason: failure.message) }
        return try LogHead(decoding: bytes)
    }

    /// A table of changes: one past of a board.
    struct Past: Hashable {
        let board: BoardName
        let epoch: UInt32

        var table: String { LogStore.table(board, epoch) }
    }

    /// Every past of which there are changes, in no order that would mean anything.
    func pasts() -> [Past] {
        var pasts: [Past] = []
        _ = forEachRow("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") { row in
            let words = row.text(0).split(separator: " ", omittingEmptySubsequences: false)
            if words.count == 3, words[0] == "changes", let board = BoardName(String(words[1])),
                let epoch = UInt32(words[2])
            {
                pasts.append(Past(board: board, epoch: epoch))
            }
            return true
        }
        return pasts
    }

    /// Whether there is such a table, as far as it can be asked.
    func hasTable(_ name: String) -> Bool {
        (try? database.hasTable(name)) ?? false
    }

    /// Reads rows until `body` says that it has enough; what SQLite could not read is the answer.
    func forEachRow(_ question: String, _ body: (Statement) -> Bool) -> DatabaseFailure? {
        do throws(DatabaseFailure) {
            let statement = try database.prepare(question)
            while try statement.step() {
                if !body(statement) { return nil }
            }
            return nil
        } catch {
            return error
        }
    }
}

// MARK: - Changes

/// Where reading changes came to its end before it should have.
struct ReadingFault: Error {
    /// Which row of which table.
    let place: String
    let reason: String
}

extension LogProbe {
    /// Reads the records of a past that reach beyond `seq`, in order, each proved by itself and to follow the
    /// one before; until `body` says that it has enough. Its second argument is the record as it stands.
    func forEachRecord(
        of past: Past, after seq: UInt64,
        _ body: (PlacementRecord, [UInt8]) throws(FormatFault) -> Bool
    ) throws(ReadingFault) {
        let question =
            "SELECT last_seq, record FROM \(past.table) WHERE last_seq > \(seq) ORDER BY last_seq"
        var record = PlacementRecord()
        var bytes: [UInt8] = []
        var next = seq + 1
        var fault: ReadingFault?
        let failure = forEachRow(question) { row in
            let key = row.integer(0)
            row.read(1, into: &bytes)
            do throws(FormatFault) {
                try record.decode(bytes)
                guard record.board == past.board.text, record.epoch == past.epoch,
                    record.lastSeq == UInt64(clamping: key)
                else { throw FormatFault(offset: 0, reason: "it is the record of another group") }
                guard record.firstSeq == next || record.firstSeq < next && next == seq + 1 else {
                    throw FormatFault(
                        offset: 0, reason: "the changes from \(next) to \(record.firstSeq - 1) are missing")
                }
                next = record.lastSeq + 1
                return try body(record, bytes)
            } catch {
                fault = ReadingFault(
                    place: "\(past.table), row \(key), byte \(error.offset)", reason: error.reason)
                return false
            }
        }
        if let fault { throw fault }
        if let failure {
            throw ReadingFault(place: "\(past.table), after change \(next - 1)", reason: failure.message)
        }
    }

    /// The number of the last change that a table claims to have; 0 if it cannot be asked.
    func lastSeq(of past: Past) -> UInt64 {
        var last: UInt64 = 0
        _ = forEachRow("SELECT max(last_seq) FROM \(past.table)") { row in
            last = UInt64(clamping: row.integer(0))
            return false
        }
        return last
    }
}
