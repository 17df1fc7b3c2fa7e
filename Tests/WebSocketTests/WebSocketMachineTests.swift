import Testing
import WebSocket

@Suite struct WebSocketMachineTests {
    @Test func `a small masked text is unmasked where it lies`() {
        // RFC 6455, 5.7.
        var buffer: [UInt8] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
        var machine = WebSocketMachine(role: .server, limits: WebSocketLimits(messageBytesMax: 100))
        var cursor = 0
        #expect(machine.next(in: &buffer, at: &cursor, until: buffer.count) == .text(.inPlace(6..<11)))
        #expect(Array(buffer[6...]) == Array("Hello".utf8))
        #expect(machine.next(in: &buffer, at: &cursor, until: buffer.count) == nil)
    }
}
