/// How much a console may send to its terminal: what a slow line carries, and no more.
///
/// A bucket of bytes that fills with time. What a key brings about is drawn at once, whatever it costs, and
/// paid for afterwards; what only the server brings waits until the debt is paid. Nothing is queued
/// meanwhile: the next picture shows the newest state.
public struct FrameBudget: Sendable {
    /// At 80x24, in bytes a second: a fifth below the 10,000 that are promised, for a picture is sent whole.
    private static let smallBytesPerSecond = 8_000
    private static let smallCellCount = 80 * 24
    /// At 140x40 there may be twice as many.
    private static let largeBytesPerSecond = 16_000
    private static let largeCellCount = 140 * 40
    /// Pictures that the server alone brings about come no closer than this.
    private static let restMillis: Millis = 250

    /// Thousandths of bytes; below 0 it is a debt.
    private var balance: Millis = 0
    private var bytesPerSecond = FrameBudget.smallBytesPerSecond
    private var filledAt: Millis
    private var drawnAt = Millis.min / 2

    /// A terminal of that size.
    public init(width: Int, height: Int, at now: Millis) {
        filledAt = now
        resize(width: width, height: height)
    }

    /// The terminal has another size now.
    public mutating func resize(width: Int, height: Int) {
        let cells = max(0, width * height - Self.smallCellCount)
        let more = cells * (Self.largeBytesPerSecond - Self.smallBytesPerSecond)
        bytesPerSecond = Self.smallBytesPerSecond + more / (Self.largeCellCount - Self.smallCellCount)
    }

    /// Whether a picture may be sent that nobody pressed a key for.
    public mutating func mayDraw(at now: Millis) -> Bool {
        fill(until: now)
        return balance >= 0 && now - drawnAt >= Self.restMillis
    }

    /// How long until it may, at least a millisecond.
    public mutating func waitMillis(at now: Millis) -> Millis {
        fill(until: now)
        let debt = balance < 0 ? (-balance + Millis(bytesPerSecond) - 1) / Millis(bytesPerSecond) : 0
        return max(1, debt, drawnAt + Self.restMillis - now)
    }

    /// So many bytes were sent.
    public mutating func spend(_ byteCount: Int, at now: Millis) {
        fill(until: now)
        balance -= Millis(byteCount) * 1000
        drawnAt = now
    }

    /// What is not used within one rest is lost.
    private mutating func fill(until now: Millis) {
        balance = min(
            Millis(bytesPerSecond) * Self.restMillis, balance + (now - filledAt) * Millis(bytesPerSecond))
        filledAt = now
    }
}
