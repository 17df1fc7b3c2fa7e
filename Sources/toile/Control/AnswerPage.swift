import Cells
import ConsoleCore
import Wire

/// One thing as people read it: lines, each under the name of what it tells, in the words of the console.
/// Programs get the members themselves, in `AnswerTable+Members`.
struct AnswerPage: Equatable {
    struct Line: Equatable {
        /// What the line is about; empty: the same as the line before.
        let name: String
        let text: String
    }

    private(set) var lines: [Line] = []

    /// Adds a line; what says nothing is left out.
    mutating func add(_ name: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        lines.append(Line(name: name, text: text))
    }

    /// Adds lines of which only the first is named.
    mutating func add(_ name: String, each texts: [String]) {
        for (place, text) in texts.filter({ !$0.isEmpty }).enumerated() { add(place == 0 ? name : "", text) }
    }

    /// The lines, each no wider than the terminal.
    func text(columnsMax: Int?) -> String {
        let width = lines.map { CellText($0.name).width }.max() ?? 0
        return lines.map { line in
            let whole = CellText(line.name).padded(to: width + 2) + CellText(line.text)
            let kept = columnsMax.map { whole.width > $0 ? whole.clipped(to: $0, mark: "~") : whole } ?? whole
            return kept.string + "\n"
        }.joined()
    }

    /// The answer to a question about one thing; nil: the question is about a list, or this is no answer.
    init?(_ subject: AdminQuestion.Subject, _ json: JSONValue, nowMillis: Int64) {
        guard json.members != nil else { return nil }
        let words = AnswerWords(nowMillis: nowMillis)
        switch subject {
        case .pixel: (try? PixelHere(json: json)).map { addPixel($0, words) }
        case .person: (try? PersonDetail(json: json)).map { addPerson($0, words) }
        case .report: (try? ReportRecord(json: json)).map { addReport($0, words) }
        case .audit: (try? AuditEntry(json: json)).map { addAuditLine($0, words) }
        case .state: (try? LiveState(json: json)).map { addState($0, words) }
        case .signals: (try? AttackSignals(json: json)).map { addSignals($0) }
        case .health: (try? HealthNumbers(json: json)).map { addHealth($0, words) }
        case .me: (try? StaffPresence(json: json)).map { addPresence("you", $0) }
        case .connections, .people, .trail, .reports, .areas, .bans, .defence, .watches, .notes: break
        }
        if lines.isEmpty { return nil }
    }
}

/// Moments and people as a page writes them.
struct AnswerWords {
    let nowMillis: Int64

    /// `3 s ago`, or `in 3 s` where the clocks of two machines disagree.
    func ago(_ millis: Int64) -> String {
        let span = nowMillis.subtractingReportingOverflow(millis).partialValue
        return span >= 0
            ? HumanDuration(millis: span).rough + " ago" : "in " + HumanDuration(millis: 0 &- span).rough
    }

    /// `3 s ago, 2026-07-14T20:00:00Z`
    func when(_ millis: Int64) -> String { "\(ago(millis)), \(AnswerCell.time(millis).shown)" }

    /// `until 2026-07-14T20:00:00Z`, or that there is no end.
    func until(_ millis: Int64?) -> String {
        millis.map { "until " + AnswerCell.time($0).shown } ?? "without end"
    }

    /// How long something is there already: `2 h`.
    func age(since millis: Int64) -> String {
        HumanDuration(millis: nowMillis.subtractingReportingOverflow(millis).partialValue).rough
    }

    /// `k3stral  b4d5e0e4a08bb5`; who has no name is called by the id.
    func person(_ name: String, _ id: String) -> String { name.isEmpty ? id : "\(name)  \(id)" }
}

// MARK: - Places and people

