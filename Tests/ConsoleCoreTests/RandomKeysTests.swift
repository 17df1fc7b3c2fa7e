import Cells
import TestKit
import Testing
import Wire

@testable import ConsoleCore

/// Whatever is pressed and told: the console goes on, and draws exactly its terminal.
struct RandomKeysTests {
    private static let keys: [Key] =
        "123456789hjklHJKL vV*/oInNgzZ!AbXmrfwcdeiutp+-=0Gy:?EqasxFVB_|\u{301}\u{202e}é漢\u{0}"
        .unicodeScalars.map { .character($0) } + [
            .enter, .enter, .enter, .escape, .tab, .backTab, .backspace, .delete, .insert, .up, .down, .left,
            .right, .shiftUp, .shiftDown, .shiftLeft, .shiftRight, .pageUp, .pageDown, .home, .end,
            .function(1), .function(3), .function(4), .function(5), .function(6), .function(9),
            .control("u"), .control("w"), .control("g"), .paste("9999999999999999999,1\n"),
            .paste("\u{1b}[31mred"),
        ]
    private static let sizes = [
        (80, 24), (140, 40), (60, 16), (59, 15), (1, 1), (3, 200), (300, 2), (97, 31),
    ]

    @Test(arguments: 0..<12)
    func `No keys and no news trap, and every screen has its size`(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed) &+ 1)
        var player = try ConsolePlayer.sample()
        for step in 0..<300 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0:
                let size = Self.sizes.randomElement(using: &random) ?? (80, 24)
                player.play(.key(.resize(width: size.0, height: size.1)))
            case 1: player.play(.disconnected(reason: "x", retryInMillis: .max, attempt: .max))
            case 2: player.play(.connected)
            case 3: player.play(.state(Self.state(&random)))
            case 4:
                let index = Int.random(in: -5...5_000_000, using: &random)
                player.play(.pixelsChanged([PixelChange(index: index, colour: 255)]))
            case 5: player.wait(.random(in: 0...5000, using: &random))
            case 6...8: player.play(.key(Self.mouse(&random)))
            default: player.play(.key(Self.keys.randomElement(using: &random) ?? .enter))
            }
            guard step % 5 == 0 else { continue }
            let size = Self.sizes.randomElement(using: &random) ?? (80, 24)
            let grid = player.model.layout(width: size.0, height: size.1)
            #expect(grid.width == size.0 && grid.height == size.1)
            #expect(grid.text.split(separator: "\n", omittingEmptySubsequences: false).count >= size.1)
        }
    }

    private static func mouse(_ random: inout SeededRandom) -> Key {
        let kinds: [MouseEvent.Kind] = [.press, .release, .drag, .wheelUp, .wheelDown, .doubleClick]
        return .mouse(
            MouseEvent(
                x: .random(in: -2...150, using: &random), y: .random(in: -2...45, using: &random),
                kind: kinds.randomElement(using: &random) ?? .press))
    }

    /// News with hostile texts and numbers at the ends of what can be told.
    private static func state(_ random: inout SeededRandom) -> LiveState {
        let names = [
            "\u{1b}]0;x\u{7}", String(repeating: "漢", count: 500), "", "a\nb\tc", "\u{202e}evil", "é",
        ]
        let numbers = [Int.min, -1, 0, 1, 2001, Int.max]
        let times = [Int64.min, -1, 0, Sample.now, Int64.max]
        func name() -> String { names.randomElement(using: &random) ?? "" }
        func number() -> Int { numbers.randomElement(using: &random) ?? 0 }
        func time() -> Int64 { times.randomElement(using: &random) ?? 0 }
        var state = LiveState()
        state.at = time()
        state.host = name()
        let role = StaffRole.allCases.randomElement(using: &random) ?? .admin
        state.you = Sample.make { ($0.user, $0.role) = (name(), role) }
        state.boards = [
            Sample.make {
                ($0.name, $0.width, $0.online, $0.perSecond) = ("main", number(), number(), number())
                ($0.cooldownMillis, $0.rates) = (time(), [number(), number(), number()])
            }
        ]
        state.reports = (0..<Int.random(in: 0..<40, using: &random)).map { index in
            Sample.make {
                ($0.number, $0.x, $0.y) = (UInt64(index), number(), number())
                ($0.name, $0.at, $0.person, $0.claimedBy) = (name(), time(), name(), name())
            }
        }
        state.areas = [
            Sample.make {
                ($0.board, $0.x, $0.y) = ("main", number(), number())
                ($0.width, $0.height) = (number(), number())
                ($0.why, $0.until) = (name(), time())
            }
        ]
        state.defence = [
            Sample.make { ($0.board, $0.level, $0.until, $0.by) = ("main", number(), time(), name()) }
        ]
        state.feed = [
            Sample.make {
                ($0.at, $0.name, $0.x, $0.y, $0.handle) = (time(), name(), number(), number(), name())
            }
        ]
        state.audit = [
            Sample.make {
                ($0.number, $0.at, $0.by, $0.until, $0.text) = (.max, time(), name(), time(), name())
            }
        ]
        return state
    }
}
