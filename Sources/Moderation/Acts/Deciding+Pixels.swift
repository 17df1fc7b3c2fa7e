import Canvas
import Wire

extension Deciding {
    /// How far back a rollback goes, in words.
    var windowWords: String {
        let window = act.windowMillis ?? ModerationLimits.rollbackMillis
        return window == 0 ? "all" : spanWords(window)
    }

    mutating func rollback() throws(ActRefused) {
        let board = try board()
        let area = try rectangle(on: board)
        guard act.isEveryone != !act.who.isEmpty else {
            throw ActRefused(
                .badRequest, "Roll back whom? Name people, or everyone in an area, and not both.")
        }
        let from = try windowStart(act.windowMillis ?? ModerationLimits.rollbackMillis)
        let target: RollbackTarget
        var people: [PersonFacts] = []
        if act.isEveryone {
            let staff = book.staff.keys.compactMap { UInt32(exactly: $0) }.map { PlayerSlot(number: $0) }
            let except = Set(try self.people(act.except).map(\.player) + staff)
            target = .everyone(except: except, from: from, until: Self.windowEnd)
        } else {
            people = try self.people()
            try requireUnseen(people: people.map(\.id))
            target = .people(Set(people.map(\.player)), from: from, until: Self.windowEnd)
        }
        let wanted = PlanRequest(board: board.name, epoch: board.epoch, target: target, area: area)
        guard let plan = plan(for: wanted) else { return }
        guard !plan.entries.isEmpty else {
            let kept = plan.keptCount == 0 ? "" : ": others have drawn over \(plan.keptCount) px since"
            throw ActRefused(.notFound, "There is nothing to take back\(kept).")
        }
        effects.people = people.map(\.name)
        try close(reportsAbout: people.map(\.id), in: area, on: board.name)
        let who = act.isEveryone ? "everyone" : listWords(effects.people)
        let place = area.map { " \($0.words)" } ?? ""
        rollbackLine("rollback \(who) \(windowWords)\(place)", plan: plan, people: people, on: board)
    }

    /// The line of a rollback, and the rollback itself.
    mutating func rollbackLine(
        _ text: String, plan: RollbackPlan, people: [PersonFacts], on board: BoardFacts
    ) {
        draft.line(text, act: act) { entry in
            entry.people = people.map(\.id)
            entry.board = board.name
        }
        attach(plan, on: board)
    }

    /// The pixels of the last line.
    mutating func attach(_ plan: RollbackPlan, on board: BoardFacts) {
        draft.edit { decision in
            decision.rollback = plan
            decision.rollbackBoard = board.name
            decision.rollbackEpoch = board.epoch
            decision.rollbackLine = decision.entries.count - 1
        }
    }

    /// The board on which a ban takes pixels away, and which; nil where it takes none, or has to ask first.
    mutating func rollbackOfBan(
        _ people: [PersonFacts]
    ) throws(ActRefused) -> (board: BoardFacts, plan: RollbackPlan)? {
        guard let window = act.windowMillis, !people.isEmpty else { return nil }
        let board = try board()
        let from = try windowStart(window)
        let wanted = PlanRequest(
            board: board.name, epoch: board.epoch,
            target: .people(Set(people.map(\.player)), from: from, until: Self.windowEnd), area: nil)
        return plan(for: wanted).map { (board, $0) }
    }

    /// A window ends when the pixels are taken away, which is later than now: the plan has to be made first.
    /// And where somebody has set the clock back, what was placed before bears a time that is still to come.
    private static var windowEnd: Int64 { .max }

    private func windowStart(_ window: Int64) throws(ActRefused) -> Int64 {
        guard (0...ModerationLimits.durationMillisMax).contains(window) else {
            throw ActRefused(
                .badRequest, "A rollback goes back from a moment to ten years, or to the beginning.")
        }
        return window == 0 ? 0 : max(0, now - window)
    }

    // MARK: Undo

    mutating func undo() throws(ActRefused) {
        let asked = try number(of: "line of the audit")
        guard let first = book.audit.line(asked) else {
            guard asked > 0, asked < book.nextAuditNumber else {
                throw ActRefused(.notFound, "There is no line \(asked) in the audit.")
            }
            throw .tooOld(asked)
        }
        let entry = try undoable(first)
        try requireUnseen(documents: entry.documentKeys)
        let pixels = try pixelsToGiveBack(entry)
        let plan = if let pixels { self.plan(for: pixels.request) } else { RollbackPlan?.none }
        guard request == nil else { return }
        for (key, before) in zip(entry.documentKeys, entry.before) { try giveBack(key, before) }
        guard pixels != nil || draft.hasChanges else {
            throw ActRefused(.notUndoable, "What line \(entry.number) changed is not kept any more.")
        }
        if let pixels, let plan, entry.documents.isEmpty, plan.entries.isEmpty {
            throw ActRefused(
                .conflict,
                "Nothing is left to give back: others have drawn over all \(pixels.count) px since.")
        }
        effects.people = entry.people.compactMap { world.person(id: $0)?.name }
        draft.line(Self.inverseWords(entry), act: act) { line in
            line.undoOf = entry.number
            line.people = entry.people
            line.board = pixels?.board.name ?? entry.board
        }
        if let pixels, let plan { attach(plan, on: pixels.board) }
    }

