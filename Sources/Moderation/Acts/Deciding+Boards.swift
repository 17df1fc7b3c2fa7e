import Canvas
import Wire

extension Deciding {
    // MARK: Areas

    mutating func area(_ mode: AreaRecord.Mode) throws(ActRefused) {
        let board = try board()
        guard let rectangle = try rectangle(on: board) else {
            throw ActRefused(.badRequest, "Where? An area is X,Y and WIDTHxHEIGHT.")
        }
        let usual = mode == .frozen ? ModerationLimits.freezeMillis : ModerationLimits.areaMillis
        let duration = try duration(usual: mode == .staff ? 0 : usual)
        var area = AreaRecord()
        area.number = draft.newNumber(.area)
        area.board = board.name
        area.x = Int(rectangle.x)
        area.y = Int(rectangle.y)
        area.width = Int(rectangle.width)
        area.height = Int(rectangle.height)
        area.mode = mode
        if mode == .slower { area.factor = act.factor ?? 4 }
        if mode == .cooldown { area.cooldownMillis = act.cooldownMillis ?? -1 }
        area.why = act.why ?? ""
        area.at = now
        area.until = end(after: duration)
        area.by = staff.user
        area.audit = draft.lineNumber
        guard area.boardArea != nil else {
            throw ActRefused(
                .badRequest,
                "An area is 2 to \(Area.factors.upperBound) times slower, or has a cooldown of up to a day."
            )
        }
        let alike = book.areas(of: board.name, at: now).first {
            $0.rectangle == rectangle && $0.mode == mode && $0.factor == area.factor
                && $0.cooldownMillis == area.cooldownMillis
        }
        if let alike {
            throw ActRefused(
                .conflict,
                "\(deed("laid \(alike.words)", by: alike.by, at: alike.at)). Change its end with extend-area."
            )
        }
        draft.put(.area(area))
        effects.peopleThere = world.peopleThere(
            board: board.name, area: rectangle, since: now - ModerationLimits.presenceMillis)
        effects.told = area.why
        try close(reportsAbout: [], in: nil)
        line("\(area.words) \(spanWords(duration))", on: board.name, until: area.until)
    }

    mutating func liftArea() throws(ActRefused) {
        let area = try standingArea()
        draft.remove(DocumentKey(.area, area.number))
        line("lift-area A\(area.number) \(area.placeWords)", on: area.board)
    }

    mutating func extendArea() throws(ActRefused) {
        guard act.durationMillis != nil else {
            throw ActRefused(.badRequest, "For how long from now on? Give a time, or 0 for good.")
        }
        let duration = try duration(usual: 0)
        var area = try standingArea()
        area.until = end(after: duration)
        area.audit = draft.lineNumber
        draft.put(.area(area))
        line(
            "extend-area A\(area.number) \(area.placeWords) \(spanWords(duration))", on: area.board,
            until: area.until)
    }

    private func standingArea() throws(ActRefused) -> AreaRecord {
        let number = try number(of: "area")
        let key = DocumentKey(.area, number)
        guard let area = book.areas[number], area.until ?? .max > now else {
            throw ActRefused(.notFound, "There is no area A\(number)\(gone(key)).")
        }
        try requireUnseen(documents: [key])
        return area
    }

    /// A line about a board.
    private mutating func line(_ text: String, on board: String, until: Int64? = nil) {
        draft.line(text, act: act) { entry in
            entry.board = board
            entry.until = until
        }
    }

    // MARK: The board

    /// How the board stands, as a record to change.
    private mutating func standing(_ board: BoardFacts) throws(ActRefused) -> DefenceRecord {
        var record = DefenceRecord()
        if let held = book.defence(of: board.name, at: now) {
            record = held
            try requireUnseen(documents: [DocumentKey(.defence, record.number)])
        } else {
            record.number = draft.newNumber(.defence)
            record.board = board.name
        }
        return record
    }

    private mutating func put(_ record: DefenceRecord) {
        var record = record
        record.at = now
        record.by = staff.user
        record.audit = draft.lineNumber
        draft.put(.defence(record))
    }

    mutating func freeze() throws(ActRefused) {
        let board = try board()
        let duration = try duration(usual: ModerationLimits.freezeMillis)
        var record = try standing(board)
        guard !record.isFrozen else {
            throw ActRefused(
                .conflict, "\(board.name) is frozen: \(deed("did so", by: record.by, at: record.at)).")
        }
        record.isFrozen = true
        record.frozenUntil = end(after: duration)
        record.why = act.why ?? ""
        put(record)
        effects.told = record.why
        effects.pixelsPerSecond = board.pixelsPerSecond
        effects.peopleWaiting = board.online
        try close(reportsAbout: [], in: nil)
        line("freeze \(board.name) \(spanWords(duration))", on: board.name, until: record.frozenUntil)
    }

    mutating func unfreeze() throws(ActRefused) {
        let board = try board()
        var record = try standing(board)
        guard record.isFrozen else { throw ActRefused(.notFound, "\(board.name) is not frozen.") }
        record.isFrozen = false
        record.frozenUntil = nil
        record.why = ""
        put(record)
        line("unfreeze \(board.name)", on: board.name)
    }

