import Canvas
import Ledger
import Wire

// What becomes of the boards when nothing can be made durable: what is shown stays, and nobody may place.

extension CanvasActor {
    /// The ledger stopped, or began again, to take what it is given.
    func storageChanged(to state: LedgerState) {
        guard state != storage else { return }
        storage = state
        for hosted in boards {
            hosted.ruleBook.isHeldBack = state != .ready
            applyRules(of: hosted)
            if let notice = storageNotice(isBack: state == .ready) { announce(.notice(notice), on: hosted) }
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
}
