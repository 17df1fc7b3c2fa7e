// What `/admin/ws` says: the state of the server as it changes. Of each part only what changed since the last
// message is told, and never more than one message waits for a console: a slow one hears less often.

/// What somebody may do.
public enum StaffRole: String, CaseIterable, Sendable, JSONPart, Comparable {
    /// Looks, and changes nothing.
    case reader
    /// Acts, and undoes what they did themselves.
    case moderator
    /// Sees addresses, bans in the shadow, undoes what others did.
    case admin

    /// By how much each may do.
    public static func < (left: StaffRole, right: StaffRole) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .reader: 0
        case .moderator: 1
        case .admin: 2
        }
    }
}

/// Somebody with a console, and what they look at.
public struct StaffPresence: JSONRecord {
    /// The system user.
    public var user = ""
    /// What they may do.
    public var role = StaffRole.reader
    /// The screen they have open, by its name in small letters.
    public var screen = ""
    /// The id of the person they look at; empty: nobody.
    public var person = ""
    /// The report they have open.
    public var report: UInt64?
    /// For how long.
    public var sinceMillis: Int64 = 0

    /// Nobody.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<StaffPresence>] = [
        JSONField("user", \.user), JSONField("role", \.role), JSONField("screen", \.screen),
        JSONField("person", \.person), JSONField("report", \.report), JSONField("sinceMs", \.sinceMillis),
    ]
}

/// A board, in short.
public struct BoardNumbers: JSONRecord {
    /// Its name.
    public var name = ""
    /// How wide.
    public var width = 0
    /// How high.
    public var height = 0
    /// In which past.
    public var epoch: UInt32 = 0
    /// After how many changes.
    public var seq: UInt64 = 0
    /// Who is connected to it.
    public var online = 0
    /// Changes within the last second.
    public var perSecond = 0
    /// The same in each of the last 60 seconds, oldest first.
    public var rates: [Int] = []
    /// The cooldown that holds.
    public var cooldownMillis: Int64 = 0
    /// The charges that one may have.
    public var chargesMax = 1
    /// What both are without any defence.
    public var baseCooldownMillis: Int64 = 0
    /// The same of the charges.
    public var baseChargesMax = 1
    /// open, frozen or closed.
    public var state = "open"

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<BoardNumbers>] = [
        JSONField("name", \.name), JSONField("width", \.width), JSONField("height", \.height),
        JSONField("epoch", \.epoch), JSONField("seq", \.seq), JSONField("online", \.online),
        JSONField("perSecond", \.perSecond), JSONField("rates", \.rates),
        JSONField("cooldownMs", \.cooldownMillis), JSONField("maxCharges", \.chargesMax),
        JSONField("baseCooldownMs", \.baseCooldownMillis), JSONField("baseMaxCharges", \.baseChargesMax),
        JSONField("state", \.state),
    ]
}

