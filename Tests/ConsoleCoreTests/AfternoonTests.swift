import Foundation
import TestKit
import Testing
import Wire

import struct Canvas.Digest

@testable import ConsoleCore

/// One console that walks through all screens and sheets of the sample, one after the other, and the script
/// of that walk for those who play it on a real terminal: Tests/Console/test_screens.py, against a server
/// that knows the same afternoon by heart. Both compare with the very same files.
struct AfternoonTests {
    /// A picture on the way.
    struct Step {
        /// The file of the picture.
        let name: String
        /// What leads there.
        let keys: String
        /// What leads away again.
        var back = ""
        /// What the server says before it: a name of `states`.
        var state: String?
    }

    static let steps: [Step] = [
        Step(name: "live", keys: "g 1204,566 Enter", state: "without areas"),
        Step(name: "ban", keys: "b", back: "Esc"),
        Step(name: "rollback", keys: "r", back: "Esc"),
        Step(name: "freeze", keys: "f attack_on_the_cat", back: "Esc"),
        Step(name: "announce", keys: "A Maintenance_in_5_minutes", back: "Esc"),
        Step(name: "help", keys: "?", back: "Esc"),
        Step(name: "mute", keys: "m", back: "Esc"),
        Step(name: "kick", keys: "X", back: "Esc"),
        Step(name: "defence", keys: "! 2", back: "Esc"),
        Step(name: "note", keys: "i seen_before", back: "Esc"),
        Step(name: "command", keys: ": ban_k3", back: "Esc"),
        Step(name: "clients", keys: "2 ___ Home", back: "V", state: "with areas"),
        Step(name: "reports", keys: "3"),
        Step(name: "reports-then", keys: "3 t", back: "t"),
        Step(name: "people-list", keys: "4"),
        Step(name: "people", keys: "2 Enter"),
        Step(name: "areas", keys: "5"),
        Step(name: "bans", keys: "6"),
        Step(name: "bans-why", keys: "6 Enter", back: "Enter"),
        Step(name: "audit", keys: "8"),
        Step(name: "audit-detail", keys: "8 Enter", back: "Enter"),
        Step(name: "health", keys: "9"),
        Step(name: "attack", keys: "7", state: "attack"),
        Step(name: "attack-heat", keys: "Tab", back: "Tab"),
        Step(name: "live", keys: "1", state: "without areas"),
    ]

    /// What the server's clock says in all pictures.
    static let clockAt = Sample.now + 200

    /// What the server says on the way, by name.
    static func states() -> [String: LiveState] {
        var (without, with, attack) = (LiveState(), LiveState(), LiveState())
        (without.areas, without.defence) = ([], [])
        with.areas = ScreenSample.areas
        attack.defence = [ScreenSample.defence]
        return ["without areas": without, "with areas": with, "attack": attack]
    }

    /// Walks, and shows every picture on the way.
    static func walk(_ player: inout ConsolePlayer, picture: (ConsolePlayer, String) throws -> Void) throws {
        player.play(.connected)
        player.play(.state(ScreenSample.state()))
        player.play(.board(try Sample.board()))
        for step in steps {
            if let state = step.state { player.play(.state(try #require(states()[state]))) }
            player.press(step.keys)
            player.wait(500)
            // On the server's clock the whole afternoon is one moment.
            var clock = LiveState()
            clock.at = clockAt
            player.play(.state(clock))
            try picture(player, step.name)
            player.press(step.back)
        }
    }

    static func player(_ width: Int, _ height: Int, isMono: Bool = false) -> ConsolePlayer {
        var options = ConsoleOptions()
        options.isMono = isMono
        var player = ConsolePlayer(model: ConsoleModel(options: options, width: width, height: height))
        player.server = ScreenSample.answer
        return player
    }

    @Test(arguments: [(80, 24), (140, 40)])
    func `A console that has been everywhere shows what a fresh one does`(width: Int, height: Int) throws {
        var player = Self.player(width, height)
        try Self.walk(&player) { try expectGolden($0, $1) }
    }

    @Test(arguments: [(80, 24), (140, 40)])
    func `Without colours every screen shows letters for pixels`(width: Int, height: Int) throws {
        var player = Self.player(width, height, isMono: true)
        try Self.walk(&player) { try expectGolden($0, "mono/" + $1) }
    }

    @Test func `The scripted server knows this afternoon`() throws {
        var answers: [String: Any] = [:]
        for (width, height) in [(80, 24), (140, 40)] {
            var player = Self.player(width, height)
            player.server = { ask in
                let answer = ScreenSample.answer(ask)
                if let answer {
                    answers[Self.name(of: ask)] = ["status": answer.status, "body": Self.object(answer.body)]
                }
                return answer
            }
            try Self.walk(&player) { _, _ in }
        }
        let sample: [String: Any] = [
            "answers": answers, "board": try Self.board(), "clock": Self.clockAt,
            "state": Self.object(ScreenSample.state().bytes),
            "states": Self.states().mapValues { Self.object($0.bytes) },
            "steps": Self.steps.map { step in
                ["name": step.name, "keys": step.keys, "back": step.back, "state": step.state ?? ""]
            },
        ]
        try expectSample(sample)
    }

    private func expectSample(_ sample: [String: Any]) throws {
        let text = try JSONSerialization.data(
            withJSONObject: sample, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        let file = ProjectFiles.root.appending(path: "Tests/Fixtures/console/sample.json")
        if ProcessInfo.processInfo.environment["TOILE_GOLDEN"] == "write" { try text.write(to: file) }
        // Compared as values: how a number is spelled is not at stake.
        let known = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? NSDictionary)
        let expected = try #require(JSONSerialization.jsonObject(with: text) as? NSDictionary)
        #expect(known == expected)
    }

    /// How the scripted server looks an answer up.
    private static func name(of ask: ConsoleAsk) -> String {
        guard ask.method == "POST" else { return "\(ask.method) \(ask.path)" }
        let isDryRun = (try? AdminAct(json: ask.body))?.isDryRun == true
        return "\(ask.method) \(ask.path) \(isDryRun ? "dry" : "done")"
    }

    private static func object(_ bytes: [UInt8]) -> Any {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) ?? [:]
    }

    /// The board: what is not empty, in runs.
    private static func board() throws -> [String: Any] {
        let board = try Sample.board()
        var runs: [[Any]] = []
        var (start, run) = (0, "")
        for (index, colour) in board.colours.enumerated() where colour != 0 || !run.isEmpty {
            if colour == 0 {
                runs.append([start, run])
                run = ""
            } else {
                if run.isEmpty { start = index }
                run += (colour < 16 ? "0" : "") + String(colour, radix: 16)
            }
        }
        return [
            "digest": Int(Digest(of: board.colours).value),
            "name": "main", "width": board.width, "height": board.height,
            "palette": board.palette.map(\.text), "paletteNames": [String](),
            "seq": Int(Sample.boardNumbers.seq), "runs": runs,
        ]
    }
}
