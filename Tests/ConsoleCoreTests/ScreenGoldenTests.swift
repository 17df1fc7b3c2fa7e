import Testing
import Wire

@testable import ConsoleCore

/// The screens behind the first one, exactly as they stand on a terminal.
struct ScreenGoldenTests {
    static let screens: [(keys: String, name: String)] = [
        ("2 ___ Home", "clients"), ("3", "reports"), ("3 t", "reports-then"), ("2 Enter", "people"),
        ("4", "people-list"), ("5", "areas"), ("6", "bans"), ("7", "attack"), ("7 Tab", "attack-heat"),
        ("8", "audit"), ("9", "health"), ("6 Enter", "bans-why"), ("8 Enter", "audit-detail"),
    ]

    static func player(
        _ width: Int, _ height: Int, _ state: LiveState = ScreenSample.state(),
        options: ConsoleOptions = ConsoleOptions()
    ) throws -> ConsolePlayer {
        var player = try ConsolePlayer.sample(width: width, height: height, options: options, state: state)
        player.server = ScreenSample.answer
        return player
    }

    @Test(arguments: screens, [(80, 24), (140, 40), (100, 30)])
    func `Every screen stands as it was agreed upon`(
        screen: (keys: String, name: String), size: (width: Int, height: Int)
    ) throws {
        var state = ScreenSample.state()
        if screen.name.hasPrefix("attack") { state.defence = [ScreenSample.defence] }
        var player = try Self.player(size.width, size.height, state)
        player.press(screen.keys)
        player.play(.tick)
        try expectGolden(player, screen.name)
    }

    @Test(arguments: ["2", "3", "2 Enter", "5", "6", "7", "8", "9"])
    func `Without colours and blocks a screen says the same`(keys: String) throws {
        var options = ConsoleOptions()
        (options.isASCII, options.isMono) = (true, true)
        var player = try Self.player(80, 24, options: options)
        player.press(keys)
        try expectGolden(player, "ascii-" + keys.replacing(" ", with: "-"))
        #expect(player.text.unicodeScalars.allSatisfy { $0.isASCII })
    }

    @Test(arguments: ["2", "3", "4", "5", "6", "7", "8", "9"])
    func `A server where nothing has happened yet is no riddle`(digit: String) throws {
        var state = LiveState()
        (state.at, state.host) = (Sample.now, "place.example")
        state.you = Sample.make { ($0.user, $0.role) = ("ana", .admin) }
        var player = try ConsolePlayer.sample(state: state)
        player.press(digit)
        try expectGolden(player, "empty-\(digit)")
    }
}
