import Cells
import Wire

extension ConsoleModel {
    /// What a form would do is asked for when it has rested this long.
    static let effectsRestMillis: Millis = 120

    /// Opens a sheet and asks what it would do.
    mutating func openSheet(_ form: some SheetForm) {
        open(sheet: form)
    }

    private mutating func open(sheet form: any SheetForm) {
        sheetsOpened += 1
        var opened = Sheet(number: sheetsOpened, form: form)
        opened.run.seen = world.audit.first?.number
        if form.act(self) != nil { opened.run.dueAt = now }
        sheet = opened
        // What the act would be is known now; the answer is there before anybody has read the sheet.
        askForEffects()
    }

    /// The sheet that is to be seen.
    var shownSheet: Sheet? { sheet?.run.isUnseen == true ? nil : sheet }

    /// Takes a key while a sheet is open.
    mutating func takeSheetKey(_ key: Key) {
        guard var open = sheet else { return }
        let outcome = open.form.handle(key, self, open.run)
        if open.run.isAwaiting { return takeAhead(key, outcome) }
        sheet = open
        switch outcome {
        case .nothing:
            if case .escape = key { sheet = nil }
        case .shown: break
        case .changed:
            sheet?.run.revision += 1
            sheet?.run.effects = nil
            sheet?.run.effectWords = ""
            sheet?.run.refusal = nil
            let isReady = open.form.act(self) != nil
            sheet?.run.dueAt = isReady ? now + Self.effectsRestMillis : nil
        case .close: sheet = nil
        case .apply: applySheet()
        case .look(let screen):
            sheet = nil
            self.open(screen)
        case .select:
            sheet = nil
            self.open(.live)
            live.anchor = (live.cursorX, live.cursorY)
            moveCursor(toX: live.cursorX, y: live.cursorY)
            message = "move to the other corner, then r again"
        case .run(let line):
            sheet = nil
            run(command: line)
        case .replace(let form): self.open(sheet: form)
        }
    }

    /// Takes a key while the act of the sheet is on its way.
    ///
    /// The sheet stays until the answer is there, since a conflict is read and answered in it (UX 2.4). A key
    /// that was meant for what comes after, as the `z` of somebody who has seen their mistake, waits with it,
    /// and is taken when the sheet closes.
    private mutating func takeAhead(_ key: Key, _ outcome: SheetOutcome) {
        if case .close = outcome {
            sheet = nil
            typedAhead = []
        } else {
            if key == .escape { sheet = nil }
            keepForLater(key)
        }
    }

    /// Does what the sheet says, once.
    mutating func applySheet() {
        guard var open = sheet, !open.run.isApplying else { return }
        if open.run.refusal?.isConflict == true {
            // Whoever goes on after a conflict has read of it.
            open.run.seen = world.audit.first?.number
            open.run.refusal = nil
            sheet = open
        }
        guard var act = open.form.act(self) else { return refuse("something is missing") }
        guard mayAct(.moderator) else { return }
        act.seen = open.run.seen
        guard post(.act(sheet: open.number), act) else { return refuse("too much is on its way, try again") }
        sheet?.run.isApplying = true
    }

    /// Asks what the act of the open sheet would do, when its time has come.
    mutating func askForEffects() {
        guard let open = sheet, let due = open.run.dueAt, now >= due, !open.run.isApplying else { return }
        sheet?.run.dueAt = nil
        guard var act = open.form.act(self) else { return }
        act.isDryRun = true
        post(.effects(sheet: open.number, revision: open.run.revision), act)
    }

    mutating func takeEffects(_ answer: ConsoleAnswer, _ number: Int, _ revision: Int) {
        guard sheet?.number == number, sheet?.run.revision == revision else { return }
        guard answer.status == 200, let told = try? ActAnswer(json: answer.body) else {
            sheet?.run.refusal = Refusal(answer)
            return
        }
        sheet?.run.effects = told.effects
        sheet?.run.effectWords = told.text
        sheet?.form.asked(told.effects)
    }

    mutating func takeActAnswer(_ answer: ConsoleAnswer, _ number: Int) {
        let isOpen = sheet?.number == number
        guard answer.status == 200, let done = try? ActAnswer(json: answer.body) else {
            let refusal = Refusal(answer)
            // What was typed ahead was meant for an act that was done.
            (typedAhead, waitsForLine) = ([], nil)
            guard isOpen else { return refuse(refusal.words) }
            sheet?.run.isApplying = false
            sheet?.run.isUnseen = false
            sheet?.run.refusal = refusal
            emit(.bell)
            return
        }
        if isOpen { sheet = nil }
        message = CellText(done.text)
        live.anchor = nil
        actSucceeded(done)
        if isOpen { takeKeysThatWaited() }
    }

    /// The connection is gone, and with it the answers that sheets waited for.
    mutating func loseSheetAnswers() {
        guard let open = sheet else { return }
        sheet?.run.dueAt = nil
        guard open.run.isAwaiting else { return }
        sheet = nil
        message = "the connection was lost: whether it was done, the audit says"
    }
}
