import Canvas
import TestKit

@testable import Ledger

/// The past of a simulated ledger. It answers what rollbacks would do as the real one does, with the real
/// planner: from the log as it is some time after it was asked, and some time after that.
///
/// `@unchecked Sendable` is safe because a simulation has one thread.
final class PastTwin: Past, @unchecked Sendable {
    typealias Completion = @Sendable (Result<RollbackPlanner, PastError>) -> Void

    /// What somebody wants to know.
    struct Question: Equatable {
        let board: BoardName
        let target: RollbackTarget
        let area: BoardRectangle?
        /// The newest durable change when it was looked up.
        var readSeq: UInt64 = 0
    }

    private struct Waiting {
        let question: Question
        let epoch: UInt32
        let readAt: Int64
        let answerAt: Int64
        let completion: Completion
        var answer: Result<RollbackPlanner, PastError>?
    }

    /// How long it takes to read, and then to plan.
    var workMillis: ClosedRange<Int64> = 0...20
    private let ledger: LedgerTwin
    private let time: SimulatedTime
    private var random: SeededRandom
    private let read: (Question) -> Void
    private var waiting: [Waiting] = []

    /// `read` hears of each question when it is looked up.
    init(_ ledger: LedgerTwin, _ time: SimulatedTime, seed: UInt64, read: @escaping (Question) -> Void) {
        self.ledger = ledger
        self.time = time
        random = SeededRandom(seed: seed)
        self.read = read
    }

    /// Nobody waits for an answer.
    var isIdle: Bool { waiting.isEmpty }

    func rollbackPlanner(
        _ target: RollbackTarget, in area: BoardRectangle?, on board: BoardName, epoch: UInt32,
        completion: @escaping Completion
    ) {
        guard waiting.count < Chronicle.rollbackQuestionsMax else { return completion(.failure(.busy)) }
        let question = Question(board: board, target: target, area: area)
        let readAt = time.millis + .random(in: workMillis, using: &random)
        waiting.append(
            Waiting(
                question: question, epoch: epoch, readAt: readAt,
                answerAt: readAt + .random(in: workMillis, using: &random), completion: completion))
    }

    /// The process is no more: nobody is told anything.
    func die() {
        waiting = []
    }

    /// Does what is due, one question after the other.
    func advance() {
        while let first = waiting.first, time.millis >= first.readAt {
            if first.answer == nil { waiting[0].answer = planner(first) }
            guard time.millis >= first.answerAt, let answer = waiting[0].answer else { return }
            waiting.removeFirst()
            first.completion(answer)
        }
    }

    private func planner(_ asker: Waiting) -> Result<RollbackPlanner, PastError> {
        var question = asker.question
        guard let board = ledger.board(question.board), board.epoch == asker.epoch else {
            return .failure(.notHeld)
        }
        let records = ledger.durable.filter { $0.board == board.name.text && $0.epoch == board.epoch }
        if case .changes(let seqs) = question.target, seqs.upperBound > records.last?.lastSeq ?? 0 {
            return .failure(.notHeld)
        }
        question.readSeq = records.last?.lastSeq ?? 0
        read(question)
        var replay = RollbackReplay(board, question.target, in: question.area)
        for record in records { replay.take(record) }
        return .success(replay.planner)
    }

    // Nobody in a simulation asks for anything else that was.

    func changes(
        ofPixel pixel: UInt32, on board: BoardName, epoch: UInt32, _ page: PastPage,
        completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void
    ) {
        completion(.failure(.unavailable))
    }

    func changes(
        by player: PlayerSlot, on board: BoardName, epoch: UInt32, from: Int64, until: Int64,
        _ page: PastPage, completion: @escaping @Sendable (Result<[PastChange], PastError>) -> Void
    ) {
        completion(.failure(.unavailable))
    }

    func board(
        _ board: BoardName, epoch: UInt32, at moment: PastMoment,
        completion: @escaping @Sendable (Result<PastBoard, PastError>) -> Void
    ) {
        completion(.failure(.unavailable))
    }

    func auditLines(
        before number: UInt64?, limit: Int,
        completion: @escaping @Sendable (Result<[LedgerAuditLine], PastError>) -> Void
    ) {
        completion(.failure(.unavailable))
    }
}

/// Goes through all of a log. The real reader begins with the state before whatever is taken away; changes
/// from before that are none of the target's, so that it comes to the same.
private struct RollbackReplay {
    private(set) var planner: RollbackPlanner
    private var startSeq: UInt64
    private let target: RollbackTarget
    private let area: BoardRectangle?
    private let shape: BoardShape
    private var colours: [UInt8]
    private var origins: [PixelOrigin]
    private var hasBegun: Bool

    init(_ board: LedgerBoard, _ target: RollbackTarget, in area: BoardRectangle?) {
        self.target = target
        self.area = area
        shape = board.shape
        colours = [UInt8](repeating: 0, count: shape.pixelCount)
        origins = [PixelOrigin](repeating: PixelOrigin(), count: shape.pixelCount)
        planner = RollbackPlanner(
            shape: shape, area: area, target: target, startSeq: 0, colours: colours, origins: origins)
        startSeq = 0
        hasBegun = true
        // An undo is planned from the state before what is undone: what it looked like before is its own.
        if case .changes(let seqs) = target, seqs.lowerBound > 1 {
            startSeq = seqs.lowerBound - 1
            hasBegun = false
        }
    }

    mutating func take(_ record: PlacementRecord) {
        for place in record.words.indices {
            let seq = record.firstSeq + UInt64(place)
            let index = Int(record.words[place] >> 8)
            let colour = UInt8(truncatingIfNeeded: record.words[place])
            let player = PlayerSlot(number: record.players[place])
            let undo = record.undos.first { $0.place == place }
            if hasBegun {
                planner.take(
                    BoardChange(
                        seq: seq,
                        change: PixelChange(index: UInt32(index), colour: colour, player: player),
                        timeMillis: record.times[place], undoOrigin: undo?.origin))
                continue
            }
            colours[index] = colour
            origins[index] = undo?.origin ?? PixelOrigin(player: player, timeMillis: record.times[place])
            guard seq == startSeq else { continue }
            hasBegun = true
            planner = RollbackPlanner(
                shape: shape, area: area, target: target, startSeq: seq, colours: colours, origins: origins)
        }
    }
}
