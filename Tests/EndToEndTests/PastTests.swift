import Foundation
import TestKit
import Testing
import Wire

/// What was, asked of a running server.
struct PastTests {
    /// A board of 8x4 with so many placements by two people, one after the other, and how it looked after
    /// each of them.
    private final class Studio {
        let toile: ToileProcess
        let people: [TestSession]
        private(set) var states: [(state: String, digest: String, pixels: [UInt8])] = []

        init(_ options: [String] = [], data: DataFolder, placements: Int, port: Int? = nil) throws {
            toile = try ToileProcess(["--board", "main=8x4"] + options, data: data.path)
            people = try ["Ada", "Grace"].map { [toile] in try toile.session($0) }
            try note()
            for number in 0..<placements {
                let answer = try toile.ask(
                    "POST", "/api/boards/main/place",
                    fields: [("Authorization", "Bearer \(people[number % 2].token)")],
                    body: #"{"x":\#(number % 8),"y":\#(number % 3),"colour":\#(1 + number / 8 % 31)}"#)
                #expect(answer.status == 200)
                try note()
            }
        }

        private func note() throws {
            let now = try toile.ask("GET", "/api/boards/main/pixels")
            states.append((now["toile-state"] ?? "", now["toile-digest"] ?? "", now.body))
        }
    }

    @Test(arguments: [1, 2])
    func `every state that was shown can be had again, as pixels and as a picture`(loops: Int) throws {
        let data = try DataFolder()
        let studio = try Studio(["--loops", "\(loops)"], data: data, placements: 30)
        try checkStates(of: studio, on: studio.toile)
        studio.toile.end(with: SIGKILL)
        try checkStates(of: studio, on: ToileProcess(["--loops", "\(loops)"], data: data.path))
    }

    private func checkStates(of studio: Studio, on toile: ToileProcess) throws {
        for (state, digest, pixels) in studio.states {
            for coding in ["identity", "gzip"] {
                let then = try toile.ask(
                    "GET", "/api/boards/main/pixels?state=\(state)", fields: [("Accept-Encoding", coding)])
                #expect(then.status == 200 && then["toile-state"] == state && then["toile-digest"] == digest)
                #expect(then["cache-control"]?.contains("immutable") == true)
                if coding == "identity" { #expect(then.body == pixels) }
                let at = try toile.ask(
                    "GET", "/api/boards/main/pixels?at=\(state)", fields: [("Accept-Encoding", coding)])
                #expect(at.status == 200 && at["etag"] == then["etag"] && at.body == then.body)
                #expect(at["content-encoding"] == (coding == "gzip" ? "gzip" : nil))
            }
            let picture = try toile.ask("GET", "/api/boards/main/snapshot.png?at=\(state)")
            #expect(picture.status == 200 && picture["toile-state"] == state)
            #expect(try PNGPicture(file: picture.body).pixels == pixels)
            let tag = try #require(picture["etag"])
            let again = try toile.ask(
                "GET", "/api/boards/main/snapshot.png?at=\(state)", fields: [("If-None-Match", tag)])
            #expect(again.status == 304)
        }
    }

    @Test func `a time names the last state not after it`() throws {
        let data = try DataFolder()
        let studio = try Studio(data: data, placements: 24)
        let ada = try #require(
            try studio.toile.ask("GET", "/api/boards/main/pixel?x=0&y=0").json?["at"]?.integer)
        let all =
            try placements(of: studio.people[0], on: studio.toile)
            + placements(of: studio.people[1], on: studio.toile)
        #expect(all.count == 24 && all.contains { $0.at == ada })
        for entry in all {
            let time = rfc3339(entry.at)
            let picture = try studio.toile.ask("GET", "/api/boards/main/snapshot.png?at=\(time)")
            let last = all.filter { $0.at <= entry.at }.map(\.seq).max() ?? 0
            #expect(picture["toile-state"]?.split(separator: ".").last == "\(last)")
            #expect(try PNGPicture(file: picture.body).pixels == studio.states[Int(last)].pixels)
            let pixels = try studio.toile.ask("GET", "/api/boards/main/pixels?at=\(time)")
            #expect(pixels["toile-state"] == picture["toile-state"] && pixels["toile-time"] == "\(entry.at)")
            #expect(pixels.body == studio.states[Int(last)].pixels && pixels["cache-control"] == "no-cache")
        }
        let epoch = studio.states[0].state.split(separator: ".")[0]
        for (moment, status) in [
            ("2001-01-01T00:00:00Z", 404), ("2201-01-01T00:00:00Z", 422), ("\(epoch).25", 422),
            ("77.1", 404), ("yesterday", 400),
        ] {
            for route in ["snapshot.png", "pixels"] {
                let answer = try studio.toile.ask("GET", "/api/boards/main/\(route)?at=\(moment)")
                #expect(answer.status == status, "\(route) \(moment)")
            }
        }
        for state in ["\(epoch).25", "77.1", "yesterday"] {
            let gone = try studio.toile.ask("GET", "/api/boards/main/pixels?state=\(state)")
            #expect(gone.status == 404 && gone.errorCode == "state-gone")
        }
    }

