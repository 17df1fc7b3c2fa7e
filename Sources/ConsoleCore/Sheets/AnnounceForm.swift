import Cells
import Wire

/// Says something to everybody, in both languages, or to some.
struct AnnounceForm: SheetForm {
    private static let receivers = ["everyone", "people in the selection", "one person"]

    private let target: ActTarget
    private var english = LineInput(charactersMax: 200)
    private var french = LineInput(charactersMax: 200)
    private var isFrench = false
    private var receiver = 0

    init(_ target: ActTarget) {
        self.target = target
    }

    var title: CellText { "announce" }

    var keys: [KeyHint] {
        [
            KeyHint("Tab", "to whom"), KeyHint("Down", "French"), KeyHint("Enter", "send"),
            KeyHint("Esc", "cancel"),
        ]
    }

    private var people: [PersonName] {
        switch receiver {
        case 1: target.source == .tags || target.source == .selection ? target.people : []
        case 2: Array(target.people.prefix(1))
        default: []
        }
    }

    private var who: [String] { people.map(\.id) }

    func act(_ model: ConsoleModel) -> AdminAct? {
        // Nobody means everybody to the server, so nobody is not sent.
        guard !english.text.trimmedOfSpaces.isEmpty, receiver == 0 || !who.isEmpty else { return nil }
        var act = AdminAct(.announce)
        act.text = english.text
        act.textFrench = french.text.isEmpty ? nil : french.text
        act.who = who
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        var lines: [CellText] = [
            SheetWords.line("text", shown(english, isWritten: !isFrench))
        ]
        if isFrench || !french.text.isEmpty {
            lines.append(SheetWords.line("fr", shown(french, isWritten: isFrench)))
        }
        lines.append(
            SheetWords.line("to", SheetWords.choices(Self.receivers, chosen: receiver), "(Tab)", at: 57))
        if receiver != 0 {
            lines.append(SheetWords.line("", CellText(ActTarget(people: people).words)))
        }
        lines.append(SheetWords.line("shown", "banner 30 s + screen reader; Down adds the text in French"))
        if let refusal = run.refusal { lines.append(SheetWords.line("", CellText(refusal.words))) }
        lines.append(run.isApplying ? "being sent ..." : "Enter send   Esc cancel")
        return lines
    }

    /// The end of a long text: that is where it is written.
    private func shown(_ input: LineInput, isWritten: Bool) -> CellText {
        let text = CellText(String(input.text.suffix(56)))
        return isWritten ? text + "_" : text
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        switch key {
        case .enter: return .apply
        case .escape: return .close
        case .tab: receiver = (receiver + 1) % Self.receivers.count
        case .backTab: receiver = (receiver + Self.receivers.count - 1) % Self.receivers.count
        case .up, .down: isFrench.toggle()
        case .backspace where !isFrench && english.text.isEmpty: return .close
        default:
            if isFrench { _ = french.take(key) } else { _ = english.take(key) }
        }
        return .shown
    }
}
