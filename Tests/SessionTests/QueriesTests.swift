import Session
import Testing
import Wire

/// The status that a query is refused with.
private func status(_ query: () throws -> Void) -> Int? {
    do {
        try query()
        return nil
    } catch {
        return (error as? RouteError)?.status
    }
}

struct QueriesTests {
    private let huge = String(repeating: "9", count: 400)

    @Test(arguments: [
        ("/?since=7.12", StateName(epoch: 7, seq: 12)), ("/?since=", nil), ("/?since=garbage", nil),
        ("/", nil),
        ("/?since=0.0", nil), ("/?since=7.12.1", nil), ("/?since=7%2E12", StateName(epoch: 7, seq: 12)),
    ])
    func `a since that is none counts as absent`(target: String, state: StateName?) throws {
        #expect(try ChangesQuery(request("GET", target)).since == state)
    }

    @Test(arguments: [
        ("0", 0), ("1", 1000), ("0.25", 250), ("30", 30_000), ("31", 30_000), ("1e1", 10_000),
        ("1e9", 30_000),
        ("00", 0), ("-0", 0), ("1e-9", 0),
    ])
    func `a wait is a number of seconds, at most thirty`(text: String, millis: Int64) throws {
        #expect(try ChangesQuery(request("GET", "/?wait=\(text)")).waitMillis == millis)
        #expect(try ChangesQuery(request("GET", "/?wait=\(huge)")).waitMillis == 30_000)
        #expect(try ChangesQuery(request("GET", "/")).waitMillis == nil)
    }

    @Test(arguments: [
        "-1", "-0.001", "", "abc", "nan", "inf", "-inf", "0x10", "1s", "1,5", "%20" + "1", "--1", "1e",
    ])
    func `a wait that is negative or no number is refused with 400`(text: String) {
        #expect(status { _ = try ChangesQuery(request("GET", "/?wait=\(text)")) } == 400)
    }

    @Test(arguments: [
        ("/", PixelsQuery.newest, false), ("/?state=7.12", .state(StateName(epoch: 7, seq: 12)), true),
        ("/?state=yesterday", .state(nil), false), ("/?state=", .state(nil), false),
        ("/?at=7.12", .moment(.state(StateName(epoch: 7, seq: 12))), true),
        ("/?at=1970-01-01T00:00:01Z", .moment(.time(1000)), false),
    ])
    func `pixels are the newest, those of a state or those of a moment`(
        target: String, query: PixelsQuery, isForGood: Bool
    ) throws {
        let read = try PixelsQuery(request("GET", target))
        #expect(read == query && read.isForGood == isForGood)
    }

    @Test(arguments: ["/?at=", "/?at=yesterday", "/?at=7.12&state=7.12", "/?state=&at=7.12"])
    func `pixels of no moment, or of two, are refused with 400`(target: String) {
        #expect(status { _ = try PixelsQuery(request("GET", target)) } == 400)
    }

    @Test func `a lookup on the board is answered`() throws {
        let query = try PixelQuery(request("GET", "/?x=9&y=0"), width: 10, height: 5)
        #expect(query.x == 9 && query.y == 0)
    }

    @Test func `a lookup outside is refused with 422, one without integers with 400`() {
        for target in ["?x=10&y=0", "?x=0&y=5", "?x=-1&y=0", "?x=0&y=-\(huge)", "?x=\(huge)&y=0"] {
            #expect(status { _ = try PixelQuery(request("GET", "/" + target), width: 10, height: 5) } == 422)
        }
        for target in ["", "?x=1", "?y=1", "?x=&y=1", "?x=1.0&y=1", "?x=a&y=1", "?x=--1&y=1", "?x=%2B&y=1"] {
            #expect(status { _ = try PixelQuery(request("GET", "/" + target), width: 10, height: 5) } == 400)
        }
    }

    @Test func `a picture is the whole board unless a part is asked for`() throws {
        let whole = try SnapshotQuery(request("GET", "/"), width: 10, height: 5)
        #expect([whole.x, whole.y, whole.width, whole.height, whole.scale] == [0, 0, 10, 5, 1])
        let rest = try SnapshotQuery(request("GET", "/?x=3&y=1&scale=16"), width: 10, height: 5)
        #expect([rest.x, rest.y, rest.width, rest.height, rest.scale] == [3, 1, 7, 4, 16])
        let part = try SnapshotQuery(request("GET", "/?x=3&y=1&w=7&h=1"), width: 10, height: 5)
        #expect([part.x, part.y, part.width, part.height] == [3, 1, 7, 1])
    }

    @Test func `a picture out of range is refused with 422, one without integers with 400`() {
        let outside = [
            "x=10", "y=5", "x=-1", "w=11", "w=0", "w=-1", "h=6", "x=9&w=2", "scale=0", "scale=17", "scale=-1",
            "w=\(huge)", "scale=\(huge)", "x=-\(huge)", "h=9223372036854775807",
        ]
        for query in outside {
            #expect(
                status { _ = try SnapshotQuery(request("GET", "/?" + query), width: 10, height: 5) } == 422)
        }
        for query in ["x=", "y=a", "w=1.5", "h=0x1", "scale=two", "scale="] {
            #expect(
                status { _ = try SnapshotQuery(request("GET", "/?" + query), width: 10, height: 5) } == 400)
        }
    }

    @Test func `sixty-four million pixels are the most that a picture may have`() {
        #expect(
            status { _ = try SnapshotQuery(request("GET", "/?scale=8"), width: 1000, height: 1000) } == nil)
        #expect(
            status { _ = try SnapshotQuery(request("GET", "/?scale=9"), width: 1000, height: 1000) } == 422)
        #expect(
            status { _ = try SnapshotQuery(request("GET", "/?scale=16"), width: 4096, height: 4096) } == 422)
    }
}
