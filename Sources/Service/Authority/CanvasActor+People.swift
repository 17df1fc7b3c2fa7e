import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

/// A WebSocket that wants to see a board.
struct JoinRequest: Sendable {
    let token: String?
    let network: NetworkKey
    /// The same address, whole.
    let address: NetworkAddress
    let agent: Agent
    let attendance: Attendance
    /// What the system calls whoever comes through the admin socket.
    var staffUser: String?
    /// It only wants to look, whatever token comes along: whoever is banned may do that.
    var isWatching = false
}

/// Whether it may, and what it is told first.
struct JoinAnswer: Sendable {
    let player: PlayerSlot
    let epoch: UInt32
    /// Its place in the book.
    var place: UInt32 = 0
    /// The text `hello`; empty where there is none because it may not.
    let hello: [UInt8]
    /// What else everybody has to know just now.
    let notices: [[UInt8]]
    /// Why it may not; nil: the connection is one too many.
    var refusal: [UInt8]?
    var isAdmitted: Bool { !hello.isEmpty }
}

extension CanvasActor {
    /// Lets a WebSocket in, or not. The connection that this makes one too many of its session is told to go.
    func join(_ request: JoinRequest) -> JoinAnswer {
        let hosted = boards[Int(request.attendance.board)]
        let own = request.isWatching ? nil : sessions.session(token: request.token)
        let session = own.map { playing($0) }
        if let session, let ban = ban(of: session, at: request.address) {
            let refusal = ErrorMessage.banned(ban, at: wallClock()).bytes
            return JoinAnswer(
                player: .none, epoch: hosted.epoch, hello: [], notices: [], refusal: refusal)
        }
        guard presence.admit(request.network) else {
            return JoinAnswer(player: .none, epoch: hosted.epoch, hello: [], notices: [])
        }
        if let own, let oldest = presence.arrive(request.attendance, of: own.slot) {
            gates.gate(of: oldest.shard).perform { $0.replace(oldest.connection) }
        }
        let place = book.arrive(
            request.attendance, player: session?.slot ?? .none, address: request.address,
            agent: request.agent, staffUser: request.staffUser, now: loop.now)
        numbers.joins += 1
        if book[place].map({ !$0.isOnlooker }) ?? true {
            countOnline(1, on: hosted)
            bots?.noteJoin(on: Int(request.attendance.board), at: wallClock())
        }
        return JoinAnswer(
            player: session?.slot ?? .none, epoch: hosted.epoch, place: place,
            hello: hello(of: hosted, for: session), notices: notices(on: hosted))
    }

    /// What whoever comes to a board is told beside the hello.
    private func notices(on hosted: HostedBoard) -> [[UInt8]] {
        let now = wallClock()
        let announced = moderation.announcements(of: hosted.name.text, at: now)
        let notices = [storageNotice()].compactMap(\.self) + announced.map { NoticeMessage($0, at: now) }
        return notices.map(\.bytes)
    }

    /// A WebSocket that was let in is over.
    func leave(_ attendance: Attendance, place: UInt32, player: PlayerSlot, network: NetworkKey) {
        let wasCounted = book[place].map { !$0.isOnlooker } ?? true
        book.leave(place, now: loop.now)
        numbers.leaves += 1
        presence.dismiss(network)
        if player != .none { presence.leave(attendance, of: player) }
        if wasCounted { countOnline(-1, on: boards[Int(attendance.board)]) }
    }

    /// The text that opens a board to a reader, and again when its past was cut off.
    func hello(of hosted: HostedBoard, for session: LedgerSession?) -> [UInt8] {
        HelloMessage(
            board: description(of: hosted), epoch: hosted.epoch, seq: hosted.board.shown.seq,
            online: hosted.online.count, you: you(session, on: hosted), rules: rules(of: hosted),
            motd: messageOfTheDay, areas: areas(of: hosted)
        ).bytes
    }

    /// The fresh `hello` of somebody who claims another past.
    func hello(board: UInt16, player: PlayerSlot) -> [UInt8] {
        hello(of: boards[Int(board)], for: sessions[player])
    }

    /// `GET /api/boards/NAME/hello`: the same for who does not stay.
    func hello(board: UInt16, token: String?) -> [UInt8] {
        hello(of: boards[Int(board)], for: sessions.session(token: token).map { playing($0) })
    }

    /// The text `you` of a player.
    func youMessage(_ player: PlayerSlot, on board: UInt16) -> [UInt8] {
        YouMessage(you(sessions[player], on: boards[Int(board)])).bytes
    }

    func you(_ session: LedgerSession?, on hosted: HostedBoard) -> YouDescription {
        let rules = hosted.board.rules
        let (charges, waitMillis) = hosted.board.charges(of: session?.slot ?? .none, at: loop.now)
        var you = YouDescription(
            id: session?.id, name: session.flatMap { publicName(of: $0.slot) },
            role: session.map { isStaff($0) ? .moderator : .player } ?? .spectator,
            canPlace: session != nil && rules.state == .open, charges: charges, chargesMax: rules.chargesMax,
            waitMillis: waitMillis)
        guard let session else { return you }
        you.gateMillis = gateMillis(of: session, on: hosted)
        you.hasPuzzle = hasPuzzle(session, on: hosted)
        you.restriction = restriction(of: session.slot)
        if you.restriction?.kind == .ban { you.canPlace = false }
        return you
    }

    func description(of hosted: HostedBoard) -> BoardDescription {
        BoardDescription(
            name: hosted.name.text, width: hosted.board.shown.shape.width,
            height: hosted.board.shown.shape.height, palette: hosted.palette.colours.map(\.hex),
            paletteNames: hosted.palette.colourNames)
    }

