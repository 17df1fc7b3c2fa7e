import Canvas
import TestKit
import Wire

extension Simulation {
    /// What a visitor is told over its WebSocket.
    func take(_ event: ServerEvent, _ visitor: Visitor) throws {
        switch event {
        case .text(let text): try take(text, visitor)
        case .message(.result(let result)): try take(result, visitor)
        case .message(.delta(let delta)):
            note("delta", Int64(visitor.number), Int64(delta.seq), Int64(delta.advance), Int64(delta.digest))
            // It begins at the state held, or at one that was claimed. There is no third.
            if let copy = visitor.claimed[delta.seq - delta.advance],
                delta.seq - delta.advance != visitor.replica.seq
            {
                visitor.replica = copy
            }
            if visitor.resumes { happened(.resumedAfterRestart) }
            try follow(.delta(delta), seq: delta.seq, digest: delta.digest, visitor)
        case .message(.board(let part)):
            note("board", Int64(visitor.number), Int64(part.seq), Int64(part.digest))
            if visitor.resumes { happened(.resumedByBoard) }
            try follow(.board(part), seq: part.seq, digest: part.digest, isBoard: true, visitor)
        case .closed(let code):
            note("closed", Int64(visitor.number), Int64(code ?? 0))
            if code == 4009 { happened(.endedAsTooSlow) }
            if code == 4001 { happened(.kicked) }
            if code == 4003 { try shutOut(visitor) }
            visitor.disconnect()
        case .dropped:
            note("dropped", Int64(visitor.number))
            if visitor.isOpen { happened(.endedAsTooSlow) }
            visitor.disconnect()
        }
    }

    private func follow(
        _ message: ServerMessage, seq: UInt64, digest: UInt32, isBoard: Bool = false, _ visitor: Visitor
    ) throws {
        try judge.saw(visitor.board, StateName(epoch: visitor.epoch, seq: seq), digest: digest)
        let droppedCopy = isBoard && visitor.hasDroppedCopy
        // Who dropped its copy may be sent one that others are being sent, and then what came since.
        if isBoard { visitor.hasDroppedCopy = false }
        if let held = visitor.received.last?.seq, seq < held, visitor.claimed.isEmpty, !droppedCopy {
            throw Violation("visitor \(visitor.number): state \(seq) came after \(held)")
        }
        visitor.resumes = false
        visitor.received.append((seq, isBoard))
        do {
            try visitor.replica.apply(message)
        } catch {
            throw Violation("visitor \(visitor.number): \(error)")
        }
    }

    private func take(_ text: JSONValue, _ visitor: Visitor) throws {
        guard text["type"]?.string == "hello" else {
            note("text", Int64(visitor.number))
            if text["type"]?.string == "chat" { try hear(text, visitor) }
            if text["type"]?.string == "chat-history" {
                // It takes the place of whatever was sent before.
                visitor.heardLine = 0
                for line in text["messages"]?.elements ?? [] { try hear(line, visitor) }
            }
            return
        }
        guard let told = text["epoch"]?.integer, let seq = text["seq"]?.integer else {
            throw Violation("a hello without a state")
        }
        note("hello", Int64(visitor.number), seq)
        if visitor.epoch != 0, visitor.epoch != UInt32(told) {
            throw Violation("visitor \(visitor.number): the epoch is another")
        }
        visitor.epoch = UInt32(told)
        try judge.saw(visitor.board, StateName(epoch: visitor.epoch, seq: UInt64(seq)))
        if text["you"]?["id"]?.string != visitor.connectedID {
            throw Violation("visitor \(visitor.number): its session was forgotten")
        }
    }

    /// Somebody was sent away for a ban, of which the log must know.
    private func shutOut(_ visitor: Visitor) throws {
        guard judge.order.wasBanned(visitor.id) else {
            throw Violation("visitor \(visitor.number) was sent away without a ban")
        }
        happened(.shutOut)
        visitor.isShutOut = true
    }

    /// A line of the chat: durable, and each once, in their order. Whoever is banned in the shadow is shown
    /// their own as well, which is nowhere else.
    private func hear(_ line: JSONValue, _ visitor: Visitor) throws {
        if judge.line(visitor.board, id: line["id"]?.string ?? "") == nil,
            judge.order.wasShadowed(visitor.id), line["from"]?.string == visitor.id
        {
            return happened(.heardInTheShadow)
        }
        let number = try judge.heard(
            visitor.board, id: line["id"]?.string ?? "", text: line["text"]?.string ?? "")
        guard number > visitor.heardLine else {
            throw Violation("visitor \(visitor.number): line \(number) came after \(visitor.heardLine)")
        }
        visitor.heardLine = number
        happened(.heard)
    }

