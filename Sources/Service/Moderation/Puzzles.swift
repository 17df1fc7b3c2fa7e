import Canvas
import Ledger
import Reactor
import Secrets
import Session
import Wire

/// Work that a program is put before it may place: cheap for one, dear for a thousand.
enum Puzzle {
    /// An answer is so many digits.
    private static let answerCounts = 1...20

    /// Whether the hash of `NONCE:ANSWER` begins with so many zero bits.
    static func isSolved(_ nonce: String, by answer: String, bits: Int) -> Bool {
        guard answerCounts.contains(answer.utf8.count),
            answer.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        return zeroBitCount(of: Fingerprint.of(Array("\(nonce):\(answer)".utf8))) >= bits
    }

    /// The zero bits that bytes begin with.
    static func zeroBitCount(of bytes: [UInt8]) -> Int {
        var count = 0
        for byte in bytes {
            count += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return count
    }
}

/// The puzzles that people were put and have not solved. Each is for one person, and one at a time.
struct PuzzleTable {
    private struct Put {
        let nonce: String
        let at: Int64
    }

    private var puts: [PlayerSlot: Put] = [:]

    /// Puts somebody a puzzle: the one they have while it is new.
    mutating func put(to player: PlayerSlot, at now: Int64) -> String {
        // Half of its time is left to solve it at least.
        if let put = puts[player], now - put.at < Limits.puzzleMillis / 2 { return put.nonce }
        if puts.count >= Limits.puzzlesMax {
            puts = puts.filter { now - $0.value.at < Limits.puzzleMillis }
            if puts.count >= Limits.puzzlesMax { puts.removeAll() }
        }
        let nonce = Hexadecimal.text(SystemRandom.bytes(12))
        puts[player] = Put(nonce: nonce, at: now)
        return nonce
    }

    /// Whether that solves the puzzle that somebody was put. It is good for once.
    mutating func solve(_ nonce: String, by answer: String, of player: PlayerSlot, at now: Int64) -> Bool {
        guard let put = puts[player], put.nonce == nonce, now - put.at < Limits.puzzleMillis,
            Puzzle.isSolved(nonce, by: answer, bits: Limits.puzzleBits)
        else { return false }
        puts[player] = nil
        return true
    }
}

extension CanvasActor {
    /// Somebody asks for a puzzle.
    func puzzle(for player: PlayerSlot) -> PuzzleMessage {
        PuzzleMessage(nonce: enforcement.puzzles.put(to: player, at: loop.now), bits: Limits.puzzleBits)
    }

    /// Somebody has solved theirs, or has not. Who has may place, and all their connections hear of it.
    func solve(_ nonce: String, by answer: String, of player: PlayerSlot) -> Bool {
        guard let session = sessions[player],
            enforcement.puzzles.solve(nonce, by: answer, of: player, at: loop.now)
        else { return false }
        let now = wallClock()
        if enforcement.passes.count >= Limits.puzzlesMax {
            enforcement.passes = enforcement.passes.filter { now - $0.value < Limits.puzzlePassMillis }
            if enforcement.passes.count >= Limits.puzzlesMax { enforcement.passes.removeAll() }
        }
        enforcement.passes[player] = now
        enforcement.challenged.remove(player)
        for hosted in boards { hosted.board.notePassedChallenge(player) }
        applyRestrictions(of: session)
        tellYou(player)
        return true
    }
}
