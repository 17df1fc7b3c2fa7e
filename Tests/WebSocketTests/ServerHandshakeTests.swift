import Testing

@testable import WebSocket

@Suite struct ServerHandshakeTests {
    /// The fields of a proper upgrade, some of them replaced; an empty value leaves one out, several stand
    /// for several.
    static func request(
        _ replaced: [String: [String]] = [:], method: String = "GET", isVersion11: Bool = true
    ) -> HTTPRequest {
        var fields = [
            "host": ["server.example.com"], "upgrade": ["websocket"], "connection": ["keep-alive, Upgrade"],
            "sec-websocket-key": ["dGhlIHNhbXBsZSBub25jZQ=="], "sec-websocket-version": ["13"],
        ]
        for (name, values) in replaced { fields[name] = values }
        return HTTPRequest(
            method: method, path: "/chat", isVersion11: isVersion11,
            fields: fields.flatMap { name, values in values.map { HTTPField(name: name, value: $0) } })
    }

    private func offer(_ replaced: [String: [String]] = [:]) throws -> UpgradeOffer {
        guard case .offer(let offer) = ServerHandshake.read(Self.request(replaced)) else { throw NoOffer() }
        return offer
    }

    private struct NoOffer: Error {}

    @Test func `the key of the standard is answered as the standard says`() throws {
        let response = String(decoding: ServerHandshake.response(to: try offer()), as: UTF8.self)
        #expect(
            response
                == "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
    }

    @Test func `what was agreed on is told`() throws {
        let offer = try offer([
            "sec-websocket-protocol": ["a, toile.v1"], "origin": ["http://x"],
            "sec-websocket-extensions": ["permessage-deflate; client_max_window_bits"],
        ])
        #expect(offer.subprotocols == ["a", "toile.v1"])
        #expect(offer.origin == "http://x" && offer.host == "server.example.com")
        let deflate = DeflatePolicy(clientMaxWindowBits: 10).accept(offer.deflateOffers)
        let response = String(
            decoding: ServerHandshake.response(
                to: offer, subprotocol: "toile.v1", deflate: deflate, extraFields: [("X", "y")]),
            as: UTF8.self)
        #expect(response.contains("\r\nSec-WebSocket-Protocol: toile.v1\r\n"))
        #expect(
            response.contains(
                "\r\nSec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover; "
                    + "client_no_context_takeover; client_max_window_bits=10\r\n"))
        #expect(response.hasSuffix("\r\nX: y\r\n\r\n"))
    }

    @Test func `ordinary requests are no upgrades`() {
        #expect(ServerHandshake.read(Self.request(method: "POST")) == .notAnUpgrade)
        #expect(ServerHandshake.read(Self.request(isVersion11: false)) == .notAnUpgrade)
        #expect(ServerHandshake.read(Self.request(["upgrade": ["h2c"]])) == .notAnUpgrade)
        #expect(ServerHandshake.read(Self.request(["upgrade": []])) == .notAnUpgrade)
        #expect(ServerHandshake.read(Self.request(["connection": ["keep-alive"]])) == .notAnUpgrade)
    }

    @Test func `the words of the upgrade know no case`() throws {
        _ = try offer(["upgrade": ["h2c, WebSocket"], "connection": ["x", "UPGRADE"]])
    }

    @Test(arguments: [[], ["12"], ["13, 8"], ["013"], [""]])
    func `another version is told apart`(versions: [String]) {
        #expect(ServerHandshake.read(Self.request(["sec-websocket-version": versions])) == .wrongVersion)
    }

    @Test(arguments: [
        ("sec-websocket-version", ["13", "13"]), ("sec-websocket-key", []),
        ("sec-websocket-key", ["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="]),
        ("sec-websocket-key", ["dGhlIHNhbXBsZSBub25jZQ"]),
        ("sec-websocket-key", ["dGhlIHNhbXBsZSBub25jZQ=a"]),
        ("sec-websocket-key", ["dGhlIHNhbXBsZSBub25jZQAAAA=="]),
        ("sec-websocket-key", ["dGhlIHNhbXBsZSBub25j!Q=="]),
        ("origin", ["http://a", "http://b"]), ("sec-websocket-protocol", ["a b"]),
        ("sec-websocket-protocol", ["a", "a"]), ("sec-websocket-extensions", ["a; b="]),
        ("sec-websocket-extensions", ["a b"]), ("sec-websocket-extensions", [";"]),
        ("sec-websocket-extensions", ["a; b=\"c d\""]), ("sec-websocket-extensions", ["a; b=\"c"]),
        ("sec-websocket-extensions", ["a; b=\"\""]), ("sec-websocket-extensions", ["a; b=\"\\"]),
    ])
    func `a broken upgrade is refused`(name: String, values: [String]) {
        guard case .badRequest = ServerHandshake.read(Self.request([name: values])) else {
            Issue.record("\(name): \(values) was not refused")
            return
        }
    }

    @Test(arguments: [
        ("permessage-deflate", [DeflateOffer(clientMaxWindowBits: nil)]),
        ("permessage-deflate; client_max_window_bits", [DeflateOffer(clientMaxWindowBits: 15)]),
        ("permessage-deflate; client_max_window_bits=\"9\"", [DeflateOffer(clientMaxWindowBits: 9)]),
        (
            "x;y, permessage-deflate;server_no_context_takeover ; server_max_window_bits = 8, ,"
                + "permessage-deflate",
            [
                DeflateOffer(serverNoContextTakeover: true, serverMaxWindowBits: 8, clientMaxWindowBits: nil),
                DeflateOffer(clientMaxWindowBits: nil),
            ]
        ),
        ("constructor, __proto__; a=b", []), ("permessage-deflate; server_max_window_bits", []),
        ("permessage-deflate; server_max_window_bits=7", []),
        ("permessage-deflate; server_max_window_bits=16", []),
        ("permessage-deflate; server_max_window_bits=08", []),
        ("permessage-deflate; client_max_window_bits=256", []),
        ("permessage-deflate; client_no_context_takeover=1", []), ("permessage-deflate; unknown", []),
        ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", []),
        ("permessage-deflate; client_max_window_bits; client_max_window_bits", []),
        ("permessage-deflate; server_max_window_bits=9; server_max_window_bits=9", []),
    ])
    func `offers of compression are read, and declined where they make no sense`(
        text: String, offers: [DeflateOffer]
    ) throws {
        #expect(try offer(["sec-websocket-extensions": [text]]).deflateOffers == offers)
    }
}

