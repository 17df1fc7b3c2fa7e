import Foundation
import Service
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// What moderators ask of who is connected, and of what people placed.
struct QuestionTests {
    private static let address = "10.2.33.44"
    private static let firefox = "Mozilla/5.0 (X11; rv:131.0) Gecko/20100101 Firefox/131.0"

    private func server(loops: Int = 1) throws -> RunningServer {
        try RunningServer(loops: loops, team: ScriptedTeam()) {
            $0.trustedProxies = [AddressRange("127.0.0.1")].compactMap(\.self)
        }
    }

    private func join(_ server: RunningServer, _ name: String, from address: String = Self.address) throws
        -> WebSocketClient
    {
        let fields = [
            ("X-Forwarded-For", address), ("User-Agent", Self.firefox), ("Accept-Language", "fr"),
        ]
        let session = try TestSession(port: server.port, name: name)
        let client = try WebSocketClient(port: server.port, token: session.token, fields: fields)
        _ = try client.nextText("hello")
        return client
    }

    private func list(_ server: RunningServer, _ query: String) throws -> ConnectionList {
        let answer = try server.staff("GET", "/admin/connections?\(query)", as: "rita")
        return try ConnectionList.decode(answer.body)
    }

    @Test(arguments: [1, 3])
    func `the book tells who is connected, from where and with what`(loops: Int) throws {
        try withServer(server(loops: loops)) { server throws in
            let kim = try join(server, "kim_1")
            let lou = try join(server, "lou_1", from: "2a01:e0:1:2::7")
            try kim.settle()
            try lou.settle()
            let all = try list(server, "sort=handle")
            #expect(all.total == 2 && all.matching == 2 && all.connections.map(\.name) == ["kim_1", "lou_1"])
            let row = try #require(all.connections.first)
            #expect(row.handle == "0001" && row.role == "player" && row.board == "main")
            #expect(row.network == "10.2.x.x" && row.addressHash.count == 4 && row.leftMillis == nil)
            #expect(row.client == "firefox 131 fr" && row.flags.contains("NEW"))
            #expect(all.connections[1].network == "2a01:e0::")
            #expect(all.connections[1].addressHash != row.addressHash)
            let some = try list(server, "filter=name:kim&sort=-name")
            #expect(some.matching == 1 && some.total == 2 && some.connections[0].name == "kim_1")
            #expect(try list(server, "limit=1&sort=-name").connections.map(\.name) == ["lou_1"])
            #expect(try list(server, "board=none").total == 0)
        }
    }

    @Test func `who has left is found for a day`() throws {
        try withServer(server()) { server throws in
            let kim = try join(server, "kim_1")
            try kim.sendClose()
            #expect(try kim.nextClose() == 1000)
            while try list(server, "").total != 0 {}
            let departed = try list(server, "departed=1&filter=name:kim")
            #expect(departed.matching == 1)
            let row = try #require(departed.connections.first)
            #expect(row.name == "kim_1" && row.leftMillis != nil && row.network == "10.2.x.x")
            let person = try server.staff("GET", "/admin/person?who=%23\(row.handle)")
            #expect(try PersonDetail.decode(person.body).name == "kim_1")
        }
    }

    @Test func `a filter or a column that there is not is refused in words`() throws {
        try withServer(server()) { server throws in
            for query in ["filter=rate%3E", "sort=shoe", "filter=nothing%3E3"] {
                let answer = try server.staff("GET", "/admin/connections?\(query)")
                #expect(answer.status == 422 && answer.errorCode == "bad-request", "\(query)")
            }
            for target in [
                "signals?board=none", "state?board=none", "pixel?board=none&x=1&y=1", "person?who=nobody",
            ] {
                #expect(try server.staff("GET", "/admin/\(target)").status == 404, "\(target)")
            }
            #expect(try server.staff("GET", "/admin/pixel?x=40&y=1").status == 422)
            #expect(try server.staff("GET", "/admin/pixel?x=a&y=1").status == 422)
        }
    }

    @Test func `a person is told with connections, pixels and who is near`() throws {
        try withServer(server()) { server throws in
            let kim = try join(server, "kim_1")
            let twin = try join(server, "kim_2")
            for x in 0..<5 { try kim.place(x: x, y: 1, colour: 3) }
            for _ in 0..<5 { _ = try kim.nextResult() }
            try twin.settle()
            var person = PersonDetail()
            // The picture of programs is at most a second old.
            while person.pixels < 5 {
                person = try PersonDetail.decode(server.staff("GET", "/admin/person?who=kim_1").body)
            }
            #expect(person.perMinute == 5 && person.connections.count == 1 && person.hours.last == 5)
            #expect(person.linked.map(\.name) == ["kim_2"] && person.linked[0].score > 70)
            #expect(person.timeline.map(\.text).contains("placed 4,1"))
            let people = try PeopleList.decode(
                server.staff("GET", "/admin/people?find=KIM&sort=-perMinute").body)
            #expect(people.people.map(\.name) == ["kim_1", "kim_2"] && people.people[0].live == 1)
            let pixel = try PixelHere.decode(server.staff("GET", "/admin/pixel?x=2&y=1").body)
            #expect(pixel.author?.name == "kim_1" && pixel.network == "10.2.x.x" && pixel.liveFromSubnet == 2)
            let nobody = try PixelHere.decode(server.staff("GET", "/admin/pixel?x=2&y=2").body)
            #expect(nobody.author == nil && nobody.at == nil && nobody.colour == 0)
        }
    }

