internal import CSQLite
internal import Canvas
internal import Glibc

/// `index.db`: the changes of the log once more, in the order of their pixels and in that of their players.
///
/// It is made from the log and can be made again, so it is synced with its checkpoints only, and whatever is
/// wrong with it is a reason to throw it away. One connection, on one thread; nothing in it is believed to be
/// newer than what `feeds` says.
final class IndexStore {
    /// "toix".
    static let applicationID: Int64 = 0x746f_6978
    static let formatVersion: Int64 = 2
    /// Past so many pages the write-ahead log is brought home: 8 MiB.
    private static let waitingPagesMax = 2048
    /// Every so many changes their time is noted, to find changes by time.
    private static let markEvery = 1024

    /// One past of a board.
    struct Key: Hashable {
        let board: BoardName
        let epoch: UInt32
    }

    private let database: Database
    private(set) var fedSeqs: [Key: UInt64] = [:]
    private var queries: [Key: Queries] = [:]
    private var inserts: [Key: Inserts] = [:]

    /// Opens what is there, or begins.
    init(path: String) throws(DatabaseFailure) {
        // SQLite would let everybody read it, and the folder may be open to the staff's group. Where it
        // cannot be made, SQLite says why; one of an older version is made private too.
        _ = try? OpenFile(path, O_RDWR | O_CREAT, doing: "open")
        _ = chmod(path, 0o600)
        database = try Database(path: path)
        try database.run("PRAGMA locking_mode = EXCLUSIVE")
        let version = try database.integer("PRAGMA user_version")
        let application = try database.integer("PRAGMA application_id")
        let isNew = try database.integer("SELECT count(*) FROM sqlite_schema") == 0 && version == 0
        guard isNew || application == Self.applicationID && version == Self.formatVersion else {
            throw DatabaseFailure(
                code: SQLITE_NOTADB, number: 0, message: "it is of another kind or version")
        }
        guard try database.useWriteAheadLog() else {
            throw DatabaseFailure(
                code: SQLITE_CANTOPEN, number: 0, message: "there can be no write-ahead log")
        }
        try database.run("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192")
        if isNew {
            try database.run(
                """
                BEGIN IMMEDIATE;
                PRAGMA application_id = \(Self.applicationID);
                PRAGMA user_version = \(Self.formatVersion);
                CREATE TABLE feeds
                    (board TEXT, epoch INTEGER, seq INTEGER NOT NULL, PRIMARY KEY (board, epoch))
                    WITHOUT ROWID;
                COMMIT;
                """)
        }
        let rows = try database.prepare("SELECT board, epoch, seq FROM feeds")
        while try rows.step() {
            guard let board = BoardName(rows.text(0)), let epoch = UInt32(exactly: rows.integer(1)),
                let seq = UInt64(exactly: rows.integer(2))
            else { throw .misfit("it names a board that cannot be") }
            fedSeqs[Key(board: board, epoch: epoch)] = seq
        }
    }

    /// Removes the file and what stands beside it.
    static func discard(_ path: String) {
        // What cannot be removed shows when it is opened.
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }

    // MARK: Boards

    /// Makes room for a past of a board that nothing is known of yet.
    func begin(_ key: Key) throws(DatabaseFailure) {
        guard fedSeqs[key] == nil else { return }
        try database.transaction { () throws(DatabaseFailure) in
            try database.run(
                """
                CREATE TABLE \(Self.pixels(key)) (pixel INTEGER, seq INTEGER, player INTEGER, colour INTEGER,
                    time INTEGER, undo INTEGER, PRIMARY KEY (pixel, seq)) WITHOUT ROWID;
                CREATE TABLE \(Self.players(key)) (player INTEGER, seq INTEGER, word INTEGER, time INTEGER,
                    undo INTEGER, PRIMARY KEY (player, seq)) WITHOUT ROWID;
                CREATE TABLE \(Self.times(key))
                    (time INTEGER, seq INTEGER, PRIMARY KEY (time, seq)) WITHOUT ROWID;
                INSERT INTO feeds VALUES ('\(key.board.text)', \(key.epoch), 0);
                """)
        }
        fedSeqs[key] = 0
    }

