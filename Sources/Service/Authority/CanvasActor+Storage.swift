import Canvas
import Ledger
import Reactor
import Session
import Wire

// What becomes of the boards when nothing can be made durable: what is shown stays, and nobody may place.

extension CanvasActor {
    /// The ledger stopped, or began again, to take what it is given.
    func storageChanged(to state: LedgerState) {
        guard state != storage else { return }
        let wasReady = storage == .ready
        storage = state
        for hosted in boards {
            if (state == .ready) != wasReady { refreshRules(of: hosted) }
            if let notice = storageNotice(isBack: state == .ready) { tellAll(notice.bytes, on: hosted) }
        }
    }

    /// What people are told of it; nil where there is nothing to tell.
    func storageNotice(isBack: Bool = false) -> NoticeMessage? {
        switch storage {
        case .ready: isBack ? NoticeMessage(text: Self.backText, level: .info) : nil
        case .full: NoticeMessage(text: Self.fullText, level: .warning)
        case .failed: NoticeMessage(text: Self.failedText, level: .error)
        }
    }

    private static let backText = "The server has room again. You can go on drawing."
    private static let fullText = """
        The server's disk is full, so nobody can draw for now. Everything you see is safe, and drawing goes \
        on by itself as soon as there is room.
        """
    private static let failedText = """
        The server's disk has failed, so nobody can draw. Everything you see is safe. The server will \
        restart soon.
        """

    /// The rules as they hold now: those of the board, while what is placed can be kept.
    func refreshRules(of hosted: HostedBoard) {
        var rules = hosted.record.rules
        if storage != .ready, rules.state == .open { rules.state = .frozen }
        guard rules != hosted.board.rules else { return }
        hosted.board.setRules(rules, at: loop.now)
        tellAll(RulesMessage(self.rules(of: hosted)).bytes, on: hosted)
        tellYouAll(on: hosted)
    }

    /// Sends everybody on a board a message of their own, which waits for those who are behind.
    func tellAll(_ message: [UInt8], on hosted: HostedBoard) {
        let index = hosted.index
        for gate in gates.all { gate.perform { $0.sendText(message, toReadersOf: index) } }
    }
}
