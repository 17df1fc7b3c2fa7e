/// An address of the Internet as 16 bytes: IPv6, or IPv4 in its mapped form (`::ffff:192.0.2.1`), so that
/// both ways of writing one are the same one.
public struct NetworkAddress: Hashable, Sendable {
    /// The first eight bytes.
    public let high: UInt64
    /// The last eight bytes.
    public let low: UInt64

    /// The address of these two halves, first byte first.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether it is an IPv4 address in its mapped form.
    public var isIPv4: Bool { high == 0 && low >> 32 == 0xffff }

    /// Reads `192.0.2.1` or `2001:db8::1`, without brackets, port or zone; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.byteCountMax else { return nil }
        if bytes.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(bytes) else { return nil }
            high = groups[..<4].reduce(0) { $0 << 16 | UInt64($1) }
            low = groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
        } else {
            guard let number = Self.number(bytes[...]) else { return nil }
            high = 0
            low = 0xffff << 32 | UInt64(number)
        }
    }

    /// The longest there is: eight groups of four digits, or six of them and IPv4 behind.
    private static let byteCountMax = 45

    /// The eight groups of an IPv6 address. `::` stands for as many groups of zeros as are missing, at least
    /// one.
    private static func groups(_ text: [UInt8]) -> [UInt16]? {
        let colon = UInt8(ascii: ":")
        guard let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon })
        else {
            guard let groups = groups(text[...], mayEndInIPv4: true), groups.count == 8 else { return nil }
            return groups
        }
        guard let left = groups(text[..<gap], mayEndInIPv4: false),
            let right = groups(text[(gap + 2)...], mayEndInIPv4: true), left.count + right.count < 8
        else { return nil }
        return left + [UInt16](repeating: 0, count: 8 - left.count - right.count) + right
    }

    /// The groups on one side of `::`, where there may be none.
    private static func groups(_ side: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> [UInt16]? {
        if side.isEmpty { return [] }
        let parts = side.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (place, part) in parts.enumerated() {
            if mayEndInIPv4, place == parts.count - 1, let number = number(part) {
                groups += [UInt16(truncatingIfNeeded: number >> 16), UInt16(truncatingIfNeeded: number)]
            } else {
                guard (1...4).contains(part.count), let group = hexadecimal(part) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
        var value: UInt16 = 0
        for byte in digits {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    /// An IPv4 address: four decimal numbers. Leading zeros are refused: some programs read them as octal.
    private static func number(_ text: ArraySlice<UInt8>) -> UInt32? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var value: UInt32 = 0
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ (0x30...0x39).contains($0) }),
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            let number = part.reduce(0) { $0 * 10 + UInt32($1 - UInt8(ascii: "0")) }
            guard number <= 255 else { return nil }
            value = value << 8 | number
        }
        return value
    }
}

/// All addresses that begin alike, as `ADDRESS/LENGTH` names them.
public struct AddressRange: Equatable, Sendable {
    private let high: UInt64
    private let low: UInt64
    private let maskHigh: UInt64
    private let maskLow: UInt64
    private let isIPv4: Bool

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, or one address alone. What stands behind the prefix does not
    /// matter.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = NetworkAddress(parts[0]) else { return nil }
        let isWrittenIPv4 = !parts[0].utf8.contains(UInt8(ascii: ":"))
        let lengthMax = isWrittenIPv4 ? 32 : 128
        var length = lengthMax
        if parts.count == 2 {
            let digits = parts[1].utf8
            guard (1...3).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
                let given = Int(parts[1]), given <= lengthMax
            else { return nil }
            length = given
        }
        if isWrittenIPv4 { length += 96 }
        isIPv4 = address.isIPv4 && length >= 96
        maskHigh = length >= 64 ? .max : ~(UInt64.max >> UInt64(length))
        maskLow = length <= 64 ? 0 : length == 128 ? .max : ~(UInt64.max >> UInt64(length - 64))
        high = address.high & maskHigh
        low = address.low & maskLow
    }

    /// Whether the address lies in the range. IPv4 addresses lie in ranges of IPv4 only: who trusts `::/0`
    /// has not thought of them.
    public func contains(_ address: NetworkAddress) -> Bool {
        address.isIPv4 == isIPv4 && address.high & maskHigh == high && address.low & maskLow == low
    }
}
