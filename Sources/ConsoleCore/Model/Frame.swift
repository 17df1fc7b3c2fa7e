public import Cells
import Wire

/// Where the rows of a screen are.
struct Frame: Sendable {
    let width: Int
    let height: Int

    /// The detail panes have room.
    var isWide: Bool { width >= ConsoleModel.wideColumns }
    /// Between the tabs and the context row.
    var body: CellRectangle { CellRectangle(x: 0, y: 2, width: width, height: height - 4) }
    var contextRow: Int { height - 2 }
    var keysRow: Int { height - 1 }

    /// The body without the row below the tabs, where lists begin.
    var listBody: CellRectangle {
        CellRectangle(x: 0, y: 3, width: width, height: height - 5)
    }
}

extension ConsoleModel {
    var frame: Frame { Frame(width: size.width, height: size.height) }

    /// The screen as it is now, for a terminal of this size.
    public func layout(width: Int, height: Int) -> CellGrid {
        var grid = CellGrid(width: width, height: height)
        if width < Self.columnsMin || height < Self.rowsMin {
            drawTriage(into: &grid)
            return options.isASCII ? grid.plain() : grid
        }
        let frame = Frame(width: grid.width, height: grid.height)
        screen.view.draw(self, into: &grid, frame)
        drawStatus(into: &grid, frame)
        drawTabs(into: &grid, frame)
        drawFooter(into: &grid, frame)
        if isStale { drawStale(into: &grid, frame) }
        if let shownSheet { shownSheet.draw(self, into: &grid) }
        return options.isASCII ? grid.plain() : grid
    }

    private func drawFooter(into grid: inout CellGrid, _ frame: Frame) {
        let row = frame.contextRow
        if let prompt {
            grid.put(" " + prompt.text, x: 0, y: row, style: .plain.adding(.bold))
        } else if let message {
            grid.put(" " + message, x: 0, y: row, style: .plain.adding(.bold))
        } else {
            grid.put(" " + screen.view.context(self, frame), x: 0, y: row)
        }
        drawKeys(into: &grid, y: frame.keysRow)
    }

    private func drawKeys(into grid: inout CellGrid, y: Int) {
        var x = 1
        for hint in keyHints where allows(hint.role) {
            let width = hint.key.width + 1 + hint.words.width
            // A hint that is cut off would name another key.
            guard x + width <= grid.width else { break }
            grid.put(hint.key, x: x, y: y, style: .plain.adding(.bold))
            grid.put(hint.words, x: x + hint.key.width + 1, y: y)
            x += width + 2
        }
    }

    /// The keys that are valid now.
    var keyHints: [KeyHint] {
        if let prompt { return prompt.keys }
        if let shownSheet { return shownSheet.form.keys }
        if isStale { return [KeyHint("Enter", "retry"), KeyHint("q", "quit")] }
        return activeScreen.view.keys(self)
    }
}

/// A key and what it does now.
struct KeyHint: Sendable {
    let key: CellText
    let words: CellText
    /// Who may; nil: everybody. Others do not see it.
    let role: StaffRole?

    init(_ key: CellText, _ words: CellText, _ role: StaffRole? = nil) {
        self.key = key
        self.words = words
        self.role = role
    }
}