    private func take(_ result: ResultMessage, _ visitor: Visitor) throws {
        note("result", Int64(visitor.number), Int64(result.tag), Int64(result.status), Int64(result.seq))
        guard let attempt = visitor.attempts.first, attempt.tag == result.tag else {
            throw Violation("visitor \(visitor.number): a result that is not the next one")
        }
        visitor.attempts.removeFirst()
        if result.status == 0, judge.order.wasShadowed(visitor.id),
            judge.acknowledgedInTheShadow(visitor.board, seq: result.seq)
        {
            return happened(.placedInTheShadow)
        }
        try judge.saw(visitor.board, StateName(epoch: visitor.epoch, seq: result.seq))
        let happening: [UInt8: Happening] = [
            0: .placed, 1: .coolingDown, 2: .outside, 4: .unchanged, 5: .busyOrNotOpen, 6: .protected,
            7: .banned, 8: .flooding, 9: .gated, 10: .gated, 11: .busyOrNotOpen, 12: .watching, 15: .tooLate,
        ]
        let isUndo = attempt.colour == nil
        guard let happening = happening[result.status], isUndo || happening != .tooLate else {
            throw Violation("visitor \(visitor.number): a result of status \(result.status)")
        }
        if happening == .banned, !judge.order.wasBanned(visitor.id) {
            throw Violation("visitor \(visitor.number) is told of a ban that was never laid")
        }
        happened(isUndo && happening == .placed ? .takenBack : happening)
        guard result.status == 0 else { return }
        try judge.acknowledged(
            visitor.number, visitor.board, x: attempt.x, y: attempt.y, colour: result.colour, isUndo: isUndo,
            seq: result.seq)
        if let colour = attempt.colour, colour != result.colour {
            throw Violation("visitor \(visitor.number): another colour was placed than was asked for")
        }
    }

    /// Whatever answers have come whole.
    func finishErrands() throws {
        var open: [Errand] = []
        for errand in errands {
            if let answer = try errand.answer() {
                note("answer", Int64(errand.visitor.number), Int64(answer.status))
                try take(answer, errand)
            } else if !errand.link.hasEnded {
                open.append(errand)
            }
        }
        errands = open
    }

    private func take(_ answer: HTTPAnswer, _ errand: Errand) throws {
        if answer.status == 204 { happened(.pollTimedOut) }
        if case .session = errand.purpose, answer.status == 503 { happened(.sessionRefused) }
        let visitor = errand.visitor
        if answer.status == 403 {
            guard judge.order.wasBanned(visitor.id) || judge.order.lineCount > 0 else {
                throw Violation("visitor \(visitor.number) was refused by nobody")
            }
            if judge.order.wasBanned(visitor.id) { happened(.banned) }
        }
        guard answer.status == 200 else { return }
        if case .session = errand.purpose {
            visitor.token = answer.json?["token"]?.string
            visitor.id = answer.json?["id"]?.string
            return
        }
        switch errand.purpose {
        case .place(let attempt), .undo(let attempt):
            let told = answer.json?["colour"]?.integer.flatMap { UInt8(exactly: $0) }
            return try judge.acknowledged(
                visitor.number, visitor.board, x: attempt.x, y: attempt.y,
                colour: attempt.colour ?? told ?? .max, isUndo: attempt.colour == nil,
                isShadow: judge.order.wasShadowed(visitor.id))
        default: break
        }
        guard let state = answer["toile-state"].flatMap({ StateName($0) }) else {
            throw Violation("an answer without a state")
        }
        switch errand.purpose {
        case .session, .place, .undo: break
        case .pixels:
            let digest = Replica.digest(of: answer.body)
            guard answer["toile-digest"] == String(digest) else {
                throw Violation("a digest of other pixels")
            }
            try judge.saw(visitor.board, state, digest: digest)
        case .changes(let copy):
            var replica = copy ?? Replica(pixelCount: visitor.shape.pixelCount)
            try replica.apply(try ServerMessage.decode(answer.body))
            try judge.saw(visitor.board, state, digest: Replica.digest(of: replica.colours))
        }
    }
}
