import Canvas
import Service
import Session
import Wire

// What can be said of boards: of all of them, or of one alone.

extension ServeCommand {
    static var boardOptions: [Option<Settings>] { pictureOptions + paceOptions + hourOptions }

    private static var pictureOptions: [Option<Settings>] {
        [
            Option(
                "--board", "NAME=WxH[,KEY=VALUE]…",
                "a board, repeatable, with a size and what else is said of it alone", standard: "main",
                scope: .commandLine, forget: Settings.forgetNothing
            ) {
                (settings, word) throws(Failure) in
                try BoardWord.read(word, into: &settings.wishes)
            },
            Option(
                "size", "WIDTHxHEIGHT", "how many pixels", standard: "1000x1000",
                bounds: "sides of 1 to 4096",
                scope: .oneBoard,
                applyToBoard: { (wishes, word) throws(Failure) in
                    wishes.shape = try BoardWord.shape(word)
                }, { _, _ in }),
            board(
                "--palette", "FILE", "colours: a GIMP palette, or lines of #rrggbb",
                standard: "32 of our own",
                bounds: "2 to 256 colours"
            ) { (wishes, word) throws(Failure) in
                wishes.palette = try PaletteFile.read(word)
            },
        ]
    }

    private static var paceOptions: [Option<Settings>] {
        [
            boardNumber(
                "--cooldown", "MS", 0...86_400_000, "one charge comes back in this time; 0: at once",
                standard: "30000"
            ) { $0.cooldownMillis = Int64($1) },
            boardNumber("--charges", "N", 1...255, "charges that a player can save up", standard: "1") {
                $0.chargesMax = UInt8($1)
            },
            boardNumber(
                "--adaptive-cooldown", "PEOPLE", 0...AdaptiveCooldown.peopleMax,
                "the cooldown grows with the crowd beyond so many; 0: never", standard: "0"
            ) { $0.adaptiveCooldownPeople = $1 },
        ]
    }

    private static var hourOptions: [Option<Settings>] {
        [
            board(
                "--state", "open|frozen|closed", "whether it takes placements at all", standard: "open",
                bounds: "`open`, `frozen` or `closed`"
            ) { (wishes, word) throws(Failure) in
                guard let state = BoardState(rawValue: word) else {
                    throw Failure(
                        .usage, "--state \(word) is not possible", "write open, frozen or closed")
                }
                wishes.state = state
            },
            board(
                "--opens", "TIME", "takes no placements before this time", standard: "open",
                bounds: "like `2026-07-14T20:00:00Z`, or with an offset"
            ) { (wishes, word) throws(Failure) in
                wishes.opensAtMillis = try WallTime.read(word, of: "--opens")
            },
            board(
                "--closes", "TIME", "takes no placements from this time on", standard: "never",
                bounds: "like `2026-07-14T22:00:00+02:00`"
            ) { (wishes, word) throws(Failure) in
                wishes.closesAtMillis = try WallTime.read(word, of: "--closes")
            },
            board("--chat", "on|off", "whether people may talk", standard: "on", bounds: "`on` or `off`") {
                (wishes, word) throws(Failure) in
                wishes.isChatEnabled = try Switch.read(word, of: "--chat")
            },
        ]
    }

    /// An option that holds for all boards or for one.
    private static func board(
        _ name: String, _ valueName: String, _ text: String, standard: String, bounds: String,
        _ apply: @escaping Option<Settings>.Apply<BoardWishes>
    ) -> Option<Settings> {
        Option(
            name, valueName, text, standard: standard, bounds: bounds, scope: .everyBoard,
            applyToBoard: apply
        ) { (settings, word) throws(Failure) in
            try apply(&settings.wishes.every, word)
        }
    }

    private static func boardNumber(
        _ name: String, _ valueName: String, _ bounds: ClosedRange<Int>, _ text: String, standard: String,
        _ set: @escaping (inout BoardWishes, Int) -> Void
    ) -> Option<Settings> {
        board(
            name, valueName, text, standard: standard,
            bounds: "from \(bounds.lowerBound) to \(bounds.upperBound)"
        ) { (wishes, word) throws(Failure) in
            set(&wishes, try WholeNumber.read(word, of: name, within: bounds))
        }
    }
}

/// `NAME=WIDTHxHEIGHT[,KEY=VALUE]...`: a board on the command line.
enum BoardWord {
    static func read(_ word: String, into wishes: inout ServeCommand.WishList) throws(Failure) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        guard parts.count == 2, let name = BoardName(parts[0]) else {
            throw Failure(
                .usage, "--board \(word) is not possible",
                "write NAME=WIDTHxHEIGHT, with a name of a-z, 0-9, _ and -")
        }
        guard !wishes.names.contains(name) else {
            throw Failure(.usage, "--board \(name.text) is given twice", "give each board once")
        }
        var said = BoardWishes()
        for (number, part) in parts[1].split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            if number == 0, !part.contains("=") {
                said.shape = try shape(String(part))
            } else {
                try apply(String(part), of: word, to: &said)
            }
        }
        wishes[name] = said
    }

    static func shape(_ word: String) throws(Failure) -> BoardShape {
        let sides = word.split(separator: "x", omittingEmptySubsequences: false)
        guard sides.count == 2, let width = WholeNumber.read(sides[0]),
            let height = WholeNumber.read(sides[1]),
            let shape = BoardShape(width: width, height: height)
        else {
            throw Failure(
                .usage, "a board of '\(word)' is not possible", "write WIDTHxHEIGHT, with sides of 1 to 4096")
        }
        return shape
    }

    private static func apply(
        _ part: String, of word: String, to wishes: inout BoardWishes
    ) throws(Failure) {
        let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let known = ServeCommand.boardOptions.filter { $0.applyToBoard != nil && $0.scope != .oneBoard }
        guard pair.count == 2, let option = known.first(where: { $0.key == pair[0] }),
            let apply = option.applyToBoard
        else {
            let nearest = Spelling.nearest(to: pair[0], of: known.map(\.key))
            throw Failure(
                .usage, "--board \(word) is not possible: there is no '\(pair[0])' for a board",
                nearest.map { "did you mean '\($0)'?" }
                    ?? "there are \(known.map(\.key).joined(separator: ", "))")
        }
        try apply(&wishes, pair[1])
    }
}

/// A moment as people write it down.
enum WallTime {
    /// Milliseconds since 1970.
    static func read(_ word: String, of name: String) throws(Failure) -> Int64 {
        guard case .time(let millis)? = try? Moment(word), (0...Schedule.millisMax).contains(millis) else {
            throw Failure(
                .usage, "\(name) \(word) is not possible",
                "write a time like 2026-07-14T20:00:00Z or 2026-07-14T22:00:00+02:00")
        }
        return millis
    }
}
