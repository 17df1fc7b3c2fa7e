/// The text that `/metrics` answers with: Prometheus reads it. Names and labels are ours alone: nothing that
/// somebody typed stands in it.
struct MetricsText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Something that goes up and down.
    mutating func gauge(_ name: String, _ help: String, _ value: some Numeric & CustomStringConvertible) {
        head(name, help, "gauge")
        text += "\(name) \(value)\n"
    }

    /// Something that only goes up, by the values of one label.
    mutating func counter(_ name: String, _ help: String, label: String, _ values: [(String, UInt64)]) {
        head(name, help, "counter")
        for (value, count) in values { text += "\(name){\(label)=\"\(value)\"} \(count)\n" }
    }

    /// Something that only goes up.
    mutating func counter(_ name: String, _ help: String, _ value: UInt64) {
        head(name, help, "counter")
        text += "\(name) \(value)\n"
    }

    /// How often something took how long.
    mutating func histogram(_ name: String, _ help: String, _ durations: DurationHistogram) {
        head(name, help, "histogram")
        for (index, bound) in DurationHistogram.boundMicros.enumerated() {
            let count = durations.counts[...index].reduce(0, +)
            text += "\(name)_bucket{le=\"\(Self.seconds(bound))\"} \(count)\n"
        }
        text += "\(name)_bucket{le=\"+Inf\"} \(durations.count)\n"
        text += "\(name)_sum \(Self.seconds(durations.sumMicros))\n"
        text += "\(name)_count \(durations.count)\n"
    }

    private mutating func head(_ name: String, _ help: String, _ kind: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
    }

    /// A number of seconds without the noise of binary fractions.
    static func seconds(_ micros: UInt64) -> String {
        let fraction = String(micros % 1_000_000)
        let padded = String(repeating: "0", count: 6 - fraction.count) + fraction
        return "\(micros / 1_000_000).\(padded)"
    }
}
