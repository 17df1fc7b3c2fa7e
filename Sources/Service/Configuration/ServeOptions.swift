import Canvas
public import Session

/// How a server is set up. The defaults are the contract's.
public struct ServeOptions: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// 0 picks a free one.
    public var port: UInt16 = 8080
    /// Always holds `main`, first.
    public var boards = [BoardOptions(name: .main)]
    /// What was said of all boards; what is said of one alone goes before it.
    public var everyBoard = BoardWishes()
    /// The bounds that are the operator's to set.
    public var limits = Limits()
    /// Event loops, each a thread with its share of the connections.
    public var loopCount = 1
    /// Under load at most one frame goes out in this time.
    public var tickMillis: Int64 = 33
    /// Origins beside the server's own whose pages may connect and post.
    public var allowedOrigins: [Origin] = []
    /// Where people find the page; nil: at the address that is listened on.
    public var publicAddress: PublicAddress?
    /// Proxies whose word about where a request comes from is taken.
    public var trustedProxies: [AddressRange] = []
    /// Compression is negotiated with those who offer it.
    public var isDeflateEnabled = false
    /// Names that nobody may give himself, beside those that sound like staff anywhere.
    public var staffNames: [String] = []
    /// Who may look and act through the admin socket.
    public var staff = StaffRoles()
    /// The numbers of `/metrics` are told to anybody, not on the admin socket alone.
    public var hasPublicMetrics = false
    /// What newcomers are greeted with.
    public var messageOfTheDay = ""

    /// The contract's defaults.
    public init() {}

    /// Everything that was said of a board, for it alone or for all.
    public func wishes(of board: BoardOptions) -> BoardWishes {
        board.wishes.orElse(everyBoard)
    }
}
