internal import CLinux
internal import Glibc

/// A signal that the process answers in its own time.
public enum Signal: Int32, CaseIterable, Sendable {
    /// SIGHUP: read the configuration again.
    case hangUp = 1
    /// SIGINT: somebody pressed Ctrl-C.
    case interrupt = 2
    /// SIGTERM: end in good order.
    case terminate = 15
    /// SIGCONT: the process goes on after it was stopped.
    case goOn = 18
    /// SIGTSTP: somebody asked for a rest.
    case rest = 20
    /// SIGWINCH: the terminal has another size.
    case resized = 28

    /// What a service answers.
    public static let ofService: [Signal] = [.hangUp, .interrupt, .terminate]
    /// What a program answers that has a terminal to itself.
    public static let ofTerminal: [Signal] = [.hangUp, .interrupt, .terminate, .goOn, .rest, .resized]
}

/// Tells a loop about signals, as ordinary events between others instead of in the middle of anything.
public final class Signals: EventHandler {
    private let descriptor: Descriptor
    private let received: (Signal) -> Void

    /// Keeps the signals away from all threads, and SIGPIPE from the process. Must be called before any other
    /// thread exists, at the top of `main`: threads inherit what is blocked from the one that starts them,
    /// and a signal is delivered to any thread that does not block it.
    public static func block(_ signals: [Signal] = Signal.ofService) {
        var set = set(of: signals)
        let failure = pthread_sigmask(SIG_BLOCK, &set, nil)
        precondition(failure == 0, "pthread_sigmask failed with error \(failure)")
        signal(SIGPIPE, SIG_IGN)
    }

    /// Calls `received` on the loop for each signal from now on, as long as the loop lives; `block` comes
    /// first.
    @discardableResult
    public init(
        _ signals: [Signal] = Signal.ofService, on loop: EventLoop, received: @escaping (Signal) -> Void
    ) throws(SystemError) {
        var set = Self.set(of: signals)
        descriptor = Descriptor(owning: try SystemCall.value("signalfd") { clinux_signalfd(&set) })
        self.received = received
        super.init()
        _ = try loop.watch(descriptor, for: .readable, handler: self)
    }

    /// Called by the loop.
    public override func ready(_ readiness: Readiness) {
        let number = SystemCall.answer("read") { clinux_signalfd_read(descriptor.number) }
        if let signal = Signal(rawValue: number) { received(signal) }
    }

    private static func set(of signals: [Signal]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal.rawValue) }
        return set
    }
}
