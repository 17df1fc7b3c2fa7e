import Canvas
import ConsoleCore
import Wire

/// A board as it is told over `/ws/NAME`: puts together what a console shows of it, and proves with every
/// message that it is what the server has.
struct BoardFollower {
    /// What a message leads to.
    enum Outcome {
        case nothing
        case show(BoardMirror)
        case changed([ConsoleCore.PixelChange])
        /// What we hold is wrong: the server is to send it anew.
        case resync
    }

    private var description: BoardDescription?
    private var colours: [UInt8] = []
    private var digest = Digest(value: 0)
    /// The state held; nil while there is none.
    private var seq: UInt64?
    /// The BOARD that is arriving: what all its parts agree on, and where the next one begins.
    private var arriving: (seq: UInt64, digest: UInt32, end: Int)?
    /// A RESYNC was sent and not answered yet: until then nothing fits, and none is sent again.
    private var isAwaitingBoard = false

    /// A text message: `hello` says what board it is.
    mutating func take(text: [UInt8]) -> Outcome {
        guard let json = try? JSONValue.parse(text), json["type"]?.string == "hello",
            let board = json["board"], let description = try? BoardDescription(json: board)
        else { return .nothing }
        self.description = description
        seq = nil
        arriving = nil
        return .nothing
    }

    /// A binary message.
    mutating func take(binary: [UInt8]) -> Outcome {
        guard description != nil, let message = try? ServerMessage.decode(binary) else { return .nothing }
        switch message {
        case .board(let part): return take(part)
        case .delta(let delta): return take(delta)
        case .result: return .nothing
        }
    }

    private mutating func take(_ part: BoardPart) -> Outcome {
        guard let description else { return .nothing }
        if part.offset == 0 {
            colours = []
            seq = nil
            arriving = (part.seq, part.digest, 0)
        }
        let total = description.width * description.height
        guard let begun = arriving, begun.seq == part.seq, begun.digest == part.digest,
            part.total == UInt64(total), part.offset == UInt64(begun.end), !part.colours.isEmpty,
            part.colours.count <= total - begun.end
        else { return lose() }
        colours += part.colours
        arriving?.end = colours.count
        guard colours.count == total else { return .nothing }
        arriving = nil
        digest = Digest(of: colours)
        guard digest.value == part.digest, let mirror = BoardMirror(description, colours: colours) else {
            return lose()
        }
        seq = part.seq
        isAwaitingBoard = false
        return .show(mirror)
    }

    private mutating func take(_ delta: DecodedDelta) -> Outcome {
        guard !isAwaitingBoard else { return .nothing }
        guard let seq, delta.advance <= delta.seq, delta.seq - delta.advance == seq else { return lose() }
        var changes: [ConsoleCore.PixelChange] = []
        for (index, colour) in zip(delta.indexes, delta.colours) {
            guard Int(index) < colours.count else { return lose() }
            digest.change(at: Int(index), from: colours[Int(index)], to: colour)
            colours[Int(index)] = colour
            changes.append(ConsoleCore.PixelChange(index: Int(index), colour: colour))
        }
        guard digest.value == delta.digest else { return lose() }
        self.seq = delta.seq
        return changes.isEmpty ? .nothing : .changed(changes)
    }

    private mutating func lose() -> Outcome {
        seq = nil
        arriving = nil
        defer { isAwaitingBoard = true }
        return isAwaitingBoard ? .nothing : .resync
    }
}
