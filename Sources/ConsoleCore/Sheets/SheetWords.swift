import Cells
import Wire

/// What sheets have in common.
enum SheetWords {
    /// A line of a form: its name in eight columns, then what there is to choose.
    static func line(_ name: CellText, _ words: CellText, _ hint: CellText = "", at x: Int = 55) -> CellText {
        let line = name.padded(to: 8) + words
        guard !hint.isEmpty else { return line }
        return line.padded(to: max(line.width + 1, x)) + hint
    }

    /// Choices side by side, the one that holds in brackets.
    static func choices(_ choices: [String], chosen: Int, gap: String = "  ") -> CellText {
        CellText(
            choices.enumerated().map { $0.offset == chosen ? "[\($0.element)]" : $0.element }
                .joined(separator: gap))
    }

    /// What the act would do: words that run over two lines, and who else looks on.
    static func effects(_ words: String, _ run: SheetRun, columns: Int = 70) -> [CellText] {
        if let refusal = run.refusal, !refusal.isConflict { return [line("effect", CellText(refusal.words))] }
        guard run.effects != nil else { return [line("effect", "...")] }
        let lines = wrapped(words, columns: columns - 12)
        return lines.enumerated().map { line($0.offset == 0 ? "effect" : "", CellText($0.element)) }
    }

    /// `leo is looking at this person now`
    static func lookers(_ names: [String]) -> CellText? {
        guard !names.isEmpty else { return nil }
        let verb = names.count == 1 ? "is" : "are"
        return line("", "\(names.joined(separator: ", ")) \(verb) looking at this person now")
    }

    /// The last line: what Enter does, that it is being done, that it was refused, or that somebody was
    /// faster, whose act some sheets can make last longer.
    static func enter(_ words: CellText, _ run: SheetRun, canLengthen: Bool = false) -> [CellText] {
        if run.isApplying { return ["being applied ..."] }
        guard let refusal = run.refusal else { return [words] }
        guard refusal.isConflict else { return ["Enter tries again   Esc cancel"] }
        let what = refusal.words.hasSuffix(".") ? String(refusal.words.dropLast()) : refusal.words
        let keys = canLengthen ? ". Enter = look, + = lengthen" : ". Enter = look"
        return wrapped(what + keys, columns: 66).map { CellText($0) }
    }

    /// Lines no longer than that, broken at spaces.
    static func wrapped(_ words: String, columns: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in CellText(words).string.split(separator: " ", omittingEmptySubsequences: false) {
            let joined = line.isEmpty ? String(word) : line + " " + word
            if CellText(joined).width > columns && !line.isEmpty {
                lines.append(line)
                line = String(word)
            } else {
                line = joined
            }
        }
        if !line.isEmpty || lines.isEmpty { lines.append(line) }
        return lines
    }
}
