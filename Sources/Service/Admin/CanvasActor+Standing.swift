import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What moderation has laid on people and places, as moderators ask for it.

extension CanvasActor {
    /// The questions that the book of moderation answers.
    func answerStanding(
        _ topic: AdminQuestion.Subject, of query: AdminQuery, reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        let now = wallClock()
        switch topic {
        case .reports:
            let reports = query.isOn("all") ? moderation.reports(at: now) : moderation.openReports(at: now)
            reply(AdminReply("reports", reports))
        case .report:
            answerReport(query.integer("number").flatMap { UInt64(exactly: $0) }, reply: reply)
        case .areas: reply(AdminReply("areas", moderation.areas(at: now)))
        case .bans: reply(AdminReply("bans", moderation.bans(at: now)))
        case .defence: reply(AdminReply("defence", moderation.defences(at: now)))
        case .watches: whenAllIsSeen { reply(AdminReply("watches", $0.watches())) }
        case .notes: answerNotes(query, reply)
        case .audit: answerAudit(query, reply: reply)
        case .me, .health, .state, .signals, .connections, .people, .person, .trail, .pixel:
            reply(AdminReply(.notFound, "Nothing is known of \(topic.rawValue)."))
        }
    }

    private func answerNotes(_ query: AdminQuery, _ reply: (AdminReply) -> Void) {
        do throws(AdminError) {
            let who = query["who"] ?? ""
            let person = who.isEmpty ? nil : try session(called: who).id
            reply(AdminReply("notes", moderation.notes(of: person)))
        } catch {
            reply(AdminReply(error.code, error.message))
        }
    }

    // MARK: People

    /// The watch that is on a person, as such.
    func watch(on person: String) -> WatchRecord? {
        moderation.watchList.first { $0.kind == .person && $0.value == person }
    }

    /// What moderation has laid on somebody, as flags.
    func standingFlags(of session: LedgerSession) -> [String] {
        let networks = enforcement.bannedNetworks[session.slot] ?? []
        let kinds = Set(
            moderation.bans(of: session.id, networks: Array(networks), at: wallClock()).map(\.kind))
        var flags: [String] = []
        if kinds.contains(.ban) { flags.append("BAN") }
        if kinds.contains(.shadow) { flags.append("SHADOW") }
        if kinds.contains(.mute) { flags.append("MUTE") }
        if enforcement.watchedPeople.contains(session.id) { flags.append("WATCH") }
        if isStaff(session) { flags.append("MOD") }
        return flags
    }

    // MARK: The audit

    /// A page of the audit has so many lines unless the question says otherwise.
    private static var auditPageStandard: Int { 100 }
    /// Pages of the log that one question looks through for a text: beyond, it has to be asked again from
    /// there.
    private static var auditPagesMax: Int { 20 }

    private func answerAudit(_ query: AdminQuery, reply: @escaping @Sendable (AdminReply) -> Void) {
        if let number = query.integer("number") {
            return answerLine(UInt64(clamping: number), reply: reply)
        }
        let limit = min(
            max(1, Int(clamping: query.integer("limit") ?? Int64(Self.auditPageStandard))),
            LedgerAuditLine.pageMax)
        let before = query.integer("before").map { UInt64(clamping: $0) }
        let find = query["find"] ?? ""
        var page = moderation.audit.page(before: before, limit: limit, find: find)
        let oldest = moderation.audit.lines.last?.number ?? moderation.nextAuditNumber
        guard page.lines.count < limit, oldest > 1, let past else { return reply(AdminReply(page)) }
        page.before = nil
        let start = min(before ?? oldest, oldest)
        readAudit(
            past, AuditReading(page: page, before: start, limit: limit, find: find, rest: Self.auditPagesMax),
            reply)
    }

    private struct AuditReading: Sendable {
        var page: AuditPage
        var before: UInt64
        let limit: Int
        let find: String
        var rest: Int
    }

    /// Goes on with lines that are too old to be held in memory.
    private func readAudit(
        _ past: any Past, _ reading: AuditReading, _ reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        past.auditLines(before: reading.before, limit: LedgerAuditLine.pageMax) { [self] answer in
            goOn { canvas in
                guard case .success(let lines) = answer else {
                    if case .failure(let error) = answer { reply(AdminReply(error)) }
                    return
                }
                var reading = reading
                for line in lines {
                    reading.before = line.number
                    guard let entry = try? AuditEntry.decode(line.body), entry.isFound(by: reading.find)
                    else {
                        continue
                    }
                    reading.page.lines.append(canvas.moderation.audit.resolved(entry))
                    if reading.page.lines.count == reading.limit { break }
                }
                reading.rest -= 1
                let isOver = lines.isEmpty || reading.before <= 1
                if !isOver, reading.page.lines.count < reading.limit, reading.rest > 0 {
                    return canvas.readAudit(past, reading, reply)
                }
                reading.page.before = isOver ? nil : reading.before
                reply(AdminReply(reading.page))
            }
        }
    }

    private func answerLine(_ number: UInt64, reply: @escaping @Sendable (AdminReply) -> Void) {
        if let line = moderation.audit.line(number) { return reply(AdminReply(line)) }
        let missing = AdminReply(.notFound, "There is no line \(number) in the audit.")
        guard let past, number > 0, number < moderation.nextAuditNumber else { return reply(missing) }
        past.auditLines(before: number + 1, limit: 1) { [self] answer in
            goOn { canvas in
                guard case .success(let lines) = answer else {
                    if case .failure(let error) = answer { reply(AdminReply(error)) }
                    return
                }
                guard let line = lines.first, line.number == number,
                    let entry = try? AuditEntry.decode(line.body)
                else { return reply(missing) }
                reply(AdminReply(canvas.moderation.audit.resolved(entry)))
            }
        }
    }

    /// The lines of the audit that a console does not have yet, newest first; of those that were undone
    /// since, the lines again.
    func auditNews(for console: Console) -> [AuditEntry] {
        let lines = moderation.audit.page(before: nil, limit: Self.auditPageStandard).lines
        let new = lines.filter { $0.number > console.toldAudit }
        var news = new
        let undone = Set(new.compactMap(\.undoOf))
        for line in lines where line.number <= console.toldAudit {
            let isTouched =
                undone.contains(line.number) || line.undoneBy.map { $0 > console.toldAudit } ?? false
            if isTouched { news.append(line) }
        }
        console.toldAudit = moderation.nextAuditNumber - 1
        return news
    }
}

extension AuditEntry {
    /// Whether a text stands anywhere where people read.
    fileprivate func isFound(by text: String) -> Bool {
        let wanted = text.lowercased()
        return wanted.isEmpty
            || [self.text, by, board, act.why ?? ""].contains { $0.lowercased().contains(wanted) }
            || people.contains(text)
    }
}
