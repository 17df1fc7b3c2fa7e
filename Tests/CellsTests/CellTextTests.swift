import Testing

@testable import Cells

@Suite struct CellTextTests {
    @Test(arguments: [
        ("hello", "hello", 5), ("", "", 0), ("  two   words", "  two   words", 13),
        ("a\tb\nc\r\nd\u{85}e\u{a0}f\u{2028}g\u{3000}h\u{2800}i", "a b c  d e f g h i", 18),
        // What steers terminals is shown to try.
        ("\u{1b}[31mred\u{1b}]0;title\u{7}", "?[31mred?]0;title?", 18), ("a\u{0}\u{7f}\u{9b}2J", "a???2J", 6),
        ("\u{e000}\u{f0000}\u{378}\u{fffd}", "????", 4),
        // What is invisible, or belongs to a neighbour.
        ("in\u{200b}vi\u{2060}si\u{ad}ble\u{feff}\u{34f}\u{115f}\u{3164}\u{180e}", "invisible", 9),
        ("\u{202e}evil\u{202c}\u{2066}x\u{2069}\u{200f}\u{61c}", "evilx", 5),
        ("e\u{301}\u{302}\u{303}", "e", 1), ("tag\u{e0001}\u{e0041}s\u{fe0f}", "tags", 4),
        ("ka\u{93e}\u{94d}", "ka", 2), ("\u{1100}\u{1161}\u{11a8}", "\u{1100}", 2),
        // Wide.
        ("漢字", "漢字", 4), ("👩🏻‍❤️‍💋‍👨🏿", "👩❤💋👨", 7), ("🇫🇷", "??", 2), ("ｆｕｌｌ", "ｆｕｌｌ", 8),
        ("שלום", "שלום", 4), ("é─█▀·", "é─█▀·", 5),
    ])
    func `a text becomes columns`(text: String, shown: String, width: Int) {
        let cells = CellText(text)
        #expect(Array(cells.string.unicodeScalars) == Array(shown.unicodeScalars))
        #expect(cells.width == width)
        #expect(cells.glyphs.reduce(0) { $0 + $1.columns } == width)
        #expect(CellText(cells.string) == cells)
    }

    @Test func `bytes that are no text are shown as such`() {
        #expect(CellText(bytes: [0x61, 0xff, 0xc3, 0x62, 0xed, 0xa0, 0x80]).string.hasPrefix("a??b?"))
        #expect(CellText(bytes: [0xe6, 0xbc, 0xa2]).width == 2)
    }

    @Test func `no text is longer than its bound`() {
        #expect(CellText(String(repeating: "x", count: 100_000)).width == CellText.glyphsMax)
        let tower = "a" + String(repeating: "\u{301}", count: 100_000) + "b"
        #expect(CellText(tower).string == "a")
        #expect(CellText(bytes: Array(repeating: 0xff, count: 1_000_000)).width == CellText.glyphsMax)
        let long = CellText(String(repeating: "x", count: CellText.glyphsMax))
        #expect((long + long).width == CellText.glyphsMax)
        #expect(CellText.spaces(.max).width == CellText.glyphsMax)
        #expect(CellText("x").padded(to: .max).width == CellText.glyphsMax)
    }

    @Test(arguments: [
        ("hello", 5, "hello", "hello"), ("hello", 4, "hell", "hel~"), ("hello", 1, "h", "~"),
        ("hello", 0, "", ""), ("hello", -3, "", ""), ("漢字", 3, "漢", "漢~"), ("漢字", 2, "漢", "~"),
        ("漢字", 1, "", "~"), ("漢字", .min, "", ""),
    ])
    func `what does not fit is cut`(text: String, columns: Int, cut: String, marked: String) {
        #expect(CellText(text).clipped(to: columns).string == cut)
        #expect(CellText(text).clipped(to: columns, mark: "~").string == marked)
    }

    @Test(arguments: [
        ("ab", 5, "ab   ", "   ab", " ab  "), ("漢", 3, "漢 ", " 漢", "漢 "), ("漢字", 3, "漢 ", " 漢", "漢 "),
        ("abc", 2, "ab", "ab", "ab"), ("abc", -1, "", "", ""),
    ])
    func `a field is exactly as wide as it should be`(
        text: String, columns: Int, left: String, right: String, centre: String
    ) {
        #expect(CellText(text).padded(to: columns).string == left)
        #expect(CellText(text).padded(to: columns, .right).string == right)
        #expect(CellText(text).padded(to: columns, .centre).string == centre)
    }

    @Test func `what is put into a text is treated like the text`() {
        let name = "\u{1b}[2J\u{202e}"
        let text: CellText = "by \(name), \(3) s ago"
        #expect(text.string == "by ?[2J, 3 s ago")
    }

    @Test func `every scalar has a width of its own, or is not shown`() {
        // Asked in one go: a million expectations take seconds.
        let wrong = (UInt32(0)...0x10ffff).filter { value in
            guard let scalar = Unicode.Scalar(value) else { return false }
            let glyphs = CellText(String(scalar)).glyphs
            guard let glyph = glyphs.first else { return false }
            return glyphs.count != 1 || ScalarWidth.columns(of: glyph.scalar) != glyph.columns
                || !(1...2).contains(glyph.columns)
                || glyph.scalar.properties.canonicalCombiningClass != .notReordered
        }
        #expect(wrong.isEmpty)
    }
}
