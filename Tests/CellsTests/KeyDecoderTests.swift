import Cells
import TestKit
import Testing

@Suite struct KeyDecoderTests {
    /// All keys of a text, and what is left is given up.
    private func keys(_ bytes: [UInt8], sizes: [Int] = []) -> [Key] {
        var decoder = KeyDecoder()
        var keys: [Key] = []
        var rest = bytes[...]
        for size in sizes + [bytes.count] {
            decoder.take(rest.prefix(size))
            rest = rest.dropFirst(size)
            while let key = decoder.next(nowMillis: 0) { keys.append(key) }
        }
        decoder.giveUp()
        while let key = decoder.next(nowMillis: 0) { keys.append(key) }
        return keys
    }

    private static let table: [(String, [Key])] = [
        ("a", [.character("a")]), (" ", [.character(" ")]),
        ("é漢🙂", [.character("é"), .character("漢"), .character("🙂")]),
        ("\r\n\t\u{7f}\u{8}", [.enter, .enter, .tab, .backspace, .backspace]),
        ("\u{0}\u{1}\u{1a}\u{1f}", [.control(" "), .control("a"), .control("z"), .control("_")]),
        ("\u{1b}", [.escape]), ("\u{1b}\u{1b}", [.escape, .escape]), ("\u{1b}q", [.escape, .character("q")]),
        ("\u{1b}[", [.escape, .character("[")]), ("\u{1b}O", [.escape, .character("O")]),
        ("\u{1b}[A\u{1b}[B\u{1b}[C\u{1b}[D", [.up, .down, .right, .left]),
        ("\u{1b}OA\u{1b}OB\u{1b}OC\u{1b}OD", [.up, .down, .right, .left]),
        ("\u{1b}[1;2A\u{1b}[1;2D\u{1b}[1;6B\u{1b}[1;5C", [.shiftUp, .shiftLeft, .shiftDown, .right]),
        ("\u{1b}[a\u{1b}[d", [.shiftUp, .shiftLeft]),
        (
            "\u{1b}[H\u{1b}[F\u{1b}OH\u{1b}OF\u{1b}[1~\u{1b}[4~\u{1b}[7~\u{1b}[8~",
            [.home, .end, .home, .end, .home, .end, .home, .end]
        ),
        ("\u{1b}[2~\u{1b}[3~\u{1b}[5~\u{1b}[6~\u{1b}[3;5~", [.insert, .delete, .pageUp, .pageDown, .delete]),
        ("\u{1b}[Z\u{1b}OM", [.backTab, .enter]),
        // As long as a sequence may be.
        ("\u{1b}[" + String(repeating: "1;", count: 15) + "1A", [.up]),
        (
            "\u{1b}[" + String(repeating: "1", count: 32) + "A",
            "11111111111111111111111111111111A".unicodeScalars.map { .character($0) }
        ),
        (
            "\u{1b}OP\u{1b}OS\u{1b}[11~\u{1b}[15~\u{1b}[17~\u{1b}[21~\u{1b}[23~\u{1b}[24~",
            [1, 4, 1, 5, 6, 10, 11, 12].map { .function($0) }
        ),
        ("\u{1b}[[A\u{1b}[[E\u{1b}[[Z", [.function(1), .function(5)]),
        // What means nothing to us vanishes as a whole.
        ("\u{1b}[?1;2cx\u{1b}[99~y\u{1b}[I\u{1b}[O", [.character("x"), .character("y")]),
        ("\u{1b}[M !!z", [.character("z")]), ("\u{9b}\u{301}\u{202e}\u{e000}", []),
        ("\u{1b}[99999999999999999999999999;2A", [.shiftUp]),
        // The mouse.
        (
            "\u{1b}[<0;1;1M\u{1b}[<0;1;1m",
            [.mouse(MouseEvent(x: 0, y: 0, kind: .press)), .mouse(MouseEvent(x: 0, y: 0, kind: .release))]
        ),
        (
            "\u{1b}[<2;80;24M\u{1b}[<34;79;24M",
            [
                .mouse(MouseEvent(x: 79, y: 23, kind: .press, button: .right)),
                .mouse(MouseEvent(x: 78, y: 23, kind: .drag, button: .right)),
            ]
        ),
        (
            "\u{1b}[<64;5;6M\u{1b}[<65;5;6M\u{1b}[<66;5;6M",
            [
                .mouse(MouseEvent(x: 4, y: 5, kind: .wheelUp, button: .none)),
                .mouse(MouseEvent(x: 4, y: 5, kind: .wheelDown, button: .none)),
            ]
        ),
        ("\u{1b}[<35;5;6M\u{1b}[<0;0;0M\u{1b}[<0;1M\u{1b}[<;;M\u{1b}[<0;1;1;1M\u{1b}[<0;1;1A", []),
        // Pastes.
        ("\u{1b}[200~one\rtwo\u{1b}[31m\u{1b}[201~x", [.paste("one two?[31m"), .character("x")]),
        ("\u{1b}[200~\u{1b}[201~", [.paste("")]),
    ]

