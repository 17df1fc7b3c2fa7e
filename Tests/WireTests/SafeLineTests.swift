import TestKit
import Testing
import Wire

/// Code points that are no characters and never will be. Swift takes none of them in a literal.
private let noncharacters = [0xfdd0, 0xfffe, 0xffff, 0x1fffe, 0x10ffff].compactMap { (value: UInt32) in
    Unicode.Scalar(value).map { String($0) }
}

@Suite struct SafeLineTests {
    @Test(arguments: [
        ("hello", "hello"), ("  two   words \t", "two words"), ("a\r\nb\u{85}c\u{2028}d\u{a0}e", "a b c d e"),
        ("\u{3000}\u{2800}wide\u{2003}", "wide"),
        // Controls go, what they would have steered stays as it is.
        ("a\u{0}b\u{7}c\u{7f}d\u{9b}e", "abcde"), ("\u{1b}[31mred\u{1b}[0m", "[31mred[0m"),
        // Direction.
        ("\u{202e}evil\u{202c} \u{2066}x\u{2069}\u{200f}\u{61c}", "evil x"), ("שלום עולם", "שלום עולם"),
        // Invisible.
        ("in\u{200b}vi\u{2060}si\u{ad}ble\u{feff}\u{034f}\u{115f}\u{3164}\u{180e}", "invisible"),
        ("a\u{200c}b\u{200d}c", "abc"), ("x\u{fe00}y\u{e0100}z\u{fe0f}", "xyz"),
        ("tag\u{e0001}\u{e0041}s", "tags"),
        // What has no meaning.
        ("\u{e000}\u{f8ff}p\u{fffc}\u{0378}q\u{f0000}" + noncharacters.joined(), "pq"),
        // Marks.
        ("e\u{301}", "e\u{301}"), ("\u{301}\u{302}a", "a"), ("a \u{301}b", "a b"),
        ("a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}b", "a\u{300}\u{301}\u{302}\u{303}b"),
        ("हिन्दी ภาษาไทย", "हिन्दी ภาษาไทย"),
        // Emoji.
        ("👩‍👩‍👧‍👦!", "👩‍👩‍👧‍👦!"), ("👩🏻‍❤️‍💋‍👨🏿", "👩🏻‍❤️‍💋‍👨🏿"), ("🏳️‍🌈 ❤️ 🇫🇷 👍🏽", "🏳️‍🌈 ❤️ 🇫🇷 👍🏽"),
        ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}"), ("❤\u{fe0f}\u{fe0f}\u{fe0e}", "❤\u{fe0f}"),
        ("🙂\u{200d}", "🙂"), ("\u{200d}🙂", "🙂"), ("🙂\u{200d} 🙂", "🙂 🙂"), ("🙂\u{200d}\u{200d}🙂", "🙂\u{200d}🙂"),
        ("🙂\u{200d}a", "🙂a"), ("1\u{200d}1", "11"), ("🙂\u{200d}\u{202e}\u{200b}🙂", "🙂\u{200d}🙂"),
        // Not ours to forbid.
        ("<b>&amp;\"'</b>", "<b>&amp;\"'</b>"), ("\u{fffd}", "\u{fffd}"),
    ])
    func `a text becomes a line`(text: String, line: String) throws {
        let safe = try #require(SafeLine(text))
        #expect(Array(safe.text.unicodeScalars) == Array(line.unicodeScalars))
    }

    @Test(arguments: [
        "", " ", "\n\t", "\u{0}", "\u{200b}\u{200d}\u{feff}", "\u{301}", "\u{2800}", "\u{e0041}", "\u{fe0f}",
    ])
    func `of some texts nothing is left`(text: String) {
        #expect(SafeLine(text) == nil)
    }

    @Test func `joiners hold no more than a bounded number of emoji together`() throws {
        let chain = try #require(SafeLine(String(repeating: "🙂\u{200d}", count: 100)))
        let scalars = Array(chain.text.unicodeScalars)
        #expect(scalars.count { $0 == "🙂" } == 100)
        #expect(
            scalars.prefix(10).map { $0 == "\u{200d}" } == [
                false, true, false, true, false, true, false, true, false, false,
            ])
    }

    @Test func `5,000 hostile texts become safe lines`() {
        var random = SeededRandom(seed: 14)
        for _ in 0..<5000 {
            let text = hostileText(using: &random)
            guard let line = SafeLine(text) else { continue }
            let scalars = Array(line.text.unicodeScalars)
            #expect(scalars.count <= text.unicodeScalars.count && !scalars.isEmpty)
            #expect(scalars.allSatisfy { !isForbidden($0) }, "\(text.debugDescription)")
            #expect(scalars.first != " " && scalars.last != " ")
            #expect(!zip(scalars, scalars.dropFirst()).contains { $0 == " " && $1 == " " })
            #expect(longestRun(of: scalars) <= SafeLine.marksMax)
            #expect(strayMakers(in: scalars) == 0, "\(text.debugDescription)")
            #expect(SafeLine(line.text) == line, "\(text.debugDescription)")
        }
    }

    // MARK: A second opinion, by ranges

    /// What no line may hold, written down without the tables of the language.
    private func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        let ranges: [ClosedRange<UInt32>] = [
            0x00...0x1f, 0x7f...0xa0, 0xad...0xad, 0x34f...0x34f, 0x61c...0x61c, 0x115f...0x1160,
            0x17b4...0x17b5, 0x180b...0x180f, 0x2000...0x200c, 0x200e...0x200f, 0x2028...0x202f,
            0x205f...0x206f, 0x2800...0x2800, 0x3000...0x3000, 0x3164...0x3164, 0xd800...0xf8ff,
            0xfdd0...0xfdef, 0xfe00...0xfe0e, 0xfeff...0xfeff, 0xffa0...0xffa0, 0xfff0...0xfffc,
            0x1d173...0x1d17a, 0xe0000...0x10ffff,
        ]
        return ranges.contains { $0.contains(scalar.value) } || scalar.value & 0xfffe == 0xfffe
    }

    /// The most marks in a row; the selector is none of them.
    private func longestRun(of scalars: [Unicode.Scalar]) -> Int {
        var longest = 0
        var run = 0
        for scalar in scalars {
            let isMark =
                (0x300...0x36f).contains(scalar.value) || scalar.value == 0x20e3 || scalar.value == 0x489
            run = isMark ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    /// Joiners and selectors that stand where no emoji needs them.
    private func strayMakers(in scalars: [Unicode.Scalar]) -> Int {
        scalars.indices.count { place in
            let before = place > 0 ? scalars[place - 1].properties : nil
            let after = place + 1 < scalars.count ? scalars[place + 1].properties : nil
            let isBehindSelector = place > 0 && scalars[place - 1] == "\u{fe0f}"
            return switch scalars[place] {
            case "\u{200d}": !((before?.isEmoji ?? false) || isBehindSelector) || after?.isEmoji != true
            case "\u{fe0f}": before?.isEmoji != true
            default: false
            }
        }
    }

    // MARK: What people try

    private static let pieces: [String] =
        [
            "a", "hello", " ", "   ", "\n", "\t", "\u{0}", "\u{1b}[2J", "\u{9b}31m", "\u{7f}", "\u{85}",
            "\u{a0}",
            "\u{ad}", "\u{34f}", "\u{61c}", "\u{115f}", "\u{17b4}", "\u{180e}", "\u{200b}", "\u{200c}",
            "\u{200d}",
            "\u{200d}\u{200d}", "\u{200e}", "\u{202a}", "\u{202e}", "\u{2028}", "\u{2029}", "\u{2060}",
            "\u{2066}",
            "\u{206a}", "\u{2800}", "\u{3000}", "\u{3164}", "\u{e000}", "\u{fe0e}", "\u{fe0f}",
            "\u{feff}", "\u{fff9}", "\u{fffc}", "\u{1d173}", "\u{e0001}", "\u{e0041}",
            "\u{e007f}", "\u{e0100}", "\u{f0000}", "\u{300}", "\u{301}\u{302}\u{303}", "\u{36f}",
            "\u{489}", "\u{20e3}", "1", "#", "©", "🙂", "👩", "❤", "🏳", "🏻", "🏿", "🇫", "👩‍👩‍👧",
            "🏴\u{e0067}\u{e007f}",
            "é", "e", "ß", "שלום", "हि", "ไทย", "漢", "<", "\"", "\\", "\u{2190}", "\u{0378}",
        ] + noncharacters

    private func hostileText(using random: inout SeededRandom) -> String {
        (0..<Int.random(in: 0...60, using: &random)).map { _ -> String in
            if Int.random(in: 0..<8, using: &random) == 0 {
                let value = UInt32.random(in: 0...0x10ffff, using: &random)
                return Unicode.Scalar(value).map { String($0) } ?? "?"
            }
            let piece = Self.pieces.randomElement(using: &random) ?? ""
            return String(repeating: piece, count: Int.random(in: 1...6, using: &random) / 3 + 1)
        }.joined()
    }
}
