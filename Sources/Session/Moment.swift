public import Wire

/// A moment of a board's past, as `at=` names it: an exact state, or a time.
public enum Moment: Hashable, Sendable {
    case state(StateName)
    /// Milliseconds since 1970 UTC.
    case time(Int64)

    /// `EPOCH.SEQ`, or a time of RFC 3339. A `+` that arrived as a space is one.
    public init(_ text: String) throws(RouteError) {
        if let state = StateName(text) {
            self = .state(state)
        } else if let millis = Self.millis(Array(text.utf8)) {
            self = .time(millis)
        } else {
            throw RouteError(
                status: 400, code: "bad-request",
                message: "at must be EPOCH.SEQ or a time like 2026-07-14T20:00:00Z.")
        }
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS[.fff](Z|+HH:MM|-HH:MM)`.
    private static func millis(_ text: [UInt8]) -> Int64? {
        guard text.count >= 20,
            let year = number(text, 0, 4), text[4] == UInt8(ascii: "-"),
            let month = number(text, 5, 2), text[7] == UInt8(ascii: "-"),
            let day = number(text, 8, 2), [UInt8(ascii: "T"), UInt8(ascii: "t")].contains(text[10]),
            let hour = number(text, 11, 2), text[13] == UInt8(ascii: ":"),
            let minute = number(text, 14, 2), text[16] == UInt8(ascii: ":"),
            let second = number(text, 17, 2),
            (1...12).contains(month), (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        var place = 19
        var fraction: Int64 = 0
        if text[place] == UInt8(ascii: ".") {
            let digits = text[(place + 1)...].prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty else { return nil }
            for digit in (digits.prefix(3) + [0x30, 0x30]).prefix(3) {
                fraction = fraction * 10 + Int64(digit - 0x30)
            }
            place += 1 + digits.count
        }
        guard let offsetMinutes = offset(text, at: place) else { return nil }
        let days = Int64(daysFrom1970(year, month, day))
        let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second) - Int64(offsetMinutes) * 60
        return seconds * 1000 + fraction
    }

    private static func offset(_ text: [UInt8], at place: Int) -> Int? {
        guard place < text.count else { return nil }
        switch text[place] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"): return text.count == place + 1 ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: " "), UInt8(ascii: "-"):
            guard text.count == place + 6, let hours = number(text, place + 1, 2),
                text[place + 3] == UInt8(ascii: ":"), let minutes = number(text, place + 4, 2), hours < 24,
                minutes < 60
            else { return nil }
            return (hours * 60 + minutes) * (text[place] == UInt8(ascii: "-") ? -1 : 1)
        default: return nil
        }
    }

    private static func number(_ text: [UInt8], _ start: Int, _ count: Int) -> Int? {
        guard start + count <= text.count else { return nil }
        var value = 0
        for byte in text[start..<start + count] {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static func daysIn(_ month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days of the Gregorian calendar, counted in years that begin in March so that the leap day is the last.
    private static func daysFrom1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        // 400 years more, whose days are taken off again: January of the year 0 lies in the one before, and
        // division rounds the wrong way below 0.
        let shifted = (month <= 2 ? year - 1 : year) + 400
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let daysOf400Years = 146_097
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
            - daysOf400Years
    }
}
