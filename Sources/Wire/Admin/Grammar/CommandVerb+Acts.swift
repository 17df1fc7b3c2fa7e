// The verbs that change something.

extension CommandVerb {
    private static let duration = CommandOption("--for", "TIME", "for how long: 10m, 1h, 24h, 7d, 30d, perm")
    private static let why = CommandOption("--why", "TEXT", "why, for players and the audit")
    private static let seen = CommandOption(
        "--seen", "LINE", "refuse if somebody acted on the same since this line of the audit")

    // MARK: - On people

    private static let banOptions = [
        CommandOption("--reason", "RULE", "hate, botting, nudity, alts, spam or other; also -r (other)"),
        duration,
        CommandOption("--scope", "SCOPE", "session, account, address, network or subnet (account)"),
        CommandOption("--kind", "KIND", "ban, shadow or mute (ban)"),
        CommandOption("--undo", "WINDOW", "take back what they placed too: 10m, 1h, 24h, all or none (none)"),
        why,
        CommandOption("--tell", "TEXT", "what the person is told"),
        CommandOption("--tell-fr", "TEXT", "the same in French"),
        CommandOption("--report", "NUMBER", "the report that this answers"), seen,
    ]

    static let peopleActs: [CommandVerb] = [
        act(
            "ban", ["ban WHO [TIME] [RULE]"], "keeps somebody from placing and talking",
            examples: ["ban k3stral 24h botting", "ban k3stral --scope network --undo 1h --report 4418"],
            options: banOptions, things: [.person, .duration, .reason]
        ) { (reader) throws(AdminCommandError) in try ban(&reader, kind: .ban) },
        act(
            "mute", ["mute WHO [TIME] [RULE]"], "keeps somebody from talking",
            examples: ["mute anon-112 10m"], options: banOptions.filter { $0.name != "--kind" },
            things: [.person, .duration, .reason]
        ) { (reader) throws(AdminCommandError) in try ban(&reader, kind: .mute) },
        act(
            "unban", ["unban WHO", "unban --number N"], "lifts what ban or mute laid on somebody",
            options: [CommandOption("--number", "N", "the number of the ban"), why, seen], things: [.person]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.unban)
            act.number = try reader.value("--number", "give the number of a ban") { CommandReader.number($0) }
            if act.number == nil || reader.next != nil { act.who = try reader.people() }
            return act
        },
        act(
            "extend-ban", ["extend-ban WHO TIME", "extend-ban --number N TIME"],
            "makes a ban end that long from now", examples: ["extend-ban k3stral 7d"],
            options: [CommandOption("--number", "N", "the number of the ban"), why, seen],
            things: [.person, .duration]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.extendBan)
            act.number = try reader.value("--number", "give the number of a ban") { CommandReader.number($0) }
            if act.number == nil { act.who = try reader.people() }
            act.durationMillis = try reader.requiredDuration()
            return act
        },
        act(
            "kick", ["kick WHO"], "ends somebody's connections; they may come back",
            options: [why, seen], things: [.person]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.kick)
            act.who = try reader.people()
            return act
        },
        act(
            "challenge", ["challenge WHO"], "has somebody solve a puzzle before they place again",
            options: [why], things: [.person]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.challenge)
            act.who = try reader.people()
            return act
        },
        act(
            "watch", ["watch WHO", "watch NETWORK", "watch agent:TEXT", "watch newcomers"],
            "keeps an eye on somebody or something",
            examples: ["watch k3stral", "watch 10.2.0.0/16", "watch agent:curl"], options: [why],
            things: [.subject]
        ) { (reader) throws(AdminCommandError) in try watch(&reader, AdminAct(.watch)) },
        act(
            "unwatch", ["unwatch WHO", "unwatch NETWORK", "unwatch --number N"], "does so no longer",
            options: [CommandOption("--number", "N", "the number of the watch")], things: [.subject]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.unwatch)
            act.number = try reader.value("--number", "give the number of a watch") {
                CommandReader.number($0)
            }
            return act.number == nil ? try watch(&reader, act) : act
        },
        act(
            "note", ["note WHO TEXT"], "writes something down about somebody",
            examples: ["note k3stral \"asked to stop twice\""], things: [.person, .text]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.note)
            act.who = [try reader.person()]
            act.text = try reader.requiredText("what there is to know")
            return act
        },
        act("remove-note", ["remove-note NUMBER"], "strikes a note") { (reader) throws(AdminCommandError) in
            var act = AdminAct(.removeNote)
            act.number = try reader.requiredNumber("a note")
            return act
        },
        act(
            "reveal", ["reveal WHO"], "shows somebody's address; the look is written down", role: .admin,
            options: [why], things: [.person]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.reveal)
            act.who = [try reader.person()]
            return act
        },
    ]

    private static func ban(
        _ reader: inout CommandReader, kind: BanKind
    ) throws(AdminCommandError) -> AdminAct {
        var act = AdminAct(.ban)
        act.who = try reader.people()
        // Time and rule, whichever comes first.
        for _ in 0..<2 {
            if act.durationMillis == nil {
                act.durationMillis = reader.take { HumanDuration.read($0) }
            }
            if act.reason == nil { act.reason = reader.take { Reason(typed: $0) } }
        }
        if let word = reader.next, act.reason == nil { throw unknownReason(word) }
        try reader.fill(&act, kind: kind)
        return act
    }

    fileprivate static func unknownReason(_ word: String) -> AdminCommandError {
        let names = Reason.allCases.map(\.rawValue)
        let nearest = Spelling.nearest(to: word, of: names).map { "did you mean \($0)? " } ?? ""
        return AdminCommandError(
            "'\(word)' is no time and no rule",
            nearest + "times are like 24h and perm, rules \(names.joined(separator: ", "))")
    }

    private static func watch(
        _ reader: inout CommandReader, _ given: AdminAct
    ) throws(AdminCommandError) -> AdminAct {
        var act = given
        guard let text = reader.takeText() else {
            throw AdminCommandError("\(reader.verb.name) needs somebody or something", reader.usage)
        }
        switch WatchSubject(text) {
        case .person(let who): act.who = try CommandReader.people(who)
        case .agent(""): throw AdminCommandError("no program is called nothing", "write agent:TEXT")
        case let subject: act.subject = subject.text
        }
        return act
    }

    // MARK: - On places

    private static let area = CommandOption(
        "--area", "X,Y,WxH", "where: 1180,550,90x30; all: the whole board")

    static let placeActs: [CommandVerb] = [
        act(
            "rollback", ["rollback WHO [WINDOW]", "rollback --everyone [WINDOW]"],
            "takes back what people placed, as far as nobody drew over it",
            examples: [
                "rollback k3stral 1h --area 1180,550,90x30",
                "rollback --everyone --except mina 30m --area 1180,550,90x30",
            ],
            options: [
                area, CommandOption("--everyone", nil, "whatever was placed there, by anybody"),
                CommandOption("--except", "WHO", "but for these"), why,
                CommandOption("--report", "NUMBER", "the report that this answers"), seen,
            ], things: [.person, .duration]
        ) { (reader) throws(AdminCommandError) in try rollback(&reader) },
        act(
            "freeze", ["freeze [TIME] [WHY]", "freeze X,Y WxH [TIME] [WHY]"],
            "lets nobody place: on the board, or in a rectangle",
            examples: ["freeze 10m attack", "freeze 1180,550 90x30 10m attack on the cat"],
            options: [duration, why, seen], things: [.rectangle, .duration, .text]
        ) { (reader) throws(AdminCommandError) in
            let rectangle = try reader.rectangle()
            var act = AdminAct(rectangle == nil ? .freeze : .area)
            act.lie(in: rectangle)
            if rectangle != nil { act.mode = .frozen }
            act.durationMillis = reader.take { HumanDuration.read($0) }
            act.why = reader.takeText()
            return act
        },
        act("unfreeze", ["unfreeze"], "lets a frozen board go on", options: [why, seen]) { _ in
            AdminAct(.unfreeze)
        },
        act(
            "area",
            [
                "area X,Y WxH frozen|staff [TIME] [WHY]", "area X,Y WxH slower xN [TIME] [WHY]",
                "area X,Y WxH cooldown TIME [TIME] [WHY]", "area lift A1", "area extend A1 TIME",
            ], "lays a rule on a rectangle, or lifts it",
            examples: ["area 0,0 200x40 staff --why logo", "area 900,900 64x64 slower x4 1h hot spot"],
            options: [duration, why, seen], things: [.rectangle, .mode, .duration, .text]
        ) { (reader) throws(AdminCommandError) in try area(&reader) },
    ]

    private static func rollback(_ reader: inout CommandReader) throws(AdminCommandError) -> AdminAct {
        var act = AdminAct(.rollback)
        act.isEveryone = reader.has("--everyone")
        act.except = try reader.people("--except")
        if !act.isEveryone {
            act.who = try reader.people()
            guard act.except.isEmpty else {
                throw AdminCommandError("--except is for --everyone", "leave it out, or write --everyone")
            }
        }
        act.windowMillis = reader.take { CommandReader.window($0) }
        if let place = reader.text("--area"), place != "all" {
            guard let rectangle = CommandRectangle(place) else {
                throw AdminCommandError(
                    "--area \(place) is no rectangle", "write it like 1180,550,90x30, or all")
            }
            act.lie(in: rectangle)
        } else if act.isEveryone, !reader.has("--area") {
            throw AdminCommandError(
                "rollback of everybody needs a rectangle", "add --area X,Y,WxH, or --area all for the board")
        }
        return act
    }

    private static func area(_ reader: inout CommandReader) throws(AdminCommandError) -> AdminAct {
        if let verb: AdminVerb = reader.take({ $0 == "lift" ? .liftArea : $0 == "extend" ? .extendArea : nil }
        ) {
            var act = AdminAct(verb)
            act.number = try reader.requiredNumber("an area", "A")
            if verb == .extendArea { act.durationMillis = try reader.requiredDuration() }
            return act
        }
        var act = AdminAct(.area)
        guard let rectangle = try reader.rectangle() else {
            throw AdminCommandError("area needs a rectangle", reader.usage)
        }
        act.lie(in: rectangle)
        let word = reader.take()
        guard let mode = word.flatMap({ AreaRecord.Mode(rawValue: $0) }) else {
            throw AdminCommandError(
                word.map { "'\($0)' is nothing that an area can be" }
                    ?? "area needs to know what holds there",
                "write frozen, staff, slower x4 or cooldown 60s")
        }
        act.mode = mode
        switch mode {
        case .frozen, .staff: break
        case .slower:
            act.factor = reader.take { CommandReader.factor($0) }
            guard act.factor != nil else {
                throw AdminCommandError("slower needs to know how many times", "write x2 to x100 behind it")
            }
        case .cooldown:
            act.cooldownMillis = reader.take { HumanDuration.read($0).flatMap { $0 > 0 ? $0 : nil } }
            guard act.cooldownMillis != nil else {
                throw AdminCommandError("cooldown needs a time", "write it like 60s or 5m behind it")
            }
        }
        act.durationMillis = reader.take { HumanDuration.read($0) }
        act.why = reader.takeText()
        return act
    }
}

