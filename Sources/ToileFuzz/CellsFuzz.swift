import Cells

/// Feeds what stands between a terminal and the console: keys on the way in, text on the way out.
enum CellsFuzz {
    /// Keys must be the same however the bytes come, and carry nothing that may not be shown.
    static func runKeys(_ input: [UInt8]) {
        let whole = keys([input])
        precondition(whole == keys(pieces(of: input)), "the split changes the meaning")
        precondition(whole == keys(input.map { [$0] }), "the split changes the meaning")
        for key in whole { check(key) }
    }

    private static func keys(_ pieces: [[UInt8]]) -> [Key] {
        var decoder = KeyDecoder()
        var keys: [Key] = []
        for piece in pieces {
            decoder.take(piece)
            while let key = decoder.next(nowMillis: 0) { keys.append(key) }
        }
        decoder.giveUp()
        while let key = decoder.next(nowMillis: 0) { keys.append(key) }
        precondition(!decoder.isUnfinished, "bytes wait for ever")
        return keys
    }

    private static func check(_ key: Key) {
        switch key {
        case .character(let scalar):
            let text = CellText(String(Character(scalar)))
            precondition(text.glyphs.map(\.scalar) == [scalar], "a character that is not shown")
        case .mouse(let event): precondition(event.x >= 0 && event.y >= 0, "a mouse outside")
        case .paste(let text): check(text)
        case .function(let number): precondition(1...12 ~= number, "no keyboard has this key")
        case .resize: preconditionFailure("bytes are no other size")
        default: break
        }
    }

    /// Text must stay what it is, and fit where it is put.
    static func runText(_ input: [UInt8]) {
        let text = CellText(bytes: input)
        check(text)
        let columns = Int(input.first ?? 0)
        let clipped = text.clipped(to: columns, mark: "~")
        precondition(clipped.width <= max(columns, 0), "a text that was cut is too wide")
        precondition(text.padded(to: columns).width == columns, "a text that was filled up has another width")
        var grid = CellGrid(width: 7, height: 2)
        let used = grid.put(text, x: columns % 11 - 2, y: 0)
        precondition(0...text.width ~= used, "a text takes more than it is wide")
        grid.put(text, x: 0, y: 1)
        check(grid)
        precondition(grid.plain().text.unicodeScalars.allSatisfy { $0.isASCII }, "plain is not plain")
    }

    private static func check(_ text: CellText) {
        precondition(CellText(text.string) == text, "a safe text is not safe")
        precondition(text.glyphs.count <= CellText.glyphsMax, "a text without end")
        precondition(text.width == text.glyphs.reduce(0) { $0 + $1.columns }, "a width that is wrong")
        for glyph in text.glyphs {
            precondition(
                glyph.columns == ScalarWidth.columns(of: glyph.scalar), "terminals take another width")
        }
    }

    /// Each wide character has its second half, and no half stands alone.
    private static func check(_ grid: CellGrid) {
        for y in 0..<grid.height {
            for x in 0..<grid.width {
                let isWide = ScalarWidth.columns(of: grid[x, y].glyph) == 2
                let isFollowed = x + 1 < grid.width && grid[x + 1, y].isContinuation
                precondition(isWide == isFollowed, "half a character")
            }
        }
    }
}
