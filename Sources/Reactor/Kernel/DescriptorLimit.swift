internal import Glibc

/// How many descriptors this process may have open.
public enum DescriptorLimit {
    /// Raises the limit as far as the system lets an ordinary process go, and tells where it stands then.
    ///
    /// Most systems begin at 1024, for the sake of old programs that keep descriptors in a bitmap of that
    /// size, and allow far more to those that ask.
    @discardableResult
    public static func raise() -> Int {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        SystemCall.certain("getrlimit") { getrlimit(files, &limit) }
        limit.rlim_cur = limit.rlim_max
        SystemCall.certain("setrlimit") { setrlimit(files, &limit) }
        return Int(clamping: limit.rlim_cur)
    }
}
