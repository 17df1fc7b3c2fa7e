import Wire

// Browsers that draw as staff. A badge lets a session play as the player of a system user, whom everybody
// reads behind what it places; it gives nothing that could be done in secret.

extension Deciding {
    mutating func badge() throws(ActRefused) {
        let board = try board()
        guard book.badges(at: now).count < ModerationLimits.badgesMax else {
            throw ActRefused(
                .conflict,
                "\(ModerationLimits.badgesMax) browsers draw as staff already, which is the most. "
                    + "End some with unbadge.")
        }
        draft.then(.offerBadge(to: staff, board: board.name))
        let span = spanWords(ModerationLimits.badgeLinkMillis)
        draft.line("badge: a link to draw as \(staff.user), good once within \(span)", act: act) { entry in
            entry.noInverse = "the link lapses by itself, and unbadge ends it at once"
        }
    }

    mutating func unbadge() throws(ActRefused) {
        guard act.who.count <= 1 else {
            throw ActRefused(.badRequest, "That goes for one user at a time. Name one.")
        }
        let user = act.who.first ?? staff.user
        if user != staff.user { try requireAdmin(to: "end the badges of \(user)") }
        let worn = book.badges(at: now).filter { $0.user == user }
        let offered = world.badgesOffered(to: user)
        guard !worn.isEmpty || offered > 0 else {
            throw ActRefused(.notFound, "No browser draws as \(user), and no link waits to be used.")
        }
        for record in worn { draft.remove(DocumentKey(.badge, record.number)) }
        draft.then(.withdrawBadges(user: user))
        effects.people = worn.compactMap { world.person(id: $0.person)?.name }
        let counts = [countWords(worn.count, "browser"), countWords(offered, "link")].compactMap(\.self)
        draft.line("unbadge \(user): \(counts.joined(separator: ", "))", act: act) { entry in
            entry.people = worn.map(\.person)
            entry.until = worn.map(\.until).max()
            if worn.isEmpty { entry.noInverse = "badge makes another link" }
        }
    }

    private func countWords(_ count: Int, _ what: String) -> String? {
        count == 0 ? nil : "\(count) \(what)\(count == 1 ? "" : "s")"
    }
}

extension ModerationBook {
    /// The session of that person draws as a system user from now on, whatever it did before. Refused where
    /// there are too many.
    public func takeBadge(
        of staff: StaffMember, by person: String, at now: Int64
    ) throws(ActRefused) -> Decision {
        var draft = Draft(self, by: staff.user, now: now, isDryRun: false)
        for record in badges.values where record.person == person {
            draft.remove(DocumentKey(.badge, record.number))
        }
        var record = BadgeRecord()
        record.number = draft.newNumber(.badge)
        record.user = staff.user
        record.userNumber = staff.number
        record.person = person
        record.at = now
        record.until = now + ModerationLimits.badgeMillis
        record.audit = draft.lineNumber
        draft.put(.badge(record))
        let span = spanWords(ModerationLimits.badgeMillis)
        let text = "badge taken: a browser draws as \(staff.user) (\(span))"
        draft.line(text, act: AdminAct(.badge)) { entry in
            entry.people = [person]
            entry.until = record.until
        }
        return try draft.finished()
    }

    /// Whoever sits at that browser draws as themselves again; nil where they do already.
    public func putDownBadge(of person: String, at now: Int64) -> Decision? {
        guard let record = badge(of: person, at: now) else { return nil }
        var draft = Draft(self, by: record.user, now: now, isDryRun: false)
        draft.remove(DocumentKey(.badge, record.number))
        draft.line("badge of \(record.user) put down in the browser", act: AdminAct(.unbadge)) { entry in
            entry.people = [person]
            entry.noInverse = "whoever sits there wanted it so, and badge makes another link"
        }
        guard let decision = try? draft.finished() else {
            preconditionFailure("what ends needs no room")
        }
        return decision
    }
}
