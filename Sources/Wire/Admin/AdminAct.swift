/// What a moderator may do. The word stands in the path of `POST /admin/WORD`, in the audit and on the
/// command line alike.
public enum AdminVerb: String, CaseIterable, Sendable, JSONPart {
    /// Keeps somebody from placing and talking, or from talking, or lets them believe they place.
    case ban
    /// Lifts what `ban` laid on somebody.
    case unban
    /// Makes a ban end later or sooner.
    case extendBan = "extend-ban"
    /// Ends somebody's connections; they may come back.
    case kick
    /// Takes away what people placed in an area and a time, as far as it still stands.
    case rollback
    /// Freezes a board.
    case freeze
    /// Lets a frozen board go on.
    case unfreeze
    /// Lays a rule on a rectangle.
    case area
    /// Lifts the rule of a rectangle.
    case liftArea = "lift-area"
    /// Makes the rule of a rectangle end later or sooner.
    case extendArea = "extend-area"
    /// Changes how hard a board defends itself.
    case defence
    /// Says something to everybody, or to somebody.
    case announce
    /// Takes an announcement back.
    case withdraw
    /// Takes a report in hand.
    case claim
    /// Lets a report go again.
    case release
    /// Closes a report: nothing had to be done.
    case dismiss
    /// Leaves a report to the admins.
    case escalate
    /// Keeps an eye on somebody or something.
    case watch
    /// Does so no longer.
    case unwatch
    /// Writes something down about somebody.
    case note
    /// Strikes a note.
    case removeNote = "remove-note"
    /// Takes back what was said in the chat, for good.
    case removeChat = "remove-chat"
    /// Changes how fast one may place.
    case cooldown
    /// Has somebody solve a puzzle before they place again.
    case challenge
    /// Saves a picture of the board, and what is needed to go on from it, now.
    case snapshot
    /// Shows the address of somebody, to who may see it.
    case reveal
    /// Makes a link that lets one browser draw as staff.
    case badge
    /// Ends what such links gave, and the links that nobody has used yet.
    case unbadge
    /// Does the inverse of an act.
    case undo
}

/// What a ban does.
public enum BanKind: String, CaseIterable, Sendable, JSONPart {
    /// No placing, no talking.
    case ban
    /// Placing is answered as if it were done, and nobody else sees it.
    case shadow
    /// No talking.
    case mute
}

/// Whom a ban reaches.
public enum BanScope: String, CaseIterable, Sendable, JSONPart {
    /// That person.
    case session
    /// That person; there are no accounts beyond the session yet.
    case account
    /// Everybody at the person's address, or in its /64 of IPv6, too.
    case address
    /// Everybody in the person's /24, or /56 of IPv6, too.
    case network
    /// Everybody in the person's /16, or /48 of IPv6, too.
    case subnet

    /// How wide it reaches among networks; nil: it names one person.
    public var isOfNetwork: Bool { self != .session && self != .account }
}

/// Why: the rules that can be broken, as people report them and as bans name them.
public enum Reason: String, CaseIterable, Sendable, JSONPart {
    case hate
    case botting
    case nudity
    case alts
    case spam
    case other

    /// As moderators read it.
    public var label: String {
        switch self {
        case .hate: "Hate symbol"
        case .botting: "Botting"
        case .nudity: "Nudity"
        case .alts: "Alts"
        case .spam: "Spam"
        case .other: "Other"
        }
    }
}

