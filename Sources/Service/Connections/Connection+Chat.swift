import Canvas
import Reactor
import Session
import Wire

// Chat, as one reader is sent it: from its own cursor, at the pace of its own socket.

extension Connection {
    /// Something was said. Whoever has something of its own under way gets it behind that.
    func writeChat() {
        guard !isBlocked, !isDirty else { return }
        _ = sendChat()
    }

    /// Sends what was said since this reader was last sent some, as far as its socket takes it. False when
    /// that was not all. The board comes first: a newcomer is told what was said once it has that.
    func sendChat() -> Bool {
        guard feed == .live || chatCursor > 0 else { return true }
        while let step = shard.nextChat(on: machine.board, after: chatCursor) {
            switch socket.write(step.bytes, from: 0, to: step.bytes.count) {
            case .bytes(let count):
                chatCursor = step.cursor
                if count == step.bytes.count { continue }
                machine.outbound.tookPart(of: step.bytes, count: count)
                if step.isHistory { beginHistory() }
                block()
                return false
            case .wouldBlock:
                block()
                return false
            case .ended, .failed:
                end()
                return false
            }
        }
        return true
    }

    /// It is in the middle of a chat that it was sent whole: until it has that, or is gone, it counts.
    private func beginHistory() {
        isTakingHistory = true
        shard.historiesUnderWay += 1
    }

    func releaseHistory() {
        guard isTakingHistory else { return }
        isTakingHistory = false
        shard.historiesUnderWay -= 1
    }
}

extension Shard {
    /// What comes for a reader that stands there; nil if it has everything, or there is no chat.
    func nextChat(on board: UInt16, after cursor: UInt64) -> ChatRing.Step? {
        feeds[Int(board)].chat?.next(
            after: cursor, isCrowded: historiesUnderWay >= Limits.chatHistoriesMax)
    }

    /// Lines, or the removals of some, for every reader of a board.
    func publishChat(_ messages: [ChatFrame], on board: UInt16) {
        for message in messages { feeds[Int(board)].chat?.append(message) }
        noteChat(on: board)
    }
}
