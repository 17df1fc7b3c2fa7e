/// Who placed a pixel and when, in 12 bytes: the time is split so that no padding is needed.
@frozen public struct PixelOrigin: Equatable, Sendable {
    /// Who; `.none` where nobody did as far as is known.
    public let player: PlayerSlot
    @usableFromInline let timeLow: UInt32
    @usableFromInline let timeHigh: UInt32

    /// Nobody.
    @inlinable public init() {
        self.init(player: .none, timeMillis: 0)
    }

    /// A player, and milliseconds since 1970.
    @inlinable public init(player: PlayerSlot, timeMillis: Int64) {
        self.player = player
        self.timeLow = UInt32(truncatingIfNeeded: timeMillis)
        self.timeHigh = UInt32(truncatingIfNeeded: timeMillis &>> 32)
    }

    /// When, in milliseconds since 1970.
    @inlinable public var timeMillis: Int64 {
        Int64(bitPattern: UInt64(timeHigh) &<< 32 | UInt64(timeLow))
    }
}
