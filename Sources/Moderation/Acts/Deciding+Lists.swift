import Canvas
import Wire

extension Deciding {
    // MARK: Watches

    mutating func watch() throws(ActRefused) {
        let wanted = try watched()
        var labels: [String] = []
        for var record in wanted {
            if let held = book.watches.values.first(where: {
                $0.kind == record.kind && $0.value == record.value
            }) {
                leftOut.append(deed("began to watch \(held.label)", by: held.by, at: held.at))
                continue
            }
            record.number = draft.newNumber(.watch)
            record.at = now
            record.by = staff.user
            record.audit = draft.lineNumber
            draft.put(.watch(record))
            labels.append(record.label)
        }
        guard !labels.isEmpty else {
            throw ActRefused(.conflict, "\(listWords(leftOut)). It is watched already.")
        }
        effects.people = labels
        draft.line("watch \(listWords(labels))", act: act) { entry in
            entry.people = wanted.filter { $0.kind == .person && labels.contains($0.label) }.map(\.value)
        }
    }

    /// What the act wants to have watched: people, or a subject as it is typed (`10.2.0.0/16`, `agent:curl`,
    /// `newcomers`) or as lists show it (`net:10.2.x.x/16`, `ua:curl`, `new`).
    private func watched() throws(ActRefused) -> [WatchRecord] {
        guard let subject = act.subject else {
            return try people().map { person in
                var record = WatchRecord()
                record.value = person.id
                record.label = person.name
                return record
            }
        }
        var record = WatchRecord()
        let agent = subject.dropping("ua:") ?? subject.dropping("agent:")
        // Agents have slashes too: `agent:Mozilla/5.0`.
        let isNetwork = agent == nil && subject.contains("/")
        if let text = subject.dropping("net:") ?? (isNetwork ? subject : nil) {
            guard let network = world.network(called: text) else {
                throw ActRefused(.notFound, "No network called \(text) is known.")
            }
            record.kind = .network
            record.value = network.key
            record.label = network.label
        } else if ["new", "newcomers"].contains(subject) {
            record.kind = .newcomers
            record.label = "new<5min"
        } else {
            let agent = agent ?? subject
            guard !agent.isEmpty else {
                throw ActRefused(.badRequest, "Which agent? Give a part of its name.")
            }
            record.kind = .agent
            record.value = agent
            record.label = "ua \(agent)"
        }
        return [record]
    }

    mutating func unwatch() throws(ActRefused) {
        var records: [WatchRecord] = []
        if let number = act.number {
            guard let record = book.watches[number] else {
                throw ActRefused(
                    .notFound, "There is no watch \(number)\(gone(DocumentKey(.watch, number))).")
            }
            records = [record]
        } else {
            let wanted = try watched()
            records = book.watches.values
                .filter { held in wanted.contains { $0.kind == held.kind && $0.value == held.value } }
                .sorted { $0.number < $1.number }
            guard !records.isEmpty else {
                throw ActRefused(.notFound, "Nobody watches \(listWords(wanted.map(\.label))).")
            }
        }
        for record in records { draft.remove(DocumentKey(.watch, record.number)) }
        effects.people = records.map(\.label)
        draft.line("unwatch \(listWords(records.map(\.label)))", act: act) { entry in
            entry.people = records.filter { $0.kind == .person }.map(\.value)
        }
    }

    // MARK: Notes

    mutating func note() throws(ActRefused) {
        let person = try onePerson()
        guard let text = act.text else { throw ActRefused(.badRequest, "What is to be written down?") }
        var record = NoteRecord()
        record.number = draft.newNumber(.note)
        record.person = person.id
        record.name = person.name
        record.text = text
        record.at = now
        record.by = staff.user
        record.audit = draft.lineNumber
        draft.put(.note(record))
        effects.people = [person.name]
        draft.line("note \(person.name): \(text)", act: act) { $0.people = [person.id] }
    }

