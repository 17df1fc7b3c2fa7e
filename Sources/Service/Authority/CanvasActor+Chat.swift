import Canvas
import Ledger
import Moderation
import Reactor
import Secrets
import Session
import Wire

/// What became of the wish to take a line back.
enum ChatRemoval: Equatable, Sendable {
    case removed
    /// There is no such line, or it is too old to be kept.
    case unknown
    /// The ledger could not note it down: it stays.
    case busy
}

extension CanvasActor {
    /// Somebody says something. It is shown, to its speaker too, once it is durable.
    func say(_ line: SafeLine, by speaker: Speaker, on board: UInt16) {
        let hosted = boards[Int(board)]
        guard let session = sessions[speaker.player] else {
            return speaker.tell(.noSession)
        }
        let standing = standing(of: session)
        if standing.isMuted { return speaker.tell(.silenced(by: standing.told, at: wallClock())) }
        guard spendChatPace(of: speaker.player, on: hosted) else { return speaker.tell(.tooFast) }
        if standing.board.contains(.shadowed) { return sayInTheShadow(line, session, on: hosted, speaker) }
        // What staff says is said as staff, like what it places.
        let publicName = publicName(of: session.slot) ?? session.name
        // Systems may have users with longer names than lines have room for.
        let name = publicName.utf8.count <= LedgerChatLine.nameBytesMax ? publicName : session.name
        let isTaken = hosted.chat.collect(
            { number in
                LedgerChatLine(
                    board: hosted.name, number: number, id: Self.newChatID(), from: session.id,
                    name: name, text: line.text, atMillis: wallClock())
            }, from: speaker)
        guard isTaken else { return speaker.tell(.busy) }
        settleChat(hosted)
    }

    /// Somebody says what nobody else is to hear, and is shown it as if everybody did.
    private func sayInTheShadow(
        _ line: SafeLine, _ session: LedgerSession, on hosted: HostedBoard, _ speaker: Speaker
    ) {
        let message = ChatMessage(
            id: Self.newChatID(), from: session.id, name: session.name, text: line.text, at: wallClock(),
            number: (hosted.chat.kept.last?.number ?? 0) + 1)
        for attendance in presence.attendances(of: session.slot) where attendance.board == hosted.index {
            gates.gate(of: attendance.shard).perform { $0.sendText(message.bytes, to: attendance.connection) }
        }
        speaker.tell(nil)
    }

    /// Takes a line back: from what is kept, and from everybody's screen.
    func removeChat(
        _ id: String, on board: UInt16, reply: @escaping @Sendable (ChatRemoval) -> Void
    ) {
        let hosted = boards[Int(board)]
        guard let line = hosted.chat.line(id) else { return reply(.unknown) }
        keep(LedgerGroup([.chatRemoval(board: hosted.name, number: line.number)])) { canvas, result in
            guard case .success = result else { return reply(.busy) }
            reply(canvas.forgetChat(id, on: canvas.boards[Int(board)]) ? .removed : .unknown)
        }
    }

    /// A line is taken back, and that is durable: nobody is shown it any more. False: it is gone already.
    func forgetChat(_ id: String, on hosted: HostedBoard) -> Bool {
        guard hosted.chat.remove(id) else { return false }
        publishChat([ChatFrame(ChatRemovedMessage(id: id))], on: hosted)
        return true
    }

    /// `GET /api/boards/NAME/chat`: what is kept, for whoever does not hold that version of it.
    func chat(board: UInt16, unless isHeld: (_ entityTag: String) -> Bool) -> (tag: String, body: [UInt8]?) {
        let hosted = boards[Int(board)]
        let tag = "\"\(hosted.epoch)-\(hosted.chat.version)\""
        if isHeld(tag) { return (tag, nil) }
        return (tag, ChatHistoryMessage.bytes(of: hosted.chat.kept.map { ChatMessage($0).bytes[...] }))
    }

    /// Goes on with what was said on each board before the server ended: before anybody is served.
    func restoreChat(_ lines: [[LedgerChatLine]]) {
        for (hosted, lines) in zip(boards, lines) {
            hosted.chat.restore(lines)
            publishChat(lines.map { ChatFrame(ChatMessage($0)) }, on: hosted)
        }
    }

    /// Sends the lines that collected on their way, unless others are being written: then they go on
    /// collecting.
    private func settleChat(_ hosted: HostedBoard) {
        guard let group = hosted.chat.takeGroup() else { return }
        let index = Int(hosted.index)
        keep(group) { canvas, result in
            let hosted = canvas.boards[index]
            let spoken = hosted.chat.takeInFlight()
            switch result {
            case .success:
                for line in spoken { hosted.chat.keep(line.line) }
                canvas.publishChat(spoken.map { ChatFrame(ChatMessage($0.line)) }, on: hosted)
                for line in spoken { line.speaker.tell(nil) }
            case .failure:
                for line in spoken { line.speaker.tell(.busy) }
            }
            canvas.settleChat(hosted)
        }
    }

    private func publishChat(_ messages: [ChatFrame], on hosted: HostedBoard) {
        guard !messages.isEmpty else { return }
        let board = hosted.index
        for gate in gates.all { gate.perform { $0.publishChat(messages, on: board) } }
    }

    private static func newChatID() -> String { Hexadecimal.text(SystemRandom.bytes(8)) }
}

// MARK: - Not so fast

extension CanvasActor {
    /// A session's pace holds for all its connections and on all boards.
    private func spendChatPace(of player: PlayerSlot, on hosted: HostedBoard) -> Bool {
        let now = loop.now
        var pace = chatPaces[player] ?? ChatPace()
        guard pace.spend(burst: Limits.chatBurst, lineMillis: Limits.chatLineMillis, at: now),
            hosted.chat.spendPace(at: now)
        else { return false }
        if chatPaces.count >= Self.chatPacesMax { chatPaces = chatPaces.filter { !$0.value.isFull(at: now) } }
        chatPaces[player] = pace
        return true
    }

    /// Past it those who have not spoken for a while are forgotten. Who speaks is remembered for eight
    /// seconds, so that the boards' own pace keeps them few.
    private static let chatPacesMax = 4096
}

extension ErrorMessage {
    static let noSession = ErrorMessage(
        code: "no-session", message: "You are watching only. Open a session first.")
    static let chatOff = ErrorMessage(code: "chat-off", message: "There is no chat on this board.")
    fileprivate static let tooFast = ErrorMessage(
        code: "too-fast", message: "Too many lines at once. Wait two seconds and say it again.")
    fileprivate static let busy = ErrorMessage(
        code: "busy", message: "Your line could not be kept, so nobody saw it. Say it again in a moment.")
}
