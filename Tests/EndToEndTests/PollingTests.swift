import TestKit
import Testing
import Wire

/// The routes of clients that ask instead of keeping a WebSocket.
struct PollingTests {
    private static let small = ["--board", "main=40x25"]

    private func say(
        _ toile: ToileProcess, _ message: String, as session: TestSession? = nil
    ) throws -> HTTPAnswer {
        let fields = session.map { [("Authorization", "Bearer \($0.token)")] } ?? []
        return try toile.ask("POST", "/api/boards/main/text", fields: fields, body: message)
    }

    @Test(arguments: [1, 3])
    func `the greeting is the one of the WebSocket`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let session = try toile.session("Ada")
        let client = try WebSocketClient(port: toile.port, token: session.token)
        let hello = try client.nextText("hello")
        let bearer = [("Authorization", "Bearer \(session.token)")]
        let asked = try toile.ask("GET", "/api/boards/main/hello", fields: bearer)
        #expect(asked.status == 200 && asked["cache-control"] == "no-store" && asked.json == hello)
        let spectator = try toile.ask("GET", "/api/boards/main/hello")
        #expect(spectator.json?["you"]?["role"]?.string == "spectator")
        #expect(spectator.json?["board"] == hello["board"])
        #expect(try toile.ask("GET", "/api/boards/none/hello").status == 404)
    }

    @Test(arguments: [1, 3])
    func `a line that is said by a request is shown to everybody, and then answered`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let session = try toile.session("Ada")
        let viewer = try toile.viewer()
        _ = try viewer.nextText(passing: "chat-history")
        let empty = try toile.ask("GET", "/api/boards/main/chat")
        #expect(empty.status == 200 && empty.text == #"{"type":"chat-history","messages":[]}"#)
        let said = try say(toile, #"{"type":"chat","text":"hello  you"}"#, as: session)
        #expect(said.status == 204 && said.body.isEmpty)
        let line = try viewer.nextText(passing: "chat")
        #expect(line["text"]?.string == "hello you" && line["from"]?.string == session.id)
        let chat = try toile.ask("GET", "/api/boards/main/chat")
        #expect(chat.json?["messages"]?.elements == [line])
        #expect(chat["cache-control"] == "no-cache" && chat["etag"] != empty["etag"])
        let tag = try #require(chat["etag"])
        let again = try toile.ask("GET", "/api/boards/main/chat", fields: [("If-None-Match", tag)])
        #expect(again.status == 304 && again["etag"] == tag)
        // The pace is the session's, whichever way it speaks.
        for _ in 0..<3 {
            #expect(try say(toile, #"{"type":"chat","text":"more"}"#, as: session).status == 204)
        }
        let refused = try say(toile, #"{"type":"chat","text":"more"}"#, as: session)
        #expect(refused.status == 429 && refused.errorCode == "too-fast" && refused["retry-after"] == "2")
    }

    @Test(arguments: [1, 3])
    func `a name and a question are answered with what the WebSocket says`(loops: Int) throws {
        let toile = try ToileProcess(Self.small, loops: loops)
        let session = try toile.session("Ada")
        let client = try WebSocketClient(port: toile.port, token: session.token)
        _ = try client.nextText("hello")
        let renamed = try say(toile, #"{"type":"name","name":"Countess"}"#, as: session)
        #expect(renamed.status == 200 && renamed.json?["name"]?.string == "Countess")
        let you = try client.nextText(passing: "you")
        #expect(renamed.json == you)
        let pixel = try say(toile, #"{"type":"pixel","x":39,"y":24}"#)
        try client.sendText(#"{"type":"pixel","x":39,"y":24}"#)
        let told = try client.nextText(passing: "pixel")
        #expect(pixel.status == 200 && pixel.json == told)
    }

    @Test(arguments: [
        ("", 400, "bad-request"), ("[]", 400, "bad-request"), ("{}", 400, "bad-request"),
        (#"{"type":3}"#, 400, "bad-request"), (#"{"type":"shout"}"#, 422, "unknown-type"),
        (#"{"type":"chat"}"#, 422, "bad-request"), (#"{"type":"chat","text":""}"#, 422, "bad-request"),
        (#"{"type":"name","name":"ab"}"#, 422, "bad-name"),
        (#"{"type":"name","name":"admin"}"#, 422, "bad-name"),
        (#"{"type":"pixel","x":40,"y":0}"#, 422, "outside"),
        (#"{"type":"pixel","x":0,"y":-1}"#, 422, "outside"),
        (#"{"type":"pixel","x":"0","y":0}"#, 422, "bad-request"),
    ])
    func `what cannot be taken says why`(message: String, status: Int, code: String) throws {
        let toile = try ToileProcess(Self.small)
        let answer = try say(toile, message, as: toile.session())
        #expect(answer.status == status && answer.errorCode == code && answer["cache-control"] == "no-store")
    }

    @Test func `a spectator may ask and not speak, and without chat nobody may`() throws {
        let toile = try ToileProcess(Self.small)
        for message in [#"{"type":"chat","text":"hello"}"#, #"{"type":"name","name":"Ada"}"#] {
            let answer = try say(toile, message)
            #expect(answer.status == 403 && answer.errorCode == "no-session")
        }
        #expect(try say(toile, #"{"type":"pixel","x":0,"y":0}"#).status == 200)
        let silent = try ToileProcess(Self.small + ["--chat", "off"])
        let refused = try say(silent, #"{"type":"chat","text":"hello"}"#, as: silent.session())
        let chat = try silent.ask("GET", "/api/boards/main/chat")
        for answer in [refused, chat] { #expect(answer.status == 404 && answer.errorCode == "chat-off") }
    }
}
