import Foundation
import TestKit
import Testing
import Wire

/// Chat with the program itself.
struct ChatTests {
    private func lines(_ client: WebSocketClient) throws -> [JSONValue] {
        try client.nextText(passing: "chat-history")["messages"]?.elements ?? []
    }

    @Test(arguments: [1, 3])
    func `what was said is said again after a restart`(loops: Int) throws {
        let folder = try DataFolder()
        let options = ["--board", "main=40x25"]
        var said: [JSONValue] = []
        var token = ""
        do {
            let toile = try ToileProcess(options, data: folder.path, loops: loops)
            let session = try toile.session("Ada")
            token = session.token
            let client = try WebSocketClient(port: toile.port, token: token)
            #expect(try lines(client).isEmpty)
            for text in ["one", "two 🙂", "three"] {
                try client.sendText(#"{"type":"chat","text":"\#(text)"}"#)
                said.append(try client.nextText(passing: "chat"))
            }
            // What was seen is kept, however the program ends.
            toile.end(with: SIGKILL)
        }
        let toile = try ToileProcess(options, data: folder.path, loops: loops)
        let client = try WebSocketClient(port: toile.port, token: token)
        #expect(try lines(client) == said)
        try client.sendText(#"{"type":"chat","text":"four"}"#)
        let fourth = try client.nextText(passing: "chat")
        #expect(fourth["from"] == said[0]["from"] && fourth["name"]?.string == "Ada")
        #expect(!said.contains { $0["id"] == fourth["id"] })
        #expect(try lines(toile.viewer()) == said + [fourth])
    }

    @Test func `with --chat off there is none`() throws {
        let toile = try ToileProcess(["--board", "main=40x25", "--chat", "off"])
        let client = try toile.player()
        try client.sendText(#"{"type":"chat","text":"hello"}"#)
        let error = try client.nextText(passing: "error")
        #expect(error["code"]?.string == "chat-off" && error["message"]?.string?.isEmpty == false)
        try client.settle { event in
            if case .text(let text) = event { #expect(text["type"]?.string?.hasPrefix("chat") == false) }
        }
    }

    @Test func `five lines at once are one too many`() throws {
        let toile = try ToileProcess(["--board", "main=40x25"])
        let client = try toile.player()
        for number in 0..<5 { try client.sendText(#"{"type":"chat","text":"line \#(number)"}"#) }
        var told: [String] = []
        while told.count < 5 {
            guard case .text(let text) = try client.next() else { continue }
            if text["type"]?.string == "chat" { told.append(text["text"]?.string ?? "") }
            if text["type"]?.string == "error" { told.append(text["code"]?.string ?? "") }
        }
        #expect(told.sorted() == ["line 0", "line 1", "line 2", "line 3", "too-fast"])
    }
}
