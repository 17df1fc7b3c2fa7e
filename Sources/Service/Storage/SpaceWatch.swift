import Reactor

/// Looks now and then how much room is left on the disk, and says so in the log before it runs out.
final class SpaceWatch {
    /// With less than this somebody should make room: an evening of a busy board.
    static let scarceBytes: Int64 = 1 << 30
    private static let everyMillis: Int64 = 60_000

    private let loop: EventLoop
    private let freeBytes: @Sendable () -> Int64?
    private let log: @Sendable (String) -> Void
    private var isScarce = false

    init(
        loop: EventLoop, freeBytes: @escaping @Sendable () -> Int64?,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.loop = loop
        self.freeBytes = freeBytes
        self.log = log
        look()
    }

    private func look() {
        if let free = freeBytes() {
            let wasScarce = isScarce
            // A little more than what it takes to be scarce, so that the log is not filled at the border.
            isScarce = free < (wasScarce ? Self.scarceBytes * 5 / 4 : Self.scarceBytes)
            if isScarce, !wasScarce {
                log("storage: only \(free >> 20) MiB are left on the disk: make room before drawing stops")
            } else if wasScarce, !isScarce {
                log("storage: there is enough room on the disk again")
            }
        }
        _ = loop.schedule(at: loop.now + Self.everyMillis) { [unowned self] in look() }
    }
}
