import Canvas
import Wire

// How moderation says things: in the audit, in answers and in refusals.

/// How long something lasts: `10 min`, `24 h`, `7 d`; nothing where it lasts for good.
func spanWords(_ millis: Int64) -> String {
    let seconds = max(0, (millis + 999) / 1_000)
    return switch seconds {
    case 0: "for good"
    case _ where seconds % 86_400 == 0 && seconds >= 2 * 86_400: "\(seconds / 86_400) d"
    case _ where seconds % 3_600 == 0: "\(seconds / 3_600) h"
    case _ where seconds % 60 == 0: "\(seconds / 60) min"
    default: "\(seconds) s"
    }
}

/// A moment: the time of day, and the day where it is not today.
func momentWords(_ millis: Int64, now: Int64) -> String {
    let (day, rest) = floorDivide(millis, by: 86_400_000)
    let seconds = rest / 1_000
    let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    let time = "\(clock.joined(separator: ":")) UTC"
    return day == floorDivide(now, by: 86_400_000).quotient ? time : "\(time) on \(dateWords(day))"
}

private func floorDivide(_ number: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

/// The day that is so many days after 1 January 1970, as `2026-11-21`: the calendar in eras of 400 years that
/// begin in March, so that the leap day comes last.
private func dateWords(_ days: Int64) -> String {
    let (era, day) = floorDivide(days + 719_468, by: 146_097)
    let yearOfEra = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return [year, month, dayOfMonth].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
}

/// Several of something in one line: the first three, and how many more.
func listWords(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
}

extension BanKind {
    /// As the audit begins.
    var verb: String { rawValue }

    /// As a sentence goes on.
    var past: String {
        switch self {
        case .ban: "banned"
        case .shadow: "shadow-banned"
        case .mute: "muted"
        }
    }
}

extension BanScope {
    /// As the audit says it.
    var words: String {
        switch self {
        case .session, .account: rawValue
        case .address: "account+address"
        case .network: "account+net"
        case .subnet: "account+subnet"
        }
    }

    /// How far it reaches among the people whom it may hold at once.
    var reach: Int {
        switch self {
        case .session, .account: 0
        case .address: 1
        case .network: 2
        case .subnet: 3
        }
    }
}

extension Reason {
    /// What a person is told where the moderator says nothing.
    var notice: String {
        switch self {
        case .hate: "Hateful symbols."
        case .botting: "Automated placing."
        case .nudity: "Nudity."
        case .alts: "Several sessions of one person."
        case .spam: "Spam."
        case .other: "The rules of this board were broken."
        }
    }
}

extension AreaRecord {
    /// As the audit says it, without how long it holds.
    var words: String { "\(modeWords) A\(number) \(placeWords)" }

    var placeWords: String { "\(x),\(y) \(width)x\(height)" }

    private var modeWords: String {
        switch mode {
        case .frozen: "freeze"
        case .staff: "staff only"
        case .slower: "slow x\(factor)"
        case .cooldown: "cooldown \(spanWordsOrNone(cooldownMillis))"
        }
    }
}

/// How long a cooldown is.
func spanWordsOrNone(_ millis: Int64) -> String {
    millis == 0 ? "none" : spanWords(millis)
}

extension BoardRectangle {
    /// As the audit says it.
    var words: String { "\(x),\(y) \(width)x\(height)" }
}
