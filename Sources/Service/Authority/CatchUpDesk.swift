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
    /// Merged frames to the published state, by the state they start from.
    private var frames: [UInt64: Frame] = [:]
    private var newest: BoardCopy?
    private var older: [WeakCopy] = []

    private struct WeakCopy {
        weak var copy: BoardCopy?
    }

    /// A new state was published: merged frames to the one before are of no use any more.
    mutating func forget() {
        if !frames.isEmpty { frames.removeAll() }
        if let copy = newest {
            older.removeAll { $0.copy == nil }
            older.append(WeakCopy(copy: copy))
            newest = nil
        }
    }

    /// One frame from a state that a reader holds to the newest; nil when that state is not remembered or the
    /// board is shorter.
    mutating func frame(since: StateName?, epoch: UInt32, grid: borrowing Grid) -> Frame? {
        guard let since, since.epoch == epoch else { return nil }
        if let frame = frames[since.seq] { return frame }
        let frame = Self.merged(since: since.seq, grid: grid)
        frames[since.seq] = frame
        return frame
    }

    private static func merged(since: UInt64, grid: borrowing Grid) -> Frame? {
        guard let indexes = grid.changedIndexes(since: since) else { return nil }
        var payload: [UInt8] = []
        DeltaFrame.append(
            to: &payload, seq: grid.seq, advance: grid.seq - since, digest: grid.digest.value,
            indexes: indexes,
            colours: grid.colours)
        let isShorter = payload.count <= max(grid.colours.count, Self.smallBytesMax)
        guard isShorter, payload.count <= Limits.serverMessageBytesMax else { return nil }
        return Frame(binary: payload, seqAfter: grid.seq)
    }

    /// Below this a merged frame is sent even where the board would be shorter: it says what changed.
    private static let smallBytesMax = 256

    /// The copy of this state; or, while as many older ones as may be are still on their way, the newest of
    /// those: its reader is brought level by a merged frame afterwards.
    mutating func copy(of grid: borrowing Grid) -> BoardCopy {
        if let newest { return newest }
        older.removeAll { $0.copy == nil }
        if older.count >= Limits.boardCopiesMax, let copy = older.last?.copy { return copy }
        let copy = BoardCopy(grid: grid)
        newest = copy
        return copy
    }
}
