/// What a terminal tells us: a key, the mouse, another size.
public enum Key: Hashable, Sendable {
    /// The four keys with arrows on them.
    public enum Arrow: Hashable, Sendable, CaseIterable {
        case up
        case down
        case left
        case right
    }

    /// A character that can be shown, a space among them.
    case character(Unicode.Scalar)
    case enter
    case escape
    case tab
    /// Tab with Shift.
    case backTab
    case backspace
    case delete
    case insert
    /// An arrow, perhaps with Shift.
    case arrow(Arrow, isShifted: Bool)
    case pageUp
    case pageDown
    case home
    case end
    /// F1 and its sisters, by their number.
    case function(Int)
    /// A letter with Control, the small letter: `c` for what interrupts elsewhere.
    case control(Unicode.Scalar)
    case mouse(MouseEvent)
    /// The terminal has another size now.
    case resize(width: Int, height: Int)
    /// A text that was pasted in one go, cleaned as `CellText` does, so that its line ends press no Enter.
    case paste(CellText)

    /// The arrow alone.
    public static let up = Key.arrow(.up, isShifted: false)
    /// The arrow alone.
    public static let down = Key.arrow(.down, isShifted: false)
    /// The arrow alone.
    public static let left = Key.arrow(.left, isShifted: false)
    /// The arrow alone.
    public static let right = Key.arrow(.right, isShifted: false)
    /// The arrow with Shift.
    public static let shiftUp = Key.arrow(.up, isShifted: true)
    /// The arrow with Shift.
    public static let shiftDown = Key.arrow(.down, isShifted: true)
    /// The arrow with Shift.
    public static let shiftLeft = Key.arrow(.left, isShifted: true)
    /// The arrow with Shift.
    public static let shiftRight = Key.arrow(.right, isShifted: true)
}

/// Something that the mouse did over a cell.
public struct MouseEvent: Hashable, Sendable {
    /// What it did.
    public enum Kind: Hashable, Sendable {
        case press
        case release
        /// It moved with a button down.
        case drag
        case wheelUp
        case wheelDown
        /// The second press of two in the same cell, one soon after the other.
        case doubleClick
    }

    /// Which button did it.
    public enum Button: Hashable, Sendable {
        case left
        case middle
        case right
        /// The wheel, or none.
        case none
    }

    /// The column, from 0.
    public let x: Int
    /// The row, from 0.
    public let y: Int
    /// What happened.
    public let kind: Kind
    /// With which button.
    public let button: Button

    /// An event at a cell.
    public init(x: Int, y: Int, kind: Kind, button: Button = .left) {
        self.x = x
        self.y = y
        self.kind = kind
        self.button = button
    }
}
