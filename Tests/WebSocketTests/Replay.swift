import TestKit

@testable import WebSocket

/// The ways in which bytes may arrive: whatever the way, they must mean the same.
enum Split: CaseIterable {
    case whole, byByte, randomly

    /// Cuts the bytes into pieces.
    func pieces(of bytes: [UInt8], seed: UInt64 = 1) -> [[UInt8]] {
        switch self {
        case .whole: return [bytes]
        case .byByte: return bytes.map { [$0] }
        case .randomly:
            var random = SeededRandom(seed: seed)
            var pieces: [[UInt8]] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = rest.prefix(Int.random(in: 1...7, using: &random))
                pieces.append(Array(piece))
                rest = rest.dropFirst(piece.count)
            }
            return pieces
        }
    }
}

/// An event without regard to where its payload stood.
enum Said: Equatable {
    case text([UInt8]), binary([UInt8]), ping([UInt8]), pong([UInt8])
    case close(UInt16?, String)
    case violation(WebSocketError)

    init(_ event: WebSocketMachine.Event, in buffer: [UInt8]) {
        switch event {
        case .text(let payload): self = .text(payload.bytes(in: buffer))
        case .binary(let payload): self = .binary(payload.bytes(in: buffer))
        case .ping(let payload): self = .ping(payload.bytes(in: buffer))
        case .pong(let payload): self = .pong(payload.bytes(in: buffer))
        case .close(let code, let reason): self = .close(code, String(decoding: reason, as: UTF8.self))
        case .violation(let error): self = .violation(error)
        }
    }
}

/// A machine that test macros can look into: they cannot hold a noncopyable value.
final class Endpoint {
    var machine: WebSocketMachine

    init(
        _ role: Role,
        _ limits: WebSocketLimits = WebSocketLimits(messageBytesMax: 1000, framesPerMessageMax: 8),
        deflate: DeflateParameters? = nil, pool: CompressionPool? = nil
    ) {
        machine = WebSocketMachine(role: role, limits: limits, deflate: deflate, pool: pool)
    }

    var state: WebSocketMachine.State { machine.state }
    var isBetweenMessages: Bool { machine.isBetweenMessages }

    /// All that the pieces mean, each read from a buffer of its own with foreign bytes around it.
    func say(_ pieces: [[UInt8]]) -> [Said] {
        var said: [Said] = []
        for piece in pieces {
            var buffer: [UInt8] = [0xaa, 0xbb] + piece + [0xcc, 0xdd]
            var cursor = 2
            while let event = machine.next(in: &buffer, at: &cursor, until: buffer.count - 2) {
                precondition(cursor <= buffer.count - 2, "read past the end")
                said.append(Said(event, in: buffer))
            }
            precondition(cursor == buffer.count - 2, "stopped before the end")
            precondition(
                buffer.prefix(2) == [0xaa, 0xbb] && buffer.suffix(2) == [0xcc, 0xdd], "wrote outside")
        }
        return said
    }
}

/// What a peer sends, frame by frame and as wrongly as wanted.
struct FrameText {
    var bytes: [UInt8] = []
    /// Nil: unmasked.
    var maskKey: UInt32?

    init(from role: Role) {
        maskKey = role == .client ? 0x3d21_fa37 : nil
    }

    mutating func add(_ first: UInt8, _ payload: [UInt8] = []) {
        let opcode = Opcode(rawValue: first & 0x0f) ?? .continuation
        let start = bytes.count
        FrameWriter.appendHeader(opcode: opcode, payloadCount: payload.count, maskKey: maskKey, to: &bytes)
        bytes[start] = first
        let payloadStart = bytes.count
        bytes += payload
        guard let maskKey else { return }
        var key = MaskKey(bits: maskKey)
        key.apply(to: &bytes, payloadStart..<bytes.count)
    }
}

func bytes(_ hex: String) -> [UInt8] {
    hex.split(separator: " ").compactMap { UInt8($0, radix: 16) }
}
