import Wire

/// Feeds the decoders of our own messages. What they accept must come out the same once written and read
/// again.
enum WireFuzz {
    static func runClientMessage(_ input: [UInt8]) {
        guard let message = try? ClientMessage.decode(input) else { return }
        // Read from the middle of a larger array it is the same.
        let framed = [0xff] + input + [0xff]
        precondition(
            (try? ClientMessage.decode(framed, 1..<framed.count - 1)) == message, "a range is misread")
        var bytes: [UInt8] = []
        message.append(to: &bytes)
        precondition((try? ClientMessage.decode(bytes)) == message, "a message does not survive")
    }

    static func runServerMessage(_ input: [UInt8]) {
        guard let message = try? ServerMessage.decode(input) else { return }
        if case .delta(let delta) = message {
            precondition(delta.indexes.count == delta.colours.count, "a pixel without a colour")
            precondition(
                zip(delta.indexes, delta.indexes.dropFirst()).allSatisfy { $0 < $1 }, "not ascending")
        }
    }

    static func runText(_ input: [UInt8]) {
        _ = try? TextMessage.decode(input)
        _ = try? PlaceRequest.decode(input)
        _ = try? UndoRequest.decode(input)
        _ = try? SessionRequest.decode(input)
        if let badge = try? BadgeRequest.decode(input) {
            precondition(
                (1...BadgeRequest.codeBytesMax).contains(badge.code.utf8.count), "a code that can be none")
        }
        let text = String(decoding: input, as: UTF8.self)
        if let line = SafeLine(text) {
            precondition(SafeLine(line.text) == line, "a safe line is not safe")
            precondition(
                line.text.unicodeScalars.count <= text.unicodeScalars.count, "a safe line is longer")
        }
        if let state = StateName(text) {
            precondition(StateName(state.description) == state, "a state's name does not survive")
        }
    }
}
