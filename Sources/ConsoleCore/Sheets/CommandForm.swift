import Cells
import Wire

/// A command that was typed, and when.
struct CommandHistory: Equatable, Sendable {
    let line: String
    let at: Int64
}

/// The line of commands.
struct CommandForm: SheetForm {
    private var input = LineInput(charactersMax: 300)

    var title: CellText { "command" }
    var columns: Int { 72 }
    var keys: [KeyHint] {
        [KeyHint("Tab", "complete"), KeyHint("Enter", "run"), KeyHint("Esc", "cancel")]
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        [":\(input.text)|"]
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        switch key {
        case .enter: return .run(input.text)
        case .escape: return .close
        case .backspace where input.text.isEmpty: return .close
        default: return input.take(key) ? .shown : .nothing
        }
    }
}

extension ConsoleModel {
    mutating func run(command line: String) {
        if let screen = Screen.allCases.first(where: { $0.word == line.trimmedOfSpaces }) { open(screen) }
    }

    mutating func takeCommandAnswer(_ answer: ConsoleAnswer, _ line: String) {}
}
