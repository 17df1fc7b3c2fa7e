/// A length of time as people read and type it.
public struct HumanDuration: Equatable, Sendable {
    /// The longest one that can be typed: ten years.
    public static let millisMax: Int64 = 3_650 * 86_400_000

    /// How long; never negative.
    public let millis: Int64

    /// So long; what is negative is nothing.
    public init(millis: Int64) {
        self.millis = max(0, millis)
    }

    private static let second: Int64 = 1_000
    private static let minute: Int64 = 60_000
    private static let hour: Int64 = 3_600_000
    private static let day: Int64 = 86_400_000

    // MARK: Typed

    private static let units: [(name: String, millis: Int64)] = [
        ("ms", 1), ("s", second), ("m", minute), ("h", hour), ("d", day), ("w", 7 * day),
    ]

    /// Reads `500ms`, `10s`, `10m`, `1h`, `24h`, `7d`, `2w`, `1h30m`, and `perm`, which is 0: until somebody
    /// ends it.
    public static func read(_ word: String) -> Int64? {
        if word == "perm" { return 0 }
        var rest = Substring(word)
        var sum: Int64 = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            // Ten years have twelve digits of milliseconds.
            guard (1...12).contains(digits.count), let number = Int64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            guard let unit = units.first(where: { $0.name == name }) else { return nil }
            rest = rest.dropFirst(name.count)
            let (product, overflows) = number.multipliedReportingOverflow(by: unit.millis)
            guard !overflows, product <= millisMax - sum else { return nil }
            sum += product
        } while !rest.isEmpty
        return sum > 0 ? sum : nil
    }

    /// As it is typed: `24h`, `1h30m`, and `perm` for nothing.
    public var short: String {
        if millis == 0 { return "perm" }
        return parts(units: [("d", Self.day), ("h", Self.hour), ("m", Self.minute), ("s", Self.second)])
            .map { "\($0.count)\($0.name)" }.joined()
    }

    // MARK: Read

    /// To the second: `24 h`, `10 min`, `60 s`, `1 h 30 min`, `500 ms`.
    public var words: String {
        if millis == 0 { return "0 s" }
        return parts(units: [("d", Self.day), ("h", Self.hour), ("min", Self.minute), ("s", Self.second)])
            .map { "\($0.count) \($0.name)" }.joined(separator: " ")
    }

    /// How long something is to last: the same, and `perm` for nothing.
    public var term: String { millis == 0 ? "perm" : words }

    /// In one unit, what is left over dropped: `3 s`, `2 h`, `2 d`.
    public var rough: String {
        switch millis {
        case ..<Self.minute: "\(millis / Self.second) s"
        case ..<Self.hour: "\(millis / Self.minute) min"
        case ..<(2 * Self.day): "\(millis / Self.hour) h"
        default: "\(millis / Self.day) d"
        }
    }

    /// What is left of something: minutes and seconds `07:12`, from one hour hours and minutes `23:59`, from
    /// two days days `6 d`.
    public var clock: String {
        switch millis {
        case ..<Self.hour: Self.pair(millis / Self.minute, (millis / Self.second) % 60)
        case ..<(2 * Self.day): Self.pair(millis / Self.hour, (millis / Self.minute) % 60)
        default: "\(millis / Self.day) d"
        }
    }

    /// How old something is that should not be: `0:41`, `11:40`, from one hour `2h04`, from one day `3 d`.
    public var age: String {
        switch millis {
        case ..<Self.hour: "\(millis / Self.minute):\(Self.two((millis / Self.second) % 60))"
        case ..<Self.day: hours
        default: "\(millis / Self.day) d"
        }
    }

    /// How long somebody has been there: `2h04`, `0h31`, from a hundred hours `5 d`.
    public var hours: String {
        guard millis < 100 * Self.hour else { return "\(millis / Self.day) d" }
        return "\(millis / Self.hour)h\(Self.two((millis / Self.minute) % 60))"
    }

    // MARK: - Pieces

    /// In the units that people count such a time in: not a day, but 24 hours; not a minute, but 60 seconds.
    private func parts(units: [(name: String, millis: Int64)]) -> [(name: String, count: Int64)] {
        guard millis >= Self.second, millis % Self.second == 0 || millis >= 10 * Self.second else {
            return [("ms", millis)]
        }
        var rest = millis
        var parts: [(name: String, count: Int64)] = []
        for (index, unit) in units.enumerated() {
            let isFirst = parts.isEmpty && index < units.count - 1
            let isTooLarge = isFirst && unit.millis != Self.hour && rest < 2 * unit.millis
            let count = rest / unit.millis
            guard count > 0, !isTooLarge else { continue }
            parts.append((unit.name, count))
            rest %= unit.millis
        }
        return parts
    }

    private static func two(_ number: Int64) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private static func pair(_ first: Int64, _ second: Int64) -> String {
        two(first) + ":" + two(second)
    }
}
