import Glibc

/// Clocks fine enough to measure with.
enum Clock {
    /// Microseconds that never jump.
    static func wallMicros() -> Int64 { nanoseconds(CLOCK_MONOTONIC) / 1000 }

    /// What this thread has spent of the processor, in nanoseconds.
    static func threadNanos() -> Int64 { nanoseconds(CLOCK_THREAD_CPUTIME_ID) }

    /// What this whole process has spent of the processor, in nanoseconds.
    static func processNanos() -> Int64 { nanoseconds(CLOCK_PROCESS_CPUTIME_ID) }

    private static func nanoseconds(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
