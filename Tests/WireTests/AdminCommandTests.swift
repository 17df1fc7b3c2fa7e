import TestKit
import Testing

@testable import Wire

struct AdminCommandTests {
    private func parse(
        _ line: String, in place: AdminCommand.Place = .shell
    ) throws -> ParsedCommand {
        try AdminCommand.parse(AdminCommand.words(of: line), in: place)
    }

    private func act(_ verb: AdminVerb, _ change: (inout AdminAct) -> Void = { _ in }) -> AdminCommand {
        var act = AdminAct(verb)
        change(&act)
        return .act(act)
    }

    // MARK: Acts

    @Test(arguments: [
        "ban k3stral 24h botting", "ban k3stral botting 24h", "ban k3stral 24h -r botting",
        "ban k3stral --for 24h --reason=2", "ban -r Botting k3stral 24h", "ban k3stral 24h 2",
        "ban --for=24h -r botting -- k3stral",
    ])
    func `a ban is the same however it is typed`(line: String) throws {
        let ban = act(.ban) {
            $0.who = ["k3stral"]
            $0.kind = .ban
            $0.durationMillis = 86_400_000
            $0.reason = .botting
        }
        #expect(try parse(line).command == ban)
    }

    @Test func `a ban takes all it can carry`() throws {
        let line = """
            ban k3stral,#7fa2 perm --scope network --kind shadow --undo all --why "raid of 14:00" \
            --tell Bye --tell-fr Adieu --report '#4418' --board night --dry-run --seen 90816 --yes BAN
            """
        let parsed = try parse(line)
        #expect(
            parsed.command
                == act(.ban) {
                    $0.who = ["k3stral", "#7fa2"]
                    $0.isDryRun = true
                    $0.board = "night"
                    $0.kind = .shadow
                    $0.scope = .network
                    $0.durationMillis = 0
                    $0.windowMillis = 0
                    $0.why = "raid of 14:00"
                    $0.text = "Bye"
                    $0.textFrench = "Adieu"
                    $0.report = 4418
                    $0.seen = 90816
                    $0.word = "BAN"
                })
        #expect(parsed.options.isDryRun && parsed.options.board == "night" && parsed.options.word == "BAN")
        let none = try parse("mute anon-112 10m --undo none")
        #expect(
            none.command
                == act(.ban) {
                    $0.who = ["anon-112"]
                    $0.kind = .mute
                    $0.durationMillis = 600_000
                })
    }

    @Test func `acts on people are read`() throws {
        #expect(try parse("unban k3stral").command == act(.unban) { $0.who = ["k3stral"] })
        #expect(try parse("unban --number 12").command == act(.unban) { $0.number = 12 })
        let longer = act(.extendBan) {
            $0.who = ["zork"]
            $0.durationMillis = 604_800_000
        }
        #expect(try parse("extend-ban zork 7d").command == longer)
        #expect(try parse("kick a,b").command == act(.kick) { $0.who = ["a", "b"] })
        #expect(try parse("watch 10.2.0.0/16").command == act(.watch) { $0.subject = "10.2.0.0/16" })
        #expect(try parse("watch agent:no ua").command == act(.watch) { $0.subject = "agent:no ua" })
        #expect(try parse("watch newcomers").command == act(.watch) { $0.subject = "newcomers" })
        #expect(try parse("watch k3stral").command == act(.watch) { $0.who = ["k3stral"] })
        #expect(try parse("unwatch --number 3").command == act(.unwatch) { $0.number = 3 })
        let note = act(.note) {
            $0.who = ["k3stral"]
            $0.text = "asked to stop twice"
        }
        #expect(try parse("note k3stral asked to stop \"twice\"").command == note)
        #expect(
            try parse("remove-chat 311 --yes REMOVE").command
                == act(.removeChat) {
                    $0.number = 311
                    $0.word = "REMOVE"
                })
    }

    @Test func `acts on places are read`() throws {
        let rectangle = { (act: inout AdminAct) in
            (act.x, act.y, act.width, act.height) = (1180, 550, 90, 30)
        }
        let rollback = act(.rollback) {
            $0.who = ["k3stral"]
            $0.windowMillis = 3_600_000
            rectangle(&$0)
        }
        #expect(try parse("rollback k3stral 1h --area 1180,550,90x30").command == rollback)
        let everyone = act(.rollback) {
            $0.isEveryone = true
            $0.except = ["mina", "leo"]
            $0.windowMillis = 1_800_000
            rectangle(&$0)
        }
        let line = "rollback --everyone --except mina --except leo 30m --area 1180,550,90x30"
        #expect(try parse(line).command == everyone)
        let freeze = act(.area) {
            rectangle(&$0)
            $0.mode = .frozen
            $0.durationMillis = 600_000
            $0.why = "attack on the cat"
        }
        #expect(try parse("freeze 1180,550 90x30 10m attack on the cat").command == freeze)
        #expect(try parse("freeze 1180,550,90x30 --for 10m --why 'attack on the cat'").command == freeze)
        #expect(try parse("freeze attack").command == act(.freeze) { $0.why = "attack" })
        #expect(try parse("area lift A1").command == act(.liftArea) { $0.number = 1 })
        #expect(
            try parse("area extend a1 1h").command
                == act(.extendArea) {
                    $0.number = 1
                    $0.durationMillis = 3_600_000
                })
        let slower = act(.area) {
            rectangle(&$0)
            $0.mode = .slower
            $0.factor = 4
            $0.durationMillis = 3_600_000
            $0.why = "hot spot"
        }
        #expect(try parse("area 1180,550 90x30 slower x4 1h hot spot").command == slower)
        let own = act(.area) {
            rectangle(&$0)
            $0.mode = .cooldown
            $0.cooldownMillis = 60_000
            $0.durationMillis = 0
        }
        #expect(try parse("area 1180,550 90x30 cooldown 60s perm").command == own)
    }

    @Test func `acts on boards, reports and the past are read`() throws {
        #expect(
            try parse("defence slow 15m --quiet").command
                == act(.defence) {
                    $0.level = 2
                    $0.durationMillis = 900_000
                    $0.isTold = false
                })
        #expect(
            try parse("announce Maintenance in 5 minutes --fr Bientôt --to mina").command
                == act(.announce) {
                    $0.text = "Maintenance in 5 minutes"
                    $0.textFrench = "Bientôt"
                    $0.who = ["mina"]
                })
        #expect(
            try parse("cooldown 60s --charges 6").command
                == act(.cooldown) {
                    $0.cooldownMillis = 60_000
                    $0.charges = 6
                })
        #expect(try parse("cooldown 0").command == act(.cooldown) { $0.cooldownMillis = 0 })
        #expect(try parse("claim \\#4418").command == act(.claim) { $0.number = 4418 })
        #expect(try parse("undo").command == act(.undo))
        #expect(try parse("undo 90817").command == act(.undo) { $0.number = 90817 })
        #expect(try parse("redo").command == .redo(number: nil))
        #expect(try parse("snapshot").command == act(.snapshot))
        #expect(try parse("badge").command == act(.badge))
        #expect(try parse("unbadge").command == act(.unbadge))
        #expect(try parse("unbadge leo").command == act(.unbadge) { $0.who = ["leo"] })
        #expect(throws: AdminCommandError.self) { try parse("badge leo") }
        #expect(throws: AdminCommandError.self) { try parse("unbadge leo mara") }
    }

    // MARK: Questions

    @Test(arguments: [
        ("who 1204,566", "/admin/pixel?x=1204&y=566"), ("who k3stral", "/admin/person?who=k3stral"),
        ("who '#7fa2'", "/admin/person?who=%237fa2"),
        ("trail k3stral 1h", "/admin/trail?who=k3stral&windowMs=3600000"),
        ("trail k3stral all --board night", "/admin/trail?who=k3stral&windowMs=0&board=night"),
        ("connections rate>20 'net:10.2/16'", "/admin/connections?filter=rate%3E20%20net%3A10.2%2F16"),
        (
            "clients --departed --sort -perMinute --limit 5",
            "/admin/connections?sort=-perMinute&departed=1&limit=5"
        ),
        ("audit --before 90 --find é --limit 20", "/admin/audit?before=90&find=%C3%A9&limit=20"),
        ("audit #90817", "/admin/audit?number=90817"), ("reports", "/admin/reports"),
        ("reports --all", "/admin/reports?all=1"), ("reports 4418", "/admin/report?number=4418"),
        ("top --limit 3", "/admin/people?sort=-perMinute&limit=3"), ("people k3", "/admin/people?find=k3"),
        ("notes k3stral", "/admin/notes?who=k3stral"), ("defence", "/admin/defence"),
        ("bans kind:shadow", "/admin/bans"), ("state", "/admin/state"), ("health", "/admin/health"),
        ("me", "/admin/me"), ("areas", "/admin/areas"), ("watches", "/admin/watches"),
    ])
    func `a question has a target`(line: String, target: String) throws {
        guard case .question(let question) = try parse(line).command else {
            Issue.record("no question")
            return
        }
        #expect(question.target == target)
    }

    @Test func `lists that come whole carry their filter`() throws {
        guard case .question(let question) = try parse("bans kind:shadow by:leo").command else {
            Issue.record("no question")
            return
        }
        #expect(question.filter == "kind:shadow by:leo")
    }

    @Test func `what comes out can be chosen in a shell, and not in the console`() throws {
        let options = try parse("clients --json --watch 2 --data /srv/toile --socket s").options
        #expect(options.format == .json && options.watchSeconds == 2)
        #expect(options.data == "/srv/toile" && options.socket == "s")
        #expect(try parse("clients --watch 2 --once").options.watchSeconds == nil)
        for word in ["--json", "--watch", "--data"] {
            #expect(throws: AdminCommandError("\(word) is for the shell", "leave it out here")) {
                try parse("clients \(word) 2", in: .console)
            }
        }
    }

    @Test(arguments: [
        "who 3,4 --json --data /srv", "--data /srv who 3,4 --json", "--json --data=/srv who 3,4",
    ])
    func `what every verb takes may stand before it`(line: String) throws {
        let parsed = try parse(line)
        #expect(parsed == (try parse("who 3,4 --data /srv --json")))
        #expect(parsed.options.data == "/srv" && parsed.options.format == .json)
    }

    @Test(arguments: [
        "--json", "--data", "--data /srv", "--scope account ban k3stral", "--what who 3,4", "-- who",
    ])
    func `nothing else stands before a verb`(line: String) {
        #expect(throws: AdminCommandError.self) { try parse(line) }
    }

    @Test func `screens have names in the console alone`() throws {
        for screen in AdminCommand.screens {
            #expect(try parse(screen, in: .console).command == .screen(screen))
        }
        guard case .question = try parse("bans").command,
            case .act = try parse("defence 2", in: .console).command
        else {
            Issue.record("a screen in the shell, or none with a level")
            return
        }
    }

    // MARK: Mistakes

    @Test(arguments: [
        ("", "there is no command", "help"), ("bann k3stral", "there is no 'bann'", "did you mean ban?"),
        ("ban", "needs somebody", "ban WHO"), ("ban k3stral 24 h", "'24' is no time", "24h"),
        ("ban k3stral boting", "'boting' is no time", "did you mean botting?"),
        ("ban k3stral 24h botting now", "nothing of 'now'", "ban WHO"),
        ("ban k3stral --scpe network", "knows no '--scpe'", "did you mean --scope?"),
        ("ban k3stral --scope world", "--scope world is not possible", "subnet"),
        ("ban k3stral --for", "--for needs a value", "--for TIME"),
        ("ban k3stral --for 5", "--for 5 is not possible", "10m"),
        ("ban k3stral --json --csv", "two formats", "one of"), ("ban a,,b", "is nobody", "names"),
        ("ban k3stral --dry-run=yes", "takes no value", "leave out"),
        ("ban k3stral --report x", "--report x is not possible", "number"),
        ("rollback --everyone 1h", "needs a rectangle", "--area"),
        ("rollback k3stral --except mina", "--except is for --everyone", "leave it out"),
        ("rollback k3stral --area 1,2", "is no rectangle", "1180,550,90x30"),
        ("freeze 1180,550 10m", "not all of a rectangle", "90x30"),
        ("freeze 1,1 0x5", "not all of a rectangle", "90x30"),
        ("area", "needs a rectangle", "X,Y"), ("area 0,0 5x5", "what holds there", "frozen"),
        ("area 0,0 5x5 slower 4", "how many times", "x2"), ("area 0,0 5x5 slower x1", "how many times", "x2"),
        ("area 0,0 5x5 cooldown", "needs a time", "60s"), ("area extend A1", "how long", "10m"),
        ("area lift B1", "'B1' is no number", "area lift A1"),
        ("defence 5", "'5' is no level", "0 to 4"), ("defence fast", "'fast' is no level", "locked"),
        ("announce", "something to say", "announce TEXT"),
        ("note k3stral", "what there is to know", "note WHO"),
        ("note a,b x", "one person", "note WHO"), ("cooldown soon", "needs a time", "60s"),
        ("cooldown 60s --charges 0", "--charges 0 is not possible", "1 to 255"),
        ("claim", "the number of a report", "claim NUMBER"), ("undo x", "'x' is no number", "undo LINE"),
        ("clients rat>2", "nothing called 'rat'", "did you mean rate?"),
        ("clients --dry-run", "knows no '--dry-run'", "options"),
        ("clients --watch 0", "--watch 0 is not possible", "1 to"),
        ("reports \"a", "a quote has no end", "another one"), ("health now", "nothing of 'now'", "health"),
        ("help bann", "there is no 'bann'", "did you mean ban?"),
        ("undo 99999999999999999999", "no number", ""),
    ])
    func `a mistake is said in words`(line: String, what: String, remedy: String) {
        let error = #expect(throws: AdminCommandError.self) { try parse(line) }
        #expect(error?.what.contains(what) == true, "\(error?.what ?? "")")
        #expect(error?.remedy.contains(remedy) == true || remedy.isEmpty, "\(error?.remedy ?? "")")
    }

    @Test func `noise is read or refused, and an act survives its way to the server`() {
        var random = SeededRandom(seed: 3)
        let pieces =
            CommandVerb.all.map(\.name)
            + CommandVerb.all.flatMap { CommandOption.of($0, in: .shell).map(\.name) }
            + ["k3stral", "1h", "perm", "1180,550", "90x30", "A1", "#4418", "4418", "x4", "staff", "-", "--"]
            + ["\u{202e}", "é\u{301}", "", "-1", "99999999999999999999", "=", "--for=1h", "agent:", "all"]
        var actCount = 0
        for _ in 0..<8_000 {
            let first = CommandVerb.all[Int.random(in: CommandVerb.all.indices, using: &random)].name
            let words = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                pieces[Int.random(in: pieces.indices, using: &random)]
            }
            do throws(AdminCommandError) {
                guard case .act(let act) = try AdminCommand.parse([first] + words).command else { continue }
                actCount += 1
                #expect((try? AdminAct.decode(act.bytes)) == act)
            } catch {
                #expect(!error.what.isEmpty && !error.remedy.isEmpty)
            }
        }
        #expect(actCount > 200)
        let flood = [String](repeating: "ban", count: AdminCommand.wordsMax + 1)
        #expect(throws: AdminCommandError.self) { try AdminCommand.parse(flood) }
    }

    // MARK: Words, help, redo

    @Test(arguments: [
        ("a b", ["a", "b"]), ("  a\t b ", ["a", "b"]), ("'a b' c", ["a b", "c"]), ("a\\ b", ["a b"]),
        ("\"a 'b'\"", ["a 'b'"]), ("\"a\\\"b\"", ["a\"b"]), ("''", [""]), ("a''b", ["ab"]), ("", []),
        ("'a\\b'", ["a\\b"]), ("a\\", ["a\\"]),
    ])
    func `a line is cut into words`(line: String, words: [String]) throws {
        #expect(try AdminCommand.words(of: line) == words)
        let quoted = words.map { CommandLineCut.quoted($0) }.joined(separator: " ")
        #expect(try AdminCommand.words(of: quoted) == words)
    }

    @Test func `the table of verbs is in order`() throws {
        let names = CommandVerb.all.map(\.name)
        #expect(Set(names).count == names.count)
        for verb in CommandVerb.all {
            let options = CommandOption.of(verb, in: .shell).map(\.name)
            #expect(Set(options).count == options.count, "\(verb.name)")
            #expect(verb.usages.allSatisfy { $0.hasPrefix(verb.name) } && !verb.text.isEmpty)
            for example in verb.examples { #expect(throws: Never.self, "\(example)") { try parse(example) } }
            #expect(try parse("\(verb.name) --help").command == .help(verb.name))
            let help = try AdminCommand.help(of: verb.name)
            #expect(verb.usages.allSatisfy { help.contains($0) })
            #expect(AdminCommand.overview.contains("  \(verb.name) "))
            #expect(AdminCommand.markdown.contains("| `\(verb.name)"))
        }
        #expect(try parse("help").command == .help(nil) && parse("help ban").command == .help("ban"))
        let longest = (AdminCommand.overview + (try names.map { try AdminCommand.help(of: $0) }).joined())
            .split(separator: "\n").map(\.count).max()
        #expect(longest ?? 0 <= 110)
    }

    @Test func `every act can be typed`() throws {
        let lines =
            CommandVerb.all.flatMap(\.examples) + [
                "unban a", "kick a", "unfreeze", "area lift A1", "area extend A1 1h", "withdraw 1", "claim 1",
                "release 1", "dismiss 1", "escalate 1", "watch a", "unwatch a", "remove-note 1",
                "challenge a",
                "snapshot", "reveal a", "note a b",
            ]
        let typed = try lines.compactMap { line -> AdminVerb? in
            if case .act(let act) = try parse(line).command { act.verb } else { nil }
        }
        #expect(Set(typed) == Set(AdminVerb.allCases))
    }

    @Test func `a redo finds the undo`() {
        func line(_ number: UInt64, _ by: String, undoOf: UInt64? = nil, undoneBy: UInt64? = nil)
            -> AuditEntry
        {
            var entry = AuditEntry()
            entry.number = number
            entry.by = by
            entry.undoOf = undoOf
            entry.undoneBy = undoneBy
            return entry
        }
        let lines = [
            line(9, "leo", undoOf: 3), line(8, "ana", undoOf: 5, undoneBy: 10), line(7, "ana", undoOf: 4),
            line(5, "ana", undoneBy: 8), line(4, "ana", undoneBy: 7), line(2, "ana"),
        ]
        #expect(AdminCommand.redoTarget(nil, in: lines, by: "ana") == 7)
        #expect(AdminCommand.redoTarget(nil, in: lines, by: "zoe") == nil)
        #expect(AdminCommand.redoTarget(9, in: lines, by: "ana") == 9)
        #expect(AdminCommand.redoTarget(4, in: lines, by: "ana") == 7)
        #expect(AdminCommand.redoTarget(2, in: lines, by: "ana") == nil)
        #expect(AdminCommand.redoTarget(77, in: lines, by: "ana") == nil)
    }
}
