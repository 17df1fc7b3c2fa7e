import CCurses
import Cells
import Foundation
import TestKit
import Testing

@testable import Terminal

/// One screen at a time, since ncurses has only one.
@Suite(.serialized) struct TerminalScreenTests {
    private func options(
        _ terminal: PseudoTerminal, term: String? = "xterm-256color", locale: String = "C.UTF-8",
        noColour: String? = nil, isMono: Bool = false, isASCII: Bool = false
    ) -> TerminalOptions {
        TerminalOptions(
            termName: term, isMono: isMono, isASCII: isASCII, noColourEnvironment: noColour,
            localeName: locale, input: terminal.slave, output: terminal.slave)
    }

    /// A grid with something of everything.
    private func sample(_ width: Int = 40, _ height: Int = 6) -> CellGrid {
        var grid = CellGrid(width: width, height: height)
        grid.box(grid.bounds, title: "sample", style: Style(marks: .bold))
        grid.put("red 漢字 é", x: 2, y: 1, style: Style(ink: .named(.red)))
        grid.put(
            "▀▄█", x: 2, y: 2, style: Style(ink: .rgb(red: 255, green: 0, blue: 0), paper: .named(.blue)))
        grid.put("marks", x: 8, y: 2, style: Style(marks: [.reverse, .underline, .dim]))
        return grid
    }

