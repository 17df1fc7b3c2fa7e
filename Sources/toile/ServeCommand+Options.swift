import Canvas
import Ledger
import Service
import Session

extension ServeCommand {
    /// Every option of `toile serve`, in the order of the help.
    static var options: [Option<Settings>] {
        placeOptions + ruleOptions + limitOptions + otherOptions
    }

    private static var placeOptions: [Option<Settings>] {
        [
            Option("--listen", "HOST:PORT", "where to listen; port 0 picks one (127.0.0.1:8080)") {
                (settings, word) throws(Failure) in
                (settings.serve.host, settings.serve.port) = try address(word)
            },
            Option("--data", "DIR", "where the server keeps what is its own (./toile-data)") {
                settings, word in
                settings.dataDirectory = word
            },
            Option("--board", "NAME=WIDTHxHEIGHT", "a board, repeatable; sides of 1 to 4096 (main=1000x1000)")
            {
                (settings, word) throws(Failure) in
                try addBoard(word, to: &settings)
            },
            Option("--palette", "FILE", "colours: a GIMP palette, or lines of #rrggbb (32 of our own)") {
                (settings, word) throws(Failure) in
                settings.serve.everyBoard.palette = try PaletteFile.read(word)
            },
        ]
    }

    private static var ruleOptions: [Option<Settings>] {
        [
            .integer(
                "--cooldown", "MS", 0...86_400_000, "one charge comes back in this time; 0: at once (30000)"
            ) {
                $0.serve.everyBoard.cooldownMillis = Int64($1)
            },
            .integer("--charges", "N", 1...255, "charges that a player can save up (1)") {
                $0.serve.everyBoard.chargesMax = UInt8($1)
            },
            Option("--no-chat", nil, "nobody may chat") { settings, _ in
                settings.serve.everyBoard.isChatEnabled = false
            },
            Option("--motd", "TEXT", "what newcomers are greeted with (nothing)") { settings, word in
                settings.serve.messageOfTheDay = word
            },
            Option(
                "--durability", "strict|relaxed|memory",
                "what a placement survives: a power cut, the end of the process, nothing (strict)"
            ) {
                (settings, word) throws(Failure) in
                guard word == "memory" || Durability(rawValue: word) != nil else {
                    throw Failure(
                        .usage, "--durability \(word) is not possible", "write strict, relaxed or memory")
                }
                settings.durability = Durability(rawValue: word)
            },
            Option("--staff-name", "NAME", "a name that nobody may give himself, repeatable (admin, ...)") {
                settings, word in
                settings.serve.staffNames.append(word)
            },
        ]
    }

    private static var limitOptions: [Option<Settings>] {
        [
            .integer("--connections-per-address", "N", 0...1_000_000, "0: no limit (256)") {
                $0.serve.limits.connectionsPerAddress = $1
            },
            .integer(
                "--connections-per-session", "N", 0...1_000_000, "past it the oldest goes; 0: no limit (8)"
            ) {
                $0.serve.limits.connectionsPerSession = $1
            },
            .integer("--messages-per-second", "N", 0...1_000_000, "of each connection; 0: no limit (40)") {
                $0.serve.limits.messagesPerSecond = $1
            },
            .integer("--sessions-per-address", "N", 0...1_000_000, "new ones in an hour; 0: no limit (500)") {
                $0.serve.limits.sessionsPerAddress = $1
            },
        ]
    }

    private static var otherOptions: [Option<Settings>] {
        [
            .integer("--loops", "N", 1...64, "threads that serve connections (1)") {
                $0.serve.loopCount = $1
            },
            .integer("--tick", "MS", 1...1000, "under load, one frame goes out in this time (33)") {
                $0.serve.tickMillis = Int64($1)
            },
            Option("--deflate", nil, "compress for those who ask for it") { settings, _ in
                settings.serve.isDeflateEnabled = true
            },
            Option("--allow-origin", "ORIGIN", "a site whose pages may connect too, repeatable (none)") {
                (settings, word) throws(Failure) in
                guard let origin = Origin(word) else {
                    throw Failure(
                        .usage, "--allow-origin \(word) is not possible", "write it like https://example.org")
                }
                settings.serve.allowedOrigins.append(origin)
            },
            Option("--web", "DIR", "serve the web client from this folder, while working on it") {
                settings, word in
                settings.webDirectory = word
            },
            Option("--help", nil, "this text") { settings, _ in settings.isHelpWanted = true },
        ]
    }

    private static func address(_ word: String) throws(Failure) -> (String, UInt16) {
        guard let colon = word.lastIndex(of: ":"),
            let port = WholeNumber.read(word[word.index(after: colon)...]).flatMap(UInt16.init(exactly:))
        else {
            throw Failure(.usage, "--listen \(word) is not possible", "write HOST:PORT, like 127.0.0.1:8080")
        }
        var host = String(word[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return (host.isEmpty ? "0.0.0.0" : host, port)
    }

    /// `main` keeps its place in front; any other board is added behind.
    private static func addBoard(_ word: String, to settings: inout Settings) throws(Failure) {
        let parts = word.split(separator: "=", omittingEmptySubsequences: false)
        let sides = parts.count == 2 ? parts[1].split(separator: "x", omittingEmptySubsequences: false) : []
        guard parts.count == 2, sides.count == 2, let name = BoardName(String(parts[0])),
            let width = WholeNumber.read(sides[0]), let height = WholeNumber.read(sides[1]),
            let shape = BoardShape(width: width, height: height)
        else {
            throw Failure(
                .usage, "--board \(word) is not possible",
                "write NAME=WIDTHxHEIGHT: a name of a-z, 0-9, _ and -, sides of 1 to 4096")
        }
        guard settings.boardNames.insert(name.text).inserted else {
            throw Failure(.usage, "--board \(name.text) is given twice", "give each board once")
        }
        var wishes = BoardWishes()
        wishes.shape = shape
        if name == .main {
            settings.serve.boards[0].wishes = wishes
        } else {
            settings.serve.boards.append(BoardOptions(name: name, wishes: wishes))
        }
    }
}