/// What an operator asks for first. The names are those of `/metrics`.
public struct HealthNumbers: JSONRecord {
    /// Connections that are live.
    public var connections = 0
    /// The most there were.
    public var connectionsPeak = 0
    /// Who came within the last minute.
    public var joinsPerMinute = 0
    /// Who left within the last minute.
    public var leavesPerMinute = 0
    /// Placements by result within the last ten minutes: `placed`, `cooling-down` and so on.
    public var results: [Counted] = []
    /// From a placement to its frame, the middle of the last ten minutes, in microseconds.
    public var broadcastMedianMicros = 0
    /// The same that 99 of 100 stay below.
    public var broadcastSlowMicros = 0
    /// Frames within the last second.
    public var framesPerSecond = 0
    /// Bytes of a frame, on average of the last minute.
    public var frameBytes = 0
    /// Bytes that are on their way to connections.
    public var queuedBytes = 0
    /// Connections that are behind.
    public var slowConnections = 0
    /// Frames that were put together for slow ones since the server was started.
    public var dropped = 0
    /// The processor, in hundredths of one, within the last second.
    public var processorPercent = 0
    /// Memory that is resident.
    public var residentBytes: Int64 = 0
    /// Placements that wait for the ledger.
    public var undecided = 0
    /// The most of them there were.
    public var undecidedPeak = 0
    /// Bytes the log grows by in an hour, by the last ten minutes.
    public var logBytesPerHour: Int64 = 0
    /// A sync of the log, the slowest but one in a hundred, in microseconds.
    public var syncSlowMicros = 0
    /// How long ago a snapshot was saved; nil: none since the start.
    public var snapshotMillis: Int64?
    /// How large it was.
    public var snapshotBytes: Int64 = 0
    /// How long it took.
    public var snapshotTookMillis: Int64 = 0
    /// How long ago a backup was made; nil: none since the start.
    public var backupMillis: Int64?
    /// Room on the disk.
    public var freeBytes: Int64 = 0
    /// ready, full or failed.
    public var storage = "ready"
    /// Connections, each of the last 60 seconds.
    public var connectionRates: [Int] = []
    /// Milliseconds of broadcast, 99 of 100, each of the last 60 seconds, in microseconds.
    public var broadcastRates: [Int] = []
    /// Bytes queued, each of the last 60 seconds.
    public var queuedRates: [Int] = []
    /// The processor, each of the last 60 seconds.
    public var processorRates: [Int] = []
    /// Bytes of log, each of the last 60 seconds.
    public var logRates: [Int] = []

    /// Nothing.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<HealthNumbers>] = [
        JSONField("connections", \.connections), JSONField("connectionsPeak", \.connectionsPeak),
        JSONField("joinsPerMinute", \.joinsPerMinute), JSONField("leavesPerMinute", \.leavesPerMinute),
        JSONField("results", \.results), JSONField("broadcastMedianUs", \.broadcastMedianMicros),
        JSONField("broadcastSlowUs", \.broadcastSlowMicros), JSONField("framesPerSecond", \.framesPerSecond),
        JSONField("frameBytes", \.frameBytes), JSONField("queuedBytes", \.queuedBytes),
        JSONField("slowConnections", \.slowConnections), JSONField("dropped", \.dropped),
        JSONField("processorPercent", \.processorPercent), JSONField("residentBytes", \.residentBytes),
        JSONField("undecided", \.undecided), JSONField("undecidedPeak", \.undecidedPeak),
        JSONField("logBytesPerHour", \.logBytesPerHour), JSONField("syncSlowUs", \.syncSlowMicros),
        JSONField("snapshotMs", \.snapshotMillis), JSONField("snapshotBytes", \.snapshotBytes),
        JSONField("snapshotTookMs", \.snapshotTookMillis), JSONField("backupMs", \.backupMillis),
        JSONField("freeBytes", \.freeBytes), JSONField("storage", \.storage),
        JSONField("connectionRates", \.connectionRates), JSONField("broadcastRates", \.broadcastRates),
        JSONField("queuedRates", \.queuedRates), JSONField("processorRates", \.processorRates),
        JSONField("logRates", \.logRates),
    ]
}

/// Something counted.
public struct Counted: JSONRecord {
    /// What.
    public var name = ""
    /// How many.
    public var count = 0

    /// Nothing.
    public init() {}

    /// So many of these.
    public init(name: String, count: Int) {
        self.name = name
        self.count = count
    }

    /// The members of the object.
    public static let fields: [JSONField<Counted>] = [JSONField("name", \.name), JSONField("count", \.count)]
}

