import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// People, as moderators find them.

extension CanvasActor {
    /// Whom a word means: an id, a handle, or a name. Of several with the same name the one that is here.
    func session(called word: String) throws(AdminError) -> LedgerSession {
        if let session = sessions.session(id: word) { return session }
        if let handle = BookEntry.handle(word), let session = session(ofHandle: handle) { return session }
        let named = sessionsNamed(word)
        if named.count == 1 { return named[0] }
        guard !named.isEmpty else { throw AdminError(.notFound, "Nobody here is called \(shown(word)).") }
        let live = named.filter { !presence.attendances(of: $0.slot).isEmpty }
        if live.count == 1 { return live[0] }
        let candidates = (live.isEmpty ? named : live).prefix(Self.candidatesMax).map(\.id)
        let ids = candidates.joined(separator: ", ")
        throw AdminError(
            .conflict, "\(named.count) people are called \(shown(word)): name one by id, of \(ids).")
    }

    /// Whose connection a handle was, live or within the last day.
    func session(ofHandle handle: UInt32) -> LedgerSession? {
        let entry =
            book.live.first { $0.handle == handle }
            ?? book.departed(at: loop.now).first { $0.entry.handle == handle }?.entry
        return entry.flatMap { sessions[PlayerSlot(number: $0.player)] }
    }

    func sessionsNamed(_ name: String) -> [LedgerSession] {
        if let number = moderation.staffNumber(called: name) {
            return [sessions[PlayerSlot(number: UInt32(truncatingIfNeeded: number))]].compactMap(\.self)
        }
        return sessions.newestFirst.filter { $0.name == name }
    }

    private func shown(_ word: String) -> String { SafeLine(word)?.text ?? "that" }
    /// More ids in one sentence nobody reads.
    private static var candidatesMax: Int { 5 }

    // MARK: Lists

    /// `GET /admin/people`.
    func people(_ query: AdminQuery) throws(AdminError) -> PeopleList {
        let limit = min(max(0, Int(clamping: query.integer("limit") ?? 50)), ConsoleLook.rowsMax)
        let live = liveCounts()
        let find = (query["find"] ?? "").lowercased()
        var found: [LedgerSession]
        if let handle = BookEntry.handle(find), let session = session(ofHandle: handle) {
            found = [session]
        } else if find.isEmpty {
            let known = Set(botPicture.perMinute.keys).union(live.keys)
            found = known.compactMap { sessions[PlayerSlot(number: $0)] }
        } else {
            found = sessions.newestFirst
                .filter { $0.name.lowercased().hasPrefix(find) || $0.id.hasPrefix(find) }
                .prefix(ConsoleLook.rowsMax).map(\.self)
        }
        let isByRate = query["sort"] == "-perMinute"
        let ranked = found.map { session in
            let summary = summary(of: session, live: live[session.player] ?? 0)
            return (summary, isByRate ? summary.perMinute : summary.live)
        }
        var list = PeopleList()
        list.people = ranked.sorted { ($1.1, $0.0.name, $0.0.id) < ($0.1, $1.0.name, $1.0.id) }
            .prefix(limit).map(\.0)
        return list
    }

    /// Connections that are live, by player.
    func liveCounts() -> [UInt32: Int] {
        book.live.reduce(into: [:]) { counts, entry in
            if entry.player != PlayerSlot.none.number { counts[entry.player, default: 0] += 1 }
        }
    }

    func summary(of session: LedgerSession, live: Int? = nil) -> PersonSummary {
        var summary = PersonSummary()
        summary.id = session.id
        summary.name = publicName(of: session)
        summary.createdAt = session.createdAtMillis
        summary.live = live ?? presence.attendances(of: session.slot).count
        summary.pixels = botPicture.watch.total(of: session.player)
        summary.perMinute = botPicture.perMinute[session.player] ?? 0
        summary.flags = flags(of: session)
        summary.score = botPicture.score(of: session.player)
        return summary
    }

    // MARK: One of them

