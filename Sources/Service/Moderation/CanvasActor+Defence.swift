import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What holds on boards: areas, levels of defence, and what ends by itself.

extension CanvasActor {
    // MARK: Areas

    /// Other rules hold in areas of a board.
    func areasChanged(of hosted: HostedBoard) {
        hosted.board.setAreas(moderation.boardAreas(of: hosted.name.text, at: wallClock()))
        announce(.areas, on: hosted)
    }

    /// The areas of a board, as its readers are told of them.
    func areas(of hosted: HostedBoard) -> [AreaDescription] {
        let now = wallClock()
        return moderation.areas(of: hosted.name.text, at: now).map { AreaDescription($0, at: now) }
    }

    // MARK: The board

    /// How a board defends itself, whether it is frozen or how fast one places changed.
    func defenceChanged(of hosted: HostedBoard) {
        // Why it is frozen, and for how long, is told even where the rules are the same.
        if !applyDefence(of: hosted) { announce(.rules, on: hosted) }
    }

    /// Puts in force what the book says of a board. True: everybody is told already.
    @discardableResult
    func applyDefence(of hosted: HostedBoard) -> Bool {
        let record = moderation.defence(of: hosted.name.text, at: wallClock())
        hosted.ruleBook.defence = DefenceLevel(rawValue: UInt8(clamping: record?.level ?? 0)) ?? .normal
        hosted.ruleBook.isFrozen = record?.isFrozen ?? false
        let configured = hosted.configuredRules
        hosted.ruleBook.kept = Rules(
            cooldownMillis: record?.cooldownMillis ?? configured.cooldownMillis,
            chargesMax: record?.chargesMax.map { UInt8(clamping: $0) } ?? configured.chargesMax,
            state: configured.state)
        moveGates(of: hosted, isNew: true)
        return applyRules(of: hosted)
    }

    // MARK: Gates

    /// Sessions grow older: the gates of a board move on. `isNew`: its level is another than before.
    private func moveGates(of hosted: HostedBoard, isNew: Bool) {
        let level = hosted.ruleBook.defence
        let now = wallClock()
        func first(youngerThan age: Int64?) -> UInt32? {
            age.map { sessions.firstNumber(createdAfter: now - $0) }
        }
        if isNew, level.challengeAgeMillis != nil { renewPasses(on: hosted, at: now) }
        hosted.board.setGate(
            newcomersFrom: first(youngerThan: level.newcomerAgeMillis),
            challengeFrom: first(youngerThan: level.challengeAgeMillis))
        let isGated = level.newcomerAgeMillis != nil || level.challengeAgeMillis != nil
        guard isGated else { return }
        guard enforcement.gatedBoards.insert(hosted.index).inserted else { return }
        let index = hosted.index
        _ = loop.schedule(at: loop.now + Limits.gateMillis) { [unowned self] in
            assumeIsolated { canvas in
                canvas.enforcement.gatedBoards.remove(index)
                canvas.moveGates(of: canvas.boards[Int(index)], isNew: false)
            }
        }
    }

    /// Whoever has solved a puzzle lately has none put again.
    private func renewPasses(on hosted: HostedBoard, at now: Int64) {
        enforcement.passes = enforcement.passes.filter { now - $0.value < Limits.puzzlePassMillis }
        hosted.board.forgetPassedChallenges()
        for player in enforcement.passes.keys { hosted.board.notePassedChallenge(player) }
    }

    /// How long somebody waits at the gate of a board; nil: not at all.
    func gateMillis(of session: LedgerSession, on hosted: HostedBoard) -> Int64? {
        guard let age = hosted.ruleBook.defence.newcomerAgeMillis, !isStaff(session) else { return nil }
        let left = age - (wallClock() - session.createdAtMillis)
        return left > 0 ? left : nil
    }

    /// Whether somebody has a puzzle to solve before they place on a board.
    func hasPuzzle(_ session: LedgerSession, on hosted: HostedBoard) -> Bool {
        if enforcement.challenged.contains(session.slot) { return true }
        guard let age = hosted.ruleBook.defence.challengeAgeMillis, !isStaff(session) else { return false }
        return wallClock() - session.createdAtMillis < age && enforcement.passes[session.slot] == nil
    }

    func isStaff(_ session: LedgerSession) -> Bool {
        moderation.staffUser(of: UInt64(session.player)) != nil
    }

    // MARK: Ends

    /// Sees to it that what ends by itself does: bans, areas, freezes, levels of defence, announcements.
    func scheduleExpiry() {
        if let expiryTimer { loop.cancel(expiryTimer) }
        expiryTimer = nil
        guard let next = moderation.nextExpiry else { return }
        // The clock on the wall may be set: it is looked at again in a while, however far away the end is.
        let wait = min(max(0, next - wallClock()), Self.lookEveryMillis)
        expiryTimer = loop.schedule(at: loop.now + max(wait, 1)) { [unowned self] in
            assumeIsolated { $0.lookForEnds() }
        }
    }

    private static var lookEveryMillis: Int64 { 30_000 }

    private func lookForEnds() {
        expiryTimer = nil
        guard let next = moderation.nextExpiry, next <= wallClock() else { return scheduleExpiry() }
        if !takeTurn({ $0.expire() }) { retryExpiry() }
    }

    private func expire() {
        guard let decision = moderation.expire(at: wallClock()) else {
            scheduleExpiry()
            return endTurn()
        }
        keep(LedgerGroup(decision.ledgerEntries)) { canvas, result in
            if case .success = result {
                _ = canvas.commit(decision)
            } else {
                canvas.retryExpiry()
            }
            canvas.endTurn()
        }
    }

    /// It could not be written down: what is over holds a little longer.
    private func retryExpiry() {
        if let expiryTimer { loop.cancel(expiryTimer) }
        expiryTimer = loop.schedule(at: loop.now + Self.retryMillis) { [unowned self] in
            assumeIsolated { $0.lookForEnds() }
        }
    }

    private static var retryMillis: Int64 { 1_000 }
}

extension AreaDescription {
    /// An area, as players are told of it now.
    init(_ record: AreaRecord, at now: Int64) {
        self.init()
        id = "A\(record.number)"
        x = record.x
        y = record.y
        width = record.width
        height = record.height
        mode = record.mode
        factor = record.mode == .slower ? record.factor : nil
        cooldownMillis = record.mode == .cooldown ? record.cooldownMillis : nil
        endsInMillis = record.until.map { max(1, $0 - now) }
        why = record.why.isEmpty ? nil : record.why
    }
}