/// An act, as it is asked for. What an act has no use for stays as it is.
public struct AdminAct: JSONRecord {
    /// What is to be done.
    public var verb = AdminVerb.note
    /// Only tell what would come of it.
    public var isDryRun = false
    /// On which board; empty: the main one.
    public var board = ""
    /// To whom: ids of people, names, handles of connections; of `unbadge`: a system user.
    public var who: [String] = []
    /// Where, from the left; nil: the whole board, or no place at all.
    public var x: Int?
    /// Where, from the top.
    public var y: Int?
    /// How wide.
    public var width: Int?
    /// How high.
    public var height: Int?
    /// Of a ban: what it does.
    public var kind: BanKind?
    /// Of a ban: whom it reaches.
    public var scope: BanScope?
    /// For how long; 0: until somebody ends it; nil: as long as is usual.
    public var durationMillis: Int64?
    /// Of a ban: which rule was broken.
    public var reason: Reason?
    /// Why, in words, for players and the audit.
    public var why: String?
    /// What is told, in words.
    public var text: String?
    /// The same in French.
    public var textFrench: String?
    /// Of a rollback, alone or with a ban: how far back; 0: to the beginning; nil: none with a ban, an hour
    /// else.
    public var windowMillis: Int64?
    /// Of a rollback: whatever was placed there, by anybody.
    public var isEveryone = false
    /// Of a rollback of everybody: but for these.
    public var except: [String] = []
    /// Of an area: what holds.
    public var mode: AreaRecord.Mode?
    /// Of an area: how many times slower.
    public var factor: Int?
    /// Of an area or a board: the cooldown.
    public var cooldownMillis: Int64?
    /// Of a board: how many charges.
    public var charges: Int?
    /// Of a defence: which level.
    public var level: Int?
    /// Of a defence: everybody is told.
    public var isTold = true
    /// Which ban, area, report, note, watch, line of chat or audit line.
    public var number: UInt64?
    /// The report that this act answers.
    public var report: UInt64?
    /// Of a watch: an agent, a network; nil: `who`.
    public var subject: String?
    /// The newest audit line that whoever decided this had seen; nil: nobody asks. Where somebody else acted
    /// on the same since, the act is refused as a conflict.
    public var seen: UInt64?
    /// The word that says one means it, for what has no inverse.
    public var word: String?

    /// Nothing yet.
    public init() {}

    /// An act.
    public init(_ verb: AdminVerb) {
        self.verb = verb
    }

    /// The members of the object.
    public static let fields: [JSONField<AdminAct>] = [
        JSONField("verb", \.verb), JSONField("dryRun", \.isDryRun), JSONField("board", \.board),
        JSONField("who", \.who), JSONField("x", \.x), JSONField("y", \.y), JSONField("width", \.width),
        JSONField("height", \.height), JSONField("kind", \.kind), JSONField("scope", \.scope),
        JSONField("durationMs", \.durationMillis), JSONField("reason", \.reason), JSONField("why", \.why),
        JSONField("text", \.text), JSONField("textFr", \.textFrench), JSONField("windowMs", \.windowMillis),
        JSONField("everyone", \.isEveryone), JSONField("except", \.except), JSONField("mode", \.mode),
        JSONField("factor", \.factor), JSONField("cooldownMs", \.cooldownMillis),
        JSONField("charges", \.charges), JSONField("level", \.level), JSONField("told", \.isTold),
        JSONField("number", \.number), JSONField("report", \.report), JSONField("subject", \.subject),
        JSONField("seen", \.seen), JSONField("word", \.word),
    ]
}

/// What an act would do, or did, in numbers.
public struct ActEffects: JSONRecord {
    /// Whom the act is on, as they are called.
    public var people: [String] = []
    /// Connections that end.
    public var connectionsClosed = 0
    /// Other people whom the same network holds.
    public var othersHit = 0
    /// Pixels that change back.
    public var pixelsBack = 0
    /// Pixels that stay since somebody else drew over them.
    public var pixelsKept = 0
    /// How many people these are.
    public var keptPeople = 0
    /// What goes out to every reader, in messages.
    public var frames = 0
    /// The same in bytes.
    public var frameBytes = 0
    /// Reports that are closed with it.
    public var reportsClosed: [UInt64] = []
    /// People who drew in the area within the last five minutes.
    public var peopleThere = 0
    /// People who would have to wait at the gate.
    public var peopleWaiting = 0
    /// Pixels a second as they are.
    public var pixelsPerSecond = 0
    /// Pixels a second as they would be, estimated.
    public var pixelsPerSecondAfter = 0
    /// Other staff who look at the same just now.
    public var lookers: [String] = []
    /// What the people are told.
    public var told = ""
    /// The place of the picture before and after.
    public var preview: Preview?

