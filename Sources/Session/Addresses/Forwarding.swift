public import WebSocket

/// What is wrong with what a proxy says about where a request came from.
public enum ForwardingError: Error, Equatable, Sendable {
    /// A header does not follow its grammar.
    case malformed(header: String)
    /// `Forwarded` and `X-Forwarded-For` name different clients.
    case contradictory

    /// For people.
    public var message: String {
        switch self {
        case .malformed(let header): "The header \(header), which a proxy has to set, is malformed."
        case .contradictory: "Forwarded and X-Forwarded-For name different clients. Let the proxy set one."
        }
    }
}

/// Finds out where a request comes from when there are proxies between.
///
/// Each proxy writes behind what it was sent the address that it was sent it from. So the list is read from
/// its right end: our own peer wrote the last hop, and as long as a hop is the address of a proxy that is
/// trusted, that proxy wrote the hop before. The first that is not one of ours is the client; whatever stands
/// before it, the client may have made up.
public struct TrustedProxies: Sendable {
    private let ranges: [AddressRange]

    /// Proxies at these addresses are believed.
    public init(_ ranges: [AddressRange]) {
        self.ranges = ranges
    }

    /// Whether what this address says about others is believed.
    public func contains(_ address: NetworkAddress) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// Where a request comes from that this peer sent. A peer that is no trusted proxy is who it is, whatever
    /// its headers say.
    public func client(
        of request: HTTPRequest, peer: NetworkAddress
    ) throws(ForwardingError) -> NetworkAddress {
        guard contains(peer) else { return peer }
        let standard = try hops("forwarded", of: request, read: Forwarded.hops)
        let customary = try hops("x-forwarded-for", of: request, read: XForwardedFor.hops)
        switch (standard, customary) {
        case (nil, nil): return peer
        case (let hops?, nil), (nil, let hops?): return client(behind: hops, peer: peer)
        case (let hops?, let others?):
            let client = client(behind: hops, peer: peer)
            // A proxy that sets the one and hands on the other lets its clients write that.
            guard self.client(behind: others, peer: peer) == client else { throw .contradictory }
            return client
        }
    }

    /// Every hop of the fields of that name, in order; nil where there is no such field.
    private func hops(
        _ name: String, of request: HTTPRequest, read: ([UInt8]) -> [Hop]?
    ) throws(ForwardingError) -> [Hop]? {
        var all: [Hop]?
        for field in request.fields where field.name == name {
            guard let hops = read(Array(field.value.utf8)),
                hops.count + (all?.count ?? 0) <= Limits.forwardedHopsMax
            else { throw .malformed(header: name == "forwarded" ? "Forwarded" : "X-Forwarded-For") }
            all = (all ?? []) + hops
        }
        return all
    }

    /// The rightmost hop that is no proxy of ours. Where one of ours does not say whom it heard, or nobody
    /// else was there, the last address that is known counts.
    private func client(behind hops: [Hop], peer: NetworkAddress) -> NetworkAddress {
        var known = peer
        for hop in hops.reversed() {
            guard case .address(let address) = hop else { return known }
            guard contains(address) else { return address }
            known = address
        }
        return known
    }
}

/// Whom a proxy was sent a request by.
enum Hop: Equatable {
    case address(NetworkAddress)
    /// It does not know (`unknown`), or does not tell (`_name`).
    case hidden

    /// Reads a node of RFC 7239: an address, IPv6 in brackets, or a name for nobody, and perhaps a port.
    init?(node: ArraySlice<UInt8>) {
        if node.first == UInt8(ascii: "[") {
            guard let end = node.firstIndex(of: UInt8(ascii: "]")), Self.isPort(node[(end + 1)...]),
                node[(node.startIndex + 1)..<end].contains(UInt8(ascii: ":"))
            else { return nil }
            self.init(address: node[(node.startIndex + 1)..<end])
            return
        }
        let colon = node.firstIndex(of: UInt8(ascii: ":")) ?? node.endIndex
        let name = node[..<colon]
        guard Self.isPort(node[colon...]) else { return nil }
        if Self.isObfuscated(name) || String(decoding: name, as: UTF8.self).lowercased() == "unknown" {
            self = .hidden
        } else {
            self.init(address: name)
        }
    }

