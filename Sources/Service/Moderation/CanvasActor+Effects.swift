import Canvas
import Ledger
import Moderation
import Reactor
import Session
import WebSocket
import Wire

// What follows from a decision once it is durable.

extension CanvasActor {
    /// A decision is durable: it holds from now on. What an unusual act was for is handed back.
    func commit(_ decision: Decision) -> String? {
        moderation.commit(decision)
        var found: String?
        for effect in decision.effects {
            if let told = perform(effect) { found = told }
        }
        noteStanding(decision)
        scheduleExpiry()
        return found
    }

    private func perform(_ effect: ActEffect) -> String? {
        switch effect {
        case .closeConnections(let people, let networks, let reason, let message):
            closeConnections(of: people, networks, reason, message)
        case .restrictionsChanged(let people, let networks): restrictionsChanged(people, networks)
        case .areasChanged(let board): withBoard(board) { $0.areasChanged(of: $1) }
        case .rulesChanged(let board): withBoard(board) { $0.defenceChanged(of: $1) }
        case .defenceTold(let board, let level):
            withBoard(board) { $0.announce(.notice(NoticeMessage(defence: level)), on: $1) }
        case .announce(let record):
            withBoard(record.board) { canvas, hosted in
                let notice = NoticeMessage(record, at: canvas.wallClock())
                canvas.announce(.notice(notice), on: hosted)
            }
        case .withdraw(let record):
            withBoard(record.board) { canvas, hosted in
                let message = NoticeWithdrawnMessage(id: record.id)
                canvas.announce(.withdrawal(message), on: hosted)
            }
        case .tell(let people, let text, let french): tell(people, text, french)
        case .chatRemoved(let board, let number):
            withBoard(board) { $0.chatRemoved(number, on: $1) }
        case .reportsChanged(let numbers): tellReporters(of: numbers)
        case .challenge(let people): challenge(people)
        case .snapshotNow(let board): withBoard(board) { $0.snapshotNow?($1.index) }
        case .reveal(let person): return address(of: person)
        case .offerBadge(let member, let board): return offerBadge(to: member, board: board)
        case .withdrawBadges(let user): badgeLinks.withdraw(of: user)
        case .badgesChanged(let people): badgesChanged(people)
        }
        return nil
    }

    private func withBoard(_ name: String, _ work: (isolated CanvasActor, HostedBoard) -> Void) {
        guard let index = boardIndex(name) else { return }
        work(self, boards[Int(index)])
    }

    /// Consoles hear of what is another now.
    private func noteStanding(_ decision: Decision) {
        if !decision.entries.isEmpty { consoles.changed(.audit) }
        let changed = decision.puts.map(\.kind) + decision.removals.map(\.kind)
        for kind in Set(changed).compactMap(DocumentKind.init) {
            switch kind {
            case .ban: consoles.changed(.bans)
            case .area: consoles.changed(.areas)
            case .defence: consoles.changed(.defence)
            case .report: consoles.changed(.reports)
            case .watch:
                noteWatches()
                consoles.changed(.watches)
            case .note, .staff, .announcement, .badge: break
            }
        }
    }

    // MARK: Connections

    private func closeConnections(
        of people: [String], _ networks: [String], _ reason: ActEffect.CloseReason, _ message: String
    ) {
        var players = people.compactMap { sessions.session(id: $0)?.slot }
        if !networks.isEmpty { players += playersInside(Set(networks)) }
        for player in Set(players) {
            let restriction = reason == .banned ? restriction(of: player) : nil
            let error = ErrorMessage(
                code: reason == .banned ? "banned" : "kicked", message: message, restriction: restriction)
            let code = reason == .banned ? CloseCodes.banned : CloseCodes.kicked
            let bytes = error.bytes
            for attendance in presence.attendances(of: player) {
                gates.gate(of: attendance.shard).perform { shard in
                    shard.connection(attendance.connection)?.sendAway(bytes, code)
                }
            }
        }
    }

    /// Tells some people something.
    private func tell(_ people: [String], _ text: String, _ french: String) {
        let notice = NoticeMessage(
            text: text, level: .announcement, textFrench: french.isEmpty ? nil : french,
            showMillis: Limits.announcementShowMillis)
        send(notice.bytes, to: people.compactMap { sessions.session(id: $0)?.slot })
    }

    /// Sends a text to every connection of these players.
    func send(_ message: [UInt8], to players: [PlayerSlot]) {
        for player in players {
            for attendance in presence.attendances(of: player) {
                gates.gate(of: attendance.shard).perform { $0.sendText(message, to: attendance.connection) }
            }
        }
    }

    /// Where somebody comes from, for an admin who asked and is written down.
    private func address(of person: String) -> String? {
        guard let session = sessions.session(id: person) else { return nil }
        let entry =
            book.live.first { $0.player == session.player && !$0.isOfStaff }
            ?? book.departed(at: loop.now).first {
                $0.entry.player == session.player && !$0.entry.isOfStaff
            }?.entry
        return entry?.address.text ?? "not known any more"
    }

    /// A line is taken back, and that is durable.
    private func chatRemoved(_ number: UInt64, on hosted: HostedBoard) {
        guard let line = hosted.chat.line(number: number) else { return }
        _ = forgetChat(line.id, on: hosted)
    }
}

extension Decision {
    /// Lines of the chat that are taken back with it.
    func chatRemovals(on boards: [HostedBoard]) -> [LedgerEntry] {
        effects.compactMap { effect in
            guard case .chatRemoved(let name, let number) = effect,
                let hosted = boards.first(where: { $0.name.text == name })
            else { return nil }
            return .chatRemoval(board: hosted.name, number: number)
        }
    }
}

extension Connection {
    /// Says why, and ends.
    func sendAway(_ message: [UInt8], _ code: UInt16) {
        guard machine.isOpen else { return }
        sendText(message)
        close(code)
    }
}

extension AnnouncementRecord {
    /// What players know it by.
    var id: String { "N\(number)" }
}

extension NoticeMessage {
    /// What somebody of the staff announces, for whoever is told it now.
    init(_ record: AnnouncementRecord, at now: Int64) {
        let left = record.until.map { max(1, $0 - now) } ?? .max
        self.init(
            text: record.text, level: .announcement, id: record.id,
            textFrench: record.textFrench.isEmpty ? nil : record.textFrench,
            showMillis: min(Limits.announcementShowMillis, left))
    }

    /// What a level of defence means for players.
    init(defence level: Int) {
        let (text, french) =
            switch level {
            case 1:
                (
                    "The board is under attack: placing is slower for a while.",
                    "Le tableau est attaqué : on y pose moins vite pour un moment."
                )
            case 2:
                (
                    "The board is under attack: placing is much slower, and newcomers wait.",
                    "Le tableau est attaqué : on y pose bien moins vite, et les nouveaux attendent."
                )
            case 3:
                (
                    "The board is under attack: newcomers solve a puzzle before they place.",
                    "Le tableau est attaqué : les nouveaux résolvent une énigme avant de poser."
                )
            case 4:
                (
                    "The board is under attack: for now only those place who were here before.",
                    "Le tableau est attaqué : seuls posent ceux qui étaient là avant."
                )
            default: ("All is well again. Have fun!", "Tout va bien à nouveau. Amusez-vous bien !")
            }
        self.init(
            text: text, level: .announcement, textFrench: french, showMillis: Limits.announcementShowMillis)
    }
}
