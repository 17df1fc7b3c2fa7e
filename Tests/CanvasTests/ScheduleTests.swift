import Canvas
import TestKit
import Testing

/// Opening and closing by the clock on the wall, which may be set.
struct ScheduleTests {
    private static let minute: Int64 = 60_000
    private static let opens: Int64 = 1_000_000_000
    private static let closes = opens + 60 * minute

    private func schedule(_ opens: Int64? = opens, _ closes: Int64? = closes) throws -> Schedule {
        try #require(Schedule(opensAtMillis: opens, closesAtMillis: closes))
    }

    /// Follows both clocks in steps of one second and collects what is told.
    private func follow(
        _ clock: inout ScheduleClock, from start: Int64, seconds: Int
    ) -> [Schedule.News] {
        (1...seconds).compactMap {
            clock.look(wallMillis: start + Int64($0) * 1000, at: Int64($0) * 1000).news
        }
    }

    @Test func `a schedule names at least one moment and closes after it opens`() {
        #expect(Schedule(opensAtMillis: nil, closesAtMillis: nil) == nil)
        #expect(Schedule(opensAtMillis: 5, closesAtMillis: 5) == nil)
        #expect(Schedule(opensAtMillis: 6, closesAtMillis: 5) == nil)
        #expect(Schedule(opensAtMillis: -1, closesAtMillis: nil) == nil)
        #expect(Schedule(opensAtMillis: nil, closesAtMillis: .max) == nil)
        #expect(Schedule(opensAtMillis: 5, closesAtMillis: 6) != nil)
    }

    @Test func `it is open from the one moment and until the other`() throws {
        let both = try schedule()
        #expect(!both.isOpen(at: Self.opens - 1) && both.isOpen(at: Self.opens))
        #expect(both.isOpen(at: Self.closes - 1) && !both.isOpen(at: Self.closes))
        #expect(try schedule(Self.opens, nil).isOpen(at: .max))
        #expect(try schedule(nil, Self.closes).isOpen(at: .min))
    }

    @Test func `everything is told once and in time`() throws {
        let start = Self.opens - 11 * Self.minute
        var clock = ScheduleClock(try schedule(), wallMillis: start, at: 0)
        let news = follow(&clock, from: start, seconds: 73 * 60)
        let leads = Schedule.noticeLeadsMillis
        #expect(news.map(\.remainingMillis) == leads + leads)
        #expect(news.map(\.change) == leads.map { _ in .opening } + leads.map { _ in .closing })
        #expect(!clock.isOpen)
    }

    @Test func `the next look is at the next point, and never far off`() throws {
        let near = ScheduleClock(try schedule(), wallMillis: Self.opens - 250, at: 0)
        #expect(near.waitMillis == 250)
        let far = ScheduleClock(try schedule(), wallMillis: Self.opens - 10 * Self.minute - 5000, at: 0)
        #expect(far.waitMillis == ScheduleClock.lookEveryMillis)
        let over = ScheduleClock(try schedule(), wallMillis: Self.closes, at: 0)
        #expect(over.waitMillis == ScheduleClock.lookEveryMillis)
    }

    @Test func `an event shorter than its notices does not speak of its end before its beginning`() throws {
        let short = try schedule(Self.opens, Self.opens + 2 * Self.minute)
        var clock = ScheduleClock(short, wallMillis: Self.opens - 3 * Self.minute, at: 0)
        let news = follow(&clock, from: Self.opens - 3 * Self.minute, seconds: 6 * 60)
        #expect(news.map(\.remainingMillis) == [60_000, 10_000, 0, 60_000, 10_000, 0])
        #expect(news.map(\.change) == [.opening, .opening, .opening, .closing, .closing, .closing])
    }

    @Test func `a jump over both moments lands in the right state and tells the last thing only`() throws {
        var clock = ScheduleClock(try schedule(), wallMillis: Self.opens - 5000, at: 0)
        let step = clock.look(wallMillis: Self.closes + 5000, at: 1000)
        #expect(step.news == closed && step.hasJumped && !clock.isOpen)
        #expect(clock.look(wallMillis: Self.closes + 6000, at: 2000).news == nil)
    }

    private var closed: Schedule.News? {
        try? schedule().news(after: Self.closes - 1, upTo: Self.closes)
    }

    @Test func `a jump before a moment says how long it really is`() throws {
        var clock = ScheduleClock(try schedule(), wallMillis: Self.opens - 20 * Self.minute, at: 0)
        let step = clock.look(wallMillis: Self.opens - 40_000, at: 1000)
        #expect(step.news?.change == .opening && step.news?.remainingMillis == 40_000)
        #expect(clock.look(wallMillis: Self.opens - 39_000, at: 2000).news == nil)
    }

    @Test func `a clock that is put right by seconds closes nothing twice`() throws {
        var clock = ScheduleClock(try schedule(), wallMillis: Self.closes - 1000, at: 0)
        #expect(clock.look(wallMillis: Self.closes, at: 1000).news?.remainingMillis == 0)
        let back = clock.look(wallMillis: Self.closes - 4000, at: 2000)
        #expect(back.news == nil && back.hasJumped && !clock.isOpen)
        for second in 1...10 {
            let step = clock.look(
                wallMillis: Self.closes - 4000 + Int64(second) * 1000, at: 2000 + Int64(second) * 1000)
            #expect(step.news == nil && !step.hasJumped && !clock.isOpen)
        }
    }

    @Test func `a clock that is set back is believed, without telling anything again at once`() throws {
        var clock = ScheduleClock(try schedule(), wallMillis: Self.closes, at: 0)
        let step = clock.look(wallMillis: Self.opens + Self.minute, at: 1000)
        #expect(step.news == nil && step.hasJumped && clock.isOpen)
        #expect(clock.look(wallMillis: Self.opens + Self.minute + 1000, at: 2000).news == nil)
    }

    /// Whatever a clock does that is not set back by more than a minute, nothing is told twice.
    @Test func `by a clock that staggers the state is right and nothing is told twice`() throws {
        var random = SeededRandom(seed: 20_261_121)
        for _ in 0..<200 {
            var wall = Self.opens - 30 * Self.minute
            var steady: Int64 = 0
            var clock = ScheduleClock(try schedule(), wallMillis: wall, at: 0)
            var told: [Schedule.News] = []
            while wall < Self.closes + 2 * ScheduleClock.backMillisMax {
                steady += 1000
                wall += Int64.random(in: -50_000...200_000, using: &random)
                wall = max(wall, clock.wallMillis - ScheduleClock.backMillisMax)
                if let news = clock.look(wallMillis: wall, at: steady).news { told.append(news) }
                if wall == clock.wallMillis {
                    #expect(clock.isOpen == (wall >= Self.opens && wall < Self.closes))
                }
            }
            #expect(!clock.isOpen && told.count { $0.remainingMillis == 0 && $0.change == .closing } == 1)
            #expect(told.count { $0.remainingMillis == 0 && $0.change == .opening } <= 1)
            let closing = told.filter { $0.change == .closing }.map(\.remainingMillis)
            #expect(closing == closing.sorted(by: >))
        }
    }
}
