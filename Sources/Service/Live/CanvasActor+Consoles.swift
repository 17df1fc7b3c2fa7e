import Canvas
import Ledger
import Moderation
import Reactor
import Session
import WebSocket
import Wire

// What consoles are told. A message is made for a console only when it has taken the one before: what
// changes meanwhile is told together, and a console that takes nothing costs nothing. While no console is
// open, nothing of this runs.

extension CanvasActor {
    /// Somebody of the staff has opened a console.
    func openConsole(_ reference: ConnectionReference, of member: StaffMember) {
        consoles.open(Console(member: member, openedAt: loop.now), at: reference)
        guard !consoles.isTicking else { return }
        consoles.isTicking = true
        tickConsoles()
    }

    /// It is gone.
    func closeConsole(_ reference: ConnectionReference) {
        guard consoles.close(reference) != nil, consoles.isEmpty else { return }
        survey.forget()
        consoles.feeds = [:]
    }

    /// It shows something else from now on; the reply says what is wrong with that, if anything is.
    func look(_ look: ConsoleLook, by reference: ConnectionReference) -> AdminError? {
        guard let console = consoles[reference] else { return nil }
        console.look = look.shortened
        consoles.changed(.staff)
        consoles.changed(.you)
        // Numbers and rows of something else are told at once.
        console.toldSecond = 0
        do throws(AdminError) {
            console.query = try ConnectionQuery(look)
            return nil
        } catch {
            console.query = nil
            return error
        }
    }

    /// Answers a question of a console, or does what it wants done.
    func answer(
        _ ask: ConsoleAsk, of reference: ConnectionReference,
        reply: @escaping @Sendable (ConsoleAnswer) -> Void
    ) {
        guard let console = consoles[reference] else { return }
        func refuse(_ error: AdminError) {
            reply(ConsoleAnswer(id: ask.id, AdminReply(error.code, error.message)))
        }
        guard console.askCount < ConsoleRoom.asksMax else {
            return refuse(AdminError(.busy, "Too many questions at once. Wait for the answers."))
        }
        let target = ask.path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let request = HTTPRequest(
            method: ask.method, path: String(target[0]), query: target.count > 1 ? String(target[1]) : nil,
            fields: [])
        switch AdminRequest.read(request, body: ask.body, staff: console.member) {
        case .failure(let error): refuse(error)
        case .success(let asked):
            console.askCount += 1
            answer(asked) { [self] answer in
                goOn { canvas in
                    canvas.consoles[reference]?.askCount -= 1
                    reply(ConsoleAnswer(id: ask.id, answer))
                }
            }
        }
    }

    // MARK: The clock

    private func tickConsoles() {
        guard !consoles.isEmpty else {
            consoles.isTicking = false
            return
        }
        if consoles.surveyedSecond != consoles.second {
            consoles.surveyedSecond = consoles.second
            whenSurveyed { _ in }
            lookAtBots()
            // What is watched is told with what it comes to.
            if !enforcement.watches.isEmpty || !enforcement.watchedPeople.isEmpty {
                consoles.changed(.watches)
            }
        }
        for reference in consoles.consoles.keys {
            gates.gate(of: 0).perform { $0.connection(reference)?.askForNews() }
        }
        _ = loop.schedule(at: loop.now + ConsoleRoom.tickMillis) { [unowned self] in
            assumeIsolated { $0.tickConsoles() }
        }
    }

    /// A console has taken what it was told: it is told what changed since.
    func tellNews(to reference: ConnectionReference) {
        guard let console = consoles[reference] else { return }
        let news = news(for: console)
        guard news != LiveState() else { return }
        console.isGreeted = true
        let message = news.message
        gates.gate(of: 0).perform { $0.connection(reference)?.sendNews(message) }
    }

    // MARK: What changed

    private func news(for console: Console) -> LiveState {
        var state = LiveState()
        if !console.isGreeted { state.host = hostName }
        for section in LiveSection.allCases where console.told[section] != consoles.version(of: section) {
            console.told[section] = consoles.version(of: section)
            fill(&state, with: section, for: console)
        }
        if console.toldSecond != consoles.second {
            console.toldSecond = consoles.second
            state.at = wallClock()
            state.boards = boardNumbers()
            state.health = health()
            state.signals = boardIndex(console.look.board).map { signals(of: $0) }
            state.connections = changes(for: console)
        }
        if console.look.isFeedWanted { state.feed = feed(for: console) }
        return state
    }

