public import Cells
public import Wire

/// A point in time, or a span, in milliseconds. Points are on a clock of the caller's that never goes back.
public typealias Millis = Int64

/// What happens to a console.
public enum ConsoleEvent: Sendable {
    /// A key, the mouse, another size.
    case key(Key)
    /// The admin socket is open.
    case connected
    /// It is not, and will be tried again.
    case disconnected(reason: String, retryInMillis: Millis, attempt: Int)
    /// The server says what changed.
    case state(LiveState)
    /// The server answers a question.
    case answer(ConsoleAnswer)
    /// The board is there, whole.
    case board(BoardMirror)
    /// Pixels of the board changed.
    case pixelsChanged([PixelChange])
    /// A text was saved under this name, or not, for a reason.
    case exported(name: String, failure: String?)
    /// Time went by.
    case tick
}

/// A pixel of the board that has another colour now.
public struct PixelChange: Hashable, Sendable {
    /// Which one, row by row.
    public var index: Int
    /// Which colour of the palette.
    public var colour: UInt8

    /// A change.
    public init(index: Int, colour: UInt8) {
        self.index = index
        self.colour = colour
    }
}

/// What a console wants from the world.
public enum ConsoleEffect: Equatable, Sendable {
    /// Tell the server what is looked at.
    case send(ConsoleLook)
    /// Ask the server.
    case ask(ConsoleAsk)
    /// Try to connect, without waiting any longer.
    case reconnectNow
    /// End the console; the server goes on.
    case quit
    /// Put a text into the clipboard.
    case copy(CellText)
    /// Save a text under this name.
    case export(name: String, text: String)
    /// Call for attention.
    case bell
}

/// What a console was started with.
public struct ConsoleOptions: Sendable {
    /// The board that is looked at.
    public var board = "main"
    /// No glyphs beyond ASCII.
    public var isASCII = false
    /// No colours: the canvas shows letters.
    public var isMono = false
    /// Nothing can be changed, whatever the role.
    public var isReadOnly = false
    /// How far local time is ahead of UTC.
    public var zoneOffsetMillis: Millis = 0

    /// As usual.
    public init() {}

    /// One letter for each pixel of the canvas.
    var isLettered: Bool { isASCII || isMono }
}
