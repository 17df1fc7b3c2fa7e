import Foundation
import TestKit
import Testing
import Wire

/// A pixel that was taken back, told by everything that tells of the past.
struct UndoTests {
    @Test(arguments: [SIGTERM, SIGKILL], ["strict", "relaxed"])
    func `after a restart the owner, the charges and the past are right`(
        signal: Int32, durability: String
    ) throws {
        let data = try DataFolder()
        let options = ["--board", "main=8x4", "--durability", durability, "--cooldown", "600000"]
        let first = try ToileProcess(options + ["--charges", "2"], data: data.path)
        let people = try ["Ada", "Grace"].map { try first.session($0) }
        let clients = try people.map { try WebSocketClient(port: first.port, token: $0.token) }
        try clients[0].place(x: 7, y: 2, colour: 5)
        #expect(try clients[0].nextResult().status == 0)
        let placedAt = try #require(
            try first.ask("GET", "/api/boards/main/pixel?x=7&y=2").json?["at"]?.integer)
        try clients[1].place(x: 7, y: 2, colour: 6)
        #expect(try clients[1].nextResult().status == 0)
        let between = try first.ask("GET", "/api/boards/main/pixels")
        try clients[1].undo(x: 7, y: 2)
        let result = try clients[1].nextResult()
        #expect(result.status == 0 && result.colour == 5 && result.charges == 2 && result.seq == 3)
        let after = try first.ask("GET", "/api/boards/main/pixels")
        first.end(with: signal)

        let second = try ToileProcess(
            ["--durability", durability], data: data.path, withoutLimits: ToileProcess.withoutConnectionLimits
        )
        let pixel = try second.ask("GET", "/api/boards/main/pixel?x=7&y=2").json
        #expect(pixel?["name"]?.string == "Ada" && pixel?["at"]?.integer == placedAt)
        let charges = try people.map {
            try WebSocketClient(port: second.port, token: $0.token).nextText("hello")["you"]?["charges"]?
                .integer
        }
        #expect(charges == [1, 2])
        // What was before a restart is too late to take back.
        let late = try second.ask(
            "POST", "/api/boards/main/undo", fields: [("Authorization", "Bearer \(people[0].token)")],
            body: #"{"x":7,"y":2}"#)
        #expect(late.status == 409 && late.errorCode == "too-late")

        let history = try #require(
            try second.ask("GET", "/api/boards/main/history?x=7&y=2").json?["history"]?.elements)
        #expect(history.map { $0["seq"]?.integer } == [3, 2, 1])
        #expect(history.map { $0["colour"]?.integer } == [5, 6, 5])
        #expect(history.map { $0["name"]?.string } == ["Grace", "Grace", "Ada"])
        #expect(history.map { $0["undo"] } == [.bool(true), nil, nil])
        let placements = try #require(
            try second.ask("GET", "/api/boards/main/placements?by=\(people[1].id)").json?["placements"]?
                .elements)
        #expect(placements.map { $0["undo"] } == [.bool(true), nil])
        for state in [between, after] {
            let name = try #require(state["toile-state"])
            #expect(try second.ask("GET", "/api/boards/main/pixels?state=\(name)").body == state.body)
        }
    }

    @Test func `an export lists it, and a backup and the doctor take it for what it is`() throws {
        let data = try DataFolder()
        let server = try ToileProcess(["--board", "main=8x4"], data: data.path)
        let painter = try WebSocketClient(port: server.port, token: server.session().token)
        try painter.place(x: 1, y: 1, colour: 5)
        try painter.undo(x: 1, y: 1)
        try painter.place(x: 1, y: 1, colour: 6)
        #expect(try (0..<3).map { _ in try painter.nextResult().status } == [0, 0, 0])
        let pixels = try server.ask("GET", "/api/boards/main/pixels")
        let folder = try DataFolder()
        let backup = folder.path + "/backup"
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        #expect(try ToileProcess.run(["backup", "--data", data.path, backup]).code == 0)
        server.end(with: SIGTERM)
        #expect(try ToileProcess.run(["doctor", "--data", data.path]).code == 0)

        let table = try ToileProcess.run(["export", "--data", data.path]).standardOutput
        let rows = table.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        #expect(rows[0].suffix(2) == ["player", "undo"])
        #expect(rows.dropFirst().map { $0[7] } == ["false", "true", "false"])
        #expect(rows.dropFirst().map { $0[5] } == ["5", "0", "6"])
        let lines = try ToileProcess.run(["export", "--data", data.path, "--format", "ndjson"]).standardOutput
        let values = try lines.split(separator: "\n").map { try JSONValue.parse(Array($0.utf8)) }
        #expect(values.map { $0["undo"] } == [nil, .bool(true), nil])
        let again = folder.path + "/again"
        #expect(try ToileProcess.run(["restore", "--data", again, backup]).code == 0)
        #expect(
            try ToileProcess(data: again).ask("GET", "/api/boards/main/pixels").body == pixels.body)
    }
}
