/// Grids as texts, for tests that hold a screen against a stored one.
extension CellGrid {
    /// The rows, each ended by a line end, with the blanks at their ends cut off.
    public var text: String {
        var lines = ""
        for y in 0..<height {
            var line = String.UnicodeScalarView()
            for cell in row(y) where !cell.isContinuation { line.append(cell.glyph) }
            while line.last == " " { line.removeLast() }
            lines += String(line) + "\n"
        }
        return lines
    }

    /// The rows with their styles: a stretch that is not plain stands between `‹bold red on blue›` and `‹›`.
    /// Plain blanks at the ends of rows are cut off.
    public var styledText: String {
        (0..<height).map { styledLine($0) + "\n" }.joined()
    }

    private func styledLine(_ y: Int) -> String {
        var cells = row(y)
        while cells.last == .blank { cells.removeLast() }
        var line = ""
        var style = Style.plain
        for cell in cells where !cell.isContinuation {
            if cell.style != style {
                line += "‹\(cell.style.words)›"
                style = cell.style
            }
            line.unicodeScalars.append(cell.glyph)
        }
        return style == .plain ? line : line + "‹›"
    }
}

extension Style {
    /// What differs from a plain style, in words; nothing where nothing does.
    var words: String {
        var words: [String] = []
        if marks.contains(.bold) { words.append("bold") }
        if marks.contains(.dim) { words.append("dim") }
        if marks.contains(.reverse) { words.append("reverse") }
        if marks.contains(.underline) { words.append("underline") }
        if ink != .standard { words.append(ink.word) }
        if paper != .standard { words += ["on", paper.word] }
        return words.joined(separator: " ")
    }
}

extension Ink {
    fileprivate var word: String {
        switch self {
        case .standard: "standard"
        case .named(let colour): "\(colour)"
        case .rgb(let red, let green, let blue):
            "#"
                + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }
}
