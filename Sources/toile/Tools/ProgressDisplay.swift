import Glibc
import Ledger
import Reactor

/// Shows on standard error how far something is: on a terminal in one line that is written over, elsewhere
/// in a line now and then.
final class ProgressDisplay {
    private static let terminalEveryMillis: Int64 = 100
    private static let logEveryMillis: Int64 = 5000

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var nextAt: Int64
    private var hasLine = false

    init() {
        nextAt = MonotonicClock.nowMillis() + (isTerminal ? Self.terminalEveryMillis : Self.logEveryMillis)
    }

    deinit { end() }

    func show(_ progress: WorkProgress) {
        show(progress.what, progress.done, of: progress.inAll)
    }

    func show(_ what: String, _ done: UInt64, of inAll: UInt64) {
        let now = MonotonicClock.nowMillis()
        guard now >= nextAt else { return }
        nextAt = now + (isTerminal ? Self.terminalEveryMillis : Self.logEveryMillis)
        let share = inAll > 0 ? "\(min(100, Int(Double(done) / Double(inAll) * 100))) %" : ""
        if isTerminal {
            Output.errorText("\r\u{1b}[Ktoile: \(what) \(share)")
            hasLine = true
        } else {
            Output.log("\(what) \(share)")
        }
    }

    /// Clears the line for whatever is said next.
    func end() {
        guard hasLine else { return }
        hasLine = false
        Output.errorText("\r\u{1b}[K")
    }
}
