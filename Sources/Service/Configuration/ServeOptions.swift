public import Canvas
public import Session

/// One board as the operator asked for it.
public struct BoardOptions: Equatable, Sendable {
    /// What it is called.
    public var name: BoardName
    /// How large it is.
    public var shape: BoardShape
    /// People may chat there, if they may on this server.
    public var isChatEnabled = true

    /// A board to be hosted.
    public init(name: BoardName, shape: BoardShape) {
        self.name = name
        self.shape = shape
    }
}

/// How a server is set up. The defaults are the contract's.
public struct ServeOptions: Sendable {
    /// The shape of a board that nobody chose one for.
    public static let standardShape = BoardShape(width: 1000, height: 1000)

    /// The address to listen on.
    public var host = "127.0.0.1"
    /// 0 picks a free one.
    public var port: UInt16 = 8080
    /// Always holds `main`, first.
    public var boards: [BoardOptions]
    /// The colours of every board.
    public var palette = Palette.standard
    /// What every board starts with.
    public var rules = Rules(cooldownMillis: 30_000, chargesMax: 1)
    /// The bounds that are the operator's to set.
    public var limits = Limits()
    /// Event loops, each a thread with its share of the connections.
    public var loopCount = 1
    /// Under load at most one frame goes out in this time.
    public var tickMillis: Int64 = 33
    /// Origins beside the server's own whose pages may connect and post.
    public var allowedOrigins: [Origin] = []
    /// Compression is negotiated with those who offer it.
    public var isDeflateEnabled = false
    /// People may chat, but for boards that say otherwise.
    public var isChatEnabled = true
    /// What newcomers are greeted with.
    public var messageOfTheDay = ""

    /// The contract's defaults.
    public init() {
        guard let shape = Self.standardShape else { preconditionFailure("1000x1000 is a board") }
        boards = [BoardOptions(name: .main, shape: shape)]
    }
}