    mutating func removeNote() throws(ActRefused) {
        let number = try number(of: "note")
        let key = DocumentKey(.note, number)
        guard let record = book.notes[number] else {
            throw ActRefused(.notFound, "There is no note \(number)\(gone(key)).")
        }
        draft.remove(key)
        effects.people = [record.name]
        draft.line("remove-note \(number) of \(record.name)", act: act) { $0.people = [record.person] }
    }

    // MARK: Reports

    /// The open report that the act names, in the hands of nobody else.
    private func openReport() throws(ActRefused) -> ReportRecord {
        let number = try number(of: "report")
        guard let record = book.reports[number] else {
            throw ActRefused(.notFound, "There is no report #\(number).")
        }
        guard !record.state.isClosed else {
            throw ActRefused(
                .conflict,
                deed("closed #\(number)", by: record.closedBy ?? "", at: record.closedAt ?? now) + ".")
        }
        if let holder = book.holder(of: record, at: now), holder != staff.user {
            let since = momentWords(record.claimedAt ?? now, now: now)
            throw ActRefused(
                .conflict,
                "\(holder) has #\(number) in hand since \(since). Wait, or ask \(holder) to release it.")
        }
        return record
    }

    mutating func claim() throws(ActRefused) {
        var record = try openReport()
        effects.people = [record.name]
        guard book.holder(of: record, at: now) == nil else {
            draft.edit { [now] in $0.renewedClaim = (record.number, now) }
            return
        }
        record.claimedBy = staff.user
        record.claimedAt = now
        record.state = .seen
        draft.put(.report(record))
        lineOfReport("claim", record) { $0.noInverse = "it lapses by itself, and release ends it at once" }
    }

    mutating func release() throws(ActRefused) {
        var record = try openReport()
        guard book.holder(of: record, at: now) != nil else {
            throw ActRefused(.notFound, "Nobody has #\(record.number) in hand.")
        }
        record.claimedBy = ""
        record.claimedAt = nil
        draft.put(.report(record))
        lineOfReport("release", record) { $0.noInverse = "claim takes it up again" }
    }

    mutating func dismiss() throws(ActRefused) {
        let record = try openReport()
        try requireUnseen(documents: [DocumentKey(.report, record.number)])
        close(record, as: .dismissed)
        lineOfReport("dismiss", record)
    }

    mutating func escalate() throws(ActRefused) {
        var record = try openReport()
        guard !record.isEscalated else {
            throw ActRefused(.conflict, "#\(record.number) is with the admins already.")
        }
        record.isEscalated = true
        record.claimedBy = ""
        record.claimedAt = nil
        draft.put(.report(record))
        lineOfReport("escalate", record)
    }

    private mutating func lineOfReport(
        _ verb: String, _ record: ReportRecord, _ fill: (inout AuditEntry) -> Void = { _ in }
    ) {
        effects.people = [record.name]
        draft.line("\(verb) #\(record.number) \(record.name)", act: act) { entry in
            entry.board = record.board
            entry.people = [record.person]
            fill(&entry)
        }
    }

    /// Closes the report that the act answers, and the open ones about these people in an area.
    mutating func close(
        reportsAbout people: [String], in area: BoardRectangle?, on board: String? = nil
    ) throws(ActRefused) {
        if let number = act.report {
            guard let record = book.reports[number] else {
                throw ActRefused(.notFound, "There is no report #\(number).")
            }
            if !record.state.isClosed { close(record, as: .acted) }
        }
        let about = book.reports.values.sorted { $0.number < $1.number }.filter { record in
            !record.state.isClosed && people.contains(record.person) && record.number != act.report
                && (board == nil || record.board == board)
                && (area == nil || area?.contains(record) == true)
        }
        for record in about { close(record, as: .acted) }
    }

    private mutating func close(_ record: ReportRecord, as state: ReportRecord.State) {
        var record = record
        record.state = state
        record.closedBy = staff.user
        record.closedAt = now
        record.claimedBy = ""
        record.claimedAt = nil
        record.audit = draft.lineNumber
        draft.put(.report(record))
        effects.reportsClosed.append(record.number)
    }
}

extension String {
    /// The rest, where it begins like that.
    fileprivate func dropping(_ prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
