import Ledger
import Reactor
import Session

/// Whatever changes what moderation has laid on people and places: one after the other, for each is decided
/// on the state that the one before has left, and that is known only when it is durable.
struct ActDesk {
    typealias Job = @Sendable (isolated CanvasActor) -> Void

    private var isTaken = false
    private var waiting: [Job] = []

    /// The job may begin, waits, or cannot be taken because too many wait.
    enum Place {
        case begins
        case waits
        case refused
    }

    mutating func take(_ job: @escaping Job) -> Place {
        guard isTaken else {
            isTaken = true
            return .begins
        }
        guard waiting.count < Limits.actsWaitingMax else { return .refused }
        waiting.append(job)
        return .waits
    }

    /// A job is over; the one that comes next.
    mutating func next() -> Job? {
        guard !waiting.isEmpty else {
            isTaken = false
            return nil
        }
        return waiting.removeFirst()
    }
}

/// What is to become durable together with the next group of a board, or be refused with it.
struct AttachedAct: Sendable {
    let entries: [LedgerEntry]
    /// Changes of pixels in the group that are the act's and nobody's placements.
    let changeCount: Int
    /// Called once, when the ledger has spoken.
    let finish: @Sendable (isolated CanvasActor, Result<Void, LedgerError>) -> Void
}

extension CanvasActor {
    /// Has moderation changed when it is this job's turn. The job says when it is over, by `endTurn`.
    /// False: too many wait, and it never begins.
    func takeTurn(_ job: @escaping ActDesk.Job) -> Bool {
        switch desk.take(job) {
        case .begins: job(self)
        case .waits: break
        case .refused: return false
        }
        return true
    }

    /// A job is over, and what it changed is known.
    func endTurn() {
        guard let next = desk.next() else { return }
        // Not from here: with a ledger that answers at once, jobs would stand on each other's shoulders.
        loop.post { self.assumeIsolated { next($0) } }
    }
}
