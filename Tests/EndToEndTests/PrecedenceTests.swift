import TestKit
import Testing
import Wire

/// Where several things are wrong with a request, or several ways say who asks: which of them counts.
struct PrecedenceTests {
    private static let small = ["--board", "main=40x25"]
    private static let place = "/api/boards/main/place"
    private static let changes = "/api/boards/main/changes"

    @Test func `what is not there comes first, then the method, then the origin, then the rest`() throws {
        let toile = try ToileProcess(Self.small)
        let foreign = [("Origin", "null")]
        let asked: [(String, String, [(String, String)], String?, Int)] = [
            ("GET", "/api/boards/none/changes?wait=x", [], nil, 404),
            ("DELETE", "/api/boards/none/changes", [], nil, 404),
            ("POST", "/api/boards/none/place", foreign, "x", 404),
            ("GET", "/api/boards/none/pixel?x=a", [], nil, 404),
            ("DELETE", Self.changes + "?wait=x", [], nil, 405), ("PUT", Self.place, foreign, "x", 405),
            ("POST", Self.place, foreign, "x", 403), ("POST", "/api/session", foreign, "[]", 403),
            ("POST", Self.place, [], "x", 400), ("POST", Self.place, [], "{}", 422),
            ("POST", Self.place, [], #"{"x":0,"y":0,"colour":0}"#, 403),
            ("GET", Self.changes + "?wait=x", foreign, nil, 400), ("HEAD", "/ws", [], nil, 426),
        ]
        for (method, target, fields, body, status) in asked {
            let answer = try toile.ask(method, target, fields: fields, body: body)
            #expect(answer.status == status, "\(method) \(target)")
            #expect(answer.errorCode != nil || method == "HEAD", "\(method) \(target)")
        }
        #expect(try toile.ask("PUT", Self.place)["allow"] == "POST")
    }

    @Test func `a session is taken from Bearer, else the query, else the cookie`() throws {
        let toile = try ToileProcess(Self.small)
        let token = try toile.session().token
        let bearer = ("Authorization", "Bearer \(token)")
        let cookie = ("Cookie", "a=b; toile_session=\(token); c=d")
        let stranger = ("Authorization", "Bearer nobody")
        let asked: [([(String, String)], String, Int64)] = [
            ([bearer], "", 0), ([cookie], "", 0), ([], "?token=\(token)", 0), ([bearer], "?token=nobody", 0),
            ([stranger, cookie], "", 12), ([stranger], "?token=\(token)", 12),
            ([cookie], "?token=nobody", 12),
            ([("Authorization", "Basic \(token)"), cookie], "", 0), ([], "", 12),
        ]
        for (number, (fields, query, status)) in asked.enumerated() {
            let body = #"{"x":\#(number),"y":3,"colour":4}"#
            let answer = try toile.ask("POST", Self.place + query, fields: fields, body: body)
            #expect(answer.json?["status"]?.integer == status, "\(fields) \(query)")
        }
    }

    @Test func `of several reasons the first of the list is told`() throws {
        let toile = try ToileProcess(Self.small + ["--cooldown", "100000"])
        let fields = [("Authorization", "Bearer \(try toile.session().token)")]
        func status(_ body: String, _ fields: [(String, String)]) throws -> Int64? {
            try toile.ask("POST", Self.place, fields: fields, body: body).json?["status"]?.integer
        }
        let everything = #"{"x":1e400,"y":-1e400,"colour":1e400}"#
        #expect(try status(everything, []) == 12 && status(everything, fields) == 2)
        #expect(try status(#"{"x":1,"y":1,"colour":1e400}"#, fields) == 3)
        #expect(try status(#"{"x":1,"y":1,"colour":9}"#, fields) == 0)
        // No charge is left: what else is wrong is told before that.
        #expect(try status(#"{"x":40,"y":1,"colour":9}"#, fields) == 2)
        #expect(try status(#"{"x":1,"y":1,"colour":32}"#, fields) == 3)
        #expect(try status(#"{"x":1,"y":1,"colour":9}"#, fields) == 4)
        #expect(try status(#"{"x":1,"y":1,"colour":8}"#, fields) == 1)
    }

    @Test func `HEAD waits as GET does`() throws {
        let toile = try ToileProcess(Self.small)
        let state = try #require(try toile.ask("GET", Self.changes)["toile-state"])
        for method in ["GET", "HEAD"] {
            let none = try toile.ask(method, Self.changes + "?since=\(state)&wait=0.05")
            #expect(none.status == 204 && none["toile-state"] == state && none.body.isEmpty)
        }
        let fields = [("Authorization", "Bearer \(try toile.session().token)")]
        let waiter = try HTTPClient(port: toile.port)
        try waiter.send("HEAD", Self.changes + "?since=\(state)&wait=20")
        while try toile.ask("GET", "/api/boards/main").json?["online"]?.integer != 1 {}
        _ = try toile.ask("POST", Self.place, fields: fields, body: #"{"x":1,"y":1,"colour":9}"#)
        let told = try waiter.answer(toHead: true)
        #expect(told.status == 200 && told["toile-state"] != state && told["content-length"] == "10")
    }
}
