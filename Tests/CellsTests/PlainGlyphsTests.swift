import Foundation
import TestKit
import Testing

@testable import Cells

@Suite struct PlainGlyphsTests {
    /// A glyph and what stands for it in a line, in the order of Unicode. With TOILE_GOLDEN=write in the
    /// environment the file is written instead.
    @Test func `the table of substitutes is the one that the tests on terminals go by`() throws {
        let lines = PlainGlyphs.substitutes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
        let file = ProjectFiles.root.appending(path: "Tests/Fixtures/console/plain-glyphs.txt")
        if ProcessInfo.processInfo.environment["TOILE_GOLDEN"] == "write" {
            try Data(lines.joined().utf8).write(to: file)
        }
        #expect(lines.joined() == String(decoding: try Data(contentsOf: file), as: UTF8.self))
    }

    @Test func `a substitute is one column of ASCII, and ASCII stands for itself`() {
        for (glyph, substitute) in PlainGlyphs.substitutes {
            #expect(!glyph.isASCII && (0x20...0x7e).contains(substitute.value), "\(glyph)")
            #expect(PlainGlyphs.substitute(for: glyph) == substitute)
        }
        for value in UInt8(0x20)...0x7e {
            #expect(PlainGlyphs.substitute(for: Unicode.Scalar(value)) == Unicode.Scalar(value))
        }
        #expect(PlainGlyphs.substitute(for: "漢") == "?")
    }
}
