import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What moderators ask. Nothing here changes anything.

extension CanvasActor {
    func answer(
        _ topic: AdminQuestion.Subject, of request: AdminRequest,
        reply: @escaping @Sendable (AdminReply) -> Void
    ) {
        let query = request.query
        switch topic {
        case .me: reply(AdminReply(presence(of: request.staff)))
        case .health: whenSurveyed { reply(AdminReply($0.health())) }
        case .state: answerWhole(reply) { canvas throws(AdminError) in try canvas.state(query) }
        case .signals: answerWhole(reply) { canvas throws(AdminError) in try canvas.signals(query) }
        case .connections:
            answerWhole(reply) { canvas throws(AdminError) in canvas.connections(try ConnectionQuery(query)) }
        case .people: answerWhole(reply) { canvas throws(AdminError) in try canvas.people(query) }
        case .person: answerWhole(reply) { canvas throws(AdminError) in try canvas.person(query) }
        case .trail: answerTrail(query, reply: reply)
        case .pixel: whenAllIsSeen { $0.answerPixel(query, reply: reply) }
        case .reports, .report, .areas, .bans, .defence, .watches, .notes, .audit:
            answerStanding(topic, of: query, reply: reply)
        }
    }

    /// Goes on when connections and programs are known as they are.
    func whenAllIsSeen(_ proceed: @escaping @Sendable (isolated CanvasActor) -> Void) {
        whenSurveyed { $0.whenBotsAreSeen(proceed) }
    }

    /// Answers once all of that is known.
    private func answerWhole<Answer: JSONWritable>(
        _ reply: @escaping @Sendable (AdminReply) -> Void,
        _ answer: @escaping @Sendable (isolated CanvasActor) throws(AdminError) -> Answer
    ) {
        whenAllIsSeen { canvas in
            do throws(AdminError) {
                reply(AdminReply(try answer(canvas)))
            } catch {
                reply(AdminReply(error.code, error.message))
            }
        }
    }

    /// The board that a question names, the main one where it names none.
    func board(_ query: AdminQuery) throws(AdminError) -> HostedBoard {
        let name = query["board"] ?? ""
        guard let index = boardIndex(name.isEmpty ? Route.mainBoard : name) else {
            throw AdminError(.notFound, "There is no board of that name here.")
        }
        return boards[Int(index)]
    }

    func boardIndex(_ name: String) -> UInt16? {
        boards.firstIndex { $0.name.text == name }.map { UInt16($0) }
    }

    private func presence(of member: StaffMember) -> StaffPresence {
        consoles.presences(at: loop.now).first { $0.user == member.user } ?? StaffPresence(member)
    }

    /// Everything that consoles are told, whole, but for connections and the feed.
    private func state(_ query: AdminQuery) throws(AdminError) -> LiveState {
        let hosted = try board(query)
        var state = LiveState()
        state.host = hostName
        state.at = wallClock()
        state.boards = boardNumbers()
        state.health = health()
        state.signals = signals(of: hosted.index)
        let onlooker = Console(member: StaffMember(user: "", role: .reader), openedAt: loop.now)
        for section in LiveSection.allCases where section != .you {
            fill(&state, with: section, for: onlooker)
        }
        return state
    }

    private func signals(_ query: AdminQuery) throws(AdminError) -> AttackSignals {
        signals(of: try board(query).index)
    }

    /// What speaks for an attack: what the watch on programs saw, with networks and names.
    func signals(of board: UInt16) -> AttackSignals {
        var signals = botPicture.attacks.count > board ? botPicture.attacks[Int(board)] : AttackSignals()
        var subnets: [String: Int] = [:]
        var counted: Set<UInt32> = []
        for entry in recentEntries where entry.attendance.board == board && !entry.isOfStaff {
            guard let count = botPicture.perTenMinutes[entry.player], counted.insert(entry.player).inserted
            else {
                continue
            }
            subnets[entry.address.label(.subnet), default: 0] += count
        }
        let all = botPicture.perTenMinutes.values.reduce(0, +)
        if let top = subnets.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), all > 0 {
            let percent = top.value * 100 / all
            if percent >= Self.dominantPercentMin, top.value >= Self.dominantPixelsMin {
                signals.network = top.key
                signals.networkPercent = percent
            }
        }
        let since = wallClock() - SignalLimits.boardMillis
        let names = sessions.newestFirst.prefix(NameRush.namesMax).prefix { $0.createdAtMillis > since }
            .map(\.name).filter { !$0.hasPrefix("guest-") }
        if let rush = NameRush.find(in: names) {
            signals.names = rush.beginning
            signals.nameCount = rush.count
        }
        return signals
    }

    /// A network stands out from half of all placements on, if these are more than a few.
    private static var dominantPercentMin: Int { 50 }
    private static var dominantPixelsMin: Int { 20 }
}

extension StaffPresence {
    /// Somebody of whom no more is known than who they are.
    init(_ member: StaffMember) {
        self.init()
        user = member.user
        role = member.role
    }
}
