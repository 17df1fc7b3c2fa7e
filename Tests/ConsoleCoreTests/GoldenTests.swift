import Cells
import Testing
import Wire

@testable import ConsoleCore

/// Screens and sheets, exactly as they stand on a terminal.
struct GoldenTests {
    @Test(arguments: [(80, 24), (140, 40), (60, 16), (100, 30)])
    func `The first screen shows the board, the pixel and the feed`(width: Int, height: Int) throws {
        try expectGolden(.sample(width: width, height: height), "live")
    }

    @Test func `Without colours a pixel is a letter`() throws {
        var options = ConsoleOptions()
        (options.isASCII, options.isMono) = (true, true)
        try expectGolden(.sample(options: options), "live-ascii")
    }

    @Test(arguments: [
        ("b", "ban"), ("r", "rollback"), ("f attack_on_the_cat", "freeze"),
        ("A Maintenance_in_5_minutes", "announce"), ("?", "help"), ("m", "mute"), ("X", "kick"),
        ("! 2", "defence"), ("i seen_before", "note"), (": ban_k3", "command"),
    ])
    func `A sheet says what it would do`(keys: String, name: String) throws {
        for (width, height) in [(80, 24), (140, 40)] {
            var player = try ConsolePlayer.sample(width: width, height: height)
            player.press(keys)
            player.wait(500)
            try expectGolden(player, name)
        }
    }

    @Test func `A lost connection is said over what was known`() throws {
        var player = try ConsolePlayer.sample()
        player.play(.disconnected(reason: "closed", retryInMillis: 6000, attempt: 3))
        player.wait(4000)
        try expectGolden(player, "stale")
    }

    @Test func `Help for a small terminal fits it`() throws {
        var player = try ConsolePlayer.sample(width: 40, height: 10)
        player.press("?")
        try expectGolden(player, "help")
    }

    @Test(arguments: ["b", "m", "r", "!  2", "X"])
    func `A sheet on a small terminal ends with its keys`(keys: String) throws {
        var player = try ConsolePlayer.sample(width: 40, height: 10)
        player.press(keys)
        player.wait(500)
        let lines = player.text.split(separator: "\n")
        let border = try #require(lines.lastIndex { $0.hasPrefix("└") || $0.hasPrefix(" └") })
        #expect(lines[border - 1].contains("Enter apply"), "\(player.text)")
    }

    @Test(arguments: 1...12)
    func `A box leaves out blank lines first, and never the last`(rows: Int) {
        let lines: [CellText] = ["who", "reason", "", "for", "", "effect", "more", "Enter"]
        let fitted = SheetBox.fitted(lines, rows: rows)
        #expect(fitted.count <= max(rows, 1))
        #expect(fitted.last == "Enter")
        switch rows {
        case 8...: #expect(fitted == lines)
        case 6...7: #expect(fitted == lines.filter { !$0.isEmpty })
        case 4...5:
            #expect(fitted.suffix(4) == ["...", "effect", "more", "Enter"])
            #expect(fitted.count == rows)
        default: #expect(fitted == Array(lines.suffix(rows)))
        }
    }

    @Test func `A small terminal shows the reports`() throws {
        try expectGolden(.sample(width: 40, height: 10), "triage")
    }
}