/// What speaks for an attack on a board, of the last ten minutes.
public struct AttackSignals: JSONRecord {
    /// Pixels a second, each of the last ten minutes, oldest first.
    public var pixelRates: [Int] = []
    /// Pixels a second as they are usual: the middle of the last day.
    public var pixelsUsual = 0
    /// New connections in ten seconds, each of the last ten minutes.
    public var joinRates: [Int] = []
    /// New connections within the last ten seconds.
    public var joins = 0
    /// The same as it is usual.
    public var joinsUsual = 0
    /// The subnet that places most; empty: none stands out.
    public var network = ""
    /// How many hundredths of all placements come from it.
    public var networkPercent = 0
    /// People whose placements keep time like a clock.
    public var periodic = 0
    /// New names that begin alike: how they begin; empty: none.
    public var names = ""
    /// How many of them.
    public var nameCount = 0
    /// The area of 64x64 that takes most: its left edge.
    public var areaX = 0
    /// Its upper edge.
    public var areaY = 0
    /// How many hundredths of all placements it takes.
    public var areaPercent = 0
    /// The colour that is placed most there.
    public var colour: UInt8 = 0
    /// How many hundredths of them it is.
    public var colourPercent = 0
    /// How often a pixel of a 24x16 grid over the board was placed: hexadecimal digits, row by row.
    public var heat = ""

    /// Quiet.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<AttackSignals>] = [
        JSONField("pixelRates", \.pixelRates), JSONField("pixelsUsual", \.pixelsUsual),
        JSONField("joinRates", \.joinRates), JSONField("joins", \.joins),
        JSONField("joinsUsual", \.joinsUsual), JSONField("network", \.network),
        JSONField("networkPercent", \.networkPercent), JSONField("periodic", \.periodic),
        JSONField("names", \.names), JSONField("nameCount", \.nameCount), JSONField("areaX", \.areaX),
        JSONField("areaY", \.areaY), JSONField("areaPercent", \.areaPercent), JSONField("colour", \.colour),
        JSONField("colourPercent", \.colourPercent), JSONField("heat", \.heat),
    ]
}

/// A placement that was just made.
public struct FeedLine: JSONRecord {
    /// When, in milliseconds since 1970.
    public var at: Int64 = 0
    /// The id of who placed it.
    public var id = ""
    /// What they are called.
    public var name = ""
    /// A connection of theirs.
    public var handle = ""
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// Which colour of the palette.
    public var colour: UInt8 = 0
    /// Something speaks against them.
    public var isFlagged = false

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<FeedLine>] = [
        JSONField("at", \.at), JSONField("id", \.id), JSONField("name", \.name),
        JSONField("handle", \.handle),
        JSONField("x", \.x), JSONField("y", \.y), JSONField("colour", \.colour),
        JSONField("flagged", \.isFlagged),
    ]
}

/// The connections a console asked for, as they changed.
public struct ConnectionChanges: JSONRecord {
    /// The handles of all that were asked for, in order.
    public var order: [String] = []
    /// Those of them that are new or changed.
    public var rows: [ConnectionRow] = []
    /// How many match.
    public var matching = 0
    /// How many there are.
    public var total = 0

    /// None.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ConnectionChanges>] = [
        JSONField("order", \.order), JSONField("rows", \.rows), JSONField("matching", \.matching),
        JSONField("total", \.total),
    ]
}

/// The text message `state`: what changed. A part that is missing is as it was; a part that is there is told
/// whole, but for connections, the feed and the audit, which are told by what is new.
public struct LiveState: JSONRecord {
    /// What the server is called.
    public var host: String?
    /// Who the reader is.
    public var you: StaffPresence?
    /// The server's clock, in milliseconds since 1970.
    public var at: Int64?
    /// The boards.
    public var boards: [BoardNumbers]?
    /// How the server is.
    public var health: HealthNumbers?
    /// Who has a console open, the reader too.
    public var staff: [StaffPresence]?
    /// The connections that were asked for.
    public var connections: ConnectionChanges?
    /// Reports that are open, the newest first, without their evidence.
    public var reports: [ReportRecord]?
    /// What holds in areas.
    public var areas: [AreaRecord]?
    /// Who is banned.
    public var bans: [BanRecord]?
    /// How boards defend themselves.
    public var defence: [DefenceRecord]?
    /// What is watched.
    public var watches: [WatchRecord]?
    /// What speaks for an attack on the board that is looked at.
    public var signals: AttackSignals?
    /// New lines of the audit, newest first; of an old line that was undone, the line again.
    public var audit: [AuditEntry]?
    /// New placements, newest first.
    public var feed: [FeedLine]?

