/// What stands for a glyph on a terminal that knows nothing but ASCII.
public enum PlainGlyphs {
    /// The scalar itself where it is ASCII, what resembles it where we use it ourselves, otherwise `?`.
    public static func substitute(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        scalar.isASCII ? scalar : substitutes[scalar] ?? "?"
    }

    /// Lines become `+-|`; heights and shades become `.:-=+*%#`, as dark as they are high; the dots of an
    /// empty canvas become blanks.
    static let substitutes: [Unicode.Scalar: Unicode.Scalar] = [
        "─": "-", "│": "|", "┌": "+", "┐": "+", "└": "+", "┘": "+", "├": "+", "┤": "+", "┬": "+", "┴": "+",
        "┼": "+",
        "▁": ".", "▂": ":", "▃": "-", "▄": "=", "▅": "+", "▆": "*", "▇": "%", "█": "#",
        "▀": "=", "▌": "=", "▐": "=", "░": ".", "▒": "=", "▓": "%",
        "·": " ", "…": ".", "–": "-", "—": "-", "←": "<", "→": ">", "↑": "^", "↓": "v", "×": "x", "○": "o",
        "‘": "'", "’": "'", "“": "\"", "”": "\"",
    ]
}
