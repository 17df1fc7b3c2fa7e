import Canvas
import Wire

@testable import Ledger

/// What moderation has laid on people and places, read from what is durable and from nothing else, and what
/// follows from it: who may change which pixel, and who is heard.
struct JudgeOfOrder {
    /// A document, and since which of the server's turns it has been known there.
    private struct Held<Record> {
        let record: Record
        let sinceTurn: Int
        /// Boards on which nothing of the banned may have come behind the act that banned them.
        var strictBoards: Set<BoardName> = []
    }

    private struct Key: Hashable {
        let kind: UInt8
        let number: UInt64
    }

    /// A place in the log at which the pixels of a line have to begin.
    struct Place: Hashable {
        let board: BoardName
        let seq: UInt64
    }

    /// When a change was judged, as closely as can be told from outside.
    struct Moment {
        /// In this of the server's turns or later.
        let turn: Int
        /// The latest that the clock on the wall has ever shown.
        let wallMillisMax: Int64
    }

    private(set) var lines: [AuditEntry] = []
    private var bodies: [[UInt8]] = []
    private var documents: [Key: [UInt8]] = [:]
    private(set) var players: [String: UInt32] = [:]
    private var bans: [UInt64: Held<BanRecord>] = [:]
    private var areas: [UInt64: Held<AreaRecord>] = [:]
    private var defences: [UInt64: Held<DefenceRecord>] = [:]
    private(set) var staff: Set<UInt32> = []
    /// Lines whose pixels have not come yet.
    private var owed: [Place: AuditEntry] = [:]
    /// Whoever was banned at any time, or banned in the shadow.
    private var everBanned: Set<String> = []
    private var everShadowed: Set<String> = []
    /// How often the rules of any board may have become others.
    private(set) var ruleChangeCount = 0

    var lineCount: Int { lines.count }
    /// The numbers of the bans and areas that stand.
    var banNumbers: Set<UInt64> { Set(bans.keys) }
    var areaNumbers: Set<UInt64> { Set(areas.keys) }

    func wasBanned(_ person: String?) -> Bool { person.map(everBanned.contains) ?? false }
    func wasShadowed(_ person: String?) -> Bool { person.map(everShadowed.contains) ?? false }
}

// MARK: - What becomes durable

extension JudgeOfOrder {
    /// Something that was kept, of which the server knows from that turn on.
    mutating func take(_ entry: LedgerEntry, sinceTurn turn: Int) throws {
        if case .session(let session) = entry {
            players[session.id] = session.player
        } else if case .document(let document) = entry {
            try lay(document, sinceTurn: turn)
        } else if case .documentRemoval(let kind, let number) = entry {
            remove(Key(kind: kind, number: number))
        } else if case .audit(let line) = entry {
            try append(line)
        }
    }

    /// A server begins with that; whoever was told of a line finds it again.
    mutating func recover(_ content: SimulatedLog.Content) throws {
        guard content.audit.map(\.body).starts(with: bodies) else { throw Violation("audit lines are lost") }
        let isUnchanged = content.audit.count == bodies.count
        let before = documents
        documents = [:]
        bans = [:]
        areas = [:]
        defences = [:]
        for session in content.sessions { players[session.id] = session.player }
        for document in content.documents { try lay(document, sinceTurn: -1) }
        guard !isUnchanged || documents == before else {
            throw Violation("the documents are others than the audit tells of")
        }
        for line in content.audit[bodies.count...] { try append(line) }
    }

    private mutating func append(_ line: LedgerAuditLine) throws {
        let entry = try AuditEntry.decode(line.body)
        guard entry.number == UInt64(lines.count) + 1, line.number == entry.number else {
            throw Violation("line \(line.number) of the audit follows \(lines.count)")
        }
        bodies.append(line.body)
        lines.append(entry)
        guard let changes = entry.changes, changes.count > 0 else { return }
        guard let board = BoardName(entry.board) else {
            throw Violation("line \(entry.number) is of no board")
        }
        owed[Place(board: board, seq: changes.firstSeq)] = entry
    }

    private mutating func lay(_ document: LedgerDocument, sinceTurn turn: Int) throws {
        documents[Key(kind: document.kind, number: document.number)] = document.body
        switch DocumentKind(rawValue: document.kind) {
        case .ban:
            let ban = try BanRecord.decode(document.body)
            let strict = bans[ban.number]?.strictBoards ?? []
            bans[ban.number] = Held(record: ban, sinceTurn: turn, strictBoards: strict)
            if ban.kind == .shadow { everShadowed.insert(ban.person) } else { everBanned.insert(ban.person) }
        case .area:
            areas[document.number] = Held(record: try AreaRecord.decode(document.body), sinceTurn: turn)
            ruleChangeCount += 1
        case .defence:
            defences[document.number] = Held(
                record: try DefenceRecord.decode(document.body), sinceTurn: turn)
            ruleChangeCount += 1
        case .staff: staff.insert(UInt32(document.number))
        default: throw Violation("a document of kind \(document.kind) that nobody asked for")
        }
    }

