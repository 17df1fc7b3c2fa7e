/// How much a console may send to its terminal: what a slow line carries, and no more.
///
/// A bucket of bytes that fills with time. What a key brings about is drawn at once, whatever it costs, and paid
/// for afterwards; what only the server brings waits until the debt is paid. Nothing is queued meanwhile: the
/// next picture shows the newest state.
struct FrameBudget {
    /// At 80x24, in bytes a second: a fifth below the 10,000 that are promised, for a picture is sent whole.
    private static let smallBytesPerSecond = 8_000
    private static let smallCellCount = 80 * 24
    /// At 140x40 there may be twice as many.
    private static let largeBytesPerSecond = 16_000
    private static let largeCellCount = 140 * 40
    /// Pictures that the server alone brings about come no closer than this.
    private static let restMillis: Int64 = 250

    /// Thousandths of bytes; below 0 it is a debt.
    private var balance: Int64 = 0
    private var bytesPerSecond = FrameBudget.smallBytesPerSecond
    private var filledAt: Int64
    private var drawnAt = Int64.min / 2

    /// A terminal of that size.
    init(width: Int, height: Int, at now: Int64) {
        filledAt = now
        resize(width: width, height: height)
    }

    /// The terminal has another size now.
    mutating func resize(width: Int, height: Int) {
        let cells = max(0, width * height - Self.smallCellCount)
        let more = cells * (Self.largeBytesPerSecond - Self.smallBytesPerSecond)
        bytesPerSecond = Self.smallBytesPerSecond + more / (Self.largeCellCount - Self.smallCellCount)
    }

    /// Whether a picture may be sent that nobody pressed a key for.
    mutating func mayDraw(at now: Int64) -> Bool {
        fill(until: now)
        return balance >= 0 && now - drawnAt >= Self.restMillis
    }

    /// How long until it may, at least a millisecond.
    mutating func waitMillis(at now: Int64) -> Int64 {
        fill(until: now)
        let debt = balance < 0 ? (-balance + Int64(bytesPerSecond) - 1) / Int64(bytesPerSecond) : 0
        return max(1, debt, drawnAt + Self.restMillis - now)
    }

    /// So many bytes were sent.
    mutating func spend(_ byteCount: Int, at now: Int64) {
        fill(until: now)
        balance -= Int64(byteCount) * 1000
        drawnAt = now
    }

    /// What is not used within one rest is lost.
    private mutating func fill(until now: Int64) {
        balance = min(
            Int64(bytesPerSecond) * Self.restMillis, balance + (now - filledAt) * Int64(bytesPerSecond))
        filledAt = now
    }
}
