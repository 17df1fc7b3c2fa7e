import Canvas
import Moderation
import Reactor
import Session
import Wire

/// Something to be said to everybody on a board.
enum Announcement {
    /// The rules, as they are when it is said.
    case rules
    /// Where other rules hold, as it is when it is said.
    case areas
    case notice(NoticeMessage)
    case withdrawal(NoticeWithdrawnMessage)

    /// It is told as it is then: once is enough.
    func isReplaced(by newer: Announcement) -> Bool {
        switch (self, newer) {
        case (.rules, .rules), (.areas, .areas): true
        default: false
        }
    }
}

/// An announcement that waits until everybody has been sent what was decided before it.
struct OwedAnnouncement {
    let announcement: Announcement
    /// The board's seq by which it was decided.
    var behindSeq: UInt64
}

// MARK: - Rules that change

extension CanvasActor {
    /// Sets the rules that are kept for a board; the schedule and the crowd go on changing what they come to.
    func setRules(_ rules: Rules, of hosted: HostedBoard) {
        hosted.setKeptRules(rules)
        applyRules(of: hosted)
    }

    /// Begins to watch the clocks and the crowds that rules depend on.
    func followRules() {
        for hosted in boards {
            if hosted.ruleBook.schedule != nil { lookAtSchedule(of: hosted) }
            if hosted.ruleBook.adaptiveCooldown != nil { lookAtCrowd(of: hosted) }
        }
    }

    private func lookAtSchedule(of hosted: HostedBoard) {
        guard let step = hosted.ruleBook.schedule?.look(wallMillis: wallClock(), at: loop.now) else { return }
        let hasChanged = applyRules(of: hosted)
        // Who was told how long it takes was told something else.
        if step.hasJumped, !hasChanged { announce(.rules, on: hosted) }
        if let news = step.news { announce(.notice(NoticeMessage(news)), on: hosted) }
        let wait = hosted.ruleBook.schedule?.waitMillis ?? ScheduleClock.lookEveryMillis
        let index = Int(hosted.index)
        _ = loop.schedule(at: loop.now + wait) { [unowned self] in
            assumeIsolated { $0.lookAtSchedule(of: $0.boards[index]) }
        }
    }

    private func lookAtCrowd(of hosted: HostedBoard) {
        hosted.ruleBook.adaptiveCooldown?.look(online: hosted.online.count)
        applyRules(of: hosted)
        let index = Int(hosted.index)
        _ = loop.schedule(at: loop.now + AdaptiveCooldown.lookEveryMillis) { [unowned self] in
            assumeIsolated { $0.lookAtCrowd(of: $0.boards[index]) }
        }
    }

    /// Puts the rules in force, and tells everybody where they are others than before.
    @discardableResult
    func applyRules(of hosted: HostedBoard) -> Bool {
        let rules = hosted.ruleBook.inForce
        guard rules != hosted.board.rules else { return false }
        hosted.board.setRules(rules, at: loop.now)
        announce(.rules, on: hosted)
        return true
    }

    /// Tells players what they may do now, so many in a millisecond: there may be thousands.
    fileprivate func tellPlayers(_ players: ArraySlice<(player: PlayerSlot, attendance: Attendance)>) {
        for (player, attendance) in players.prefix(Self.playersAtOnce) {
            guard let session = sessions[player] else { continue }
            let message = YouMessage(you(session, on: boards[Int(attendance.board)])).bytes
            gates.gate(of: attendance.shard).perform {
                $0.sendTextBehindFrames(message, to: attendance.connection)
            }
        }
        let rest = players.dropFirst(Self.playersAtOnce)
        guard !rest.isEmpty else { return }
        _ = loop.schedule(at: loop.now + 1) { [unowned self] in assumeIsolated { $0.tellPlayers(rest) } }
    }

    private static let playersAtOnce = 256

    func rules(of hosted: HostedBoard) -> RulesDescription {
        let rules = hosted.board.rules
        let book = hosted.ruleBook
        var description = RulesDescription(
            cooldownMillis: rules.cooldownMillis, chargesMax: rules.chargesMax, state: rules.state.rawValue,
            baseCooldownMillis: book.adaptiveCooldown.map { _ in book.kept.cooldownMillis },
            opensInMillis: remaining(until: book.schedule?.schedule.opensAtMillis, by: book.schedule),
            closesInMillis: remaining(until: book.schedule?.schedule.closesAtMillis, by: book.schedule))
        guard let record = moderation.defence(of: hosted.name.text, at: wallClock()) else {
            return description
        }
        description.defence = record.level
        description.why = record.isFrozen && !record.why.isEmpty ? record.why : nil
        let until = record.isFrozen ? record.frozenUntil : record.level > 0 ? record.until : nil
        description.endsInMillis = until.map { max(1, $0 - wallClock()) }
        return description
    }

    /// How long until a moment that the schedule has not reached yet.
    private func remaining(until moment: Int64?, by clock: ScheduleClock?) -> Int64? {
        guard let moment, let clock, clock.wallMillis < moment else { return nil }
        return max(1, moment - wallClock())
    }
}

// MARK: - Announcements

extension CanvasActor {
    /// Tells everybody on a board, as soon as they have been sent what was decided before.
    func announce(_ announcement: Announcement, on hosted: HostedBoard) {
        hosted.owe(announcement)
        tellAnnouncements(of: hosted)
    }

    /// Tells what need not wait any longer.
    func tellAnnouncements(of hosted: HostedBoard) {
        while let announcement = hosted.takeAnnouncement() {
            switch announcement {
            case .rules:
                publishText(RulesMessage(rules(of: hosted)).bytes, .rules, on: hosted)
                tellPlayers(presence.players(on: hosted.index)[...])
            case .areas: publishText(AreasMessage(areas(of: hosted)).bytes, .areas, on: hosted)
            case .notice(let notice): publishText(notice.bytes, .notice, on: hosted)
            case .withdrawal(let message): publishText(message.bytes, .withdrawal, on: hosted)
            }
        }
    }
}

extension HostedBoard {
    fileprivate func owe(_ announcement: Announcement) {
        announcements.removeAll { $0.announcement.isReplaced(by: announcement) }
        if announcements.count >= Limits.announcementsMax { announcements.removeFirst() }
        announcements.append(
            OwedAnnouncement(announcement: announcement, behindSeq: board.decidedSeq))
    }

    fileprivate func takeAnnouncement() -> Announcement? {
        guard let first = announcements.first, first.behindSeq <= publishedSeq else { return nil }
        return announcements.removeFirst().announcement
    }

    /// What was decided was undone: nothing waits for what will never be shown.
    func reconsiderAnnouncements() {
        for index in announcements.indices {
            announcements[index].behindSeq = min(announcements[index].behindSeq, board.decidedSeq)
        }
    }
}

extension NoticeMessage {
    /// What the schedule has to say, in words.
    init(_ news: Schedule.News) {
        let text =
            switch (news.change, news.remainingMillis) {
            case (.opening, 0): "The board is open. Have fun!"
            case (.closing, 0): "The board is closed. It stays as it is."
            case (.opening, let wait): "The board opens in \(Self.words(wait))."
            case (.closing, let wait): "The board closes in \(Self.words(wait))."
            }
        self.init(text: text, level: .info)
    }

    /// A duration as people say it.
    private static func words(_ millis: Int64) -> String {
        let seconds = (millis + 999) / 1000
        if seconds < 60 { return seconds == 1 ? "1 second" : "\(seconds) seconds" }
        let minutes = (seconds + 30) / 60
        return minutes == 1 ? "1 minute" : "\(minutes) minutes"
    }
}
