/// What a client that wants a WebSocket connection asks for. Whether it gets it is for the server to say:
/// Origin and Host are handed on untouched.
public struct UpgradeOffer: Equatable, Sendable {
    /// `Sec-WebSocket-Key`, checked.
    public let key: String
    /// In the client's order of preference.
    public let subprotocols: [String]
    /// The valid offers of `permessage-deflate` in the client's order of preference.
    public let deflateOffers: [DeflateOffer]
    /// `Origin` as sent.
    public let origin: String?
    /// `Host` as sent.
    public let host: String?
}

/// What a request has to do with WebSocket.
public enum UpgradeDecision: Equatable, Sendable {
    /// It is an ordinary request.
    case notAnUpgrade
    /// It asks for another version than 13, or for none: 426 and `Sec-WebSocket-Version: 13`.
    case wrongVersion
    /// It is a broken upgrade: 400.
    case badRequest(reason: String)
    /// It is a proper one.
    case offer(UpgradeOffer)
}

/// The server's side of the opening handshake.
public enum ServerHandshake {
    /// Reads a request as RFC 6455, 4.2.1 prescribes.
    public static func read(_ request: HTTPRequest) -> UpgradeDecision {
        guard request.method == "GET", request.isVersion11, request.hasToken("websocket", in: "upgrade"),
            request.hasToken("upgrade", in: "connection")
        else { return .notAnUpgrade }
        guard request.count(of: "sec-websocket-version") <= 1 else {
            return .badRequest(reason: "more than one Sec-WebSocket-Version")
        }
        guard request.first("sec-websocket-version") == "13" else { return .wrongVersion }
        guard request.count(of: "sec-websocket-key") == 1, let key = request.first("sec-websocket-key"),
            Base64.isSixteenBytes(key)
        else { return .badRequest(reason: "exactly one Sec-WebSocket-Key of 16 bytes is needed") }
        guard request.count(of: "origin") <= 1 else { return .badRequest(reason: "more than one Origin") }
        guard let subprotocols = HandshakeFields.tokens("sec-websocket-protocol", of: request.fields),
            Set(subprotocols).count == subprotocols.count
        else { return .badRequest(reason: "malformed Sec-WebSocket-Protocol") }
        guard let extensions = ExtensionMember.list(of: request.fields) else {
            return .badRequest(reason: "malformed Sec-WebSocket-Extensions")
        }
        return .offer(
            UpgradeOffer(
                key: key, subprotocols: subprotocols,
                deflateOffers: extensions.compactMap { DeflateOffer($0) },
                origin: request.first("origin"), host: request.first("host")))
    }

    /// The whole answer that accepts the offer. The subprotocol must be one of those offered.
    public static func response(
        to offer: UpgradeOffer, subprotocol: String? = nil, deflate: DeflateParameters? = nil,
        extraFields: [(String, String)] = []
    ) -> [UInt8] {
        var head = HTTPResponseHead(
            status: 101,
            fields: [
                ("Upgrade", "websocket"), ("Connection", "Upgrade"),
                ("Sec-WebSocket-Accept", HandshakeFields.accept(for: offer.key)),
            ])
        if let subprotocol {
            precondition(offer.subprotocols.contains(subprotocol), "a subprotocol that was not offered")
            head.fields.append((name: "Sec-WebSocket-Protocol", value: subprotocol))
        }
        if let deflate {
            head.fields.append((name: "Sec-WebSocket-Extensions", value: deflate.answer))
        }
        head.fields += extraFields.map { (name: $0.0, value: $0.1) }
        var output: [UInt8] = []
        output.reserveCapacity(256)
        head.append(to: &output)
        return output
    }
}
