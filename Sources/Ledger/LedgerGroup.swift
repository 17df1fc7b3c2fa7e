public import Canvas

/// What becomes durable together, or not at all, in this order.
public struct LedgerGroup: Sendable {
    /// What happened.
    public var entries: [LedgerEntry]

    /// A group of whatever belongs together.
    public init(_ entries: [LedgerEntry]) {
        self.entries = entries
    }

    /// The changes of one board.
    public init(board: BoardName, epoch: UInt32, changes: ChangeGroup, fullInMillis: [Int64] = []) {
        entries = [
            .placements(
                LedgerPlacements(board: board, epoch: epoch, changes: changes, fullInMillis: fullInMillis))
        ]
    }

    /// The changes in it, board by board.
    public var placements: [LedgerPlacements] {
        entries.compactMap { entry in
            if case .placements(let placements) = entry { placements } else { nil }
        }
    }

    /// How many changes of pixels are in it.
    public var changeCount: Int {
        placements.reduce(0) { $0 + $1.changes.changes.count }
    }
}

/// One thing that is kept.
public enum LedgerEntry: Sendable {
    /// Pixels of a board changed.
    case placements(LedgerPlacements)
    /// A session began, or is another now: all of it, as it is from now on.
    case session(LedgerSession)
    /// A board began, or its rules, its palette or its past are others now: all of it.
    case board(LedgerBoard)
    /// Somebody said something on a board.
    case chat(LedgerChatLine)
    /// What was said is taken back: the line of that number.
    case chatRemoval(board: BoardName, number: UInt64)
    /// A document is there, or says something else now.
    case document(LedgerDocument)
    /// A document stands no more; if there was none, nothing happens.
    case documentRemoval(kind: UInt8, number: UInt64)
    /// Something was done that has to be told for ever. The group is refused if the line does not follow.
    case audit(LedgerAuditLine)
}

/// Accepted changes of one board, and what they cost those who made them.
public struct LedgerPlacements: Sendable {
    /// Whose changes these are.
    public let board: BoardName
    /// In which of its pasts they were made.
    public let epoch: UInt32
    /// The changes, in order. The player's number is the number of its session, for good.
    public let changes: ChangeGroup
    /// For each change: how long after the group's time the player's charges are full again. Empty where
    /// nobody had to wait.
    public let fullInMillis: [Int64]

    /// Changes, with the time of waiting of each or without any.
    public init(board: BoardName, epoch: UInt32, changes: ChangeGroup, fullInMillis: [Int64] = []) {
        precondition(
            fullInMillis.isEmpty || fullInMillis.count == changes.changes.count,
            "there is a time of waiting for every change or for none")
        self.board = board
        self.epoch = epoch
        self.changes = changes
        self.fullInMillis = fullInMillis
    }
}

/// The fingerprint of a session's token. The token itself is never kept.
public struct TokenHash: Hashable, Sendable {
    /// How many bytes it has, as SHA-256 gives them.
    public static let byteCount = 32

    private let words: [4 of UInt64]

    /// The fingerprint of these 32 bytes; nil if there are more or fewer.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        words = [4 of UInt64] { word in
            bytes[word * 8..<word * 8 + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        (0..<Self.byteCount).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64($0 % 8 * 8)) }
    }

    /// Whether all bytes are the same.
    public static func == (left: TokenHash, right: TokenHash) -> Bool {
        left.words.indices.allSatisfy { left.words[$0] == right.words[$0] }
    }

    /// A fingerprint is as good as random already.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(words[0])
    }
}

/// Where a session came from, as 16 bytes that only who made them can read: a keyed hash.
@frozen public struct AddressKey: Hashable, Sendable {
    /// The first half.
    public let high: UInt64
    /// The second half.
    public let low: UInt64

    /// A key of two halves.
    @inlinable public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }
}

/// Somebody who may place, as it is kept.
public struct LedgerSession: Equatable, Sendable {
    /// Numbers stay below this: what is kept by number stands in arrays.
    public static let playersMax: UInt32 = 1 << 24
    /// The longest id or name, in bytes of UTF-8.
    public static let textBytesMax = 255

    /// The number that changes name it by, given once and never to another: `PlayerSlot.number`.
    public let player: UInt32
    /// What its token is recognised by.
    public let tokenHash: TokenHash
    /// What everybody may know it by.
    public let id: String
    /// What it wants to be called.
    public var name: String
    /// When it began, in milliseconds since 1970.
    public let createdAtMillis: Int64
    /// Where it came from.
    public let address: AddressKey

    /// A session.
    public init(
        player: UInt32, tokenHash: TokenHash, id: String, name: String, createdAtMillis: Int64,
        address: AddressKey
    ) {
        precondition(player < Self.playersMax, "no session has that number")
        precondition(
            id.utf8.count <= Self.textBytesMax && name.utf8.count <= Self.textBytesMax,
            "ids and names are short")
        self.player = player
        self.tokenHash = tokenHash
        self.id = id
        self.name = name
        self.createdAtMillis = createdAtMillis
        self.address = address
    }
}

/// What there is to know about a board besides its pixels.
public struct LedgerBoard: Equatable, Sendable {
    /// What its pixels were when its past began, at seq 0.
    public enum Beginning: UInt8, Sendable {
        /// All colour 0.
        case blank = 0
        /// As a snapshot of seq 0 shows it, which was saved before this was handed over.
        case snapshot = 1
    }

    /// What it is called.
    public let name: BoardName
    /// Which of its pasts is told. Another one than before begins a new past at seq 0.
    public var epoch: UInt32
    /// What that past began with.
    public var beginning: Beginning
    /// How wide and how high.
    public var shape: BoardShape
    /// The colours one may place.
    public var palette: Palette
    /// How fast one may place.
    public var rules: Rules
    /// When the board began, in milliseconds since 1970.
    public let createdAtMillis: Int64

    /// A board.
    public init(
        name: BoardName, epoch: UInt32, beginning: Beginning = .blank, shape: BoardShape, palette: Palette,
        rules: Rules, createdAtMillis: Int64
    ) {
        precondition(epoch != 0, "an epoch is never 0")
        self.name = name
        self.epoch = epoch
        self.beginning = beginning
        self.shape = shape
        self.palette = palette
        self.rules = rules
        self.createdAtMillis = createdAtMillis
    }
}
