import Wire

extension AdminAct {
    /// The act with every text as a line that may be shown to anybody; what is nothing then is nothing.
    func cleaned() throws(ActRefused) -> AdminAct {
        var act = self
        act.board = try Self.line(board, "the name of the board", ModerationLimits.subjectCharactersMax) ?? ""
        act.who = try Self.subjects(who)
        act.except = try Self.subjects(except)
        act.why = try Self.line(why, "the reason", ModerationLimits.whyCharactersMax)
        act.text = try Self.line(text, "the text", ModerationLimits.textCharactersMax)
        act.textFrench = try Self.line(textFrench, "the French text", ModerationLimits.textCharactersMax)
        act.subject = try Self.line(subject, "what is watched", ModerationLimits.agentCharactersMax)
        act.word = try Self.line(word, "the word", ModerationLimits.subjectCharactersMax)
        return act
    }

    private static func subjects(_ texts: [String]) throws(ActRefused) -> [String] {
        guard texts.count <= ModerationLimits.subjectsMax else {
            throw ActRefused(
                .badRequest,
                "One act names \(ModerationLimits.subjectsMax) people at most. Do it in parts."
            )
        }
        var lines: [String] = []
        for text in texts {
            guard let line = try line(text, "a name", ModerationLimits.subjectCharactersMax) else {
                throw ActRefused(.badRequest, "Nobody has an empty name.")
            }
            lines.append(line)
        }
        return lines.unique
    }

    private static func line(
        _ text: String?, _ what: String, _ charactersMax: Int
    ) throws(ActRefused) -> String? {
        // The scalars, since one character may be made of any number of them.
        guard let text, !text.isEmpty else { return nil }
        guard let line = SafeLine(text)?.text else { return nil }
        guard line.unicodeScalars.count <= charactersMax else {
            throw ActRefused(
                .badRequest, "\(what) is too long: \(charactersMax) characters at most.".capitalized)
        }
        return line
    }
}

extension String {
    /// The same with a capital letter to begin with.
    fileprivate var capitalized: String { prefix(1).uppercased() + dropFirst() }
}