    @Test func `a name that several have is a conflict, unless one of them is here`() throws {
        try withServer(server()) { server throws in
            _ = try TestSession(port: server.port, name: "same")
            let other = try TestSession(port: server.port, name: "same")
            let refused = try server.staff("GET", "/admin/person?who=same")
            #expect(refused.status == 409 && refused.text.contains(other.id))
            let client = try WebSocketClient(port: server.port, token: other.token)
            _ = try client.nextText("hello")
            let found = try PersonDetail.decode(server.staff("GET", "/admin/person?who=same").body)
            #expect(found.id == other.id)
        }
    }

    @Test func `without a past there are no trails`() throws {
        try withServer(server()) { server throws in
            _ = try TestSession(port: server.port, name: "kim_1")
            let answer = try server.staff("GET", "/admin/trail?who=kim_1")
            #expect(answer.status == 503 && answer.errorCode == "no-past")
        }
    }

    @Test func `no answer holds an address`() throws {
        try withServer(server()) { server throws in
            let kim = try join(server, "kim_1")
            let gone = try join(server, "gone_1")
            try kim.place(x: 1, y: 1, colour: 3)
            _ = try kim.nextResult()
            try gone.sendClose()
            let console = try server.console()
            try console.sendText(#"{"type":"look","departed":true}"#)
            var texts: [String] = []
            for _ in 0..<3 { texts.append("\(try console.nextText("state"))") }
            for subject in AdminQuestion.Subject.allCases {
                let query = "who=kim_1&x=1&y=1&departed=1"
                texts.append(try server.staff("GET", "/admin/\(subject.rawValue)?\(query)").text)
            }
            texts.append(try server.staff("GET", "/metrics").text)
            #expect(texts.contains { $0.contains("10.2.x.x") })
            for text in texts { #expect(!text.contains("33.44") && !text.contains("33,44")) }
        }
    }

    @Test func `the whole state is there for who has no console`() throws {
        try withServer(server()) { server throws in
            let kim = try join(server, "kim_1")
            try kim.place(x: 1, y: 1, colour: 3)
            _ = try kim.nextResult()
            let state = try LiveState.decode(server.staff("GET", "/admin/state?board=main", as: "rita").body)
            #expect(state.boards?.map(\.name) == ["main"] && state.boards?[0].seq == 1)
            #expect(state.health?.connections == 1 && state.staff == [] && state.you == nil)
            #expect(state.health?.results == [Counted(name: "placed", count: 1)])
            #expect(state.connections == nil && state.feed == nil && state.signals != nil)
            let health = try HealthNumbers.decode(server.staff("GET", "/admin/health").body)
            #expect(health.residentBytes > 0 && health.storage == "ready" && health.connectionsPeak == 1)
        }
    }

    @Test func `metrics are what Prometheus reads`() throws {
        try withServer(server()) { server throws in
            let kim = try join(server, "kim_1")
            try kim.place(x: 1, y: 1, colour: 3)
            try kim.place(x: 99, y: 1, colour: 3)
            for _ in 0..<2 { _ = try kim.nextResult() }
            let answer = try server.staff("GET", "/metrics")
            #expect(answer["content-type"]?.hasPrefix("text/plain; version=0.0.4") ?? false)
            let samples = try Self.samples(of: answer.text)
            #expect(samples["toile_connections"] == 1)
            #expect(samples[#"toile_placements_total{result="placed"}"#] == 1)
            #expect(samples[#"toile_placements_total{result="outside"}"#] == 1)
            #expect(
                samples["toile_broadcast_seconds_count"]
                    == samples[#"toile_broadcast_seconds_bucket{le="+Inf"}"#])
            // What the kernel has not sent yet may be something for a moment.
            #expect(samples["toile_queued_bytes"] ?? -1 >= 0)
            for name in [
                "toile_slow_clients", "toile_dropped_frames_total",
                "toile_snapshot_seconds_sum", "toile_journal_fsync_seconds_count", "toile_actor_queue",
                "toile_reports_open", "toile_defence_level",
            ] {
                #expect(samples[name] == 0, "\(name)")
            }
        }
    }

    /// Every sample, each of which has to have its type said before.
    private static func samples(of text: String) throws -> [String: Double] {
        var types: [String: String] = [:]
        var samples: [String: Double] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# TYPE ") {
                types[String(words[2])] = String(words[3])
            } else if !line.hasPrefix("#") {
                let name = line.prefix { $0 != "{" && $0 != " " }
                let family = ["_bucket", "_sum", "_count"].first { name.hasSuffix($0) }
                let base = family.map { String(name.dropLast($0.count)) } ?? String(name)
                #expect(types[base] != nil, "\(line)")
                #expect(words.count == 2, "\(line)")
                let value: Double = try #require(Double(String(words[1])), "\(line)")
                samples[String(words[0])] = value
            }
        }
        return samples
    }
}