    /// What undoing a line is called. It does not grow when it is done and undone again and again.
    private static func inverseWords(_ entry: AuditEntry) -> String {
        // The counts of pixels are those of the line itself.
        let parts = entry.text.split(separator: "  ").filter { !$0.hasSuffix(" px") }
        let text = parts.joined(separator: "  ")
        guard let first = entry.undoOf, let colon = text.firstIndex(of: ":") else {
            return "undo \(entry.number): \(text)"
        }
        let word = text.hasPrefix("undo ") ? "redo \(first)" : "undo \(entry.number)"
        return word + text[colon...]
    }

    /// The line that is really to be undone, if it may be.
    private func undoable(_ first: AuditEntry) throws(ActRefused) -> AuditEntry {
        guard let entry = book.audit.line(book.audit.standing(first.number)) else {
            throw .tooOld(first.number)
        }
        guard first.documents.isEmpty == entry.documents.isEmpty else {
            throw ActRefused(
                .conflict,
                "Line \(entry.number) did that again together with a ban. Undo line \(entry.number).")
        }
        if first.by != staff.user || entry.by != staff.user {
            try requireAdmin(to: "undo what \(first.by.isEmpty ? "the server" : first.by) did")
        }
        if let why = entry.noInverse {
            throw ActRefused(.notUndoable, "Line \(entry.number) cannot be undone: \(why).")
        }
        if let undoer = entry.undoneBy.flatMap(book.audit.line) {
            throw ActRefused(
                .conflict,
                "Line \(entry.number) holds no longer: \(deed(undoer)). Line \(undoer.number) can be undone."
            )
        }
        if let until = entry.until, until <= now {
            throw ActRefused(
                .notUndoable,
                "Line \(entry.number) expired: it was over by itself at \(momentWords(until, now: now)).")
        }
        if let intruder = book.audit.intruder(on: entry) {
            if intruder.by.isEmpty {
                throw ActRefused(
                    .notUndoable,
                    "Line \(entry.number) expired: \(intruder.text) at \(momentWords(intruder.at, now: now))."
                )
            }
            throw ActRefused(
                .conflict,
                "Since line \(entry.number), \(deed(intruder)). Undo line \(intruder.number) first.")
        }
        return entry
    }

    /// What a line's documents were before is so again.
    private mutating func giveBack(_ key: DocumentKey, _ before: String) throws(ActRefused) {
        let present = draft.document(key)
        guard !before.isEmpty else { return draft.remove(key) }
        guard let document = StandingDocument(key, body: Array(before.utf8)) else {
            throw ActRefused(.notUndoable, "What \(key.text) was before cannot be read any more.")
        }
        // A closed report that had to make room stays away.
        if key.kind == .report, present == nil { return }
        // A board has one such record. Where it has got another one meanwhile, that holds.
        if case .defence(let record) = document, let held = book.defence(of: record.board, at: now),
            held.number != record.number
        {
            throw ActRefused(
                .conflict,
                "\(record.board) has other rules by now: \(deed("changed them", by: held.by, at: held.at)). "
                    + "Undo line \(held.audit) first.")
        }
        draft.put(present?.restoring(document) ?? document)
    }

    /// The pixels that a line changed, or the rollback that came with its ban.
    private func pixelsToGiveBack(
        _ entry: AuditEntry
    ) throws(ActRefused) -> (board: BoardFacts, count: Int, request: PlanRequest)? {
        let companion = book.audit.companion(of: entry.number)
        guard let line = entry.changes != nil ? entry : companion.map(book.audit.resolved),
            line.undoneBy == nil, let changes = line.changes, changes.count > 0
        else { return nil }
        guard let board = world.board(line.board), board.name == line.board, board.epoch == changes.epoch
        else {
            throw ActRefused(
                .notUndoable,
                "The pixels of line \(line.number) are of a past that \(line.board) has no more.")
        }
        let seqs = changes.firstSeq...(changes.firstSeq + UInt64(changes.count) - 1)
        return (
            board, changes.count,
            PlanRequest(
                board: board.name, epoch: board.epoch, target: .changes(seqs: seqs), area: nil)
        )
    }
}