extension CommandReader {
    /// `x4`: from 2 to 100 times.
    static func factor(_ word: String) -> Int? {
        guard word.hasPrefix("x"), let factor = Int(word.dropFirst()), (2...100).contains(factor) else {
            return nil
        }
        return factor
    }

    /// How far back: a time, or all of it.
    static func window(_ word: String) -> Int64? {
        word == "all" ? 0 : word == "perm" ? nil : HumanDuration.read(word)
    }

    mutating func requiredDuration() throws(AdminCommandError) -> Int64 {
        if let millis = take({ HumanDuration.read($0) }) { return millis }
        if let millis = try duration("--for") { return millis }
        throw AdminCommandError("\(verb.name) needs to know how long", Self.durationRemedy)
    }

    mutating func requiredText(_ what: String) throws(AdminCommandError) -> String {
        guard let text = takeText(), !text.isEmpty else {
            throw AdminCommandError("\(verb.name) needs \(what)", usage)
        }
        return text
    }

    /// What a ban takes by name.
    fileprivate func fill(_ act: inout AdminAct, kind: BanKind) throws(AdminCommandError) {
        act.kind = try value("--kind", "write ban, shadow or mute") { BanKind(rawValue: $0) } ?? kind
        act.scope = try value("--scope", "write \(BanScope.allCases.map(\.rawValue).joined(separator: ", "))")
        {
            BanScope(rawValue: $0)
        }
        if let word = text("--reason") {
            guard let reason = Reason(typed: word) else { throw CommandVerb.unknownReason(word) }
            act.reason = reason
        }
        act.text = text("--tell")
        act.textFrench = text("--tell-fr")
        if text("--undo") != "none" {
            act.windowMillis = try value("--undo", "write it like 10m, 1h, 24h, all or none") {
                Self.window($0)
            }
        }
    }
}

extension Reason {
    /// A rule as it is typed: its code, its label, or its number in the console's sheet.
    init?(typed word: String) {
        let small = word.lowercased()
        let found = Self.allCases.enumerated().first { index, reason in
            small == reason.rawValue || small == reason.label.lowercased() || small == "\(index + 1)"
        }
        guard let found else { return nil }
        self = found.element
    }
}
