// What moderation has laid on people and places, as it is kept, told to the console and written to the audit.

/// What a document is about: its number in the log, for good.
public enum DocumentKind: UInt8, CaseIterable, Sendable {
    case ban = 1
    case area = 2
    case defence = 3
    case report = 4
    case watch = 5
    case note = 6
    case staff = 7
    case announcement = 8
    case badge = 9
}

/// A ban that holds.
public struct BanRecord: JSONRecord {
    /// Its number, for good.
    public var number: UInt64 = 0
    /// What it does.
    public var kind = BanKind.ban
    /// Whom it reaches.
    public var scope = BanScope.session
    /// The id of the person it was laid on; empty: a network alone.
    public var person = ""
    /// What the person was called then.
    public var name = ""
    /// The network as keyed hash, 32 hexadecimal digits; empty: none.
    public var networkKey = ""
    /// The network as moderators may see it: `10.2.x.x/16`.
    public var networkLabel = ""
    /// Which rule was broken.
    public var reason = Reason.other
    /// What the person is told.
    public var message = ""
    /// When it was laid on, in milliseconds since 1970.
    public var at: Int64 = 0
    /// When it ends by itself; nil: never.
    public var until: Int64?
    /// By whom.
    public var by = ""
    /// Its line in the audit.
    public var audit: UInt64 = 0
    /// The report that it answers.
    public var report: UInt64?
    /// What the person names to appeal: letters and digits, four for the first million bans.
    public var appeal = ""

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<BanRecord>] = [
        JSONField("number", \.number), JSONField("kind", \.kind), JSONField("scope", \.scope),
        JSONField("person", \.person), JSONField("name", \.name), JSONField("networkKey", \.networkKey),
        JSONField("network", \.networkLabel), JSONField("reason", \.reason), JSONField("message", \.message),
        JSONField("at", \.at), JSONField("until", \.until), JSONField("by", \.by),
        JSONField("audit", \.audit),
        JSONField("report", \.report), JSONField("appeal", \.appeal),
    ]
}

/// A rectangle with a rule of its own.
public struct AreaRecord: JSONRecord {
    /// What holds in an area.
    public enum Mode: String, CaseIterable, Sendable, JSONPart {
        /// Only staff places.
        case frozen
        /// The same, for good reasons that are no emergency.
        case staff
        /// A placement costs several times the cooldown.
        case slower
        /// A placement costs a cooldown of the area's own.
        case cooldown
    }

    /// Its number on this server: shown as `A7`.
    public var number: UInt64 = 0
    /// On which board.
    public var board = ""
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// How wide.
    public var width = 0
    /// How high.
    public var height = 0
    /// What holds there.
    public var mode = Mode.frozen
    /// How many times slower.
    public var factor = 1
    /// Its own cooldown.
    public var cooldownMillis: Int64 = 0
    /// Why, as players read it.
    public var why = ""
    /// When it began, in milliseconds since 1970.
    public var at: Int64 = 0
    /// When it ends by itself; nil: never.
    public var until: Int64?
    /// By whom.
    public var by = ""
    /// Its line in the audit.
    public var audit: UInt64 = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AreaRecord>] = [
        JSONField("number", \.number), JSONField("board", \.board), JSONField("x", \.x), JSONField("y", \.y),
        JSONField("width", \.width), JSONField("height", \.height), JSONField("mode", \.mode),
        JSONField("factor", \.factor), JSONField("cooldownMs", \.cooldownMillis), JSONField("why", \.why),
        JSONField("at", \.at), JSONField("until", \.until), JSONField("by", \.by),
        JSONField("audit", \.audit),
    ]
}

/// How hard a board defends itself, and whether it is frozen.
public struct DefenceRecord: JSONRecord {
    /// Its number: one for each board, as they were first defended.
    public var number: UInt64 = 0
    /// Which board.
    public var board = ""
    /// The level, 0 to 4.
    public var level = 0
    /// When the level goes back to 0 by itself; nil: never.
    public var until: Int64?
    /// When it was set, in milliseconds since 1970.
    public var at: Int64 = 0
    /// By whom.
    public var by = ""
    /// Its line in the audit.
    public var audit: UInt64 = 0
    /// Nobody places.
    public var isFrozen = false
    /// When it thaws by itself; nil: never.
    public var frozenUntil: Int64?
    /// Why, as players read it.
    public var why = ""
    /// The cooldown that holds in place of the configured one; nil: that one.
    public var cooldownMillis: Int64?
    /// The charges, likewise.
    public var chargesMax: Int?

