import Testing

@testable import WebSocket

@Suite struct ClientHandshakeTests {
    /// The nonce of the standard's example.
    private static let nonce = Array("the sample nonce".utf8)
    private static let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    private static let upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
    private static let status = "HTTP/1.1 101 Switching Protocols\r\n"

    private static func handshake(
        subprotocols: [String] = ["toile.v1", "b"],
        deflateOffer: DeflateOffer? = DeflateOffer(serverMaxWindowBits: 12)
    ) -> ClientHandshake {
        ClientHandshake(
            host: "server.example.com:80", path: "/chat?x=y", nonce: nonce, subprotocols: subprotocols,
            deflateOffer: deflateOffer, extraFields: [("Origin", "http://example.com")])
    }

    /// What the handshake makes of the response in these pieces, and how many bytes of the last it left.
    private func read(_ text: String, _ split: Split, _ handshake: ClientHandshake? = nil) throws -> (
        AcceptedUpgrade?, Int
    ) {
        var handshake = handshake ?? Self.handshake()
        var left = 0
        var accepted: AcceptedUpgrade?
        for piece in split.pieces(of: Array(text.utf8)) {
            var cursor = 0
            if accepted == nil { accepted = try handshake.next(in: piece, at: &cursor, until: piece.count) }
            left += piece.count - cursor
        }
        return (accepted, left)
    }

    @Test func `the request is what a server expects`() throws {
        let handshake = Self.handshake()
        #expect(
            String(decoding: handshake.request, as: UTF8.self)
                == "GET /chat?x=y HTTP/1.1\r\nHost: server.example.com:80\r\nUpgrade: websocket\r\n"
                + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: toile.v1, b\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=12; "
                + "client_max_window_bits\r\n"
                + "Origin: http://example.com\r\n\r\n")
    }

    @Test func `an agreement is read in any split, and no byte after it`() throws {
        let text =
            Self.status + Self.upgrade + Self.accept + "Sec-WebSocket-Protocol: b\r\n"
            + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10; "
            + "client_max_window_bits=9\r\n"
            + "\r\nframe"
        for split in Split.allCases {
            let (accepted, left) = try read(text, split)
            #expect(accepted?.subprotocol == "b")
            #expect(accepted?.deflate == DeflateParameters(serverMaxWindowBits: 10, clientMaxWindowBits: 9))
            #expect(left == 5)
        }
    }

    @Test(arguments: [
        (status + upgrade + "\r\n", ClientHandshakeError.wrongAccept),
        (status + upgrade + accept + accept + "\r\n", .wrongAccept),
        (status + upgrade + "Sec-WebSocket-Accept: AAAA\r\n\r\n", .wrongAccept),
        (status + "Upgrade: websocket\r\n" + accept + "\r\n", .notUpgraded),
        (status + "Connection: Upgrade\r\n" + accept + "\r\n", .notUpgraded),
        ("HTTP/1.1 200 OK\r\n\r\n", .refused(status: 200)), ("HTTP/1.1 403\r\n\r\n", .refused(status: 403)),
        ("HTTP/1.0 101 x\r\n\r\n", .malformed), ("HTTP/1.1 1010 x\r\n\r\n", .malformed),
        ("HTTP/1.1 10x x\r\n\r\n", .malformed), ("nonsense\r\n\r\n", .malformed),
        ("HTTP/1.1 101 x\n\n", .malformed),
        (status + "Broken\r\n\r\n", .malformed),
        (status + upgrade + accept + "Sec-WebSocket-Protocol: c\r\n\r\n", .unknownSubprotocol),
        (status + upgrade + accept + "Sec-WebSocket-Protocol: b, toile.v1\r\n\r\n", .unknownSubprotocol),
        (status + upgrade + accept + "Sec-WebSocket-Extensions: x\r\n\r\n", .unknownExtension),
        (
            status + upgrade + accept + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n",
            .unknownExtension
        ),
        (
            status + upgrade + accept
                + "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=13\r\n\r\n",
            .unknownExtension
        ),
        (status + upgrade + accept + "Sec-WebSocket-Extensions: a b\r\n\r\n", .malformed),
        (status + "X: " + String(repeating: "a", count: 17_000), .tooLong),
        (status + String(repeating: "X: a\r\n", count: 65) + "\r\n", .tooLong),
    ])
    func `a wrong answer is told apart, in any split`(text: String, error: ClientHandshakeError) {
        for split in Split.allCases {
            #expect(throws: error) { try read(text, split) }
        }
    }

    @Test func `an extension that was not offered is refused`() {
        let text =
            Self.status + Self.upgrade + Self.accept + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
        #expect(throws: ClientHandshakeError.unknownExtension) {
            try read(text, .whole, Self.handshake(deflateOffer: nil))
        }
    }

    @Test(arguments: [
        (DeflateOffer(clientMaxWindowBits: nil), "permessage-deflate; client_max_window_bits=9"),
        (DeflateOffer(clientMaxWindowBits: 10), "permessage-deflate; client_max_window_bits=11"),
        (DeflateOffer(), "permessage-deflate; client_max_window_bits"),
        (DeflateOffer(serverNoContextTakeover: true), "permessage-deflate"),
        (DeflateOffer(), "permessage-deflate, permessage-deflate"), (DeflateOffer(), "permessage-deflate; x"),
    ])
    func `an answer that does not fit the offer is refused`(offer: DeflateOffer, answer: String) {
        let text = Self.status + Self.upgrade + Self.accept + "Sec-WebSocket-Extensions: \(answer)\r\n\r\n"
        #expect(throws: ClientHandshakeError.unknownExtension) {
            try read(text, .whole, Self.handshake(deflateOffer: offer))
        }
    }

    @Test func `a client keeps the window it offered`() throws {
        let text =
            Self.status + Self.upgrade + Self.accept + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"
        let offer = DeflateOffer(clientNoContextTakeover: true, clientMaxWindowBits: 10)
        let (accepted, _) = try read(text, .whole, Self.handshake(deflateOffer: offer))
        #expect(
            accepted?.deflate == DeflateParameters(clientNoContextTakeover: true, clientMaxWindowBits: 10))
    }
}
