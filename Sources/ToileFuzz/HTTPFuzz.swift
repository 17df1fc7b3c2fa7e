import WebSocket

/// Feeds the request parser: whatever the bytes, they must mean the same whole and in pieces.
enum RequestFuzz {
    static func run(_ input: [UInt8]) {
        let whole = read([input])
        let cut = read(pieces(of: input))
        precondition(
            whole.requests == cut.requests && whole.error == cut.error, "the split changes the meaning")
        for request in whole.requests {
            precondition(request.path.hasPrefix("/") || request.path == "*", "a target that is no path")
            _ = ServerHandshake.read(request)
            _ = request.queryValue("since")
        }
    }

    private static func read(_ pieces: [[UInt8]]) -> (requests: [HTTPRequest], error: HTTPError?) {
        var parser = HTTPRequestParser(
            limits: HTTPLimits(headerBytesMax: 1024, fieldsMax: 16, bodyBytesMax: 64))
        var requests: [HTTPRequest] = []
        for piece in pieces {
            var cursor = 0
            do throws(HTTPError) {
                while let request = try parser.next(in: piece, at: &cursor, until: piece.count) {
                    requests.append(request)
                }
                precondition(cursor == piece.count, "bytes were left")
            } catch {
                return (requests, error)
            }
        }
        return (requests, nil)
    }
}

/// Feeds the server's side of the handshake with the fields that it takes apart.
enum UpgradeFuzz {
    static func run(_ input: [UInt8]) {
        let lines = input.split(separator: 0x0a, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let names = ["sec-websocket-extensions", "sec-websocket-protocol", "sec-websocket-key"]
        var fields = [
            HTTPField(name: "host", value: "a"), HTTPField(name: "upgrade", value: "websocket"),
            HTTPField(name: "connection", value: "upgrade"),
            HTTPField(name: "sec-websocket-version", value: "13"),
        ]
        if lines.count < names.count {
            fields.append(HTTPField(name: "sec-websocket-key", value: "dGhlIHNhbXBsZSBub25jZQ=="))
        }
        fields += zip(names, lines).map { HTTPField(name: $0, value: $1) }
        let request = HTTPRequest(method: "GET", path: "/", fields: fields)
        guard case .offer(let offer) = ServerHandshake.read(request) else { return }
        let deflate = DeflatePolicy(clientMaxWindowBits: 10).accept(offer.deflateOffers)
        let response = ServerHandshake.response(
            to: offer, subprotocol: offer.subprotocols.first, deflate: deflate, extraFields: [("X", lines[0])]
        )
        let lineCount = response.reduce(0) { $1 == 0x0a ? $0 + 1 : $0 }
        let optionalCount = (offer.subprotocols.isEmpty ? 0 : 1) + (deflate == nil ? 0 : 1)
        precondition(lineCount == 6 + optionalCount, "a value broke out of its line")
    }
}

/// Feeds the client's side of the handshake with responses.
enum ResponseFuzz {
    static func run(_ input: [UInt8]) {
        // The fuzzer cannot guess a digest: whatever it says where ours would stand, ours stands there.
        let accept = Array("@".utf8)
        var text: [UInt8] = []
        for byte in input {
            text += [byte] == accept ? Array("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".utf8) : [byte]
        }
        let whole = read([text])
        let cut = read(pieces(of: text))
        precondition(
            whole.accepted == cut.accepted && whole.error == cut.error, "the split changes the meaning")
    }

    private static func read(_ pieces: [[UInt8]]) -> (
        accepted: AcceptedUpgrade?, error: ClientHandshakeError?
    ) {
        var handshake = ClientHandshake(
            host: "a", path: "/", nonce: Array("the sample nonce".utf8), subprotocols: ["toile.v1"],
            deflateOffer: DeflateOffer(), limits: HTTPLimits(headerBytesMax: 1024, fieldsMax: 16))
        for piece in pieces {
            var cursor = 0
            do throws(ClientHandshakeError) {
                if let accepted = try handshake.next(in: piece, at: &cursor, until: piece.count) {
                    return (accepted, nil)
                }
                precondition(cursor == piece.count, "bytes were left")
            } catch {
                return (nil, error)
            }
        }
        return (nil, nil)
    }
}
