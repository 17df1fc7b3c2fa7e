public import Cells

/// So many of something, in words: `1 session`, `3 sessions`, `1 person`, `1,284 people`.
///
/// `many` is the word for all other numbers than one, where it is more than an `s` that is added: of a verb
/// that follows it is less.
public func counted(_ count: some BinaryInteger, _ one: String, _ many: String? = nil) -> String {
    "\(Numbers.grouped(count)) \(count == 1 ? one : many ?? one + "s")"
}

/// Numbers as the console writes them.
public enum Numbers {
    /// `48,112,907`
    public static func grouped(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (place, digit) in digits.enumerated() {
            if place > 0, (digits.count - place) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `512 B`, `1.1 KB`, `88 MB`
    public static func bytes(_ count: some BinaryInteger) -> String {
        var size = Double(max(0, Int64(clamping: count)))
        var unit = "B"
        for larger in ["KB", "MB", "GB", "TB"] where size >= 1000 {
            size /= 1000
            unit = larger
        }
        return unit == "B" || size >= 10 ? "\(Int(size)) \(unit)" : "\(tenths(size)) \(unit)"
    }

    /// `96.2`, `.4`
    public static func percent(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0" }
        let text = tenths(Double(part) * 100 / Double(whole))
        let short = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        return short.hasPrefix("0.") ? String(short.dropFirst()) : short
    }

    /// A score or a trust in hundredths: `.93`, `1`
    public static func hundredths(_ number: Int) -> String {
        number >= 100 ? "1" : "." + Moments.two(Int64(max(0, number)))
    }

    /// Milliseconds as seconds with two places: `1.00`
    static func seconds(_ millis: Int64) -> String {
        let hundredths = (max(0, min(millis, 1 << 50)) + 5) / 10
        return "\(hundredths / 100).\(Moments.two(hundredths % 100))"
    }

    /// `4.1`
    public static func tenths(_ number: Double) -> String {
        guard number.isFinite, number.magnitude < 1e15 else { return "-" }
        let whole = Int64((number * 10).rounded())
        return (whole < 0 ? "-" : "") + "\(whole.magnitude / 10).\(whole.magnitude % 10)"
    }

    /// Microseconds as `9 ms`, `.4 ms`.
    public static func millis(micros: Int) -> String {
        micros >= 1000 || micros <= 0
            ? "\(max(0, micros) / 1000) ms" : ".\(max(1, micros / 100)) ms"
    }
}

/// A row of bars.
public enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█".unicodeScalars)

    /// So many columns of bars, the newest right, the largest number full height. More numbers than columns
    /// are averaged, so that a short peak makes no full bar; fewer stand right. Rows whose
    /// largest numbers are below `peakMin` are drawn alike.
    public static func text(
        _ values: [Int], columns: Int, isZeroBlank: Bool = false, peakMin: Int = 1
    ) -> CellText {
        guard columns > 0, !values.isEmpty else { return CellText.spaces(max(0, columns)) }
        let used = values.suffix(60 * columns)
        let points = averaged(used, columns)
        let peak = min(max(1, peakMin, used.max() ?? 1), 1 << 40)
        var text = String.UnicodeScalarView()
        for point in points {
            let height = min(bars.count - 1, max(0, point) * bars.count / (peak + 1))
            text.append(point <= 0 && isZeroBlank ? " " : bars[height])
        }
        return CellText.spaces(columns - points.count) + CellText(String(text))
    }

    private static func averaged(_ values: ArraySlice<Int>, _ columns: Int) -> [Int] {
        guard values.count > columns else { return values.map { min(max(0, $0), 1 << 40) } }
        let all = Array(values)
        return (0..<columns).map { column in
            let span = all[column * all.count / columns..<(column + 1) * all.count / columns]
            return span.reduce(0) { $0 + min(max(0, $1), 1 << 40) } / max(1, span.count)
        }
    }
}
