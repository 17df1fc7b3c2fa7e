import Reactor
import Session

/// Where somebody comes from, as coarse as limits must see it: an IPv4 address, or the /64 of an IPv6 one,
/// since whoever has one address there has them all.
struct NetworkKey: Hashable, Sendable {
    private let prefix: UInt64
    private let rest: UInt64

    init(_ address: NetworkAddress) {
        prefix = address.high
        // A v4-mapped address has an empty first half: all of it counts.
        rest = address.high == 0 ? address.low : 0
    }

    private init(prefix: UInt64) {
        self.prefix = prefix
        rest = 0
    }

    /// The /48 of an IPv6 network: a site, which hands out 65,536 networks as it likes. Nil for IPv4, where
    /// neighbours do not know each other.
    var site: NetworkKey? {
        prefix == 0 ? nil : NetworkKey(prefix: prefix & ~0xffff)
    }

    /// The same as bytes, first byte first.
    var bytes: [UInt8] {
        [prefix, rest].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }
    }
}

extension NetworkAddress {
    /// The other end of a connection.
    init(_ peer: PeerAddress) {
        self.init(high: peer.high, low: peer.low)
    }
}
