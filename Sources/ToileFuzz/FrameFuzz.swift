import WebSocket

/// Feeds the frame machine: whatever the bytes, they must mean the same whole and in pieces, and what the
/// machine says must be sayable: it is sent on by the other role and understood.
enum FrameFuzz {
    private static let messageBytesMax = 1000

    static func run(_ role: Role, deflates: Bool, _ input: [UInt8]) {
        let deflate = deflates ? DeflateParameters(serverNoContextTakeover: input.count % 2 == 0) : nil
        let whole = read(role, deflate, [input])
        precondition(whole == read(role, deflate, pieces(of: input)), "the split changes the meaning")
        echo(whole, role, deflate)
    }

    private struct Message: Equatable {
        var kind: MessageKind
        var bytes: [UInt8]
    }

    private struct Reading: Equatable {
        var messages: [Message] = []
        var controlCount = 0
        var isEnded = false
    }

    private static func read(_ role: Role, _ deflate: DeflateParameters?, _ pieces: [[UInt8]]) -> Reading {
        var machine = WebSocketMachine(
            role: role, limits: WebSocketLimits(messageBytesMax: messageBytesMax, framesPerMessageMax: 50),
            deflate: deflate)
        var reading = Reading()
        for piece in pieces {
            var buffer = piece
            var cursor = 0
            while let event = machine.next(in: &buffer, at: &cursor, until: buffer.count) {
                precondition(cursor <= buffer.count && !reading.isEnded, "an event after the end")
                note(event, buffer, &reading)
            }
            precondition(cursor == buffer.count, "bytes were left")
        }
        return reading
    }

    private static func note(_ event: WebSocketMachine.Event, _ buffer: [UInt8], _ reading: inout Reading) {
        switch event {
        case .text(let payload):
            let bytes = payload.bytes(in: buffer)
            precondition(String(validating: bytes, as: UTF8.self) != nil, "text that is none")
            reading.messages.append(Message(kind: .text, bytes: bytes))
        case .binary(let payload):
            reading.messages.append(Message(kind: .binary, bytes: payload.bytes(in: buffer)))
        case .ping(let payload), .pong(let payload):
            precondition(payload.count <= 125, "a long control frame")
            reading.controlCount += 1
        case .close(let code, let reason):
            precondition(code.map(CloseCode.isSendable) ?? reason.isEmpty, "a code that must not be sent")
            reading.isEnded = true
        case .violation:
            reading.isEnded = true
        }
        precondition(
            reading.messages.last.map { $0.bytes.count <= messageBytesMax } ?? true, "a long message")
    }

    /// What was received is sent by this role, and the other role has to receive just that.
    private static func echo(_ reading: Reading, _ role: Role, _ deflate: DeflateParameters?) {
        var machine = WebSocketMachine(
            role: role, limits: WebSocketLimits(messageBytesMax: messageBytesMax), deflate: deflate)
        var output: [UInt8] = []
        for message in reading.messages {
            machine.appendMessage(
                message.kind, message.bytes, maskKey: role == .client ? 0x1234_5678 : nil, to: &output)
        }
        let echoed = read(role == .client ? .server : .client, deflate, [output])
        precondition(echoed.messages == reading.messages && !echoed.isEnded, "an echo that differs")
    }
}
