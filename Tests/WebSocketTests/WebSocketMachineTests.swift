import TestKit
import Testing

@testable import WebSocket

/// One row: what a peer sends and what it means, or how it fails.
struct FrameRow: CustomTestStringConvertible {
    let testDescription: String
    let frames: [(UInt8, [UInt8])]
    let said: [Said]
}

private let hello = Array("Hello".utf8)
private let tooLong = [UInt8](repeating: 0x41, count: 126)

private let rows: [FrameRow] = [
    FrameRow(testDescription: "text", frames: [(0x81, hello)], said: [.text(hello)]),
    FrameRow(testDescription: "empty text", frames: [(0x81, [])], said: [.text([])]),
    FrameRow(testDescription: "empty binary", frames: [(0x82, [])], said: [.binary([])]),
    FrameRow(testDescription: "126 bytes", frames: [(0x82, tooLong)], said: [.binary(tooLong)]),
    FrameRow(
        testDescription: "fragments with a ping between",
        frames: [(0x01, [0x48]), (0x89, [1]), (0x00, [0x65]), (0x8a, []), (0x80, [0x6c])],
        said: [.ping([1]), .pong([]), .text([0x48, 0x65, 0x6c])]),
    FrameRow(
        testDescription: "fragments of nothing", frames: [(0x02, []), (0x00, []), (0x80, [])],
        said: [.binary([])]),
    FrameRow(
        testDescription: "two messages", frames: [(0x01, hello), (0x80, hello), (0x82, hello)],
        said: [.text(hello + hello), .binary(hello)]),
    FrameRow(
        testDescription: "a character over two fragments", frames: [(0x01, [0xe2, 0x82]), (0x80, [0xac])],
        said: [.text([0xe2, 0x82, 0xac])]),
    FrameRow(testDescription: "close", frames: [(0x88, [])], said: [.close(nil, "")]),
    FrameRow(
        testDescription: "close with reason, then more",
        frames: [(0x88, [0x03, 0xe8, 0x6f, 0x6b]), (0x81, hello)],
        said: [.close(1000, "ok")]),
    FrameRow(testDescription: "close of one byte", frames: [(0x88, [3])], said: [.violation(.badClose)]),
    FrameRow(
        testDescription: "close with a broken reason", frames: [(0x88, [0x03, 0xe8, 0xff])],
        said: [.violation(.badText)]),
    FrameRow(
        testDescription: "close with an unfinished reason", frames: [(0x88, [0x03, 0xe8, 0xc3])],
        said: [.violation(.badText)]),
    FrameRow(testDescription: "reserved bit 1", frames: [(0xc1, hello)], said: [.violation(.reservedBits)]),
    FrameRow(testDescription: "reserved bit 2", frames: [(0xa1, hello)], said: [.violation(.reservedBits)]),
    FrameRow(testDescription: "reserved bit 3", frames: [(0x92, hello)], said: [.violation(.reservedBits)]),
    FrameRow(
        testDescription: "reserved bit on a ping", frames: [(0xc9, [])], said: [.violation(.reservedBits)]),
    FrameRow(testDescription: "reserved opcode 3", frames: [(0x83, [])], said: [.violation(.reservedOpcode)]),
    FrameRow(
        testDescription: "reserved opcode 7", frames: [(0x87, hello)], said: [.violation(.reservedOpcode)]),
    FrameRow(
        testDescription: "reserved opcode 11", frames: [(0x8b, [])], said: [.violation(.reservedOpcode)]),
    FrameRow(
        testDescription: "reserved opcode 15", frames: [(0x8f, [])], said: [.violation(.reservedOpcode)]),
    FrameRow(testDescription: "long ping", frames: [(0x89, tooLong)], said: [.violation(.controlTooLong)]),
    FrameRow(testDescription: "long close", frames: [(0x88, tooLong)], said: [.violation(.controlTooLong)]),
    FrameRow(
        testDescription: "fragmented ping", frames: [(0x09, [])], said: [.violation(.controlFragmented)]),
    FrameRow(
        testDescription: "continuation of nothing", frames: [(0x80, hello)],
        said: [.violation(.unexpectedContinuation)]),
    FrameRow(
        testDescription: "continuation after the end", frames: [(0x01, []), (0x80, []), (0x00, hello)],
        said: [.text([]), .violation(.unexpectedContinuation)]),
    FrameRow(
        testDescription: "message in a message", frames: [(0x01, hello), (0x81, hello)],
        said: [.violation(.unfinishedMessage)]),
    FrameRow(
        testDescription: "wrong UTF-8", frames: [(0x81, [0xce, 0xba, 0xff])], said: [.violation(.badText)]),
    FrameRow(
        testDescription: "wrong UTF-8 in the middle", frames: [(0x01, [0x41]), (0x00, [0xc0]), (0x80, [])],
        said: [.violation(.badText)]),
    FrameRow(testDescription: "unfinished UTF-8", frames: [(0x81, [0xce])], said: [.violation(.badText)]),
    FrameRow(
        testDescription: "surrogate", frames: [(0x81, [0xed, 0xa0, 0x80])], said: [.violation(.badText)]),
    FrameRow(
        testDescription: "after a violation nothing counts", frames: [(0x83, []), (0x81, hello), (0x88, [])],
        said: [.violation(.reservedOpcode)]),
    FrameRow(
        testDescription: "message over the limit", frames: [(0x82, [UInt8](repeating: 0, count: 1001))],
        said: [.violation(.messageTooLong)]),
    FrameRow(
        testDescription: "fragments over the limit",
        frames: [(0x02, [UInt8](repeating: 0, count: 600)), (0x80, [UInt8](repeating: 0, count: 401))],
        said: [.violation(.messageTooLong)]),
    FrameRow(
        testDescription: "too many frames",
        frames: [(0x02, [])] + [(UInt8, [UInt8])](repeating: (0, []), count: 8),
        said: [.violation(.tooManyFrames)]),
]

