internal import Glibc

/// What became of an attempt to read or write.
@frozen
public enum Transfer: Sendable {
    /// That many bytes went over; of a write, perhaps fewer than were offered.
    case bytes(Int)
    /// Nothing can go over now; the loop tells when it can.
    case wouldBlock
    /// The other side has said its last byte (reading only).
    case ended
    /// The connection is broken.
    case failed(SystemError)
}

/// The one gate to the kernel: every call of the shim goes through here, so that interrupted calls are
/// repeated everywhere and a descriptor that is not open, which can only be our own bug and might soon be
/// somebody else's open file, stops the process everywhere.
enum SystemCall {
    /// The answer of a call, 0 or more, or minus the error number, which is never EINTR or EBADF.
    @inline(__always)
    static func answer<Answer: SignedInteger>(_ call: StaticString, _ body: () -> Answer) -> Answer {
        while true {
            let answer = body()
            if answer >= 0 { return answer }
            if answer == -Answer(EINTR) { continue }
            precondition(answer != -Answer(EBADF), "\(call): the descriptor is not open")
            return answer
        }
    }

    /// The answer of a call whose every refusal is an error.
    @discardableResult
    @inline(__always)
    static func value<Answer: SignedInteger>(
        _ call: StaticString, _ body: () -> Answer
    ) throws(SystemError) -> Answer {
        let answer = answer(call, body)
        guard answer >= 0 else { throw SystemError(number: Int32(-answer), call: call) }
        return answer
    }

    /// The answer of a call that only a bug of ours can make fail.
    @discardableResult
    @inline(__always)
    static func certain<Answer: SignedInteger>(_ call: StaticString, _ body: () -> Answer) -> Answer {
        let answer = answer(call, body)
        precondition(answer >= 0, "\(call) failed with error \(-answer)")
        return answer
    }

    /// What an answer means for a connection.
    @inline(__always)
    static func transfer(_ call: StaticString, _ answer: Int) -> Transfer {
        answer >= 0 ? .bytes(answer) : refusal(call, answer)
    }

    /// Apart from the rest, which is on everybody's way.
    @inline(never)
    static func refusal(_ call: StaticString, _ answer: Int) -> Transfer {
        answer == -Int(EAGAIN) ? .wouldBlock : .failed(SystemError(number: Int32(-answer), call: call))
    }
}