    /// Normal.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<DefenceRecord>] = [
        JSONField("number", \.number), JSONField("board", \.board), JSONField("level", \.level),
        JSONField("until", \.until), JSONField("at", \.at), JSONField("by", \.by),
        JSONField("audit", \.audit),
        JSONField("frozen", \.isFrozen), JSONField("frozenUntil", \.frozenUntil), JSONField("why", \.why),
        JSONField("cooldownMs", \.cooldownMillis), JSONField("maxCharges", \.chargesMax),
    ]
}

/// Somebody or something that staff keeps an eye on.
public struct WatchRecord: JSONRecord {
    /// What is watched.
    public enum Kind: String, Sendable, CaseIterable, JSONPart {
        /// A person, by id.
        case person
        /// A network, by keyed hash.
        case network
        /// Whose agent holds this text.
        case agent
        /// Who began less than five minutes ago.
        case newcomers
    }

    /// Its number, for good.
    public var number: UInt64 = 0
    /// What is watched.
    public var kind = Kind.person
    /// Which one: an id, a keyed hash, a part of an agent.
    public var value = ""
    /// As moderators read it.
    public var label = ""
    /// Since when, in milliseconds since 1970.
    public var at: Int64 = 0
    /// By whom.
    public var by = ""
    /// Its line in the audit.
    public var audit: UInt64 = 0
    /// Placements within the last ten minutes; told, not kept.
    public var hits: Int?

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<WatchRecord>] = [
        JSONField("number", \.number), JSONField("kind", \.kind), JSONField("value", \.value),
        JSONField("label", \.label), JSONField("at", \.at), JSONField("by", \.by),
        JSONField("audit", \.audit),
        JSONField("hits", \.hits),
    ]
}

/// Something written down about somebody.
public struct NoteRecord: JSONRecord {
    /// Its number, for good.
    public var number: UInt64 = 0
    /// The id of the person.
    public var person = ""
    /// What the person was called then.
    public var name = ""
    /// What there is to know.
    public var text = ""
    /// When it was written, in milliseconds since 1970.
    public var at: Int64 = 0
    /// By whom.
    public var by = ""
    /// Its line in the audit.
    public var audit: UInt64 = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<NoteRecord>] = [
        JSONField("number", \.number), JSONField("person", \.person), JSONField("name", \.name),
        JSONField("text", \.text), JSONField("at", \.at), JSONField("by", \.by), JSONField("audit", \.audit),
    ]
}

/// A system user who has acted, and the player their pixels are by.
public struct StaffRecord: JSONRecord {
    /// The player's number, which is the document's too.
    public var number: UInt64 = 0
    /// What the system calls them.
    public var user = ""

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<StaffRecord>] = [
        JSONField("number", \.number), JSONField("user", \.user),
    ]
}

/// A browser that draws as staff, until the badge is over or taken back.
public struct BadgeRecord: JSONRecord {
    /// Its number, for good.
    public var number: UInt64 = 0
    /// As whom: what the system calls them.
    public var user = ""
    /// The number that the system knows them by; nil: it had none.
    public var userNumber: UInt32?
    /// The id of the session that the browser has of its own, which is whose the badge is.
    public var person = ""
    /// When it was taken, in milliseconds since 1970.
    public var at: Int64 = 0
    /// When it is over.
    public var until: Int64 = 0
    /// Its line in the audit.
    public var audit: UInt64 = 0

    /// Nobody's.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<BadgeRecord>] = [
        JSONField("number", \.number), JSONField("user", \.user), JSONField("userNumber", \.userNumber),
        JSONField("person", \.person), JSONField("at", \.at), JSONField("until", \.until),
        JSONField("audit", \.audit),
    ]
}

/// Something that is said to everybody.
public struct AnnouncementRecord: JSONRecord {
    /// Its number, for good.
    public var number: UInt64 = 0
    /// On which board.
    public var board = ""
    /// What is said.
    public var text = ""
    /// The same in French; empty: not translated.
    public var textFrench = ""
    /// When it was said, in milliseconds since 1970.
    public var at: Int64 = 0
    /// When nobody is told any more who comes.
    public var until: Int64?
    /// By whom.
    public var by = ""
    /// Its line in the audit.
    public var audit: UInt64 = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AnnouncementRecord>] = [
        JSONField("number", \.number), JSONField("board", \.board), JSONField("text", \.text),
        JSONField("textFr", \.textFrench), JSONField("at", \.at), JSONField("until", \.until),
        JSONField("by", \.by), JSONField("audit", \.audit),
    ]
}
