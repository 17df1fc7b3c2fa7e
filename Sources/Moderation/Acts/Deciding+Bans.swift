import Canvas
import Wire

extension Deciding {
    mutating func ban() throws(ActRefused) {
        let kind = act.kind ?? .ban
        let scope = act.scope ?? .account
        let duration = try duration(usual: ModerationLimits.banMillis)
        if kind == .shadow {
            try requireAdmin(to: "ban somebody in the shadow")
            guard duration > 0 else {
                throw ActRefused(
                    .badRequest, "A ban in the shadow needs an end: nobody can appeal against it.")
            }
        }
        var ban = BanRecord()
        ban.kind = kind
        ban.scope = scope
        ban.reason = act.reason ?? .other
        ban.message = act.text ?? (ban.reason == .other ? act.why : nil) ?? ban.reason.notice
        ban.at = now
        ban.until = end(after: duration)
        ban.by = staff.user
        ban.audit = draft.lineNumber
        ban.report = act.report
        let people = try banned(like: ban)
        let rollback = try rollbackOfBan(people)
        guard request == nil else { return }
        let names = effects.people
        var text = "\(kind.verb) \(listWords(names)) \(spanWords(duration))"
        if kind != .mute || scope.isOfNetwork { text += " \(scope.words)" }
        if let report = act.report { text += "  #\(report)" }
        try close(reportsAbout: kind == .mute ? [] : people.map(\.id), in: nil)
        draft.line(text, act: act) { [now] entry in
            entry.people = people.map(\.id)
            entry.until = duration == 0 ? nil : now + duration
        }
        if let (board, plan) = rollback, !plan.entries.isEmpty {
            rollbackLine("rollback \(listWords(names)) \(windowWords)", plan: plan, people: people, on: board)
        }
    }

    /// Puts the bans of everybody who is not banned like that already, and says whom they are on.
    private mutating func banned(like ban: BanRecord) throws(ActRefused) -> [PersonFacts] {
        if act.who.isEmpty, let subject = act.subject, ban.scope.isOfNetwork {
            try banNetwork(subject, like: ban)
            return []
        }
        let all = try people()
        try requirePlayers(all)
        try requireUnseen(people: all.map(\.id))
        var people: [PersonFacts] = []
        var conflicts: [String] = []
        for person in all {
            if let held = book.bansOfPerson[person.id]?.compactMap({ book.bans[$0] }).first(where: {
                $0.until ?? .max > now && $0.kind == ban.kind && $0.scope.reach >= ban.scope.reach
            }) {
                conflicts.append(deed(held))
            } else {
                people.append(person)
            }
        }
        guard !people.isEmpty else {
            throw ActRefused(
                .conflict, "\(listWords(conflicts)). Look at that first, or change its end with extend-ban.")
        }
        leftOut += conflicts
        for person in people { try lay(ban, on: person) }
        hit(people, by: ban)
        return people
    }

    /// A ban that holds, as a deed.
    private func deed(_ ban: BanRecord) -> String {
        let span = ban.until.map { "for \(spanWords($0 - ban.at))" } ?? "for good"
        let whom = ban.name.isEmpty ? ban.networkLabel : ban.name
        return deed("\(ban.kind.past) \(whom) \(span)", by: ban.by, at: ban.at)
    }

    private mutating func lay(_ ban: BanRecord, on person: PersonFacts) throws(ActRefused) {
        var ban = ban
        ban.number = draft.newNumber(.ban)
        ban.person = person.id
        ban.name = person.name
        if ban.scope.isOfNetwork {
            guard let network = person.networks[ban.scope] else {
                throw ActRefused(
                    .notFound,
                    "Where \(person.name) came from is not known any more. Ban the account instead.")
            }
            ban.networkKey = network.key
            ban.networkLabel = network.label
        }
        if ban.kind != .shadow { ban.appeal = book.appealCode(ofBan: ban.number) }
        effects.people.append(person.name)
        draft.put(.ban(ban))
    }

    private mutating func banNetwork(_ subject: String, like ban: BanRecord) throws(ActRefused) {
        guard let network = world.network(called: subject) else {
            throw ActRefused(.notFound, "No network called \(subject) is known.")
        }
        if let held = book.bansOfNetwork[network.key]?.compactMap({ book.bans[$0] }).first(where: {
            $0.until ?? .max > now && $0.kind == ban.kind
        }) {
            throw ActRefused(
                .conflict, "\(deed(held)). Look at that first, or change its end with extend-ban.")
        }
        var ban = ban
        ban.number = draft.newNumber(.ban)
        ban.networkKey = network.key
        ban.networkLabel = network.label
        if ban.kind != .shadow { ban.appeal = book.appealCode(ofBan: ban.number) }
        effects.people = [network.label]
        draft.put(.ban(ban))
        hit([], by: ban)
    }

