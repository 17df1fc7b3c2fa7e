import Testing

@testable import Cells

@Suite struct CellGridTests {
    @Test func `a cell is small`() {
        #expect(MemoryLayout<Cell>.stride <= 16)
    }

    @Test(arguments: [
        (0, 0, "abc", 3, "abc\n\n"), (8, 0, "abc", 2, "        ab\n\n"), (10, 0, "abc", 0, "\n\n"),
        (-1, 0, "abc", 3, "bc\n\n"), (-3, 0, "abc", 3, "\n\n"), (0, 1, "abc", 3, "\nabc\n"),
        (0, 2, "abc", 3, "\n\n"), (0, -1, "abc", 3, "\n\n"), (.min, .min, "abc", 3, "\n\n"),
        (.max, .max, "abc", 0, "\n\n"), (9, 0, "漢", 0, "\n\n"), (8, 0, "漢", 2, "        漢\n\n"),
        (-1, 0, "漢x", 3, " x\n\n"),
    ])
    func `a text is cut at the edges`(x: Int, y: Int, text: String, used: Int, shown: String) {
        var grid = CellGrid(width: 10, height: 2)
        #expect(grid.put(CellText(text), x: x, y: y) == used)
        #expect(grid.text == shown)
        expectWhole(grid)
    }

    @Test func `a text takes no more columns than it may`() {
        var grid = CellGrid(width: 10, height: 1)
        #expect(grid.put("漢字漢", x: 0, y: 0, columnsMax: 5) == 4)
        #expect(grid.put("abc", x: 4, y: 0, columnsMax: -1) == 0)
        #expect(grid.put("abc", x: 4, y: 0, columnsMax: 2) == 2)
        #expect(grid.text == "漢字ab\n")
    }

    @Test(arguments: [
        (0, "x", "x 字\n"), (1, "x", " x字\n"), (2, "x", "漢x\n"), (1, "假", " 假\n"), (3, "x", "漢 x\n"),
    ])
    func `half a wide character is a blank`(x: Int, text: String, shown: String) {
        var grid = CellGrid(width: 4, height: 1)
        grid.put("漢字", x: 0, y: 0)
        grid.put(CellText(text), x: x, y: 0)
        #expect(grid.text == shown)
        expectWhole(grid)
    }

    @Test func `cells outside are blank and cannot be changed`() {
        var grid = CellGrid(width: 2, height: 2)
        for (x, y) in [(-1, 0), (0, -1), (2, 0), (0, 2), (Int.min, Int.max), (Int.max, Int.min)] {
            grid[x, y] = Cell("x")
            #expect(grid[x, y] == .blank)
            #expect(grid.row(y == 0 ? .max : y).isEmpty)
        }
        #expect(grid == CellGrid(width: 2, height: 2))
    }

    @Test func `a cell takes one column and nothing that steers`() {
        for scalar in ["\u{1b}", "漢", "\u{301}", "\u{202e}", "\u{9b}", "\u{e000}", "\n"] as [Unicode.Scalar] {
            #expect(Cell(scalar).glyph == "?")
        }
        #expect(Cell("▀").glyph == "▀")
        var grid = CellGrid(width: 4, height: 1)
        grid.put("漢", x: 0, y: 0)
        let (wide, rest) = (grid[0, 0], grid[1, 0])
        grid[2, 0] = wide
        grid[3, 0] = rest
        #expect(grid.text == "漢\n")
        expectWhole(grid)
    }

    @Test func `a size that makes no sense is brought within bounds`() {
        #expect(CellGrid(width: -1, height: .min).bounds.isEmpty)
        #expect(CellGrid(width: .max, height: 1).width == CellGrid.sideMax)
        var none = CellGrid(width: 0, height: 5)
        none.put("abc", x: 0, y: 0)
        none.fill(CellRectangle(x: .min, y: .min, width: .max, height: .max), with: "x")
        none.box(none.bounds, title: "a")
        none.restyle(none.bounds) { $0.adding(.dim) }
        #expect(none.text == "\n\n\n\n\n")
    }

