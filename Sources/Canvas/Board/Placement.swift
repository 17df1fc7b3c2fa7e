/// The handle of a session: a small number, given in order, so that what belongs to it can stand in arrays.
/// It is never given to another session while the board lives.
@frozen public struct PlayerSlot: Hashable, Sendable {
    /// The number.
    public let number: UInt32

    /// The session of this number.
    @inlinable public init(number: UInt32) {
        self.number = number
    }

    /// No session: a spectator.
    @inlinable public static var none: PlayerSlot { PlayerSlot(number: .max) }
}

/// Somebody wants a pixel to have a colour. Nothing in it is to be believed yet.
@frozen public struct Placement: Equatable, Sendable {
    /// Who.
    public var player: PlayerSlot
    /// Where, from the left.
    public var x: UInt16
    /// Where, from the top.
    public var y: UInt16
    /// Which colour of the palette.
    public var colour: UInt16

    /// A placement.
    @inlinable public init(player: PlayerSlot, x: UInt16, y: UInt16, colour: UInt16) {
        self.player = player
        self.x = x
        self.y = y
        self.colour = colour
    }
}

/// What a board says to a placement.
@frozen public struct Verdict: Equatable, Sendable {
    /// Placed, or why not.
    public var status: PlacementStatus
    /// What the pixel shows when this may be told; 0 outside the board.
    public var colour: UInt8
    /// The charges the player has left.
    public var charges: UInt8
    /// How long until there is one more; 0 when there are as many as there can be.
    public var waitMillis: Int64
    /// The state in which all this is true: told once that state is shown.
    public var seq: UInt64

    /// A verdict.
    @inlinable public init(
        status: PlacementStatus, colour: UInt8, charges: UInt8, waitMillis: Int64, seq: UInt64
    ) {
        self.status = status
        self.colour = colour
        self.charges = charges
        self.waitMillis = waitMillis
        self.seq = seq
    }
}

/// One accepted change, in eight bytes.
@frozen public struct PixelChange: Equatable, Sendable {
    /// Pixel and colour as the digest mixes them: `index * 256 + colour`.
    @usableFromInline let word: UInt32
    /// Who placed it.
    public let player: PlayerSlot

    /// A change of a pixel of a board, whose index is below 4096 x 4096.
    @inlinable public init(index: UInt32, colour: UInt8, player: PlayerSlot) {
        self.word = index &<< 8 | UInt32(colour)
        self.player = player
    }

    /// Which pixel.
    @inlinable public var index: UInt32 { word &>> 8 }

    /// What it shows from then on.
    @inlinable public var colour: UInt8 { UInt8(truncatingIfNeeded: word) }
}

/// Says of a change that it takes a placement back. Its player is who took it back; whoever the pixel
/// belonged to before has it again.
public struct Undo: Equatable, Sendable {
    /// Which change of its group, from 0.
    public let place: Int
    /// Who has the pixel again, and since when.
    public let origin: PixelOrigin

    /// The change at `place` takes a placement back.
    public init(place: Int, origin: PixelOrigin) {
        self.place = place
        self.origin = origin
    }
}

/// Changes that become durable together, in order; the first of them makes the board's seq `firstSeq`.
public struct ChangeGroup: Equatable, Sendable {
    /// The seq of the first change.
    public let firstSeq: UInt64
    /// The changes, never none.
    public let changes: [PixelChange]
    /// Those of them that take placements back, by place.
    public let undos: [Undo]
    /// What the changes cost that cost something else than a charge.
    let prices: [PriceRun]
    /// When they were decided, in milliseconds since 1970.
    public let timeMillis: Int64
    /// When the last of them was decided, by the clock that placements are judged by.
    let decidedAt: Int64
    /// Tells the group from others of the same seq that were abandoned before.
    let number: UInt64

    /// The seq of the last change.
    public var lastSeq: UInt64 { firstSeq + UInt64(changes.count) - 1 }
}
