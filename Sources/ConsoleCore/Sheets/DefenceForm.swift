import Cells
import Wire

/// How hard the board defends itself; digits are levels.
struct DefenceForm: SheetForm {
    private static let durations: [Int64] = [5 * Moments.minute, 15 * Moments.minute, Moments.hour, 0]
    private static let durationNames = ["5 m", "15 m", "1 h", "until I change it"]
    static let levelNames = ["normal", "careful", "slow", "puzzle", "locked"]
    static let levelWords = [
        "cooldown and stack as usual", "cooldown x2, flags on",
        "cooldown x4, stack 1, new sessions wait 60 s",
        "cooldown x4, stack 1, sessions below 24 h solve a puzzle first",
        "cooldown x4, stack 1, only sessions older than 24 h place",
    ]

    private var level: Int
    private var isFreezing = false
    private let isFrozen: Bool
    private var duration = 1
    private var isTold = true

    init(_ model: ConsoleModel) {
        let defence = model.world.defence(of: model.options.board)
        level = min(max(0, defence?.level ?? 0), Self.levelNames.count - 1)
        isFrozen = defence?.isFrozen ?? false
        isFreezing = isFrozen
    }

    var title: CellText { "defence level" }
    var columns: Int { 72 }

    var keys: [KeyHint] {
        [
            KeyHint("0-4 F", "level"), KeyHint("left/right", "time"), KeyHint("Enter", "apply"),
            KeyHint("Esc", "cancel"),
        ]
    }

    /// Nothing is done where all is as usual and is to stay so.
    func act(_ model: ConsoleModel) -> AdminAct? {
        let standing = model.world.defence(of: model.options.board)?.level ?? 0
        guard isFreezing || level != 0 || standing != 0 else { return nil }
        if isFreezing {
            var act = AdminAct(isFrozen ? .unfreeze : .freeze)
            if !isFrozen { act.durationMillis = Self.durations[duration] }
            act.isTold = isTold
            return act
        }
        var act = AdminAct(.defence)
        act.level = level
        act.durationMillis = level == 0 ? 0 : Self.durations[duration]
        act.isTold = isTold
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        var names = Self.levelNames.enumerated().map { "\($0.offset) \($0.element)" }
        names.append(isFrozen ? "F thaw" : "F freeze")
        let chosen = isFreezing ? names.count - 1 : level
        let told = run.effects?.told ?? ""
        let banner = "[\(isTold ? "x" : " ")] banner to everyone" + (told.isEmpty ? "" : ": \"\(told)\"")
        var meaning = "\(level) = \(Self.levelWords[level])"
        if isFreezing { meaning = isFrozen ? "F = people place again" : "F = nobody places" }
        var lines: [CellText] = [
            SheetWords.line("level", SheetWords.choices(names, chosen: chosen)),
            SheetWords.line(
                "for", SheetWords.choices(Self.durationNames, chosen: duration), "(left/right)", at: 51),
            SheetWords.line("", CellText(meaning)),
            SheetWords.line("tell", CellText(banner).clipped(to: 60, mark: "~")),
            "",
        ]
        guard act(model) != nil else {
            return lines + [SheetWords.line("effect", "none: this is how it is now"), "Esc cancel"]
        }
        let effects = run.effects ?? ActEffects()
        var words = "\(effects.pixelsPerSecond) -> ~\(effects.pixelsPerSecondAfter) px/s"
        let online = Numbers.grouped(model.world.board(model.options.board)?.online ?? 0)
        if effects.peopleWaiting > 0 {
            let wait = effects.peopleWaiting == 1 ? "waits" : "wait"
            words += "; \(effects.peopleWaiting) of \(online) people \(wait) at the gate"
        }
        lines += SheetWords.effects(words, run, columns: 72)
        return lines + SheetWords.enter("Enter apply   Esc cancel   z undoes it", run)
    }

    mutating func handle(_ key: Key, _ model: ConsoleModel, _ run: SheetRun) -> SheetOutcome {
        if run.refusal?.isConflict == true, key == .enter { return .look(.defence) }
        switch key {
        case .enter: return act(model) == nil ? .shown : .apply
        case .escape, .character("q"): return .close
        case .character(let digit) where "0"..."4" ~= digit:
            (level, isFreezing) = (Int(digit.value) - 48, false)
        case .character("F"), .character("f"): isFreezing = true
        case .left: duration = max(0, duration - 1)
        case .right: duration = min(Self.durations.count - 1, duration + 1)
        case .tab, .character("t"), .character(" "): isTold.toggle()
        default: return .nothing
        }
        return .changed
    }
}
