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
}

/// Tells a loop about signals, as ordinary events between others instead of in the middle of anything.
public final class Signals: EventHandler {
    private let descriptor: Descriptor
    private let received: (Signal) -> Void

    /// Keeps the signals away from all threads, and SIGPIPE from the process. Must be called before any other
    /// thread exists, at the top of `main`: threads inherit what is blocked from the one that starts them,
    /// and a signal is delivered to any thread that does not block it.
    public static func block() {
        var set = set()
        let failure = pthread_sigmask(SIG_BLOCK, &set, nil)
        precondition(failure == 0, "pthread_sigmask failed with error \(failure)")
        signal(SIGPIPE, SIG_IGN)
    }

    /// Calls `received` on the loop for each signal from now on, as long as the loop lives; `block` comes
    /// first.
    @discardableResult
    public init(on loop: EventLoop, received: @escaping (Signal) -> Void) throws(SystemError) {
        var set = Self.set()
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

    private static func set() -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in Signal.allCases { sigaddset(&set, signal.rawValue) }
        return set
    }
}
