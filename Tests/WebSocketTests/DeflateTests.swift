import Foundation
import TestKit
import Testing

@testable import WebSocket

/// Texts of which a good part repeats at every distance.
func repetitiveBytes(_ count: Int, seed: UInt64) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    var bytes: [UInt8] = []
    while bytes.count < count {
        if bytes.count > 10, Bool.random(using: &random) {
            let distance = Int.random(in: 1...bytes.count, using: &random)
            for _ in 0..<Int.random(in: 3...300, using: &random) {
                bytes.append(bytes[bytes.count - distance])
            }
        } else {
            bytes += (0..<Int.random(in: 1...40, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
        }
    }
    return Array(bytes.prefix(count))
}

/// The examples of RFC 7692, section 7.2.3: payloads that a server must understand.
private let examples: [(name: String, frames: [String], texts: [String])] = [
    ("one message", ["c1 07 f2 48 cd c9 c9 07 00"], ["Hello"]),
    ("two fragments", ["41 03 f2 48 cd", "80 04 c9 c9 07 00"], ["Hello"]),
    ("a shared window", ["c1 07 f2 48 cd c9 c9 07 00", "c1 05 f2 00 11 00 00"], ["Hello", "Hello"]),
    ("no compression", ["c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00"], ["Hello"]),
    ("a final block", ["c1 08 f3 48 cd c9 c9 07 00 00"], ["Hello"]),
    (
        "a final block, and a window that outlives it",
        ["c1 08 f3 48 cd c9 c9 07 00 00", "c1 05 f2 00 11 00 00"], ["Hello", "Hello"]
    ),
    ("two blocks", ["c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00"], ["Hello"]),
    ("an empty message", ["c1 01 00"], [""]),
    ("an empty message of no bytes", ["c1 00"], [""]),
    ("an empty message in fragments", ["41 00", "80 01 00"], [""]),
    ("a final block and nothing after it", ["c1 07 f3 48 cd c9 c9 07 00"], ["Hello"]),
]

@Suite struct DeflateTests {
    private let plain = DeflateParameters()

    @Test(arguments: examples.indices)
    func `the examples of the standard inflate, in any split`(index: Int) {
        let example = examples[index]
        for split in Split.allCases {
            let client = Endpoint(.client, deflate: plain)
            let said = client.say(split.pieces(of: example.frames.flatMap(bytes)))
            #expect(said == example.texts.map { .text(Array($0.utf8)) }, "\(example.name)")
        }
    }

    @Test(arguments: [
        // A block of the reserved type; a stored block whose lengths disagree; data that ends inside a block;
        // a reference to before the beginning.
        "c1 01 07", "c1 05 00 05 00 fb ff", "c1 03 f2 48 cd", "c1 05 f2 00 11 00 00", "c1 02 00 00",
    ])
    func `what does not inflate is a violation`(hex: String) {
        for split in Split.allCases {
            let client = Endpoint(.client, deflate: plain)
            #expect(client.say(split.pieces(of: bytes(hex))) == [.violation(.badCompression)])
        }
    }

    @Test func `the bit for compression belongs to the first frame of a message`() {
        #expect(Endpoint(.client, deflate: plain).say([bytes("41 00 c0 00")]) == [.violation(.reservedBits)])
        #expect(Endpoint(.client, deflate: plain).say([bytes("c9 00")]) == [.violation(.reservedBits)])
        #expect(Endpoint(.client, deflate: plain).say([bytes("e1 00")]) == [.violation(.reservedBits)])
        #expect(Endpoint(.client).say([bytes("c1 00")]) == [.violation(.reservedBits)])
    }

    @Test func `inflated text must be UTF-8 too`() {
        // Stored blocks: 0xff; an unfinished character; a character that two frames share.
        #expect(
            Endpoint(.client, deflate: plain).say([bytes("c1 07 00 01 00 fe ff ff 00")]) == [
                .violation(.badText)
            ])
        #expect(
            Endpoint(.client, deflate: plain).say([bytes("c1 07 00 01 00 fe ff c3 00")]) == [
                .violation(.badText)
            ])
        #expect(
            Endpoint(.client, deflate: plain).say([bytes("41 06 00 02 00 fd ff c3 80 02 a9 00")])
                == [.text([0xc3, 0xa9])])
    }

    @Test(arguments: [1000, 1001])
    func `a bomb goes off at the limit`(byteCount: Int) {
        var deflater = SharedDeflater(level: 9)
        let bomb = deflater.compress([UInt8](repeating: 0x41, count: byteCount))
        #expect(bomb.count < 40)
        var sender = FrameText(from: .server)
        sender.add(0xc2, bomb)
        let client = Endpoint(.client, deflate: plain)
        let expected: Said =
            byteCount <= 1000
            ? .binary([UInt8](repeating: 0x41, count: byteCount)) : .violation(.messageTooLong)
        #expect(client.say([sender.bytes]) == [expected])
    }

    @Test func `a large bomb costs what the limit allows`() {
        var deflater = SharedDeflater(level: 9)
        var sender = FrameText(from: .server)
        sender.add(0xc2, deflater.compress([UInt8](repeating: 0, count: 5_000_000)))
        let client = Endpoint(.client, WebSocketLimits(messageBytesMax: 4096), deflate: plain)
        let start = ContinuousClock.now
        #expect(client.say([sender.bytes]) == [.violation(.messageTooLong)])
        #expect(start.duration(to: .now) < .seconds(1))
    }

    @Test func `data that stands for nothing ends too`() {
        // Empty stored blocks without end: no output that a limit could stop.
        var sender = FrameText(from: .server)
        sender.add(0x42, [UInt8](repeating: 0, count: 5).enumerated().map { $0.offset < 3 ? 0 : 0xff })
        for _ in 0..<2000 { sender.add(0x00, bytes("00 00 00 ff ff")) }
        let client = Endpoint(.client, WebSocketLimits(messageBytesMax: 1000), deflate: plain)
        #expect(client.say([sender.bytes]) == [.violation(.messageTooLong)])
    }

    @Test(arguments: 8...15)
    func `no distance is longer than the window`(windowBits: Int) throws {
        let message = repetitiveBytes(20_000, seed: UInt64(windowBits))
        for level in [1, 6, 9] {
            let deflater = Deflater(windowBits: windowBits, level: level)
            var compressed: [UInt8] = []
            deflater.deflate(message, message.indices, finishes: false, to: &compressed)
            #expect(compressed.count < message.count * 9 / 10)
            // Fed byte by byte, the inflater has nothing to copy from but a window of exactly that size.
            let inflater = Inflater(windowBits: windowBits)
            var inflated: [UInt8] = []
            for index in compressed.indices {
                try inflater.inflate(
                    compressed, index..<index + 1, to: &inflated, byteCountMax: message.count)
            }
            #expect(inflated == message)
        }
    }

    @Test func `a window that is too small for its data is noticed`() {
        let noise = repetitiveBytes(1000, seed: 5)
        let message = noise + noise + noise
        var compressed: [UInt8] = []
        Deflater(windowBits: 15, level: 9).deflate(message, message.indices, finishes: false, to: &compressed)
        let inflater = Inflater(windowBits: 8)
        #expect(throws: WebSocketError.badCompression) {
            var inflated: [UInt8] = []
            for index in compressed.indices {
                try inflater.inflate(
                    compressed, index..<index + 1, to: &inflated, byteCountMax: message.count)
            }
        }
    }

    @Test func `a shared payload stands by itself`() {
        var deflater = SharedDeflater()
        let message = repetitiveBytes(5000, seed: 3)
        let payload = deflater.compress(message)
        #expect(deflater.compress(message) == payload)
        var sender = FrameText(from: .server)
        sender.add(0xc2, payload)
        let client = Endpoint(
            .client, WebSocketLimits(messageBytesMax: 5000),
            deflate: DeflateParameters(serverNoContextTakeover: true))
        #expect(client.say([sender.bytes, sender.bytes]) == [.binary(message), .binary(message)])
    }

    @Test func `what does not shrink is sent as it is and confuses nobody`() {
        var random = SeededRandom(seed: 11)
        let noise = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
        let server = Endpoint(.server, deflate: plain)
        let client = Endpoint(.client, deflate: plain)
        var output: [UInt8] = []
        server.machine.appendMessage(.binary, noise, to: &output)
        #expect(output[0] == 0x82)
        // All of it would be found in the window, had the client seen it inflated.
        server.machine.appendMessage(.binary, noise + noise, to: &output)
        #expect(client.say([output]) == [.binary(noise), .binary(noise + noise)])
    }

    @Test func `a pool is given back what was borrowed`() {
        let pool = CompressionPool(countMax: 1)
        let parameters = DeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: true)
        let message = repetitiveBytes(900, seed: 2)
        for _ in 0..<3 {
            let server = Endpoint(.server, deflate: parameters, pool: pool)
            let client = Endpoint(.client, deflate: parameters, pool: pool)
            var output: [UInt8] = []
            server.machine.appendMessage(.binary, message, to: &output)
            server.machine.appendMessage(.binary, message, to: &output)
            #expect(output.count < 2 * message.count)
            #expect(client.say([output]) == [.binary(message), .binary(message)])
        }
    }

    @Test(arguments: [0, 1, 1000, 60_000])
    func `gzip files are what gunzip expects`(byteCount: Int) throws {
        let content = repetitiveBytes(byteCount, seed: 9)
        let gunzip = Process()
        gunzip.executableURL = URL(filePath: "/bin/gunzip")
        let (input, output) = (Pipe(), Pipe())
        gunzip.standardInput = input
        gunzip.standardOutput = output
        try gunzip.run()
        let file = Gzip.compress(content, level: 6)
        Thread.detachNewThread {
            input.fileHandleForWriting.write(Data(file))
            try? input.fileHandleForWriting.close()
        }
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        gunzip.waitUntilExit()
        #expect(gunzip.terminationStatus == 0)
        #expect([UInt8](bytes) == content)
    }
}
