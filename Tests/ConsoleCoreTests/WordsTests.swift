import Cells
import Testing

@testable import ConsoleCore

/// Numbers and times as the console writes them.
struct WordsTests {
    @Test(arguments: [
        (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (48_112_907, "48,112,907"), (-1234, "-1,234"),
    ])
    func `Large numbers are grouped by thousands`(number: Int, text: String) {
        #expect(Numbers.grouped(number) == text)
    }

    @Test(arguments: [
        (0, "0 bans, 0 people, 0 expire"), (1, "1 ban, 1 person, 1 expires"),
        (2, "2 bans, 2 people, 2 expire"), (1284, "1,284 bans, 1,284 people, 1,284 expire"),
    ])
    func `One of something is not many`(count: Int, text: String) {
        let words = [
            counted(count, "ban"), counted(count, "person", "people"), counted(count, "expires", "expire"),
        ]
        #expect(words.joined(separator: ", ") == text)
    }

    @Test(
        arguments: [
            (0, "Jan 1 00:00"), (1_763_734_953_000, "Nov 21 14:22"), (951_782_400_000, "Feb 29 00:00"),
            (-1000, "Dec 31 23:59"),
        ] as [(Int64, String)])
    func `Dates are those of the calendar`(at: Int64, text: String) {
        #expect(Moments.dateAndClock(at, zone: 0) == text)
    }

    @Test(
        arguments: [
            (41_000, "0:41"), (700_000, "11:40"), (7_500_000, "2h05"), (-5, "0:00"),
        ] as [(Int64, String)])
    func `Ages are minutes and seconds`(span: Int64, text: String) {
        #expect(Moments.age(span) == text)
    }

    @Test(
        arguments: [
            (432_000, "07:12"), (86_399_000, "23:59"), (6 * 86_400_000 + 5, "6 d"),
        ] as [(Int64, String)])
    func `What is left is told in the unit that matters`(span: Int64, text: String) {
        #expect(Moments.left(span) == text)
    }

    @Test func `Times at the ends of the number line are written without a trap`() {
        for at in [Int64.min, Int64.max, 0] {
            for other in [Int64.min, Int64.max, 0] {
                _ = Moments.clock(at, zone: other)
                _ = Moments.when(at, now: other, zone: other)
                _ = Moments.rough(Moments.span(from: at, to: other))
                _ = Moments.left(at) + Moments.age(at) + Moments.hours(at) + Moments.term(at)
            }
        }
        #expect(Moments.span(from: .min, to: .max) == 0)
    }

    @Test func `Bars stand right, the largest full, and zeros may be blank`() {
        #expect(Sparkline.text([1, 8], columns: 4).string == "  ▁█")
        #expect(Sparkline.text([0, 4, 8], columns: 3, isZeroBlank: true).string == " ▄█")
        #expect(Sparkline.text([Int.max, Int.min], columns: 2).string == "█▁")
        #expect(Sparkline.text(Array(repeating: 5, count: 60), columns: 8).width == 8)
    }

    @Test func `A field that could be a formula, or holds a comma, is quoted`() {
        #expect(CommaText.text([["a,b", "=1", "-5", "\"x\""]]) == "\"a,b\",'=1,-5,\"\"\"x\"\"\"\r\n")
    }
}
