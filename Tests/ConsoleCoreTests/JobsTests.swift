import Cells
import Testing
import Wire

@testable import ConsoleCore

/// The jobs of a moderator, with the keys they take.
struct JobsTests {
    @Test func `A ban of the author under the cursor takes three keys`() throws {
        var player = try ConsolePlayer.sample()
        player.press("b 2 Enter")
        let act = try #require(player.acts.first)
        #expect(player.acts.count == 1)
        #expect(act.verb == .ban && act.who == [Sample.k3stral] && act.reason == .botting)
        #expect(act.scope == .account && act.kind == .ban)
        #expect(act.durationMillis == 86_400_000 && act.windowMillis == 3_600_000)
        #expect(act.seen == 90_816)
        #expect(player.model.sheet == nil)
    }

    @Test func `A rollback takes two keys and an area two`() throws {
        var player = try ConsolePlayer.sample()
        player.press("r Enter f Enter")
        #expect(player.acts.map(\.verb) == [.rollback, .area])
        #expect(player.acts[0].who == [Sample.k3stral] && player.acts[0].windowMillis == 3_600_000)
        #expect(player.acts[1].mode == .frozen && player.acts[1].durationMillis == 600_000)
        for act in player.acts {
            #expect([act.x, act.y, act.width, act.height] == [1172, 534, 64, 64])
        }
    }

    @Test func `A rectangle that was selected is what is frozen`() throws {
        var player = try ConsolePlayer.sample()
        player.press("v ShiftRight ShiftDown v f Enter")
        let act = try #require(player.acts.first)
        #expect([act.x, act.y, act.width, act.height] == [1204, 566, 11, 11])
    }

    @Test func `A defence takes three keys, an announcement two and its text`() throws {
        var player = try ConsolePlayer.sample()
        player.press("! 2 Enter A Back_soon Enter")
        #expect(player.acts.map(\.verb) == [.defence, .announce])
        #expect(player.acts[0].level == 2 && player.acts[0].durationMillis == 900_000)
        #expect(player.acts[1].text == "Back soon" && player.acts[1].who.isEmpty)
    }

    @Test func `A defence that holds already is nothing to apply`() throws {
        var state = Sample.state()
        state.defence = []
        var player = try ConsolePlayer.sample(state: state)
        player.press("! Enter")
        #expect(player.text.contains("effect  none: this is how it is now"))
        #expect(player.acts.isEmpty && player.model.sheet != nil)
        player.press("2 0 F Enter")
        #expect(player.acts.map(\.verb) == [.freeze])
    }

    @Test func `Only a ban that somebody else was faster with can be lengthened`() throws {
        let conflict = #"{"error":{"code":"conflict","message":"leo set level 2 at 14:02:33."}}"#
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            let isAct = ask.path == "/admin/defence" && !isDryRun(ask)
            return isAct ? (409, Array(conflict.utf8)) : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("! 2 Enter")
        #expect(player.text.contains("6 conflict: leo set level 2 at 14:02:33. Enter = look  "))
    }

