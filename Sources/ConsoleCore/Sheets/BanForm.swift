import Cells
import Wire

/// Keeps somebody from placing or talking, and takes back what they placed.
struct BanForm: SheetForm {
    static let durations: [Int64] = [
        10 * Moments.minute, Moments.hour, Moments.day, 7 * Moments.day, 30 * Moments.day, 0,
    ]
    private static let durationNames = ["10m", "1h", "24h", "7d", "30d", "perm"]
    /// How far back pixels are undone; nil: not at all, 0: all of them.
    private static let windows: [Int64?] = [nil, 10 * Moments.minute, Moments.hour, Moments.day, 0]
    private static let windowNames = ["none", "10m", "1 h", "24h", "all"]
    private static let scopeNames = ["session", "account", "+address", "+network /24", "+subnet /16"]
    private static let textCharactersMax = 200

    /// Which text the keys write.
    private enum Writing: Sendable {
        case nothing
        case english
        case french
    }

    private let target: ActTarget
    private var reason = Reason.botting
    private var duration = 2
    private var scope = BanScope.account
    private var kind: BanKind
    private var window: Int
    private var english = LineInput(charactersMax: textCharactersMax)
    private var french = LineInput(charactersMax: textCharactersMax)
    private var writing = Writing.nothing
    /// The ban that is made longer instead, since somebody else was faster.
    private var lengthened: UInt64?

    init(_ target: ActTarget, kind: BanKind) {
        self.target = target
        self.kind = kind
        // Who is only not to talk keeps what they drew.
        window = kind == .mute ? 0 : 2
        if kind == .mute { (reason, duration) = (.spam, 1) }
    }

    var title: CellText { kind == .mute ? "mute" : "ban" }

    var keys: [KeyHint] {
        if writing != .nothing {
            return [KeyHint("Tab", "other language"), KeyHint("Enter", "keep"), KeyHint("Esc", "keep")]
        }
        return [
            KeyHint("2", "reason"), KeyHint("left/right", "time"), KeyHint("Tab", "scope"),
            KeyHint("Enter", "apply"), KeyHint("Esc", "cancel"),
        ]
    }

    func act(_ model: ConsoleModel) -> AdminAct? {
        if let lengthened {
            var act = AdminAct(.extendBan)
            act.number = lengthened
            act.durationMillis = Self.durations[duration]
            return act
        }
        var act = AdminAct(.ban)
        act.who = target.who
        act.kind = kind
        act.scope = scope
        act.durationMillis = Self.durations[duration]
        act.reason = reason
        act.windowMillis = Self.windows[window]
        act.report = target.report
        act.text = english.text.isEmpty ? nil : english.text
        act.textFrench = french.text.isEmpty ? nil : french.text
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        let reasons = Reason.allCases.enumerated().map { index, reason in
            let name = reason == .other ? "6.." : "\(index + 1) \(reason.label)"
            return reason == self.reason ? "[\(name)]" : name
        }
        let scopes = zip(BanScope.allCases, Self.scopeNames)
            .map { $0 == scope ? "[\($1)]" : $1 }.joined(separator: " ")
        let kinds = BanKind.allCases.filter { $0 != .shadow || model.allows(.admin) }
        var lines: [CellText] = [
            SheetWords.line("who", CellText(model.details(of: target)).clipped(to: 58, mark: "~")),
            SheetWords.line("reason", CellText(reasons.joined(separator: "  "))),
            SheetWords.line(
                "for", SheetWords.choices(Self.durationNames, chosen: duration), "(left/right)", at: 54),
            SheetWords.line("scope", CellText(scopes), "(Tab)"),
            SheetWords.line(
                "kind", SheetWords.choices(kinds.map(\.rawValue), chosen: kinds.firstIndex(of: kind) ?? 0),
                "(s)"),
            SheetWords.line("undo px", SheetWords.choices(Self.windowNames, chosen: window), "(u)"),
        ]
        lines += tell(run)
        lines.append("")
        lines += SheetWords.effects(effectWords(run.effects ?? ActEffects(), run), run)
        if let lookers = SheetWords.lookers(run.effects?.lookers ?? []) { lines.append(lookers) }
        if writing != .nothing { return lines + ["Enter keep   Tab other language   Ctrl-U empty"] }
        return lines
            + SheetWords.enter(
                "Enter apply   Esc cancel   z undoes it later", run,
                canLengthen: model.newestBan(of: target) != nil)
    }