    @Test(arguments: table)
    func `bytes become keys, however they are split`(text: String, expected: [Key]) {
        let bytes = Array(text.utf8)
        #expect(keys(bytes) == expected)
        for first in 0...bytes.count { #expect(keys(bytes, sizes: [first]) == expected, "\(first)") }
        #expect(keys(bytes, sizes: Array(repeating: 1, count: bytes.count)) == expected)
    }

    @Test func `bytes that are no text are no keys`() {
        #expect(
            keys([0xff, 0xc3, 0x61, 0xed, 0xa0, 0x80, 0xf5, 0x62]) == [.character("a"), .character("b")])
        #expect(keys([0xe6, 0xbc]) == [])
    }

    @Test func `a lone Escape waits for the rest until it is given up`() {
        var decoder = KeyDecoder()
        decoder.take([0x1b])
        #expect(decoder.next(nowMillis: 0) == nil)
        #expect(decoder.isUnfinished)
        decoder.giveUp()
        #expect(decoder.next(nowMillis: 0) == .escape)
        #expect(!decoder.isUnfinished)
    }

    @Test func `two presses soon after each other are a double click`() {
        var decoder = KeyDecoder()
        func press(_ x: Int, at millis: Int64) -> MouseEvent.Kind? {
            decoder.take(Array("\u{1b}[<0;\(x);1M".utf8))
            guard case .mouse(let event) = decoder.next(nowMillis: millis) else { return nil }
            return event.kind
        }
        #expect(press(1, at: 0) == .press)
        #expect(press(1, at: 400) == .doubleClick)
        #expect(press(1, at: 500) == .press)
        #expect(press(1, at: 901) == .press)
        #expect(press(2, at: 902) == .press)
        #expect(press(2, at: 903) == .doubleClick)
    }

    @Test func `what waits and what is pasted is bounded`() {
        var decoder = KeyDecoder()
        let start = Array("\u{1b}[200~".utf8)
        decoder.take(start)
        for _ in 0..<100 {
            decoder.take(Array(repeating: UInt8(ascii: "x"), count: 10_000))
            #expect(decoder.next(nowMillis: 0) == nil)
        }
        decoder.take(Array("\u{1b}[201~".utf8))
        guard case .paste(let text) = decoder.next(nowMillis: 0) else {
            Issue.record("no paste")
            return
        }
        #expect(text.width == KeyDecoder.pasteMax)
        decoder.take(Array(repeating: 0x61, count: 1_000_000))
        var count = 0
        while decoder.next(nowMillis: 0) != nil { count += 1 }
        #expect(count == KeyDecoder.waitingMax)
    }

    @Test func `noise never traps and is always used up`() {
        var random = SeededRandom(seed: 3)
        let pieces: [[UInt8]] = [
            [0x1b], Array("\u{1b}[".utf8), Array("\u{1b}[<".utf8), Array(";1".utf8), Array("M".utf8), [0xe6],
            [0xf0, 0x9f],
        ]
        for round in 0..<3_000 {
            var decoder = KeyDecoder()
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let noise = [UInt8.random(in: 0...255, using: &random)]
                decoder.take(
                    Bool.random(using: &random) ? noise : pieces.randomElement(using: &random) ?? noise)
                if Bool.random(using: &random) { _ = decoder.next(nowMillis: 0) }
            }
            for _ in 0..<100 where decoder.isUnfinished {
                decoder.giveUp()
                while decoder.next(nowMillis: 0) != nil {}
            }
            #expect(!decoder.isUnfinished, "round \(round)")
        }
    }
}