    /// Forgets a past that is over.
    func drop(_ key: Key) throws(DatabaseFailure) {
        queries[key] = nil
        inserts[key] = nil
        try database.transaction { () throws(DatabaseFailure) in
            for table in [Self.pixels(key), Self.players(key), Self.times(key)] {
                try database.run("DROP TABLE IF EXISTS \(table)")
            }
            try database.run("DELETE FROM feeds WHERE board = '\(key.board.text)' AND epoch = \(key.epoch)")
        }
        fedSeqs[key] = nil
    }

    // The quotes are for names with a hyphen.
    static func pixels(_ key: Key) -> String { "\"pixels \(key.board.text) \(key.epoch)\"" }
    static func players(_ key: Key) -> String { "\"players \(key.board.text) \(key.epoch)\"" }
    static func times(_ key: Key) -> String { "\"times \(key.board.text) \(key.epoch)\"" }

    // MARK: Feeding

    /// The two orders in which changes stand.
    enum Order {
        case byPixel
        case byPlayer
    }

    /// Takes in a few changes of a batch, at these places of it. They count only when the batch has been
    /// taken in whole, in both orders; until then they may be taken in once more.
    func insert(
        _ places: ArraySlice<UInt32>, of batch: ChangeColumns, _ order: Order, _ key: Key
    ) throws(DatabaseFailure) {
        let inserts = try inserts(key)
        try database.transaction { () throws(DatabaseFailure) in
            for place in places {
                switch order {
                case .byPixel: try inserts.insertPixel(batch, Int(place))
                case .byPlayer: try inserts.insertPlayer(batch, Int(place))
                }
            }
        }
    }

    /// A batch is in, whole: it counts from now on.
    func finish(_ batch: ChangeColumns, _ key: Key) throws(DatabaseFailure) {
        try database.transaction { () throws(DatabaseFailure) in
            let mark = try database.prepare("INSERT OR IGNORE INTO \(Self.times(key)) VALUES (?1, ?2)")
            for index in stride(from: 0, to: batch.count, by: Self.markEvery) {
                try mark.bind(batch.times[index], at: 1)
                try mark.bind(Int64(batch.firstSeq) + Int64(index), at: 2)
                try mark.run()
            }
            try database.run(
                """
                UPDATE feeds SET seq = \(batch.nextSeq - 1)
                    WHERE board = '\(key.board.text)' AND epoch = \(key.epoch)
                """)
        }
        fedSeqs[key] = batch.nextSeq - 1
    }

    /// Brings the write-ahead log home if it has grown long.
    func tidy() throws(DatabaseFailure) {
        if database.waitingPages > Self.waitingPagesMax { try database.checkpoint() }
    }

    /// The last word.
    func close() throws(DatabaseFailure) {
        try database.checkpoint(isLast: true)
    }

    /// The statements of a feed.
    private struct Inserts {
        let pixel: Statement
        let player: Statement

        func insertPixel(_ batch: ChangeColumns, _ index: Int) throws(DatabaseFailure) {
            try pixel.bind(Int64(batch.words[index] >> 8), at: 1)
            try pixel.bind(Int64(batch.firstSeq) + Int64(index), at: 2)
            try pixel.bind(Int64(batch.players[index]), at: 3)
            try pixel.bind(Int64(batch.words[index] & 0xff), at: 4)
            try pixel.bind(batch.times[index], at: 5)
            try pixel.bind(batch.isUndo(at: index) ? 1 : 0, at: 6)
            try pixel.run()
        }

        func insertPlayer(_ batch: ChangeColumns, _ index: Int) throws(DatabaseFailure) {
            try player.bind(Int64(batch.players[index]), at: 1)
            try player.bind(Int64(batch.firstSeq) + Int64(index), at: 2)
            try player.bind(Int64(batch.words[index]), at: 3)
            try player.bind(batch.times[index], at: 4)
            try player.bind(batch.isUndo(at: index) ? 1 : 0, at: 5)
            try player.run()
        }
    }

