import Canvas
import Foundation
import TestKit
import Testing

@Suite struct ColourTests {
    @Test func `hex is read in either case, with and without its hash`() {
        let orange = Colour(red: 255, green: 128, blue: 10)
        #expect(Colour(hex: "#ff800a") == orange)
        #expect(Colour(hex: "FF800A") == orange)
        #expect(orange.hex == "#ff800a")
    }

    @Test(arguments: [
        "", "#", "#fff", "#ff800", "#ff800aa", "ff80 0a", "#gg0000", "##ff800", "+ff800", "ｆｆ８００ａ",
    ])
    func `anything else is no colour`(text: String) {
        #expect(Colour(hex: text) == nil)
    }
}

@Suite struct PaletteTests {
    @Test func `a palette has 2 to 256 colours`() throws {
        let black = Colour(red: 0, green: 0, blue: 0)
        for count in [0, 1, 257] {
            #expect(throws: PaletteError.colourCount(count)) {
                try Palette(
                    name: "", colours: Array(repeating: black, count: count),
                    colourNames: Array(repeating: "black", count: count))
            }
        }
        #expect(throws: PaletteError.nameCount(1)) {
            try Palette(name: "", colours: [black, black], colourNames: ["black"])
        }
        let largest = try Palette(
            name: "", colours: Array(repeating: black, count: 256),
            colourNames: Array(repeating: "black", count: 256))
        #expect(largest.colours.count == 256)
    }

    @Test func `the standard palette is the one in Assets`() throws {
        #expect(try palette(of: "toile.gpl") == .standard)
        #expect(Palette.standard.colours.count == 32)
        #expect(Palette.standard.colours[0].hex == "#ffffff")
    }

    @Test(arguments: [("toile.gpl", 32), ("sixteen.gpl", 16), ("monochrome.gpl", 2), ("harbour.hex", 8)])
    func `every palette in Assets has names, and no colour twice`(file: String, count: Int) throws {
        let palette = try palette(of: file)
        #expect(palette.colours.count == count)
        #expect(Set(palette.colours).count == count)
        #expect(Set(palette.colourNames).count == count)
    }

    @Test func `a GIMP palette may come from anywhere`() throws {
        let text = "GIMP Palette\r\nName: Two  \r\nColumns: 3\r\n#\r\n\r\n  0   0   0\tInk\r\n255 255 255\r\n"
        let palette = try Palette(text: text, name: "file")
        #expect(palette.name == "Two")
        #expect(palette.colours.map(\.hex) == ["#000000", "#ffffff"])
        #expect(palette.colourNames == ["Ink", "#ffffff"])
    }

    @Test func `a plain list may have names, comments and blank lines`() throws {
        let palette = try Palette(text: "; two\n#000000 Deep ink \n\n# white\nffffff\n", name: "file")
        #expect(palette.name == "file")
        #expect(palette.colourNames == ["Deep ink", "#ffffff"])
    }

    @Test(arguments: [
        ("GIMP Palette\n256 0 0 Red\n0 0 0\n", 2), ("GIMP Palette\n0 0 0\n1 2\n", 3),
        ("GIMP Palette\n-1 0 0\n", 2),
        ("GIMP Palette\n0x1 0 0\n", 2), ("#000000\n#12345\n", 2), ("red\n", 1),
        ("#000000\n#ffffff\n0 0 0", 3),
    ])
    func `a line that is no colour is named`(text: String, line: Int) {
        #expect(throws: PaletteError.line(line)) { try Palette(text: text, name: "file") }
    }

    private func palette(of file: String) throws -> Palette {
        let url = ProjectFiles.root.appending(path: "Assets/Palettes").appending(path: file)
        return try Palette(text: String(contentsOf: url, encoding: .utf8), name: file)
    }
}
