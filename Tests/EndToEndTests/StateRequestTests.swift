import Foundation
import TestKit
import Testing
import Wire

/// The states of a board over HTTP: pixels, changes, pictures, lookups, placements.
struct StateRequestTests {
    private static let small = ["--board", "main=40x25"]

    private func place(_ toile: ToileProcess, _ session: TestSession, _ body: String) throws -> HTTPAnswer {
        try toile.ask(
            "POST", "/api/boards/main/place", fields: [("Authorization", "Bearer \(session.token)")],
            body: body)
    }

    // MARK: Pixels

    @Test(arguments: [1, 3])
    func `pixels come with their state, their digest and a tag for each coding`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let session = try toile.session()
        for x in 0..<3 {
            #expect(try place(toile, session, "{\"x\":\(x),\"y\":0,\"colour\":6}").status == 200)
        }
        let plain = try toile.ask("GET", "/api/boards/main/pixels")
        let state = try #require(plain["toile-state"])
        #expect(plain.status == 200 && plain.body.count == 1000 && plain.body.prefix(4) == [6, 6, 6, 0])
        #expect(
            state.hasSuffix(".3") && plain["etag"] == "\"\(state)\"" && plain["cache-control"] == "no-cache")
        #expect(plain["toile-digest"] == String(Replica.digest(of: plain.body)))
        #expect(plain["vary"] == "Accept-Encoding" && plain["content-type"] == "application/octet-stream")
        let zipped = try toile.ask(
            "GET", "/api/boards/main/pixels", fields: [("Accept-Encoding", "br, gzip")])
        #expect(zipped["content-encoding"] == "gzip" && zipped["etag"] == "\"\(state)-gzip\"")
        #expect(zipped["toile-state"] == state && zipped["vary"] == "Accept-Encoding")
        #expect(try Gunzip.decode(zipped.body) == plain.body)
        // Each coding has its own tag.
        for (tag, coding, status) in [
            ("\"\(state)\"", "identity", 304), ("\"\(state)-gzip\"", "identity", 200),
            ("\"\(state)\"", "gzip", 200),
            ("\"\(state)-gzip\"", "gzip", 304), ("\"1.1\", \"\(state)\"", "identity", 304),
            ("*", "gzip", 304),
        ] {
            let fields = [("If-None-Match", tag), ("Accept-Encoding", coding)]
            let answer = try toile.ask("GET", "/api/boards/main/pixels", fields: fields)
            #expect(answer.status == status && answer["toile-state"] == state, "\(tag) \(coding)")
            #expect(answer["etag"] == "\"\(state)\(coding == "gzip" ? "-gzip" : "")\"")
        }
    }

    @Test func `a state named by its name is that state for good, or gone`() throws {
        let toile = try ToileProcess(Self.small)
        let session = try toile.session()
        #expect(try place(toile, session, #"{"x":0,"y":0,"colour":6}"#).status == 200)
        let then = try toile.ask("GET", "/api/boards/main/pixels")
        let state = try #require(then["toile-state"])
        let named = try toile.ask("GET", "/api/boards/main/pixels?state=\(state)")
        #expect(named.status == 200 && named.body == then.body && named["etag"] == then["etag"])
        #expect(named["cache-control"] == "max-age=31536000, immutable")
        #expect(try place(toile, session, #"{"x":1,"y":0,"colour":6}"#).status == 200)
        let later = try toile.ask("GET", "/api/boards/main/pixels?state=\(state)")
        #expect(later.status == 404 && later.errorCode == "state-gone" || later.body == then.body)
        let epoch = state.prefix { $0 != "." }
        for name in ["\(epoch).99", "1.1", "garbage", "", "\(epoch)", "\(epoch).-1"] {
            let answer = try toile.ask("GET", "/api/boards/main/pixels?state=\(name)")
            #expect(answer.status == 404 && answer.errorCode == "state-gone", "\(name)")
        }
    }

    // MARK: Changes

    @Test(arguments: [1, 3])
    func `changes come as one frame, or as the board`(loops: Int) throws {
        let toile = try ToileProcess(["--board", "main=200x200"], loops: loops)
        let session = try toile.session()
        let zero = try #require(try toile.ask("GET", "/api/boards/main/pixels")["toile-state"])
        for x in 0..<5 {
            #expect(try place(toile, session, "{\"x\":\(x),\"y\":0,\"colour\":6}").status == 200)
        }
        let answer = try toile.ask("GET", "/api/boards/main/changes?since=\(zero)")
        var replica = Replica(newBoardOf: 40_000)
        try replica.apply(try ServerMessage.decode(answer.body))
        let state = try #require(answer["toile-state"])
        #expect(answer.status == 200 && state.hasSuffix(".5") && replica.seq == 5 && replica.deltaCount == 1)
        let nothing = try toile.ask("GET", "/api/boards/main/changes?since=\(state)")
        try replica.apply(try ServerMessage.decode(nothing.body))
        #expect(nothing.status == 200 && replica.deltaCount == 2 && nothing["toile-state"] == state)
        for query in ["", "?since=garbage", "?since=1.1", "?since=\(state)9", "?wait=5"] {
            let board = try toile.ask("GET", "/api/boards/main/changes" + query)
            var fresh = Replica(pixelCount: 40_000)
            try fresh.apply(try ServerMessage.decode(board.body))
            #expect(
                fresh.boardCount == 1 && fresh.colours == replica.colours && board["toile-state"] == state)
        }
        let soon = try toile.ask("GET", "/api/boards/main/changes?since=\(state)&wait=0")
        #expect(soon.status == 204 && soon.body.isEmpty && soon["toile-state"] == state)
        let short = try toile.ask("GET", "/api/boards/main/changes?since=\(state)&wait=0.05")
        #expect(short.status == 204)
        for wait in ["-1", "abc", "", "nan", "inf", "0x1"] {
            let refused = try toile.ask("GET", "/api/boards/main/changes?since=\(state)&wait=\(wait)")
            #expect(refused.status == 400 && refused.errorCode == "bad-request", "\(wait)")
        }
    }

    @Test(arguments: [1, 3])
    func `whoever waits for changes is told with the next one`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let session = try toile.session()
        let state = try #require(try toile.ask("GET", "/api/boards/main/pixels")["toile-state"])
        let waiters = try (0..<5).map { _ in
            let client = try HTTPClient(port: toile.port)
            try client.send("GET", "/api/boards/main/changes?since=\(state)&wait=20")
            return client
        }
        while try toile.ask("GET", "/api/boards/main").json?["online"]?.integer != 5 {}
        #expect(try place(toile, session, #"{"x":2,"y":1,"colour":6}"#).status == 200)
        for client in waiters {
            let answer = try client.answer()
            var replica = Replica(newBoardOf: 1000)
            try replica.apply(try ServerMessage.decode(answer.body))
            #expect(replica.seq == 1 && replica.colours[42] == 6)
            // And the connection goes on.
            #expect(try client.ask("GET", "/healthz").status == 200)
        }
        #expect(try toile.ask("GET", "/api/boards/main").json?["online"]?.integer == 0)
        // There is news already: nobody waits.
        #expect(try toile.ask("GET", "/api/boards/main/changes?since=\(state)&wait=20").status == 200)
    }

    // MARK: Placements

    @Test(arguments: [1, 3])
    func `a placement says what came of it`(loops: Int) throws {
        let toile = try ToileProcess(Self.small + ["--cooldown", "100000", "--charges", "2"], loops: loops)
        let session = try toile.session()
        let refusals: [(String, Int, Int64)] = [
            (#"{"x":40,"y":0,"colour":1}"#, 422, 2), (#"{"x":-1,"y":0,"colour":1}"#, 422, 2),
            (#"{"x":0,"y":25,"colour":99}"#, 422, 2), (#"{"x":65536,"y":0,"colour":1}"#, 422, 2),
            (#"{"x":1e30,"y":0,"colour":1}"#, 422, 2),
            (#"{"x":123456789012345678901234567890,"y":-123456789012345678901234567890,"colour":1}"#, 422, 2),
            (#"{"x":0,"y":0,"colour":32}"#, 422, 3), (#"{"x":0,"y":0,"colour":-1}"#, 422, 3),
            (#"{"x":0,"y":0,"colour":256}"#, 422, 3),
            (#"{"x":0,"y":0,"colour":99999999999999999999}"#, 422, 3),
            (#"{"x":0,"y":0,"colour":0}"#, 409, 4),
        ]
        for (body, status, code) in refusals {
            let answer = try place(toile, session, body)
            #expect(answer.status == status && answer.json?["status"]?.integer == code, "\(body)")
            #expect(answer.errorCode != nil && answer["retry-after"] == nil)
            #expect(answer.json?["charges"]?.integer == 2 && answer.json?["waitMs"]?.integer == 0)
            #expect(answer.json?["colour"]?.integer == 0)
        }
        let placed = try place(toile, session, #"{"x":0,"y":0,"colour":5}"#)
        #expect(
            placed.status == 200 && placed.json?["status"]?.integer == 0
                && placed.json?["colour"]?.integer == 5)
        #expect(placed.json?["charges"]?.integer == 1 && placed.json?["error"] == nil)
        #expect((1...100_000).contains(placed.json?["waitMs"]?.integer ?? 0))
        #expect(try place(toile, session, #"{"x":1.0,"y":0,"colour":5,"more":{}}"#).status == 200)
        let cooling = try place(toile, session, #"{"x":2,"y":0,"colour":5}"#)
        #expect(cooling.status == 429 && cooling.json?["status"]?.integer == 1 && cooling.errorCode != nil)
        #expect(cooling.json?["charges"]?.integer == 0 && cooling.json?["waitMs"]?.integer ?? 0 >= 1)
        let wait = try #require(cooling.json?["waitMs"]?.integer)
        #expect(cooling["retry-after"] == String((wait + 999) / 1000))
        let watching = try toile.ask("POST", "/api/boards/main/place", body: #"{"x":99,"y":0,"colour":99}"#)
        #expect(
            watching.status == 403 && watching.json?["status"]?.integer == 12 && watching.errorCode != nil)
    }

    @Test(arguments: [
        ("", 400), ("x", 400), ("[1,2,3]", 400), ("null", 400), (#"{"x":1,"y":1,"colour":1} {}"#, 400),
        (#"{"x":01,"y":1,"colour":1}"#, 400), ("{}", 422), (#"{"x":1,"y":1}"#, 422),
        (#"{"x":1,"y":1,"colour":"1"}"#, 422),
        (#"{"x":1.5,"y":1,"colour":1}"#, 422), (#"{"x":null,"y":1,"colour":1}"#, 422),
        (#"{"x":true,"y":1,"colour":1}"#, 422),
    ])
    func `a placement that is none is refused`(body: String, status: Int) throws {
        let toile = try ToileProcess(Self.small)
        let answer = try place(toile, try toile.session(), body)
        #expect(answer.status == status && answer.errorCode != nil)
    }

    // MARK: Lookups and pictures

    @Test(arguments: [1, 3])
    func `a pixel says who placed it`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        #expect(try place(toile, try toile.session("Hedy"), #"{"x":3,"y":4,"colour":5}"#).status == 200)
        let pixel = try toile.ask("GET", "/api/boards/main/pixel?x=3&y=4")
        #expect(pixel.status == 200 && pixel.json?["x"]?.integer == 3 && pixel.json?["y"]?.integer == 4)
        #expect(pixel.json?["colour"]?.integer == 5 && pixel.json?["name"]?.string == "Hedy")
        #expect(pixel.json?["at"]?.integer ?? 0 > 1_700_000_000_000)
        let blank = try toile.ask("GET", "/api/boards/main/pixel?x=0&y=0")
        #expect(blank.json?["name"] == .null && blank.json?["at"] == .null)
        for query in ["x=40&y=0", "x=0&y=25", "x=-1&y=0", "x=99999999999999999999&y=0"] {
            let answer = try toile.ask("GET", "/api/boards/main/pixel?\(query)")
            #expect(answer.status == 422 && answer.errorCode != nil)
        }
        for query in ["", "x=1", "x=a&y=1", "x=1.5&y=1"] {
            #expect(try toile.ask("GET", "/api/boards/main/pixel?\(query)").status == 400)
        }
    }

    @Test(arguments: [1, 3])
    func `a picture shows the board, a part of it, and larger`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let session = try toile.session()
        for (x, colour) in [(0, 5), (39, 31)] {
            #expect(try place(toile, session, "{\"x\":\(x),\"y\":24,\"colour\":\(colour)}").status == 200)
        }
        let whole = try toile.ask("GET", "/api/boards/main/snapshot.png")
        let state = try #require(whole["toile-state"])
        let picture = try PNGPicture(file: whole.body)
        #expect(
            whole.status == 200 && whole["content-type"] == "image/png"
                && whole["etag"]?.hasPrefix("\"") == true)
        #expect(
            picture.width == 40 && picture.height == 25 && picture.depth == 8
                && picture.palette.count == 32)
        #expect(picture.pixels[24 * 40] == 5 && picture.pixels[999] == 31)
        let part = try toile.ask("GET", "/api/boards/main/snapshot.png?x=38&y=23&scale=3")
        let detail = try PNGPicture(file: part.body)
        #expect(detail.width == 6 && detail.height == 6 && detail.pixels[35] == 31 && detail.pixels[0] == 0)
        #expect(part["etag"] != whole["etag"])
        let held = try toile.ask(
            "GET", "/api/boards/main/snapshot.png", fields: [("If-None-Match", whole["etag"] ?? "")])
        #expect(held.status == 304 && held.body.isEmpty)
        #expect(try place(toile, session, #"{"x":1,"y":0,"colour":5}"#).status == 200)
        #expect(try toile.ask("GET", "/api/boards/main/snapshot.png")["etag"] != whole["etag"])
        let epoch = state.prefix { $0 != "." }
        for (query, status) in [
            ("x=40", 422), ("w=0", 422), ("scale=17", 422), ("scale=0", 422), ("x=a", 400),
            ("scale=1.5", 400),
            ("at=\(epoch).3", 200), ("at=\(epoch).4", 422), ("at=1.1", 404), ("at=yesterday", 400),
            ("at=2001-01-01T00:00:00Z", 404), ("at=2999-01-01T00:00:00Z", 422),
            ("at=2999-01-01T00:00:00+01:00", 422), ("at=2999-01-01T00:00:00%2B01:00", 422),
        ] {
            let answer = try toile.ask("GET", "/api/boards/main/snapshot.png?\(query)")
            #expect(answer.status == status && (status == 200 || answer.errorCode != nil), "\(query)")
        }
        let now = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -1))
        #expect([200, 404].contains(try toile.ask("GET", "/api/boards/main/snapshot.png?at=\(now)").status))
    }

    @Test func `many who ask for one picture get the same bytes`() throws {
        let toile = try ToileProcess(["--board", "main=800x600"])
        let clients = try (0..<12).map { _ in try HTTPClient(port: toile.port) }
        for client in clients { try client.send("GET", "/api/boards/main/snapshot.png?scale=2") }
        let pictures = try clients.map { try $0.answer() }
        #expect(pictures.allSatisfy { $0.status == 200 && $0.body == pictures[0].body })
    }
}
