import Cells
import Wire

/// Takes an act back that touches what others have done since: what comes of it, and Enter.
struct UndoForm: SheetForm {
    private let line: UInt64
    private let what: String

    init(line: UInt64, what: String) {
        self.line = line
        self.what = what
    }

    var title: CellText { "undo" }
    var keys: [KeyHint] { [KeyHint("Enter", "undo"), KeyHint("Esc", "cancel")] }

    func act(_ model: ConsoleModel) -> AdminAct? {
        var act = AdminAct(.undo)
        act.number = line
        return act
    }

    func lines(_ model: ConsoleModel, _ run: SheetRun) -> [CellText] {
        [SheetWords.line("line", CellText("\(line) \(what)").clipped(to: 58, mark: "~")), ""]
            + SheetWords.effects(run.effectWords, run)
            + SheetWords.enter("Enter undo   Esc cancel", run)
    }
}

/// What was asked for while the audit was still on its way: whoever is quick must not undo the line before.
enum WaitingUndo: Sendable {
    case undo
    case redo
}

extension ConsoleModel {
    /// Whether the newest act of this console is in the audit that is known here.
    private var knowsOwnActs: Bool {
        guard owedLine <= world.audit.first?.number ?? 0 else { return false }
        return !questions.contains {
            switch $0 {
            case .act, .quickAct, .command: true
            default: false
            }
        }
    }

    /// The audit was told, or an act was answered: what waited for it is done.
    mutating func undoWhatWaited() {
        guard let waiting = waitsForLine, knowsOwnActs else { return }
        waitsForLine = nil
        // Whoever has begun something else since sees that before anything is done behind it.
        guard sheet == nil else { return refuse("nothing was taken back: a sheet was opened, z again") }
        switch waiting {
        case .undo: undoNewest()
        case .redo: redoNewest()
        }
    }

    /// Takes back what this user did last.
    mutating func undoNewest() {
        guard knowsOwnActs else { return waitsForLine = .undo }
        guard let entry = newestUndoable else { return refuse("nothing of yours to undo") }
        undo(entry)
    }

    /// Does again what this user took back last.
    mutating func redoNewest() {
        guard knowsOwnActs else { return waitsForLine = .redo }
        let mine = world.audit.first {
            $0.by == world.you.user && $0.undoOf != nil && $0.undoneBy == nil && $0.noInverse == nil
        }
        guard let mine else { return refuse("nothing of yours to redo") }
        undo(mine)
    }

    /// Takes back a line of the audit, whoever wrote it; the server knows who may.
    mutating func undo(line: UInt64) {
        guard let entry = world.audit.first(where: { $0.number == line }) else {
            return refuse("line \(line) is not known here")
        }
        undo(entry)
    }

    /// The newest line of this user's that has an inverse, is not over and was not undone. Of an act with two
    /// lines the first one, which takes the other with it.
    private var newestUndoable: AuditEntry? {
        let number = AdminCommand.undoTarget(in: world.audit, by: world.you.user, nowMillis: clock)
        return number.flatMap { number in world.audit.first { $0.number == number } }
    }

    /// Asks what an undo would do. Where nobody else is affected it is done at once, else the sheet asks.
    private mutating func undo(_ entry: AuditEntry) {
        guard mayAct(.moderator) else { return }
        guard entry.noInverse == nil else {
            return refuse("line \(entry.number) is not undoable: \(entry.noInverse ?? "")")
        }
        guard sheet == nil else { return }
        sheetsOpened += 1
        var opened = Sheet(
            number: sheetsOpened, form: UndoForm(line: entry.number, what: entry.text))
        opened.run.seen = world.audit.first?.number
        (opened.run.isDeciding, opened.run.isUnseen) = (true, true)
        var act = AdminAct(.undo)
        act.number = entry.number
        act.isDryRun = true
        guard post(.undo(sheet: opened.number), act) else {
            return refuse("too much is on its way, try again")
        }
        sheet = opened
        message = "line \(entry.number) is being taken back ..."
    }

    mutating func takeUndoPreview(_ answer: ConsoleAnswer, _ number: Int) {
        takeEffects(answer, number, 0)
        guard sheet?.number == number else { return }
        sheet?.run.isDeciding = false
        if let effects = sheet?.run.effects, effects.pixelsKept == 0, effects.othersHit == 0,
            effects.keptPeople == 0
        {
            applySheet()
            if sheet?.run.isApplying == true { return }
        } else {
            message = nil
        }
        // The sheet is to be read: what was typed ahead was not meant for it.
        sheet?.run.isUnseen = false
        typedAhead = []
    }
}
