import Ledger
import Moderation
import Reactor
import Session
import Wire

// Lines of the audit that are too old to be held in memory: to undo one of them, it and whatever came between
// is read from the log first, on a thread of its own.

extension CanvasActor {
    /// Goes on to decide an act when everything is known that it takes.
    func lookBack(for wanted: WantedAct) {
        let held = moderation.audit.oldestNumber
        guard wanted.act.verb == .undo, let number = wanted.act.number, let past,
            wanted.staff.role >= .moderator, OlderLines.areNeeded(toUndo: number, in: moderation.audit)
        else { return rule(on: wanted) }
        OlderLines.read(toUndo: number, oldestHeld: held, in: past) { [self] answer in
            goOn { canvas in
                switch answer {
                case .failure(let error): canvas.refuse(wanted, error)
                // An act that is only tried waits for nobody, and may meet that the lines begin later by now.
                case .success where canvas.moderation.audit.oldestNumber != held:
                    canvas.refuse(wanted, Self.changedMeanwhile)
                case .success(let older):
                    var wanted = wanted
                    wanted.older = older.lines
                    canvas.rule(on: wanted)
                }
            }
        }
    }
}

extension OlderLines {
    typealias Answer = @Sendable (Result<OlderLines, ActRefused>) -> Void

    /// Reads the line, and then page after page of those behind it. What was read is taken apart where it was
    /// read.
    fileprivate static func read(
        toUndo number: UInt64, oldestHeld: UInt64, in past: any Past, answer: @escaping Answer
    ) {
        past.auditLines(before: number + 1, limit: 1) { found in
            switch found {
            case .failure(let error): answer(.failure(ActRefused(error)))
            case .success(let lines):
                guard let line = lines.first, line.number == number,
                    let entry = try? AuditEntry.decode(line.body)
                else { return answer(.failure(ActRefused(.unreadable, number))) }
                OlderLines(entry, oldestHeld: oldestHeld).readOn(in: past, answer: answer)
            }
        }
    }

    private func readOn(in past: any Past, answer: @escaping Answer) {
        guard !isComplete else { return answer(.success(self)) }
        past.auditLines(before: before, limit: LedgerAuditLine.pageMax) { [self] found in
            var older = self
            do throws(Failure) {
                switch found {
                case .failure(let error): return answer(.failure(ActRefused(error)))
                case .success(let lines):
                    guard !lines.isEmpty else { throw .unreadable }
                    try older.take(lines.map { ($0.number, $0.body) })
                }
                older.readOn(in: past, answer: answer)
            } catch {
                answer(.failure(ActRefused(error, number)))
            }
        }
    }
}

extension ActRefused {
    /// The log does not tell.
    fileprivate init(_ error: PastError) {
        self.init(error == .busy ? .busy : .noPast, RouteError(error).message)
    }

    /// Why a line that is not held cannot be undone.
    fileprivate init(_ failure: OlderLines.Failure, _ number: UInt64) {
        switch failure {
        case .tooMuchSince:
            self.init(
                .notUndoable,
                "Line \(number) cannot be undone: too much has been done to the same since. Lift what still "
                    + "holds of it.")
        case .unreadable:
            self.init(
                .notUndoable,
                "Line \(number) cannot be undone: the log was damaged there, and does not say what it did. "
                    + "Lift what still holds of it.")
        }
    }
}