@Suite struct WebSocketMachineTests {
    @Test(arguments: rows, [Role.server, .client])
    func `frames mean what the standard says, in any split`(row: FrameRow, role: Role) {
        var sender = FrameText(from: role == .server ? .client : .server)
        for (first, payload) in row.frames { sender.add(first, payload) }
        for split in Split.allCases {
            let machine = Endpoint(role)
            #expect(machine.say(split.pieces(of: sender.bytes)) == row.said)
        }
    }

    @Test func `a small masked text is unmasked where it lies`() {
        // RFC 6455, 5.7.
        var buffer: [UInt8] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
        let machine = Endpoint(.server)
        var cursor = 0
        let event = machine.machine.next(in: &buffer, at: &cursor, until: buffer.count)
        #expect(event == .text(.inPlace(6..<11)))
        #expect(Array(buffer[6...]) == hello)
        let nothing = machine.machine.next(in: &buffer, at: &cursor, until: buffer.count)
        #expect(nothing == nil)
    }

    @Test(arguments: 0...40)
    func `every small length is unmasked exactly`(byteCount: Int) {
        var random = SeededRandom(seed: UInt64(byteCount))
        let payload = (0..<byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
        var sender = FrameText(from: .client)
        sender.add(0x82, payload)
        for split in Split.allCases {
            let machine = Endpoint(.server)
            #expect(machine.say(split.pieces(of: sender.bytes)) == [.binary(payload)])
        }
    }

    @Test func `a mask is asked of clients and forbidden to servers`() {
        let server = Endpoint(.server)
        #expect(server.say([[0x81, 0x00]]) == [.violation(.unmaskedFrame)])
        let client = Endpoint(.client)
        #expect(client.say([[0x81, 0x80]]) == [.violation(.maskedFrame)])
    }

    @Test(arguments: [
        ("82 fe 00 7d", WebSocketError.badLength), ("82 ff 00 00 00 00 00 00 ff ff", .badLength),
        ("82 ff ff ff ff ff ff ff ff ff", .badLength), ("82 ff 80 00 00 00 00 00 00 00", .badLength),
        ("82 ff 7f ff ff ff ff ff ff ff", .messageTooLong),
        ("82 ff 00 00 00 00 80 00 00 00", .messageTooLong),
        ("82 ff 00 00 00 00 00 01 00 00", .messageTooLong), ("82 fe ff ff", .messageTooLong),
        ("02 81 00 00 00 00 00 80 ff 7f ff ff ff ff ff ff ff", .messageTooLong),
    ])
    func `no length frightens the machine`(hex: String, error: WebSocketError) {
        let frame = bytes(hex) + [1, 2, 3, 4]
        for split in Split.allCases {
            let machine = Endpoint(.server)
            #expect(machine.say(split.pieces(of: frame)) == [.violation(error)])
        }
    }

    @Test(arguments: [
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999,
    ])
    func `a close code that may be sent arrives`(code: UInt16) {
        var sender = FrameText(from: .client)
        sender.add(0x88, [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)])
        let machine = Endpoint(.server)
        #expect(machine.say([sender.bytes]) == [.close(code, "")])
    }

    @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535])
    func `a close code that must not be sent is a violation`(code: UInt16) {
        var sender = FrameText(from: .client)
        sender.add(0x88, [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)])
        let machine = Endpoint(.server)
        #expect(machine.say([sender.bytes]) == [.violation(.badClose)])
    }

    @Test func `wrong text is told before its frame ends`() {
        let machine = Endpoint(.server)
        #expect(machine.say([[0x81, 0x90, 0, 0, 0, 0, 0x41]]) == [])
        #expect(machine.say([[0xff]]) == [.violation(.badText)])
    }

    @Test func `the closing handshake has its states`() {
        var output: [UInt8] = []
        let first = Endpoint(.server)
        #expect(first.state == .open)
        first.machine.appendClose(code: 1001, reason: "bye", to: &output)
        #expect(first.state == .closing)
        let sent = output
        first.machine.appendClose(code: 1000, to: &output)
        first.machine.appendMessage(.text, hello, to: &output)
        first.machine.appendControl(.ping, to: &output)
        #expect(output == sent)
        #expect(sent == [0x88, 5, 0x03, 0xe9] + Array("bye".utf8))
        #expect(first.say([[0x88, 0x80, 0, 0, 0, 0]]) == [.close(nil, "")])
        #expect(first.state == .closed)

        let second = Endpoint(.server)
        #expect(second.say([[0x88, 0x80, 0, 0, 0, 0]]) == [.close(nil, "")])
        #expect(second.state == .closeDue)
        second.machine.appendClose(code: nil, to: &output)
        #expect(second.state == .closed)
    }

    @Test func `a long reason is cut between two characters`() {
        var output: [UInt8] = []
        let machine = Endpoint(.server)
        machine.machine.appendClose(code: 1000, reason: "x" + String(repeating: "é", count: 90), to: &output)
        #expect(output.count == 2 + 2 + 123)
        #expect(String(validating: output[4...], as: UTF8.self) != nil)
    }

    @Test func `between messages a machine is small and says so`() {
        #expect(MemoryLayout<WebSocketMachine>.size <= 200)
        let machine = Endpoint(.server)
        #expect(machine.isBetweenMessages)
        #expect(machine.say([[0x02, 0x81, 0, 0, 0, 0, 1]]) == [])
        #expect(!machine.isBetweenMessages)
        #expect(machine.say([[0x80, 0x80, 0, 0, 0, 0]]) == [.binary([1])])
        #expect(machine.isBetweenMessages)
    }
}
