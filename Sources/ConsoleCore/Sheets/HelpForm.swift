import Cells
import Wire

/// All keys on one page, at 80 columns too.
struct HelpForm: SheetForm {
    var title: CellText { "keys" }
    var columns: Int { 78 }
    var keys: [KeyHint] { [KeyHint("any key", "closes")] }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        if model.isTiny { return Self.tinyLines(model.allows(.moderator)) }
        var lines: [CellText] = [
            "move  arrows hjkl (Shift x10), PgUp PgDn Home End, g 1204,566 or name",
            "look  Enter open  u trail  t window  / filter  n N next  o sort  I invert",
            "pick  Space tag  v rectangle or range  * all filtered  Esc clear",
        ]
        if model.allows(.moderator) {
            lines += [
                "act   b ban  X kick  m mute  r rollback  f freeze  w watch  c challenge",
                "      d dismiss  e escalate  A announce  ! defence  i note",
                "back  z undo my last action  Z redo  8 audit",
            ]
        }
        return lines + [
            "view  1-9 screens  Bksp last  Tab pane  p pause  + - zoom  0 fit  G grid",
            "out   : command  y copy  E export  ? help  q back  Q quit",
            "F1 help F3 find F4 filter F5 refresh F6 sort F9 kick F10 quit (aliases)",
            "mouse click = move there, drag = rectangle, wheel = zoom, header = sort",
        ]
    }

    /// What can be done with the list of reports, which is all that a small terminal shows.
    private static func tinyLines(_ canAct: Bool) -> [CellText] {
        var lines: [CellText] = ["move  arrows jk, PgUp PgDn Home End"]
        if canAct {
            lines += [
                "look  Enter claims", "act   b ban  m mute  r rollback",
                "      d dismiss  e escalate  X kick",
                "      A announce  ! defence", "back  z undo  Z redo",
            ]
        }
        return lines + ["out   : command  Q quit", "more keys from 60x16 on"]
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        // Moving the mouse is no key.
        if case .mouse(let event) = key, event.kind != .press { return .nothing }
        return .close
    }
}
