import Canvas
import Ledger
import Service
import Session

/// Options that belong together, under one heading of the documentation.
struct OptionGroup {
    let title: String
    let options: [Option<ServeCommand.Settings>]
}

extension ServeCommand {
    /// Every option of `toile serve`.
    static var options: [Option<Settings>] { optionGroups.flatMap(\.options) }

    /// The same, in the order of the help and under the headings of the documentation.
    static var optionGroups: [OptionGroup] {
        [
            OptionGroup(title: "The server", options: placeOptions),
            OptionGroup(title: "Boards", options: boardOptions),
            OptionGroup(title: "Doors", options: doorOptions),
            OptionGroup(title: "Staff", options: staffOptions),
            OptionGroup(title: "Limits", options: limitOptions),
            OptionGroup(title: "Running", options: runningOptions),
        ]
    }

    private static var placeOptions: [Option<Settings>] {
        [
            Option("--config", "FILE", "a file of these options", scope: .commandLine) { settings, word in
                settings.configurationPath = word
            },
            Option(
                "--listen", "HOST:PORT", "where to listen; port 0 picks one", standard: "127.0.0.1:8080"
            ) {
                (settings, word) throws(Failure) in
                (settings.serve.host, settings.serve.port) = try ListenAddress.read(word)
            },
            Option(
                "--data", "DIR", "where the server keeps what is its own", standard: "./toile-data"
            ) { settings, word in
                settings.dataDirectory = word
            },
            Option(
                "--durability", "strict|relaxed|memory",
                "what a placement survives: a power cut, the end of the process, nothing", standard: "strict",
                bounds: "`strict`, `relaxed` or `memory`"
            ) {
                (settings, word) throws(Failure) in
                guard word == "memory" || Durability(rawValue: word) != nil else {
                    throw Failure(
                        .usage, "--durability \(word) is not possible", "write strict, relaxed or memory")
                }
                settings.durability = Durability(rawValue: word)
            },
            Option(
                "--public-url", "URL", "where people find the page: links begin with it",
                standard: "what is listened on", bounds: "like `https://example.org/` or with a folder behind"
            ) {
                (settings, word) throws(Failure) in
                guard let address = PublicAddress(word) else {
                    throw Failure(
                        .usage, "--public-url \(word) is not possible",
                        "write the page's address, like https://example.org/")
                }
                settings.serve.publicAddress = address
            },
            Option("--motd", "TEXT", "what newcomers are greeted with", standard: "nothing") {
                settings, word in
                settings.serve.messageOfTheDay = word
            },
        ]
    }

    private static var doorOptions: [Option<Settings>] {
        [
            Option(
                "--trusted-proxy", "CIDR", "a proxy whose Forwarded headers are believed, repeatable",
                standard: "none", bounds: "an address, or a range like `10.0.0.0/8` or `fd00::/8`",
                forget: Settings.forgetTrustedProxies
            ) {
                (settings, word) throws(Failure) in
                guard let range = AddressRange(word) else {
                    throw Failure(
                        .usage, "--trusted-proxy \(word) is not possible",
                        "write an address or a range, like 127.0.0.1 or 10.0.0.0/8")
                }
                settings.serve.trustedProxies.append(range)
            },
            Option(
                "--allow-origin", "ORIGIN", "a site whose pages may connect too, repeatable",
                standard: "none", bounds: "like `https://example.org`",
                forget: Settings.forgetAllowedOrigins
            ) {
                (settings, word) throws(Failure) in
                guard let origin = Origin(word) else {
                    throw Failure(
                        .usage, "--allow-origin \(word) is not possible", "write it like https://example.org")
                }
                settings.serve.allowedOrigins.append(origin)
            },
        ]
    }

    private static var limitOptions: [Option<Settings>] {
        [
            .integer(
                "--connections-per-address", "N", 0...1_000_000, "WebSockets and waiting polls; 0: no limit",
                standard: "256"
            ) {
                $0.serve.limits.connectionsPerAddress = $1
            },
            .integer(
                "--connections-per-session", "N", 0...1_000_000, "past it the oldest goes; 0: no limit",
                standard: "8"
            ) {
                $0.serve.limits.connectionsPerSession = $1
            },
            .integer(
                "--messages-per-second", "N", 0...1_000_000, "of each connection; 0: no limit", standard: "40"
            ) {
                $0.serve.limits.messagesPerSecond = $1
            },
            .integer(
                "--sessions-per-address", "N", 0...1_000_000, "new ones in an hour; 0: no limit",
                standard: "500"
            ) {
                $0.serve.limits.sessionsPerAddress = $1
            },
        ]
    }

    private static var runningOptions: [Option<Settings>] {
        [
            .integer("--loops", "N", 1...64, "threads that serve connections", standard: "1") {
                $0.serve.loopCount = $1
            },
            .integer(
                "--tick", "MS", 1...Int(Limits.tickMillisMax), "under load, one frame goes out in this time",
                standard: "33"
            ) {
                $0.serve.tickMillis = Int64($1)
            },
            .integer("--measuring-tick", "MS", 1...1000, "a tick past what is promised", isHidden: true) {
                $0.serve.tickMillis = Int64($1)
            },
            Option(
                "--deflate", nil, "compress for those who ask for it", standard: "off",
                bounds: "in a file `on` or `off`"
            ) { settings, _ in
                settings.serve.isDeflateEnabled = true
            },
            Option("--web", "DIR", "serve the web client from this folder, while working on it") {
                settings, word in
                settings.webDirectory = word
            },
            Option("--help", nil, "this text", scope: .commandLine) { settings, _ in
                settings.isHelpWanted = true
            },
        ]
    }
}

/// `HOST:PORT`, with IPv6 in brackets.
enum ListenAddress {
    static func read(_ word: String) throws(Failure) -> (String, UInt16) {
        guard let colon = word.lastIndex(of: ":"),
            let port = WholeNumber.read(word[word.index(after: colon)...]).flatMap(UInt16.init(exactly:))
        else {
            throw Failure(.usage, "--listen \(word) is not possible", "write HOST:PORT, like 127.0.0.1:8080")
        }
        var host = String(word[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        return (host.isEmpty ? "0.0.0.0" : host, port)
    }
}
