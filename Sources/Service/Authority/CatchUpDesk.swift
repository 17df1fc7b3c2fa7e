import Canvas
import Session
import WebSocket
import Wire

/// What brings one reader level.
enum CatchUp: Sendable {
    /// One merged frame.
    case frame(Frame)
    /// The board, in parts. It may be a little older than what was published last.
    case board(BoardCopy, isNewest: Bool)
}

/// One whole board, encoded once for all who need it.
final class BoardCopy: Sendable {
    let seq: UInt64
    /// BOARD messages with their WebSocket headers.
    let parts: [[UInt8]]

    init(grid: borrowing Grid) {
        seq = grid.seq
        let colours = grid.colours
        var parts: [[UInt8]] = []
        var offset = 0
        while offset < colours.count {
            let end = min(colours.count, offset + Self.coloursPerPart)
            var head: [UInt8] = []
            BoardPart.appendHeader(
                to: &head, seq: grid.seq, digest: grid.digest.value, offset: offset,
                total: colours.count)
            let payloadCount = head.count + end - offset
            var part: [UInt8] = []
            part.reserveCapacity(payloadCount + FrameWriter.headerByteCount(payloadCount: payloadCount))
            FrameWriter.appendHeader(opcode: .binary, payloadCount: payloadCount, to: &part)
            part += head
            part += colours[offset..<end]
            parts.append(part)
            offset = end
        }
        self.parts = parts
    }

    /// A part with its head stays within its bound.
    private static let coloursPerPart = Limits.boardPartBytesMax - 64
}

/// Answers readers that fell behind, and remembers the answers while they are good for the next reader too.
struct CatchUpDesk {
    /// Merged frames to the published state, by the state they start from. Not more of them than may be on
    /// their way: on a quiet board anybody could ask from any number of states.
    private var frames: [UInt64: Frame] = [:]
    private var framesByteCount = 0
    private var newest: BoardCopy?
    private var older: [WeakCopy] = []

    private let limits: Limits

    init(limits: Limits) {
        self.limits = limits
    }

    private struct WeakCopy {
        weak var copy: BoardCopy?
    }

    /// A new state was published: merged frames to the one before are of no use any more.
    mutating func forget() {
        forgetFrames()
        if let copy = newest {
            older.removeAll { $0.copy == nil }
            older.append(WeakCopy(copy: copy))
            newest = nil
        }
    }

    /// One frame from a state that a reader holds to the newest; nil when that state is not remembered or the
    /// board is shorter.
    mutating func frame(since: StateName?, epoch: UInt32, grid: borrowing Grid) -> Frame? {
        if let since, since.epoch == epoch, let frame = frames[since.seq] { return frame }
        guard let payload = Self.message(since: since, epoch: epoch, grid: grid),
            payload.count <= limits.serverMessageBytesMax, let since
        else { return nil }
        let frame = Frame(binary: payload, seqAfter: grid.seq)
        if framesByteCount + payload.count > limits.catchUpBytesMax { forgetFrames() }
        frames[since.seq] = frame
        framesByteCount += payload.count
        return frame
    }

    private mutating func forgetFrames() {
        if frames.isEmpty { return }
        frames = [:]
        framesByteCount = 0
    }

    /// The merged message itself, however long, but not longer than the board.
    static func message(since: StateName?, epoch: UInt32, grid: borrowing Grid) -> [UInt8]? {
        guard let since, since.epoch == epoch, let indexes = grid.changedIndexes(since: since.seq) else {
            return nil
        }
        var payload: [UInt8] = []
        DeltaFrame.append(
            to: &payload, seq: grid.seq, advance: grid.seq - since.seq, digest: grid.digest.value,
            indexes: indexes,
            colours: grid.colours)
        return payload.count <= max(grid.colours.count, Self.smallBytesMax) ? payload : nil
    }

    /// Below this a merged frame is sent even where the board would be shorter: it says what changed.
    private static let smallBytesMax = 256

    /// The copy of this state; or, while as many older ones as may be are still on their way, the newest of
    /// those: its reader is brought level by a merged frame afterwards.
    mutating func copy(of grid: borrowing Grid) -> BoardCopy {
        if let newest { return newest }
        older.removeAll { $0.copy == nil }
        if older.count >= limits.boardCopiesMax, let copy = older.last?.copy { return copy }
        let copy = BoardCopy(grid: grid)
        newest = copy
        return copy
    }
}
