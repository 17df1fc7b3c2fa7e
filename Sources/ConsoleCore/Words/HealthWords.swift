public import Cells
public import Wire

/// How the server is, in words: the same on the ninth screen and behind `toile ctl health`.
public enum HealthWords {
    /// One group of numbers.
    public struct Pane {
        /// What it is about, with its main number.
        public let title: CellText
        /// The other numbers.
        public let line: CellText
        /// One of its numbers within the last minute, oldest first.
        public var values: [Int]
        /// What these values are, where they are saved.
        let name: String
        /// One of them as people read it.
        var words: (Int) -> String = { Numbers.grouped($0) }
    }

    /// Below so much room on the disk the server is about to stop.
    private static let freeBytesMin: Int64 = 1_000_000_000
    /// From here on people see that the server is late.
    private static let broadcastSlowMicrosMax = 250_000

    /// What is wrong, and what to do about it; nil: nothing.
    public static func trouble(_ health: HealthNumbers) -> String? {
        switch health.storage {
        case "ready": break
        case "full": return "the disk is full, nobody can place: make room, the server goes on by itself"
        default: return "storage \(health.storage): look into the server's log"
        }
        if health.freeBytes < freeBytesMin {
            return "disk \(Numbers.bytes(health.freeBytes)) free: make room before it is full"
        }
        if health.broadcastSlowMicros > broadcastSlowMicrosMax {
            return
                "p99 \(Numbers.millis(micros: health.broadcastSlowMicros)): the server is too busy, "
                + "! slows people down"
        }
        return nil
    }

    /// All groups, in the order of the screen: connections, placements, broadcast, queued, processor, disk.
    public static func panes(_ health: HealthNumbers, _ board: BoardNumbers) -> [Pane] {
        let results = health.results
        let all = results.reduce(0) { $0 &+ max(0, $1.count) }
        func part(_ name: String) -> String {
            Numbers.percent(results.first { $0.name == name }?.count ?? 0, of: all)
        }
        let joins = Numbers.tenths(Double(health.joinsPerMinute) / 60)
        let leaves = Numbers.tenths(Double(health.leavesPerMinute) / 60)
        let middle = Numbers.millis(micros: health.broadcastMedianMicros)
        let slow = Numbers.millis(micros: health.broadcastSlowMicros)
        return [
            Pane(
                title: "connections \(Numbers.grouped(health.connections))",
                line: "peak \(Numbers.grouped(health.connectionsPeak))  +\(joins)/s -\(leaves)/s",
                values: health.connectionRates, name: "connections"),
            Pane(
                title: "placements \(Numbers.grouped(board.perSecond))/s",
                line:
                    "ok \(part("placed")) %  cooldown \(part("cooling-down")) % flood \(part("too-fast")) %",
                values: board.rates, name: "placements", words: { "\(Numbers.grouped($0))/s" }),
            Pane(
                title: "broadcast p50 \(middle) p99 \(slow)",
                line: "frames \(health.framesPerSecond)/s  \(Numbers.bytes(health.frameBytes))/frame",
                values: health.broadcastRates, name: "broadcastSlowMicros",
                words: { Numbers.millis(micros: $0) }),
            Pane(
                title: "queued \(Numbers.bytes(health.queuedBytes))",
                line: "slow clients \(health.slowConnections)  dropped \(Numbers.grouped(health.dropped))",
                values: health.queuedRates, name: "queuedBytes", words: { Numbers.bytes($0) }),
            Pane(
                title: "cpu \(health.processorPercent) %  rss \(Numbers.bytes(health.residentBytes))",
                line: "actor queue \(health.undecided)  max \(health.undecidedPeak)",
                values: health.processorRates, name: "processorPercent", words: { "\($0) %" }),
            Pane(
                title: "disk journal \(Numbers.bytes(health.logBytesPerHour))/h",
                line: "fsync p99 \(Numbers.millis(micros: health.syncSlowMicros))", values: health.logRates,
                name: "logBytes", words: { "\(Numbers.bytes($0))/s" }),
        ]
    }
}
