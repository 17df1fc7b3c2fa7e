import Wire

// The lists of the admin interface as rows.

extension AnswerTable {
    static func connections(_ list: ConnectionList) -> AnswerTable {
        var table = AnswerTable(
            list.connections,
            [
                AnswerColumn("SESS", "handle") { .text($0.handle) },
                AnswerColumn("NAME", "name") { .text($0.name) },
                AnswerColumn("NET", "network") { .text($0.network) },
                AnswerColumn("ON", "onMs", isNumber: true) { .span($0.onMillis, \.hours) },
                AnswerColumn("LEFT", "leftMs", isNumber: true) { .span($0.leftMillis, \.rough) },
                AnswerColumn("PX/M", "perMinute", isNumber: true) { .number($0.perMinute) },
                AnswerColumn("PX", "pixels", isNumber: true) { .number($0.pixels) },
                AnswerColumn("RTT", "rttMs", isNumber: true) { .number($0.roundTripMillis) },
                AnswerColumn("QUEUED", "queuedBytes", isNumber: true) { .number($0.queuedBytes) },
                AnswerColumn("DROP", "dropped", isNumber: true) { .number($0.dropped) },
                AnswerColumn("SCORE", "score", isNumber: true) { .number($0.score) },
                AnswerColumn("BOARD", "board") { .text($0.board) },
                AnswerColumn("ROLE", "role") { .text($0.role) },
                AnswerColumn("CLIENT", "client") { .text($0.client) },
                AnswerColumn("FLAGS", "flags") { .text($0.flags.joined(separator: " ")) },
            ])
        table.notes = ["\(list.connections.count) of \(list.matching) that match, \(list.total) in all"]
        return table
    }

    static func people(_ people: [PersonSummary], nowMillis: Int64) -> AnswerTable {
        AnswerTable(
            people,
            [
                AnswerColumn("NAME", "name") { .text($0.name) },
                AnswerColumn("ID", "id") { .text($0.id) },
                AnswerColumn("LIVE", "live", isNumber: true) { .number($0.live) },
                AnswerColumn("PX/M", "perMinute", isNumber: true) { .number($0.perMinute) },
                AnswerColumn("PX", "pixels", isNumber: true) { .number($0.pixels) },
                AnswerColumn("SCORE", "score", isNumber: true) { .number($0.score) },
                AnswerColumn("OLD", "ageMs", isNumber: true) {
                    .age(since: $0.createdAt, nowMillis, \.rough)
                },
                AnswerColumn("FLAGS", "flags") { .text($0.flags.joined(separator: " ")) },
            ])
    }

    static func bans(_ bans: [BanRecord], nowMillis: Int64) -> AnswerTable {
        AnswerTable(
            bans,
            [
                AnswerColumn("N", "number", isNumber: true) { .number($0.number) },
                AnswerColumn("WHO", "name") { .text($0.name.isEmpty ? $0.networkLabel : $0.name) },
                AnswerColumn("SCOPE", "scope") { .text($0.scope.rawValue) },
                AnswerColumn("KIND", "kind") { .text($0.kind.rawValue) },
                AnswerColumn("FOR", "forMs", isNumber: true) { .term(from: $0.at, until: $0.until) },
                AnswerColumn("LEFT", "leftMs", isNumber: true) { .left(until: $0.until, nowMillis) },
                AnswerColumn("REASON", "reason") { .labelled($0.reason) },
                AnswerColumn("BY", "by") { .text($0.by) },
                AnswerColumn("WHEN", "at") { .time($0.at) },
                AnswerColumn("APPEAL", "appeal") { .text($0.appeal) },
                AnswerColumn("AUDIT", "audit", isNumber: true) { .number($0.audit) },
                AnswerColumn("ID", "person") { .text($0.person) },
            ])
    }

    static func areas(_ areas: [AreaRecord], nowMillis: Int64) -> AnswerTable {
        AnswerTable(
            areas,
            [
                AnswerColumn("ID", "id") { .text("A\($0.number)") },
                AnswerColumn("RECTANGLE", "rectangle") { .text("\($0.x),\($0.y) \($0.width)x\($0.height)") },
                AnswerColumn("MODE", "mode") { .text(mode(of: $0)) },
                AnswerColumn("BY", "by") { .text($0.by) },
                AnswerColumn("FOR", "forMs", isNumber: true) { .term(from: $0.at, until: $0.until) },
                AnswerColumn("LEFT", "leftMs", isNumber: true) { .left(until: $0.until, nowMillis) },
                AnswerColumn("BOARD", "board") { .text($0.board) },
                AnswerColumn("AUDIT", "audit", isNumber: true) { .number($0.audit) },
                AnswerColumn("WHY", "why") { .text($0.why) },
            ])
    }

    private static func mode(of area: AreaRecord) -> String {
        switch area.mode {
        case .frozen: "frozen"
        case .staff: "staff only"
        case .slower: "cooldown x\(area.factor)"
        case .cooldown: "cooldown \(HumanDuration(millis: area.cooldownMillis).words)"
        }
    }