    /// The connections that the console shows, as far as they are others than it holds.
    private func changes(for console: Console) -> ConnectionChanges? {
        guard let query = console.query, query.limit > 0 else { return nil }
        let list = connections(query)
        var changes = ConnectionChanges()
        changes.order = list.connections.map(\.handle)
        changes.matching = list.matching
        changes.total = list.total
        var held: [String: ConnectionRow] = [:]
        for row in list.connections {
            if console.rows[row.handle].map({ !$0.isAlike(row) }) ?? true { changes.rows.append(row) }
            held[row.handle] = row
        }
        let isSame =
            changes.rows.isEmpty && changes.order == console.order
            && (changes.matching, changes.total) == console.counts
        console.rows = held
        console.order = changes.order
        console.counts = (changes.matching, changes.total)
        return isSame ? nil : changes
    }

    private func feed(for console: Console) -> [FeedLine]? {
        guard let board = boardIndex(console.look.board), let feed = consoles.feeds[board],
            feed.newest != console.toldFeed
        else { return nil }
        let entries = feed.entries(after: console.toldFeed)
        console.toldFeed = feed.newest
        let players = Set(entries.map(\.player))
        var handles: [UInt32: String] = [:]
        for entry in book.live where players.contains(entry.player) {
            handles[entry.player] = entry.handleText
        }
        let width = boards[Int(board)].board.shown.shape.width
        return entries.map { entry in
            let session = sessions[PlayerSlot(number: entry.player)]
            var line = FeedLine()
            line.at = entry.at
            line.id = session?.id ?? ""
            line.name = publicName(of: PlayerSlot(number: entry.player)) ?? ""
            line.handle = handles[entry.player] ?? ""
            line.x = Int(entry.pixel) % width
            line.y = Int(entry.pixel) / width
            line.colour = entry.colour
            line.isFlagged = botPicture.score(of: entry.player) >= Self.feedScoreMin
            return line
        }
    }

    /// From here on a placement is marked in the feed.
    private static var feedScoreMin: Int { 50 }

    /// Placements became durable: consoles that want to see them get the newest.
    func noteFeed(_ group: ChangeGroup, of hosted: HostedBoard) {
        guard !consoles.isEmpty, consoles.isFeedWanted(of: hosted.name.text) else { return }
        let missed = max(0, group.changes.count - Feed.linesMax)
        consoles.feeds[hosted.index, default: Feed()].skip(missed)
        for change in group.changes.dropFirst(missed) {
            consoles.feeds[hosted.index, default: Feed()].add(
                (change.player.number, change.index, change.colour), at: group.timeMillis)
        }
    }

    /// Puts a section into a message, whole.
    func fill(_ state: inout LiveState, with section: LiveSection, for console: Console) {
        switch section {
        case .you: state.you = console.presence(at: loop.now)
        case .staff: state.staff = consoles.presences(at: loop.now)
        case .reports: state.reports = moderation.openReports(at: wallClock())
        case .areas: state.areas = moderation.areas(at: wallClock())
        case .bans: state.bans = moderation.bans(at: wallClock())
        case .defence: state.defence = moderation.defences(at: wallClock())
        case .watches: state.watches = watches()
        case .audit: state.audit = auditNews(for: console)
        }
    }
}

extension ConsoleLook {
    /// No longer than anything is that a console really shows: others are told some of it.
    fileprivate var shortened: ConsoleLook {
        var look = self
        look.screen = Self.short(screen)
        look.person = Self.short(person)
        return look
    }

    private static func short(_ text: String) -> String {
        SafeLine(String(text.unicodeScalars.prefix(wordCountMax).map(Character.init)))?.text ?? ""
    }

    private static let wordCountMax = 64
}

extension ConnectionRow {
    /// Whether there is nothing new in another row of the same connection. That time passes is not new: the
    /// console has a clock.
    func isAlike(_ other: ConnectionRow) -> Bool {
        var other = other
        other.onMillis = onMillis
        if leftMillis != nil, other.leftMillis != nil { other.leftMillis = leftMillis }
        return other == self
    }
}

extension ConsoleAnswer {
    fileprivate init(id: Int, _ reply: AdminReply) {
        self.init(id: id, status: reply.status, body: (try? JSONValue.parse(reply.body)) ?? .null)
    }
}
