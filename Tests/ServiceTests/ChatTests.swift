import Canvas
import Foundation
import Ledger
import Session
import TestKit
import Testing
import Wire

@testable import Service

/// Chat: who is told what, when, and how much of it is kept.
struct ChatTests {
    @Test(arguments: [1, 3])
    func `a line comes back to everybody on its board, its speaker too`(loops: Int) throws {
        let server = try RunningServer(loops: loops) { options in
            options.boards.append(options.boards[0])
            options.boards[1].name = .side
        }
        try withServer(server) { server in
            let session = try TestSession(port: server.port, name: "Ada")
            let speaker = try WebSocketClient(port: server.port, token: session.token)
            let others = try (0..<5).map { _ in try WebSocketClient(port: server.port) }
            let elsewhere = try server.player(path: "/ws/side")
            for client in others + [speaker, elsewhere] { #expect(try client.history().isEmpty) }
            try speaker.say(" hello\n\u{202e} there ")
            let line = try speaker.nextText(passing: "chat")
            #expect(line["text"]?.string == "hello there" && line["name"]?.string == "Ada")
            #expect(line["from"]?.string == session.id && line["at"]?.integer ?? 0 > 1_700_000_000_000)
            let id = try #require(line["id"]?.string)
            #expect(!id.isEmpty && id != session.token && id != session.id)
            for client in others { #expect(try client.nextText(passing: "chat") == line) }
            try elsewhere.say("only here")
            #expect(try elsewhere.nextText(passing: "chat")["text"]?.string == "only here")
            #expect(try WebSocketClient(port: server.port).history() == [line])
        }
    }

    @Test func `a spectator is told why not, and so is everybody where there is no chat`() throws {
        let server = try RunningServer { options in
            options.boards.append(options.boards[0])
            options.boards[1].name = .side
            options.boards[1].wishes.isChatEnabled = false
        }
        try withServer(server) { server in
            let viewer = try WebSocketClient(port: server.port)
            try viewer.say("hello")
            #expect(try viewer.nextText(passing: "error")["code"]?.string == "no-session")
            let player = try server.player(path: "/ws/side")
            try player.say("hello")
            #expect(try player.nextText(passing: "error")["code"]?.string == "chat-off")
            try player.settle { event in
                if case .text(let text) = event { #expect(text["type"]?.string != "chat-history") }
            }
        }
    }

    @Test(arguments: [1, 3])
    func `nobody sees a line before it is durable`(loops: Int) throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger, loops: loops)) { server in
            let speaker = try server.player("Ada")
            let viewer = try WebSocketClient(port: server.port)
            for client in [speaker, viewer] { _ = try client.history() }
            for text in ["one", "two", "three"] { try speaker.say(text) }
            try ledger.waitForGroups(1)
            // What is asked afterwards is answered before.
            let isChat = { (event: ServerEvent) in
                if case .text(let text) = event { text["type"]?.string == "chat" } else { false }
            }
            for client in [speaker, viewer] { try client.settle { #expect(!isChat($0)) } }
            #expect(try WebSocketClient(port: server.port).history().isEmpty)
            ledger.complete()
            #expect(try viewer.nextText(passing: "chat")["text"]?.string == "one")
            // The others collected meanwhile, and go together.
            try ledger.waitForGroups(2)
            #expect(ledger.groups.map(\.entries.count) == [1, 2])
            ledger.complete()
            for client in [speaker, viewer] {
                let expected = client === speaker ? ["one", "two", "three"] : ["two", "three"]
                #expect(
                    try expected.map { _ in try client.nextText(passing: "chat")["text"]?.string } == expected
                )
            }
        }
    }

    @Test(arguments: [LedgerError.full, .failed, .busy])
    func `what cannot be kept is not said, and its speaker is told`(error: LedgerError) throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger)) { server in
            let speaker = try server.player()
            let viewer = try WebSocketClient(port: server.port)
            for client in [speaker, viewer] { _ = try client.history() }
            try speaker.say("lost")
            try ledger.waitForGroups(1)
            ledger.complete(.failure(error))
            #expect(try speaker.nextText(passing: "error")["code"]?.string == "busy")
            try speaker.say("kept")
            try ledger.waitForGroups(2)
            ledger.complete()
            for client in [speaker, viewer] {
                #expect(try client.nextText(passing: "chat")["text"]?.string == "kept")
            }
        }
    }

    @Test(arguments: [1, 3])
    func `lines stay in their order, however late the ledger answers`(loops: Int) throws {
        try withServer(RunningServer(ledger: LateLedger { $0 % 5 == 2 }, loops: loops)) { server in
            let viewer = try WebSocketClient(port: server.port)
            _ = try viewer.history()
            let speakers = try (0..<6).map { _ in try server.player() }
            for speaker in speakers { _ = try speaker.history() }
            for (number, speaker) in speakers.enumerated() {
                for step in 0..<4 { try speaker.say("\(number) \(step)") }
            }
            var outcomes = 0
            for (number, speaker) in speakers.enumerated() {
                var kept: [String] = []
                var isAnswered = 0
                while isAnswered < 4 {
                    guard case .text(let text) = try speaker.next() else { continue }
                    if text["type"]?.string == "error" { isAnswered += 1 }
                    guard text["type"]?.string == "chat", let line = text["text"]?.string,
                        line.hasPrefix("\(number) ")
                    else { continue }
                    isAnswered += 1
                    kept.append(line)
                }
                #expect(kept == kept.sorted())
                outcomes += kept.count
            }
            var lines: [JSONValue] = []
            for _ in 0..<outcomes { lines.append(try viewer.nextText(passing: "chat")) }
            #expect(try WebSocketClient(port: server.port).history() == lines)
        }
    }

    @Test(arguments: [1, 3])
    func `a session has one pace, over all its connections`(loops: Int) throws {
        let clock = ManualClock()
        try withServer(RunningServer(clock: clock, loops: loops)) { server in
            let token = try TestSession(port: server.port).token
            let first = try WebSocketClient(port: server.port, token: token)
            let second = try WebSocketClient(port: server.port, token: token)
            // What is said before it would come with it, and not by itself.
            for client in [first, second] { _ = try client.history() }
            for number in 1...2 {
                try first.say("first \(number)")
                while try first.nextText(passing: "chat")["text"]?.string != "first \(number)" {}
                try second.say("second \(number)")
                while try second.nextText(passing: "chat")["text"]?.string != "second \(number)" {}
            }
            for client in [first, second, try WebSocketClient(port: server.port, token: token)] {
                try client.say("too fast")
                #expect(try client.nextText(passing: "error")["code"]?.string == "too-fast")
            }
            // Nobody else is kept from speaking.
            let other = try server.player()
            _ = try other.history()
            try other.say("me too")
            #expect(try other.nextText(passing: "chat")["text"]?.string == "me too")
            server.pass(millis: Limits.chatLineMillis)
            try second.say("third")
            while try second.nextText(passing: "chat")["text"]?.string != "third" {}
            try second.say("too fast")
            #expect(try second.nextText(passing: "error")["code"]?.string == "too-fast")
        }
    }

    @Test(arguments: [1, 3])
    func `the last hundred lines are kept, and told behind the board`(loops: Int) throws {
        try withServer(RunningServer(loops: loops)) { server in
            let texts = try server.chatter(speakers: 30)
            #expect(texts.count == 120)
            let newcomer = try WebSocketClient(port: server.port)
            _ = try newcomer.nextText("hello")
            guard case .board = try newcomer.nextMessage() else { throw BlockingSocket.Failure.ended }
            let lines = try #require(try newcomer.nextText("chat-history")["messages"]?.elements)
            #expect(lines.allSatisfy { $0["type"]?.string == "chat" })
            #expect(lines.compactMap { $0["text"]?.string } == texts.suffix(100))
            #expect(Set(lines.compactMap { $0["id"]?.string }).count == 100)
        }
    }

    @Test(arguments: [1, 3])
    func `a line that is taken back is gone for everybody`(loops: Int) throws {
        let ledger = HeldLedger()
        try withServer(RunningServer(ledger: ledger, loops: loops)) { server in
            let speaker = try server.player()
            let viewer = try WebSocketClient(port: server.port)
            for client in [speaker, viewer] { _ = try client.history() }
            for (number, text) in ["good", "bad"].enumerated() {
                try speaker.say(text)
                try ledger.waitForGroups(number + 1)
                ledger.complete()
                _ = try speaker.nextText(passing: "chat")
            }
            _ = try viewer.nextText(passing: "chat")
            let id = try #require(try viewer.nextText(passing: "chat")["id"]?.string)
            for (number, expected) in [ChatRemoval.busy, .removed].enumerated() {
                let removal = server.beginRemoval(of: id)
                try ledger.waitForGroups(3 + number)
                #expect(try WebSocketClient(port: server.port).history().count == 2)
                ledger.complete(expected == .busy ? .failure(.full) : .success(()))
                #expect(removal.wait() == expected)
            }
            for client in [speaker, viewer] {
                #expect(try client.nextText(passing: "chat-removed")["id"]?.string == id)
            }
            let left = try WebSocketClient(port: server.port).history()
            #expect(left.map { $0["text"]?.string } == ["good"])
            #expect(server.beginRemoval(of: id).wait() == .unknown)
        }
    }

    @Test(arguments: [1, 3])
    func `a slow reader loses no line of those that are kept`(loops: Int) throws {
        try withServer(RunningServer(loops: loops)) { server in
            let slow = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            let lost = try WebSocketClient(port: server.port, receiveBufferBytes: 4096)
            for client in [slow, lost] { #expect(try client.history().isEmpty) }
            // Neither reads: 60 long lines are more than any socket holds, and fewer than are kept.
            let long = String(repeating: "🙂", count: 290)
            var texts = try server.chatter(speakers: 15, suffix: long)
            for text in texts { #expect(try slow.nextText(passing: "chat")["text"]?.string == text) }
            texts += try server.chatter(speakers: 33, suffix: long)
            // Past those that are kept, whoever is behind is told all of those at once, and then goes on.
            var shown: [String] = []
            var histories = 0
            while shown.last != texts.last {
                guard case .text(let text) = try lost.next() else { continue }
                if text["type"]?.string == "chat" { shown += [text["text"]?.string ?? ""] }
                guard let messages = text["messages"]?.elements else { continue }
                shown = messages.compactMap { $0["text"]?.string }
                histories += 1
            }
            #expect(histories >= 1 && shown == texts.suffix(shown.count) && shown.count >= 100)
        }
    }
}

// MARK: - Shorthand

extension BoardName {
    fileprivate static var side: BoardName { BoardName("side") ?? .main }
}

extension WebSocketClient {
    fileprivate func say(_ text: String) throws {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("type")
        writer.string("chat")
        writer.key("text")
        writer.string(text)
        writer.endObject()
        try sendText(String(decoding: writer.bytes, as: UTF8.self))
    }

    /// The lines that were kept, as it is told on coming.
    fileprivate func history() throws -> [JSONValue] {
        try nextText(passing: "chat-history")["messages"]?.elements ?? []
    }
}

extension RunningServer {
    /// Has new people say four lines each, one after the other; what was said.
    fileprivate func chatter(speakers: Int, suffix: String = "") throws -> [String] {
        try (0..<speakers).flatMap { number in
            let speaker = try player()
            _ = try speaker.history()
            return try (0..<4).map { step in
                let text = "\(number) \(step)\(suffix)"
                try speaker.say(text)
                while try speaker.nextText(passing: "chat")["text"]?.string != text {}
                return text
            }
        }
    }

    /// Takes a line back; the answer can be waited for.
    fileprivate func beginRemoval(of id: String) -> Removal {
        let removal = Removal()
        onCanvas { $0.removeChat(id, on: 0) { removal.answer($0) } }
        return removal
    }
}

/// What becomes of a removal.
private final class Removal: @unchecked Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private var outcome: ChatRemoval?

    func answer(_ outcome: ChatRemoval) {
        self.outcome = outcome
        semaphore.signal()
    }

    func wait() -> ChatRemoval? {
        semaphore.wait()
        return outcome
    }
}
