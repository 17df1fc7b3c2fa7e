public import Canvas

/// When a player's charges on a board are full again.
@frozen public struct ChargeLevel: Equatable, Sendable {
    /// Whose charges.
    public let player: UInt32
    /// Milliseconds since 1970.
    public let fullAtMillis: Int64

    /// A level.
    @inlinable public init(player: UInt32, fullAtMillis: Int64) {
        self.player = player
        self.fullAtMillis = fullAtMillis
    }
}

/// A board as it was at one moment: everything that a snapshot holds.
public struct BoardImage: Sendable {
    /// Which board.
    public let board: BoardName
    /// In which of its pasts.
    public let epoch: UInt32
    /// After how many changes.
    public let seq: UInt64
    /// When the image was taken, in milliseconds since 1970.
    public let takenAtMillis: Int64
    /// How wide and how high.
    public let shape: BoardShape
    /// One palette index per pixel.
    public let colours: [UInt8]
    /// The fingerprint of `colours`.
    public let digest: Digest
    /// Who placed each pixel, and when; none in a keyframe.
    public let origins: [PixelOrigin]
    /// The charges that were not full; the ledger knows them.
    var charges: [ChargeLevel] = []

    /// What `board` shows. Arrays are shared, not copied, until the board changes.
    public init(of board: borrowing Board, named name: BoardName, at timeMillis: Int64) {
        self.init(
            board: name, epoch: board.epoch, seq: board.shown.seq, takenAtMillis: timeMillis,
            shape: board.shown.shape, colours: board.shown.colours, digest: board.shown.digest,
            origins: board.origins)
    }

    /// An image; there is a colour and an origin for each pixel.
    public init(
        board: BoardName, epoch: UInt32, seq: UInt64, takenAtMillis: Int64, shape: BoardShape,
        colours: [UInt8], digest: Digest, origins: [PixelOrigin]
    ) {
        precondition(origins.count == shape.pixelCount, "an image has every pixel of its board")
        self.init(
            board: board, epoch: epoch, seq: seq, takenAtMillis: takenAtMillis, shape: shape,
            colours: colours,
            digest: digest, knownOrigins: origins)
    }

    /// An image of the colours alone.
    init(keyframe colours: [UInt8], of board: LedgerBoard, seq: UInt64, digest: Digest) {
        self.init(
            board: board.name, epoch: board.epoch, seq: seq, takenAtMillis: 0, shape: board.shape,
            colours: colours, digest: digest, knownOrigins: [])
    }

    private init(
        board: BoardName, epoch: UInt32, seq: UInt64, takenAtMillis: Int64, shape: BoardShape,
        colours: [UInt8], digest: Digest, knownOrigins origins: [PixelOrigin]
    ) {
        precondition(colours.count == shape.pixelCount, "an image has every pixel of its board")
        self.board = board
        self.epoch = epoch
        self.seq = seq
        self.takenAtMillis = takenAtMillis
        self.shape = shape
        self.colours = colours
        self.digest = digest
        self.origins = origins
    }
}
