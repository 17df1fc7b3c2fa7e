import Cells
import TestKit
import Testing
import Wire

@testable import ConsoleCore

/// What the keys of the screens behind the first one do.
struct ScreenTests {
    private func player(_ width: Int = 80, _ height: Int = 24) throws -> ConsolePlayer {
        try ScreenGoldenTests.player(width, height)
    }

    @Test(arguments: [(80, 24, "staff: ana 1,2"), (140, 40, "staff: ana 1,2 c5")])
    func `The feed tells whole who of the staff has placed`(width: Int, height: Int, words: String) throws {
        var player = try player(width, height)
        var state = LiveState()
        state.feed = [
            Sample.make {
                ($0.at, $0.id, $0.name, $0.x, $0.y, $0.colour) = (Sample.now, "s1", "staff: ana", 1, 2, 5)
            }
        ]
        player.play(.state(state))
        #expect(player.text.contains(words))
    }

    @Test func `The next report takes four keys`() throws {
        var player = try player()
        player.press("3 Down Down Enter")
        #expect(player.acts.map(\.verb) == [.claim])
        #expect(player.acts.first?.number == 4415)
        player.press("b 1 Enter")
        #expect(player.acts.last?.verb == .ban)
        #expect(player.acts.last?.report == 4415)
        #expect(player.acts.last?.reason == .hate)
        player.press("d")
        #expect(player.acts.last?.verb == .dismiss)
    }

    @Test func `A closed report gives way to the next one`() throws {
        var player = try player()
        player.press("3 Down d")
        var state = LiveState()
        state.reports = Sample.reports.filter { $0.number != 4417 }
        player.play(.state(state))
        #expect(player.model.lists[.reports]?.selected == "4415")
    }

    @Test func `Half a filter is not sent, a whole one is`() throws {
        var player = try player()
        player.press("2 / rate>")
        #expect(player.model.look.filter == "rate")
        player.press("Enter")
        #expect(player.text.contains("compares with nothing"))
        player.press("/ 20 Enter")
        #expect(player.model.look.filter == "rate>20")
        player.press("D")
        #expect(player.model.look.isDepartedWanted)
        player.press("o")
        #expect(player.model.look.sort == "handle")
        player.press("I")
        #expect(player.model.look.sort == "-handle")
    }

    @Test func `An area is lifted, made longer and made shorter`() throws {
        var player = try player()
        player.press("5 + - f")
        #expect(player.acts.map(\.verb) == [.extendArea, .liftArea])
        #expect(player.acts.map(\.number) == [1, 1])
        // From 7 of 10 minutes the next step up is ten, and there is none below.
        #expect(player.acts.first?.durationMillis == 600_000)
        player.press("End f")
        #expect(player.acts.count == 2)
        #expect(player.text.contains("no area that holds"))
    }

    @Test func `A ban is made longer, shorter and lifted`() throws {
        var player = try player()
        player.press("6 + -")
        #expect(player.acts.map(\.verb) == [.extendBan, .extendBan])
        #expect(player.acts.map(\.durationMillis) == [86_400_000, 3_600_000])
        player.press("z Enter")
        #expect(player.acts.last?.verb == .undo)
        #expect(player.acts.last?.number == 90_817)
    }

    @Test func `A ban for good has no longer one, and one in the shadow needs an end`() {
        #expect(DurationLadder.step(from: nil, by: 1) == nil)
        #expect(DurationLadder.step(from: 31 * Moments.day, by: 1) == 0)
        #expect(DurationLadder.step(from: nil, by: -1) == 30 * Moments.day)
        #expect(DurationLadder.step(from: Moments.minute, by: -1) == nil)
    }

    @Test func `Hits of a watch are connections`() throws {
        var player = try player()
        player.press("7 Enter")
        #expect(player.model.screen == .clients)
        #expect(player.model.look.filter == "net:10.2.0.0/16")
        player.press("7 Down Enter")
        #expect(player.model.look.filter == "client:\"no ua\"")
        player.press("7 Down Enter")
        #expect(player.model.look.filter == "on<5m")
    }

    @Test func `Any line is undone from the audit, and older ones are asked for at its end`() throws {
        var player = try player()
        player.press("8 Down z Enter")
        #expect(player.acts.last?.number == 90_817)
        #expect(player.effects.contains { isAsk($0, "/admin/audit?before=90811&limit=200") })
        player.press("End z")
        #expect(player.text.contains("not undoable: purge"))
        player.press("y")
        #expect(player.effects.contains(.copy("90811")))
    }

    private func isAsk(_ effect: ConsoleEffect, _ path: String) -> Bool {
        if case .ask(let ask) = effect { ask.path == path } else { false }
    }

    @Test func `Somebody is found by name, looked at over other times, and left`() throws {
        var player = try player()
        player.press("4 / k3 Enter")
        #expect(player.effects.contains { isAsk($0, "/admin/people?limit=200&find=k3") })
        player.press("Enter")
        #expect(player.model.person.who?.id == Sample.k3stral)
        player.press("t t")
        #expect(player.model.person.windowMillis == 0)
        player.press("y")
        #expect(player.effects.contains(.copy(CellText(Sample.k3stral))))
        player.press("Esc")
        #expect(player.model.person.who == nil)
    }

