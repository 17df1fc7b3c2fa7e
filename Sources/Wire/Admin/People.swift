// Who is here and who was, as moderators see them.

/// One connection, live or departed.
public struct ConnectionRow: JSONRecord {
    /// Its short name: hexadecimal digits.
    public var handle = ""
    /// The id of the person; empty: a spectator, or a console of the staff.
    public var id = ""
    /// What the person is called; of a console what the system calls who sits there.
    public var name = ""
    /// spectator, player or moderator: somebody of the staff, who looks on or plays.
    public var role = ""
    /// On which board.
    public var board = ""
    /// The network, masked: `10.2.x.x`.
    public var network = ""
    /// The address as keyed hash, four digits of it: alike for those who come from one address.
    public var addressHash = ""
    /// How long it has been there, or was.
    public var onMillis: Int64 = 0
    /// How long ago it left; nil: it is there.
    public var leftMillis: Int64?
    /// What the person placed within the last minute.
    public var perMinute = 0
    /// What the person placed since the server was started.
    public var pixels = 0
    /// From a ping to its pong; nil: not known yet.
    public var roundTripMillis: Int?
    /// Bytes that are on their way to it.
    public var queuedBytes = 0
    /// How often frames were put together for it since it was too slow.
    public var dropped = 0
    /// What the person placed in each of the last ten six-second spans, oldest first.
    public var rates: [Int] = []
    /// The program, in a few words.
    public var client = ""
    /// What speaks against the person, as words: PERIOD, SAMENET, ORDER, WATCH, MOD, SLOW, BAN, SHADOW, MUTE,
    /// NEW.
    public var flags: [String] = []
    /// How much looks like a program, in hundredths.
    public var score = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ConnectionRow>] = [
        JSONField("handle", \.handle), JSONField("id", \.id), JSONField("name", \.name),
        JSONField("role", \.role), JSONField("board", \.board), JSONField("network", \.network),
        JSONField("addressHash", \.addressHash), JSONField("onMs", \.onMillis),
        JSONField("leftMs", \.leftMillis), JSONField("perMinute", \.perMinute), JSONField("pixels", \.pixels),
        JSONField("rttMs", \.roundTripMillis), JSONField("queuedBytes", \.queuedBytes),
        JSONField("dropped", \.dropped), JSONField("rates", \.rates), JSONField("client", \.client),
        JSONField("flags", \.flags), JSONField("score", \.score),
    ]
}

/// `GET /admin/connections`.
public struct ConnectionList: JSONRecord {
    /// Those that were asked for, in the order asked for.
    public var connections: [ConnectionRow] = []
    /// How many match.
    public var matching = 0
    /// How many there are.
    public var total = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ConnectionList>] = [
        JSONField("connections", \.connections), JSONField("matching", \.matching),
        JSONField("total", \.total),
    ]
}

/// One thing that speaks for a program instead of a person.
public struct BotSignal: JSONRecord {
    /// What: period, reaction, samenet, order.
    public var code = ""
    /// How much, in hundredths.
    public var score = 0
    /// In words: `period 1.00 s (sd 4 ms, n 61)`.
    public var text = ""

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<BotSignal>] = [
        JSONField("code", \.code), JSONField("score", \.score), JSONField("text", \.text),
    ]
}

/// Somebody who may be the same person.
public struct LinkedPerson: JSONRecord {
    /// The id.
    public var id = ""
    /// What they are called.
    public var name = ""
    /// A connection of theirs, live or departed.
    public var handle = ""
    /// How likely, in hundredths.
    public var score = 0

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<LinkedPerson>] = [
        JSONField("id", \.id), JSONField("name", \.name), JSONField("handle", \.handle),
        JSONField("score", \.score),
    ]
}

/// Something that happened to or by somebody.
public struct TimelineEntry: JSONRecord {
    /// When, in milliseconds since 1970.
    public var at: Int64 = 0
    /// What, in a few words.
    public var text = ""

    /// Nothing.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<TimelineEntry>] = [JSONField("at", \.at), JSONField("text", \.text)]
}

/// `GET /admin/person`: one person, with everything that is known.
public struct PersonDetail: JSONRecord {
    /// The id.
    public var id = ""
    /// What they are called.
    public var name = ""
    /// When the session began, in milliseconds since 1970.
    public var createdAt: Int64 = 0
    /// They are staff, under this system user.
    public var staff: String?
    /// What they placed since the server was started.
    public var pixels = 0
    /// What they placed within the last minute.
    public var perMinute = 0
    /// Bans that were laid on them, ever, as far back as the server remembers.
    public var bansEver = 0
    /// What holds for them now.
    public var bans: [BanRecord] = []
    /// Their connections, live ones first.
    public var connections: [ConnectionRow] = []
    /// Who may be the same person.
    public var linked: [LinkedPerson] = []
    /// What happened, newest first.
    public var timeline: [TimelineEntry] = []
    /// What was written down, newest first.
    public var notes: [NoteRecord] = []
    /// What they placed in each of the last 24 hours, oldest first.
    public var hours: [Int] = []
    /// What speaks for a program.
    public var signals: [BotSignal] = []
    /// How much looks like a program, in hundredths.
    public var score = 0
    /// Whether somebody watches them.
    public var watch: WatchRecord?
    /// Other staff who look at them.
    public var lookers: [String] = []
    /// Reports about them that are open.
    public var reports: [UInt64] = []

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<PersonDetail>] = [
        JSONField("id", \.id), JSONField("name", \.name), JSONField("createdAt", \.createdAt),
        JSONField("staff", \.staff), JSONField("pixels", \.pixels), JSONField("perMinute", \.perMinute),
        JSONField("bansEver", \.bansEver), JSONField("bans", \.bans),
        JSONField("connections", \.connections), JSONField("linked", \.linked),
        JSONField("timeline", \.timeline), JSONField("notes", \.notes), JSONField("hours", \.hours),
        JSONField("signals", \.signals), JSONField("score", \.score), JSONField("watch", \.watch),
        JSONField("lookers", \.lookers), JSONField("reports", \.reports),
    ]
}

