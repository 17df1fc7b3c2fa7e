/// A text as a terminal may show it. Nothing reaches a grid in any other way, be it ours or a stranger's.
///
/// What becomes of a text, scalar by scalar:
///
/// - a space stays, and every other kind of white space, line ends and tabs included, becomes one;
/// - controls, and with them every escape sequence, become `?`, and so does what has no meaning: private use,
///   what is unassigned, bytes that are no UTF-8. A name that tries to steer the terminal shows that it does;
/// - what is invisible or belongs to its neighbour becomes nothing: combining marks, marks and overrides of
///   direction, joiners, selectors, fillers, tags, the skin tones of emoji;
/// - the letters that flags are made of become `?`: terminals do not agree on how wide a flag is.
///
/// So every scalar that is left has a width of its own, 1 or 2 columns, whatever stands beside it.
public struct CellText: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// A scalar and how many columns it takes.
    public struct Glyph: Hashable, Sendable {
        /// What is shown.
        public let scalar: Unicode.Scalar
        /// 1 or 2.
        public let columns: Int
    }

    /// What is to be done with a scalar.
    enum Treatment: Equatable {
        case shown(columns: Int)
        case space
        case replaced
        case dropped
    }

    /// More than any screen is wide, so that a text of megabytes costs no more than a line.
    public static let glyphsMax = 4_096
    /// So many scalars of a text are looked at: a tower of marks ends here.
    public static let scalarsMax = 16_384

    /// What is shown, from the left.
    public private(set) var glyphs: [Glyph] = []
    /// How many columns all of it takes.
    public private(set) var width = 0

    /// What can be shown of a text.
    public init(_ text: some StringProtocol) {
        for scalar in text.unicodeScalars.prefix(Self.scalarsMax) { take(scalar) }
    }

    /// What can be shown of bytes that should be UTF-8.
    public init(bytes: some Sequence<UInt8>) {
        // A scalar has four bytes at most.
        self.init(String(decoding: Array(bytes.prefix(Self.scalarsMax * 4)), as: UTF8.self))
    }

    /// A text of our own, treated like any other.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    private init(_ glyphs: some Sequence<Glyph>) {
        for glyph in glyphs { append(glyph) }
    }

    /// What is shown, as a string.
    public var string: String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: glyphs.lazy.map(\.scalar))
        return String(text)
    }

    /// Whether there is nothing to show.
    public var isEmpty: Bool { glyphs.isEmpty }

    private mutating func take(_ scalar: Unicode.Scalar) {
        switch Self.treatment(of: scalar) {
        case .shown(let columns): append(Glyph(scalar: scalar, columns: columns))
        case .space: append(Glyph(scalar: " ", columns: 1))
        case .replaced: append(Glyph(scalar: Cell.substitute, columns: 1))
        case .dropped: break
        }
    }

    private mutating func append(_ glyph: Glyph) {
        guard glyphs.count < Self.glyphsMax else { return }
        glyphs.append(glyph)
        width += glyph.columns
    }

    static func treatment(of scalar: Unicode.Scalar) -> Treatment {
        // Nearly everything is plain, and known without asking Unicode's tables.
        if 0x20..<0x7f ~= scalar.value { return .shown(columns: 1) }
        let properties = scalar.properties
        if properties.isWhitespace { return .space }
        switch properties.generalCategory {
        case .control, .privateUse, .unassigned, .surrogate: return .replaced
        case .format, .nonspacingMark, .spacingMark, .enclosingMark: return .dropped
        default: break
        }
        switch scalar.value {
        case 0xfffd, 0x1f1e6...0x1f1ff: return .replaced
        case 0x1f3fb...0x1f3ff: return .dropped
        // A pattern of braille without a dot is white space by another name.
        case 0x2800: return .space
        default: break
        }
        if properties.isDefaultIgnorableCodePoint { return .dropped }
        let columns = ScalarWidth.columns(of: scalar)
        if columns > 0 { return .shown(columns: columns) }
        // The parts of Hangul letters belong to their neighbours; what is left is too new.
        return 0x1160...0x11ff ~= scalar.value || 0xd7b0...0xd7ff ~= scalar.value ? .dropped : .replaced
    }
}

extension CellText {
    /// Where a text stands in a field that is wider than the text.
    public enum Alignment: Hashable, Sendable {
        case left
        case right
        case centre
    }

    /// As much of the beginning as fits. Where something is left out, the last column can say so by a mark,
    /// as `~` does.
    public func clipped(to columns: Int, mark: Unicode.Scalar? = nil) -> CellText {
        guard width > columns else { return self }
        let room = max(0, columns) - (mark == nil ? 0 : 1)
        var clipped = CellText(EmptyCollection<Glyph>())
        for glyph in glyphs {
            guard clipped.width + glyph.columns <= room else { break }
            clipped.append(glyph)
        }
        if let mark, columns >= 1 { clipped.take(mark) }
        return clipped
    }

    /// Exactly so many columns: with spaces added, or with the end cut off.
    public func padded(to columns: Int, _ alignment: Alignment = .left) -> CellText {
        let text = clipped(to: columns)
        let missing = min(max(0, columns), Self.glyphsMax) - text.width
        guard missing > 0 else { return text }
        let before =
            switch alignment {
            case .left: 0
            case .right: missing
            case .centre: missing / 2
            }
        return Self.spaces(before) + text + Self.spaces(missing - before)
    }

    /// So many spaces.
    public static func spaces(_ count: Int) -> CellText {
        CellText(repeatElement(Glyph(scalar: " ", columns: 1), count: min(max(0, count), glyphsMax)))
    }

    /// One text after the other.
    public static func + (first: CellText, second: CellText) -> CellText {
        var text = first
        for glyph in second.glyphs { text.append(glyph) }
        return text
    }
}
