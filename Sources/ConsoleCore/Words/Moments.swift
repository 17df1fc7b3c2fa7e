import Wire

/// Points in time and spans as the console writes them.
enum Moments {
    /// The last millisecond of the year 9999: no clock says more, and sums with spans never overflow.
    static let latest: Int64 = 253_402_300_799_999
    static let day: Int64 = 86_400_000
    static let hour: Int64 = 3_600_000
    static let minute: Int64 = 60_000

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

    /// What lies between two points, never negative.
    static func span(from first: Int64, to second: Int64) -> Int64 {
        let (difference, isOver) = second.subtractingReportingOverflow(first)
        return isOver ? 0 : min(max(0, difference), latest)
    }

    /// `14:02:31`
    static func clock(_ at: Int64, zone: Int64) -> String {
        let seconds = dayMillis(at, zone) / 1000
        return two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60)
    }

    /// `14:02`
    static func shortClock(_ at: Int64, zone: Int64) -> String {
        String(clock(at, zone: zone).dropLast(3))
    }

    /// `Nov 21`
    static func date(_ at: Int64, zone: Int64) -> String {
        let date = civil(at, zone)
        return months[date.month - 1] + " \(date.day)"
    }

    /// `Nov 21 14:02`
    static func dateAndClock(_ at: Int64, zone: Int64) -> String {
        date(at, zone: zone) + " " + shortClock(at, zone: zone)
    }

    /// As short as can be: `14:02` today, `Mon` within a week, `Oct 4` before and after.
    static func when(_ at: Int64, now: Int64, zone: Int64) -> String {
        let (day, today) = (dayNumber(at, zone), dayNumber(now, zone))
        if day == today { return shortClock(at, zone: zone) }
        // The first of January 1970 was a Thursday.
        if day < today, today - day < 7 { return weekdays[Int(((day + 3) % 7 + 7) % 7)] }
        return date(at, zone: zone)
    }

    /// `3 s`, `7 min`, `2 h`, `5 d`
    static func rough(_ span: Int64) -> String { HumanDuration(millis: span).rough }

    /// How long something is to last: `10 min`, `24 h`, `7 d`; 0 is `perm`.
    static func term(_ span: Int64) -> String { HumanDuration(millis: span).term }

    /// `0:41`, `11:40`, `2h05`
    static func age(_ span: Int64) -> String { HumanDuration(millis: span).age }

    /// What is left of something: `07:12` below an hour, `23:59` (hours) below two days, `6 d` else.
    static func left(_ span: Int64) -> String { HumanDuration(millis: span).clock }

    /// `2h04`
    static func hours(_ span: Int64) -> String { HumanDuration(millis: span).hours }

    /// Two digits.
    static func two(_ number: Int64) -> String {
        (number < 10 ? "0" : "") + "\(number)"
    }

    private static func dayNumber(_ at: Int64, _ zone: Int64) -> Int64 {
        let local = min(max(at, -latest), latest) + min(max(zone, -day), day)
        return local >= 0 ? local / day : -((-local + day - 1) / day)
    }

    private static func dayMillis(_ at: Int64, _ zone: Int64) -> Int64 {
        let local = min(max(at, -latest), latest) + min(max(zone, -day), day)
        return local - dayNumber(at, zone) * day
    }

    /// The date of the Gregorian calendar, counted in years that begin in March.
    private static func civil(_ at: Int64, _ zone: Int64) -> (month: Int, day: Int) {
        let shifted = dayNumber(at, zone) + 719_468
        let dayOfEra = ((shifted % 146_097) + 146_097) % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        return (Int(month < 10 ? month + 3 : month - 9), Int(dayOfYear - (153 * month + 2) / 5 + 1))
    }
}
