import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// Browsers that draw as staff. The session of one that took a badge plays as the player that the pixels of a
// moderator's rollbacks are by: whatever knows that player as staff (areas, public names, trails, bans) knows
// the browser too, and judging a placement asks nothing more than before.

/// Why a session does not draw as staff.
enum BadgeRefusal: Error {
    /// The code is of no link that is good.
    case badCode
    /// Too many codes were tried from there.
    case tooFast
    /// There is no session that could.
    case noSession
    /// Something else stands against it.
    case refused(ActRefused)
    /// It could not be made durable, or too much waits.
    case busy
}

/// A session that wants to draw as staff, by a link that was good.
private struct Candidate: Sendable {
    let link: BadgeLinks.Link
    let session: LedgerSession
    let reply: @Sendable (Result<BadgeAnswer, BadgeRefusal>) -> Void
}

extension CanvasActor {
    /// As whom a session plays.
    func playing(_ session: LedgerSession) -> LedgerSession {
        sessions[presence.player(of: session.slot)] ?? session
    }

    /// Badges that were worn when the server ended are worn again.
    func followBadges() {
        badgesChanged(moderation.badges(at: wallClock()).map(\.person))
    }

    /// Makes a link that lets one browser draw as somebody of the staff.
    func offerBadge(to member: StaffMember, board: String) -> String {
        let path = board == Route.mainBoard ? "" : "b/\(board)"
        return "\(pageAddress)\(path)#staff=\(badgeLinks.offer(to: member, at: loop.now))"
    }

    /// As whom these people's sessions draw changed: what they place is by another player from now on, and
    /// their connections hear of it. What is on its way meanwhile is by whom they were.
    func badgesChanged(_ people: [String]) {
        let now = wallClock()
        for session in people.compactMap({ sessions.session(id: $0) }) {
            let badge = moderation.badge(of: session.id, at: now).flatMap { badge in
                retired.contains(badge.user) ? nil : moderation.staffNumber(of: badge.user)
            }
            let staff = badge.map { PlayerSlot(number: UInt32(truncatingIfNeeded: $0)) }
            let attendances = presence.wear(staff, session.slot)
            let player = presence.player(of: session.slot)
            book.hand(attendances, to: player)
            for attendance in attendances {
                let message = youMessage(player, on: attendance.board)
                gates.gate(of: attendance.shard).perform { shard in
                    shard.connection(attendance.connection)?.play(as: player, told: message)
                }
            }
        }
    }

    // MARK: Taking one

    /// `POST /api/session/staff`: the session draws as whom the link was made for, once that is durable.
    func takeBadge(
        _ code: String, token: String?, from network: NetworkKey,
        reply: @escaping @Sendable (Result<BadgeAnswer, BadgeRefusal>) -> Void
    ) {
        guard let session = sessions.session(token: token) else { return reply(.failure(.noSession)) }
        switch badgeLinks.take(code, from: network, at: loop.now) {
        case .bad: reply(.failure(.badCode))
        case .tooMany: reply(.failure(.tooFast))
        case .good(let link):
            let candidate = Candidate(link: link, session: session, reply: reply)
            if !takeTurn({ $0.give(to: candidate) }) { refuse(candidate, .busy) }
        }
    }

    /// The link is spent for nothing that became of it.
    private func refuse(_ candidate: Candidate, _ refusal: BadgeRefusal) {
        badgeLinks.putBack(candidate.link)
        candidate.reply(.failure(refusal))
    }

    private func give(to candidate: Candidate) {
        let member = candidate.link.member
        var book = moderation
        var newcomer: LedgerSession?
        var entries: [LedgerEntry] = []
        do throws(ActRefused) {
            if book.staffNumber(of: member.user) == nil {
                guard let session = sessions.beginStaff(member.user, wallMillis: wallClock()) else {
                    throw ActRefused(.busy, "This server has no room for new players any more.")
                }
                let enrolment = book.enrol(
                    user: member.user, number: UInt64(session.player), at: wallClock())
                book.commit(enrolment)
                newcomer = session
                entries = [.session(session)] + enrolment.ledgerEntries
            }
            let decision = try book.takeBadge(of: member, by: candidate.session.id, at: wallClock())
            keep(LedgerGroup(entries + decision.ledgerEntries)) { [book, newcomer] canvas, result in
                canvas.gave(candidate, decision, on: book, newcomer, result)
            }
        } catch {
            refuse(candidate, .refused(error))
            endTurn()
        }
    }

    /// The ledger has spoken of a badge.
    private func gave(
        _ candidate: Candidate, _ decision: Decision, on book: ModerationBook, _ newcomer: LedgerSession?,
        _ result: Result<Void, LedgerError>
    ) {
        defer { endTurn() }
        guard case .success = result else { return refuse(candidate, .busy) }
        if let newcomer { sessions.admit(newcomer) }
        moderation = book
        if newcomer != nil { noteStaff() }
        let user = candidate.link.member.user
        // The admin socket let them in: by now they are on a list again.
        retired.remove(user)
        _ = commit(decision)
        candidate.reply(
            .success(
                BadgeAnswer(
                    user: user, name: ModerationBook.publicStaffName(of: user),
                    endsInMillis: ModerationLimits.badgeMillis)))
    }

    // MARK: Putting it down

    /// `POST /api/session/own`: the session draws as itself again, once that is durable. Nothing to do is
    /// done already.
    func putDownBadge(token: String?, reply: @escaping @Sendable (BadgeRefusal?) -> Void) {
        guard let session = sessions.session(token: token) else { return reply(.noSession) }
        guard moderation.badge(of: session.id, at: wallClock()) != nil else { return reply(nil) }
        let isTaken = takeTurn { canvas in
            guard let decision = canvas.moderation.putDownBadge(of: session.id, at: canvas.wallClock()) else {
                reply(nil)
                return canvas.endTurn()
            }
            canvas.keep(LedgerGroup(decision.ledgerEntries)) { canvas, result in
                defer { canvas.endTurn() }
                guard case .success = result else { return reply(.busy) }
                _ = canvas.commit(decision)
                reply(nil)
            }
        }
        if !isTaken { reply(.busy) }
    }
}