    /// Reads an address by itself.
    init?(address text: ArraySlice<UInt8>) {
        guard let address = NetworkAddress(String(decoding: text, as: UTF8.self)) else { return nil }
        self = .address(address)
    }

    /// Nothing, or a colon with up to five digits or a made up name.
    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first else { return true }
        let port = text.dropFirst()
        let isNumber = (1...5).contains(port.count) && port.allSatisfy { (0x30...0x39).contains($0) }
        return first == UInt8(ascii: ":") && (isNumber || isObfuscated(port))
    }

    private static func isObfuscated(_ name: ArraySlice<UInt8>) -> Bool {
        name.count >= 2 && name.first == UInt8(ascii: "_")
            && name.allSatisfy { $0.isLetterOrDigit || "._-".utf8.contains($0) }
    }
}

/// `X-Forwarded-For`: addresses between commas. No standard says more; ports and brackets are seen.
enum XForwardedFor {
    /// The hops of one field; nil if it is malformed.
    ///
    /// An empty hop is malformed: skipping it could make the client's own writing the last word.
    static func hops(_ value: [UInt8]) -> [Hop]? {
        var hops: [Hop] = []
        for part in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
            let word = part.withoutBlanks
            guard let hop = Hop(node: word) ?? Hop(address: word) else { return nil }
            hops.append(hop)
        }
        return hops
    }
}

/// `Forwarded` of RFC 7239: hops between commas, each of pairs `name=value` between semicolons. The pair
/// `for` is what matters here.
struct Forwarded {
    private let text: [UInt8]
    private var place = 0

    private init(_ text: [UInt8]) {
        self.text = text
    }

    /// The hops of one field; nil if it is malformed.
    static func hops(_ value: [UInt8]) -> [Hop]? {
        var reader = Forwarded(value)
        var hops: [Hop] = []
        repeat {
            guard let hop = reader.hop() else { return nil }
            hops.append(hop)
        } while reader.take(UInt8(ascii: ","))
        return reader.place == value.count ? hops : nil
    }

    /// One hop, with the blanks around it. No pair may come twice.
    private mutating func hop() -> Hop? {
        var names: Set<String> = []
        var hop = Hop.hidden
        repeat {
            skipBlanks()
            guard let name = token().map({ String(decoding: $0, as: UTF8.self).lowercased() }),
                take(UInt8(ascii: "=")), let value = token() ?? quoted(), names.insert(name).inserted
            else { return nil }
            if name == "for" {
                guard let node = Hop(node: value[...]) else { return nil }
                hop = node
            }
            skipBlanks()
        } while take(UInt8(ascii: ";"))
        return hop
    }

    private mutating func token() -> [UInt8]? {
        let token = text[place...].prefix { $0.isLetterOrDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
        place += token.count
        return token.isEmpty ? nil : Array(token)
    }

    private mutating func quoted() -> [UInt8]? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var value: [UInt8] = []
        while place < text.count {
            var byte = text[place]
            place += 1
            if byte == UInt8(ascii: "\"") { return value }
            if byte == UInt8(ascii: "\\") {
                guard place < text.count else { return nil }
                byte = text[place]
                place += 1
            }
            value.append(byte)
        }
        return nil
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard place < text.count, text[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while place < text.count, text[place].isBlank { place += 1 }
    }
}

extension UInt8 {
    fileprivate var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

extension ArraySlice<UInt8> {
    fileprivate var withoutBlanks: ArraySlice<UInt8> {
        let front = drop { $0.isBlank }
        return front[..<((front.lastIndex { !$0.isBlank } ?? front.startIndex - 1) + 1)]
    }
}