    private func inserts(_ key: Key) throws(DatabaseFailure) -> Inserts {
        if let known = inserts[key] { return known }
        let made = Inserts(
            pixel: try database.prepare(
                "INSERT OR IGNORE INTO \(Self.pixels(key)) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
            player: try database.prepare(
                "INSERT OR IGNORE INTO \(Self.players(key)) VALUES (?1, ?2, ?3, ?4, ?5)"))
        inserts[key] = made
        return made
    }

}

// MARK: - Asking

extension IndexStore {
    /// The statements that answer questions about one past of a board.
    fileprivate struct Queries {
        let pixel: Statement
        let player: Statement
        let firstAfter: Statement
        let lastBefore: Statement
    }

    private func queries(_ key: Key) throws(DatabaseFailure) -> Queries {
        if let known = queries[key] { return known }
        let made = Queries(
            pixel: try database.prepare(
                """
                SELECT seq, pixel * 256 + colour, player, time, undo FROM \(Self.pixels(key))
                WHERE pixel = ?1 AND seq <= ?2 ORDER BY seq DESC LIMIT ?3
                """),
            player: try database.prepare(
                """
                SELECT seq, word, player, time, undo FROM \(Self.players(key))
                WHERE player = ?1 AND seq BETWEEN ?4 AND ?2 AND time BETWEEN ?5 AND ?6
                ORDER BY seq DESC LIMIT ?3
                """),
            firstAfter: try database.prepare(
                "SELECT seq FROM \(Self.times(key)) WHERE time > ?1 ORDER BY time, seq LIMIT 1"),
            lastBefore: try database.prepare(
                "SELECT seq FROM \(Self.times(key)) WHERE time < ?1 ORDER BY time DESC, seq DESC LIMIT 1"))
        queries[key] = made
        return made
    }

    /// Adds what the index holds of what is wanted, the newest first, until the page is full.
    func collect(
        _ wanted: ChangeColumns.Wanted, of key: Key, _ page: PastPage, into found: inout [PastChange]
    ) throws(DatabaseFailure) {
        guard let fedSeq = fedSeqs[key], found.count < page.limit else { return }
        let queries = try queries(key)
        let seqMax = Int64(clamping: min(fedSeq, page.seqMax))
        let statement: Statement
        switch wanted {
        case .pixel(let pixel):
            statement = queries.pixel
            try statement.bind(Int64(pixel), at: 1)
            try statement.bind(seqMax, at: 2)
        case .player(let player, let from, let until):
            statement = queries.player
            // Times grow with the seqs: marks tell roughly where the wanted ones lie, and the times of the
            // changes themselves decide.
            let first = try Self.answer(queries.lastBefore, from) ?? 1
            let after = try Self.answer(queries.firstAfter, until) ?? .max
            try statement.bind(Int64(player), at: 1)
            try statement.bind(min(seqMax, after), at: 2)
            try statement.bind(first, at: 4)
            try statement.bind(from, at: 5)
            try statement.bind(until, at: 6)
        }
        try statement.bind(Int64(page.limit - found.count), at: 3)
        defer { statement.reset() }
        while try statement.step() {
            guard let seq = UInt64(exactly: statement.integer(0)), seq > 0, seq < found.last?.seq ?? .max,
                let word = UInt32(exactly: statement.integer(1)),
                let player = UInt32(exactly: statement.integer(2))
            else { throw .misfit("it names a change that cannot be") }
            found.append(
                PastChange(
                    seq: seq, word: word, player: player, timeMillis: statement.integer(3),
                    isUndo: statement.integer(4) != 0))
        }
    }

    private static func answer(_ statement: Statement, _ time: Int64) throws(DatabaseFailure) -> Int64? {
        defer { statement.reset() }
        try statement.bind(time, at: 1)
        return try statement.step() ? statement.integer(0) : nil
    }
}

extension DatabaseFailure {
    /// What is in the file is none of ours.
    static func misfit(_ message: String) -> DatabaseFailure {
        DatabaseFailure(code: SQLITE_CORRUPT, number: 0, message: message)
    }

    /// What is made from the log is thrown away and made again: its pages contradict each other, or its
    /// tables are others.
    var isReasonToDiscard: Bool { isDamage || isMisfit }
}