    /// Counts whom the ban reaches, and has their connections closed.
    private mutating func hit(_ people: [PersonFacts], by ban: BanRecord) {
        effects.told = ban.kind == .shadow ? "" : ban.message
        let ids = Set(people.map(\.id))
        let own = people.compactMap { $0.networks[ban.scope]?.key }
        let networks = ban.scope.isOfNetwork ? (ban.networkKey.isEmpty ? own : [ban.networkKey]).unique : []
        var others: [String: PersonFacts] = [:]
        for network in networks {
            for person in world.people(inNetwork: network)
            where !ids.contains(person.id) && person.staff == nil {
                others[person.id] = person
            }
        }
        effects.othersHit = others.count
        guard ban.kind == .ban else { return }
        effects.connectionsClosed = (people + others.values).reduce(0) { $0 + $1.live }
        draft.then(
            .closeConnections(
                people: people.map(\.id), networks: networks, reason: .banned, message: ban.message))
    }

    // MARK: Ends

    mutating func unban() throws(ActRefused) {
        let bans = try standingBans()
        try requireUnseen(people: bans.map(\.person), documents: bans.map { DocumentKey(.ban, $0.number) })
        for ban in bans { draft.remove(DocumentKey(.ban, ban.number)) }
        let names = bans.map { $0.name.isEmpty ? $0.networkLabel : $0.name }.unique
        effects.people = names
        draft.line("unban \(listWords(names))", act: act) { entry in
            entry.people = bans.map(\.person).filter { !$0.isEmpty }.unique
        }
    }

    mutating func extendBan() throws(ActRefused) {
        guard act.durationMillis != nil else {
            throw ActRefused(.badRequest, "For how long from now on? Give a time, or 0 for good.")
        }
        let duration = try duration(usual: 0)
        let bans = try standingBans()
        try requireUnseen(people: bans.map(\.person), documents: bans.map { DocumentKey(.ban, $0.number) })
        for var ban in bans {
            guard ban.kind != .shadow || duration > 0 else {
                throw ActRefused(
                    .badRequest, "A ban in the shadow needs an end: nobody can appeal against it.")
            }
            ban.until = end(after: duration)
            ban.audit = draft.lineNumber
            draft.put(.ban(ban))
        }
        let names = bans.map { $0.name.isEmpty ? $0.networkLabel : $0.name }.unique
        effects.people = names
        draft.line("extend-ban \(listWords(names)) \(spanWords(duration))", act: act) { [now] entry in
            entry.people = bans.map(\.person).filter { !$0.isEmpty }.unique
            entry.until = duration == 0 ? nil : now + duration
        }
    }

    /// The bans that the act names by number or by whom they are on.
    private func standingBans() throws(ActRefused) -> [BanRecord] {
        var bans: [BanRecord] = []
        if act.who.isEmpty {
            let number = try number(of: "ban")
            guard let ban = book.bans[number], ban.until ?? .max > now else {
                throw ActRefused(.notFound, "No ban \(number) holds\(gone(DocumentKey(.ban, number))).")
            }
            bans = [ban]
        } else {
            for person in try people() {
                let all = book.bans(
                    of: person.id, networks: person.networks.values.map(\.key), at: now)
                let own = all.filter { $0.person == person.id && act.kind ?? $0.kind == $0.kind }
                if own.isEmpty, let held = all.first {
                    throw ActRefused(
                        .notFound,
                        "\(person.name) is held by ban \(held.number) of \(held.networkLabel). Name that."
                    )
                }
                guard !own.isEmpty else {
                    throw ActRefused(.notFound, "Nothing holds for \(person.name).")
                }
                bans += own
            }
        }
        if bans.contains(where: { $0.kind == .shadow }) { try requireAdmin(to: "change a ban in the shadow") }
        return bans
    }

    /// What became of a document that is not there any more.
    func gone(_ key: DocumentKey) -> String {
        book.audit.newest(of: key).map { ": \(deed($0))" } ?? ""
    }

    // MARK: People who stay

    mutating func kick() throws(ActRefused) {
        let people = try people()
        try requirePlayers(people)
        effects.people = people.map(\.name)
        effects.connectionsClosed = people.reduce(0) { $0 + $1.live }
        guard effects.connectionsClosed > 0 else {
            throw ActRefused(.notFound, "\(listWords(people.map(\.name))) is not here.")
        }
        let message = act.text ?? act.why ?? "A moderator closed this connection."
        effects.told = message
        draft.then(
            .closeConnections(people: people.map(\.id), networks: [], reason: .kicked, message: message))
        try close(reportsAbout: [], in: nil)
        draft.line("kick \(listWords(people.map(\.name)))", act: act) { entry in
            entry.people = people.map(\.id)
            entry.noInverse = "they may come back at once"
        }
    }

    mutating func challenge() throws(ActRefused) {
        let people = try people()
        try requirePlayers(people)
        effects.people = people.map(\.name)
        effects.told = "Please solve a puzzle before you place again."
        draft.then(.challenge(people: people.map(\.id)))
        try close(reportsAbout: [], in: nil)
        draft.line("challenge \(listWords(people.map(\.name)))", act: act) { entry in
            entry.people = people.map(\.id)
            entry.noInverse = "it is over once they have solved it"
        }
    }

    mutating func reveal() throws(ActRefused) {
        try requireAdmin(to: "see addresses")
        let person = try onePerson()
        effects.people = [person.name]
        draft.then(.reveal(person: person.id))
        draft.line("reveal \(person.name)", act: act) { entry in
            entry.people = [person.id]
            entry.noInverse = "what was seen stays seen"
        }
    }
}
