// What players report, and what stood there then.

/// Somebody who reported something.
public struct Reporter: JSONRecord {
    /// The id of the person.
    public var id = ""
    /// What they are called.
    public var name = ""
    /// What they wrote; empty: nothing.
    public var text = ""
    /// When, in milliseconds since 1970.
    public var at: Int64 = 0
    /// How many hundredths of their reports led to something; told, not kept. Nil: they have none yet.
    public var trust: Int?

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<Reporter>] = [
        JSONField("id", \.id), JSONField("name", \.name), JSONField("text", \.text), JSONField("at", \.at),
        JSONField("trust", \.trust),
    ]
}

/// A piece of a board as it was, with who had placed each pixel.
public struct Evidence: JSONRecord {
    /// The widest and highest it is.
    public static let sideMax = 32

    /// In which past of the board.
    public var epoch: UInt32 = 0
    /// After how many changes.
    public var seq: UInt64 = 0
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// How wide.
    public var width = 0
    /// How high.
    public var height = 0
    /// One colour of the palette for each pixel, two hexadecimal digits each, row by row.
    public var colours = ""
    /// Everybody who had placed one of them.
    public var people: [PersonName] = []
    /// Who placed each pixel, as four hexadecimal digits: 0 for nobody, else the place among `people` from 1.
    public var authors = ""

    /// Nothing.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<Evidence>] = [
        JSONField("epoch", \.epoch), JSONField("seq", \.seq), JSONField("x", \.x), JSONField("y", \.y),
        JSONField("width", \.width), JSONField("height", \.height), JSONField("colours", \.colours),
        JSONField("people", \.people), JSONField("authors", \.authors),
    ]
}

/// Somebody, by id and name.
public struct PersonName: JSONRecord {
    /// The id.
    public var id = ""
    /// What they are called.
    public var name = ""

    /// Nobody.
    public init() {}

    /// Somebody.
    public init(id: String, name: String) {
        self.id = id
        self.name = name
    }

    /// The members of the object.
    public static let fields: [JSONField<PersonName>] = [JSONField("id", \.id), JSONField("name", \.name)]
}

/// What the author of a report had done when it was made. It is looked up in the log whenever somebody opens
/// the report, up to the moment of the report, so that it stays the same while the board goes on.
public struct ReportedConduct: JSONRecord {
    /// Pixels of others that they had placed over within the hour before; nil: not known.
    public var overSomebody: Int?
    /// What they had placed within the ten minutes before; nil: not known.
    public var placed: Int?
    /// How long they took from one of these to the next, where they kept time as no hand does.
    public var periodMillis: Int64?

    /// Nothing is known.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ReportedConduct>] = [
        JSONField("overOthers", \.overSomebody), JSONField("placed", \.placed),
        JSONField("periodMs", \.periodMillis),
    ]
}

/// One place and one author that people reported.
public struct ReportRecord: JSONRecord {
    /// How it stands.
    public enum State: String, Sendable, CaseIterable, JSONPart {
        /// Nobody has looked yet.
        case open
        /// Somebody has it in hand.
        case seen
        /// Something was done.
        case acted
        /// Nothing had to be done.
        case dismissed

        /// It is over and done with.
        public var isClosed: Bool { self == .acted || self == .dismissed }
    }

    /// Its number, for good: shown as `#4418`.
    public var number: UInt64 = 0
    /// On which board.
    public var board = ""
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// The id of the author.
    public var person = ""
    /// What the author was called.
    public var name = ""
    /// Which rule was broken, as the first reporter says.
    public var rule = Reason.other
    /// Who reported it, the first one first.
    public var reporters: [Reporter] = []
    /// When it was reported first, in milliseconds since 1970.
    public var at: Int64 = 0
    /// How it stands.
    public var state = State.open
    /// Who has it in hand; empty: nobody.
    public var claimedBy = ""
    /// Since when.
    public var claimedAt: Int64?
    /// The admins have to look.
    public var isEscalated = false
    /// Who closed it.
    public var closedBy: String?
    /// When.
    public var closedAt: Int64?
    /// The line of the audit that closed it.
    public var audit: UInt64?
    /// What stood there; nil in lists.
    public var evidence: Evidence?
    /// What its author had done by then; told and not kept, and nil in lists.
    public var conduct: ReportedConduct?

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ReportRecord>] = [
        JSONField("number", \.number), JSONField("board", \.board), JSONField("x", \.x), JSONField("y", \.y),
        JSONField("person", \.person), JSONField("name", \.name), JSONField("rule", \.rule),
        JSONField("reporters", \.reporters), JSONField("at", \.at), JSONField("state", \.state),
        JSONField("claimedBy", \.claimedBy), JSONField("claimedAt", \.claimedAt),
        JSONField("escalated", \.isEscalated), JSONField("closedBy", \.closedBy),
        JSONField("closedAt", \.closedAt), JSONField("audit", \.audit), JSONField("evidence", \.evidence),
        JSONField("conduct", \.conduct),
    ]
}

/// The body of `POST /api/boards/NAME/report`.
public struct ReportRequest: JSONRecord {
    /// Words with a report are no longer.
    public static let textCharactersMax = 200

    /// Where, from the left.
    public var x: Int64?
    /// Where, from the top.
    public var y: Int64?
    /// Which rule was broken.
    public var rule: Reason?
    /// What else there is to say.
    public var text = ""

    /// Nothing yet.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ReportRequest>] = [
        JSONField("x", \.x), JSONField("y", \.y), JSONField("rule", \.rule), JSONField("text", \.text),
    ]
}

/// What a reporter is told of a report.
public struct OwnReport: JSONRecord {
    /// Its number, as text.
    public var id = ""
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// Which rule.
    public var rule = Reason.other
    /// How it stands.
    public var state = ReportRecord.State.open
    /// When it was reported, in milliseconds since 1970.
    public var at: Int64 = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<OwnReport>] = [
        JSONField("id", \.id), JSONField("x", \.x), JSONField("y", \.y), JSONField("rule", \.rule),
        JSONField("state", \.state), JSONField("at", \.at),
    ]
}
