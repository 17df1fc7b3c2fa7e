// The verbs that change a board, a report or what was done before.

extension CommandVerb {
    private static let why = CommandOption("--why", "TEXT", "why, for the audit")

    /// The levels of a defence, by name.
    static let levels = ["normal", "careful", "slow", "puzzle", "locked"]

    // MARK: - On boards

    static let boardActs: [CommandVerb] = [
        CommandVerb(
            name: "defence", usages: ["defence", "defence LEVEL [TIME] [WHY]"],
            text: "tells how hard boards defend themselves, or changes it: 0 normal to 4 locked",
            role: .moderator, examples: ["defence 2 15m"],
            options: [
                CommandOption("--for", "TIME", "when it goes back to 0: 15m, 1h, perm (15m)"),
                CommandOption("--quiet", nil, "tell nobody"), why,
            ], isAct: true, things: [.level, .duration, .text]
        ) { (reader) throws(AdminCommandError) in
            guard let word = reader.take() else { return .question(AdminQuestion(.defence)) }
            var act = AdminAct(.defence)
            guard
                let level = Int(word).flatMap({ levels.indices.contains($0) ? $0 : nil })
                    ?? levels.firstIndex(of: word)
            else {
                throw AdminCommandError(
                    "'\(word)' is no level", "write 0 to 4, or \(levels.joined(separator: ", "))")
            }
            act.level = level
            act.durationMillis = reader.take { HumanDuration.read($0) }
            act.why = reader.takeText()
            act.isTold = !reader.has("--quiet")
            return .act(act)
        },
        act(
            "announce", ["announce TEXT"], "says something to everybody, or to somebody",
            examples: ["announce Maintenance in 5 minutes --fr \"Maintenance dans 5 minutes\""],
            options: [
                CommandOption("--fr", "TEXT", "the same in French"),
                CommandOption("--to", "WHO", "to these alone"),
                CommandOption("--for", "TIME", "who comes within that time is told too"),
            ], things: [.text]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.announce)
            act.text = try reader.requiredText("something to say")
            act.textFrench = reader.text("--fr")
            act.who = try reader.people("--to")
            return act
        },
        act("withdraw", ["withdraw NUMBER"], "takes an announcement back") {
            (reader) throws(AdminCommandError) in
            var act = AdminAct(.withdraw)
            act.number = try reader.requiredNumber("an announcement")
            return act
        },
        act(
            "cooldown", ["cooldown TIME"], "changes how fast one may place",
            examples: ["cooldown 60s --charges 6"],
            options: [CommandOption("--charges", "N", "how many placements may be saved up, 1 to 255"), why],
            things: [.duration]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.cooldown)
            act.cooldownMillis = reader.take { $0 == "0" ? 0 : $0 == "perm" ? nil : HumanDuration.read($0) }
            act.charges = try reader.integer("--charges", 1...255)
            guard act.cooldownMillis != nil || (act.charges != nil && reader.next == nil) else {
                throw AdminCommandError("cooldown needs a time", "write it like 60s, 5m or 0")
            }
            return act
        },
        act("snapshot", ["snapshot"], "saves the board now, so that a start is fast") { _ in
            AdminAct(.snapshot)
        },
        act(
            "remove-chat", ["remove-chat NUMBER"],
            "takes back what was said in the chat, for good: --yes REMOVE",
            examples: ["remove-chat 311 --yes REMOVE"], options: [why], things: []
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.removeChat)
            act.number = try reader.requiredNumber("a line of the chat")
            return act
        },
    ]

    // MARK: - On reports

    static let reportActs: [CommandVerb] = [
        reportAct("claim", .claim, "takes a report in hand"),
        reportAct("release", .release, "lets a report go again"),
        reportAct("dismiss", .dismiss, "closes a report: nothing had to be done"),
        reportAct("escalate", .escalate, "leaves a report to the admins"),
    ]

    private static func reportAct(_ name: String, _ verb: AdminVerb, _ text: String) -> CommandVerb {
        act(name, ["\(name) NUMBER"], text, options: [why], things: [.report]) {
            (reader) throws(AdminCommandError) in
            var act = AdminAct(verb)
            act.number = try reader.requiredNumber("a report")
            return act
        }
    }

    // MARK: - On staff

    static let staffActs: [CommandVerb] = [
        act(
            "badge", ["badge"], "makes a link that lets one browser draw as staff: once, within 30 minutes",
            examples: ["badge", "badge --board side"]
        ) { _ in AdminAct(.badge) },
        act(
            "unbadge", ["unbadge", "unbadge USER"],
            "ends what badges gave to browsers, one's own or (admins) somebody's",
            examples: ["unbadge", "unbadge leo"], options: [why]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.unbadge)
            if let user = reader.take() { act.who = [user] }
            return act
        },
    ]

    // MARK: - Back

    static let backActs: [CommandVerb] = [
        act(
            "undo", ["undo", "undo LINE"], "does the inverse of one's last act, or of a line of the audit",
            examples: ["undo", "undo 90817"], options: [why], things: [.line]
        ) { (reader) throws(AdminCommandError) in
            var act = AdminAct(.undo)
            act.number = try reader.number()
            return act
        },
        CommandVerb(
            name: "redo", usages: ["redo", "redo LINE"],
            text: "undoes one's last undo, or the undo of a line",
            role: .moderator, examples: ["redo"], options: [], isAct: true, things: [.line]
        ) { (reader) throws(AdminCommandError) in .redo(number: try reader.number()) },
    ]
}
