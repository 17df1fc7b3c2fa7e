internal import Glibc

/// A lock, and a place under it where one thread waits for another.
///
/// `@unchecked Sendable` is safe because a pthread mutex and a condition are made for several threads.
final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        condition = .allocate(capacity: 1)
        condition.initialize(to: pthread_cond_t())
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Waiting must not depend on what somebody sets the wall clock to.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        let failure = pthread_mutex_init(mutex, nil) | pthread_cond_init(condition, &attributes)
        precondition(failure == 0, "no lock could be made: error \(failure)")
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    /// The clock that waiting goes by: nanoseconds since some moment before the process began.
    static func nowNanos() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Runs `body` while no other thread is inside.
    func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Wakes whoever waits. Inside.
    func wake() {
        pthread_cond_broadcast(condition)
    }

    /// Steps outside until somebody wakes; perhaps without reason. Inside.
    func wait() {
        pthread_cond_wait(condition, mutex)
    }

    /// The same for a limited time: false when it is over.
    func wait(millis: Int) -> Bool {
        var until = timespec()
        clock_gettime(CLOCK_MONOTONIC, &until)
        let nanos = until.tv_nsec + millis % 1000 * 1_000_000
        until.tv_sec += millis / 1000 + nanos / 1_000_000_000
        until.tv_nsec = nanos % 1_000_000_000
        return pthread_cond_timedwait(condition, mutex, &until) != ETIMEDOUT
    }
}
