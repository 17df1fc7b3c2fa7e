import Cells
import Foundation
import TestKit
import Testing
import Wire

@testable import ConsoleCore

/// A console with a server that answers at once, played by keys.
struct ConsolePlayer {
    var model: ConsoleModel
    var now: Millis = 1000
    /// Everything that was wanted so far.
    var effects: [ConsoleEffect] = []
    /// Every act that was asked for, dry runs left out.
    var acts: [AdminAct] = []
    /// Answers a question; nil: the server has not answered yet.
    var server: (ConsoleAsk) -> (status: Int, body: [UInt8])? = ConsolePlayer.sampleAnswer

    /// A console that is connected to the sample world and looks at the sample's pixel.
    static func sample(
        width: Int = 80, height: Int = 24, options: ConsoleOptions = ConsoleOptions(),
        state: LiveState = Sample.state()
    ) throws -> ConsolePlayer {
        var player = ConsolePlayer(
            model: ConsoleModel(options: options, width: width, height: height))
        player.play(.connected)
        player.play(.state(state))
        player.play(.board(try Sample.board()))
        player.press("g 1204,566 Enter")
        player.wait(200)
        return player
    }

    static func sampleAnswer(_ ask: ConsoleAsk) -> (status: Int, body: [UInt8])? {
        if ask.path.hasPrefix("/admin/pixel") { return (200, Sample.pixel.bytes) }
        guard ask.method == "POST", let act = try? AdminAct(json: ask.body) else {
            return (404, Array(#"{"error":{"code":"not-found","message":"not in the sample"}}"#.utf8))
        }
        var answer = ActAnswer()
        answer.outcome = act.isDryRun ? .wouldDo : .done
        answer.text = "\(act.verb.rawValue) \(act.who.joined(separator: " "))"
        answer.effects = Sample.effects(act.verb)
        return (200, answer.bytes)
    }

    mutating func play(_ event: ConsoleEvent) {
        var waiting = model.update(event, at: now)
        while !waiting.isEmpty {
            let effect = waiting.removeFirst()
            effects.append(effect)
            guard case .ask(let ask) = effect else { continue }
            if ask.method == "POST", let act = try? AdminAct(json: ask.body), !act.isDryRun {
                acts.append(act)
            }
            guard let answer = server(ask) else { continue }
            let body = (try? JSONValue.parse(answer.body)) ?? .null
            waiting += model.update(
                .answer(ConsoleAnswer(id: ask.id, status: answer.status, body: body)), at: now)
        }
    }

    /// The newest question of that path.
    func lastAsk(_ path: String) throws -> ConsoleAsk {
        try #require(
            effects.reversed().lazy.compactMap { effect in
                if case .ask(let ask) = effect, ask.path == path { ask } else { nil }
            }.first)
    }

    /// Answers a question that had to wait.
    mutating func answer(_ ask: ConsoleAsk, _ body: [UInt8], status: Int = 200) {
        let body = (try? JSONValue.parse(body)) ?? .null
        play(.answer(ConsoleAnswer(id: ask.id, status: status, body: body)))
    }

    /// Lets time go by.
    mutating func wait(_ millis: Millis) {
        now += millis
        play(.tick)
    }

    /// Keys by their names; other words are typed letter by letter. `_` is a space.
    mutating func press(_ words: String) {
        for word in words.split(separator: " ") {
            for key in Self.keys(String(word)) { play(.key(key)) }
        }
    }

    static func keys(_ word: String) -> [Key] {
        let names: [String: Key] = [
            "Enter": .enter, "Esc": .escape, "Tab": .tab, "BackTab": .backTab, "Bksp": .backspace,
            "Up": .up, "Down": .down, "Left": .left, "Right": .right, "PgUp": .pageUp, "PgDn": .pageDown,
            "Home": .home, "End": .end, "ShiftUp": .shiftUp, "ShiftDown": .shiftDown,
            "ShiftLeft": .shiftLeft, "ShiftRight": .shiftRight, "F1": .function(1), "F10": .function(10),
        ]
        if let key = names[word] { return [key] }
        return word.unicodeScalars.map { .character($0 == "_" ? " " : $0) }
    }

    var text: String { model.layout(width: model.size.width, height: model.size.height).text }
}

/// Compares a screen with a file of Tests/Fixtures/console. With TOILE_GOLDEN=write in the environment the
/// files are written instead, to be read through before they are committed.
func expectGolden(
    _ player: ConsolePlayer, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let (width, height) = player.model.size
    let grid = player.model.layout(width: width, height: height)
    let file = ProjectFiles.root.appending(path: "Tests/Fixtures/console/\(name)-\(width)x\(height).txt")
    if ProcessInfo.processInfo.environment["TOILE_GOLDEN"] == "write" {
        try Data(grid.text.utf8).write(to: file)
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(grid.text == expected, sourceLocation: sourceLocation)
}
