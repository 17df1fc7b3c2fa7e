import Cells
import Wire

/// Lays a rule on a rectangle: frozen by default, so that `f` Enter stops an attack.
struct AreaForm: SheetForm {
    private static let durations: [Int64] = [
        5 * Moments.minute, 10 * Moments.minute, Moments.hour, Moments.day, 0,
    ]
    private static let durationNames = ["5 m", "10 m", "1 h", "1 d", "until lifted"]
    private static let modes: [AreaRecord.Mode] = [.frozen, .staff, .slower]
    private static let modeNames = ["frozen", "staff only", "cooldown x4"]
    /// The side of the area where none is selected.
    static let sideUsual = 64

    private let area: PixelRectangle
    private let isSelection: Bool
    private var mode = 0
    private var duration = 1
    private var why = LineInput(charactersMax: 80)

    init(_ target: ActTarget, _ model: ConsoleModel) {
        let place = target.place ?? (model.live.cursorX, model.live.cursorY)
        area = target.area ?? Self.square(at: place, in: model.board)
        isSelection = target.area != nil
    }

    /// A square around a pixel, as far as it lies on the board.
    static func square(at place: (x: Int, y: Int), in board: BoardMirror?) -> PixelRectangle {
        let left = max(0, place.x - sideUsual / 2)
        let top = max(0, place.y - sideUsual / 2)
        guard let board else { return PixelRectangle(x: left, y: top, width: sideUsual, height: sideUsual) }
        let width = min(sideUsual, board.width)
        let height = min(sideUsual, board.height)
        return PixelRectangle(
            x: min(left, board.width - width), y: min(top, board.height - height), width: width,
            height: height)
    }

    var title: CellText { "freeze area" }

    var keys: [KeyHint] {
        [
            KeyHint("left/right", "time"), KeyHint("Tab", "mode"), KeyHint("Enter", "apply"),
            KeyHint("Esc", "cancel"),
        ]
    }

    func act(_ model: ConsoleModel) -> AdminAct? {
        var act = AdminAct(.area)
        (act.x, act.y, act.width, act.height) = (area.x, area.y, area.width, area.height)
        act.mode = Self.modes[mode]
        act.factor = Self.modes[mode] == .slower ? 4 : nil
        act.durationMillis = Self.durations[duration]
        act.why = why.text.isEmpty ? nil : why.text
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        let source =
            isSelection ? "(selection; none: 64x64 at the cursor)" : "(64x64 at the cursor; v selects)"
        var lines: [CellText] = [
            SheetWords.line("area", "\(area.text) \(source)"),
            SheetWords.line("mode", SheetWords.choices(Self.modeNames, chosen: mode), "(Tab)"),
            SheetWords.line(
                "for", SheetWords.choices(Self.durationNames, chosen: duration), "(left/right)", at: 48),
            SheetWords.line(
                "why", CellText(why.text).clipped(to: 56) + "_",
                why.text.utf8.count < 23 ? "(shown to players, optional)" : "", at: 32),
            "",
        ]
        let people = counted(run.effects?.peopleThere ?? 0, "person", "people")
        lines += SheetWords.effects("\(people) drew here in the last 5 min", run)
        return lines + SheetWords.enter("Enter apply   Esc cancel   z undoes it", run)
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        if run.refusal?.isConflict == true, key == .enter { return .look(.areas) }
        switch key {
        case .enter: return .apply
        case .escape: return .close
        case .tab: mode = (mode + 1) % Self.modes.count
        case .backTab: mode = (mode + Self.modes.count - 1) % Self.modes.count
        case .left: duration = max(0, duration - 1)
        case .right: duration = min(Self.durations.count - 1, duration + 1)
        case .backspace where why.text.isEmpty: return .close
        default: return why.take(key) ? .shown : .nothing
        }
        return .changed
    }
}
