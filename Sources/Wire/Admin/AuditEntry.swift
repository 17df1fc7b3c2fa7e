/// What came of an act in the log of a board: a run of changes, in order.
public struct AuditChanges: JSONRecord {
    /// In which past of the board.
    public var epoch: UInt32 = 0
    /// The seq of the first change.
    public var firstSeq: UInt64 = 0
    /// How many there are.
    public var count = 0
    /// Pixels that stayed as they were since somebody else had drawn over them.
    public var kept = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AuditChanges>] = [
        JSONField("epoch", \.epoch), JSONField("first", \.firstSeq), JSONField("count", \.count),
        JSONField("kept", \.kept),
    ]
}

/// One line of the audit. It is written once and never changed; whether it was undone, a later line says.
public struct AuditEntry: JSONRecord {
    /// Its number: from 1, without gaps.
    public var number: UInt64 = 0
    /// When, in milliseconds since 1970.
    public var at: Int64 = 0
    /// Who did it: a system user; empty: the server itself.
    public var by = ""
    /// What was done, in one line.
    public var text = ""
    /// The act as it was asked for.
    public var act = AdminAct()
    /// On which board; empty: on none.
    public var board = ""
    /// The ids of the people it is on.
    public var people: [String] = []
    /// The documents it made, changed or removed, as `WORD:NUMBER`: `ban:12`, `report:4418`.
    public var documents: [String] = []
    /// What these were before, as JSON texts in the same order; empty where there was nothing.
    public var before: [String] = []
    /// What happened to the board's pixels.
    public var changes: AuditChanges?
    /// Why it has no inverse; nil: it has one.
    public var noInverse: String?
    /// When it is over by itself and there is nothing left to undo; nil: never.
    public var until: Int64?
    /// The line that this one undoes.
    public var undoOf: UInt64?
    /// The line that undid this one; told, not kept.
    public var undoneBy: UInt64?
    /// Who undid it; told, not kept.
    public var undoneByName: String?

    /// Nothing.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AuditEntry>] = [
        JSONField("number", \.number), JSONField("at", \.at), JSONField("by", \.by),
        JSONField("text", \.text),
        JSONField("act", \.act), JSONField("board", \.board), JSONField("people", \.people),
        JSONField("documents", \.documents), JSONField("before", \.before), JSONField("changes", \.changes),
        JSONField("noInverse", \.noInverse), JSONField("until", \.until), JSONField("undoOf", \.undoOf),
        JSONField("undoneBy", \.undoneBy), JSONField("undoneByName", \.undoneByName),
    ]
}

/// `GET /admin/audit`.
public struct AuditPage: JSONRecord {
    /// The lines, newest first.
    public var lines: [AuditEntry] = []
    /// Where the next page begins; nil: there is none.
    public var before: UInt64?

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AuditPage>] = [
        JSONField("lines", \.lines), JSONField("before", \.before),
    ]
}
