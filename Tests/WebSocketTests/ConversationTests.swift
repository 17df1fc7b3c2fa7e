import TestKit
import Testing

@testable import WebSocket

/// Both roles talk to each other over pipes in memory that cut what goes through them at random.
private struct Conversation {
    /// Few, so that later messages find themselves in the window that earlier ones filled.
    private static let texts = (0...3).map { repetitiveBytes(20_000, seed: $0) }

    var random: SeededRandom
    let server: Endpoint
    let client: Endpoint
    var toServer: [UInt8] = []
    var toClient: [UInt8] = []
    var sentToServer: [Said] = []
    var sentToClient: [Said] = []

    init(seed: UInt64, deflate: DeflateParameters?, pool: CompressionPool?) {
        random = SeededRandom(seed: seed)
        let limits = WebSocketLimits(messageBytesMax: 20_000)
        server = Endpoint(.server, limits, deflate: deflate, pool: pool)
        client = Endpoint(.client, limits, deflate: deflate, pool: pool)
    }

    /// One side says something; the other has to understand exactly that.
    mutating func speak() {
        let isServer = Bool.random(using: &random)
        let payload = payload()
        let maskKey = isServer ? nil : UInt32.random(in: 0...UInt32.max, using: &random)
        var output: [UInt8] = []
        let endpoint = isServer ? server : client
        let said: Said
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            endpoint.machine.appendControl(
                .ping, payload, 0..<min(125, payload.count), maskKey: maskKey, to: &output)
            said = .ping(Array(payload.prefix(125)))
        case 1:
            endpoint.machine.appendControl(.pong, maskKey: maskKey, to: &output)
            said = .pong([])
        case 2, 3:
            let text = payload.map { $0 & 0x7f }
            endpoint.machine.appendMessage(.text, text, maskKey: maskKey, to: &output)
            said = .text(text)
        default:
            endpoint.machine.appendMessage(.binary, payload, maskKey: maskKey, to: &output)
            said = .binary(payload)
        }
        if isServer {
            toClient += output
            sentToClient.append(said)
        } else {
            toServer += output
            sentToServer.append(said)
        }
    }

    private mutating func payload() -> [UInt8] {
        let byteCount = [0, 1, 8, 20, 125, 126, 500, 2000, 20_000].randomElement(using: &random) ?? 0
        return Array(Self.texts[Int.random(in: 0...3, using: &random)].prefix(byteCount))
    }

    /// Delivers all that is on its way, in pieces.
    mutating func deliver() -> (toServer: [Said], toClient: [Said]) {
        defer { (toServer, toClient) = ([], []) }
        return (server.say(pieces(of: toServer)), client.say(pieces(of: toClient)))
    }

    private mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(Int.random(in: 1...5000, using: &random))))
            rest = rest.dropFirst(pieces.last?.count ?? 0)
        }
        return pieces
    }
}

@Suite struct ConversationTests {
    /// All that two sides may have agreed on, and nothing.
    static let agreements: [DeflateParameters?] =
        [nil]
        + (8...15).flatMap { windowBits in
            [(false, false), (false, true), (true, false), (true, true)].map { server, client in
                DeflateParameters(
                    serverNoContextTakeover: server, clientNoContextTakeover: client,
                    serverMaxWindowBits: windowBits,
                    clientMaxWindowBits: 23 - windowBits)
            }
        }

    @Test(arguments: agreements, [true, false])
    func `what one side says the other understands`(deflate: DeflateParameters?, usesPool: Bool) {
        var conversation = Conversation(seed: 4, deflate: deflate, pool: usesPool ? CompressionPool() : nil)
        for _ in 0..<40 { conversation.speak() }
        let arrived = conversation.deliver()
        #expect(arrived.toServer == conversation.sentToServer)
        #expect(arrived.toClient == conversation.sentToClient)
        #expect(conversation.server.isBetweenMessages && conversation.client.isBetweenMessages)
    }

