import Foundation
import TestKit
import Testing
import Wire

/// What survives the process, whether it ends in good order or is killed.
struct RestartTests {
    @Test(arguments: [SIGTERM, SIGKILL], ["strict", "relaxed"])
    func `boards, people and their charges are who they were`(signal: Int32, durability: String) throws {
        let data = try DataFolder()
        let options = ["--durability", durability, "--cooldown", "600000", "--charges", "3"]
        let first = try ToileProcess(options, data: data.path)
        let session = try first.session("Ada")
        let painter = try WebSocketClient(port: first.port, token: session.token)
        let hello = try painter.nextText("hello")
        try painter.place(x: 7, y: 9, colour: 5, tag: 1)
        try painter.place(x: 8, y: 9, colour: 6, tag: 2)
        #expect(try [painter.nextResult().status, painter.nextResult().status] == [0, 0])
        let pixels = try first.ask("GET", "/api/boards/main/pixels")
        first.end(with: signal)

        // What nobody says again stays as it was kept.
        let second = try ToileProcess(
            ["--durability", durability], data: data.path, withoutLimits: ToileProcess.withoutConnectionLimits
        )
        let again = try second.ask("GET", "/api/boards/main/pixels")
        #expect(again["toile-state"] == pixels["toile-state"] && again.body == pixels.body)
        #expect(again["toile-digest"] == pixels["toile-digest"])
        let back = try WebSocketClient(
            port: second.port, path: "/ws?since=\(hello["epoch"]?.integer ?? 0).0", token: session.token)
        let you = try back.nextText("hello")["you"]
        #expect(you?["id"]?.string == session.id && you?["name"]?.string == "Ada")
        #expect(you?["charges"]?.integer == 1 && you?["maxCharges"]?.integer == 3)
        #expect((1...600_000).contains(try #require(you?["waitMs"]?.integer)))
        // The way from the very beginning is remembered across the restart.
        let delta = try back.nextDelta()
        #expect(delta.seq == 2 && delta.advance == 2 && delta.indexes.count == 2)
        try back.place(x: 1, y: 1, colour: 1, tag: 3)
        try back.place(x: 2, y: 1, colour: 1, tag: 4)
        #expect(try [back.nextResult().status, back.nextResult().status] == [0, 1])
        let pixel = try second.ask("GET", "/api/boards/main/pixel?x=7&y=9").json
        #expect(pixel?["name"]?.string == "Ada" && pixel?["at"]?.integer ?? 0 > 1_700_000_000_000)
    }

    @Test func `a new name survives, and a token that nobody was given is nobody's`() throws {
        let data = try DataFolder()
        let first = try ToileProcess(data: data.path)
        let session = try first.session()
        let client = try WebSocketClient(port: first.port, token: session.token)
        _ = try client.nextText("hello")
        try client.sendText(#"{"type":"name","name":"Grace"}"#)
        #expect(try client.nextText(passing: "you")["name"]?.string == "Grace")
        try client.sendText(#"{"type":"name","name":"M0derator"}"#)
        #expect(try client.nextText(passing: "error")["code"]?.string == "bad-name")
        first.end(with: SIGKILL)
        let second = try ToileProcess(data: data.path)
        let known = try second.ask(
            "POST", "/api/session", fields: [("Authorization", "Bearer \(session.token)")])
        #expect(known.json?["name"]?.string == "Grace" && known.json?["id"]?.string == session.id)
        let stranger = try second.ask(
            "POST", "/api/session",
            fields: [("Authorization", "Bearer \(String(session.token.reversed()))")])
        #expect(stranger.json?["id"]?.string != session.id && stranger.status == 200)
    }

    @Test func `nothing on the disk holds a token`() throws {
        let data = try DataFolder()
        let first = try ToileProcess(data: data.path)
        let tokens = try (0..<20).map { _ in try first.session().token }
        first.end(with: SIGKILL)
        for file in ["log.db", "log.db-wal"] {
            let bytes = (try? Data(contentsOf: URL(filePath: data.path + "/" + file))) ?? Data()
            #expect(tokens.allSatisfy { bytes.range(of: Data($0.utf8)) == nil })
        }
    }

    @Test func `a kept board keeps its size and colours, and nobody's board vanishes`() throws {
        let data = try DataFolder()
        let first = try ToileProcess(["--board", "kids=20x10", "--cooldown", "5000"], data: data.path)
        let epoch = try first.ask("GET", "/api/boards/kids").json?["epoch"]?.integer
        first.end(with: SIGTERM)
        for options in [["--board", "kids=10x20"], ["--board", "main=999x1000"]] {
            let refused = try ToileProcess.run(
                ["serve", "--listen", "127.0.0.1:0", "--data", data.path] + options)
            #expect(refused.code == 78 && refused.standardError.contains("is kept as"))
        }
        let second = try ToileProcess(data: data.path, withoutLimits: ToileProcess.withoutConnectionLimits)
        let kids = try second.ask("GET", "/api/boards/kids").json
        #expect(kids?["epoch"]?.integer == epoch && kids?["board"]?["width"]?.integer == 20)
        #expect(kids?["rules"]?["cooldownMs"]?.integer == 5000)
        second.end(with: SIGTERM)
    }

    @Test func `two connections of one session know the same charges`() throws {
        let toile = try ToileProcess(["--cooldown", "600000", "--charges", "5"])
        let session = try toile.session()
        let clients = try (0..<2).map { _ in
            let client = try WebSocketClient(port: toile.port, token: session.token)
            _ = try client.nextText("hello")
            return client
        }
        try clients[0].place(x: 1, y: 1, colour: 1, tag: 1)
        #expect(try clients[0].nextResult().charges == 4)
        #expect(try clients[1].nextText(passing: "you")["charges"]?.integer == 4)
        let placed = try toile.ask(
            "POST", "/api/boards/main/place", fields: [("Authorization", "Bearer \(session.token)")],
            body: #"{"x":2,"y":2,"colour":2}"#)
        #expect(placed.json?["charges"]?.integer == 3)
        for client in clients { #expect(try client.nextText(passing: "you")["charges"]?.integer == 3) }
    }
}
