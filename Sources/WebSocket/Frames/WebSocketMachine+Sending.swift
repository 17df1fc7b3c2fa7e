/// What a connection sends. Servers that send one frame to many build it with `FrameWriter` and
/// `SharedDeflater` instead.
extension WebSocketMachine {
    /// zlib's level for messages of one connection: the fast one, for they are sent once.
    private static let compressionLevel = 1
    /// Shorter messages are not worth compressing: the header of a block eats what is won.
    private static let compressedByteCountMin = 16

    /// Appends a whole message as one frame, compressed where that was agreed on and makes it shorter.
    /// Nothing is appended once our close frame is out, for nothing may follow it.
    /// - Parameters:
    ///   - range: the part of `payload` that is the message; nil: all of it. Text must be UTF-8.
    ///   - maskKey: unpredictable in the client role, nil in the server role.
    public mutating func appendMessage(
        _ kind: MessageKind, _ payload: [UInt8], _ range: Range<Int>? = nil, maskKey: UInt32? = nil,
        to output: inout [UInt8]
    ) {
        guard state == .open || state == .closeDue else { return }
        let opcode: Opcode = kind == .text ? .text : .binary
        let range = range ?? payload.indices
        if deflate != nil, range.count >= WebSocketMachine.compressedByteCountMin,
            let compressed = compressed(payload, range)
        {
            appendFrame(opcode, compressed, compressed.indices, isCompressed: true, maskKey, to: &output)
        } else {
            appendFrame(opcode, payload, range, isCompressed: false, maskKey, to: &output)
        }
    }

    /// Appends a ping or a pong; nothing once our close frame is out.
    public mutating func appendControl(
        _ opcode: Opcode, _ payload: [UInt8] = [], _ range: Range<Int>? = nil, maskKey: UInt32? = nil,
        to output: inout [UInt8]
    ) {
        precondition(opcode == .ping || opcode == .pong, "not a control frame of its own")
        let range = range ?? payload.indices
        precondition(range.count <= 125, "control frames hold 125 bytes")
        guard state == .open || state == .closeDue else { return }
        appendFrame(opcode, payload, range, isCompressed: false, maskKey, to: &output)
    }

    /// Appends our close frame, the last thing we say; nothing if it was sent before.
    /// - Parameters:
    ///   - code: nil sends an empty close frame.
    ///   - reason: cut to the 123 bytes that a close frame holds, between two characters.
    public mutating func appendClose(
        code: UInt16?, reason: String = "", maskKey: UInt32? = nil, to output: inout [UInt8]
    ) {
        guard !isCloseSent else { return }
        isCloseSent = true
        deflater = nil
        var payload: [UInt8] = []
        if let code {
            precondition(CloseCode.isSendable(code), "a close code that must not be sent")
            payload = [UInt8(code >> 8), UInt8(truncatingIfNeeded: code)]
            for character in reason.unicodeScalars {
                let bytes = UTF8.encode(character) ?? UTF8.encodedReplacementCharacter
                guard payload.count + bytes.count <= 125 else { break }
                payload.append(contentsOf: bytes)
            }
        }
        appendFrame(.close, payload, payload.indices, isCompressed: false, maskKey, to: &output)
    }

    private func appendFrame(
        _ opcode: Opcode, _ payload: [UInt8], _ range: Range<Int>, isCompressed: Bool, _ maskKey: UInt32?,
        to output: inout [UInt8]
    ) {
        precondition((maskKey != nil) == (role == .client), "clients mask, servers do not")
        FrameWriter.appendHeader(
            opcode: opcode, payloadCount: range.count, isCompressed: isCompressed, maskKey: maskKey,
            to: &output)
        let start = output.count
        output.append(contentsOf: payload[range])
        if let maskKey {
            var key = MaskKey(bits: maskKey)
            key.apply(to: &output, start..<output.count)
        }
    }

    /// The compressed payload; nil when it is no shorter, in which case it never happened.
    private mutating func compressed(_ payload: [UInt8], _ range: Range<Int>) -> [UInt8]? {
        guard let deflate else { return nil }
        let isServer = role == .server
        let windowBits = isServer ? deflate.serverMaxWindowBits : deflate.clientMaxWindowBits
        let isFresh = isServer ? deflate.serverNoContextTakeover : deflate.clientNoContextTakeover
        let level = WebSocketMachine.compressionLevel
        let engine =
            deflater ?? pool?.takeDeflater(windowBits: windowBits, level: level)
            ?? Deflater(windowBits: windowBits, level: level)
        var output: [UInt8] = []
        engine.deflate(payload, range, finishes: false, to: &output)
        output.removeLast(4)
        let isShorter = output.count < range.count
        if !isFresh {
            // What the peer does not get it cannot look back to, so the window begins anew.
            if !isShorter { engine.reset() }
            deflater = engine
        } else {
            pool?.give(engine, windowBits: windowBits)
        }
        return isShorter ? output : nil
    }
}
