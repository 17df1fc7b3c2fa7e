/// The words of a command that takes things without a name beside its options.
struct Words {
    /// What stands for itself, in order.
    let things: [String]
    /// The options, with their values.
    let options: [String]

    init<Target>(_ words: [String], _ known: [Option<Target>]) {
        var things: [String] = []
        var options: [String] = []
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("-"), word != "-" else {
                things.append(word)
                continue
            }
            options.append(word)
            let takesNext = known.contains { $0.name == word && $0.valueName != nil }
            if takesNext, let value = rest.popFirst() { options.append(value) }
        }
        self.things = things
        self.options = options
    }

    /// The one thing that a command is about.
    func only(_ what: String, of command: String) throws(Failure) -> String {
        guard let thing = things.first else {
            throw Failure(
                .usage, "\(command) needs \(what)", "'toile \(command) --help' shows how it is written")
        }
        guard things.count == 1 else {
            throw Failure(
                .usage, "\(command) takes one \(what), and there is also '\(things[1])'",
                "'toile \(command) --help' shows how it is written")
        }
        return thing
    }
}
