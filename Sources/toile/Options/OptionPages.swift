import Wire

/// The pages that are made from the table of options: `Docs/Configuration.md` and `Assets/toile.conf`. A test
/// holds the files against these. `--verbs` is the table of moderators' commands for the handbook.
enum OptionPages {
    static func page(_ words: [String]) throws(Failure) -> String {
        switch words {
        case ["--markdown"]: markdown
        case ["--sample"]: sample
        case ["--verbs"]: AdminCommand.markdown
        default:
            throw Failure(
                .usage, "options knows no '\(words.first ?? "")'",
                "'toile options' takes --markdown, --sample or --verbs")
        }
    }

    // MARK: Docs/Configuration.md

    static var markdown: String {
        var text = opening
        for group in ServeCommand.optionGroups {
            text += "\n### \(group.title)\n\n| option | | without it | for one board |\n|---|---|---|---|\n"
            for option in group.options where !option.isHidden && option.name != "--help" {
                text += row(of: option)
            }
        }
        return text + ending
    }

    private static func row(of option: Option<ServeCommand.Settings>) -> String {
        let name = option.scope == .oneBoard ? option.key : option.name
        let head = "`" + [name, option.valueName].compactMap(\.self).joined(separator: " ") + "`"
        let bounds = option.bounds.map { "; \($0)" } ?? ""
        let place = option.scope == .oneBoard ? "only" : option.applyToBoard == nil ? "" : "yes"
        let cells = [head, option.text + bounds, option.standard ?? "", place]
        return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
    }

    private static let opening = """
        # Configuration

        Everything that `toile serve` can be told. This page is made from the program's own table of
        options, with `swift run toile options --markdown > Docs/Configuration.md`; `Assets/toile.conf` with
        `--sample`. A test fails when they are stale.

        ## On the command line and in a file

        `--name value` and `--name=value` are the same. `--config FILE` reads options from a file first:

        ```
        # lines of NAME = VALUE, names without their dashes
        listen = 0.0.0.0:8080
        cooldown = 5000
        motd = "Welcome! #1 rule: be kind"      # quotes where a value holds a # or blanks at its ends
        trusted-proxy = 127.0.0.1
        trusted-proxy = ::1                     # what is repeatable stands on several lines
        deflate = on

        [board main]                            # from here on: said of this board alone
        size = 500x500

        [board night]
        size = 200x200
        opens = 2026-07-14T20:00:00Z
        closes = 2026-07-15T04:00:00Z
        chat = off
        ```

        On the command line a board is one word: `--board night=200x200,cooldown=1000,chat=off`. The size
        may be left out. Relative paths are relative to the folder the program is started in, in the file
        too.

        What is said in several places:

        - The command line goes before the file. What it says of all boards goes before what the file says
          of one, and where it gives a repeatable option, the file's are forgotten.
        - In either of them, what is said of one board goes before what is said of all.
        - Boards, their size, colours, cooldown, charges and state are kept in the data directory. An option
          that is given replaces what is kept; one that is not given leaves it. A size or palette that
          differs from the kept one is refused, for the picture would be lost. Schedule, adaptive cooldown
          and chat are not kept: they hold as long as they are said.

        A mistake in the file ends the program with exit code 78 before it has touched anything, and names
        file, line and column. On the command line the code is 64.

        ## Options

        """

    private static let ending = """

        ## More about some of them

        **opens, closes.** Times of RFC 3339, with `Z` or an offset. Before the one and from the other on
        the board is shown and takes no placements. Everybody is told 10 minutes, 5 minutes, 1 minute and 10
        seconds before. The clock of the machine is followed also when it is set: the board is then as it
        should be at the new time. Only a step back of less than a minute changes nothing, so that a board
        that has just closed does not open once more.

        **adaptive-cooldown.** With `PEOPLE` online nothing changes. From twice as many on the cooldown is
        1.5 times as long, from four times as many 2 times, from eight times 2.5, from sixteen times 3
        times, and never longer. It becomes shorter again when a quarter of the people that made it longer
        are gone. People are counted every 30 s, board by board. Players see the cooldown in force, and
        `baseCooldownMs` beside it; what they have spent stays in proportion.

        **trusted-proxy.** Behind a proxy every connection seems to come from it. Name the proxy's address
        here, let it set `X-Forwarded-For` or `Forwarded`, and let it remove the other: two that disagree
        are refused with 400. Never trust a range from which others than your proxies can connect: they
        could claim to be anybody.

        **readers, moderators, admins.** Who comes through the admin socket is whoever the kernel says: the
        user of the process at its other end, with the groups that the system gives him. Somebody in several
        lists has the highest of their roles; whoever is in none is refused. Root and the server's own user
        are admins unless a list says otherwise. Somebody taken out of a group comes in for a minute more.
        Users and groups are given by name or number (`ana,1001,@moderators,@1002`): digits alone are always a
        number, which needs no name. A name that the system does not know keeps the server from starting.

        **admin-group.** Without it the socket lets in the server's own user and root alone (mode 0600). With
        it the socket belongs to that group (0660), and the data directory lets the group through to it and
        shows it nothing (0710). The server's user has to be in the group.

        **Limits** count an IPv4 address, or the /64 of an IPv6 one. A whole /48 may have eight times as
        much. Sockets, whatever they are for, are limited too: four times the connections per address, at
        least 64; one more gets 429 at the door.

        """

    // MARK: Assets/toile.conf

    static var sample: String {
        var text = """
            # A configuration of Toile, for 'toile serve --config FILE'. Each line like '#name = value' shows
            # an option with what holds anyway, or with an example: take the # away and write what you want.
            # Docs/Configuration.md says more.

            """
        let groups = ServeCommand.optionGroups
        for group in groups {
            let shown = group.options.filter { $0.isInFile && $0.scope != .oneBoard }
            guard !shown.isEmpty else { continue }
            text += "\n# \(group.title)\n"
            for option in shown { text += lines(of: option) }
        }
        text += "\n# One board alone: its size, and any of the options of boards\n\n[board main]\n"
        for option in groups.flatMap(\.options) where option.scope == .oneBoard { text += lines(of: option) }
        return text
    }

    private static func lines(of option: Option<ServeCommand.Settings>) -> String {
        let hint = option.bounds.map { " (\($0.replacing("`", with: "")))" } ?? ""
        let value = option.sampleValue
        return "\n# \(option.text)\(hint)\n#\(option.key) = \(value)\n"
    }
}

extension Option {
    /// It may stand in a file, and people may know of it.
    var isInFile: Bool { !isHidden && scope != .commandLine }

    /// What stands in the sample: the value that holds anyway, or an example where that is no value.
    var sampleValue: String {
        switch key {
        case "public-url": "https://example.org/"
        case "motd": "Welcome!"
        case "palette": "Assets/Palettes/sixteen.gpl"
        case "opens": "2026-07-14T20:00:00Z"
        case "closes": "2026-07-14T22:00:00Z"
        case "trusted-proxy": "127.0.0.1"
        case "allow-origin": "https://example.org"
        case "staff-name": "mayor"
        case "readers": "@press"
        case "moderators": "ana,@moderators"
        case "admins": "root"
        case "admin-group": "moderators"
        case "web": "Web"
        default: standard ?? ""
        }
    }
}
