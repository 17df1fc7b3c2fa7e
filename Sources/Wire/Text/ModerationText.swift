// What players are told of moderation, each a value that writes itself as Docs/Protocol.md says.

/// A part of a board where other rules hold: one of `areas`.
public struct AreaDescription: JSONRecord {
    /// What it is called: `A7`.
    public var id = ""
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// How wide.
    public var width = 0
    /// How high.
    public var height = 0
    /// What holds there.
    public var mode = AreaRecord.Mode.frozen
    /// How many times slower; nil: no other pace.
    public var factor: Int?
    /// Its own cooldown; nil: it has none.
    public var cooldownMillis: Int64?
    /// How long until it ends by itself; nil: nobody knows.
    public var endsInMillis: Int64?
    /// Why; nil: for no reason given.
    public var why: String?

    /// Nowhere.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AreaDescription>] = [
        JSONField("id", \.id), JSONField("x", \.x), JSONField("y", \.y), JSONField("width", \.width),
        JSONField("height", \.height), JSONField("mode", \.mode), JSONField("factor", \.factor),
        JSONField("cooldownMs", \.cooldownMillis), JSONField("endsInMs", \.endsInMillis),
        JSONField("why", \.why),
    ]
}

/// Where other rules hold, when that changed: these areas, and no others.
public struct AreasMessage: Equatable, Sendable, JSONWritable {
    /// All of them.
    public var areas: [AreaDescription]

    /// Areas.
    public init(_ areas: [AreaDescription]) {
        self.areas = areas
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("areas") { $0.member("areas", parts: areas) }
    }
}

/// What a moderator laid on somebody, as they are told of it.
public struct RestrictionDescription: Equatable, Sendable {
    /// What it does: `ban` or `mute`.
    public var kind: BanKind
    /// Which rule was broken.
    public var reason: Reason
    /// The same in words; empty: none.
    public var message: String
    /// How long until it ends by itself; nil: never.
    public var endsInMillis: Int64?
    /// What to name in an appeal.
    public var appeal: String

    /// A restriction.
    public init(kind: BanKind, reason: Reason, message: String, endsInMillis: Int64?, appeal: String) {
        self.kind = kind
        self.reason = reason
        self.message = message
        self.endsInMillis = endsInMillis
        self.appeal = appeal
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member("kind", kind.rawValue)
        if !message.isEmpty { writer.member("message", message) }
        writeTerms(to: &writer)
    }

    /// What an error says of it, beside its own words.
    func writeTerms(to writer: inout JSONWriter) {
        writer.member("reason", reason.rawValue)
        if let endsInMillis { writer.member("endsInMs", endsInMillis) }
        if !appeal.isEmpty { writer.member("appeal", appeal) }
    }
}

/// A notice that nobody is to be shown any longer.
public struct NoticeWithdrawnMessage: Equatable, Sendable, JSONWritable {
    /// Which.
    public var id: String

    /// A withdrawal.
    public init(id: String) {
        self.id = id
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("notice-withdrawn") { $0.member("id", id) }
    }
}

/// A puzzle for a program, which costs a moment's work: digits are to be found that make a hash of the nonce,
/// a colon and these digits begin with so many zero bits.
public struct PuzzleMessage: Equatable, Sendable, JSONWritable {
    /// What the server calls the puzzle.
    public var nonce: String
    /// How many bits.
    public var bits: Int

    /// A puzzle.
    public init(nonce: String, bits: Int) {
        self.nonce = nonce
        self.bits = bits
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("puzzle") { writer in
            writer.member("nonce", nonce)
            writer.member("bits", bits)
        }
    }
}

/// How a report of the reader's own stands, when that changed.
public struct ReportMessage: Equatable, Sendable, JSONWritable {
    /// Which.
    public var id: String
    /// How it stands.
    public var state: ReportRecord.State

    /// A state.
    public init(id: String, state: ReportRecord.State) {
        self.id = id
        self.state = state
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("report") { writer in
            writer.member("id", id)
            writer.member("state", state.rawValue)
        }
    }
}

/// The answer to `POST /api/boards/NAME/report`.
public struct ReportAnswer: Equatable, Sendable, JSONWritable {
    /// Which report it is.
    public var id: String
    /// How it stands.
    public var state: ReportRecord.State

    /// An answer.
    public init(id: String, state: ReportRecord.State) {
        self.id = id
        self.state = state
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("state", state.rawValue)
        }
    }
}

/// The answer to `GET /api/boards/NAME/reports`.
public struct OwnReportList: JSONRecord {
    /// The newest first.
    public var reports: [OwnReport] = []

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<OwnReportList>] = [JSONField("reports", \.reports)]
}
