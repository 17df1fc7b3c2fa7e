/// One verb of the command line: everything there is to know of it. Reading, help, completion and the
/// handbook's table follow from the table of these.
public struct CommandVerb: Sendable {
    /// The word.
    public let name: String
    /// How it is written, one form each.
    public let usages: [String]
    /// What it does, in a line.
    public let text: String
    /// Who may.
    public let role: StaffRole
    /// Lines that show it.
    public let examples: [String]
    /// What it takes by name, beside what all take.
    public let options: [CommandOption]
    /// It changes something.
    public let isAct: Bool
    /// What stands behind it, for completion.
    let things: [CommandThing]
    /// Makes the command of the words behind the verb.
    let read: @Sendable (inout CommandReader) throws(AdminCommandError) -> AdminCommand

    /// The verb of that name.
    public static func named(_ name: String) -> CommandVerb? {
        all.first { $0.name == name }
    }

    /// All of them, acts first.
    public static let all: [CommandVerb] =
        peopleActs + placeActs + boardActs + reportActs + staffActs + backActs + questions

    static func act(
        _ name: String, _ usages: [String], _ text: String, role: StaffRole = .moderator,
        examples: [String] = [], options: [CommandOption] = [], things: [CommandThing] = [],
        _ read: @escaping @Sendable (inout CommandReader) throws(AdminCommandError) -> AdminAct
    ) -> CommandVerb {
        CommandVerb(
            name: name, usages: usages, text: text, role: role, examples: examples, options: options,
            isAct: true, things: things
        ) { (reader) throws(AdminCommandError) in .act(try read(&reader)) }
    }

    static func question(
        _ name: String, _ usages: [String], _ text: String, examples: [String] = [],
        options: [CommandOption] = [], things: [CommandThing] = [],
        _ read: @escaping @Sendable (inout CommandReader) throws(AdminCommandError) -> AdminQuestion
    ) -> CommandVerb {
        CommandVerb(
            name: name, usages: usages, text: text, role: .reader, examples: examples, options: options,
            isAct: false, things: things
        ) { (reader) throws(AdminCommandError) in .question(try read(&reader)) }
    }
}

/// Something that a command takes by name.
public struct CommandOption: Equatable, Sendable {
    /// Its name, with the dashes.
    public let name: String
    /// What stands for the value in the help; nil for a switch.
    public let valueName: String?
    /// What it means.
    public let text: String

    init(_ name: String, _ valueName: String? = nil, _ text: String) {
        self.name = name
        self.valueName = valueName
        self.text = text
    }

    /// Names in one letter, and what they stand for.
    static let shortNames = ["-r": "--reason", "-h": "--help", "-n": "--dry-run"]

    static let help = CommandOption("--help", nil, "how this is used")
    static let board = CommandOption("--board", "NAME", "which board (main)")
    static let dryRun = CommandOption("--dry-run", nil, "only tell what would come of it")
    static let word = CommandOption("--yes", "WORD", "the word that is asked for where there is no way back")

    /// What every act takes, wherever it is typed.
    static let ofActs = [board, dryRun, word, help]
    /// What every question takes.
    static let ofQuestions = [board, help]
    /// What acts and questions take in a shell.
    static let ofShell = [
        CommandOption("--json", nil, "what the server said, one JSON text for an answer"),
        CommandOption("--csv", nil, "lines of RFC 4180 under their names"),
        CommandOption("--plain", nil, "columns between tabs, without names"),
        CommandOption("--table", nil, "columns under their names, as without any of these"),
        CommandOption("--data", "DIR", "the data directory of the server (./toile-data)"),
        CommandOption("--socket", "PATH", "its socket, where that is not DIR/admin.sock"),
    ]
    /// What questions take besides in a shell.
    static let ofWatching = [
        CommandOption("--watch", "SECONDS", "ask again and again, until Ctrl-C"),
        CommandOption("--once", nil, "ask once, as without --watch"),
    ]

    /// All that a verb takes in a place.
    static func of(_ verb: CommandVerb, in place: AdminCommand.Place) -> [CommandOption] {
        verb.options + (verb.isAct ? ofActs : ofQuestions)
            + (place == .shell ? ofShell + (verb.isAct ? [] : ofWatching) : [])
    }

    /// What is only understood in a shell, whatever the verb.
    static func ofAll(in place: AdminCommand.Place) -> [CommandOption] {
        place == .shell ? ofShell + ofWatching : []
    }

    /// The option that a word is, with a value behind `=` or without; nil: none of these.
    static func named(_ word: String, among known: [CommandOption]) -> CommandOption? {
        let head = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).first ?? ""
        let name = shortNames[String(head)] ?? String(head)
        return known.first { $0.name == name }
    }
}

/// What may stand behind a verb.
enum CommandThing: Sendable {
    case person, duration, reason, rectangle, area, report, line, level, mode, subject, text
}
