public import Glibc

/// A mutual exclusion lock for the few places where two threads meet.
///
/// It wraps a pthread mutex because the thread sanitizer understands that one; it reports false races around
/// `Synchronization.Mutex`. The mutex lives on the heap: its address must never change.
///
/// `@unchecked Sendable` is safe because a pthread mutex is made to be used from any thread.
public struct Lock: ~Copyable, @unchecked Sendable {
    @usableFromInline let mutex: UnsafeMutablePointer<pthread_mutex_t>

    /// An open lock.
    public init() {
        mutex = .allocate(capacity: 1)
        mutex.initialize(to: pthread_mutex_t())
        let failure = pthread_mutex_init(mutex, nil)
        precondition(failure == 0, "pthread_mutex_init failed with error \(failure)")
    }

    deinit {
        let failure = pthread_mutex_destroy(mutex)
        precondition(failure == 0, "a lock died while somebody held it")
        mutex.deallocate()
    }

    /// Runs `body` while no other thread is inside; `body` must not take the same lock again.
    @inlinable
    public borrowing func withLock<Result: ~Copyable, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }
}

/// A place to wait for what another thread does under the same lock.
///
/// `@unchecked Sendable` is safe because a pthread condition is made to be used from any thread.
struct Condition: ~Copyable, @unchecked Sendable {
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        condition = .allocate(capacity: 1)
        condition.initialize(to: pthread_cond_t())
        let failure = pthread_cond_init(condition, nil)
        precondition(failure == 0, "pthread_cond_init failed with error \(failure)")
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
    }

    /// Opens the lock, which the caller holds, while waiting. May return without reason: check again.
    borrowing func wait(holding lock: borrowing Lock) {
        pthread_cond_wait(condition, lock.mutex)
    }

    borrowing func wakeOne() {
        pthread_cond_signal(condition)
    }
}