    /// Nothing.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ActEffects>] = [
        JSONField("people", \.people), JSONField("connectionsClosed", \.connectionsClosed),
        JSONField("othersHit", \.othersHit), JSONField("pixelsBack", \.pixelsBack),
        JSONField("pixelsKept", \.pixelsKept), JSONField("keptPeople", \.keptPeople),
        JSONField("frames", \.frames), JSONField("frameBytes", \.frameBytes),
        JSONField("reportsClosed", \.reportsClosed), JSONField("peopleThere", \.peopleThere),
        JSONField("peopleWaiting", \.peopleWaiting), JSONField("pixelsPerSecond", \.pixelsPerSecond),
        JSONField("pixelsPerSecondAfter", \.pixelsPerSecondAfter), JSONField("lookers", \.lookers),
        JSONField("told", \.told), JSONField("preview", \.preview),
    ]
}

/// A small picture of a place before and after.
public struct Preview: JSONRecord {
    /// Where, from the left.
    public var x = 0
    /// Where, from the top.
    public var y = 0
    /// How wide.
    public var width = 0
    /// How high.
    public var height = 0
    /// One colour of the palette for each pixel, two hexadecimal digits each, row by row.
    public var before = ""
    /// The same afterwards.
    public var after = ""

    /// Nowhere.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<Preview>] = [
        JSONField("x", \.x), JSONField("y", \.y), JSONField("width", \.width), JSONField("height", \.height),
        JSONField("before", \.before), JSONField("after", \.after),
    ]
}

/// The answer to an act.
public struct ActAnswer: JSONRecord {
    /// How it went.
    public enum Outcome: String, Sendable, JSONPart {
        /// It is done, and durable.
        case done
        /// It would go like this.
        case wouldDo = "would-do"
        /// Some of it is done.
        case partly
    }

    /// How it went.
    public var outcome = Outcome.done
    /// What was done, in one line.
    public var text = ""
    /// The lines it has in the audit.
    public var audit: [UInt64] = []
    /// What came of it, in numbers.
    public var effects = ActEffects()
    /// What an unusual act was for: the address of `reveal`, the link of `badge`.
    public var found: String?

    /// Nothing done.
    public init() {}

    /// The members of the object.
    public static let fields: [JSONField<ActAnswer>] = [
        JSONField("outcome", \.outcome), JSONField("text", \.text), JSONField("audit", \.audit),
        JSONField("effects", \.effects), JSONField("found", \.found),
    ]
}

/// Why an act, or a question, was refused. The codes have an exit code each.
public enum AdminRefusal: String, CaseIterable, Sendable, JSONPart {
    /// The role does not allow it.
    case notAllowed = "not-allowed"
    /// There is no such person, area, ban, report or line.
    case notFound = "not-found"
    /// Somebody else acted meanwhile.
    case conflict
    /// The request makes no sense as it is.
    case badRequest = "bad-request"
    /// It has to be confirmed by a word.
    case wordMissing = "word-missing"
    /// There is no way back.
    case notUndoable = "not-undoable"
    /// The server keeps no past, or it is still being put in order.
    case noPast = "no-past"
    /// It could not be made durable, or too much waits.
    case busy

    /// The status of the HTTP response.
    public var httpStatus: Int {
        switch self {
        case .notAllowed: 403
        case .notFound: 404
        case .conflict: 409
        case .badRequest, .wordMissing, .notUndoable: 422
        case .noPast, .busy: 503
        }
    }
}
