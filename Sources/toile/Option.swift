/// One option of a command: how it is written, what it means, what it does. The table of a command's options
/// is all there is to know about them: parsing and `--help` follow from it.
struct Option<Target> {
    let name: String
    /// What stands for the value in the help; nil for a switch.
    let valueName: String?
    let text: String
    let apply: (inout Target, String) throws(Failure) -> Void

    init(
        _ name: String, _ valueName: String?, _ text: String,
        _ apply: @escaping (inout Target, String) throws(Failure) -> Void
    ) {
        self.name = name
        self.valueName = valueName
        self.text = text
        self.apply = apply
    }

    /// An option that is an integer within bounds.
    static func integer(
        _ name: String, _ valueName: String, _ bounds: ClosedRange<Int>, _ text: String,
        _ set: @escaping (inout Target, Int) -> Void
    ) -> Option {
        Option(name, valueName, text) { (target, word) throws(Failure) in
            guard let value = WholeNumber.read(word), bounds.contains(value) else {
                throw Failure(
                    .usage, "\(name) \(word) is not possible",
                    "give a whole number from \(bounds.lowerBound) to \(bounds.upperBound)")
            }
            set(&target, value)
        }
    }
}

/// A number as people write it: digits and nothing else.
enum WholeNumber {
    static func read(_ word: some StringProtocol) -> Int? {
        word.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(word) : nil
    }
}

extension Option {
    /// Reads a command's words. `--name value` and `--name=value` are the same.
    static func parse(
        _ words: [String], _ options: [Option], command: String, into target: inout Target
    ) throws(Failure) {
        var rest = words[...]
        while let word = rest.popFirst() {
            let parts = (word == "-h" ? "--help" : word).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false
            ).map(
                String.init)
            guard let option = options.first(where: { $0.name == parts[0] }) else {
                throw Failure(
                    .usage, "\(command) knows no '\(parts[0])'", "'toile \(command) --help' lists its options"
                )
            }
            switch (option.valueName, parts.count) {
            case (nil, 1): try option.apply(&target, "")
            case (nil, _): throw Failure(.usage, "\(option.name) takes no value", "leave out '=\(parts[1])'")
            case (_, 2): try option.apply(&target, parts[1])
            case (let valueName?, _):
                guard let value = rest.popFirst() else {
                    throw Failure(.usage, "\(option.name) needs a value", "write \(option.name) \(valueName)")
                }
                try option.apply(&target, value)
            }
        }
    }

    /// The lines of the help, aligned.
    static func help(_ options: [Option]) -> String {
        let heads: [String] = options.map { option in
            guard let valueName = option.valueName else { return option.name }
            return "\(option.name) \(valueName)"
        }
        let width = (heads.map(\.count).max() ?? 0) + 2
        return zip(heads, options).map { head, option in
            "  \(head)\(String(repeating: " ", count: width - head.count))\(option.text)"
        }.joined(separator: "\n")
    }
}
