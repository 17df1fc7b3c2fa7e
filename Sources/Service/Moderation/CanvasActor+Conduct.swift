import Canvas
import Ledger
import Moderation
import Reactor
import Session
import Wire

// What the author of a report had done when it was made. Players make reports as they like; so nothing is
// looked up for one before somebody of the staff opens it, and then on the threads that answer for the past.

extension CanvasActor {
    /// `GET /admin/report`: a report with its evidence, and with what its author had done by then as far as
    /// the past tells.
    func answerReport(_ number: UInt64?, reply: @escaping @Sendable (AdminReply) -> Void) {
        guard let report = number.flatMap({ moderation.report($0, at: wallClock()) }) else {
            return reply(AdminReply(.notFound, "There is no report of that number."))
        }
        guard let past, let index = boardIndex(report.board), let author = sessions.session(id: report.person)
        else { return reply(AdminReply(report)) }
        let hosted = boards[Int(index)]
        // Of another past of the board nothing is known but the evidence.
        guard report.evidence?.epoch ?? hosted.epoch == hosted.epoch else { return reply(AdminReply(report)) }
        let question = ConductQuestion(
            author: author.slot, board: hosted.name, epoch: hosted.epoch,
            width: hosted.board.shown.shape.width, at: report.at)
        question.ask(past) { conduct in
            var report = report
            report.conduct = conduct
            reply(AdminReply(report))
        }
    }
}

/// What is asked of the past for a report.
private struct ConductQuestion: Sendable {
    let author: PlayerSlot
    let board: BoardName
    let epoch: UInt32
    let width: Int
    /// When the report was made.
    let at: Int64

    /// The answer comes once, on another thread. What the past does not tell just now is left out.
    func ask(_ past: any Past, answer: @escaping @Sendable (ReportedConduct) -> Void) {
        past.changes(
            by: author, on: board, epoch: epoch, from: at - SignalLimits.conductMillis, until: at,
            PastPage(limit: SignalLimits.conductPlacementsMax)
        ) { changes in
            var conduct = ReportedConduct()
            if case .success(let changes) = changes {
                conduct = ReportedConduct(placements: placements(changes))
            }
            past.rollbackPlan(
                .people([author], from: at - SignalLimits.conductOverMillis, until: at), in: nil, on: board,
                epoch: epoch
            ) { [conduct] plan in
                var conduct = conduct
                if case .success(let plan) = plan { conduct.overSomebody = plan.overSomebodyCount }
                answer(conduct)
            }
        }
    }

    /// Oldest first; what was taken back is no placement.
    private func placements(_ changes: [PastChange]) -> [SeenPlacement] {
        changes.reversed().filter { !$0.isUndo }.map { change in
            SeenPlacement(
                player: author.number, x: UInt16(clamping: Int(change.pixel) % width),
                y: UInt16(clamping: Int(change.pixel) / width), colour: change.colour,
                timeMillis: change.timeMillis)
        }
    }
}
