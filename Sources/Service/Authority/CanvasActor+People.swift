import Canvas
import Reactor
import Session
import Wire

/// A WebSocket that wants to see a board.
struct JoinRequest: Sendable {
    let token: String?
    let network: NetworkKey
    let attendance: Attendance
}

/// Whether it may, and what it is told first.
struct JoinAnswer: Sendable {
    let player: PlayerSlot
    let epoch: UInt32
    /// The text `hello`; empty where there is none because the connection is one too many.
    let hello: [UInt8]
    var isAdmitted: Bool { !hello.isEmpty }
}

extension CanvasActor {
    /// Lets a WebSocket in, or not. The connection that this makes one too many of its session is told to go.
    func join(_ request: JoinRequest) -> JoinAnswer {
        let hosted = boards[Int(request.attendance.board)]
        let session = sessions.session(token: request.token)
        guard presence.admit(request.network) else {
            return JoinAnswer(player: .none, epoch: hosted.epoch, hello: [])
        }
        if let session, let oldest = presence.arrive(request.attendance, of: session.slot) {
            gates.gate(of: oldest.shard).perform { $0.replace(oldest.connection) }
        }
        countOnline(1, on: hosted)
        return JoinAnswer(
            player: session?.slot ?? .none, epoch: hosted.epoch, hello: hello(of: hosted, for: session))
    }

    /// A WebSocket that was let in is over.
    func leave(_ attendance: Attendance, player: PlayerSlot, network: NetworkKey) {
        presence.dismiss(network)
        if player != .none { presence.leave(attendance, of: player) }
        countOnline(-1, on: boards[Int(attendance.board)])
    }

    /// The text that opens a board to a reader, and again when its past was cut off.
    func hello(of hosted: HostedBoard, for session: PlayerSession?) -> [UInt8] {
        HelloMessage(
            board: description(of: hosted), epoch: hosted.epoch, seq: hosted.board.shown.seq,
            online: hosted.online.count, you: you(session, on: hosted), rules: rules(of: hosted),
            motd: messageOfTheDay
        ).bytes
    }

    /// The fresh `hello` of somebody who claims another past.
    func hello(board: UInt16, player: PlayerSlot) -> [UInt8] {
        hello(of: boards[Int(board)], for: sessions[player])
    }

    func you(_ session: PlayerSession?, on hosted: HostedBoard) -> YouDescription {
        let rules = hosted.board.rules
        let (charges, waitMillis) = hosted.board.charges(of: session?.slot ?? .none, at: loop.now)
        return YouDescription(
            id: session?.id, name: session?.name, role: session == nil ? .spectator : .player,
            canPlace: session != nil && rules.state == .open, charges: charges, chargesMax: rules.chargesMax,
            waitMillis: waitMillis)
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
            online: hosted.online.count, rules: rules(of: hosted))
    }

    /// `GET /api/boards` and `/api/boards/NAME`.
    func summary(board: UInt16) -> [UInt8] {
        summary(of: boards[Int(board)]).bytes
    }

    func summaries() -> [UInt8] {
        BoardList(boards: boards.map { summary(of: $0) }).bytes
    }

    /// `POST /api/session`.
    func openSession(
        token: String?, name: String?, from network: NetworkKey
    ) -> Result<SessionAnswer, SessionRegistry.Refusal> {
        do throws(SessionRegistry.Refusal) {
            let opened = try sessions.open(token: token, name: name, from: network, now: loop.now)
            if name != nil { tellYou(opened.session.slot) }
            return .success(
                SessionAnswer(token: opened.token, id: opened.session.id, name: opened.session.name))
        } catch {
            return .failure(error)
        }
    }

    /// A player's new name: every connection of the session hears of it.
    func rename(_ player: PlayerSlot, to name: String) {
        sessions.rename(player, to: name)
        tellYou(player)
    }

    private func tellYou(_ player: PlayerSlot) {
        guard let session = sessions[player] else { return }
        for attendance in presence.attendances(of: player) {
            let message = YouMessage(you(session, on: boards[Int(attendance.board)])).bytes
            gates.gate(of: attendance.shard).perform { $0.sendText(message, to: attendance.connection) }
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
            name: last.flatMap { sessions[$0.player]?.name }, at: last?.timeMillis)
    }

    /// The session that places through a request; `.none` without one.
    func player(token: String?) -> PlayerSlot {
        sessions.session(token: token)?.slot ?? .none
    }
}
