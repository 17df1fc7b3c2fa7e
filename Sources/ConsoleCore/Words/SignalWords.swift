public import Cells
public import Wire

/// What speaks for an attack, in words: the same on the seventh screen and behind `toile ctl signals`.
public enum SignalWords {
    /// One line a signal, each with its name in front, which is at most seven letters long.
    public static func lines(_ signals: AttackSignals, pixelsPerSecond: Int) -> [CellText] {
        let joins = Numbers.tenths(Double(signals.joins) / 10)
        return [
            "px/s    \(Numbers.grouped(pixelsPerSecond)) " + Sparkline.text(signals.pixelRates, columns: 8)
                + "  base \(signals.pixelsUsual)",
            "joins   \(joins)/s " + Sparkline.text(signals.joinRates, columns: 8)
                + " base \(Numbers.tenths(Double(signals.joinsUsual) / 10))",
            signals.network.isEmpty
                ? "nets    none stands out" : "nets    \(signals.network) \(signals.networkPercent) % of px",
            "period  \(counted(signals.periodic, "session")) sd < 10 ms",
            signals.nameCount == 0
                ? "names   none alike" : "names   \(signals.nameCount) like \"\(signals.names)*\"",
            "area    \(signals.areaX),\(signals.areaY) \(signals.areaPercent) % of px",
            "colour  c\(signals.colour) \(signals.colourPercent) % there",
        ]
    }
}