    @Test func `What was refused can be tried again, and what is written is kept first`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in
            ask.path == "/admin/kick"
                ? (404, Array(#"{"error":{"code":"not-found","message":"k3stral is not here."}}"#.utf8))
                : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("X")
        #expect(player.text.contains("not-found: k3stral is not here."))
        #expect(player.text.contains("Enter tries again   Esc cancel"))
        player.press("Esc b e")
        #expect(player.text.contains("Enter keep   Tab other language"))
        #expect(!player.text.contains("Enter apply"))
    }

    @Test func `An announcement to people who are not selected goes to nobody, not to everybody`() throws {
        var player = try ConsolePlayer.sample()
        player.press("A Hello Tab Enter")
        #expect(player.acts.isEmpty && player.model.sheet != nil)
        player.press("Tab Enter")
        #expect(player.acts.map(\.who) == [[Sample.k3stral]])
    }

    @Test func `A trail takes one key`() throws {
        var player = try ConsolePlayer.sample()
        player.press("u")
        #expect(player.model.screen == .people && player.model.person.who?.id == Sample.k3stral)
    }

    @Test func `An undo that touches nobody else takes one key, else Enter`() throws {
        var player = try ConsolePlayer.sample()
        player.press("z")
        #expect(player.acts.map(\.verb) == [.undo] && player.acts[0].number == 90_816)

        player = try ConsolePlayer.sample()
        player.server = { ask in
            guard ask.path == "/admin/undo" else { return ConsolePlayer.sampleAnswer(ask) }
            var answer = ActAnswer()
            answer.text = "lift ban of k3stral, 281 of 288 px back, notice withdrawn"
            (answer.effects.pixelsKept, answer.effects.keptPeople) = (7, 5)
            return (200, answer.bytes)
        }
        player.press("z")
        #expect(player.acts.isEmpty)
        #expect(player.text.contains("lift ban of k3stral, 281 of 288 px back, notice"))
        player.press("Enter")
        #expect(player.acts.map(\.verb) == [.undo])
    }

    @Test func `Of a ban with a rollback the ban is undone, and the rollback with it`() throws {
        var state = Sample.state()
        state.audit = [
            Sample.entry(90_818, Sample.now, "ana", "rollback k3stral") { $0.verb = .ban },
            Sample.entry(90_817, Sample.now, "ana", "ban k3stral") { $0.verb = .ban },
        ]
        var player = try ConsolePlayer.sample(state: state)
        player.press("z")
        #expect(player.acts.map(\.number) == [90_817])
    }

    @Test func `Nothing is applied twice while an answer is awaited`() throws {
        var player = try ConsolePlayer.sample()
        player.server = { ask in ask.path == "/admin/ban" ? nil : ConsolePlayer.sampleAnswer(ask) }
        player.press("b Enter Enter Enter")
        #expect(player.acts.count == 1)
        #expect(player.text.contains("being applied ..."))
    }

    @Test func `Whoever comes second is told, looks, or lengthens`() throws {
        var state = Sample.state()
        state.bans = [
            Sample.make { ($0.number, $0.person, $0.name) = (7, Sample.k3stral, "k3stral") }
        ]
        let conflict = #"{"error":{"code":"conflict","message":"leo banned 24 h at 14:02:33"}}"#
        var player = try ConsolePlayer.sample(state: state)
        player.server = { ask in
            let isBan = ask.path == "/admin/ban" && ask.body["dryRun"] != .bool(true)
            return isBan ? (409, Array(conflict.utf8)) : ConsolePlayer.sampleAnswer(ask)
        }
        player.press("b Enter")
        #expect(player.text.contains("6 conflict: leo banned 24 h at 14:02:33. Enter = look, + ="))
        var other = player
        other.press("Enter")
        #expect(other.model.screen == .bans && other.model.sheet == nil)
        player.press("+")
        #expect(player.acts.map(\.verb) == [.ban, .extendBan])
        #expect(player.acts.last?.number == 7 && player.model.sheet == nil)
    }

    @Test func `Readers see no keys that act, and get nothing done by them`() throws {
        var options = ConsoleOptions()
        options.isReadOnly = true
        var player = try ConsolePlayer.sample(options: options)
        #expect(!player.text.contains("b ban"))
        player.press("b 2 Enter r Enter f Enter ! 2 Enter A x Enter X Enter m Enter c Enter w d e z Z")
        #expect(player.acts.isEmpty)
    }

    @Test func `Without a connection acts are refused, Enter tries again and q ends`() throws {
        var player = try ConsolePlayer.sample()
        player.play(.disconnected(reason: "closed", retryInMillis: 2000, attempt: 1))
        player.press("b r f ! A w z")
        #expect(player.acts.isEmpty && player.model.sheet == nil)
        player.press("Enter q")
        #expect(player.effects.suffix(2) == [.reconnectNow, .quit])
    }

    @Test func `A line of commands is what the shell understands`() throws {
        var player = try ConsolePlayer.sample()
        player.press(": ban_k3stral_24h_-r_botting Enter")
        #expect(player.acts.map(\.verb) == [.ban] && player.acts[0].who == ["k3stral"])
        player.press(": bans Enter")
        #expect(player.model.screen == .bans)
        player.press(": bna_k3stral Enter")
        #expect(player.model.sheet?.form is CommandForm)
        player.press("Esc : Up Up Enter")
        #expect(player.acts.count == 2)
    }

    @Test func `What is removed for good asks for the word`() throws {
        var player = try ConsolePlayer.sample()
        var act = AdminAct(.removeChat)
        act.number = 12
        player.model.openSheet(WordForm(act: act, lines: ["Remove line 12 of the chat."], word: "REMOVE"))
        player.press("REMO Enter")
        #expect(player.acts.isEmpty)
        player.press("VE Enter")
        #expect(player.acts.map(\.word) == ["REMOVE"])
    }

    @Test func `A place that was named before the board came is looked at when it comes`() throws {
        var player = ConsolePlayer(model: ConsoleModel(width: 80, height: 24))
        player.play(.connected)
        player.play(.state(Sample.state()))
        player.press("g 1204,566 Enter")
        player.play(.board(try Sample.board()))
        player.press("Right")
        #expect(player.text.contains("cursor 1205,566"))
    }

    @Test func `A terminal that was small for a while shows the same view as before`() throws {
        var player = try ConsolePlayer.sample()
        let before = player.text
        player.play(.key(.resize(width: 40, height: 10)))
        player.play(.key(.resize(width: 80, height: 24)))
        #expect(player.text == before)
    }
}

/// Whether a question is only what an act would do.
func isDryRun(_ ask: ConsoleAsk) -> Bool { ask.body["dryRun"] == .bool(true) }
