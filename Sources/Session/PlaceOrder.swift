public import Wire

/// Names a connection for as long as it lives and never again: a place in its shard's table, and how often
/// that place was given away before.
@frozen
public struct ConnectionReference: Hashable, Sendable {
    /// The place in the shard's table.
    public let slot: UInt32
    /// How often the place was given away before.
    public let generation: UInt32

    /// All of it.
    @inlinable
    public init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }
}

/// One PLACE or UNDO as it was read, with what its judge has to know about the sender.
@frozen
public struct PlaceOrder: Sendable {
    /// Who is answered.
    public let connection: ConnectionReference
    /// The dense handle of the sender's session, `UInt32.max` for a spectator.
    public let player: UInt32
    /// The board it is for.
    public let board: UInt16
    /// The message was past its connection's budget.
    public let isFlooding: Bool
    /// The pixel is to be taken back: the colour of the message counts for nothing.
    public let isUndo: Bool
    /// What was asked for.
    public let message: PlaceMessage

    /// All of it.
    @inlinable
    public init(
        connection: ConnectionReference, player: UInt32, board: UInt16, isFlooding: Bool,
        isUndo: Bool = false, message: PlaceMessage
    ) {
        self.connection = connection
        self.player = player
        self.board = board
        self.isFlooding = isFlooding
        self.isUndo = isUndo
        self.message = message
    }
}
