import Cells
import TestKit
import Testing

/// Texts as an adversary would write them, thrown at grids.
@Suite struct HostileTextTests {
    private static let pieces: [String] = [
        "\u{1b}[2J", "\u{1b}]0;owned\u{7}", "\u{1b}]52;c;cm0gLXJm\u{1b}\\", "\u{9b}31m",
        "\u{1b}P$q\"p\u{1b}\\",
        "\u{1b}c", "\u{e}", "\u{8}\u{8}\u{8}", "\r", "\n", "\t", "\u{0}", "\u{7f}", "\u{85}", "\u{202e}",
        "\u{2066}",
        "\u{200f}", "\u{200d}", "\u{feff}", "\u{fe0f}", "\u{e0041}",
        "\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}",
        "漢", "字", "👩‍👩‍👧‍👦", "🇫🇷", "👍🏿", "ｗ", "가", "각", "हिन्दी", "ไทย", "שלום", "العربية", "\u{e000}",
        "\u{10fffd}", "\u{378}", "\u{fff9}", "\u{fdfd}", "plain", " ", "~", "é", "\u{3164}", "\u{2800}",
        "\u{ad}",
    ]

    private static func bytes(_ random: inout SeededRandom) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
            case 1:
                let value = UInt32.random(in: 0...0x10ffff, using: &random)
                if let scalar = Unicode.Scalar(value) { bytes += Array(String(scalar).utf8) }
            default: bytes += Array((pieces.randomElement(using: &random) ?? "").utf8)
            }
        }
        return bytes
    }

    private static func coordinate(_ random: inout SeededRandom) -> Int {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: .min
        case 1: .max
        default: Int.random(in: -6...26, using: &random)
        }
    }

    @Test func `five thousand hostile texts leave every grid whole`() {
        var random = SeededRandom(seed: 5)
        for round in 0..<5_000 {
            var grid = CellGrid(width: 20, height: 3)
            for _ in 0..<6 {
                let text = CellText(bytes: Self.bytes(&random))
                #expect(CellText(text.string) == text, "\(round)")
                let used = grid.put(
                    text, x: Self.coordinate(&random), y: Self.coordinate(&random) % 4,
                    columnsMax: Self.coordinate(&random))
                #expect(used >= 0 && used <= text.width)
            }
            expectWhole(grid)
            expectWhole(grid.plain())
            #expect(!grid.plain().text.unicodeScalars.contains { !$0.isASCII })
            expectHarmless(grid.text, round)
            expectHarmless(grid.styledText, round)
        }
    }

    private func expectHarmless(_ text: String, _ round: Int) {
        for scalar in text.unicodeScalars where scalar != "\n" {
            let properties = scalar.properties
            let isHarmful =
                switch properties.generalCategory {
                case .control, .format, .privateUse, .unassigned, .surrogate, .nonspacingMark, .enclosingMark,
                    .spacingMark, .lineSeparator, .paragraphSeparator:
                    true
                default: properties.isBidiControl || properties.isDefaultIgnorableCodePoint
                }
            #expect(!isHarmful, "U+\(String(scalar.value, radix: 16)) in round \(round)")
        }
    }
}
