import Canvas
import Foundation
import Service
import Session
import TestKit
import Testing

@testable import toile

/// What the command line and the configuration file come to together.
struct SettingsTests {
    private typealias Settings = ServeCommand.Settings

    /// Reads a command line, with `FILE` standing for a file of that text.
    private func settings(_ words: [String], file text: String = "") throws -> Settings {
        let file = FileManager.default.temporaryDirectory.appending(path: "toile-\(UUID().uuidString).conf")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(text.utf8).write(to: file)
        return try Settings.read(words.map { $0 == "FILE" ? file.path : $0 })
    }

    private func wishes(_ settings: Settings, _ name: String) throws -> BoardWishes {
        let board = try #require(settings.serve.boards.first { $0.name.text == name })
        return settings.serve.wishes(of: board)
    }

    @Test func `what nobody says is not said`() throws {
        let settings = try settings([])
        #expect(settings.serve.boards == [BoardOptions(name: .main)])
        #expect(settings.serve.everyBoard == BoardWishes())
        #expect(settings.serve.tickMillis == 33 && settings.serve.port == 8080)
    }

    @Test func `a file says the same as a command line`() throws {
        let text = """
            listen = [::1]:9000
            cooldown = 5000
            chat = off
            tick = 20
            deflate = on
            motd = Hello # to all
            trusted-proxy = 10.0.0.0/8
            trusted-proxy = ::1
            [board main]
            size = 30x20
            charges = 7
            [board night]
            opens = 2026-07-14T20:00:00Z
            closes = 2026-07-14T22:00:00Z
            """
        let words = [
            "--listen", "[::1]:9000", "--cooldown=5000", "--chat", "off", "--tick", "20", "--deflate",
            "--motd", "Hello", "--trusted-proxy", "10.0.0.0/8", "--trusted-proxy", "::1",
            "--board", "main=30x20,charges=7",
            "--board", "night=opens=2026-07-14T20:00:00Z,closes=2026-07-14T22:00:00Z",
        ]
        let fromFile = try settings(["--config", "FILE"], file: text)
        let fromWords = try settings(words)
        for settings in [fromFile, fromWords] {
            #expect(settings.serve.host == "::1" && settings.serve.port == 9000)
            #expect(settings.serve.isDeflateEnabled && settings.serve.messageOfTheDay == "Hello")
            #expect(settings.serve.tickMillis == 20)
            #expect(settings.serve.trustedProxies.count == 2)
            let main = try wishes(settings, "main")
            #expect(main.shape == BoardShape(width: 30, height: 20) && main.chargesMax == 7)
            #expect(main.cooldownMillis == 5000 && main.isChatEnabled == false && main.opensAtMillis == nil)
            let night = try wishes(settings, "night")
            #expect(night.opensAtMillis == 1_784_059_200_000 && night.closesAtMillis == 1_784_066_400_000)
            #expect(night.shape == nil && night.cooldownMillis == 5000)
        }
        #expect(fromFile.serve.boards.map(\.name) == fromWords.serve.boards.map(\.name))
        #expect(fromFile.serve.trustedProxies == fromWords.serve.trustedProxies)
    }

    @Test func `the command line goes before the file, and one board before all`() throws {
        let text = """
            cooldown = 1
            charges = 1
            allow-origin = https://a.example
            [board main]
            charges = 2
            cooldown = 2
            size = 9x9
            [board other]
            chat = off
            """
        let plain = try settings(["--config", "FILE"], file: text)
        #expect(try wishes(plain, "main").cooldownMillis == 2 && wishes(plain, "other").cooldownMillis == 1)
        let words = [
            "--cooldown", "3", "--board", "main=charges=4", "--board", "third=5x5", "--config", "FILE",
            "--allow-origin", "https://b.example",
        ]
        let both = try settings(words, file: text)
        #expect(both.serve.boards.map(\.name.text) == ["main", "other", "third"])
        let main = try wishes(both, "main")
        #expect(main.cooldownMillis == 3 && main.chargesMax == 4)
        #expect(main.shape == BoardShape(width: 9, height: 9))
        let other = try wishes(both, "other")
        #expect(other.cooldownMillis == 3 && other.chargesMax == 1 && other.isChatEnabled == false)
        #expect(try wishes(both, "third").shape == BoardShape(width: 5, height: 5))
        #expect(both.serve.allowedOrigins.count == 1)
    }

