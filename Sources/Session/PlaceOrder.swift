public import Wire

/// Names a connection for as long as it lives and never again: a place in its shard's table, and how often that
/// place was given away before.
@frozen
public struct ConnectionReference: Hashable, Sendable {
    public let slot: UInt32
    public let generation: UInt32

    @inlinable
    public init(slot: UInt32, generation: UInt32) {
        self.slot = slot
        self.generation = generation
    }
}

/// One PLACE as it was read, with what its judge has to know about the sender.
@frozen
public struct PlaceOrder: Sendable {
    public let connection: ConnectionReference
    /// The dense handle of the sender's session, `UInt32.max` for a spectator.
    public let player: UInt32
    public let board: UInt16
    public let isFlooding: Bool
    public let message: PlaceMessage

    @inlinable
    public init(
        connection: ConnectionReference, player: UInt32, board: UInt16, isFlooding: Bool,
        message: PlaceMessage
    ) {
        self.connection = connection
        self.player = player
        self.board = board
        self.isFlooding = isFlooding
        self.message = message
    }
}
