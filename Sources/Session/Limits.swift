/// Every bound the server keeps, in one place, each with its reason. Durations are milliseconds.
///
/// The first block is fixed by the public contract, the second are the operator's to set, the third are ours.
public struct Limits: Sendable {
    // MARK: Fixed by Docs/Protocol.md

    /// A client's message, reassembled and inflated: a chat line fits four times over.
    public static let clientMessageBytesMax = 4096
    /// Results that may wait for a reader before its requests are no longer read.
    public static let unsentResultsMax = 1024
    /// The head of a request: generous for browsers with many cookies, useless for a flood.
    public static let requestHeadBytesMax = 16 * 1024
    /// Header fields of a request.
    public static let requestFieldsMax = 64
    /// The body of a request: no route needs more.
    public static let requestBodyBytesMax = 4096
    /// A request's head, and then its body, each have this long to arrive.
    public static let requestMillisMax: Int64 = 10_000
    /// The server asks a silent client for a sign of life this often.
    public static let pingEveryMillis: Int64 = 20_000
    /// Nothing heard for this long, while nothing is unsent to it: the connection is dead.
    public static let silenceMillisMax: Int64 = 45_000
    /// A message begun must be taken within this time.
    public static let messageMillisMax: Int64 = 60_000
    /// No message of the server is longer; a longer DELTA becomes a BOARD.
    public var serverMessageBytesMax = 1 << 20
    /// One part of a BOARD.
    public static let boardPartBytesMax = 256 * 1024
    /// The longest a poll for changes may wait.
    public static let longPollMillisMax: Int64 = 30_000
    /// From SIGTERM on: stop accepting, give results their time, end.
    public static let drainResultsMillisMax: Int64 = 3_000
    /// From SIGTERM to the end, whatever is still open.
    public static let drainMillisMax: Int64 = 4_500

    /// A DELTA follows its placement within 250 ms: a tick, and time to write it.
    public static let tickMillisMax: Int64 = 200

    // MARK: The operator's (0: no limit)

    /// WebSockets and waiting polls of one address: a school sits behind one.
    public var connectionsPerAddress = 256
    /// Sockets of one address, whatever they are for: follows from `connectionsPerAddress`. A page comes
    /// over up to six of them, which stay open for a minute, beside its WebSocket; a class that opens it at
    /// once has four for each of its places, since hardly all of them load at the same moment.
    public var socketsPerAddress: Int {
        connectionsPerAddress == 0 ? 0 : max(Self.socketsPerAddressMin, connectionsPerAddress * 4)
    }
    /// Past it the session's oldest connection is told to go.
    public var connectionsPerSession = 8
    /// A bucket of this many messages a second that every message and control frame draws from.
    public var messagesPerSecond = 40
    /// New sessions of one address in an hour.
    public var sessionsPerAddress = 500

    // MARK: Our own

    /// Never fewer sockets of one address: whoever may have but one connection loads the page all the same.
    public static let socketsPerAddressMin = 64
    /// What holds for an address, or the /64 of an IPv6 one, holds so many times for a /48. That is what
    /// anybody can have for the asking, 65,536 networks of it, but also a whole campus.
    public static let siteMultiple = 8
    /// Proxies that one request may have come through; a longer list is a mistake or an attack.
    public static let forwardedHopsMax = 64
    /// Addresses whose new sessions are remembered, and sites of them: some 10 MB of each, and a flood
    /// forgets itself first.
    public static let addressBudgetsMax = 65_536
    /// What one connection may have read in one turn.
    public static let readBytesMax = 16 * 1024
    /// What the kernel may hold unsent for one connection before it says that it is full.
    public static let kernelUnsentBytesMax = 16 * 1024

