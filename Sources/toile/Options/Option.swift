import Service
import Wire

/// One option of a command: how it is written, what it means, what it does. The table of a command's options
/// is all there is to know about them: parsing, `--help`, the configuration file and its documentation follow
/// from it.
struct Option<Target> {
    typealias Apply<Value> = (inout Value, String) throws(Failure) -> Void

    /// Where an option may stand.
    enum Scope {
        /// On the command line, and for the whole server in the configuration file.
        case server
        /// The same, and for one board alone.
        case everyBoard
        /// For one board alone.
        case oneBoard
        /// On the command line only.
        case commandLine
    }

    let name: String
    /// What stands for the value in the help; nil for a switch.
    let valueName: String?
    let text: String
    /// What holds where it is not given, in words; nil: nothing.
    let standard: String?
    /// Which values are possible, in words.
    let bounds: String?
    let scope: Scope
    /// It is left out of the help and of the documentation: it is for measuring.
    let isHidden: Bool
    let apply: Apply<Target>
    /// The same for one board; nil where it cannot stand there.
    let applyToBoard: Apply<BoardWishes>?
    /// Forgets what was given so far, where an option is repeatable: what the command line lists replaces
    /// what the file lists.
    let forget: ((inout Target) -> Void)?

    init(
        _ name: String, _ valueName: String?, _ text: String, standard: String? = nil, bounds: String? = nil,
        scope: Scope = .server, isHidden: Bool = false, forget: ((inout Target) -> Void)? = nil,
        applyToBoard: Apply<BoardWishes>? = nil, _ apply: @escaping Apply<Target>
    ) {
        self.name = name
        self.valueName = valueName
        self.text = text
        self.standard = standard
        self.bounds = bounds
        self.scope = scope
        self.isHidden = isHidden
        self.apply = apply
        self.applyToBoard = applyToBoard
        self.forget = forget
    }

    /// An option that is an integer within bounds.
    static func integer(
        _ name: String, _ valueName: String, _ bounds: ClosedRange<Int>, _ text: String,
        standard: String? = nil, isHidden: Bool = false, _ set: @escaping (inout Target, Int) -> Void
    ) -> Option {
        Option(
            name, valueName, text, standard: standard, bounds: bounds.words, isHidden: isHidden
        ) { (target, word) throws(Failure) in
            set(&target, try WholeNumber.read(word, of: name, within: bounds))
        }
    }

    /// What it is called in the configuration file.
    var key: String { name.hasPrefix("--") ? String(name.dropFirst(2)) : name }

    /// The text of the help, with what holds otherwise.
    var fullText: String { standard.map { "\(text) (\($0))" } ?? text }
}

/// A number as people write it: digits and nothing else.
enum WholeNumber {
    static func read(_ word: some StringProtocol) -> Int? {
        word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(word) : nil
    }

    static func read(_ word: String, of name: String, within bounds: ClosedRange<Int>) throws(Failure) -> Int
    {
        guard let value = read(word), bounds.contains(value) else {
            throw Failure(.usage, "\(name) \(word) is not possible", "give a whole number \(bounds.words)")
        }
        return value
    }
}

extension ClosedRange<Int> {
    fileprivate var words: String { "from \(lowerBound) to \(upperBound)" }
}

/// An option as it was given, with its value (empty for a switch).
struct GivenOption<Target> {
    let option: Option<Target>
    let value: String
}

extension Option {
    /// Reads a command's words and does what they say.
    static func parse(
        _ words: [String], _ options: [Option], command: String, into target: inout Target
    ) throws(Failure) {
        for given in try read(words, options, command: command) {
            try given.option.apply(&target, given.value)
        }
    }

    /// Reads a command's words. `--name value` and `--name=value` are the same.
    static func read(
        _ words: [String], _ options: [Option], command: String
    ) throws(Failure) -> [GivenOption<Target>] {
        var given: [GivenOption<Target>] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            let parts = (word == "-h" ? "--help" : word).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false
            ).map(String.init)
            let found = options.first { $0.name == parts[0] && $0.scope != .oneBoard }
            guard let option = found else {
                let names = options.filter { !$0.isHidden && $0.scope != .oneBoard }.map(\.name)
                let nearest = Spelling.nearest(to: parts[0], of: names).map { "did you mean \($0)? " } ?? ""
                throw Failure(
                    .usage, "\(command) knows no '\(parts[0])'",
                    "\(nearest)'toile \(command) --help' lists its options")
            }
            switch (option.valueName, parts.count) {
            case (nil, 1): given.append(GivenOption(option: option, value: ""))
            case (nil, _): throw Failure(.usage, "\(option.name) takes no value", "leave out '=\(parts[1])'")
            case (_, 2): given.append(GivenOption(option: option, value: parts[1]))
            case (let valueName?, _):
                guard let value = rest.popFirst() else {
                    throw Failure(.usage, "\(option.name) needs a value", "write \(option.name) \(valueName)")
                }
                given.append(GivenOption(option: option, value: value))
            }
        }
        return given
    }

    /// The lines of the help, aligned.
    static func help(_ options: [Option]) -> String {
        let shown = options.filter { !$0.isHidden && $0.scope != .oneBoard }
        let heads: [String] = shown.map { option in
            guard let valueName = option.valueName else { return option.name }
            return "\(option.name) \(valueName)"
        }
        let width = (heads.map(\.count).max() ?? 0) + 2
        return zip(heads, shown).map { head, option in
            "  \(head)\(String(repeating: " ", count: width - head.count))\(option.fullText)"
        }.joined(separator: "\n")
    }
}
