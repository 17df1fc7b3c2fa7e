import Session
import WebSocket

/// Feeds the readers of what proxies say. Whatever a client writes in front of it changes nothing.
enum ForwardingFuzz {
    private static let proxies = TrustedProxies(["10.0.0.0/8", "fd00::/8"].compactMap { AddressRange($0) })
    private static let peer = NetworkAddress(high: 0, low: 0xffff_0a00_0001)

    static func run(_ input: [UInt8]) {
        let text = String(decoding: input, as: UTF8.self)
        _ = AddressRange(text)
        for (name, front) in [("forwarded", "for=192.0.2.77, "), ("x-forwarded-for", "192.0.2.77, ")] {
            guard let client = client(name, text), !proxies.contains(client) else { continue }
            let again = self.client(name, front + text)
            // A list may have become too long by it.
            precondition(again == nil || again == client, "a client chose its own address")
        }
    }

    private static func client(_ name: String, _ value: String) -> NetworkAddress? {
        let request = HTTPRequest(
            method: "GET", path: "/", fields: [HTTPField(name: name, value: value)])
        return try? proxies.client(of: request, peer: peer)
    }
}
