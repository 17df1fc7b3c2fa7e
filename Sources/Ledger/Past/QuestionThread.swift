/// A thread that answers questions one after the other, and has something to do between them.
///
/// `@unchecked Sendable` is safe because what several threads touch is under the monitor, and the rest is
/// only touched by the thread, or before it starts.
final class QuestionThread: @unchecked Sendable {
    /// A question, asked on the thread. True: everything is over, and it is to be answered at once.
    typealias Question = @Sendable (_ isOver: Bool) -> Void

    /// What there is to do between questions.
    enum Meanwhile {
        /// More of it, as soon as nobody asks.
        case more
        /// Nothing before that time, in milliseconds from now.
        case later(millis: Int)
        /// Nothing before somebody asks or wakes the thread.
        case nothing
    }

    private let name: String
    private let waitingMax: Int
    private let monitor = Monitor()
    // Under the monitor.
    private var waiting: [Question] = []
    private var isWoken = false
    private var isStopping = false
    private var isEnded = true

    init(name: String, waitingMax: Int) {
        self.name = name
        self.waitingMax = waitingMax
    }

    /// Starts the thread. `meanwhile` is called on it whenever nobody asks, `ended` at its end.
    func start(
        meanwhile: @escaping @Sendable () -> Meanwhile, ended: @escaping @Sendable () -> Void
    ) throws(StorageError) {
        isEnded = false
        do throws(StorageError) {
            try BackgroundThread.start(named: name, niceness: BackgroundThread.patientNiceness) {
                self.run(meanwhile)
                ended()
                self.monitor.locked {
                    self.isEnded = true
                    self.monitor.wake()
                }
            }
        } catch {
            isEnded = true
            throw error
        }
    }

    /// Asks, from any thread. False: too many are asking, or it is over, and the question was not taken.
    func ask(_ question: @escaping Question) -> Bool {
        monitor.locked {
            guard !isStopping, waiting.count < waitingMax else { return false }
            waiting.append(question)
            monitor.wake()
            return true
        }
    }

    /// There is something to do.
    func wake() {
        monitor.locked {
            isWoken = true
            monitor.wake()
        }
    }

    /// Whether what is done meanwhile should make room.
    var isAsked: Bool { monitor.locked { isStopping || !waiting.isEmpty } }

    /// Whether it is to end: nobody waits for an answer any more.
    var isOver: Bool { monitor.locked { isStopping } }

    /// Ends the thread, and waits for that. Questions that wait are answered at once.
    func stop() {
        monitor.locked {
            isStopping = true
            monitor.wake()
            while !isEnded { monitor.wait() }
        }
    }

    private func run(_ meanwhile: () -> Meanwhile) {
        var next = Meanwhile.more
        while true {
            let (question, isOver) = take(next)
            if let question {
                question(isOver)
                // What it found may be something to do.
                next = .more
            } else if isOver {
                return
            } else {
                next = meanwhile()
            }
        }
    }

    /// Waits for a question, but not longer than `meanwhile` may wait.
    private func take(_ meanwhile: Meanwhile) -> (question: Question?, isOver: Bool) {
        monitor.locked {
            while true {
                if !waiting.isEmpty { return (waiting.removeFirst(), isStopping) }
                if isStopping || isWoken { break }
                switch meanwhile {
                case .more: return (nil, false)
                case .later(let millis): if !monitor.wait(millis: millis) { return (nil, false) }
                case .nothing: monitor.wait()
                }
            }
            isWoken = false
            return (nil, isStopping)
        }
    }
}