@Suite struct DeflatePolicyTests {
    private let generous = DeflatePolicy(serverNoContextTakeover: false, clientNoContextTakeover: false)

    @Test func `nothing offered, nothing agreed`() {
        #expect(generous.accept([]) == nil)
    }

    @Test func `what the client asks for it gets`() {
        let offer = DeflateOffer(
            serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 9,
            clientMaxWindowBits: 11)
        #expect(
            generous.accept([offer])?.answer
                == "permessage-deflate; server_no_context_takeover; client_no_context_takeover; "
                + "server_max_window_bits=9; client_max_window_bits=11")
    }

    @Test func `a window that the client named is named to it`() {
        let offer = DeflateOffer(serverMaxWindowBits: 15, clientMaxWindowBits: nil)
        #expect(generous.accept([offer])?.answer == "permessage-deflate; server_max_window_bits=15")
        #expect(generous.accept([DeflateOffer()])?.answer == "permessage-deflate")
    }

    @Test func `a client that takes no orders about its window gets none`() {
        let policy = DeflatePolicy(clientMaxWindowBits: 9)
        #expect(policy.accept([DeflateOffer(clientMaxWindowBits: nil)])?.clientMaxWindowBits == 15)
        #expect(policy.accept([DeflateOffer()])?.clientMaxWindowBits == 9)
    }
}

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="), ("abc", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "hJg+RBw70m66rkqh+VEp5eVGcPE="),
    ])
    func `SHA-1 and base64 agree with the published vectors`(text: String, expected: String) {
        #expect(Base64.text(of: SHA1.digest(of: Array(text.utf8))) == expected)
    }

    @Test(arguments: [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg==")])
    func `base64 pads`(text: String, expected: String) {
        #expect(Base64.text(of: Array(text.utf8)) == expected)
    }
}
