import Canvas
import Ledger
import Service
import Wire

extension ServeCommand {
    /// What the command line and the configuration file say.
    struct Settings {
        var serve = ServeOptions()
        var dataDirectory = "./toile-data"
        /// Nil: nothing is kept on a disk.
        var durability: Durability? = .strict
        var webDirectory: String?
        var configurationPath: String?
        var isHelpWanted = false
        /// What is said of boards at the place that is being read.
        var wishes = WishList()

        /// Reads the command line, and first the file that it names: what the command line says goes before.
        static func read(_ words: [String]) throws(Failure) -> Settings {
            let given = try Option.read(words, ServeCommand.options, command: "serve")
            var settings = Settings()
            if given.contains(where: { $0.option.name == "--help" }) {
                settings.isHelpWanted = true
                return settings
            }
            if let path = given.last(where: { $0.option.name == "--config" })?.value {
                try ConfigurationFile.read(path, into: &settings)
            }
            let wishesOfFile = settings.wishes
            settings.wishes = WishList()
            var forgotten: Set<String> = []
            for option in given {
                if forgotten.insert(option.option.name).inserted { option.option.forget?(&settings) }
                try option.option.apply(&settings, option.value)
            }
            try settings.join(settings.wishes, over: wishesOfFile)
            return settings
        }

        /// Sets up the boards: `main` in front, then in the order in which they were named.
        private mutating func join(_ first: WishList, over second: WishList) throws(Failure) {
            var names = [BoardName.main]
            for name in second.names + first.names where !names.contains(name) { names.append(name) }
            serve.everyBoard = first.every.orElse(second.every)
            serve.boards = names.map { name in
                BoardOptions(
                    name: name, wishes: first[name].orElse(first.every).orElse(second[name]))
            }
            for board in serve.boards { try Self.check(serve.wishes(of: board), board.name) }
        }

        private static func check(_ wishes: BoardWishes, _ name: BoardName) throws(Failure) {
            guard let opens = wishes.opensAtMillis, let closes = wishes.closesAtMillis, opens >= closes else {
                return
            }
            throw Failure(
                .badConfiguration, "the board \(name) would close before it opens",
                "let 'opens' name an earlier time than 'closes'")
        }
    }

}

// What the command line lists takes the place of what the file lists.

extension ServeCommand.Settings {
    static func forgetTrustedProxies(_ settings: inout Self) { settings.serve.trustedProxies = [] }

    static func forgetAllowedOrigins(_ settings: inout Self) { settings.serve.allowedOrigins = [] }

    static func forgetStaffNames(_ settings: inout Self) {
        settings.serve.staffNames = ServeOptions().staffNames
    }

    /// Boards of both are hosted.
    static func forgetNothing(_ settings: inout Self) {}
}

extension ServeCommand {
    /// What one place, the command line or the file, says of boards.
    struct WishList {
        var every = BoardWishes()
        private(set) var names: [BoardName] = []
        private var wishes: [BoardName: BoardWishes] = [:]

        /// What is said of one board alone; naming it is to want it.
        subscript(name: BoardName) -> BoardWishes {
            get { wishes[name] ?? BoardWishes() }
            set {
                if !names.contains(name) { names.append(name) }
                wishes[name] = newValue
            }
        }
    }
}

/// A configuration file, read and done as it says. Every mistake names its place, and ends the program before
/// it has touched anything.
enum ConfigurationFile {
    typealias Settings = ServeCommand.Settings

    static func read(_ path: String, into settings: inout Settings) throws(Failure) {
        guard let bytes = Files.read(path, bytesMax: ConfigurationText.bytesMax) else {
            throw Failure(
                .badConfiguration, "cannot read the configuration \(path): \(Files.lastError)",
                "check --config")
        }
        do throws(ConfigurationFault) {
            try apply(try ConfigurationText(bytes), to: &settings)
        } catch {
            throw Failure(
                .badConfiguration, "\(path):\(error.place.line):\(error.place.column): \(error.what)",
                error.remedy)
        }
    }

    static func apply(_ text: ConfigurationText, to settings: inout Settings) throws(ConfigurationFault) {
        for section in text.sections {
            guard let name = BoardName(section.board) else {
                throw ConfigurationFault(
                    place: section.place, what: "'\(section.board)' is no name of a board",
                    remedy: "use a-z, 0-9, _ and -, 32 of them at most")
            }
            settings.wishes[name] = BoardWishes()
        }
        var seen: [String: TextPlace] = [:]
        for entry in text.entries {
            let option = try option(of: entry)
            let identity = (entry.board ?? "") + " " + entry.key
            if let first = seen.updateValue(entry.keyPlace, forKey: identity), option.forget == nil {
                throw ConfigurationFault(
                    place: entry.keyPlace, what: "'\(entry.key)' stands on line \(first.line) already",
                    remedy: "leave one of them out")
            }
            try apply(entry, option, to: &settings)
        }
    }

    private static func option(
        of entry: ConfigurationEntry
    ) throws(ConfigurationFault) -> Option<Settings> {
        let isInSection = entry.board != nil
        let known = ServeCommand.options.filter {
            isInSection ? $0.applyToBoard != nil : $0.scope == .server || $0.scope == .everyBoard
        }
        if let option = known.first(where: { $0.key == entry.key }) { return option }
        let all = ServeCommand.options
        if let misplaced = all.first(where: { $0.key == entry.key && $0.name != "--help" }) {
            throw ConfigurationFault(
                place: entry.keyPlace, what: "'\(entry.key)' cannot stand here", remedy: misplaced.rightPlace)
        }
        let names = known.filter { !$0.isHidden }.map(\.key)
        let nearest = Spelling.nearest(to: entry.key, of: names)
        throw ConfigurationFault(
            place: entry.keyPlace, what: "there is no '\(entry.key)'\(isInSection ? " for a board" : "")",
            remedy: nearest.map { "did you mean '\($0)'?" } ?? "Docs/Configuration.md lists what there is")
    }

    private static func apply(
        _ entry: ConfigurationEntry, _ option: Option<Settings>, to settings: inout Settings
    ) throws(ConfigurationFault) {
        do throws(Failure) {
            let isWanted = option.valueName == nil ? try Switch.read(entry.value, of: option.name) : true
            guard isWanted else { return }
            if let board = entry.board.flatMap({ BoardName($0) }), let applyToBoard = option.applyToBoard {
                try applyToBoard(&settings.wishes[board], entry.value)
            } else {
                try option.apply(&settings, entry.value)
            }
        } catch {
            // In the file the names have no dashes in front.
            let what = error.what.hasPrefix("--") ? String(error.what.dropFirst(2)) : error.what
            throw ConfigurationFault(place: entry.valuePlace, what: what, remedy: error.remedy)
        }
    }
}

extension Option {
    /// Where it may stand, for somebody who wrote it elsewhere.
    fileprivate var rightPlace: String {
        switch scope {
        case .server: "it holds for the whole server: write it before the first [board NAME]"
        case .oneBoard: "it is said of one board: write it below a line [board NAME]"
        case .commandLine:
            name == "--board" ? "a board is a section, [board NAME]" : "it is for the command line only"
        case .everyBoard: "write it once"
        }
    }
}

/// `on` or `off`.
enum Switch {
    static func read(_ word: String, of name: String) throws(Failure) -> Bool {
        switch word {
        case "on": return true
        case "off": return false
        default: throw Failure(.usage, "\(name) \(word) is not possible", "write on or off")
        }
    }
}