    private func tell(_ run: SheetRun) -> [CellText] {
        if writing != .nothing {
            return [
                SheetWords.line("tell en", "\(english.text)\(writing == .english ? "_" : "")"),
                SheetWords.line("tell fr", "\(french.text)\(writing == .french ? "_" : "")"),
            ]
        }
        let told = english.text.isEmpty ? run.effects?.told ?? "" : english.text
        let quoted = "\"" + CellText(told).clipped(to: 38, mark: "~") + "\" en/fr"
        return [SheetWords.line("tell", quoted, "(e edit)")]
    }

    private func effectWords(_ effects: ActEffects, _ run: SheetRun) -> String {
        if lengthened != nil { return run.effectWords }
        var parts: [String] = []
        if kind != .mute { parts.append("closes \(counted(effects.connectionsClosed, "session"))") }
        if Self.windows[window] != nil {
            parts.append("\(effects.pixelsBack) px back")
            if effects.pixelsKept > 0 {
                parts.append("\(effects.pixelsKept) px kept (drawn over by others)")
            }
        }
        if !effects.reportsClosed.isEmpty {
            let numbers = effects.reportsClosed.prefix(8).map { "\($0)" }.joined(separator: " ")
            parts.append("closes \(effects.reportsClosed.count == 1 ? "report" : "reports") \(numbers)")
        }
        let words = parts.joined(separator: ", ")
        return (words.isEmpty ? "" : words + ".  ") + "Other people hit: \(effects.othersHit)"
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        if writing != .nothing { return write(key) }
        if run.refusal?.isConflict == true {
            if key == .enter { return .look(.bans) }
            if key == .character("+"), let ban = model.newestBan(of: target) {
                lengthened = ban.number
                return .apply
            }
        }
        switch key {
        case .enter: return .apply
        case .escape, .character("q"): return .close
        case .character(let digit) where "1"..."6" ~= digit:
            reason = Reason.allCases[Int(digit.value) - 49]
            if reason == .other { writing = .english }
        case .left: duration = max(0, duration - 1)
        case .right: duration = min(Self.durations.count - 1, duration + 1)
        case .tab: scope = next(scope, 1)
        case .backTab: scope = next(scope, -1)
        case .character("s"): changeKind(model)
        case .character("u"): window = (window + 1) % Self.windows.count
        case .character("e"):
            writing = .english
            if english.text.isEmpty { english.set(run.effects?.told ?? "") }
            return .shown
        default: return .nothing
        }
        // A ban that only the person cannot see has to end some day.
        if kind == .shadow, Self.durations[duration] == 0 { duration -= 1 }
        return .changed
    }

    private mutating func changeKind(_ model: ConsoleModel) {
        let kinds = BanKind.allCases.filter { $0 != .shadow || model.allows(.admin) }
        kind = kinds[((kinds.firstIndex(of: kind) ?? 0) + 1) % kinds.count]
    }

    private mutating func write(_ key: Key) -> SheetOutcome {
        switch key {
        case .enter, .escape:
            writing = .nothing
            return .changed
        case .tab, .backTab, .up, .down:
            writing = writing == .english ? .french : .english
        default:
            if writing == .english { _ = english.take(key) } else { _ = french.take(key) }
        }
        return .shown
    }

    private func next(_ scope: BanScope, _ step: Int) -> BanScope {
        let all = BanScope.allCases
        let index = (all.firstIndex(of: scope) ?? 0) + step
        return all[(index + all.count) % all.count]
    }
}

extension ConsoleModel {
    /// Who somebody is, in a few words: `k3stral  account 2 h, 3 live sessions on 10.2.x.x/16`.
    func details(of target: ActTarget) -> String {
        guard target.people.count == 1, let person = target.people.first else { return target.words }
        let name = target.words
        if let here, let author = here.author, author.id == person.id {
            let age = Moments.rough(Moments.span(from: author.createdAt, to: clock))
            let network = here.network.isEmpty ? "" : " on \(here.network)"
            return "\(name)  account \(age), \(counted(here.liveFromSubnet, "live session"))\(network)"
        }
        if let detail = self.person.detail, detail.id == person.id {
            let age = Moments.rough(Moments.span(from: detail.createdAt, to: clock))
            let live = detail.connections.count { $0.leftMillis == nil }
            let network = detail.connections.first.map { " on \($0.network)" } ?? ""
            return "\(target.words)  account \(age), \(counted(live, "live session"))\(network)"
        }
        let rows = world.connections.filter { $0.id == person.id && $0.leftMillis == nil }
        guard let row = rows.first else { return target.words }
        return "\(target.words)  \(counted(rows.count, "live session")) on \(row.network)"
    }

    /// What was laid on somebody last.
    func newestBan(of target: ActTarget) -> BanRecord? {
        world.bans.filter { target.who.contains($0.person) }.max { $0.at < $1.at }
    }
}