    @Test(arguments: [
        ("xterm-256color", ColourDepth.palette, false), ("tmux-256color", .palette, false),
        ("screen", .eight, false), ("linux", .eight, false), ("vt100", .mono, true),
    ])
    func `every terminal shows the grid`(term: String, depth: ColourDepth, isASCII: Bool) throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal, term: term))
        #expect(screen.depth == depth && screen.isASCII == isASCII && screen.notice == nil)
        #expect(screen.width == 40 && screen.height == 6)
        let grid = sample()
        #expect(screen.draw(grid))
        var twin = TerminalTwin(width: 40, height: 6)
        let expected = isASCII ? grid.plain().text : grid.text
        #expect(terminal.show(on: &twin) { $0.text == expected }, "\(twin.text)")
        #expect(twin.unknown == [])
        #expect(twin.place(0, 0).marks.contains(1))
        #expect(twin.place(2, 1).ink == (depth == .mono ? nil : 1))
        #expect(twin.place(2, 2).ink == (depth == .mono ? nil : depth == .eight ? 1 : 196))
        #expect(twin.place(2, 2).paper == (depth == .mono ? nil : 4))
        #expect(twin.place(8, 2).marks.isSuperset(of: [4, 7]))
        #expect(!terminal.isSane)
        screen.close()
        #expect(terminal.isSane)
    }

    @Test(arguments: ["", "1"])
    func `colours are left out where nobody wants them`(noColour: String) throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal, noColour: noColour, isMono: noColour.isEmpty))
        #expect(screen.depth == .mono)
        screen.draw(sample())
        var twin = TerminalTwin(width: 40, height: 6)
        #expect(terminal.show(on: &twin) { $0.text == sample().text })
        for x in 0..<40 {
            for y in 0..<6 { #expect(twin.place(x, y).ink == nil && twin.place(x, y).paper == nil) }
        }
        #expect(twin.place(0, 0).marks == [1])
        #expect(twin.place(8, 2).marks == [2, 4, 7])
    }

    @Test(arguments: [("C", false), ("no_such.locale", false), ("C.UTF-8", true), ("xx_XX.UTF-8", false)])
    func `the locale or an option asks for ASCII`(locale: String, isASCII: Bool) throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal, locale: locale, isASCII: isASCII))
        let isPlain = locale != "xx_XX.UTF-8"
        #expect(screen.isASCII == isPlain)
        screen.draw(sample())
        var twin = TerminalTwin(width: 40, height: 6)
        let expected = isPlain ? sample().plain().text : sample().text
        #expect(terminal.show(on: &twin) { $0.text == expected }, "\(twin.text)")
    }

    @Test(arguments: [nil, "", "no-such-terminal", "dumb", "\u{1b}[2Jx", "../../etc/passwd"])
    func `an unknown terminal is taken for a common one`(term: String?) throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal, term: term))
        let notice = try #require(screen.notice)
        #expect(notice.hasSuffix("taken for xterm-256color."))
        #expect(!notice.contains("\u{1b}"))
        #expect(screen.depth == .palette)
        screen.draw(sample())
        var twin = TerminalTwin(width: 40, height: 6)
        #expect(terminal.show(on: &twin) { $0.text == sample().text })
    }

    @Test func `only what changed is sent`() throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        var twin = TerminalTwin(width: 40, height: 6)
        screen.draw(sample())
        #expect(terminal.show(on: &twin) { $0.text == sample().text })
        let before = screen.writtenByteCount
        screen.draw(sample())
        #expect(screen.writtenByteCount == before)
        var grid = sample()
        grid.put("x", x: 20, y: 3)
        screen.draw(grid)
        #expect(screen.writtenByteCount - before < 40)
        #expect(terminal.show(on: &twin) { $0.text == grid.text })
    }

    @Test func `whatever follows whatever, the screen shows the last`() throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        var twin = TerminalTwin(width: 40, height: 6)
        var random = SeededRandom(seed: 11)
        let words: [CellText] = ["漢字", "plain", "x", "▀▄", "ｗｉｄｅ", "é", "      ", "한", "🙂🙂"]
        var grid = sample()
        for round in 0..<300 {
            for _ in 0..<Int.random(in: 1...12, using: &random) {
                let ink = Ink.rgb(
                    red: .random(in: 0...255, using: &random), green: .random(in: 0...255, using: &random),
                    blue: 0)
                grid.put(
                    words.randomElement(using: &random) ?? "", x: .random(in: -2...40, using: &random),
                    y: .random(in: 0...5, using: &random), style: Style(ink: ink))
            }
            #expect(screen.draw(grid))
            #expect(terminal.show(on: &twin) { $0.text == grid.text }, "round \(round)")
            guard twin.text == grid.text else { break }
        }
        #expect(twin.unknown == [])
    }

    @Test func `more pairs than a terminal has leave every colour right or plain`() throws {
        let terminal = try PseudoTerminal(width: 20, height: 4)
        let screen = try TerminalScreen.open(options(terminal, term: "screen"))
        var twin = TerminalTwin(width: 20, height: 4)
        // 64 pairs; each frame has 20 of the 72 that are not plain, so that the table fills again and again.
        for round in 0..<40 {
            var grid = CellGrid(width: 20, height: 4)
            for x in 0..<20 {
                let ink = NamedColour.allCases[(x + round) % 8]
                let paper = NamedColour.allCases[(x / 8 + round * 3) % 8]
                grid[x, round % 4] = Cell("#", style: Style(ink: .named(ink), paper: .named(paper)))
            }
            screen.draw(grid)
            #expect(terminal.show(on: &twin) { $0.text == grid.text })
            for x in 0..<20 {
                #expect(twin.place(x, round % 4).ink == (x + round) % 8, "\(x) in round \(round)")
                #expect(twin.place(x, round % 4).paper == (x / 8 + round * 3) % 8)
            }
        }
    }

    @Test func `a terminal that takes nothing loses frames, and none is queued`() throws {
        let terminal = try PseudoTerminal(width: 200, height: 60)
        let screen = try TerminalScreen.open(options(terminal))
        func frame(_ number: Int) -> CellGrid {
            var grid = CellGrid(width: 200, height: 60)
            for y in 0..<60 {
                for x in 0..<200 {
                    let level = UInt8((x * 7 + y * 13 + number * 31) & 0xff)
                    let style = Style(ink: .rgb(red: level, green: 255 - level, blue: 0))
                    grid[x, y] = Cell(number & 1 == 0 ? "▀" : "▄", style: style)
                }
            }
            return grid
        }
        // Nobody reads, so that one of the first frames gets stuck, and those after it are left out.
        var (lastDrawn, leftOut) = (-1, 0)
        for number in 0..<40 {
            if screen.draw(frame(number)) { lastDrawn = number } else { leftOut += 1 }
        }
        #expect(screen.isBlocked)
        #expect(leftOut > 30)
        #expect(screen.droppedFrameCount == UInt64(leftOut))
        #expect(!screen.copy("nothing"))

        // What was begun is finished, and nothing comes after it.
        var twin = TerminalTwin(width: 200, height: 60)
        #expect(terminal.show(on: &twin) { screen.flush() && $0.text == frame(lastDrawn).text })
        let written = screen.writtenByteCount
        #expect(screen.flush() && screen.writtenByteCount == written)
        var grid = CellGrid(width: 200, height: 60)
        grid.put("at last", x: 0, y: 0)
        #expect(terminal.show(on: &twin) { _ in screen.draw(grid) })
        #expect(terminal.show(on: &twin) { screen.flush() && $0.text == grid.text })
    }

    @Test func `a new size is noticed and painted`() throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        screen.draw(sample())
        #expect(!screen.handleResize())
        for (width, height) in [(60, 9), (12, 3), (1, 1), (80, 24)] {
            _ = terminal.sent()
            try terminal.resize(width: width, height: height)
            #expect(screen.handleResize())
            #expect(screen.width == width && screen.height == height)
            let grid = sample(width, height)
            screen.draw(grid)
            var twin = TerminalTwin(width: width, height: height)
            #expect(terminal.show(on: &twin) { $0.text == grid.text }, "\(width)x\(height)")
        }
        try terminal.resize(width: 0, height: 0)
        #expect(!screen.handleResize())
    }

    @Test(arguments: ["xterm-256color", "vt100", "linux"])
    func `all rows scroll, however many the description of the terminal has`(term: String) throws {
        let terminal = try PseudoTerminal(width: 60, height: 40)
        let screen = try TerminalScreen.open(options(terminal, term: term, isASCII: true))
        var twin = TerminalTwin(width: 60, height: 40)
        screen.draw(sample(60, 40))
        #expect(terminal.show(on: &twin) { $0.text == sample(60, 40).plain().text }, "\(twin.text)")
        #expect(twin.scrollingRows == 0...39)
        try terminal.resize(width: 60, height: 50)
        #expect(screen.handleResize())
        twin = TerminalTwin(width: 60, height: 50)
        screen.draw(sample(60, 50))
        #expect(terminal.show(on: &twin) { $0.text == sample(60, 50).plain().text }, "\(twin.text)")
        #expect(twin.scrollingRows == 0...49)
    }

    @Test func `a size that changes while the screen rests leaves the cursor to the shell`() throws {
        let terminal = try PseudoTerminal(width: 60, height: 40)
        let screen = try TerminalScreen.open(options(terminal))
        var twin = TerminalTwin(width: 60, height: 40)
        twin.take(Array("first\r\nsecond\r\n".utf8))
        screen.draw(sample(60, 40))
        screen.suspend()
        try terminal.resize(width: 60, height: 50)
        screen.resume()
        screen.draw(sample(60, 50))
        screen.close()
        #expect(terminal.show(on: &twin) { $0.modes == TerminalTwin.usualModes })
        #expect(twin.cursor == (0, 2))
    }

    @Test func `a grid of another size is cut or filled up`() throws {
        let terminal = try PseudoTerminal(width: 20, height: 3)
        let screen = try TerminalScreen.open(options(terminal))
        var twin = TerminalTwin(width: 20, height: 3)
        screen.draw(sample(40, 6))
        #expect(terminal.show(on: &twin) { $0.text.hasPrefix("┌─ sample ──────────\n│ red 漢字 é") })
        screen.draw(sample(12, 2))
        #expect(
            terminal.show(on: &twin) {
                $0.text == "┌─ sample ─┐\n└─red 漢字─┘\n\n" || $0.text == sample(12, 2).text + "\n"
            })
    }

    @Test func `modes are on while the screen is, and off afterwards`() throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        let ours: Set<String> = ["?1049", "?1000", "?1002", "?1006", "?2004"]
        var twin = TerminalTwin(width: 40, height: 6)
        screen.draw(sample())
        #expect(terminal.show(on: &twin) { $0.modes.isSuperset(of: ours) && !$0.modes.contains("?25") })
        #expect(!terminal.isSane)

        screen.suspend()
        #expect(terminal.show(on: &twin) { $0.modes == TerminalTwin.usualModes }, "\(twin.modes)")
        #expect(terminal.isSane)
        #expect(!screen.draw(sample()) && screen.readKeys().isEmpty)

        screen.resume()
        #expect(!terminal.isSane)
        twin = TerminalTwin(width: 40, height: 6)
        screen.draw(sample())
        #expect(
            terminal.show(on: &twin) { $0.modes == ours.union(["?1", "?7"]) && $0.text == sample().text },
            "\(twin.modes) \(twin.text)")

        screen.close()
        screen.close()
        #expect(terminal.show(on: &twin) { $0.modes == TerminalTwin.usualModes }, "\(twin.modes)")
        #expect(terminal.isSane)
        #expect(!screen.draw(sample()))
    }

    @Test func `a terminal that was left raw is given back sane`() throws {
        let terminal = try PseudoTerminal()
        terminal.makeRaw()
        #expect(!terminal.isSane)
        do {
            let screen = try TerminalScreen.open(options(terminal))
            #expect(screen.notice == "The terminal was left raw; it will be sane afterwards.")
        }
        #expect(terminal.isSane)
    }

    @Test func `there is one screen at a time, on a terminal`() throws {
        let terminal = try PseudoTerminal()
        let other = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        #expect(throws: TerminalError.alreadyOpen) { _ = try TerminalScreen.open(options(other)) }
        #expect(other.isSane)
        screen.close()
        let null = Foundation.open("/dev/null", O_RDWR)
        defer { Foundation.close(null) }
        var wrong = options(other)
        wrong.output = null
        #expect(throws: TerminalError.notATerminal) { _ = try TerminalScreen.open(wrong) }
        wrong = options(other)
        wrong.input = null
        #expect(throws: TerminalError.notATerminal) { _ = try TerminalScreen.open(wrong) }
        #expect(try TerminalScreen.open(options(other)).notice == nil)
    }

    @Test func `what is copied is what is shown`() throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        #expect(screen.copy("toile\u{7}\n漢"))
        var twin = TerminalTwin(width: 40, height: 6)
        let expected = Data("toile? 漢".utf8).base64EncodedString()
        #expect(terminal.show(on: &twin) { $0.clipboard == [expected] })
        screen.close()
        let plain = try TerminalScreen.open(options(terminal, term: "vt100"))
        #expect(!plain.copy("x"))
    }

    @Test func `base 64 is what everybody takes it for`() {
        for count in 0..<50 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
            #expect(
                String(decoding: Base64.encoded(bytes), as: UTF8.self) == Data(bytes).base64EncodedString())
        }
    }

    @Test func `keys come as they were typed`() throws {
        let terminal = try PseudoTerminal()
        let screen = try TerminalScreen.open(options(terminal))
        #expect(screen.readKeys() == [])
        terminal.type(
            "aé漢\r\t\u{7f}\u{3}\u{1a}\u{1b}[A\u{1b}OB\u{1b}[1;2C\u{1b}[<0;3;2M\u{1b}[200~x\ry\u{1b}[201~")
        var keys: [Key] = []
        for _ in 0..<1_000 where keys.count < 13 {
            keys += screen.readKeys()
            ccurses_device_wait(screen.inputDescriptor, false, 10)
        }
        #expect(
            keys == [
                .character("a"), .character("é"), .character("漢"), .enter, .tab, .backspace, .control("c"),
                .control("z"), .up, .down, .shiftRight, .mouse(MouseEvent(x: 2, y: 1, kind: .press)),
                .paste("x y"),
            ])
        terminal.type("\u{1b}")
        ccurses_device_wait(screen.inputDescriptor, false, 10_000)
        #expect(screen.readKeys() == [.escape])
    }

    @Test func `widths are those of the C library`() {
        #expect(ccurses_set_locale("C.UTF-8"))
        let different = (UInt32(0x20)...0x10ffff).filter { value in
            guard let scalar = Unicode.Scalar(value) else { return false }
            let glyphs = CellText(String(scalar)).glyphs
            // What is not shown as it is has no width to agree on.
            guard let glyph = glyphs.first, glyph.scalar == scalar else { return false }
            return Int(ccurses_width(value)) != glyph.columns
        }
        #expect(different.map { String($0, radix: 16) } == [])
    }
}