    /// `GET /admin/person`. What moderation has laid on them is added where it is known.
    func person(_ query: AdminQuery) throws(AdminError) -> PersonDetail {
        let session = try session(called: query["who"] ?? "")
        var person = PersonDetail()
        person.id = session.id
        person.name = publicName(of: session)
        person.createdAt = session.createdAtMillis
        person.pixels = botPicture.watch.total(of: session.player)
        person.perMinute = botPicture.perMinute[session.player] ?? 0
        person.hours = botPicture.watch.hours(of: session.player, at: botPicture.at)
        let all = listedConnections(isDepartedWanted: true)
        let own = all.filter { $0.entry.player == session.player }
        person.connections = own.prefix(Self.connectionsMax).map { row(of: $0, isWhole: true) }
        person.linked = links(of: own, among: all)
        person.signals = botPicture.signals[session.player] ?? []
        if let near = SameNetwork.signal(of: person.linked) { person.signals.append(near) }
        person.signals.sort { $0.score > $1.score }
        person.score = botPicture.watch.score(
            of: session.player, with: person.signals.filter { $0.code == "samenet" })
        person.timeline = timeline(of: session, own)
        addStanding(to: &person, session)
        person.lookers = consoles.lookers(atPeople: [session.id], report: nil)
        return person
    }

    /// What moderation knows of somebody.
    private func addStanding(to person: inout PersonDetail, _ session: LedgerSession) {
        let networks = Array(enforcement.bannedNetworks[session.slot] ?? [])
        person.staff = moderation.staffUser(of: UInt64(session.player))
        person.bans = moderation.bans(of: session.id, networks: networks, at: wallClock())
        person.bansEver = moderation.bansEver(of: session.id)
        person.notes = moderation.notes(of: session.id)
        person.watch = watch(on: session.id)
        person.reports = moderation.openReports(at: wallClock())
            .filter { $0.person == session.id }.map(\.number)
        let acts = moderation.audit.lines(about: session.id).map { line in
            var entry = TimelineEntry()
            entry.at = line.at
            entry.text = line.by.isEmpty ? line.text : "\(line.text) (\(line.by))"
            return entry
        }
        person.timeline = Array(
            (person.timeline + acts).sorted { $0.at > $1.at }.prefix(Self.timelineMax))
    }

    /// Connections that are told of one person.
    private static var connectionsMax: Int { 100 }
    /// Connections that are compared with those of one person: keyed hashes of all take a while.
    private static var comparedMax: Int { 2000 }
    private static var timelineMax: Int { 50 }

    private func links(of own: [ListedConnection], among all: [ListedConnection]) -> [LinkedPerson] {
        let subnets = Set(own.map { $0.entry.address.network(.subnet) })
        let near = all.lazy.filter { [sessions] listed in
            subnets.contains(listed.entry.address.network(.subnet))
                && sessions[PlayerSlot(number: listed.entry.player)] != nil && !listed.entry.isOfStaff
        }
        return SameNetwork.links(
            of: own.prefix(Self.connectionsMax).map { trace(of: $0) },
            among: near.prefix(Self.comparedMax).map { trace(of: $0) })
    }

    private func trace(of listed: ListedConnection) -> ConnectionTrace {
        let session = sessions[PlayerSlot(number: listed.entry.player)]
        return ConnectionTrace(
            person: session?.id ?? "", name: session.map { publicName(of: $0) } ?? "",
            handle: listed.entry.handleText,
            networks: sessions.networks(around: listed.entry.address).mapValues(\.key),
            agent: book.agents[listed.entry.agent].text)
    }

    private func timeline(of session: LedgerSession, _ own: [ListedConnection]) -> [TimelineEntry] {
        let wallOffset = wallClock() - loop.now
        func entry(_ at: Int64, _ text: String) -> TimelineEntry {
            var entry = TimelineEntry()
            entry.at = at
            entry.text = text
            return entry
        }
        var entries = [entry(session.createdAtMillis, "session began")]
        for listed in own {
            let handle = "#" + listed.entry.handleText
            entries.append(
                entry(book.time(ofSeconds: listed.entry.joinedSeconds) + wallOffset, "came as \(handle)"))
            if let left = listed.leftSeconds {
                entries.append(entry(book.time(ofSeconds: left) + wallOffset, "\(handle) left"))
            }
        }
        if let last = botPicture.watch.lastPlacement(of: session.player) {
            entries.append(entry(last.timeMillis, "placed \(last.x),\(last.y)"))
        }
        return Array(entries.sorted { $0.at > $1.at }.prefix(Self.timelineMax))
    }
}
