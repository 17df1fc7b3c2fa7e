internal import Canvas

/// What has become durable, on its way from the ledger's thread to that of the index: handing it over costs
/// the former no more than a lock that nobody holds for long.
///
/// `@unchecked Sendable` is safe because everything is under the monitor.
final class Inbox: @unchecked Sendable {
    /// So many changes are worth waking somebody.
    static let wakeCount = 1 << 14
    /// So many wait at most, in so many groups; past it they are let go, and read from the log.
    static let changeCountMax = 1 << 18
    static let groupCountMax = 1 << 16

    /// What there is to know.
    enum Entry {
        /// A board, perhaps with a new past.
        case board(BoardName, epoch: UInt32)
        /// Changes that follow those before.
        case changes(LedgerPlacements)
        /// Nobody took the changes in time. This is the last of them.
        case missed(BoardName, epoch: UInt32, lastSeq: UInt64)
    }

    private let monitor = Monitor()
    private var entries: [Entry] = []
    private var changeCount = 0
    private var isWakeDue = false

    /// Takes in a group. True: somebody should take them all.
    func append(_ group: LedgerGroup) -> Bool {
        monitor.locked {
            for entry in group.entries {
                switch entry {
                case .placements(let placements):
                    changeCount += placements.changes.changes.count
                    entries.append(.changes(placements))
                case .board(let board): entries.append(.board(board.name, epoch: board.epoch))
                default: break
                }
            }
            if changeCount > Self.changeCountMax || entries.count > Self.groupCountMax { forgetChanges() }
            guard !isWakeDue, changeCount >= Self.wakeCount || entries.count >= Self.wakeCount / 8 else {
                return false
            }
            isWakeDue = true
            return true
        }
    }

    /// Everything since the last time, in order.
    func takeAll() -> [Entry] {
        monitor.locked {
            defer { entries = [] }
            changeCount = 0
            isWakeDue = false
            return entries
        }
    }

    /// What stays of them is where each board stands.
    private func forgetChanges() {
        var reaches: [BoardName: (epoch: UInt32, seq: UInt64)] = [:]
        for entry in entries {
            switch entry {
            case .board(let name, let epoch):
                if reaches[name]?.epoch != epoch { reaches[name] = (epoch, 0) }
            case .changes(let placements):
                reaches[placements.board] = (placements.epoch, placements.changes.lastSeq)
            case .missed(let name, let epoch, let lastSeq): reaches[name] = (epoch, lastSeq)
            }
        }
        entries = reaches.map { .missed($0, epoch: $1.epoch, lastSeq: $1.seq) }
        changeCount = 0
    }
}