/// `GET /admin/people`: who is called like that.
public struct PeopleList: JSONRecord {
    /// Those who match, the ones that are here first.
    public var people: [PersonSummary] = []

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<PeopleList>] = [JSONField("people", \.people)]
}

/// Somebody in a list of people.
public struct PersonSummary: JSONRecord {
    /// The id.
    public var id = ""
    /// What they are called.
    public var name = ""
    /// When the session began, in milliseconds since 1970.
    public var createdAt: Int64 = 0
    /// Connections that are live.
    public var live = 0
    /// What they placed since the server was started.
    public var pixels = 0
    /// What they placed within the last minute.
    public var perMinute = 0
    /// As in `ConnectionRow`.
    public var flags: [String] = []
    /// How much looks like a program, in hundredths.
    public var score = 0

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<PersonSummary>] = [
        JSONField("id", \.id), JSONField("name", \.name), JSONField("createdAt", \.createdAt),
        JSONField("live", \.live), JSONField("pixels", \.pixels), JSONField("perMinute", \.perMinute),
        JSONField("flags", \.flags), JSONField("score", \.score),
    ]
}

/// A pixel that somebody placed.
public struct TrailPixel: JSONRecord {
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// Which colour of the palette.
    public var colour: UInt8 = 0
    /// When, in milliseconds since 1970.
    public var at: Int64 = 0
    /// It still stands.
    public var isLive = false

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<TrailPixel>] = [
        JSONField("x", \.x), JSONField("y", \.y), JSONField("colour", \.colour), JSONField("at", \.at),
        JSONField("live", \.isLive),
    ]
}

/// `GET /admin/trail`: what somebody placed.
public struct Trail: JSONRecord {
    /// The id.
    public var id = ""
    /// What they are called.
    public var name = ""
    /// On which board.
    public var board = ""
    /// How far back it goes; 0: to the beginning.
    public var windowMillis: Int64 = 0
    /// Pixels, each once, newest first.
    public var pixels: [TrailPixel] = []
    /// So many of them still stand.
    public var live = 0
    /// So many others drew over.
    public var over = 0
    /// There is more than was told.
    public var isCut = false

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<Trail>] = [
        JSONField("id", \.id), JSONField("name", \.name), JSONField("board", \.board),
        JSONField("windowMs", \.windowMillis), JSONField("pixels", \.pixels), JSONField("live", \.live),
        JSONField("over", \.over), JSONField("cut", \.isCut),
    ]
}

/// `GET /admin/pixel`: one pixel, and who it is by.
public struct PixelHere: JSONRecord {
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// Which colour of the palette.
    public var colour: UInt8 = 0
    /// When it was placed, in milliseconds since 1970; nil: nobody did.
    public var at: Int64?
    /// Who placed it; nil: nobody did.
    public var author: PersonSummary?
    /// The author's network, masked, where it is known.
    public var network = ""
    /// A connection of the author's.
    public var handle = ""
    /// Live connections from the author's subnet.
    public var liveFromSubnet = 0
    /// Bans that were laid on the author, ever.
    public var bansEver = 0
    /// What speaks for a program.
    public var signals: [BotSignal] = []
    /// What the pixel was before: its colour; nil: nothing is known.
    public var beforeColour: UInt8?
    /// Who had placed that.
    public var beforeName: String?
    /// When, in milliseconds since 1970.
    public var beforeAt: Int64?
    /// The newest note about the author; empty: none.
    public var note = ""
    /// The area that holds there, as `A1`; empty: none.
    public var area = ""

    /// Nowhere.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<PixelHere>] = [
        JSONField("x", \.x), JSONField("y", \.y), JSONField("colour", \.colour), JSONField("at", \.at),
        JSONField("author", \.author), JSONField("network", \.network), JSONField("handle", \.handle),
        JSONField("liveFromSubnet", \.liveFromSubnet), JSONField("bansEver", \.bansEver),
        JSONField("signals", \.signals), JSONField("beforeColour", \.beforeColour),
        JSONField("beforeName", \.beforeName), JSONField("beforeAt", \.beforeAt), JSONField("note", \.note),
        JSONField("area", \.area),
    ]
}