extension AnswerPage {
    fileprivate mutating func addPixel(_ here: PixelHere, _ words: AnswerWords) {
        add("place", "\(here.x),\(here.y), colour \(here.colour)")
        if let author = here.author {
            let handle = here.handle.isEmpty ? "" : "  #\(here.handle)"
            add("author", words.person(author.name, author.id) + handle)
            add("placed", here.at.map { words.when($0) })
            add("rate", "\(author.perMinute) px/min, \(Numbers.grouped(author.pixels)) px")
            add(
                "network",
                here.network.isEmpty
                    ? "not known: they are not here"
                    : "\(here.network), \(counted(here.liveFromSubnet, "session")) from there")
            add(
                "account",
                "\(words.age(since: author.createdAt)) old, \(counted(here.bansEver, "ban"))")
            add("flags", author.flags.joined(separator: " "))
        } else {
            add("author", "nobody has drawn here")
        }
        if let colour = here.beforeColour {
            let before = here.beforeAt.map { ", " + words.ago($0) } ?? ""
            add("before", "colour \(colour) by \(here.beforeName ?? "nobody")\(before)")
        }
        add("signals", each: here.signals.map(\.text))
        add("note", here.note)
        add("area", here.area)
    }

    fileprivate mutating func addPerson(_ person: PersonDetail, _ words: AnswerWords) {
        add("who", words.person(person.name, person.id))
        add("staff", person.staff)
        add(
            "account",
            "\(words.age(since: person.createdAt)) old, \(counted(person.bansEver, "ban"))")
        add("rate", "\(person.perMinute) px/min, \(Numbers.grouped(person.pixels)) px")
        if person.hours.contains(where: { $0 > 0 }) {
            let bars = Sparkline.text(person.hours, columns: person.hours.count, isZeroBlank: true).string
            add("24 hours", "\(bars)| up to \(Numbers.grouped(person.hours.max() ?? 0)) px an hour")
        }
        add("signals", each: person.signals.map(\.text) + (person.score > 0 ? ["score \(person.score)"] : []))
        add(
            "banned",
            each: person.bans.map {
                "\($0.kind.rawValue), \($0.scope.rawValue), \(words.until($0.until)), by \($0.by): "
                    + $0.reason.label
            })
        add(
            "sessions",
            each: person.connections.map { row in
                let time = row.leftMillis.map { "left " + HumanDuration(millis: $0).rough + " ago" }
                return "#\(row.handle)  \(row.network)  \(row.client)  "
                    + (time ?? "here for " + HumanDuration(millis: row.onMillis).rough)
            })
        add(
            "linked",
            each: person.linked.map { "\(words.person($0.name, $0.id))  #\($0.handle)  \($0.score) of 100" })
        add("reports", person.reports.map { "#\($0)" }.joined(separator: " "))
        add("watched", person.watch.map { "by \($0.by), since \(AnswerCell.time($0.at).shown)" })
        add("looking", person.lookers.joined(separator: " "))
        add("notes", each: person.notes.map { "\(words.ago($0.at)), \($0.by): \($0.text)" })
        add("timeline", each: person.timeline.map { "\(words.ago($0.at))  \($0.text)" })
    }

    fileprivate mutating func addReport(_ report: ReportRecord, _ words: AnswerWords) {
        let escalated = report.isEscalated ? ", left to the admins" : ""
        add("report", "#\(report.number), \(report.state.rawValue)\(escalated)")
        add("place", "\(report.x),\(report.y) on \(report.board)")
        add("author", words.person(report.name, report.person))
        add("rule", report.rule.label)
        add(
            "reported",
            each: report.reporters.map { reporter in
                let trust = reporter.trust.map { ", right \($0) times of 100" } ?? ""
                let text = reporter.text.isEmpty ? "" : ": \(reporter.text)"
                return
                    "\(words.ago(reporter.at)) by \(words.person(reporter.name, reporter.id))\(trust)\(text)"
            })
        if !report.claimedBy.isEmpty {
            add("claimed", "by " + report.claimedBy + (report.claimedAt.map { ", " + words.ago($0) } ?? ""))
        }
        if let by = report.closedBy {
            let line = report.audit.map { ", audit \($0)" } ?? ""
            add("closed", "by " + by + (report.closedAt.map { ", " + words.ago($0) } ?? "") + line)
        }
        guard let evidence = report.evidence else { return }
        add(
            "picture",
            "\(evidence.width)x\(evidence.height) px from \(evidence.x),\(evidence.y), "
                + "as after change \(evidence.seq): --json has it")
        add("drawn by", evidence.people.map { $0.name.isEmpty ? $0.id : $0.name }.joined(separator: ", "))
    }
}

// MARK: - Acts and the whole

