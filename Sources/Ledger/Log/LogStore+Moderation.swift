internal import Canvas

/// What those who keep order have written: documents that stand until they are replaced, and a list of what
/// was done, to which lines are only ever added.
///
/// Logs from before have no such tables; they are made with the first start.
extension LogStore {
    static let moderationTables = """
        CREATE TABLE IF NOT EXISTS documents (
            kind INTEGER NOT NULL, number INTEGER NOT NULL, record BLOB NOT NULL, PRIMARY KEY (kind, number)
        ) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, record BLOB NOT NULL);
        """

    /// What `document` takes apart.
    static let documentQuestion = "SELECT kind || ' ' || number, record FROM documents"
    /// What `auditLine` takes apart.
    static let auditQuestion = "SELECT number, record FROM audit"

    static func document(of row: Statement, _ record: [UInt8]) throws(FormatFault) -> LedgerDocument {
        let document = try LedgerDocument(decoding: record)
        guard row.text(0) == "\(document.kind) \(document.number)" else {
            throw FormatFault(offset: 0, reason: "it is the record of another document")
        }
        return document
    }

    static func auditLine(of row: Statement, _ record: [UInt8]) throws(FormatFault) -> LedgerAuditLine {
        let line = try LedgerAuditLine(decoding: record)
        guard row.integer(0) == Int64(line.number) else {
            throw FormatFault(offset: 0, reason: "it is the record of another line")
        }
        return line
    }

    // MARK: Reading

    /// The documents that stand, by kind and number.
    func documents() throws(StorageError) -> [LedgerDocument] {
        var documents: [LedgerDocument] = []
        if try hasTable("documents") {
            try forEachRecord(of: "documents", Self.documentQuestion + " ORDER BY kind, number") {
                (row, bytes) throws(FormatFault) in documents.append(try Self.document(of: row, bytes))
            }
        }
        guard documents.count == Int(clamping: head.documentCount) else {
            throw .damaged(path, "it holds \(documents.count) documents of \(head.documentCount)")
        }
        return documents
    }

    /// The newest lines, oldest first. That none of them is missing is seen here; that none of the older ones
    /// is, when somebody asks for them.
    func newestAuditLines(_ countMax: Int) throws(StorageError) -> [LedgerAuditLine] {
        var lines: [LedgerAuditLine] = []
        var next = head.auditCount
        if try hasTable("audit") {
            try forEachRecord(of: "audit", Self.auditQuestion + " ORDER BY number DESC LIMIT \(countMax)") {
                (row, bytes) throws(FormatFault) in
                let line = try Self.auditLine(of: row, bytes)
                guard line.number == next else {
                    throw FormatFault(
                        offset: 0, reason: "line \(next) should come before, and is not there")
                }
                lines.append(line)
                next -= 1
            }
        }
        guard next == 0 || lines.count == countMax else {
            throw .damaged(path, "audit: the lines up to \(next) are missing")
        }
        return lines.reversed()
    }

    /// Every line that can be read, oldest first, one at a time; a damaged one is for whoever asks for it.
    func forEachReadableAuditLine(_ body: (LedgerAuditLine) -> Void) throws(StorageError) {
        guard try hasTable("audit") else { return }
        try forEachRecord(of: "audit", Self.auditQuestion + " ORDER BY number") {
            (row, bytes) throws(FormatFault) in
            if let line = try? Self.auditLine(of: row, bytes) { body(line) }
        }
    }

    /// Lines before a number, newest first, as many as can be read at a stretch: each as it stands, unproved.
    func auditStretch(before number: UInt64, limit: Int) throws(DatabaseFailure) -> [[UInt8]] {
        guard try database.hasTable("audit") else { return [] }
        let rows = try database.prepare(
            "\(Self.auditQuestion) WHERE number < \(Int64(clamping: number)) ORDER BY number DESC "
                + "LIMIT \(limit)")
        return try stretch(of: rows, column: 1)
    }

    private func hasTable(_ name: String) throws(StorageError) -> Bool {
        try Self.asking(path) { () throws(DatabaseFailure) in try database.hasTable(name) }
    }

    // MARK: Writing

    /// True: it is a new one, and takes no other's place.
    func write(_ document: LedgerDocument) throws(DatabaseFailure) -> Bool {
        let statements = try moderationStatements()
        let record = document.encoded()
        func run(_ statement: Statement) throws(DatabaseFailure) -> Bool {
            try statement.bind(Int64(document.kind), at: 1)
            try statement.bind(Int64(document.number), at: 2)
            try statement.bind(record, at: 3)
            try statement.run()
            return database.hasChangedRow
        }
        if try run(statements.documentInsert) { return true }
        _ = try run(statements.documentUpdate)
        return false
    }

    /// False: there was none.
    func removeDocument(_ kind: UInt8, _ number: UInt64) throws(DatabaseFailure) -> Bool {
        let delete = try moderationStatements().documentDelete
        try delete.bind(Int64(kind), at: 1)
        try delete.bind(Int64(clamping: number), at: 2)
        try delete.run()
        return database.hasChangedRow
    }

    func write(_ line: LedgerAuditLine) throws(DatabaseFailure) {
        let insert = try moderationStatements().auditInsert
        try insert.bind(Int64(line.number), at: 1)
        try insert.bind(line.encoded(), at: 2)
        try insert.run()
    }
}

/// The statements that write what those who keep order have written.
struct ModerationStatements {
    let documentInsert: Statement
    let documentUpdate: Statement
    let documentDelete: Statement
    let auditInsert: Statement

    init(_ database: Database) throws(DatabaseFailure) {
        documentInsert = try database.prepare("INSERT OR IGNORE INTO documents VALUES (?1, ?2, ?3)")
        documentUpdate = try database.prepare(
            "UPDATE documents SET record = ?3 WHERE kind = ?1 AND number = ?2")
        documentDelete = try database.prepare("DELETE FROM documents WHERE kind = ?1 AND number = ?2")
        auditInsert = try database.prepare("INSERT INTO audit VALUES (?1, ?2)")
    }
}