    @Test(arguments: [
        ("colldown = 5", ":1:1: there is no 'colldown'", "did you mean 'cooldown'?"),
        ("\n  cooldown = soon", ":2:14: cooldown soon is not possible", "whole number from 0 to 86400000"),
        ("charges = 256", ":1:11: charges 256", "from 1 to 255"),
        ("size = 5x5", ":1:1: 'size' cannot stand here", "[board NAME]"),
        ("board = main=5x5", ":1:1: 'board' cannot stand here", "[board NAME]"),
        ("config = other.conf", ":1:1: 'config' cannot stand here", "command line"),
        ("[board main]\nlisten = 127.0.0.1:1", ":2:1: 'listen' cannot stand here", "before the first"),
        ("[board main]\nsize = 0x5", ":2:8: a board of '0x5'", "sides of 1 to 4096"),
        ("[board main]\nchat = maybe", ":2:8: chat maybe", "on or off"),
        ("[board Main]", ":1:1: 'Main' is no name of a board", "a-z"),
        ("tick = 33\ntick = 34", ":2:1: 'tick' stands on line 1 already", "leave one"),
        ("deflate = yes", ":1:11: deflate yes", "on or off"),
        ("opens = tomorrow", ":1:9: opens tomorrow", "2026-07-14T20:00:00Z"),
        ("opens = 1.2", ":1:9: opens 1.2", "2026-07-14T20:00:00Z"),
        ("trusted-proxy = everybody", ":1:17: trusted-proxy everybody", "10.0.0.0/8"),
        ("palette = /none/such", ":1:11: cannot read the palette", "check"),
        ("help = on", ":1:1: there is no 'help'", "Docs/Configuration.md"),
        (
            "closes = 2026-07-14T20:00:00Z\nopens = 2026-07-14T20:00:00Z", "would close before it opens",
            "earlier"
        ),
    ])
    func `a mistake in the file says where, what and what to do`(
        text: String, what: String, remedy: String
    ) {
        let failure = #expect(throws: Failure.self) { try settings(["--config", "FILE"], file: text) }
        #expect(failure?.code == .badConfiguration)
        #expect(failure?.what.contains(what) == true, "\(failure?.what ?? "")")
        #expect(failure?.remedy.contains(remedy) == true, "\(failure?.remedy ?? "")")
    }

    @Test func `a file that is not there is a mistake too`() {
        let failure = #expect(throws: Failure.self) { try settings(["--config", "/none/such"]) }
        #expect(failure?.code == .badConfiguration)
    }
}

/// The pages that are made from the table of options.
struct OptionPagesTests {
    @Test(arguments: [
        ("Docs/Configuration.md", "--markdown"), ("Assets/toile.conf", "--sample"),
    ])
    func `the pages are what the program says`(path: String, word: String) throws {
        let page = try String(contentsOf: ProjectFiles.root.appending(path: path), encoding: .utf8)
        let isFresh = try page == OptionPages.page([word])
        #expect(isFresh, "stale: swift run toile options \(word) > \(path)")
    }

    @Test func `the moderators' guide lists the verbs that there are`() throws {
        let guide = try String(
            contentsOf: ProjectFiles.root.appending(path: "Docs/Moderation.md"), encoding: .utf8)
        let verbs = try OptionPages.page(["--verbs"]).trimmingCharacters(in: .newlines)
        #expect(guide.contains(verbs), "stale: put 'swift run toile options --verbs' into Docs/Moderation.md")
    }

    @Test func `every line of the sample means something`() throws {
        let lines = OptionPages.sample.split(separator: "\n").map { line in
            // Examples begin with the # alone, comments with one and a blank.
            line.hasPrefix("#") && !line.hasPrefix("# ") ? line.dropFirst() : line
        }
        let example = lines.filter { !$0.hasPrefix("palette") && !$0.hasPrefix("web") }
        let text = try ConfigurationText(Array(example.joined(separator: "\n").utf8))
        #expect(text.entries.count >= 20)
        var settings = ServeCommand.Settings()
        try ConfigurationFile.apply(text, to: &settings)
        #expect(settings.serve.tickMillis == 33 && settings.serve.limits.connectionsPerAddress == 256)
        #expect(settings.wishes[.main].shape == BoardShape(width: 1000, height: 1000))
        #expect(settings.wishes.every.cooldownMillis == 30_000)
    }

    @Test func `what the table says holds anyway is what holds`() throws {
        let plain = ServeOptions()
        let said = ServeCommand.options.reduce(into: [String: String]()) { $0[$1.key] = $1.standard }
        #expect(said["listen"] == "\(plain.host):\(plain.port)")
        #expect(said["tick"] == "\(plain.tickMillis)" && said["loops"] == "\(plain.loopCount)")
        #expect(said["connections-per-address"] == "\(plain.limits.connectionsPerAddress)")
        #expect(said["connections-per-session"] == "\(plain.limits.connectionsPerSession)")
        #expect(said["messages-per-second"] == "\(plain.limits.messagesPerSecond)")
        #expect(said["sessions-per-address"] == "\(plain.limits.sessionsPerAddress)")
        #expect(said["cooldown"] == "\(BoardWishes.standardRules.cooldownMillis)")
        #expect(said["charges"] == "\(BoardWishes.standardRules.chargesMax)")
        let shape = BoardWishes.standardShape
        #expect(said["size"] == "\(shape.width)x\(shape.height)")
    }
}