extension AnswerPage {
    fileprivate mutating func addAuditLine(_ line: AuditEntry, _ words: AnswerWords) {
        let by = line.by.isEmpty ? "the server" : line.by
        add("audit", "\(line.number)  \(words.when(line.at)), by \(by)")
        add("what", line.text)
        add("board", line.board)
        add("reason", line.act.reason?.label)
        add("why", line.act.why)
        add("people", each: line.people)
        if let changes = line.changes {
            let kept = changes.kept > 0 ? ", \(Numbers.grouped(changes.kept)) kept" : ""
            add("pixels", "\(Numbers.grouped(changes.count)) changed\(kept)")
        }
        add("touched", line.documents.joined(separator: " "))
        add("holds", line.until.map { words.until($0) })
        add("undoes", line.undoOf.map { "line \($0)" })
        let number = line.undoneBy.map { " (line \($0))" } ?? ""
        add("state", AnswerTable.state(of: line, nowMillis: words.nowMillis) + number)
        add("before", each: line.before)
    }

    fileprivate mutating func addPresence(_ name: String, _ presence: StaffPresence) {
        let screen = presence.screen.isEmpty ? "" : ", looks at \(presence.screen)"
        add(name, "\(presence.user) (\(presence.role.rawValue))\(screen)")
    }

    fileprivate mutating func addSignals(_ signals: AttackSignals) {
        for line in SignalWords.lines(signals, pixelsPerSecond: signals.pixelRates.last ?? 0) {
            let (name, text) = Self.cut(line.string)
            add(name, text)
        }
    }

    fileprivate mutating func addHealth(_ health: HealthNumbers, _ words: AnswerWords) {
        add("state", HealthWords.trouble(health).map { "red: " + $0 } ?? "green")
        for pane in HealthWords.panes(health, BoardNumbers()) where !pane.title.string.hasPrefix("placements")
        {
            let (name, text) = Self.cut(pane.title.string)
            let bars = Sparkline.text(pane.values, columns: min(20, pane.values.count)).string
            add(name, "\(text)  \(pane.line.string)  \(bars)")
        }
        add("placements", each: health.results.map { "\($0.name) \(Numbers.grouped($0.count))" })
        add("disk free", Numbers.bytes(health.freeBytes))
        func past(_ millis: Int64?) -> String {
            millis.map { HumanDuration(millis: $0).rough + " ago" } ?? "none since the start"
        }
        add("snapshot", past(health.snapshotMillis))
        add("backup", past(health.backupMillis))
    }

    fileprivate mutating func addState(_ state: LiveState, _ words: AnswerWords) {
        add("server", state.host)
        if let you = state.you { addPresence("you", you) }
        for board in state.boards ?? [] {
            let defence = state.defence?.first { $0.board == board.name }
            let level = defence.map { $0.level > 0 ? ", defence \($0.level)" : "" } ?? ""
            let bars = Sparkline.text(board.rates, columns: min(20, board.rates.count)).string
            add(
                "board",
                "\(board.name) \(board.width)x\(board.height), \(board.state), \(board.online) on, "
                    + "\(board.perSecond) px/s \(bars), cooldown "
                    + HumanDuration(millis: board.cooldownMillis).words + level)
        }
        add("health", state.health.map { HealthWords.trouble($0).map { "red: " + $0 } ?? "green" })
        for (place, presence) in (state.staff ?? []).enumerated() {
            addPresence(place == 0 ? "staff" : "", presence)
        }
        let open = (state.reports ?? []).filter { !$0.state.isClosed }
        let oldest = open.map(\.at).min().map { ", the oldest \(words.ago($0))" } ?? ""
        add("reports", "\(open.count) open\(oldest)")
        add(
            "in force",
            [
                counted(state.bans?.count ?? 0, "ban"),
                counted(state.areas?.count ?? 0, "area"),
                counted(state.watches?.count ?? 0, "watched thing"),
            ].joined(separator: ", "))
        add(
            "last acts",
            each: (state.audit ?? []).prefix(5).map {
                "\($0.number)  \(words.ago($0.at)), \($0.by.isEmpty ? "the server" : $0.by): \($0.text)"
            })
    }

    /// The first word of a line and the rest of it.
    private static func cut(_ line: String) -> (name: String, text: String) {
        let name = line.prefix { $0 != " " }
        return (String(name), String(line.dropFirst(name.count).drop { $0 == " " }))
    }
}
