import Wire

/// A decision as it is put together: what it changes, line of the audit by line.
struct Draft {
    private let book: ModerationBook
    private let by: String
    private let now: Int64
    private(set) var decision: Decision
    /// The documents as they will be, in the order they were touched.
    private var order: [DocumentKey] = []
    private var staged: [DocumentKey: StandingDocument?] = [:]
    /// Those of `order` that have a line already.
    private var linedCount = 0
    private var highest: [DocumentKind: UInt64]

    init(_ book: ModerationBook, by: String, now: Int64, isDryRun: Bool) {
        self.book = book
        self.by = by
        self.now = now
        highest = book.highest
        decision = Decision(isDryRun: isDryRun, revision: book.revision)
    }

    /// The number of the line that comes next.
    var lineNumber: UInt64 { book.nextAuditNumber + UInt64(decision.entries.count) }

    /// Whether any document was touched.
    var hasChanges: Bool { !order.isEmpty }

    /// A document as it will be.
    func document(_ key: DocumentKey) -> StandingDocument? {
        staged[key] ?? book.document(key)
    }

    /// The number of a new document.
    mutating func newNumber(_ kind: DocumentKind) -> UInt64 {
        let number = (highest[kind] ?? 0) + 1
        highest[kind] = number
        return number
    }

    /// A document is made or changed.
    mutating func put(_ document: StandingDocument) {
        stage(document.key, document)
    }

    /// A document is taken away.
    mutating func remove(_ key: DocumentKey) {
        stage(key, nil)
    }

    private mutating func stage(_ key: DocumentKey, _ document: StandingDocument?) {
        if staged[key] == nil { order.append(key) }
        staged[key] = .some(document)
    }

    /// Something to do once it is durable, after what the documents say by themselves.
    mutating func then(_ effect: ActEffect) {
        decision.effects.append(effect)
    }

    /// Changes the decision itself.
    mutating func edit(_ change: (inout Decision) -> Void) {
        change(&decision)
    }

    /// The line of the audit for every document that was touched since the last one.
    mutating func line(_ text: String, act: AdminAct, _ fill: (inout AuditEntry) -> Void = { _ in }) {
        var entry = AuditEntry()
        entry.number = lineNumber
        entry.at = now
        entry.by = by
        entry.text = text
        entry.act = act
        for key in order[linedCount...] {
            entry.documents.append(key.text)
            entry.before.append(book.document(key)?.remembered ?? "")
        }
        linedCount = order.count
        fill(&entry)
        decision.entries.append(entry)
    }

    /// The decision, with everything that follows from what it changes.
    func finished() throws(ActRefused) -> Decision {
        var decision = decision
        decision.changes = order.map { key in
            DocumentChange(key: key, before: book.document(key), after: staged[key] ?? nil)
        }
        try book.requireRoom(for: decision.changes)
        decision.effects = Self.effects(of: decision.changes) + decision.effects
        for entry in decision.entries {
            let room = ModerationLimits.bodyBytesMax - ModerationLimits.outcomeBytesMax
            guard entry.bytes.count <= room else {
                throw ActRefused(
                    .badRequest, "That is too much for one line of the audit. Do it in several acts.")
            }
        }
        decision.answer.outcome = decision.isDryRun ? .wouldDo : decision.answer.outcome
        decision.answer.audit = decision.isDryRun ? [] : decision.entries.map(\.number)
        decision.answer.text = decision.entries.map(\.text).joined(separator: " · ")
        return decision
    }

    /// What the service has to see to when documents change.
    private static func effects(of changes: [DocumentChange]) -> [ActEffect] {
        var (people, networks, areas, rules): ([String], [String], [String], [String]) = ([], [], [], [])
        var reports: [UInt64] = []
        var announcements: [ActEffect] = []
        var wearers: [String] = []
        for change in changes {
            switch (change.before, change.after) {
            case (.ban(let record)?, _), (nil, .ban(let record)?):
                if !record.person.isEmpty { people.append(record.person) }
                if !record.networkKey.isEmpty { networks.append(record.networkKey) }
            case (.area(let record)?, _), (nil, .area(let record)?): areas.append(record.board)
            case (.defence(let record)?, _), (nil, .defence(let record)?): rules.append(record.board)
            case (.report(let before)?, .report(let after)?) where before.state != after.state:
                reports.append(after.number)
            case (nil, .announcement(let record)?): announcements.append(.announce(record))
            case (.announcement(let record)?, nil): announcements.append(.withdraw(record))
            case (.badge(let record)?, _), (nil, .badge(let record)?): wearers.append(record.person)
            default: break
            }
        }
        var effects: [ActEffect] = []
        if !people.isEmpty || !networks.isEmpty {
            effects.append(.restrictionsChanged(people: people.unique, networks: networks.unique))
        }
        effects += areas.unique.map { .areasChanged(board: $0) }
        effects += rules.unique.map { .rulesChanged(board: $0) }
        effects += announcements
        if !wearers.isEmpty { effects.append(.badgesChanged(people: wearers.unique)) }
        if !reports.isEmpty { effects.append(.reportsChanged(reports)) }
        return effects
    }
}

extension [String] {
    /// Each of them once, in their order.
    var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension ModerationBook {
    /// Whether what is new has its place; a bound that holds already is never a reason against taking away.
    func requireRoom(for changes: [DocumentChange]) throws(ActRefused) {
        for change in changes {
            guard change.before == nil, let after = change.after else { continue }
            let key = change.key
            let added = changes.filter { $0.key.kind == key.kind && $0.before == nil && $0.after != nil }
            let gone = changes.count { $0.key.kind == key.kind && $0.before != nil && $0.after == nil }
            func require(_ held: Int, _ added: Int, _ max: Int, _ what: String) throws(ActRefused) {
                guard held - gone + added <= max else {
                    throw ActRefused(
                        .badRequest, "There are \(max) \(what) already, which is the most. Lift some first.")
                }
            }
            switch after {
            case .ban: try require(bans.count, added.count, ModerationLimits.bansMax, "bans")
            case .area(let area):
                let held = areas.values.count { $0.board == area.board }
                try require(held, added.count, ModerationLimits.areasMax, "areas on \(area.board)")
            case .defence:
                try require(defences.count, added.count, ModerationLimits.defencesMax, "boards with rules")
            case .watch: try require(watches.count, added.count, ModerationLimits.watchesMax, "watches")
            case .note(let note):
                try require(
                    notesOfPerson[note.person]?.count ?? 0, added.count, ModerationLimits.notesOfPersonMax,
                    "notes about \(note.name)")
                try require(notes.count, added.count, ModerationLimits.notesMax, "notes")
            case .announcement(let record):
                let held = announcements.values.count { $0.board == record.board }
                try require(held, added.count, ModerationLimits.announcementsMax, "announcements")
            case .badge: try require(badges.count, added.count, ModerationLimits.badgesMax, "badges")
            // Reports see to their bounds themselves, and staff is as many as the system has users.
            case .report, .staff: break
            }
        }
    }
}
