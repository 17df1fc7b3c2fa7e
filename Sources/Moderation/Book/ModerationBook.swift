import Wire

/// Everything that moderation has laid on people and places, with the audit of how it came there.
///
/// It decides about acts and changes nothing by that: a decision is made durable first and committed then,
/// and one is under way at a time.
public struct ModerationBook: Sendable {
    /// The newest lines of the audit.
    public internal(set) var audit: AuditBook
    /// What the log holds that cannot be read, as `KIND:NUMBER`. It stays there and is told to the operator.
    public private(set) var unreadable: [String] = []
    /// When the next thing ends by itself, in milliseconds since 1970.
    public private(set) var nextExpiry: Int64?

    var bans: [UInt64: BanRecord] = [:]
    var bansOfPerson: [String: [UInt64]] = [:]
    var bansOfNetwork: [String: [UInt64]] = [:]
    var appeals: Set<String> = []
    var areas: [UInt64: AreaRecord] = [:]
    var defences: [UInt64: DefenceRecord] = [:]
    var reports: [UInt64: ReportRecord] = [:]
    var watches: [UInt64: WatchRecord] = [:]
    var notes: [UInt64: NoteRecord] = [:]
    var notesOfPerson: [String: [UInt64]] = [:]
    var staff: [UInt64: StaffRecord] = [:]
    var announcements: [UInt64: AnnouncementRecord] = [:]
    var badges: [UInt64: BadgeRecord] = [:]
    /// When claims were renewed: not worth a place in the log.
    var renewedClaims: [UInt64: Int64] = [:]
    /// Of each reporter how many of their closed reports led to something, and how many there are.
    var trusts: [String: Trust] = [:]
    /// The highest number that each kind of document has had, ever: none is given twice.
    var highest: [DocumentKind: UInt64] = [:]
    /// Counts the changes, so that no decision is committed that was made on another state.
    private(set) var revision: UInt64 = 0

    struct Trust: Equatable, Sendable {
        var acted = 0
        var closed = 0
    }

    /// The state that the log holds: every document, the newest lines of the audit, oldest first, and the
    /// highest number that each kind of document ever had.
    public init(
        documents: [(kind: UInt8, number: UInt64, body: [UInt8])] = [],
        audit lines: [(number: UInt64, at: Int64, body: [UInt8])] = [], nextAuditNumber: UInt64 = 1,
        highestNumbers: [UInt8: UInt64] = [:]
    ) {
        audit = AuditBook(nextNumber: nextAuditNumber)
        for (kind, number) in highestNumbers {
            if let kind = DocumentKind(rawValue: kind) { highest[kind] = number }
        }
        for (kind, number, body) in documents {
            guard let key = DocumentKind(rawValue: kind).map({ DocumentKey($0, number) }),
                let document = StandingDocument(key, body: body)
            else {
                unreadable.append("\(kind):\(number)")
                continue
            }
            lay(DocumentChange(key: key, before: nil, after: document))
        }
        for (number, _, body) in lines {
            guard let entry = try? AuditEntry.decode(body), entry.number == number,
                number < nextAuditNumber, number > audit.entries.last?.number ?? 0
            else {
                unreadable.append("audit:\(number)")
                continue
            }
            audit.restore(entry)
        }
        findNextExpiry()
    }

    /// The number that the next line of the audit gets.
    public var nextAuditNumber: UInt64 { audit.nextNumber }

    /// What was decided is durable.
    public mutating func commit(_ decision: Decision) {
        precondition(!decision.isDryRun, "a dry run is not done")
        precondition(decision.revision == revision, "one decision is under way at a time")
        for change in decision.changes { lay(change) }
        for entry in decision.entries { audit.append(entry) }
        if let (report, at) = decision.renewedClaim { renewedClaims[report] = at }
        revision += 1
        findNextExpiry()
    }

    private mutating func findNextExpiry() {
        let endings: [Int64?] =
            bans.values.map(\.until) + areas.values.map(\.until) + announcements.values.map(\.until)
            + defences.values.map { StandingDocument.defence($0).until }
            + badges.values.map { StandingDocument.badge($0).until }
        nextExpiry = endings.compactMap { $0 }.min()
    }

    /// The document of that name.
    func document(_ key: DocumentKey) -> StandingDocument? {
        switch key.kind {
        case .ban: bans[key.number].map { .ban($0) }
        case .area: areas[key.number].map { .area($0) }
        case .defence: defences[key.number].map { .defence($0) }
        case .report: reports[key.number].map { .report($0) }
        case .watch: watches[key.number].map { .watch($0) }
        case .note: notes[key.number].map { .note($0) }
        case .staff: staff[key.number].map { .staff($0) }
        case .announcement: announcements[key.number].map { .announcement($0) }
        case .badge: badges[key.number].map { .badge($0) }
        }
    }

    private mutating func lay(_ change: DocumentChange) {
        let (key, before) = (change.key, document(change.key))
        highest[key.kind] = max(highest[key.kind] ?? 0, key.number)
        switch before {
        case .ban(let record)?: unlay(record)
        case .report(let record)?: count(record, -1)
        case .note(let record)?: notesOfPerson.drop(key.number, of: record.person)
        default: break
        }
        switch change.after {
        case .ban(let record)?: lay(record)
        case .area(let record)?: areas[key.number] = record
        case .defence(let record)?: defences[key.number] = record
        case .report(let record)?:
            reports[key.number] = record
            renewedClaims[key.number] = nil
            count(record, 1)
        case .watch(let record)?: watches[key.number] = record
        case .note(let record)?:
            notes[key.number] = record
            notesOfPerson[record.person, default: []].append(key.number)
        case .staff(let record)?: staff[key.number] = record
        case .announcement(let record)?: announcements[key.number] = record
        case .badge(let record)?: badges[key.number] = record
        case nil: remove(key)
        }
    }

    private mutating func remove(_ key: DocumentKey) {
        switch key.kind {
        case .ban: bans[key.number] = nil
        case .area: areas[key.number] = nil
        case .defence: defences[key.number] = nil
        case .report:
            reports[key.number] = nil
            renewedClaims[key.number] = nil
        case .watch: watches[key.number] = nil
        case .note: notes[key.number] = nil
        case .staff: staff[key.number] = nil
        case .announcement: announcements[key.number] = nil
        case .badge: badges[key.number] = nil
        }
    }

    private mutating func lay(_ ban: BanRecord) {
        bans[ban.number] = ban
        if !ban.person.isEmpty { bansOfPerson[ban.person, default: []].append(ban.number) }
        if !ban.networkKey.isEmpty { bansOfNetwork[ban.networkKey, default: []].append(ban.number) }
        if !ban.appeal.isEmpty { appeals.insert(ban.appeal) }
    }

    private mutating func unlay(_ ban: BanRecord) {
        bansOfPerson.drop(ban.number, of: ban.person)
        bansOfNetwork.drop(ban.number, of: ban.networkKey)
        appeals.remove(ban.appeal)
    }

    /// Counts a closed report for, or no longer for, those who made it.
    private mutating func count(_ report: ReportRecord, _ step: Int) {
        guard report.state.isClosed else { return }
        for reporter in report.reporters {
            var trust = trusts[reporter.id] ?? Trust()
            trust.closed += step
            if report.state == .acted { trust.acted += step }
            trusts[reporter.id] = trust.closed > 0 ? trust : nil
        }
    }
}

extension [String: [UInt64]] {
    fileprivate mutating func drop(_ number: UInt64, of key: String) {
        guard var numbers = self[key] else { return }
        numbers.removeAll { $0 == number }
        self[key] = numbers.isEmpty ? nil : numbers
    }
}
