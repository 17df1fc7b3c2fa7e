import Moderation
import Session
import Wire

/// A part of the live state that is told whole when it is another than before.
enum LiveSection: Int, CaseIterable, Sendable {
    case you
    case staff
    case reports
    case areas
    case bans
    case defence
    case watches
    case audit
}

/// Somebody of the staff with a console: what they look at, and what they were told of it. Belongs to the
/// canvas actor and is touched nowhere else.
final class Console {
    let member: StaffMember
    let openedAt: Int64
    var look = ConsoleLook()
    /// What the connections that are looked at have to be; nil: what was typed is no filter.
    var query: ConnectionQuery? = ConnectionQuery()
    /// It was told something.
    var isGreeted = false
    /// Which version of each section was told.
    var told: [LiveSection: UInt64] = [:]
    /// The second whose numbers were told.
    var toldSecond: UInt64 = 0
    /// The rows that it holds, by handle.
    var rows: [String: ConnectionRow] = [:]
    var order: [String] = []
    var counts = (matching: -1, total: -1)
    /// The newest placement that was told, by the number of the feed.
    var toldFeed: UInt64 = 0
    /// The newest line of the audit that was told.
    var toldAudit: UInt64 = 0
    /// Questions of it that are being answered.
    var askCount = 0

    init(member: StaffMember, openedAt: Int64) {
        self.member = member
        self.openedAt = openedAt
    }
}

/// A placement on its way to consoles.
struct FeedEntry: Sendable {
    let number: UInt64
    let at: Int64
    let player: UInt32
    let pixel: UInt32
    let colour: UInt8
}

/// The newest placements of one board.
struct Feed {
    /// More in a quarter of a second nobody reads.
    static let linesMax = 40

    private(set) var entries: [FeedEntry] = []
    private var count: UInt64 = 0

    /// The number of the newest one.
    var newest: UInt64 { count }

    mutating func add(_ change: (player: UInt32, pixel: UInt32, colour: UInt8), at: Int64) {
        count += 1
        if entries.count == Self.linesMax { entries.removeFirst() }
        entries.append(
            FeedEntry(
                number: count, at: at, player: change.player, pixel: change.pixel, colour: change.colour))
    }

    /// So many that nobody saw.
    mutating func skip(_ missed: Int) {
        count += UInt64(missed)
    }

    /// Those behind a number, the newest first.
    func entries(after number: UInt64) -> [FeedEntry] {
        entries.reversed().prefix { $0.number > number }.map(\.self)
    }
}

/// Everybody who has a console open, and the versions of what they are told.
struct ConsoleRoom {
    /// How often consoles hear of what changed.
    static let tickMillis: Int64 = 250
    /// Questions of one console that may wait for their answers: a program that asks more without waiting is
    /// told to wait.
    static let asksMax = 16

    private(set) var consoles: [ConnectionReference: Console] = [:]
    private var versions: [LiveSection: UInt64] = [:]
    /// Counts the seconds: numbers are told once in each.
    var second: UInt64 = 1
    /// The second in which connections and programs were looked at last.
    var surveyedSecond: UInt64 = 0
    var isTicking = false
    /// By board.
    var feeds: [UInt16: Feed] = [:]

    var isEmpty: Bool { consoles.isEmpty }

    subscript(reference: ConnectionReference) -> Console? { consoles[reference] }

    /// A section is another now: consoles hear of it with the next tick.
    mutating func changed(_ section: LiveSection) {
        versions[section, default: 1] += 1
    }

    func version(of section: LiveSection) -> UInt64 { versions[section, default: 1] }

    mutating func open(_ console: Console, at reference: ConnectionReference) {
        consoles[reference] = console
        changed(.staff)
    }

    mutating func close(_ reference: ConnectionReference) -> Console? {
        defer { changed(.staff) }
        return consoles.removeValue(forKey: reference)
    }

    /// The boards whose placements somebody wants to see as they are made.
    func isFeedWanted(of board: String) -> Bool {
        consoles.values.contains { $0.look.isFeedWanted && $0.look.board == board }
    }

    /// Everybody, those who came first in front.
    func presences(at now: Int64) -> [StaffPresence] {
        consoles.values.sorted { ($0.openedAt, $0.member.user) < ($1.openedAt, $1.member.user) }.map {
            $0.presence(at: now)
        }
    }

    /// The users who look at somebody of these, or at that report.
    func lookers(atPeople people: [String], report: UInt64?) -> [String] {
        let lookers = consoles.values.filter { console in
            people.contains(console.look.person) || report != nil && console.look.report == report
        }
        return Set(lookers.map(\.member.user)).sorted()
    }
}

extension Console {
    func presence(at now: Int64) -> StaffPresence {
        var presence = StaffPresence(member)
        presence.screen = look.screen
        presence.person = look.person
        presence.report = look.report
        presence.sinceMillis = max(0, now - openedAt)
        return presence
    }
}
