import Wire

extension ModerationBook {
    /// Takes away what has ended by now, as the server's own act; nil where nothing has. There may be more:
    /// `nextExpiry` says so once this is committed.
    public func expire(at now: Int64) -> Decision? {
        guard let nextExpiry, nextExpiry <= now else { return nil }
        var draft = Draft(self, by: "", now: now, isDryRun: false)
        let bans = bans.values.filter { $0.until ?? .max <= now }.sorted { $0.number < $1.number }
        for ban in bans.prefix(ModerationLimits.endingsMax) {
            draft.remove(DocumentKey(.ban, ban.number))
            let whom = ban.name.isEmpty ? ban.networkLabel : ban.name
            draft.end(.unban, "\(ban.kind.verb) of \(whom) ended") { entry in
                entry.people = ban.person.isEmpty ? [] : [ban.person]
            }
        }
        let areas = areas.values.filter { $0.until ?? .max <= now }.sorted { $0.number < $1.number }
        for area in areas.prefix(ModerationLimits.endingsMax) {
            draft.remove(DocumentKey(.area, area.number))
            draft.end(.liftArea, "\(area.words) ended") { $0.board = area.board }
        }
        for record in defences.values.sorted(by: { $0.number < $1.number }) {
            let current = record.current(at: now)
            guard current != record else { continue }
            draft.put(.defence(current))
            let level = current.level == record.level ? [] : ["defence \(record.level) -> 0"]
            let freeze = current.isFrozen == record.isFrozen ? [] : ["freeze of \(record.board) ended"]
            draft.end(.defence, (level + freeze).joined(separator: ", ")) { $0.board = record.board }
        }
        let told = announcements.values.filter { $0.until ?? .max <= now }.sorted { $0.number < $1.number }
        for record in told.prefix(ModerationLimits.endingsMax) {
            draft.remove(DocumentKey(.announcement, record.number))
            draft.end(.withdraw, "announcement \(record.number) ended") { $0.board = record.board }
        }
        let worn = badges.values.filter { $0.until <= now }.sorted { $0.number < $1.number }
        for badge in worn.prefix(ModerationLimits.endingsMax) {
            draft.remove(DocumentKey(.badge, badge.number))
            draft.end(.unbadge, "badge of \(badge.user) ended") { $0.people = [badge.person] }
        }
        guard let decision = try? draft.finished() else {
            preconditionFailure("what ends needs no room")
        }
        return decision
    }

    /// Writes down which player is a system user's. There is no line of the audit for it: it is no act.
    public func enrol(user: String, number: UInt64, at now: Int64) -> Decision {
        var draft = Draft(self, by: "", now: now, isDryRun: false)
        var record = StaffRecord()
        record.number = number
        record.user = user
        draft.put(.staff(record))
        guard let decision = try? draft.finished() else {
            preconditionFailure("staff needs no room")
        }
        return decision
    }
}

extension Draft {
    /// The line of something that ended by itself.
    fileprivate mutating func end(
        _ verb: AdminVerb, _ text: String, _ fill: (inout AuditEntry) -> Void
    ) {
        line(text, act: AdminAct(verb)) { entry in
            entry.noInverse = "it was over by itself"
            fill(&entry)
        }
    }
}
