import Moderation
import Session
import TestKit
import Wire

@testable import Ledger
@testable import Reactor
@testable import Service

// The faults are over. What has to be true then, and the bounds that hold all along.

extension Simulation {
    /// Everybody gets what is theirs: every placement its result, every reader the newest state, the slow
    /// ones by one frame.
    func calmDown() throws {
        note("calm")
        try heal()
        let slow = visitors.filter { $0.isOpen && $0.readsBytes == 0 }
        for visitor in visitors where visitor.readsBytes > 0 { visitor.readsBytes = 1 << 16 }
        try settle { $0.readsBytes > 0 }
        let held = try heldStates(of: slow)
        for visitor in visitors { visitor.readsBytes = 1 << 16 }
        for visitor in slow { visitor.received = [] }
        try settle { _ in true }
        for visitor in slow where visitor.isOpen { try checkCaughtUp(visitor, from: held[visitor.number]) }
        // Whoever is banned learns it, and looks on.
        for _ in 0..<8 where visitors.contains(where: { !$0.isOpen }) {
            for visitor in visitors { try connect(visitor) }
            try settle { _ in true }
        }
        for visitor in visitors { try checkLevel(visitor) }
        try checkOrder()
        try checkBounds()
        // And once more, from the disk alone.
        cutPower()
        try startServer()
        killServer()
    }

    /// A reader that fell behind was sent one frame, or one board; and where that was a copy that others were
    /// being sent, which may be older, one frame from there.
    private func checkCaughtUp(_ visitor: Visitor, from held: UInt64?) throws {
        guard let held else { return }
        var later = visitor.received.filter { $0.seq > held }
        if let first = later.first, first.isBoard {
            later.removeAll { $0.seq == first.seq }
        } else if !later.isEmpty {
            happened(.levelByOneFrame)
        }
        guard later.count <= 1 else {
            throw Violation("visitor \(visitor.number) was brought level by \(later.count) frames")
        }
    }

    private func heal() throws {
        if let server {
            server.ledger.faults = LedgerTwin.Faults()
            server.past.workMillis = 0...3
            if case .failed = server.ledger.state { killServer() }
        }
        if server == nil { try startServer() }
    }

    /// Lets time pass until nothing happens any more and everybody of those has everything.
    private func settle(_ isReader: (Visitor) -> Bool) throws {
        var quietCount = 0
        for _ in 0..<400 where quietCount < 12 {
            let before = trace.count
            time.pass(quietCount < 6 ? 5 : 100)
            try step()
            let isQuiet = trace.count == before && server?.ledger.isIdle == true && isStaffIdle
            quietCount = isQuiet ? quietCount + 1 : 0
        }
        for visitor in visitors where isReader(visitor) && visitor.isOpen {
            guard visitor.attempts.isEmpty else {
                throw Violation("visitor \(visitor.number) still waits for \(visitor.attempts.count) results")
            }
        }
    }

    /// The state that each of them will hold once what was begun for it has arrived.
    private func heldStates(of visitors: [Visitor]) throws -> [Int: UInt64] {
        let readers = server?.askShards { shard in shard.readers.map { ($0.network, $0.heldSeq) } } ?? []
        var held: [Int: UInt64] = [:]
        for visitor in visitors {
            let network = try visitor.network
            held[visitor.number] = readers.joined().first { $0.0 == network }?.1
        }
        return held
    }

    /// Every act was answered, and the server's book of moderation says what the log says.
    private func checkOrder() throws {
        guard isStaffIdle else {
            throw Violation("\(staffErrands.map(\.act.verb)) of the staff were never answered")
        }
        let now = time.wallMillis
        let book = server?.ask { canvas in
            let book = canvas.moderation
            return (
                bans: Set(book.bans(at: now).map(\.number)), areas: Set(book.areas(at: now).map(\.number)),
                next: book.nextAuditNumber
            )
        }
        guard let book else { throw Violation("there is no server in the end") }
        guard book.next == UInt64(judge.order.lineCount) + 1, book.bans.isSubset(of: judge.order.banNumbers),
            book.areas.isSubset(of: judge.order.areaNumbers)
        else { throw Violation("the book of moderation is not what the log says") }
    }

    private func checkLevel(_ visitor: Visitor) throws {
        let newest = try judge.newest(visitor.board)
        guard visitor.isOpen else { throw Violation("visitor \(visitor.number) was not let in") }
        let newestLine = judge.newestLine(visitor.board)
        guard visitor.heardLine == newestLine else {
            throw Violation(
                "visitor \(visitor.number) heard line \(visitor.heardLine) last, not \(newestLine)")
        }
        guard visitor.epoch == newest.state.epoch, visitor.replica.seq == newest.state.seq,
            visitor.replica.colours == newest.colours
        else {
            throw Violation(
                "visitor \(visitor.number) holds \(visitor.replica.seq ?? 0) in the end, not \(newest.state)")
        }
    }

    /// The shortest message that gets a RESULT, as a frame.
    fileprivate static let undoFrameByteCount = 13

    /// Nothing grows beyond its bound.
    func checkBounds() throws {
        guard let server else { return }
        let limits = weather.options.limits
        // A turn reads at most so many placements of one connection, and judges them together.
        let turnMax = Limits.readBytesMax / Self.undoFrameByteCount * weather.visitorCount
        let undecided = server.ask { canvas in
            canvas.boards.map { $0.collecting.count + ($0.inFlight?.outcomes.count ?? 0) }.max() ?? 0
        }
        guard undecided <= limits.undecidedPlacementsMax + turnMax else {
            throw Violation("\(undecided) placements wait to be decided")
        }
        for problem in server.askShards({ $0.broken(limits) }) {
            if let problem { throw Violation(problem) }
        }
    }
}

extension Visitor {
    fileprivate var network: NetworkKey {
        get throws { NetworkKey(NetworkAddress(try Link.address(address))) }
    }
}

extension Shard {
    fileprivate var readers: [Connection] { feeds.flatMap { $0.readers.map { $0.takeUnretainedValue() } } }

    /// What is longer than it may be.
    fileprivate func broken(_ limits: Limits) -> String? {
        for feed in feeds {
            let journal = feed.journal
            if journal.head - journal.oldest > UInt64(Limits.journalFramesMax)
                || journal.byteCount > Limits.journalBytesMax
            {
                return "a journal holds \(journal.head - journal.oldest) frames"
            }
        }
        for reader in readers {
            let outbound = reader.machine.outbound
            let unsentMax = Limits.unsentResultsMax + Limits.readBytesMax / Simulation.undoFrameByteCount
            if outbound.unsentResults > unsentMax {
                return "a reader is owed \(outbound.unsentResults) results"
            }
            if outbound.personalByteCount > Limits.personalBytesHardMax {
                return "a reader's own messages are \(outbound.personalByteCount) bytes"
            }
        }
        return nil
    }
}
