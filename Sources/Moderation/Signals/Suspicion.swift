import Wire

/// What speaks for a program in the newest placements of somebody.
///
/// There are three signs in the placements themselves, each from 0 to less than 1:
///
/// - `period`: the times between placements are all alike. People hesitate by more than 80 ms, even where
///   they wait for a cooldown to end; below 25 ms nobody does it by hand. Pauses are left out, and so is
///   whoever places more than five times a second, since a pointer that is drawn over the board keeps time,
///   too.
/// - `reaction`: placements follow the moment when they could be made at the earliest faster than a hand, all
///   alike.
/// - `order`: pixels come in the order of rows or columns, without ever going back. Somebody who fills a form
///   does that now and then, so it never says much by itself.
///
/// Together they are `1 - (1 - a)(1 - b)(1 - c)`: as if each were wrong by chance and knew nothing of the
/// others. It is a reason to look and never more: nobody is banned by it.
enum Suspicion {
    static func signals(of placements: [SeenPlacement]) -> [BotSignal] {
        [period(placements), reaction(placements), order(placements)].compactMap { $0 }
    }

    /// The signs together, in hundredths.
    static func score(of signals: [BotSignal]) -> Int {
        let doubt = signals.reduce(1.0) { $0 * (1 - Double($1.score) / 100) }
        return Int(((1 - doubt) * 100).rounded())
    }

    // MARK: Signs

    private static let intervalsMin = 20
    private static let intervalMillisMin = 200.0
    private static let reactionsMin = 10
    private static let stepsMin = 32
    private static let linesMin = 4
    private static let perLineMin = 3

    /// How long somebody takes from one placement to the next, where they keep time as no hand does.
    static func periodMillis(of placements: [SeenPlacement]) -> Int64? {
        period(placements).map { _ in Int64(median(intervals(placements)).rounded()) }
    }

    private static func intervals(_ placements: [SeenPlacement]) -> [Double] {
        zip(placements, placements.dropFirst()).map { Double($1.timeMillis - $0.timeMillis) }
    }

    private static func period(_ placements: [SeenPlacement]) -> BotSignal? {
        let intervals = intervals(placements)
        let middle = median(intervals)
        let kept = intervals.filter { $0 <= middle * 1.5 }
        guard kept.count >= intervalsMin, middle >= intervalMillisMin else { return nil }
        let spread = deviation(kept)
        let score = min(fall(spread, from: 25, to: 80), fall(spread / middle, from: 0.05, to: 0.2)) * 0.95
        let text = "period \(seconds(middle)) s (sd \(Int(spread.rounded())) ms, n \(kept.count))"
        return signal("period", score, text)
    }

    private static func reaction(_ placements: [SeenPlacement]) -> BotSignal? {
        let delays = placements.compactMap { seen -> Double? in
            seen.readyAtMillis.flatMap { seen.timeMillis >= $0 ? Double(seen.timeMillis - $0) : nil }
        }
        guard delays.count >= reactionsMin else { return nil }
        let middle = median(delays)
        let spread = median(delays.map { abs($0 - middle) })
        let score = min(fall(middle, from: 120, to: 200), fall(spread, from: 30, to: 80)) * 0.8
        return signal(
            "reaction", score, "reaction \(Int(middle)) ms (spread \(Int(spread)) ms, n \(delays.count))")
    }

    private static func order(_ placements: [SeenPlacement]) -> BotSignal? {
        guard placements.count > stepsMin else { return nil }
        let rows = ordered(placements.map { ($0.y, $0.x) })
        let columns = ordered(placements.map { ($0.x, $0.y) })
        let (share, what) = rows >= columns ? (rows, "rows") : (columns, "columns")
        let score = (1 - fall(share, from: 0.9, to: 1)) * 0.6
        return signal("order", score, "\(what) in order (\(Int(share * 100)) %, n \(placements.count - 1))")
    }

    /// The share of steps that go on along a line or to one of the next lines, in whichever direction most
    /// do; 0 where there are too few lines to tell, or so many that they are no lines.
    private static func ordered(_ places: [(line: UInt16, along: UInt16)]) -> Double {
        let lines = Set(places.map(\.line)).count
        guard lines >= linesMin, lines * perLineMin <= places.count else { return 0 }
        var counts = (0, 0, 0, 0)
        for (from, to) in zip(places, places.dropFirst()) {
            if from.line == to.line {
                if to.along > from.along {
                    counts.0 += 1
                    counts.2 += 1
                } else if to.along < from.along {
                    counts.1 += 1
                    counts.3 += 1
                }
            } else if to.line > from.line {
                counts.0 += 1
                counts.1 += 1
            } else {
                counts.2 += 1
                counts.3 += 1
            }
        }
        return Double(max(counts.0, counts.1, counts.2, counts.3)) / Double(places.count - 1)
    }

    // MARK: Numbers

    private static func signal(_ code: String, _ score: Double, _ text: String) -> BotSignal? {
        let hundredths = Int((score * 100).rounded())
        guard hundredths > 0 else { return nil }
        var signal = BotSignal()
        signal.code = code
        signal.score = hundredths
        signal.text = text
        return signal
    }

    /// 1 up to `from`, 0 from `to` on, and straight in between.
    private static func fall(_ value: Double, from: Double, to: Double) -> Double {
        min(1, max(0, (to - value) / (to - from)))
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    private static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    }

    /// Seconds with two places, as people read them.
    private static func seconds(_ millis: Double) -> String {
        let hundredths = Int((millis / 10).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
