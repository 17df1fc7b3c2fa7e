import Cells
import Wire

/// Ends somebody's connections, or has them solve a puzzle.
struct PeopleForm: SheetForm {
    private let verb: AdminVerb
    private let target: ActTarget

    init(_ verb: AdminVerb, _ target: ActTarget) {
        self.verb = verb
        self.target = target
    }

    var title: CellText { CellText(verb.rawValue) }
    var keys: [KeyHint] { [KeyHint("Enter", "apply"), KeyHint("Esc", "cancel")] }

    func act(_ model: ConsoleModel) -> AdminAct? {
        var act = AdminAct(verb)
        act.who = target.who
        act.report = target.report
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        let effects = run.effects ?? ActEffects()
        let words =
            verb == .kick
            ? "closes \(counted(effects.connectionsClosed, "session")); they may come back"
            : "they solve a puzzle before they place again"
        return [SheetWords.line("who", CellText(model.details(of: target)).clipped(to: 58, mark: "~")), ""]
            + SheetWords.effects(words, run)
            + [SheetWords.lookers(effects.lookers)].compactMap { $0 }
            + SheetWords.enter("Enter apply   Esc cancel", run)
    }
}

/// Writes something down about somebody.
struct NoteForm: SheetForm {
    private let target: ActTarget
    private var text = LineInput(charactersMax: 200)

    init(_ target: ActTarget) {
        self.target = target
    }

    var title: CellText { "note" }
    var keys: [KeyHint] { [KeyHint("Enter", "write down"), KeyHint("Esc", "cancel")] }

    func act(_ model: ConsoleModel) -> AdminAct? {
        guard !text.text.trimmedOfSpaces.isEmpty else { return nil }
        var act = AdminAct(.note)
        act.who = target.who
        act.text = text.text
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        [
            SheetWords.line("who", CellText(model.details(of: target)).clipped(to: 58, mark: "~")),
            SheetWords.line("note", CellText(String(text.text.suffix(56))) + "_"),
            SheetWords.line("", run.refusal.map { CellText($0.words) } ?? "only staff reads it"),
            run.isApplying ? "being written down ..." : "Enter write down   Esc cancel",
        ]
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        switch key {
        case .enter: return .apply
        case .escape: return .close
        case .backspace where text.text.isEmpty: return .close
        default: return text.take(key) ? .shown : .nothing
        }
    }
}

/// An act that has no way back, or that others are affected by: what it is, and the word that is asked for.
struct WordForm: SheetForm {
    private let planned: AdminAct
    private let words: [String]
    private let word: String
    private var typed = LineInput(charactersMax: 20)

    init(act: AdminAct, lines: [String], word: String) {
        planned = act
        words = lines
        self.word = word
    }

    var title: CellText { "no way back" }
    var isLow: Bool { true }
    var keys: [KeyHint] { [KeyHint("type", "the word"), KeyHint("Esc", "cancel")] }

    func act(_ model: ConsoleModel) -> AdminAct? {
        guard typed.text == word else { return nil }
        var act = planned
        act.word = word
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        var lines = words.flatMap { SheetWords.wrapped($0, columns: 66) }.map { CellText($0) }
        lines.append("This cannot be undone. Type \(word) to go on: \(typed.text)_")
        if let refusal = run.refusal { lines.append(CellText(refusal.words)) }
        let enter: CellText = typed.text == word ? "Enter apply   Esc cancel" : "Esc cancel"
        lines.append(run.isApplying ? "being applied ..." : enter)
        return lines
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        switch key {
        case .enter: return typed.text == word ? .apply : .nothing
        case .escape: return .close
        case .backspace where typed.text.isEmpty: return .close
        default: return typed.take(key) ? .shown : .nothing
        }
    }
}