    /// Nothing new.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<LiveState>] = [
        JSONField("host", \.host), JSONField("you", \.you), JSONField("at", \.at),
        JSONField("boards", \.boards), JSONField("health", \.health), JSONField("staff", \.staff),
        JSONField("connections", \.connections), JSONField("reports", \.reports),
        JSONField("areas", \.areas), JSONField("bans", \.bans), JSONField("defence", \.defence),
        JSONField("watches", \.watches), JSONField("signals", \.signals), JSONField("audit", \.audit),
        JSONField("feed", \.feed),
    ]

    /// The message.
    public var message: [UInt8] {
        var writer = JSONWriter()
        writer.message("state") { writeMembers(to: &$0) }
        return writer.bytes
    }
}

/// The text message `look` of a console: what it shows, and so what it has to be told.
public struct ConsoleLook: JSONRecord {
    /// Rows a console may ask for.
    public static let rowsMax = 500

    /// The screen that is open, by its name in small letters.
    public var screen = "live"
    /// The board that is looked at.
    public var board = "main"
    /// The filter of connections.
    public var filter = ""
    /// The column they are sorted by; with `-` before it: largest first.
    public var sort = "-perMinute"
    /// So many of them.
    public var limit = 100
    /// Those of the last 24 hours that have left, too.
    public var isDepartedWanted = false
    /// The feed is wanted.
    public var isFeedWanted = true
    /// The id of the person that is looked at; empty: nobody.
    public var person = ""
    /// The report that is open.
    public var report: UInt64?

    /// The first screen.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ConsoleLook>] = [
        JSONField("screen", \.screen), JSONField("board", \.board), JSONField("filter", \.filter),
        JSONField("sort", \.sort), JSONField("limit", \.limit), JSONField("departed", \.isDepartedWanted),
        JSONField("feed", \.isFeedWanted), JSONField("person", \.person), JSONField("report", \.report),
    ]

    /// The message.
    public var message: [UInt8] {
        var writer = JSONWriter()
        writer.message("look") { writeMembers(to: &$0) }
        return writer.bytes
    }
}

/// The text message `ask` of a console: a request to any route below `/admin/`, answered by `answer` with the
/// same `id`.
public struct ConsoleAsk: Equatable, Sendable, JSONWritable {
    /// Names the question; the console's own.
    public var id: Int
    /// `GET` or `POST`.
    public var method: String
    /// Path and query.
    public var path: String
    /// The body of a `POST`.
    public var body: JSONValue

    /// A question.
    public init(id: Int, method: String, path: String, body: JSONValue = .null) {
        self.id = id
        self.method = method
        self.path = path
        self.body = body
    }

    /// Reads the message.
    public init(json: JSONValue) throws(RequestError) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }) else {
            throw .badField("id has to be a number")
        }
        guard let method = json["method"]?.string, let path = json["path"]?.string else {
            throw .badField("method and path have to be texts")
        }
        self.init(id: id, method: method, path: path, body: json["body"] ?? .null)
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("ask") { writer in
            writer.member("id", id)
            writer.member("method", method)
            writer.member("path", path)
            writer.key("body")
            writer.value(body)
        }
    }
}

/// The text message `answer` to an `ask`.
public struct ConsoleAnswer: Equatable, Sendable, JSONWritable {
    /// The question that is answered.
    public var id: Int
    /// The status, as over HTTP.
    public var status: Int
    /// The body, as over HTTP.
    public var body: JSONValue

    /// An answer.
    public init(id: Int, status: Int, body: JSONValue) {
        self.id = id
        self.status = status
        self.body = body
    }

    /// Reads the message.
    public init(json: JSONValue) throws(RequestError) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }),
            let status = json["status"]?.integer.flatMap({ Int(exactly: $0) })
        else { throw .badField("id and status have to be numbers") }
        self.init(id: id, status: status, body: json["body"] ?? .null)
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("answer") { writer in
            writer.member("id", id)
            writer.member("status", status)
            writer.key("body")
            writer.value(body)
        }
    }
}