    static func reports(_ reports: [ReportRecord], nowMillis: Int64) -> AnswerTable {
        AnswerTable(
            reports,
            [
                AnswerColumn("ID", "number", isNumber: true) { .number($0.number) },
                AnswerColumn("PLACE", "place") { .text("\($0.x),\($0.y)") },
                AnswerColumn("AUTHOR", "name") { .text($0.name) },
                AnswerColumn("RULE", "rule") { .labelled($0.rule) },
                AnswerColumn("N", "reporters", isNumber: true) { .number($0.reporters.count) },
                AnswerColumn("AGE", "ageMs", isNumber: true) { .age(since: $0.at, nowMillis, \.age) },
                AnswerColumn("STATE", "state") { .text($0.state.rawValue + ($0.isEscalated ? " !" : "")) },
                AnswerColumn("CLAIMED", "claimedBy") { .text($0.claimedBy) },
                AnswerColumn("BOARD", "board") { .text($0.board) },
            ])
    }

    static func defence(_ boards: [DefenceRecord], nowMillis: Int64) -> AnswerTable {
        AnswerTable(
            boards,
            [
                AnswerColumn("BOARD", "board") { .text($0.board) },
                AnswerColumn("LEVEL", "level", isNumber: true) { .number($0.level) },
                AnswerColumn("LEFT", "leftMs", isNumber: true) { .left(until: $0.until, nowMillis) },
                AnswerColumn("FROZEN", "frozen") { .truth($0.isFrozen) },
                AnswerColumn("THAWS IN", "frozenLeftMs", isNumber: true) {
                    .left(until: $0.frozenUntil, nowMillis)
                },
                AnswerColumn("BY", "by") { .text($0.by) },
                AnswerColumn("AUDIT", "audit", isNumber: true) { .number($0.audit) },
                AnswerColumn("WHY", "why") { .text($0.why) },
            ])
    }

    static func watches(_ watches: [WatchRecord]) -> AnswerTable {
        AnswerTable(
            watches,
            [
                AnswerColumn("N", "number", isNumber: true) { .number($0.number) },
                AnswerColumn("KIND", "kind") { .text($0.kind.rawValue) },
                AnswerColumn("WHAT", "label") { .text($0.label) },
                AnswerColumn("HITS", "hits", isNumber: true) { .number($0.hits) },
                AnswerColumn("BY", "by") { .text($0.by) },
                AnswerColumn("WHEN", "at") { .time($0.at) },
            ])
    }

    static func notes(_ notes: [NoteRecord]) -> AnswerTable {
        AnswerTable(
            notes,
            [
                AnswerColumn("N", "number", isNumber: true) { .number($0.number) },
                AnswerColumn("WHO", "name") { .text($0.name) },
                AnswerColumn("WHEN", "at") { .time($0.at) },
                AnswerColumn("BY", "by") { .text($0.by) },
                AnswerColumn("NOTE", "text") { .text($0.text) },
            ])
    }

    static func audit(_ page: AuditPage, nowMillis: Int64, isWhole: Bool) -> AnswerTable {
        var table = AnswerTable(
            page.lines,
            [
                AnswerColumn("ID", "number", isNumber: true) { .number($0.number) },
                AnswerColumn("WHEN", "at") { .time($0.at) },
                AnswerColumn("WHO", "by") { .text($0.by.isEmpty ? "-" : $0.by) },
                AnswerColumn("BOARD", "board") { .text($0.board) },
                AnswerColumn("WHAT", "text") { .text($0.text) },
                AnswerColumn("STATE", "state") { .text(state(of: $0, nowMillis: nowMillis)) },
            ])
        if let before = page.before, !isWhole { table.notes = ["older ones: --before \(before)"] }
        return table
    }

    /// What became of a line, and what can.
    static func state(of line: AuditEntry, nowMillis: Int64) -> String {
        if line.undoneBy != nil { return "undone by \(line.undoneByName ?? "somebody")" }
        if let why = line.noInverse { return "not undoable: \(why)" }
        if let until = line.until, until <= nowMillis { return "expired" }
        return "undoable"
    }

    static func trail(_ trail: Trail) -> AnswerTable {
        var table = AnswerTable(
            trail.pixels,
            [
                AnswerColumn("X", "x", isNumber: true) { .number($0.x) },
                AnswerColumn("Y", "y", isNumber: true) { .number($0.y) },
                AnswerColumn("COLOUR", "colour", isNumber: true) { .number($0.colour) },
                AnswerColumn("WHEN", "at") { .time($0.at) },
                AnswerColumn("LIVE", "live") { .truth($0.isLive) },
            ])
        table.notes = ["\(trail.name): \(trail.live) px live, \(trail.over) drawn over since"]
        if trail.isCut { table.notes.append("there are more: --limit takes a larger number") }
        return table
    }
}

extension AnswerCell {
    fileprivate static func labelled(_ reason: Reason) -> AnswerCell {
        AnswerCell(shown: reason.label, raw: reason.rawValue, isNumber: false)
    }

    /// How long something is to last in all.
    fileprivate static func term(from start: Int64, until end: Int64?) -> AnswerCell {
        guard let end else { return AnswerCell(shown: "perm", raw: "", isNumber: true) }
        return .span(end.subtractingReportingOverflow(start).partialValue, \.words)
    }

    /// How long something still lasts.
    fileprivate static func left(until end: Int64?, _ nowMillis: Int64) -> AnswerCell {
        .span(end.map { $0.subtractingReportingOverflow(nowMillis).partialValue }, \.clock)
    }

    fileprivate static func age(
        since start: Int64, _ nowMillis: Int64, _ form: (HumanDuration) -> String
    ) -> AnswerCell {
        .span(nowMillis.subtractingReportingOverflow(start).partialValue, form)
    }
}