    @Test func `a board tells from when on its past can be asked for`() throws {
        let data = try DataFolder()
        let backup = try DataFolder()
        let studio = try Studio(data: data, placements: 3)
        #expect(try ToileProcess.run(["backup", "--data", data.path, backup.path]).code == 0)
        studio.toile.end(with: SIGTERM)
        // A board that is gone back to begins anew, with a picture.
        for isRestored in [false, true] {
            if isRestored {
                let restored = try ToileProcess.run(["restore", "--data", data.path, backup.path])
                #expect(restored.code == 0, "\(restored.standardError)")
            }
            let toile = try ToileProcess(data: data.path)
            let session = try toile.session()
            let body = #"{"x":7,"y":3,"colour":5}"#
            let bearer = [("Authorization", "Bearer \(session.token)")]
            #expect(
                try toile.ask("POST", "/api/boards/main/place", fields: bearer, body: body).status == 200)
            let began = try #require(try toile.ask("GET", "/api/boards/main").json?["beganAt"]?.integer)
            let first = try toile.ask("GET", "/api/boards/main/pixels?at=\(rfc3339(began))")
            #expect(first.status == 200 && first["toile-state"]?.hasSuffix(".0") == true)
            #expect(first["toile-time"] == "\(began)")
            let before = try toile.ask("GET", "/api/boards/main/pixels?at=\(rfc3339(began - 1))")
            #expect(before.status == 404 && before.errorCode == "not-held")
            toile.end(with: SIGTERM)
        }
    }

    private func placements(
        of session: TestSession, on toile: ToileProcess, _ more: String = ""
    ) throws -> [(seq: Int64, at: Int64)] {
        let answer = try toile.ask("GET", "/api/boards/main/placements?by=\(session.id)\(more)")
        #expect(answer.status == 200)
        let entries = try #require(answer.json?["placements"]?.elements)
        return entries.map { ($0["seq"]?.integer ?? 0, $0["at"]?.integer ?? 0) }
    }

    private func rfc3339(_ millis: Int64) -> String {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        return formatter.string(from: Date(timeIntervalSince1970: Double(millis) / 1000))
    }

    @Test(arguments: [1, 2])
    func `a pixel tells all it ever was, page by page, by the names of today`(loops: Int) throws {
        let data = try DataFolder()
        let studio = try Studio(["--loops", "\(loops)"], data: data, placements: 72)
        _ = try studio.toile.ask(
            "POST", "/api/session", fields: [("Authorization", "Bearer \(studio.people[0].token)")],
            body: #"{"name":"Countess"}"#)
        // Every 24 placements come back to the corner, and all of them are by Ada.
        let whole = try studio.toile.ask("GET", "/api/boards/main/history?x=0&y=0")
        let entries = try #require(whole.json?["history"]?.elements)
        #expect(entries.map { $0["seq"]?.integer } == [49, 25, 1])
        #expect(entries.map { $0["colour"]?.integer } == [7, 4, 1])
        #expect(entries.allSatisfy { $0["name"]?.string == "Countess" })
        let page = try studio.toile.ask("GET", "/api/boards/main/history?x=0&y=0&before=49&limit=1").json
        #expect(page?["history"]?.elements?.map { $0["seq"]?.integer } == [25])
        #expect(
            try studio.toile.ask("GET", "/api/boards/main/history?x=7&y=3").json?["history"]?.elements?
                .isEmpty == true)
        for (query, status) in [
            ("x=8&y=0", 422), ("x=0", 400), ("x=0&y=0&limit=0", 422), ("x=0&y=0&limit=1001", 422),
            ("x=0&y=0&before=-1", 422), ("x=0&y=0&before=soon", 400),
        ] {
            #expect(try studio.toile.ask("GET", "/api/boards/main/history?\(query)").status == status)
        }
        #expect(try studio.toile.ask("GET", "/api/boards/other/history?x=0&y=0").status == 404)
        #expect(try studio.toile.ask("POST", "/api/boards/main/history?x=0&y=0").status == 405)
    }

    @Test func `a person's placements can be had by time and page by page, also after a restart`() throws {
        let data = try DataFolder()
        let studio = try Studio(data: data, placements: 40)
        studio.toile.end(with: SIGTERM)
        try FileManager.default.removeItem(atPath: data.path + "/index.db")
        let toile = try ToileProcess(data: data.path)
        let all = try placements(of: studio.people[1], on: toile)
        #expect(all.map(\.seq) == stride(from: 40, through: 2, by: -2).map { Int64($0) })
        #expect(
            try placements(of: studio.people[1], on: toile, "&before=21&limit=3").map(\.seq) == [20, 18, 16])
        let middle = all[7].at
        let window = "&from=\(rfc3339(middle))&until=\(rfc3339(middle))"
        let inside = all.filter { $0.at == middle }.map(\.seq)
        #expect(try placements(of: studio.people[1], on: toile, window).map(\.seq) == inside)
        for (query, status) in [
            ("", 400), ("?by=", 400), ("?by=nobody", 404), ("?by=x&from=noon", 400),
            ("?by=x&until=1.2", 400),
        ] {
            #expect(try toile.ask("GET", "/api/boards/main/placements\(query)").status == status)
        }
    }

    @Test func `a server that keeps nothing says so`() throws {
        let toile = try ToileProcess(["--durability", "memory"])
        let history = try toile.ask("GET", "/api/boards/main/history?x=0&y=0")
        #expect(history.status == 404 && history.errorCode == "not-held")
    }
}