    mutating func defence() throws(ActRefused) {
        let board = try board()
        guard let level = act.level.flatMap({ UInt8(exactly: $0) }).flatMap(DefenceLevel.init) else {
            throw ActRefused(
                .badRequest, "Which level? 0 normal, 1 careful, 2 slow, 3 puzzle or 4 locked.")
        }
        let duration = try level == .normal ? 0 : duration(usual: ModerationLimits.defenceMillis)
        var record = try standing(board)
        let before = record.level
        if before == Int(level.rawValue), level == .normal || record.until == end(after: duration) {
            throw ActRefused(
                .conflict,
                before == 0
                    ? "\(board.name) is at level 0 already."
                    : "\(deed("set level \(before)", by: record.by, at: record.at)). It is so already.")
        }
        record.level = Int(level.rawValue)
        record.until = end(after: duration)
        put(record)
        estimate(level, on: board)
        if act.isTold { draft.then(.defenceTold(board: board.name, level: record.level)) }
        let span = level == .normal ? "" : " (\(spanWords(duration)))"
        line("defence \(before) -> \(record.level)\(span)", on: board.name, until: record.until)
    }

    /// What a level costs: who waits, and what is left of the pixels if everybody goes on as they do.
    private mutating func estimate(_ level: DefenceLevel, on board: BoardFacts) {
        let age = level.newcomerAgeMillis ?? level.challengeAgeMillis
        effects.peopleWaiting = age.map { world.peopleYounger(thanMillis: $0, board: board.name) } ?? 0
        effects.pixelsPerSecond = board.pixelsPerSecond
        let placing = max(0, board.online - effects.peopleWaiting)
        let share = board.online > 0 ? board.pixelsPerSecond * placing / board.online : 0
        effects.pixelsPerSecondAfter = share / Int(level.cooldownFactor)
    }

    mutating func cooldown() throws(ActRefused) {
        let board = try board()
        guard act.cooldownMillis != nil || act.charges != nil else {
            throw ActRefused(.badRequest, "How long is the cooldown to be, or how many charges are there?")
        }
        var record = try standing(board)
        var texts: [String] = []
        if let millis = act.cooldownMillis {
            guard (0...Area.cooldownMillisMax).contains(millis) else {
                throw ActRefused(.badRequest, "A cooldown is from nothing to a day.")
            }
            let before = record.cooldownMillis ?? board.rules.cooldownMillis
            if millis != before {
                texts.append("cooldown \(spanWordsOrNone(before)) -> \(spanWordsOrNone(millis))")
            }
            record.cooldownMillis = millis
        }
        if let charges = act.charges {
            guard (1...Int(UInt8.max)).contains(charges) else {
                throw ActRefused(.badRequest, "There are 1 to \(UInt8.max) charges.")
            }
            let before = record.chargesMax ?? Int(board.rules.chargesMax)
            if charges != before { texts.append("charges \(before) -> \(charges)") }
            record.chargesMax = charges
        }
        guard !texts.isEmpty else { throw ActRefused(.conflict, "It is so on \(board.name) already.") }
        put(record)
        line(texts.joined(separator: ", "), on: board.name)
    }

    mutating func snapshot() throws(ActRefused) {
        let board = try board()
        draft.then(.snapshotNow(board: board.name))
        draft.line("snapshot \(board.name)", act: act) { entry in
            entry.board = board.name
            entry.noInverse = "a picture changes nothing"
        }
    }

    // MARK: What is said

    mutating func announce() throws(ActRefused) {
        guard let text = act.text else { throw ActRefused(.badRequest, "What is to be said?") }
        effects.told = text
        guard act.who.isEmpty else {
            let people = try people()
            effects.people = people.map(\.name)
            draft.then(.tell(people: people.map(\.id), text: text, textFrench: act.textFrench ?? ""))
            draft.line("tell \(listWords(people.map(\.name))): \(text)", act: act) { entry in
                entry.people = people.map(\.id)
                entry.noInverse = "it was read"
            }
            return
        }
        let board = try board()
        let duration = try duration(usual: ModerationLimits.announcementMillis)
        var record = AnnouncementRecord()
        record.number = draft.newNumber(.announcement)
        record.board = board.name
        record.text = text
        record.textFrench = act.textFrench ?? ""
        record.at = now
        record.until = end(after: duration)
        record.by = staff.user
        record.audit = draft.lineNumber
        draft.put(.announcement(record))
        line("announce \(text)", on: board.name, until: record.until)
    }

    mutating func withdraw() throws(ActRefused) {
        let number = try number(of: "announcement")
        let key = DocumentKey(.announcement, number)
        guard let record = book.announcements[number], record.until ?? .max > now else {
            throw ActRefused(.notFound, "No announcement \(number) is shown\(gone(key)).")
        }
        draft.remove(key)
        line("withdraw \(record.text)", on: record.board)
    }

    mutating func removeChat() throws(ActRefused) {
        let board = try board()
        let number = try number(of: "line of the chat")
        guard let author = world.chatLine(board: board.name, number: number) else {
            throw ActRefused(.notFound, "There is no line \(number) in the chat of \(board.name).")
        }
        guard act.isDryRun || act.word == "REMOVE" else {
            throw ActRefused(
                .wordMissing, "What is taken from the chat is gone for good. Say REMOVE if you mean it.")
        }
        effects.people = [author.name]
        draft.then(.chatRemoved(board: board.name, number: number))
        draft.line("remove-chat \(number) of \(author.name)", act: act) { entry in
            entry.board = board.name
            entry.people = author.id.isEmpty ? [] : [author.id]
            entry.noInverse = "what was said is gone for good"
        }
    }
}
