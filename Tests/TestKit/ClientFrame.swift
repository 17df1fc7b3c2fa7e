public import WebSocket

/// Frames as clients send them, masked, also ones that no proper client would send.
public enum ClientFrame {
    /// A whole message.
    public static func message(_ kind: MessageKind, _ payload: [UInt8], mask: UInt32 = 0x3df0_5a71) -> [UInt8]
    {
        frame(first: 0x80 | kind.rawValue, payload, mask: mask)
    }

    /// A whole text.
    public static func text(_ text: String) -> [UInt8] {
        message(.text, Array(text.utf8))
    }

    /// A ping.
    public static func ping(_ payload: [UInt8] = []) -> [UInt8] {
        frame(first: 0x89, payload)
    }

    /// A pong.
    public static func pong(_ payload: [UInt8] = []) -> [UInt8] {
        frame(first: 0x8a, payload)
    }

    /// A close frame.
    public static func close(_ code: UInt16?) -> [UInt8] {
        frame(first: 0x88, code.map { [UInt8($0 >> 8), UInt8($0 & 255)] } ?? [])
    }

    /// Any frame, its first byte as given.
    public static func frame(first: UInt8, _ payload: [UInt8], mask: UInt32 = 0x3df0_5a71) -> [UInt8] {
        var bytes = [first]
        if payload.count < 126 {
            bytes.append(0x80 | UInt8(payload.count))
        } else {
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        }
        let key = [UInt8](mask.bytesInOrder)
        bytes += key
        bytes += payload.enumerated().map { $0.element ^ key[$0.offset & 3] }
        return bytes
    }
}

extension UInt32 {
    fileprivate var bytesInOrder: [UInt8] {
        [UInt8(self >> 24), UInt8(self >> 16 & 255), UInt8(self >> 8 & 255), UInt8(self & 255)]
    }
}