    @Test func `a whole life: handshake, messages, closing`() throws {
        var handshake = ClientHandshake(
            host: "localhost", path: "/ws", nonce: [UInt8](repeating: 7, count: 16),
            subprotocols: ["toile.v1"],
            deflateOffer: DeflateOffer())
        var parser = HTTPRequestParser()
        var request: HTTPRequest?
        for piece in Split.randomly.pieces(of: handshake.request) {
            var cursor = 0
            request = try parser.next(in: piece, at: &cursor, until: piece.count) ?? request
        }
        guard case .offer(let offer) = ServerHandshake.read(try #require(request)) else {
            Issue.record("no offer")
            return
        }
        let deflate = DeflatePolicy().accept(offer.deflateOffers)
        let server = Endpoint(.server, deflate: deflate)
        var toClient = ServerHandshake.response(to: offer, subprotocol: "toile.v1", deflate: deflate)
        // The first message follows the handshake at once.
        let text = Array("hello hello hello hello hello".utf8)
        server.machine.appendMessage(.text, text, to: &toClient)
        var cursor = 0
        let accepted = try #require(try handshake.next(in: toClient, at: &cursor, until: toClient.count))
        #expect(accepted.subprotocol == "toile.v1" && accepted.deflate == deflate)
        let client = Endpoint(.client, deflate: accepted.deflate)
        #expect(client.say([Array(toClient[cursor...])]) == [.text(text)])
        var toServer: [UInt8] = []
        client.machine.appendClose(code: 1000, maskKey: 5, to: &toServer)
        #expect(server.say([toServer]) == [.close(1000, "")])
        var answer: [UInt8] = []
        server.machine.appendClose(code: 1000, to: &answer)
        #expect(client.say([answer]) == [.close(1000, "")])
        #expect(client.state == .closed && server.state == .closed)
    }
}

@Suite struct RandomWalkTests {
    /// Frames that are mostly right, and some that are not.
    private func stream(_ random: inout SeededRandom, from role: Role) -> [UInt8] {
        var sender = FrameText(from: role)
        let firstBytes: [UInt8] = [
            0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0x80, 0x80, 0x89, 0x8a, 0xc1, 0xc2, 0x41, 0x42,
        ]
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let first =
                Int.random(in: 0..<60, using: &random) == 0
                ? UInt8.random(in: 0...255, using: &random) : firstBytes.randomElement(using: &random) ?? 0
            let isCompressed = first & 0x40 != 0
            let byteCount =
                Int.random(in: 0..<40, using: &random) == 0 ? 300 : Int.random(in: 0...30, using: &random)
            let payload: [UInt8] =
                isCompressed
                ? bytes("f2 48 cd c9 c9 07 00")
                : [UInt8](repeating: UInt8.random(in: 0x20...0x7f, using: &random), count: byteCount)
            sender.add(first, payload)
        }
        // Now and then a byte falls over.
        if Bool.random(using: &random), let index = sender.bytes.indices.randomElement(using: &random) {
            sender.bytes[index] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        return sender.bytes
    }

    @Test(arguments: [Role.server, .client], [true, false])
    func `however it is cut, a stream means the same, and a machine keeps its promises`(
        role: Role, hasDeflate: Bool
    ) {
        var random = SeededRandom(seed: hasDeflate ? 21 : 22)
        let deflate =
            hasDeflate ? DeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: true) : nil
        var violationCount = 0
        for round in 0..<400 {
            let stream = stream(&random, from: role == .server ? .client : .server)
            let whole = Endpoint(role, deflate: deflate)
            let said = whole.say([stream])
            for split in [Split.byByte, .randomly] {
                let other = Endpoint(role, deflate: deflate)
                #expect(other.say(split.pieces(of: stream, seed: UInt64(round))) == said)
                #expect(other.state == whole.state && other.isBetweenMessages == whole.isBetweenMessages)
            }
            let endIndex = said.firstIndex {
                if case .close = $0 { true } else if case .violation = $0 { true } else { false }
            }
            #expect(endIndex == nil || endIndex == said.count - 1)
            #expect((whole.state == .closeDue) == (endIndex != nil))
            if case .violation = said.last { violationCount += 1 }
        }
        #expect(violationCount > 30 && violationCount < 400)
    }
}
