import Glibc

/// How many descriptors this process may have.
enum OpenFiles {
    /// Raises the limit as far as it goes; fails where that is not enough.
    static func allowMost(needed: Int) throws(BenchFailure) {
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        guard limit.rlim_max >= rlim_t(needed) else {
            throw BenchFailure(
                "only \(limit.rlim_max) files may be open here, \(needed) are needed: ulimit -n")
        }
    }
}
