import Canvas
public import Wire

extension ModerationBook {
    /// What becomes of an act. Nothing changes by that.
    ///
    /// An act that changes pixels is decided twice: first it asks for a plan, then it is decided with it.
    /// Where it would need another plan by then, it asks again: a ban may be over meanwhile, a name somebody
    /// else's.
    public func decide(
        _ act: AdminAct, by staff: StaffMember, world: some ModerationWorld, now: Int64,
        plan: PlannedRollback? = nil
    ) throws(ActRefused) -> Ruling {
        guard staff.role >= .moderator else {
            throw ActRefused(
                .notAllowed,
                "\(staff.user) may look, and change nothing. A moderator has to do this.")
        }
        var deciding = Deciding(
            book: self, act: try act.cleaned(), staff: staff, world: world, now: now, planned: plan,
            draft: Draft(self, by: staff.user, now: now, isDryRun: act.isDryRun))
        try deciding.decide()
        if let request = deciding.request { return .needsPlan(request) }
        return .decided(try deciding.finished())
    }
}

/// One act on its way to a decision.
struct Deciding<World: ModerationWorld> {
    let book: ModerationBook
    let act: AdminAct
    let staff: StaffMember
    let world: World
    let now: Int64
    let planned: PlannedRollback?
    var draft: Draft
    /// A plan is needed before there can be a decision.
    var request: PlanRequest?
    var effects = ActEffects()
    /// What was left out, and why; empty: nothing was.
    var leftOut: [String] = []

    mutating func decide() throws(ActRefused) {
        switch act.verb {
        case .ban: try ban()
        case .unban: try unban()
        case .extendBan: try extendBan()
        case .kick: try kick()
        case .rollback: try rollback()
        case .freeze: if act.x != nil || act.y != nil { try area(.frozen) } else { try freeze() }
        case .unfreeze: try unfreeze()
        case .area: try area(act.mode ?? .frozen)
        case .liftArea: try liftArea()
        case .extendArea: try extendArea()
        case .defence: try defence()
        case .announce: try announce()
        case .withdraw: try withdraw()
        case .claim: try claim()
        case .release: try release()
        case .dismiss: try dismiss()
        case .escalate: try escalate()
        case .watch: try watch()
        case .unwatch: try unwatch()
        case .note: try note()
        case .removeNote: try removeNote()
        case .removeChat: try removeChat()
        case .cooldown: try cooldown()
        case .challenge: try challenge()
        case .snapshot: try snapshot()
        case .reveal: try reveal()
        case .badge: try badge()
        case .unbadge: try unbadge()
        case .undo: try undo()
        }
    }

    /// The decision, with the answer to it.
    func finished() throws(ActRefused) -> Decision {
        var decision = try draft.finished()
        var effects = effects
        let people = decision.entries.flatMap(\.people).unique
        effects.lookers =
            world.lookers(atPeople: people, report: act.report ?? reportInHand)
            .filter { $0 != staff.user }.unique
        if let plan = decision.rollback {
            effects.pixelsBack = plan.entries.count
            effects.pixelsKept = plan.keptCount
            effects.keptPeople = plan.keptBy.count
        }
        decision.answer.effects = effects
        if !leftOut.isEmpty {
            if !act.isDryRun { decision.answer.outcome = .partly }
            decision.answer.text += ". Left out: \(leftOut.joined(separator: "; "))"
        }
        return decision
    }

    /// The plan for that; nil: it has to be asked for first.
    mutating func plan(for wanted: PlanRequest) -> RollbackPlan? {
        let staff = Set(book.staff.keys.compactMap { UInt32(exactly: $0) }.map { PlayerSlot(number: $0) })
        if let planned, wanted.isMet(by: planned.request, staff: staff) { return planned.plan }
        request = wanted
        return nil
    }

    private var reportInHand: UInt64? {
        switch act.verb {
        case .claim, .release, .dismiss, .escalate: act.number
        default: nil
        }
    }

    // MARK: What acts have in common

    /// The board that the act names.
    func board() throws(ActRefused) -> BoardFacts {
        guard let board = world.board(act.board) else {
            throw ActRefused(.notFound, "There is no board called \(act.board).")
        }
        return board
    }

    /// The number that the act names.
    func number(of what: String) throws(ActRefused) -> UInt64 {
        guard let number = act.number else {
            throw ActRefused(.badRequest, "Which \(what)? Give its number.")
        }
        return number
    }

    /// How long something is to hold; 0: for good.
    func duration(usual: Int64) throws(ActRefused) -> Int64 {
        let duration = act.durationMillis ?? usual
        guard (0...ModerationLimits.durationMillisMax).contains(duration) else {
            throw ActRefused(
                .badRequest, "That time makes no sense: it is from a moment to ten years, or for good.")
        }
        return duration
    }

    /// When something that begins now ends; nil: never.
    func end(after duration: Int64) -> Int64? {
        duration == 0 ? nil : now + duration
    }

    /// Only admins do that.
    func requireAdmin(to what: String) throws(ActRefused) {
        guard staff.role >= .admin else {
            throw ActRefused(.notAllowed, "Only an admin may \(what). Ask one of them.")
        }
    }

    /// What somebody did, in a sentence that names them.
    func deed(_ text: String, by user: String, at: Int64) -> String {
        let who = user == staff.user ? "you" : user.isEmpty ? "the server" : user
        return "\(who) \(text) at \(momentWords(at, now: now))"
    }

    /// A line, in a sentence that names who wrote it.
    func deed(_ entry: AuditEntry) -> String {
        deed("did this", by: entry.by, at: entry.at) + ": \(entry.text)"
    }

    /// Refuses where somebody else acted on the same since whoever decides this looked.
    func requireUnseen(people: [String] = [], documents: [DocumentKey] = []) throws(ActRefused) {
        guard let seen = act.seen else { return }
        let names = Set(documents.map(\.text))
        for entry in book.audit.entries.reversed() {
            guard entry.number > seen else { return }
            guard entry.by != staff.user, !entry.by.isEmpty, entry.act.verb.isWeighty,
                entry.people.contains(where: people.contains)
                    || entry.documents.contains(where: names.contains)
            else { continue }
            throw ActRefused(
                .conflict, "Since you looked, \(deed(entry)). Look again before you go on.")
        }
    }
}

extension AdminVerb {
    /// Whether it changes what holds, so that somebody who decides on the same has to know of it.
    fileprivate var isWeighty: Bool {
        switch self {
        case .claim, .release, .note, .removeNote, .watch, .unwatch, .snapshot, .reveal, .removeChat, .badge,
            .unbadge:
            false
        default: true
        }
    }
}
