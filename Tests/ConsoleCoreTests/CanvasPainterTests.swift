import Cells
import Testing

@testable import ConsoleCore

/// Pixels as half blocks.
struct CanvasPainterTests {
    private func mirror(_ rows: [[UInt8]]) throws -> BoardMirror {
        try #require(
            BoardMirror(
                name: "", width: rows[0].count, height: rows.count, palette: Sample.palette,
                colours: rows.flatMap { $0 }))
    }

    private func painted(_ painter: CanvasPainter, width: Int, height: Int) -> CellGrid {
        var grid = CellGrid(width: width, height: height)
        painter.draw(into: &grid, grid.bounds)
        return grid
    }

    @Test func `Every pair of pixels has its glyph, ink and paper`() throws {
        let mirror = try mirror([[0, 5, 0, 5, 5], [0, 0, 5, 5, 1]])
        let grid = painted(CanvasPainter(mirror: mirror, viewport: Viewport()), width: 6, height: 1)
        #expect(grid.text == " ▀▄█▀\n")
        let red = Ink.rgb(red: 255, green: 69, blue: 0)
        let white = Ink.rgb(red: 255, green: 255, blue: 255)
        #expect(grid[0, 0].style.paper == white)
        #expect(grid[1, 0].style == Style(ink: red, paper: white))
        #expect(grid[2, 0].style == Style(ink: red, paper: white))
        #expect(grid[5, 0] == .blank)
    }

    @Test func `Pixels that share a half are mixed`() throws {
        let rows = [[UInt8]](repeating: [5, 0, 5, 0, 0, 0, 0, 0], count: 8)
        var view = Viewport()
        view.zoom = .reduced(by: 4)
        let grid = painted(CanvasPainter(mirror: try mirror(rows), viewport: view), width: 2, height: 1)
        #expect(grid.text == "█\n")
        #expect(grid[0, 0].style.ink == .rgb(red: 255, green: 162, blue: 127))
    }

    @Test func `A pixel magnified takes two columns and one row`() throws {
        var view = Viewport()
        view.zoom = .closest
        let mirror = try mirror([[5, 0], [0, 5]])
        let grid = painted(CanvasPainter(mirror: mirror, viewport: view), width: 4, height: 2)
        #expect(grid.text == "██\n  ██\n")
    }

    @Test func `What does not shine is faint, and not there as a letter`() throws {
        let mirror = try mirror([[5, 5]])
        var painter = CanvasPainter(mirror: mirror, viewport: Viewport(), shining: [1])
        let grid = painted(painter, width: 2, height: 1)
        #expect(grid[0, 0].style != grid[1, 0].style)
        painter.viewport.isLettered = true
        #expect(painted(painter, width: 2, height: 1).text == " 5\n")
    }

    @Test func `Pictures in digits are read, and nothing else is`() {
        #expect(HexPicture.mirror("0105", width: 2, height: 1, palette: Sample.palette)?.colours == [1, 5])
        for (digits, width, height) in [("01", 2, 1), ("0g", 1, 1), ("", 0, 0), ("01", .max, .max)] {
            #expect(
                HexPicture.mirror(digits, width: width, height: height, palette: Sample.palette) == nil)
        }
    }
}
