import Cells
import Testing
import Wire

@testable import ConsoleCore

/// Keys that come before the answer they are about.
struct TypingAheadTests {
    @Test func `What is typed while an answer is awaited is done when it is there`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path == "/admin/ban" && !isDryRun(ask) ? nil : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("b 2 Enter z Enter")
        #expect(player.acts.map(\.verb) == [.ban] && player.text.contains("being applied ..."))
        player.answer(try player.lastAsk("/admin/ban"), Self.done(audit: 90_900))
        // The line that is to be taken back is not known here before the server tells it.
        #expect(player.acts.map(\.verb) == [.ban] && player.model.sheet == nil)
        player.play(.state(Self.audit([90_900])))
        #expect(player.acts.map(\.verb) == [.ban, .undo] && player.acts[1].number == 90_900)
    }

    @Test func `Keys that waited for an act that was refused are nobody's`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path == "/admin/ban" && !isDryRun(ask) ? nil : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("b 2 Enter z f")
        let conflict = #"{"error":{"code":"conflict","message":"leo banned 24 h at 14:02:33"}}"#
        player.answer(try player.lastAsk("/admin/ban"), Array(conflict.utf8), status: 409)
        #expect(player.text.contains("6 conflict: leo banned 24 h"))
        #expect(player.acts.map(\.verb) == [.ban] && player.model.typedAhead.isEmpty)

        player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path == "/admin/ban" && !isDryRun(ask) ? nil : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("b 2 Enter f Esc")
        #expect(player.model.sheet == nil && player.model.typedAhead.isEmpty)
        player.press("b 2 Enter f")
        player.play(.disconnected(reason: "closed", retryInMillis: 2000, attempt: 1))
        #expect(player.model.sheet == nil && player.model.typedAhead.isEmpty)
    }

    @Test func `A key that waited opens its sheet, and Enter is for what was seen`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path == "/admin/ban" && !isDryRun(ask) ? nil : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("b 2 Enter f Enter")
        player.answer(try player.lastAsk("/admin/ban"), Self.done(audit: 90_900))
        #expect(player.model.sheet?.form is AreaForm && player.acts.map(\.verb) == [.ban])
    }

    @Test func `What names a place goes on to it, and an Enter too many is none`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path == "/admin/ban" && !isDryRun(ask) ? nil : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("b Enter Enter g 12,34 Enter")
        player.answer(try player.lastAsk("/admin/ban"), Self.done(audit: 90_900))
        #expect(player.model.prompt == nil && player.model.screen == .live)
        #expect(player.text.contains("cursor 12,34"))
    }

    @Test func `An undo that is still being judged takes no keys of what comes after`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in ask.path == "/admin/undo" ? nil : ConsolePlayer.sampleAnswer(ask) }
        player.press("z")
        // Nothing is shown that may be gone before anybody has read it.
        #expect(!player.text.contains("─ undo ─") && player.text.contains("Enter who"))
        #expect(player.text.contains("line 90816 is being taken back ..."))
        player.press("g 12,34 Enter")
        #expect(player.acts.isEmpty)
        var harmless = ActAnswer()
        (harmless.outcome, harmless.text) = (.wouldDo, "lift ban of k3stral")
        player.answer(try player.lastAsk("/admin/undo"), harmless.bytes)
        #expect(player.acts.map(\.verb) == [.undo])
        player.answer(try player.lastAsk("/admin/undo"), Self.done(audit: 90_900))
        #expect(player.text.contains("cursor 12,34"))
    }

    @Test func `An undo that touches others is read before Enter means anything`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in ask.path == "/admin/undo" ? nil : ConsolePlayer.sampleAnswer(ask) }
        player.press("z Enter f")
        var harmful = ActAnswer()
        (harmful.outcome, harmful.text) = (.wouldDo, "281 of 288 px back")
        (harmful.effects.pixelsKept, harmful.effects.keptPeople) = (7, 5)
        player.answer(try player.lastAsk("/admin/undo"), harmful.bytes)
        #expect(player.acts.isEmpty && player.model.typedAhead.isEmpty)
        #expect(player.text.contains("─ undo ─"))
        player.press("Enter")
        #expect(player.acts.map(\.verb) == [.undo])
    }

    @Test func `Only so many keys wait`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { _ in nil }
        player.press("b Enter" + String(repeating: " j", count: ConsoleModel.typedAheadMax))
        #expect(player.model.typedAhead.count == ConsoleModel.typedAheadMax)
        #expect(!player.effects.contains(.bell))
        player.press("j")
        #expect(player.model.typedAhead.count == ConsoleModel.typedAheadMax)
        #expect(player.effects.last == .bell)
    }

    @Test func `z after an act that is still on its way means that act, never the one before`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in ask.path == "/admin/watch" ? nil : ConsolePlayer.sampleAnswer(ask) }
        player.press("w z")
        #expect(player.acts.map(\.verb) == [.watch])
        player.play(.state(Self.audit([90_900])))
        player.answer(try player.lastAsk("/admin/watch"), Self.done(audit: 90_900))
        #expect(player.acts.map(\.verb) == [.watch, .undo] && player.acts[1].number == 90_900)

        player = try ConsolePlayer.sample()
        player.server = { ask in ask.path == "/admin/watch" ? nil : ConsolePlayer.sampleAnswer(ask) }
        player.press("w z")
        let refused = #"{"error":{"code":"conflict","message":"leo watches them"}}"#
        player.answer(try player.lastAsk("/admin/watch"), Array(refused.utf8), status: 409)
        player.play(.state(Self.audit([90_900])))
        #expect(player.acts.map(\.verb) == [.watch])
    }

    @Test func `z that waits gives way to a sheet, and says so`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in ask.path == "/admin/watch" ? nil : ConsolePlayer.sampleAnswer(ask) }
        player.press("w z f")
        player.answer(try player.lastAsk("/admin/watch"), Self.done(audit: 90_900))
        player.play(.state(Self.audit([90_900])))
        #expect(player.acts.map(\.verb) == [.watch] && player.model.sheet?.form is AreaForm)
        #expect(player.text.contains("nothing was taken back: a sheet was opened, z again"))
    }

    /// The server's answer to an act that it has written down.
    private static func done(audit line: UInt64) -> [UInt8] {
        var answer = ActAnswer()
        (answer.outcome, answer.text, answer.audit) = (.done, "done", [line])
        return answer.bytes
    }

    /// News of lines that the sample's user wrote.
    private static func audit(_ lines: [UInt64]) -> LiveState {
        var state = LiveState()
        state.audit = lines.map { Sample.entry($0, Sample.now, "ana", "ban k3stral") { $0.verb = .ban } }
        return state
    }

    /// A player on a pixel that nobody has said anything about yet.
    private func playerOnTheMove() throws -> ConsolePlayer {
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path.hasPrefix("/admin/pixel") ? nil : ConsolePlayer.sampleAnswer(ask)
        }
        // The cursor goes away and comes back, so that what is known is about another pixel.
        player.press("Right")
        player.wait(LivePane.restMillis)
        player.answer(try player.lastAsk(Self.path(1205)), Self.pixel(1205, nil))
        player.press("Left")
        return player
    }

    private static func path(_ x: Int) -> String { "/admin/pixel?board=main&x=\(x)&y=566" }

    private static func pixel(_ x: Int, _ author: PersonName?) -> [UInt8] {
        var pixel = Sample.pixel
        (pixel.x, pixel.y) = (x, 566)
        if author == nil { pixel.author = nil }
        return pixel.bytes
    }

    @Test func `An act on the author of a pixel waits until somebody has said who that is`() throws {
        var player = try playerOnTheMove()
        player.press("b 2 Enter")
        #expect(player.model.sheet == nil && player.model.screen == .live)
        // It was asked at once, not after the usual rest.
        player.answer(try player.lastAsk(Self.path(1204)), Sample.pixel.bytes)
        #expect(player.model.sheet?.form is BanForm && player.acts.isEmpty)
        player.press("Enter")
        #expect(player.acts.map(\.verb) == [.ban])
        #expect(player.acts.first?.who == [Sample.k3stral] && player.acts.first?.reason == .botting)
    }

    @Test func `Who is named there is meant, even where the pixel has just changed`() throws {
        var player = try ConsolePlayer.sample()
        player.play(.pixelsChanged([PixelChange(index: 566 * 2000 + 1204, colour: 9)]))
        player.press("b Enter")
        #expect(player.acts.map(\.who) == [[Sample.k3stral]])
    }

    @Test func `A rollback that waited is one of the author, not of everybody`() throws {
        var player = try playerOnTheMove()
        player.press("r")
        player.answer(try player.lastAsk(Self.path(1204)), Sample.pixel.bytes)
        player.press("Enter")
        #expect(player.acts.map(\.who) == [[Sample.k3stral]])
        #expect(player.acts.first?.isEveryone == false)
    }

    @Test func `Where nobody has placed, the keys after the first are nobody's`() throws {
        var player = try playerOnTheMove()
        player.press("b 2 3")
        player.answer(try player.lastAsk(Self.path(1204)), Self.pixel(1204, nil))
        #expect(player.text.contains("nobody is chosen"))
        #expect(player.model.screen == .live && player.model.sheet == nil)
        #expect(!player.model.waitsForAuthor && player.model.typedAhead.isEmpty)
    }

    @Test func `Esc, a refusal and a lost connection end the waiting`() throws {
        var player = try playerOnTheMove()
        player.press("b 2 Esc 2")
        #expect(player.model.screen == .clients)
        player = try playerOnTheMove()
        player.press("b 2")
        player.answer(try player.lastAsk(Self.path(1204)), Array("{}".utf8), status: 500)
        #expect(!player.model.waitsForAuthor && player.model.screen == .live)
        player = try playerOnTheMove()
        player.press("b 2")
        player.play(.disconnected(reason: "closed", retryInMillis: 2000, attempt: 1))
        #expect(!player.model.waitsForAuthor && player.model.typedAhead.isEmpty)
    }

    @Test func `A screen behind the first knows whom it means, and nothing waits there`() throws {
        var player = try playerOnTheMove()
        player.press("2 b")
        #expect(!player.model.waitsForAuthor)
    }
}
