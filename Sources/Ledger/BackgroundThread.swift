internal import Glibc

/// Threads of the ledger's own: it knows no other edge.
enum BackgroundThread {
    /// How far what can wait steps back behind loops and the log, where they want the same processor.
    static let patientNiceness: Int32 = 5

    private final class Start: Sendable {
        let name: String
        let niceness: Int32
        let body: @Sendable () -> Void

        init(_ name: String, _ niceness: Int32, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.body = body
        }

        func run() {
            // For debuggers and `top`; nothing depends on it.
            if let file = try? OpenFile("/proc/thread-self/comm", O_WRONLY, doing: "open") {
                try? file.write(Array(name.utf8))
            }
            // On Linux this is the calling thread alone. Refused, it changes nothing but courtesy.
            if niceness > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, niceness) }
            body()
        }
    }

    /// Runs `body` on a new thread, which ends with it.
    static func start(
        named name: String, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void
    ) throws(StorageError) {
        var handle = pthread_t()
        let start = Unmanaged.passRetained(Start(name, niceness, body))
        let failure = pthread_create(
            &handle, nil,
            { argument in
                if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, start.toOpaque())
        guard failure == 0 else {
            start.release()
            throw StorageError("start a thread for", "the ledger", number: failure)
        }
        pthread_detach(handle)
    }
}
