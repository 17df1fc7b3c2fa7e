import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// The way of an act: it is decided, made durable in one group with the pixels it changes, and only then
// does it hold for anybody.

/// An act that somebody wants done, and who waits for the answer.
struct WantedAct: Sendable {
    let act: AdminAct
    let staff: StaffMember
    let reply: @Sendable (AdminReply) -> Void
    /// Older lines of the audit that it cannot be decided without.
    var older: [AuditEntry] = []
}

/// A decision, and the state of the book that it was made on.
private struct Ruled: Sendable {
    var decision: Decision
    /// The book without the decision: another than the one that holds where somebody of the staff is new.
    let book: ModerationBook
    /// The player of whoever acts, where there was none yet.
    var newcomer: LedgerSession?
    /// The document that says so.
    var enrolment: [LedgerEntry] = []
    /// Whoever may change nothing until the ledger has spoken.
    var held: [LedgerSession] = []
}

extension CanvasActor {
    /// `POST /admin/VERB`.
    func act(_ verb: AdminVerb, of request: AdminRequest, reply: @escaping @Sendable (AdminReply) -> Void) {
        var act = AdminAct()
        if request.body != .null {
            do throws(RequestError) {
                act = try AdminAct(json: request.body)
            } catch {
                return reply(AdminReply(.badRequest, error.body.error.message))
            }
        }
        act.verb = verb
        let wanted = WantedAct(act: act, staff: request.staff, reply: reply)
        // Whoever only asks what would come of it changes nothing, and need not wait for those who do.
        if act.isDryRun { return lookBack(for: wanted) }
        if !takeTurn({ $0.lookBack(for: wanted) }) {
            reply(AdminReply(.busy, "Too much waits to be done. Say it again in a moment."))
        }
    }

    // MARK: Deciding

    /// Decides what becomes of an act, with a plan from the past where one is needed. A refusal is told,
    /// and the turn is over.
    func rule(on wanted: WantedAct, plan: PlannedRollback? = nil) {
        do throws(ActRefused) {
            let world = LiveWorld(self)
            switch try ruling(on: wanted, by: moderation, world, plan) {
            case .decided(let decision):
                let isNewcomer =
                    decision.rollback != nil && !decision.isDryRun
                    && moderation.staffNumber(of: wanted.staff.user) == nil
                var ruled =
                    isNewcomer
                    ? try ruleForNewcomer(wanted, world, plan) : Ruled(decision: decision, book: moderation)
                if decision.isDryRun {
                    try requireRoomForPlayer(of: wanted, decision)
                    return tell(ruled.decision, to: wanted)
                }
                if plan != nil { ruled.held = peopleOn(decision) }
                carryOut(ruled, wanted)
            case .needsPlan(let request):
                guard plan == nil else { throw Self.changedMeanwhile }
                ask(request, isDryRun: wanted.act.isDryRun) { canvas, answer in
                    switch answer {
                    case .success(let plan):
                        canvas.rule(on: wanted, plan: PlannedRollback(plan, for: request))
                    case .failure(let error): canvas.refuse(wanted, ActRefused(error.code, error.message))
                    }
                }
            }
        } catch {
            refuse(wanted, error)
        }
    }

    private func ruling(
        on wanted: WantedAct, by book: ModerationBook, _ world: LiveWorld, _ plan: PlannedRollback?
    ) throws(ActRefused) -> Ruling {
        try book.remembering(wanted.older).decide(
            wanted.act, by: wanted.staff, world: world, now: wallClock(), plan: plan)
    }

    /// What an act of somebody without a player would be refused for is refused when it is only tried, too.
    private func requireRoomForPlayer(of wanted: WantedAct, _ decision: Decision) throws(ActRefused) {
        guard decision.rollback != nil, moderation.staffNumber(of: wanted.staff.user) == nil,
            !sessions.hasRoom
        else { return }
        throw Self.noRoomForPlayer
    }

    private static var noRoomForPlayer: ActRefused {
        ActRefused(
            .busy, "This server has no room for new players any more, and the pixels you change need yours.")
    }

    /// The same for somebody whose first pixels these are: their player becomes durable with them.
    private func ruleForNewcomer(
        _ wanted: WantedAct, _ world: LiveWorld, _ plan: PlannedRollback?
    ) throws(ActRefused) -> Ruled {
        let user = wanted.staff.user
        guard let session = sessions.beginStaff(user, wallMillis: wallClock()) else {
            throw Self.noRoomForPlayer
        }
        var book = moderation
        let enrolment = book.enrol(user: user, number: UInt64(session.player), at: wallClock())
        book.commit(enrolment)
        guard case .decided(let decision) = try ruling(on: wanted, by: book, world, plan) else {
            throw Self.changedMeanwhile
        }
        return Ruled(
            decision: decision, book: book, newcomer: session,
            enrolment: [.session(session)] + enrolment.ledgerEntries)
    }

    static var changedMeanwhile: ActRefused {
        ActRefused(.conflict, "Something changed meanwhile. Look again, and say it again.")
    }

