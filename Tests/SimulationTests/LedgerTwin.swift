import Canvas
import TestKit

@testable import Ledger

/// A ledger with a simulated disk instead of a thread: what waits is written while the simulation lets time
/// pass, in the order and with the outcomes of the real one.
///
/// `@unchecked Sendable` is safe because a simulation has one thread.
final class LedgerTwin: Ledger, @unchecked Sendable {
    typealias Completion = @Sendable (Result<Void, LedgerError>) -> Void

    /// What the disk does wrong.
    struct Faults {
        var hasRoom = true
        var failsNextWrite = false
        var failsNextSync = false
        /// How long a write and a sync take.
        var workMillis: ClosedRange<Int64> = 0...3
    }

    /// Hears what happens in the ledger, before anybody else does.
    struct Witness {
        var handedOver: (LedgerGroup) -> Void
        var durable: (LedgerGroup) -> Void
        var answered: (LedgerGroup) -> Void
        var stateChanged: (LedgerState) -> Void
        var happened: (Happening) -> Void
    }

    private struct Waiting {
        let group: LedgerGroup
        let completion: Completion
    }

    private enum Work {
        case none
        case writing
        case syncing
    }

    var faults = Faults()
    private(set) var state = LedgerState.ready
    /// What is durable of every board, as the past is asked for it.
    private(set) var durable: [PlacementRecord] = []
    private var boards: [LedgerBoard] = []
    private let disk: SimulatedDisk
    private let time: SimulatedTime
    private var random: SeededRandom
    private let witness: Witness
    private var isDead = false

    private var waiting: [Waiting] = []
    private var work = Work.none
    private var dueAt: Int64 = 0
    private var nextProbeAt: Int64 = 0
    private var hasReserve = true
    private var batch: [(waiting: Waiting, isFitting: Bool)] = []
    private var unwritten: [UInt8] = []
    private var batchStart = 0
    /// Where each board stands once the batch is durable, and where it stood before.
    private var reaches: [BoardName: (epoch: UInt32, seq: UInt64)] = [:]
    private var reachesBefore: [BoardName: (epoch: UInt32, seq: UInt64)] = [:]
    /// The newest line of what was done, likewise.
    private var auditCount: UInt64 = 0
    private var auditCountBefore: UInt64 = 0

    private static let waitingMax = 64
    private static let probeEveryMillis: Int64 = 1000

    /// Opens what the disk has, as the real one does: what is whole is brought home before anything else.
    static func open(
        _ disk: SimulatedDisk, _ time: SimulatedTime, seed: UInt64, rememberedChanges: UInt64,
        _ witness: Witness
    ) throws -> (ledger: LedgerTwin, recovered: Recovered, content: SimulatedLog.Content) {
        let content = try SimulatedLog.Content(of: disk.bytes)
        if content.end < disk.bytes.count { witness.happened(.tornEndCut) }
        disk.rewrite(Array(disk.bytes[..<content.end]))
        let recovered = try content.recovered(at: time.wallMillis, rememberedChanges: rememberedChanges)
        let ledger = LedgerTwin(disk, time, seed: seed, witness)
        for board in recovered.boards {
            ledger.reaches[board.board.name] = (board.board.epoch, board.grid.seq)
        }
        ledger.auditCount = recovered.nextAuditNumber - 1
        ledger.durable = content.placements
        ledger.boards = content.boards
        return (ledger, recovered, content)
    }

    private init(_ disk: SimulatedDisk, _ time: SimulatedTime, seed: UInt64, _ witness: Witness) {
        self.disk = disk
        self.time = time
        random = SeededRandom(seed: seed)
        self.witness = witness
    }

    func commit(_ group: LedgerGroup, completion: @escaping Completion) {
        if isDead { return }
        guard waiting.count < Self.waitingMax else { return completion(.failure(.busy)) }
        witness.handedOver(group)
        waiting.append(Waiting(group: group, completion: completion))
    }

    /// The process is no more: nobody is told anything from now on, and nothing is written.
    func die() {
        isDead = true
        waiting = []
        batch = []
    }

    func board(_ name: BoardName) -> LedgerBoard? {
        boards.first { $0.name == name }
    }

    /// Nothing waits and nothing is being written.
    var isIdle: Bool { waiting.isEmpty && batch.isEmpty }

