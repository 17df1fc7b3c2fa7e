import Foundation
import Session
import Testing
import Wire

struct MomentTests {
    @Test func `a state is a state`() throws {
        #expect(try Moment("7.12") == .state(StateName(epoch: 7, seq: 12)))
    }

    @Test func `a time that is written is read again`() throws {
        #expect(Moment.text(ofMillis: 1_784_059_200_123) == "2026-07-14T20:00:00.123Z")
        #expect(Moment.text(ofMillis: -1) == "1969-12-31T23:59:59.999Z")
        #expect(Moment.text(ofMillis: .max) == "9999-12-31T23:59:59.999Z")
        #expect(Moment.text(ofMillis: .min) == "0000-01-01T00:00:00.000Z")
        // A step that meets every day of the year, over 2400 years.
        for day in stride(from: Int64(-719_500), to: 160_000, by: 97) {
            let millis = day * 86_400_000 + 45_296_789
            #expect(try Moment(Moment.text(ofMillis: millis)) == .time(millis))
        }
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0),
        ("1970-01-01T00:00:00.001Z", 1),
        ("1970-01-01T00:00:00.1Z", 100),
        ("1970-01-01T00:00:00.123456789Z", 123),
        ("1970-01-01t00:00:01z", 1000),
        ("1969-12-31T23:59:59Z", -1000),
        ("2026-07-14T20:00:00Z", 1_784_059_200_000),
        ("2026-07-14T22:00:00+02:00", 1_784_059_200_000),
        ("2026-07-14T22:00:00 02:00", 1_784_059_200_000),
        ("2026-07-14T14:30:00-05:30", 1_784_059_200_000),
        ("2026-07-14T20:00:00-00:00", 1_784_059_200_000),
        ("2000-02-29T00:00:00Z", 951_782_400_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
    ])
    func `a time of RFC 3339 is so many milliseconds`(text: String, millis: Int64) throws {
        #expect(try Moment(text) == .time(millis))
    }

    @Test(arguments: [
        "", "now", "2026-07-14", "2026-07-14T20:00:00", "2026-07-14 20:00:00Z", "2026-7-14T20:00:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-07-00T00:00:00Z", "2026-07-14T24:00:00Z", "2026-07-14T20:60:00Z", "2026-07-14T20:00:61Z",
        "2026-07-14T20:00:00.Z", "2026-07-14T20:00:00.1", "2026-07-14T20:00:00+0200",
        "2026-07-14T20:00:00+24:00",
        "2026-07-14T20:00:00+02:60", "2026-07-14T20:00:00ZZ", "+026-07-14T20:00:00Z", "1900-02-29T00:00:00Z",
        "20260714T200000Z", "7.", ".7", "0.5", "-1.5", "7.12.3", "99999999999.1", "٢026-07-14T20:00:00Z",
    ])
    func `anything else is refused with 400`(text: String) {
        #expect { try Moment(text) } throws: { ($0 as? RouteError)?.status == 400 }
    }

    @Test func `days since 1614 agree with another calendar`() throws {
        let formatter = ISO8601DateFormatter()
        for day in stride(from: -130_000, through: 200_000, by: 977) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400 + 12_345)
            #expect(try Moment(formatter.string(from: date)) == .time(Int64(day) * 86_400_000 + 12_345_000))
        }
    }
}
