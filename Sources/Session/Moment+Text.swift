extension Moment {
    /// A time as RFC 3339 writes it, in UTC and to the millisecond: `2026-07-14T20:00:00.000Z`. Years beyond
    /// 9999 are cut off at its end, those before 0 at its beginning.
    public static func text(ofMillis millis: Int64) -> String {
        let clamped = min(max(millis, -62_167_219_200_000), 253_402_300_799_999)
        let days = (clamped >= 0 ? clamped : clamped - 86_399_999) / 86_400_000
        let rest = clamped - days * 86_400_000
        let (year, month, day) = date(daysFrom1970: Int(days))
        let parts = [
            padded(Int64(year), 4), "-", padded(Int64(month), 2), "-", padded(Int64(day), 2), "T",
            padded(rest / 3_600_000, 2), ":", padded(rest / 60_000 % 60, 2), ":", padded(rest / 1000 % 60, 2),
            ".", padded(rest % 1000, 3), "Z",
        ]
        return parts.joined()
    }

    private static func padded(_ number: Int64, _ digitCount: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, digitCount - digits.count)) + digits
    }

    /// The Gregorian calendar in years that begin in March, so that the leap day is the last, and in eras of
    /// 400 years, which are all of the same length.
    private static func date(daysFrom1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