    private mutating func remove(_ key: Key) {
        documents[key] = nil
        switch DocumentKind(rawValue: key.kind) {
        case .ban: bans[key.number] = nil
        case .area: areas[key.number] = nil
        case .defence: defences[key.number] = nil
        default: break
        }
        ruleChangeCount += 1
    }
}

// MARK: - Lines and their pixels

extension JudgeOfOrder {
    /// The line whose pixels begin there. Each has its pixels once.
    mutating func takeLine(at place: Place) -> AuditEntry? {
        owed.removeValue(forKey: place)
    }

    /// Whatever was kept together has been looked at: no line is without its pixels.
    func requireNothingOwed() throws {
        guard let (place, line) = owed.first else { return }
        throw Violation("line \(line.number) tells of pixels from \(place.seq) on, which are not there")
    }

    /// Behind the pixels of an act nothing may come of those whom it bans.
    mutating func shut(out people: [String], of board: BoardName) {
        for (number, held) in bans where people.contains(held.record.person) {
            bans[number] = Held(
                record: held.record, sinceTurn: held.sinceTurn,
                strictBoards: held.strictBoards.union([board]))
        }
    }

    /// Somebody was told that an act is done.
    func acknowledged(_ answer: ActAnswer, to act: AdminAct) throws {
        guard act.isDryRun == (answer.outcome == .wouldDo) else {
            throw Violation("\(act.verb) was answered as \(answer.outcome)")
        }
        guard !act.isDryRun else {
            guard answer.audit.isEmpty else { throw Violation("a dry run has lines in the audit") }
            return
        }
        guard !answer.audit.isEmpty, answer.audit.allSatisfy({ $0 >= 1 && $0 <= UInt64(lines.count) }) else {
            throw Violation("\(act.verb) was acknowledged as lines \(answer.audit) of \(lines.count)")
        }
        let own = answer.audit.map { lines[Int($0) - 1] }
        guard own.allSatisfy({ $0.act.verb == act.verb }) else {
            throw Violation("\(act.verb) was acknowledged as another")
        }
        let pixels = own.reduce(0) { $0 + ($1.changes?.count ?? 0) }
        guard answer.effects.pixelsBack == pixels else {
            throw Violation("\(act.verb) says \(answer.effects.pixelsBack) pixels and took \(pixels) back")
        }
    }

    /// Whether a question about the past may have been asked for that line.
    func fits(_ target: RollbackTarget, _ line: AuditEntry) -> Bool {
        switch target {
        case .people(let asked, _, let until):
            return until == .max && line.undoOf == nil && !line.act.isEveryone
                && asked == Set(line.people.compactMap { players[$0] }.map { PlayerSlot(number: $0) })
        case .everyone(_, _, let until): return until == .max && line.undoOf == nil && line.act.isEveryone
        case .changes(let seqs):
            return line.undoOf != nil
                && lines.contains {
                    $0.board == line.board && $0.changes?.firstSeq == seqs.lowerBound
                        && $0.changes?.count == seqs.count
                }
        }
    }
}

// MARK: - Who may do what

extension JudgeOfOrder {
    /// Why that change must not be; nil: nothing speaks against it.
    func reason(
        against player: UInt32, changing pixel: Int, of shape: BoardShape, on board: BoardName,
        at moment: Moment
    ) -> String? {
        for ban in bans.values where ban.record.kind != .mute && players[ban.record.person] == player {
            guard holds(ban.record.until, moment) else { continue }
            if ban.sinceTurn < moment.turn { return "player \(player) is banned" }
            if ban.strictBoards.contains(board) { return "player \(player) was banned with all its pixels" }
        }
        for held in defences.values where held.record.board == board.text && held.record.isFrozen {
            if held.sinceTurn < moment.turn, holds(held.record.frozenUntil, moment) {
                return "the board is frozen"
            }
        }
        let (y, x) = pixel.quotientAndRemainder(dividingBy: shape.width)
        for held in areas.values where held.record.board == board.text {
            let area = held.record
            guard area.mode == .frozen || area.mode == .staff, held.sinceTurn < moment.turn,
                holds(area.until, moment), area.x..<area.x + area.width ~= x,
                area.y..<area.y + area.height ~= y
            else { continue }
            return "\(x),\(y) lies in the area A\(area.number)"
        }
        return nil
    }

    /// Why somebody must not be heard.
    func reason(againstHearing person: String, at moment: Moment) -> String? {
        for ban in bans.values where ban.record.person == person {
            if ban.sinceTurn < moment.turn, holds(ban.record.until, moment) {
                return "\(person) is silenced by ban \(ban.record.number)"
            }
        }
        return nil
    }

    /// Whether something that ends then has never been over. A clock that went on and was set back may have
    /// ended it.
    private func holds(_ until: Int64?, _ moment: Moment) -> Bool {
        until.map { $0 > moment.wallMillisMax } ?? true
    }
}