    /// Does what is due.
    func advance() {
        while !isDead {
            switch work {
            case .none:
                if state.isFull, time.millis >= nextProbeAt { probe() }
                guard !waiting.isEmpty else { return }
                begin()
            case .writing:
                guard time.millis >= dueAt else { return }
                write()
            case .syncing:
                guard time.millis >= dueAt else { return }
                sync()
            }
        }
    }

    private func begin() {
        batch = waiting.map { ($0, false) }
        waiting = []
        if state != .ready { return refuse(state.isFull ? .full : .failed) }
        unwritten = []
        reachesBefore = reaches
        auditCountBefore = auditCount
        for index in batch.indices {
            batch[index].isFitting = follow(batch[index].waiting.group)
            if batch[index].isFitting { unwritten += SimulatedLog.frame(of: batch[index].waiting.group) }
        }
        batchStart = disk.bytes.count
        write(.random(in: 0...unwritten.count, using: &random))
        work = .writing
        takeTime()
    }

    /// Takes a group in if all of it follows what is there.
    private func follow(_ group: LedgerGroup) -> Bool {
        var next = reaches
        var nextAuditCount = auditCount
        for entry in group.entries {
            if case .audit(let line) = entry {
                guard line.number == nextAuditCount + 1 else { return false }
                nextAuditCount += 1
            }
            if case .board(let board) = entry, next[board.name]?.epoch != board.epoch {
                next[board.name] = (board.epoch, 0)
            }
            guard case .placements(let placements) = entry else { continue }
            guard let reach = next[placements.board], reach.epoch == placements.epoch,
                reach.seq + 1 == placements.changes.firstSeq
            else { return false }
            next[placements.board]?.seq = placements.changes.lastSeq
        }
        reaches = next
        auditCount = nextAuditCount
        return true
    }

    private func takeTime() {
        dueAt = time.millis + .random(in: faults.workMillis, using: &random)
    }

    private func write(_ count: Int) {
        disk.append(Array(unwritten.prefix(count)))
        unwritten.removeFirst(count)
    }

    private func write() {
        if faults.failsNextWrite {
            faults.failsNextWrite = false
            write(.random(in: 0...unwritten.count, using: &random))
            change(to: .failed("the disk failed to write"))
            return refuse(.failed)
        }
        if !faults.hasRoom, !hasReserve {
            disk.truncate(to: batchStart)
            reaches = reachesBefore
            auditCount = auditCountBefore
            change(to: .full("the disk is full"))
            return refuse(.full)
        }
        write(unwritten.count)
        work = .syncing
        takeTime()
    }

    private func sync() {
        if faults.failsNextSync {
            faults.failsNextSync = false
            change(to: .failed("the disk failed to sync"))
            return refuse(.failed)
        }
        disk.sync()
        let told = batch
        batch = []
        work = .none
        for (waiting, isFitting) in told where isFitting {
            durable += waiting.group.placements.map { PlacementRecord($0) }
            witness.durable(waiting.group)
        }
        if !faults.hasRoom {
            hasReserve = false
            witness.happened(.reserveUsed)
            change(to: .full("the disk is full, and its reserve is used up"))
        }
        for (waiting, isFitting) in told {
            answer(waiting, isFitting ? .success(()) : .failure(.outOfOrder))
        }
    }

    /// None of the batch is kept, as far as anybody is told.
    private func refuse(_ error: LedgerError) {
        let refused = batch
        batch = []
        work = .none
        for (waiting, _) in refused { answer(waiting, .failure(error)) }
    }

    private func answer(_ waiting: Waiting, _ result: Result<Void, LedgerError>) {
        if case .failure = result, waiting.group.isRollback { witness.happened(.rollbackRefused) }
        witness.answered(waiting.group)
        waiting.completion(result)
    }

    private func probe() {
        nextProbeAt = time.millis + Self.probeEveryMillis
        guard faults.hasRoom else { return }
        hasReserve = true
        change(to: .ready)
    }

    private func change(to state: LedgerState) {
        if state.isFull { nextProbeAt = time.millis + Self.probeEveryMillis }
        guard state != self.state else { return }
        self.state = state
        switch state {
        case .ready: witness.happened(.roomAgain)
        case .full: witness.happened(.diskFull)
        case .failed: witness.happened(.diskFailed)
        }
        witness.stateChanged(state)
    }
}

extension LedgerGroup {
    /// An act with its pixels.
    fileprivate var isRollback: Bool {
        changeCount > 0 && entries.contains { if case .audit = $0 { true } else { false } }
    }
}