    /// Asks for a plan of a rollback. One that is to be carried out is for the board as it is when `proceed`
    /// is called, and is carried out in that call: nothing can come in between.
    private func ask(
        _ request: PlanRequest, isDryRun: Bool,
        then proceed: @escaping @Sendable (isolated CanvasActor, Result<RollbackPlan, AdminError>) -> Void
    ) {
        guard let past, let index = boardIndex(request.board) else {
            return proceed(
                self, .failure(AdminError(.noPast, "This server keeps everything in memory, and no past.")))
        }
        let hosted = boards[Int(index)]
        if isDryRun {
            // What would come of it a moment ago is near enough, and planned on another thread.
            return past.rollbackPlan(
                request.target, in: request.area, on: hosted.name, epoch: request.epoch
            ) { [self] answer in
                goOn { proceed($0, answer.mapError { AdminError($0) }) }
            }
        }
        // There is one act at a time, and so one tail.
        hosted.rollbackTail = RollbackTail()
        past.rollbackPlanner(
            request.target, in: request.area, on: hosted.name, epoch: request.epoch
        ) { [self] answer in
            let handover = Handover(answer)
            goOn { $0.planned(handover, index, then: proceed) }
        }
    }

    /// The past of a board is read up to some state; what has come since is in memory.
    private func planned(
        _ handover: Handover<Result<RollbackPlanner, PastError>>, _ index: UInt16,
        then proceed: (isolated CanvasActor, Result<RollbackPlan, AdminError>) -> Void
    ) {
        let hosted = boards[Int(index)]
        let tail = hosted.rollbackTail ?? RollbackTail()
        hosted.rollbackTail = nil
        switch handover.take() ?? .failure(.unavailable) {
        case .failure(let error): proceed(self, .failure(AdminError(error)))
        case .success(var planner):
            guard !tail.isTorn, hosted.board.bringLevel(&planner, through: tail.groups) else {
                return proceed(
                    self,
                    .failure(
                        AdminError(
                            .busy,
                            "The board changed faster than its past could be read, and nothing was done. "
                                + "Freeze it first, or say it again.")))
            }
            proceed(self, .success(planner.plan()))
        }
    }

    /// Those for whom something else is to hold by a decision, as far as it names them.
    private func peopleOn(_ decision: Decision) -> [LedgerSession] {
        decision.effects.flatMap { effect -> [String] in
            guard case .restrictionsChanged(let people, _) = effect else { return [] }
            return people
        }.compactMap { sessions.session(id: $0) }
    }

    func refuse(_ wanted: WantedAct, _ error: ActRefused) {
        wanted.reply(AdminReply(error.code, error.message))
        if !wanted.act.isDryRun { endTurn() }
    }

    /// Tells what would come of an act.
    private func tell(_ decision: Decision, to wanted: WantedAct) {
        var answer = decision.answer
        if let plan = decision.rollback, let index = boardIndex(decision.rollbackBoard) {
            boards[Int(index)].describe(plan, in: &answer.effects)
        }
        wanted.reply(AdminReply(answer))
    }

    // MARK: Doing

    /// Makes a decision durable, and lets it hold then.
    private func carryOut(_ ruled: Ruled, _ wanted: WantedAct) {
        var ruled = ruled
        var hosted: HostedBoard?
        var changeCount = 0
        if let plan = ruled.decision.rollback, let index = boardIndex(ruled.decision.rollbackBoard),
            let number = ruled.book.staffNumber(of: wanted.staff.user)
        {
            let board = boards[Int(index)]
            board.describe(plan, in: &ruled.decision.answer.effects)
            let player = PlayerSlot(number: UInt32(truncatingIfNeeded: number))
            let outcome = board.board.apply(plan, by: player, at: loop.now)
            ruled.decision.note(outcome: outcome)
            changeCount = outcome.appliedCount
            // Nothing of it in the group of the board: then the act has one of its own.
            hosted = changeCount > 0 ? board : nil
        }
        hold(ruled.held)
        let entries =
            ruled.enrolment + ruled.decision.chatRemovals(on: boards) + ruled.decision.ledgerEntries
        let finish: @Sendable (isolated CanvasActor, Result<Void, LedgerError>) -> Void = { [ruled] in
            $0.finish(ruled, wanted, $1)
        }
        if let hosted {
            hosted.attachedAct = AttachedAct(entries: entries, changeCount: changeCount, finish: finish)
            settle(hosted)
        } else if entries.isEmpty {
            finish(self, .success(()))
        } else {
            keep(LedgerGroup(entries), then: finish)
        }
    }

    /// The ledger has spoken of an act.
    private func finish(_ ruled: Ruled, _ wanted: WantedAct, _ result: Result<Void, LedgerError>) {
        letGo(ruled.held)
        guard case .success = result else {
            wanted.reply(
                AdminReply(
                    .busy, "It could not be made durable, so nothing was done. Say it again in a moment."))
            return endTurn()
        }
        if let newcomer = ruled.newcomer { sessions.admit(newcomer) }
        moderation = ruled.book
        var answer = ruled.decision.answer
        answer.found = commit(ruled.decision)
        if ruled.newcomer != nil { noteStaff() }
        wanted.reply(AdminReply(answer))
        endTurn()
    }
}

extension Decision {
    /// What goes into the ledger.
    var ledgerEntries: [LedgerEntry] {
        puts.map { .document(LedgerDocument(kind: $0.kind, number: $0.number, body: $0.body)) }
            + removals.map { .documentRemoval(kind: $0.kind, number: $0.number) }
            + audit.map { .audit(LedgerAuditLine(number: $0.number, timeMillis: $0.at, body: $0.body)) }
    }
}

extension AdminError {
    /// Why there is no plan of a rollback.
    fileprivate init(_ error: PastError) {
        self.init(error == .busy ? .busy : .noPast, RouteError(error).message)
    }
}
