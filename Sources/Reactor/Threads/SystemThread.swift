internal import CLinux
internal import Glibc

/// One thread of the kernel that runs one function.
final class SystemThread: Sendable {
    private let handle: pthread_t
    private let joining = JoinState()

    /// Starts the thread. What it runs is released on it when it ends.
    init(name: String, _ body: @escaping @Sendable () -> Void) throws(SystemError) {
        let start = Unmanaged.passRetained(Start(name: name, body: body))
        var handle = pthread_t()
        let failure = pthread_create(
            &handle, nil,
            { argument in
                if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            throw SystemError(number: failure, call: "pthread_create")
        }
        self.handle = handle
    }

    deinit {
        // A thread that nobody waits for keeps its stack until it is told that nobody will.
        if joining.claim() { pthread_detach(handle) }
    }

    /// Waits until the thread has ended. Once only, and not on the thread itself.
    func join() {
        guard joining.claim() else { return }
        let failure = pthread_join(handle, nil)
        precondition(failure == 0, "pthread_join failed with error \(failure)")
    }

    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }

        func run() {
            clinux_name_thread(name)
            body()
        }
    }

    /// Whether somebody has already joined or detached the thread, which is allowed once.
    ///
    /// `@unchecked Sendable` is safe because its state is under its lock.
    private final class JoinState: @unchecked Sendable {
        private let lock = Lock()
        private var isClaimed = false

        func claim() -> Bool {
            lock.withLock {
                defer { isClaimed = true }
                return !isClaimed
            }
        }
    }
}
