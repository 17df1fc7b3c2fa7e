internal import Glibc

/// The clock that never jumps: what deadlines and cooldowns are measured with.
public enum MonotonicClock {
    /// Milliseconds since some moment before the process began.
    public static func nowMillis() -> Int64 { millis(of: CLOCK_MONOTONIC) }

    /// Microseconds since the same moment: for measuring, not for deadlines.
    public static func nowMicros() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
    }
}

/// The clock that goes on while the machine sleeps, and is never set.
public enum BootClock {
    /// Milliseconds since the machine was started.
    public static func nowMillis() -> Int64 { millis(of: CLOCK_BOOTTIME) }
}

/// The clock on the wall: what people are shown. It may jump in either direction.
public enum WallClock {
    /// Milliseconds since 1970 UTC.
    public static func nowMillis() -> Int64 { millis(of: CLOCK_REALTIME) }
}

private func millis(of clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
}
