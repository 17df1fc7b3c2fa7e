// What the grammar says of itself: made of the table of verbs, so that it cannot say anything else.

extension AdminCommand {
    /// What there is to type: a line for each verb.
    public static var overview: String {
        let acts = CommandVerb.all.filter(\.isAct)
        let questions = CommandVerb.all.filter { !$0.isAct }
        return "Acts\n" + lines(acts) + "\n\nQuestions\n" + lines(questions) + "\n"
    }

    /// How one verb is used.
    public static func help(of name: String) throws(AdminCommandError) -> String {
        guard let verb = CommandVerb.named(name) else {
            throw AdminCommandError("there is no '\(name)'", "'help' lists what there is")
        }
        let options = CommandOption.of(verb, in: .shell)
        let heads = options.map { [$0.name, $0.valueName].compactMap(\.self).joined(separator: " ") }
        var text = "\(verb.name): \(verb.text)\n\n"
        text += verb.usages.map { "  \($0)\n" }.joined()
        if !verb.examples.isEmpty {
            text += "\nExamples\n" + verb.examples.map { "  \($0)\n" }.joined()
        }
        text += "\nOptions\n" + aligned(Array(zip(heads, options.map(\.text)))) + "\n"
        if verb.role > .reader { text += "\nFor a \(verb.role.rawValue).\n" }
        return text
    }

    /// The table of verbs for the handbook.
    public static var markdown: String {
        var text = "| verb | what it does | who may |\n|---|---|---|\n"
        for verb in CommandVerb.all {
            let usages = verb.usages.map { "`" + $0.replacing("|", with: "\\|") + "`" }
            text += "| \(usages.joined(separator: "<br>")) | \(verb.text) | \(verb.role.rawValue) |\n"
        }
        return text
    }

    private static func lines(_ verbs: [CommandVerb]) -> String {
        aligned(verbs.map { ($0.name, $0.text) })
    }

    private static func aligned(_ pairs: [(String, String)]) -> String {
        let width = (pairs.map(\.0.count).max() ?? 0) + 2
        return pairs.map { head, text in
            "  " + head + String(repeating: " ", count: width - head.count) + text
        }.joined(separator: "\n")
    }
}
