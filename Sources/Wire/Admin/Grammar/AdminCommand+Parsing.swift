extension AdminCommand {
    /// A line has no more words; an announcement has a few dozen.
    public static let wordsMax = 500
    /// An act names no more people.
    public static let peopleMax = 100
    /// An answer has no more rows.
    public static let rowsMax = 10_000

    /// Reads the words of a command.
    public static func parse(
        _ given: [String], in place: Place = .shell
    ) throws(AdminCommandError) -> ParsedCommand {
        guard given.count <= wordsMax else {
            throw AdminCommandError("the command is too long", "write at most \(wordsMax) words")
        }
        let words = withVerbFirst(given, in: place)
        guard let name = words.first else {
            throw AdminCommandError("there is no command", "'help' lists what there is")
        }
        if ["help", "--help", "-h"].contains(name) { return try help(words.dropFirst()) }
        if place == .console, words.count == 1, screens.contains(name) {
            return ParsedCommand(command: .screen(name))
        }
        guard let verb = CommandVerb.named(name) else { throw unknown(name, in: place) }
        var reader = try CommandReader(verb, words.dropFirst(), in: place)
        if reader.has("--help") { return ParsedCommand(command: .help(verb.name)) }
        var options = try reader.outputOptions()
        var command = try verb.read(&reader)
        try reader.end()
        try finish(&command, reader, &options)
        return ParsedCommand(command: command, options: options)
    }

    /// The same words with those options behind the verb that stood before it: whoever writes many commands
    /// to one server writes first where it is. Nothing is moved that no verb would understand.
    private static func withVerbFirst(_ words: [String], in place: Place) -> [String] {
        let known = CommandOption.ofActs + CommandOption.ofQuestions + CommandOption.ofAll(in: place)
        var count = 0
        while count < words.count, let option = CommandOption.named(words[count], among: known) {
            guard option != .help else { return words }
            count += option.valueName == nil || words[count].contains("=") ? 1 : 2
        }
        guard count > 0 else { return words }
        guard count < words.count else { return [] }
        return [words[count]] + words[..<count] + words[(count + 1)...]
    }

    /// Cuts a line into words. Quotes of either kind keep blanks; a backslash keeps what follows it.
    public static func words(of line: String) throws(AdminCommandError) -> [String] {
        let cut = CommandLineCut(line)
        guard cut.openQuote == nil else {
            throw AdminCommandError("a quote has no end", "write another one behind the words")
        }
        return cut.words
    }

    private static func help(_ words: ArraySlice<String>) throws(AdminCommandError) -> ParsedCommand {
        guard let name = words.first else { return ParsedCommand(command: .help(nil)) }
        guard CommandVerb.named(name) != nil else { throw unknown(name, in: .shell) }
        return ParsedCommand(command: .help(name))
    }

    private static func unknown(_ name: String, in place: Place) -> AdminCommandError {
        let names = CommandVerb.all.map(\.name) + (place == .console ? screens : [])
        let nearest = Spelling.nearest(to: name, of: names).map { "did you mean \($0)? " } ?? ""
        return AdminCommandError("there is no '\(name)'", "\(nearest)'help' lists what there is")
    }

    /// Puts into an act or a question what all of them take.
    private static func finish(
        _ command: inout AdminCommand, _ reader: CommandReader, _ options: inout OutputOptions
    ) throws(AdminCommandError) {
        switch command {
        case .act(var act):
            act.isDryRun = options.isDryRun
            act.board = options.board ?? ""
            act.word = options.word
            act.why = reader.text("--why") ?? act.why
            act.durationMillis = try reader.duration("--for") ?? act.durationMillis
            act.report = try reader.value("--report", "give the number of a report") {
                CommandReader.number($0)
            }
            act.seen = try reader.value("--seen", "give the number of a line") { CommandReader.number($0) }
            command = .act(act)
        case .question(var question):
            guard !options.isDryRun else {
                throw AdminCommandError("a question changes nothing", "leave out --dry-run")
            }
            question["board"] = options.board
            command = .question(question)
        case .redo, .screen, .help: break
        }
    }
}

extension CommandReader {
    fileprivate func outputOptions() throws(AdminCommandError) -> OutputOptions {
        var options = OutputOptions()
        let formats = OutputOptions.Format.allCases.filter { has("--" + $0.rawValue) }
        guard formats.count <= 1 else {
            throw AdminCommandError("there are two formats", "take one of --table, --plain, --json and --csv")
        }
        options.format = formats.first ?? .table
        options.isDryRun = has("--dry-run")
        options.watchSeconds = try integer("--watch", 1...86_400)
        options.isOnce = has("--once")
        options.data = text("--data")
        options.socket = text("--socket")
        options.board = text("--board")
        options.word = text("--yes")
        if options.isOnce { options.watchSeconds = nil }
        return options
    }
}

/// A line, cut into words.
struct CommandLineCut {
    /// The words, the last one perhaps still being typed.
    private(set) var words: [String] = []
    /// The quote that has no end.
    private(set) var openQuote: Character?
    /// A blank is behind the last word: the next one begins.
    private(set) var endsInBlank = true

    init(_ line: String) {
        var word: String?
        var isKept = false
        for character in line {
            if isKept {
                word = (word ?? "") + String(character)
                isKept = false
            } else if character == "\\", openQuote != "'" {
                isKept = true
            } else if let quote = openQuote {
                if character == quote { openQuote = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                openQuote = character
                word = word ?? ""
            } else if character.isWhitespace {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        // A backslash at the end keeps nothing, so it stands for itself.
        if isKept { word = (word ?? "") + "\\" }
        endsInBlank = word == nil
        if let word { words.append(word) }
    }

    /// A word as it has to be typed.
    static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && word.allSatisfy { !$0.isWhitespace && !"\"'\\".contains($0) }
        if isPlain { return word }
        return "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