    @Test func `a box is drawn as people know it`() {
        var grid = CellGrid(width: 24, height: 4)
        grid.box(CellRectangle(x: 0, y: 0, width: 14, height: 3), title: "here")
        grid.box(CellRectangle(x: 14, y: 0, width: 10, height: 3), title: "too long a title")
        grid.box(CellRectangle(x: 0, y: 3, width: 9, height: 1), title: "flat")
        #expect(
            grid.text == """
                ┌─ here ─────┐┌─ too  ─┐
                │            ││        │
                └────────────┘└────────┘


                """)
        grid.box(CellRectangle(x: -5, y: -5, width: 100, height: 100))
        grid.fill(grid.bounds)
        grid.box(CellRectangle(x: 1, y: 1, width: 6, height: 3), title: "no room")
        #expect(grid.text == "\n ┌────┐\n │    │\n └────┘\n")
    }

    @Test func `styles can be told apart in a text`() {
        var grid = CellGrid(width: 12, height: 3)
        grid.put("red", x: 0, y: 0, style: Style(ink: .named(.red), marks: .bold))
        grid.put("plain", x: 3, y: 0)
        grid.put("漢", x: 0, y: 1, style: Style(paper: .rgb(red: 255, green: 69, blue: 0), marks: .reverse))
        grid.restyle(CellRectangle(x: 2, y: 1, width: 2, height: .max)) { $0.adding([.dim, .underline]) }
        #expect(
            grid.styledText == """
                ‹bold red›red‹›plain
                ‹reverse on #ff4500›漢‹dim underline›  ‹›
                  ‹dim underline›  ‹›

                """)
    }

    @Test func `cells that differ are counted`() {
        let grid = CellGrid(width: 8, height: 2)
        var other = grid
        #expect(grid.difference(from: other) == 0)
        other.put("漢x", x: 0, y: 0)
        other.restyle(CellRectangle(x: 0, y: 1, width: 2, height: 1)) { $0.adding(.bold) }
        #expect(other.difference(from: grid) == 5)
        #expect(other.difference(from: CellGrid(width: 9, height: 2)) == 16)
    }

    @Test func `a plain grid is ASCII`() {
        var grid = CellGrid(width: 40, height: 4)
        grid.box(CellRectangle(x: 0, y: 0, width: 10, height: 3), title: "é")
        grid.put("▁▂▃▅▆▅▃▂ ▄▇█ ·漢x░▒▓…", x: 12, y: 1)
        #expect(
            grid.plain().text == """
                +- ? ----+
                |        |  .:-+*+-: =%#  ? x.=%.
                +--------+


                """)
        expectWhole(grid.plain())
    }

    @Test func `rectangles know their sides`() {
        let area = CellRectangle(x: 2, y: 3, width: 10, height: 6)
        #expect((area.right, area.bottom) == (12, 9))
        #expect(area.inset(by: 1) == CellRectangle(x: 3, y: 4, width: 8, height: 4))
        #expect(area.inset(by: 4).isEmpty)
        #expect(area.inset(by: .max).isEmpty && area.inset(by: .min).width > 10)
        #expect(area.centred(width: 4, height: 2) == CellRectangle(x: 5, y: 5, width: 4, height: 2))
        #expect(area.centred(width: 40, height: -2) == CellRectangle(x: 2, y: 6, width: 10, height: 0))
        #expect(area.intersection(CellRectangle(x: 20, y: 0, width: 5, height: 5)).isEmpty)
        #expect(area.contains(x: 11, y: 8) && !area.contains(x: 12, y: 8) && !area.contains(x: 2, y: 9))
    }
}

/// Every continuation belongs to a wide glyph, and every row has as many columns as the grid.
func expectWhole(_ grid: CellGrid, sourceLocation: SourceLocation = #_sourceLocation) {
    for y in 0..<grid.height {
        let row = Array(grid.row(y))
        var columns = 0
        for (x, cell) in row.enumerated() {
            if cell.isContinuation {
                #expect(x > 0 && !row[x - 1].isContinuation, sourceLocation: sourceLocation)
                #expect(cell.glyph == " ", sourceLocation: sourceLocation)
            } else {
                columns += ScalarWidth.columns(of: cell.glyph)
            }
        }
        #expect(row.count == grid.width && columns == grid.width, sourceLocation: sourceLocation)
    }
}
