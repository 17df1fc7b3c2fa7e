public import Wire

extension NetworkAddress {
    /// How many bits of the 128 count in a network that bans may reach.
    public static func bitCount(of scope: BanScope, isIPv4: Bool) -> Int {
        switch scope {
        case .session, .account, .address: isIPv4 ? 128 : 64
        case .network: isIPv4 ? 96 + 24 : 56
        case .subnet: isIPv4 ? 96 + 16 : 48
        }
    }

    /// The first address of the network around this one.
    public func network(_ scope: BanScope) -> NetworkAddress {
        let count = Self.bitCount(of: scope, isIPv4: isIPv4)
        let highMask = count >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(count))
        let lowMask = count <= 64 ? 0 : count == 128 ? UInt64.max : ~(UInt64.max >> UInt64(count - 64))
        return NetworkAddress(high: high & highMask, low: low & lowMask)
    }

    /// What moderators see of an address: the half that names a provider or a site, `10.2.x.x` or
    /// `2a01:e0::`.
    public var masked: String {
        if isIPv4 { return "\(low >> 24 & 0xff).\(low >> 16 & 0xff).x.x" }
        return "\(String(high >> 48, radix: 16)):\(String(high >> 32 & 0xffff, radix: 16))::"
    }

    /// A network as moderators see it: `10.2.x.x/16`.
    public func label(_ scope: BanScope) -> String {
        let count = Self.bitCount(of: scope, isIPv4: isIPv4)
        return "\(masked)/\(isIPv4 ? count - 96 : count)"
    }

    /// The address as text, for those who may see it.
    public var text: String {
        if isIPv4 {
            return [24, 16, 8, 0].map { String(low >> $0 & 0xff) }.joined(separator: ".")
        }
        let groups = (0..<8).map { index in
            String((index < 4 ? high : low) >> UInt64(48 - index % 4 * 16) & 0xffff, radix: 16)
        }
        return groups.joined(separator: ":")
    }
}
