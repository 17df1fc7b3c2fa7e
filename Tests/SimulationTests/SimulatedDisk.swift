import TestKit

/// One file that is only appended to, as a disk keeps it: what was synced is there for good, and what was
/// merely written is at the mercy of the next power cut.
///
/// `@unchecked Sendable` is safe because a simulation has one thread.
final class SimulatedDisk: @unchecked Sendable {
    /// What is there as long as the machine has power.
    private(set) var bytes: [UInt8] = []
    /// So many of them survive a power cut.
    private(set) var syncedCount = 0

    private static let sectorBytes = 32

    func append(_ more: [UInt8]) {
        bytes += more
    }

    func sync() {
        syncedCount = bytes.count
    }

    /// Cuts off what was written from there on and never synced.
    func truncate(to count: Int) {
        precondition(count >= syncedCount, "what was synced is never taken back")
        bytes.removeLast(bytes.count - count)
    }

    /// Brings the file into a new state for good, as a recovery does that has read it.
    func rewrite(_ bytes: [UInt8]) {
        self.bytes = bytes
        sync()
    }

    /// The power goes: of what was not synced some sectors were written already, in no particular order. The
    /// others are what the disk had there before.
    func cutPower(_ random: inout SeededRandom) {
        let lost = bytes.count - syncedCount
        guard lost > 0 else { return }
        let keptCount = [0, lost, .random(in: 0...lost, using: &random)].randomElement(using: &random) ?? 0
        bytes.removeLast(lost - keptCount)
        if Bool.random(using: &random) {
            var start = syncedCount
            while start < bytes.count {
                let end = min(bytes.count, (start / Self.sectorBytes + 1) * Self.sectorBytes)
                if Int.random(in: 0..<4, using: &random) == 0 {
                    let rest: UInt8 = Bool.random(using: &random) ? 0 : 0xa5
                    bytes.replaceSubrange(start..<end, with: repeatElement(rest, count: end - start))
                }
                start = end
            }
        }
        sync()
    }
}