    /// Sustained for `floodMillisMax`, this multiple of `messagesPerSecond` ends the connection.
    public static let floodMultiple = 2
    /// How long a flood is borne.
    public static let floodMillisMax: Int64 = 5_000
    /// A connection that is open for requests and says nothing.
    public static let idleRequestMillisMax: Int64 = 60_000
    /// How long a WebSocket that is to end waits for the results that it is owed.
    public static let settlingMillisMax: Int64 = 10_000
    /// How long a closed peer may go on talking before the descriptor is taken from it.
    public static let lingerMillisMax: Int64 = 2_000
    /// A shared frame is compressed only where that pays: shorter ones gain nothing, longer ones would hold
    /// the loop.
    public static let deflatedFrameBytes = 512...65_536
    /// The newest frames a journal keeps for cursors to pass over.
    public static let journalFramesMax = 64
    /// The same in bytes: long frames keep fewer.
    public static let journalBytesMax = 1 << 20
    /// Merged frames on their way to readers that fell behind, all readers together: past it they take turns.
    public var catchUpBytesMax = 2 << 20
    /// Merged frames up to this are never kept waiting.
    public var catchUpFrameBytesFree = 4096
    /// Copies of one board that may be on their way at a time; a later reader joins the newest.
    public var boardCopiesMax = 2
    /// The body of a request of staff, and their messages: an act that names a hundred people and says
    /// something in two languages.
    public static let adminBodyBytesMax = 64 * 1024
    /// Connections through the admin socket: consoles and commands of a large team, and a bound for one that
    /// has gone wild.
    public static let adminConnectionsMax = 256
    /// Acts of the staff, reports of players and ends that wait for the one that is being made durable: a
    /// large team, and players who report a raid while it lasts.
    public static let actsWaitingMax = 128
    /// Changes that a board keeps while a rollback of it is planned, which takes seconds: eight bytes each,
    /// and at twenty thousand a second enough for most of a minute.
    public static let rollbackTailChangesMax = 1 << 20
    /// Addresses whose networks' keys are kept while there are bans on networks: some 300 bytes each. Past
    /// it they are worked out again, three hashes for each.
    public static let networkKeysMax = 4096
    /// Reports that a session may make at once.
    public static let reportBurst = 3
    /// One of them comes back in this time: whoever sees more than that to report has said enough already.
    public static let reportMillis: Int64 = 60_000
    /// Sessions whose reports are counted; beyond, those who reported longest ago are forgotten.
    public static let reportPacesMax = 65_536
    /// Leading zero bits of a puzzle's hash: a quarter of a million tries, which take a phone about a second
    /// and a program with a thousand sessions a quarter of an hour.
    public static let puzzleBits = 18
    /// How long a puzzle may be solved: slow phones with bad luck take half a minute.
    public static let puzzleMillis: Int64 = 120_000
    /// Whoever has solved one has no other put for so long.
    public static let puzzlePassMillis: Int64 = 86_400_000
    /// Puzzles that wait to be solved, and people who have solved one: beyond, the oldest are forgotten, and
    /// those may solve another.
    public static let puzzlesMax = 65_536
    /// How often the gates of a board that defends itself move on.
    public static let gateMillis: Int64 = 1_000
    /// How long the banner of an announcement stays.
    public static let announcementShowMillis: Int64 = 30_000
    /// Text answers and pongs waiting for one reader: past it, nothing more is read of it.
    public static let personalBytesMax = 64 * 1024
    /// What a connection may keep of that memory between two of its messages, for a moment.
    @inlinable public static var keptPersonalBytesMax: Int { 512 }
    /// The same hard: whoever has more waiting, because of what others did, is closed as too slow.
    public static let personalBytesHardMax = 256 * 1024
    /// Lines of chat that a session may say at once.
    public static let chatBurst = 4
    /// One of them comes back in this time: faster nobody reads.
    public static let chatLineMillis: Int64 = 2_000
    /// The same for all sessions of a board together: each line goes to every reader, so that a thousand
    /// sessions in step must not decide what the loops do.
    public static let boardChatBurst = 200
    /// One of those comes back in this time.
    public static let boardChatLineMillis: Int64 = 50
    /// Readers that may be in the middle of a whole chat before newcomers share one that is not the newest.
    public static let chatHistoriesMax = 16
    /// Lines of chat that were said and are not durable yet, per board: past it the server is busy.
    public static let undecidedChatLinesMax = 200
    /// Placements decided and not yet durable, per board: past it the server is busy.
    public var undecidedPlacementsMax = 65_536
    /// What waits to be announced on a board until a state is out; past it the oldest is dropped. Rules are
    /// in it once at most, and notices are few.
    public static let announcementsMax = 16
    /// Encoded pictures and pixel states kept for those who ask next.
    public static let pictureCacheBytesMax = 64 << 20
    /// The same in number.
    public static let picturesKeptMax = 256
    /// States whose pixels stay fetchable by name once somebody was told it.
    public static let namedStatesMax = 4
    /// The same in bytes: large boards keep fewer.
    public static let namedStatesBytesMax = 32 << 20
    /// Work waiting for the picture thread.
    public static let pictureQueueMax = 64
    /// Changes in one answer about the past, unless the question says otherwise.
    public static let pastPageStandard = 100
    /// The most of them: an answer of some 60 KB.
    public static let pastPageMax = 1000
    /// A picture's own size, scale included.
    public static let picturePixelsMax = 64_000_000
    /// Sessions kept in memory, some 250 bytes each.
    public static let sessionsMax = 4_000_000
    /// A snapshot is taken after so many changes...
    public static let snapshotChangesMax: UInt64 = 1_000_000
    /// ... or after this time, if anything changed.
    public static let snapshotEveryMillis: Int64 = 60_000
    /// How long viewers are served after the storage failed: long enough to be told, short enough that a
    /// supervisor's restart brings drawing back soon.
    public static let storageFailureMillis: Int64 = 30_000

    /// The operator's limits as they stand without options. The relations between limits are checked here.
    public init() {
        precondition(Limits.boardPartBytesMax < serverMessageBytesMax)
        precondition(Limits.pingEveryMillis * 2 < Limits.silenceMillisMax)
        precondition(Limits.drainResultsMillisMax < Limits.drainMillisMax)
        precondition(Limits.siteMultiple > 1 && Limits.addressBudgetsMax > 1)
    }
}
