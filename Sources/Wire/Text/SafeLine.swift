/// A line of text from anybody that may be shown to anybody: on a page, in a log, on a terminal.
///
/// What is made of a text, scalar by scalar:
///
/// - white space of every kind, line ends included, becomes one space between words and none at the ends;
/// - controls, private and unassigned code points vanish, and so does what is invisible by itself or steers
///   how its neighbours are shown: marks and overrides of direction, fillers, joiners, selectors, tags;
/// - of the invisible, emoji keep what they are made of: the selector of their coloured form, and joiners
///   between two of them, up to `joinersMax` in a row;
/// - up to `marksMax` combining marks stay on a letter; those that stand on nothing vanish.
///
/// The outcome is never longer than the text, and making a line of it again changes nothing.
public struct SafeLine: Hashable, Sendable {
    /// So many combining marks may follow one another: more than living languages stack, too few to reach
    /// the line above.
    public static let marksMax = 4
    /// So many joiners may hold one emoji together: a kiss of two people takes three.
    public static let joinersMax = 4

    /// The line, which has at least one scalar.
    public let text: String

    /// What can be shown of `text`; nil where nothing can.
    public init?(_ text: String) {
        var writer = LineWriter()
        for scalar in text.unicodeScalars { writer.take(scalar) }
        guard !writer.line.isEmpty else { return nil }
        self.text = String(writer.line)
    }
}

/// Takes a text scalar by scalar. What it does next depends on what it wrote, never on what it left out: that
/// is why a second time changes nothing.
private struct LineWriter {
    private(set) var line = String.UnicodeScalarView()
    /// The last one written.
    private var last: Unicode.Scalar?
    /// Marks at the end of what is written.
    private var marks = 0
    /// Joiners that hold the emoji at the end together.
    private var joiners = 0
    private var owesSpace = false
    private var owesJoiner = false

    private static let joiner: Unicode.Scalar = "\u{200d}"
    private static let colouredForm: Unicode.Scalar = "\u{fe0f}"

    mutating func take(_ scalar: Unicode.Scalar) {
        switch LineScalar(scalar) {
        case .plain: write(scalar)
        case .space:
            owesSpace = last != nil
            owesJoiner = false
        case .mark:
            guard last != nil, !owesSpace, marks < SafeLine.marksMax else { return }
            let count = marks + 1
            write(scalar)
            marks = count
        case .pictograph:
            let isJoined = owesJoiner && joiners < SafeLine.joinersMax
            let count = isJoined ? joiners + 1 : 0
            if isJoined { line.append(Self.joiner) }
            write(scalar)
            joiners = count
        case .skinTone:
            let count = joiners
            let isOnEmoji = endsInEmoji && !owesSpace && !owesJoiner
            write(scalar)
            joiners = isOnEmoji ? count : 0
        case .joiner:
            owesJoiner = endsInEmoji && !owesSpace
        case .colouredForm:
            guard let last, last.properties.isEmoji, !owesSpace, !owesJoiner else { return }
            let count = joiners
            write(scalar)
            joiners = count
        case .nothing: break
        }
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        if owesSpace { line.append(" ") }
        line.append(scalar)
        last = scalar
        marks = 0
        joiners = 0
        owesSpace = false
        owesJoiner = false
    }

    /// What is written ends in something that a joiner may stand behind.
    private var endsInEmoji: Bool {
        guard let last else { return false }
        return last == Self.colouredForm || last.properties.isEmojiModifier || last.isPictograph
    }
}

/// What a scalar is to a line.
private enum LineScalar {
    case plain
    case space
    case mark
    case pictograph
    case skinTone
    case joiner
    case colouredForm
    /// It has no place in a line.
    case nothing

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x21...0x7e: self = .plain
        case 0x200d: self = .joiner
        case 0xfe0f: self = .colouredForm
        // A pattern of Braille without a dot is a space by another name; the other stands for a picture.
        case 0x2800: self = .space
        case 0xfffc: self = .nothing
        default: self.init(properties: scalar)
        }
    }

    private init(properties scalar: Unicode.Scalar) {
        let properties = scalar.properties
        if properties.isWhitespace {
            self = .space
        } else if properties.isDefaultIgnorableCodePoint {
            self = .nothing
        } else {
            self =
                switch properties.generalCategory {
                case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
                    .paragraphSeparator:
                    .nothing
                case .nonspacingMark, .enclosingMark, .spacingMark: .mark
                default:
                    properties.isEmojiModifier ? .skinTone : scalar.isPictograph ? .pictograph : .plain
                }
        }
    }
}

extension Unicode.Scalar {
    /// An emoji by itself. Digits, `#`, `*`, the copyright sign and its like are emoji only in company.
    fileprivate var isPictograph: Bool {
        value >= 0x203c && properties.isEmoji && !properties.isEmojiModifier
    }
}