    func summary(of hosted: HostedBoard) -> BoardSummary {
        BoardSummary(
            board: description(of: hosted), epoch: hosted.epoch, seq: hosted.board.shown.seq,
            online: hosted.online.count, rules: rules(of: hosted),
            // Where nothing is kept, no state but the newest can be asked for.
            beganAtMillis: past == nil ? hosted.changedAtMillis : hosted.beganAtMillis)
    }

    /// `GET /api/boards` and `/api/boards/NAME`.
    func summary(board: UInt16) -> [UInt8] {
        summary(of: boards[Int(board)]).bytes
    }

    func summaries() -> [UInt8] {
        BoardList(boards: boards.map { summary(of: $0) }).bytes
    }

}

// MARK: - Sessions

extension LedgerSession {
    /// The handle of the session on every board.
    var slot: PlayerSlot { PlayerSlot(number: player) }
}

extension CanvasActor {
    /// `POST /api/session`: a new session, or the one that the token names already, renamed where a name is
    /// given. Told when it is durable: a token that somebody has seen is good for ever.
    func openSession(
        token: String?, name: String?, from network: NetworkKey, at address: NetworkAddress,
        reply: @escaping @Sendable (Result<SessionAnswer, SessionRefusal>) -> Void
    ) {
        if let name, staffNames.areImitated(by: name) { return reply(.failure(.staffName)) }
        if let token, let known = sessions.session(token: token) {
            guard let name, name != known.name else {
                return reply(.success(SessionAnswer(token: token, id: known.id, name: known.name)))
            }
            return rename(known.slot, to: name) { refusal in
                let answer = SessionAnswer(token: token, id: known.id, name: name)
                reply(refusal.map { .failure($0) } ?? .success(answer))
            }
        }
        if let ban = ban(around: address) {
            return reply(.failure(.banned(.banned(ban, at: wallClock()))))
        }
        do throws(SessionRefusal) {
            let (token, session) = try sessions.begin(
                name: name, from: network, now: loop.now, wallMillis: wallClock())
            let answer = SessionAnswer(token: token.text, id: session.id, name: session.name)
            keep(LedgerGroup([.session(session)])) { canvas, result in
                guard case .success = result else { return reply(.failure(.notKept)) }
                canvas.sessions.admit(session)
                reply(.success(answer))
            }
        } catch {
            reply(.failure(error))
        }
    }

    /// A player's new name. When it is durable every connection of the session hears of it; the reply says
    /// why not, where it could not be.
    func rename(
        _ player: PlayerSlot, to name: String, reply: @escaping @Sendable (SessionRefusal?) -> Void
    ) {
        if staffNames.areImitated(by: name) { return reply(.staffName) }
        guard var session = sessions[player] else { preconditionFailure("nobody has the number \(player)") }
        guard !isStaff(session) else { return reply(.drawsAsStaff) }
        session.name = name
        keep(LedgerGroup([.session(session)])) { [session] canvas, result in
            guard case .success = result else { return reply(.notKept) }
            canvas.sessions.admit(session)
            canvas.tellYou(player)
            reply(nil)
        }
    }

    /// Tells every connection of a session who it is; only those on one board, where one is given.
    func tellYou(_ player: PlayerSlot, on board: UInt16? = nil, except: Attendance? = nil) {
        guard let session = sessions[player] else { return }
        for attendance in presence.attendances(of: player)
        where (board == nil || board == attendance.board) && attendance != except {
            let message = YouMessage(you(session, on: boards[Int(attendance.board)])).bytes
            gates.gate(of: attendance.shard).perform { $0.sendText(message, to: attendance.connection) }
        }
    }

    /// Whoever placed has fewer charges on all other connections of the same session too, and whoever took a
    /// pixel back has more.
    func tellCompany(of outcomes: [Outcome], on hosted: HostedBoard) {
        guard presence.hasCompany, hosted.board.rules.cooldownMillis > 0 else { return }
        var told: Set<PlayerSlot> = []
        for outcome in outcomes
        where outcome.verdict.status == .placed && told.insert(outcome.placement.player).inserted {
            let placer = Attendance(
                shard: outcome.shard, board: hosted.index, connection: outcome.connection)
            tellYou(outcome.placement.player, on: hosted.index, except: placer)
        }
    }
}

// MARK: - Looking things up

extension CanvasActor {
    /// Who placed the pixel that is shown there, and when.
    func pixel(x: Int, y: Int, board: UInt16) -> PixelDescription {
        let hosted = boards[Int(board)]
        let index = hosted.board.shown.shape.index(x: x, y: y)
        let last = hosted.board.lastPlacement(at: index)
        return PixelDescription(
            x: x, y: y, colour: hosted.board.shown.colours[index],
            name: last.flatMap { publicName(of: $0.player) }, at: last?.timeMillis,
            isOfStaff: last.map { moderation.staffUser(of: UInt64($0.player.number)) != nil } ?? false)
    }

    /// What everybody may read of who placed something: of staff, that they are. What moderators read is the
    /// same, so that a pixel has one author wherever it is looked up.
    func publicName(of player: PlayerSlot) -> String? {
        moderation.publicStaffName(of: UInt64(player.number)) ?? sessions[player]?.name
    }

    /// The same of a session.
    func publicName(of session: LedgerSession) -> String {
        publicName(of: session.slot) ?? session.name
    }

    /// The session that places through a request; `.none` without one.
    func player(token: String?) -> PlayerSlot {
        sessions.session(token: token).map { presence.player(of: $0.slot) } ?? .none
    }
}
