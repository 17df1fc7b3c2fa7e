/// A line that may be meant by what was typed so far.
public struct Completion: Equatable, Sendable {
    /// More are of no use on a screen of 24 lines.
    public static let countMax = 8

    /// The whole line.
    public let text: String
    /// What there is to know of it; empty: nothing.
    public let note: String

    /// A line.
    public init(text: String, note: String = "") {
        self.text = text
        self.note = note
    }
}

/// What a console knows that a line may name.
public struct CompletionContext: Equatable, Sendable {
    /// Something that can be named.
    public struct Candidate: Equatable, Sendable {
        /// The word.
        public var text: String
        /// What it is.
        public var note: String

        /// Something that can be named.
        public init(_ text: String, note: String = "") {
            self.text = text
            self.note = note
        }
    }

    /// People by name, those that are most likely meant first.
    public var people: [Candidate] = []
    /// Open reports by number.
    public var reports: [Candidate] = []
    /// Areas, as `A1`.
    public var areas: [Candidate] = []
    /// Lines of the audit by number, newest first.
    public var audit: [Candidate] = []
    /// What is watched.
    public var watches: [Candidate] = []
    /// Lines that were typed before, newest first.
    public var history: [Candidate] = []

    /// Nothing.
    public init() {}
}

extension AdminCommand {
    /// What may be meant: lines typed before that begin like this one, then what can stand at its end, then
    /// screens of that name.
    public static func completions(of line: String, _ context: CompletionContext) -> [Completion] {
        let cut = CommandLineCut(line)
        guard cut.openQuote == nil, cut.words.count <= wordsMax else { return [] }
        var found = Found()
        let typed = line.drop(while: \.isWhitespace)
        if !typed.isEmpty {
            for past in context.history.filter({ $0.text.hasPrefix(typed) && $0.text != typed }).prefix(3) {
                found.add(past.text, past.note)
            }
        }
        complete(cut, context, &found)
        // Perhaps the verb was not meant to be one.
        if let first = cut.words.first, cut.words.count + (cut.endsInBlank ? 1 : 0) <= 2 {
            for (index, screen) in screens.enumerated()
            where screen.hasPrefix(first) && (screen != first || cut.words.count == 1) {
                found.add(screen, "screen \(index + 1)")
            }
        }
        return found.completions
    }

    /// The lines found so far, each once.
    private struct Found {
        private(set) var completions: [Completion] = []

        mutating func add(_ text: String, _ note: String) {
            guard completions.count < Completion.countMax, !completions.contains(where: { $0.text == text })
            else { return }
            completions.append(Completion(text: text, note: note))
        }

        /// Whether a line is there already, or a longer one of which it is the beginning.
        func has(beginning text: String) -> Bool {
            completions.contains { $0.text == text || $0.text.hasPrefix(text + " ") }
        }
    }

    private static func complete(_ cut: CommandLineCut, _ context: CompletionContext, _ found: inout Found) {
        var whole = cut.words
        let last = cut.endsInBlank ? "" : whole.removeLast()
        guard let name = whole.first else {
            for verb in CommandVerb.all where verb.name.hasPrefix(last) { found.add(verb.name, verb.text) }
            return
        }
        guard let verb = CommandVerb.named(name) else { return }
        let head = whole.map { CommandLineCut.quoted($0) }.joined(separator: " ") + " "
        if last.hasPrefix("-") {
            for option in CommandOption.of(verb, in: .console)
            where option.name.hasPrefix(last) && option.name != last {
                found.add(head + option.name, option.text)
            }
            return
        }
        guard let thing = thing(of: verb, behind: whole.dropFirst()) else { return }
        for candidate in candidates(thing, last, context) {
            let text = head + CommandLineCut.quoted(candidate.text)
            if !found.has(beginning: text) { found.add(text, candidate.note) }
            if thing == .person, verb.isAct, !last.isEmpty { found.add(text + " --dry-run", "") }
        }
    }

    /// What stands behind these words. Options and their values do not count.
    private static func thing(of verb: CommandVerb, behind words: ArraySlice<String>) -> CommandThing? {
        let known = CommandOption.of(verb, in: .console)
        // An area is lifted and extended by its number.
        if verb.name == "area", words.first == "lift" || words.first == "extend" {
            return words.count == 1 ? .area : .duration
        }
        var count = 0
        var rest = words
        while let word = rest.popFirst() {
            if let option = known.first(where: { $0.name == word }) {
                guard option.valueName != nil else { continue }
                // The value itself is being typed.
                if rest.popFirst() == nil { return valueThing(of: option) }
            } else {
                count += 1
            }
        }
        return count < verb.things.count ? verb.things[count] : nil
    }

    private static func valueThing(of option: CommandOption) -> CommandThing? {
        switch option.name {
        case "--for", "--undo": .duration
        case "--reason": .reason
        case "--except", "--to": .person
        case "--report": .report
        default: nil
        }
    }

    private static func candidates(
        _ thing: CommandThing, _ beginning: String, _ context: CompletionContext
    ) -> [CompletionContext.Candidate] {
        all(thing, context).filter {
            $0.text.lowercased().hasPrefix(beginning.lowercased()) && $0.text != beginning
                || $0.text == beginning && thing == .person
        }
    }

    private static func all(
        _ thing: CommandThing, _ context: CompletionContext
    ) -> [CompletionContext.Candidate] {
        typealias Candidate = CompletionContext.Candidate
        return switch thing {
        case .person: context.people
        case .report: context.reports
        case .area: context.areas
        case .line: context.audit
        case .subject: context.people + context.watches + [Candidate("newcomers", note: "who has just come")]
        case .duration: ["10m", "1h", "24h", "7d", "30d", "perm"].map { Candidate($0) }
        case .reason: Reason.allCases.map { Candidate($0.rawValue, note: $0.label) }
        case .level:
            CommandVerb.levels.enumerated().map { Candidate("\($0.offset)", note: $0.element) }
        case .mode: AreaRecord.Mode.allCases.map { Candidate($0.rawValue) }
        case .rectangle: []
        case .text: []
        }
    }
}
