/// One answer, on its way from a thread to another that waits for it.
///
/// `@unchecked Sendable` is safe because the answer is under the monitor.
final class Reply<Answer: Sendable>: @unchecked Sendable {
    private let monitor = Monitor()
    private var answer: Answer?

    func give(_ answer: Answer) {
        monitor.locked {
            self.answer = answer
            monitor.wake()
        }
    }

    func wait() -> Answer {
        monitor.locked {
            while true {
                if let answer { return answer }
                monitor.wait()
            }
        }
    }
}
