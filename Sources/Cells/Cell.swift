/// One column of one row: what stands there and how it looks.
///
/// A character two columns wide takes two cells. The second is its continuation, and has nothing of its own
/// to show.
public struct Cell: Hashable, Sendable {
    /// What stands there; a blank in a continuation.
    public let glyph: Unicode.Scalar
    /// How it looks.
    public var style: Style
    /// Whether the cell belongs to the wide character left of it.
    public let isContinuation: Bool

    /// Empty, and nothing special.
    public static let blank = Cell(" ")

    /// What takes the place of a scalar that a single cell cannot show.
    static let substitute: Unicode.Scalar = "?"

    /// A cell of one column. A scalar that is no single column, or must not be shown, becomes `?`.
    public init(_ glyph: Unicode.Scalar, style: Style = .plain) {
        self.init(
            unchecked: CellText.treatment(of: glyph) == .shown(columns: 1) ? glyph : Self.substitute,
            style: style)
    }

    /// Takes a scalar that has been looked at already.
    init(unchecked glyph: Unicode.Scalar, style: Style, isContinuation: Bool = false) {
        self.glyph = glyph
        self.style = style
        self.isContinuation = isContinuation
    }
}
