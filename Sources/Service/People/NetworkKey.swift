import Reactor

/// Where somebody comes from, as coarse as limits must see it: an IPv4 address, or the /64 of an IPv6 one,
/// since whoever has one address there has them all.
struct NetworkKey: Hashable, Sendable {
    private let prefix: UInt64
    private let rest: UInt64

    init(_ address: PeerAddress) {
        prefix = address.high
        // A v4-mapped address has an empty first half: all of it counts.
        rest = address.high == 0 ? address.low : 0
    }

    /// The same as bytes, first byte first.
    var bytes: [UInt8] {
        [prefix, rest].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }
}
