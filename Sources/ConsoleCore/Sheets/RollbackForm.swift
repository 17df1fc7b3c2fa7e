import Cells
import Wire

/// Takes back what somebody placed in an area, with a picture of the place before and after.
struct RollbackForm: SheetForm {
    static let windows: [Int64] = [
        10 * Moments.minute, Moments.hour, Moments.day, 7 * Moments.day, 0,
    ]
    private static let windowNames = ["last 10 min", "last 1 h", "last 24 h", "last 7 d", "all time"]
    /// Columns of each of the two pictures, and where they begin.
    private static let pictureColumns = 26
    private static let pictureX = [2, 29]

    private let target: ActTarget
    private var area: PixelRectangle?
    /// What `w` goes back to.
    private let selected: PixelRectangle?
    private var window = 1
    private var isEveryone: Bool
    private var excluded: [String] = []
    private var excluding: LineInput?
    private let pictureRows: Int

    init(_ target: ActTarget, _ model: ConsoleModel) {
        self.target = target
        selected = target.area ?? target.place.map { AreaForm.square(at: $0, in: model.board) }
        area = selected
        isEveryone = target.people.isEmpty
        pictureRows = min(12, max(3, model.size.height - 21))
    }

    var title: CellText { "rollback - preview" }

    var keys: [KeyHint] {
        if excluding != nil { return [KeyHint("Enter", "exclude"), KeyHint("Esc", "back")] }
        return [
            KeyHint("-/+", "time"), KeyHint("a", "everyone"), KeyHint("x", "exclude"),
            KeyHint("Enter", "apply"), KeyHint("Esc", "cancel"),
        ]
    }

    func act(_ model: ConsoleModel) -> AdminAct? {
        // Everybody everywhere is not what a slip of the finger may ask for.
        guard !isEveryone || area != nil else { return nil }
        var act = AdminAct(.rollback)
        act.who = isEveryone ? [] : target.who
        act.isEveryone = isEveryone
        act.except = isEveryone ? excluded : []
        act.windowMillis = Self.windows[window]
        act.report = target.report
        if let area { (act.x, act.y, act.width, act.height) = (area.x, area.y, area.width, area.height) }
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        let who = isEveryone ? "everyone" : target.words
        let alone = target.people.isEmpty ? "everyone" : target.words + " only"
        let other = isEveryone ? "(a: \(alone))" : "(a: everyone in the area)"
        let place = area?.text ?? "whole canvas"
        let hint = area == nil ? "(v: draw one, w: the area)" : "(v: redraw, w: whole canvas)"
        var lines: [CellText] = [
            CellText("who    ") + CellText("\(who)  \(other)").clipped(to: 36, mark: "~").padded(to: 37)
                + "when  \(Self.windowNames[window])  -/+",
            "where  \(place)   \(hint)",
            excluded.isEmpty ? "" : CellText("but    " + excluded.joined(separator: ", ")),
            "  now                        after",
        ]
        lines += Array(repeating: CellText(""), count: pictureRows)
        lines.append("")
        lines += effectLines(run)
        if let excluding {
            lines.append("exclude \(excluding.text)_")
        } else {
            lines += SheetWords.enter("Enter apply   x exclude a person   Esc cancel", run)
        }
        return lines
    }

    private func effectLines(_ run: SheetRun) -> [CellText] {
        if isEveryone && area == nil { return ["everyone: choose an area first", ""] }
        if let refusal = run.refusal, !refusal.isConflict { return [CellText(refusal.words), ""] }
        guard let effects = run.effects else { return ["...", ""] }
        var first = "\(Numbers.grouped(effects.pixelsBack)) px change"
        if effects.pixelsKept > 0 {
            let people = counted(effects.keptPeople, "other person", "other people")
            first += ", \(effects.pixelsKept) kept (newer pixel by \(people))"
        }
        let size = Numbers.bytes(effects.frameBytes)
        return [
            CellText(first),
            "goes out as \(counted(effects.frames, "frame")), \(size); nobody loses cooldown",
        ]
    }

    func decorate(
        _ grid: inout CellGrid, _ inside: CellRectangle, _ model: ConsoleModel, _ run: SheetRun
    ) {
        guard let preview = run.effects?.preview, let board = model.board else { return }
        for (x, digits) in zip(Self.pictureX, [preview.before, preview.after]) {
            guard
                let mirror = HexPicture.mirror(
                    digits, width: preview.width, height: preview.height, palette: board.palette)
            else { continue }
            var view = Viewport(isLettered: model.options.isLettered)
            let size = view.size(columns: Self.pictureColumns, rows: pictureRows)
            view.zoom = .reduced(
                by: max(
                    (mirror.width + size.width - 1) / size.width,
                    (mirror.height + size.height - 1) / size.height))
            let area = CellRectangle(
                x: inside.x + 1 + x, y: inside.y + 4, width: Self.pictureColumns, height: pictureRows)
            CanvasPainter(mirror: mirror, viewport: view).draw(into: &grid, area.intersection(inside))
        }
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        if var input = excluding { return exclude(key, &input) }
        if run.refusal?.isConflict == true, key == .enter { return .look(.audit) }
        switch key {
        case .enter: return .apply
        case .escape, .character("q"): return .close
        case .character("-"), .left: window = max(0, window - 1)
        case .character("+"), .character("="), .right: window = min(Self.windows.count - 1, window + 1)
        case .character("a"): if !target.people.isEmpty { isEveryone.toggle() }
        case .character("w"): area = area == nil ? selected : nil
        case .character("v"): return .select
        case .character("x"):
            excluding = LineInput(charactersMax: 60)
            return .shown
        default: return .nothing
        }
        return .changed
    }

    private mutating func exclude(_ key: Key, _ input: inout LineInput) -> SheetOutcome {
        switch key {
        case .enter:
            excluding = nil
            let name = input.text.trimmedOfSpaces
            guard !name.isEmpty, excluded.count < 20 else { return .shown }
            excluded.append(name)
            isEveryone = true
            return .changed
        case .escape: excluding = nil
        default:
            _ = input.take(key)
            excluding = input
        }
        return .shown
    }
}