    @Test func `Who is here is asked again and again while it is shown, and not while it is paused`() throws {
        var player = try player()
        func askedCount(_ player: ConsolePlayer) -> Int {
            player.effects.count { isAsk($0, "/admin/people?limit=200&sort=-perMinute") }
        }
        player.press("4")
        #expect(askedCount(player) == 1)
        player.wait(PeopleScreen.refreshMillis - 1)
        #expect(askedCount(player) == 1)
        player.wait(1)
        #expect(askedCount(player) == 2)
        player.press("p")
        player.wait(PeopleScreen.refreshMillis)
        #expect(askedCount(player) == 2)
        player.press("p 1")
        let count = askedCount(player)
        player.wait(PeopleScreen.refreshMillis)
        #expect(askedCount(player) == count)
    }

    @Test(arguments: ["2", "3", "4", "5", "6", "7", "8", "9"])
    func `Every list is saved as comma separated values`(digit: String) throws {
        var player = try player()
        player.press("\(digit) E")
        let saved = player.effects.contains {
            if case .export(_, let text) = $0 { text.contains("\r\n") } else { false }
        }
        #expect(saved)
    }

    @Test(arguments: ["3", "5", "6", "7", "8"])
    func `What is saved are the rows that are shown`(digit: String) throws {
        var player = try player()
        player.press("\(digit) / nobody-is-called-so Enter E")
        let saved = player.effects.compactMap {
            if case .export(_, let text) = $0 { text } else { nil }
        }
        #expect(saved.map { $0.split(separator: "\r\n").count } == [1])
    }

    @Test func `A pane of the numbers is looked at, and saved second by second`() throws {
        var player = try player()
        player.press("9")
        let whole = player.text
        player.press("Tab Tab Tab Tab Tab")
        #expect(player.text.contains("[cpu 22 %"))
        #expect(player.text.contains(" on average"))
        player.press("E")
        let saved = player.effects.compactMap {
            if case .export(_, let text) = $0 { text } else { nil }
        }
        let rows = saved.first?.split(separator: "\r\n") ?? []
        #expect(rows.first == "secondsAgo,processorPercent" && rows.count > 2)
        #expect(rows.last?.hasPrefix("0,") == true)
        player.press("Tab Tab")
        #expect(player.text == whole)
        player.press("BackTab")
        #expect(player.text.contains("[disk journal"))
        player.press("Esc")
        #expect(player.text == whole)
        player.play(.key(.mouse(MouseEvent(x: 60, y: 4, kind: .press))))
        #expect(player.text.contains("[placements"))
    }

    @Test func `A hundred thousand bans are filtered, sorted and drawn`() throws {
        var state = ScreenSample.state()
        state.bans = (0..<100_000).map { number in
            Sample.make {
                ($0.number, $0.name, $0.person) = (UInt64(number), "n\(number)", "p\(number)")
                ($0.at, $0.by) = (Sample.now, number % 2 == 0 ? "ana" : "leo")
            }
        }
        var player = try ScreenGoldenTests.player(80, 24, state)
        player.press("6 End")
        #expect(player.text.contains(">n99999"))
        player.press("/ by:ana Enter End")
        #expect(player.text.contains(">n99998"))
    }

    @Test(arguments: [
        ("leo", "a8f1 leo (mod) "), ("margot", "a8f1 margot    "), ("anne-laure", "a8f1 anne-lau~ "),
    ])
    func `The name of staff goes before the word that they are`(name: String, shown: String) throws {
        var state = ScreenSample.state()
        state.connections?.rows = ScreenSample.connections.map { row in
            var row = row
            if row.handle == "a8f1" { row.name = name }
            return row
        }
        var player = try ScreenGoldenTests.player(80, 24, state)
        player.press("2")
        #expect(player.text.contains(shown), "\(player.text)")
    }

    @Test(arguments: [(80, 24), (140, 40)])
    func `Names that were made to do harm stay where names stand`(width: Int, height: Int) throws {
        let evil = "\u{1b}]0;x\u{7}\u{202e}k3\n\t漢字漢字漢字漢字漢字e\u{301}\u{301}\u{301}"
        var state = ScreenSample.state()
        state.connections?.rows = ScreenSample.connections.map { row in
            var row = row
            (row.name, row.client, row.network, row.flags) = (evil, evil, evil, [evil])
            return row
        }
        state.bans = ScreenSample.bans.map { ban in
            var ban = ban
            (ban.name, ban.message, ban.by, ban.appeal) = (evil, evil, evil, evil)
            return ban
        }
        state.reports = Sample.reports.map { report in
            var report = report
            (report.name, report.claimedBy) = (evil, evil)
            report.reporters = [Sample.make { ($0.name, $0.text) = (evil, evil) }]
            return report
        }
        state.audit = ScreenSample.audit.map { line in
            var line = line
            (line.text, line.by, line.noInverse) = (evil, evil, evil)
            return line
        }
        var player = try ScreenGoldenTests.player(width, height, state)
        for keys in ["2", "2 Enter", "3", "6", "6 Enter", "Esc", "8", "8 Enter", "Esc", "7", "5"] {
            player.press(keys)
            let text = player.text
            #expect(!text.unicodeScalars.contains("\u{1b}") && !text.unicodeScalars.contains("\u{202e}"))
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count == height + 1)
        }
    }

    @Test(arguments: 0..<6)
    func `No keys trap on any screen of a full world`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 77)
        let words = "123456789hjklvV*oInN+-=abXmrwcdeiutpTD/fz!y".unicodeScalars.map { Key.character($0) }
        let keys = words + [.enter, .escape, .tab, .up, .down, .pageDown, .end, .home, .backspace]
        var player = try player(seed % 2 == 0 ? 80 : 140, seed % 3 == 0 ? 16 : 40)
        for _ in 0..<400 {
            player.play(.key(keys.randomElement(using: &random) ?? .enter))
            #expect(
                player.model.layout(width: player.model.size.width, height: player.model.size.height).height
                    > 0)
        }
    }
}
