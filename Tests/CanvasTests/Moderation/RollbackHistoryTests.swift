import Canvas
import TestKit
import Testing

/// Rollbacks in 10,000 random histories of a small board with few people, so that everything happens in the
/// same pixels.
@Suite struct RollbackHistoryTests {
    private static let people: UInt32 = 5
    private static let mod = PlayerSlot(number: 9)

    @Test(arguments: 0..<20 as Range<UInt64>)
    func `no rollback takes anything from anybody else, and each can be undone`(block: UInt64) throws {
        for seed in block * 500..<(block + 1) * 500 {
            var random = SeededRandom(seed: seed)
            var past = try BoardPast()
            past.live(Int.random(in: 1..<60, using: &random), people: Self.people, &random)
            if seed % 4 == 0 { try moderate(&past, seed, &random) }
            let target = Self.target(in: past, &random)
            let area = Bool.random(using: &random) ? Self.area(&random) : nil
            let first = try roll(back: target, in: area, &past, seed, &random)
            past.live(Int.random(in: 0..<30, using: &random), people: Self.people, &random)
            try undo(first, &past, seed, &random)
            past.live(Int.random(in: 0..<10, using: &random), people: Self.people, &random)
            let second = try roll(back: target, in: area, &past, seed, &random)
            try undo(second, &past, seed, &random)
        }
    }

    /// Other rollbacks and their undos, so that what is rolled back was taken away and given back before:
    /// in a quarter of the histories, for each of them is as long as three then.
    private func moderate(_ past: inout BoardPast, _ seed: UInt64, _ random: inout SeededRandom) throws {
        var deeds: [Deed] = []
        for _ in 0..<Int.random(in: 0..<6, using: &random) {
            if let deed = deeds.last, Bool.random(using: &random) {
                try undo(deed, &past, seed, &random)
                if Bool.random(using: &random) { deeds.removeLast() }
            } else {
                deeds.append(try roll(back: Self.target(in: past, &random), in: nil, &past, seed, &random))
            }
            past.live(Int.random(in: 0..<8, using: &random), people: Self.people, &random)
        }
    }

    /// A rollback that was made, and the board before and behind it.
    private struct Deed {
        let outcome: RollbackOutcome
        let before: [RollbackPixel]
        let after: [RollbackPixel]
        let changed: Set<Int>
    }

    private func roll(
        back target: RollbackTarget, in area: BoardRectangle?, _ past: inout BoardPast, _ seed: UInt64,
        _ random: inout SeededRandom
    ) throws -> Deed {
        past.commitAll()
        let plan = past.plan(target, in: area)
        expect(plan, of: target, in: area, past.changes, seed)
        // The world does not wait until a plan has been looked at.
        past.live(Int.random(in: 0..<6, using: &random), people: Self.people, &random)
        let (outcome, waits) = applied(plan, &past)
        let uncommitted = past.board.decidedSeq - UInt64(outcome.appliedCount)
        past.take()
        let changesBefore = past.changes.count
        past.commitAll()
        let deed = Self.deed(outcome, past, changesBefore)
        #expect(waits == Self.waits(past), "\(seed)")
        #expect(outcome.seqs.map { $0.lowerBound == uncommitted + 1 } ?? true)
        #expect(past.board.shown.digest == Digest(of: past.board.shown.colours), "\(seed)")
        // Only what is the target's, which it is not any more then; and the rest stays as it is.
        let wrong = (0..<12).filter { pixel in
            let (before, after) = (deed.before[pixel], deed.after[pixel])
            guard deed.changed.contains(pixel) else { return before != after }
            return !Self.matches(target, before.origin) || Self.matches(target, after.origin)
        }
        #expect(wrong == [], "\(seed)")
        return deed
    }

    private func undo(
        _ deed: Deed, _ past: inout BoardPast, _ seed: UInt64, _ random: inout SeededRandom
    ) throws {
        past.commitAll()
        guard let seqs = deed.outcome.seqs else { return }
        let present = past.picture
        let plan = past.plan(.changes(seqs: seqs))
        let (outcome, waits) = applied(plan, &past)
        #expect(waits == Self.waits(past) && outcome.keptCount == 0, "\(seed)")
        past.commitAll()
        #expect(past.board.shown.digest == Digest(of: past.board.shown.colours))
        let expected = (0..<12).map { pixel in
            let isDue = deed.changed.contains(pixel) && present[pixel] == deed.after[pixel]
            return isDue ? deed.before[pixel] : present[pixel]
        }
        #expect(past.picture == expected, "\(seed)")
    }

    private func applied(
        _ plan: RollbackPlan, _ past: inout BoardPast
    ) -> (outcome: RollbackOutcome, waits: [Int64]) {
        let waits = Self.waits(past)
        let outcome = past.board.apply(plan, by: Self.mod, at: past.now)
        #expect(outcome.appliedCount + outcome.keptCount == plan.entries.count)
        return (outcome, waits)
    }

    /// Reads a rollback from the changes that were committed: the board before each of its pixels changed,
    /// and behind.
    private static func deed(_ outcome: RollbackOutcome, _ past: borrowing BoardPast, _ start: Int) -> Deed {
        var picture = [RollbackPixel](
            repeating: RollbackPixel(colour: 0, origin: PixelOrigin()), count: 12)
        var before = picture
        var changed: Set<Int> = []
        for change in past.changes {
            let pixel = Int(change.change.index)
            if let seqs = outcome.seqs, change.seq == seqs.lowerBound { before = picture }
            if outcome.seqs?.contains(change.seq) == true { changed.insert(pixel) }
            picture[pixel] = RollbackPixel(
                colour: change.change.colour,
                origin: change.undoOrigin
                    ?? PixelOrigin(player: change.change.player, timeMillis: change.timeMillis))
        }
        if outcome.seqs == nil { before = picture }
        return Deed(outcome: outcome, before: before, after: picture, changed: changed)
    }

    private static func waits(_ past: borrowing BoardPast) -> [Int64] {
        (0...9).map { past.board.fullInMillis(of: PlayerSlot(number: $0), at: past.now) }
    }

    private static func target(in past: borrowing BoardPast, _ random: inout SeededRandom) -> RollbackTarget {
        let players = Set(
            (0..<people).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
                .map { PlayerSlot(number: $0) })
        let from = Int64.random(in: 0...past.now, using: &random)
        let until = Bool.random(using: &random) ? Int64.max : .random(in: from...past.now + 1, using: &random)
        return Int.random(in: 0..<4, using: &random) == 0
            ? .everyone(except: players, from: from, until: until)
            : .people(players, from: from, until: until)
    }

    private static func area(_ random: inout SeededRandom) -> BoardRectangle? {
        BoardRectangle(
            x: .random(in: 0..<4, using: &random), y: .random(in: 0..<3, using: &random),
            width: .random(in: 1..<5, using: &random), height: .random(in: 1..<4, using: &random))
    }

    private static func matches(_ target: RollbackTarget, _ origin: PixelOrigin) -> Bool {
        switch target {
        case .people(let players, let from, let until):
            players.contains(origin.player) && (from...until).contains(origin.timeMillis)
        case .everyone(let others, let from, let until):
            origin.player != .none && !others.contains(origin.player)
                && (from...until).contains(origin.timeMillis)
        case .changes: false
        }
    }

    /// Compares a plan with a naive account, in which each pixel is the list of everything that stands in it,
    /// and every list that it ever was is kept: a placement comes on top, and whoever takes something back
    /// takes off what lies on it, or brings the newest list that ended with it.
    private func expect(
        _ plan: RollbackPlan, of target: RollbackTarget, in area: BoardRectangle?, _ changes: [BoardChange],
        _ seed: UInt64
    ) {
        var stacks = [[RollbackPixel]](
            repeating: [RollbackPixel(colour: 0, origin: PixelOrigin())], count: 12)
        var known = stacks.map { [$0] }
        var newest = [UInt64](repeating: 0, count: 12)
        for change in changes {
            let pixel = Int(change.change.index)
            newest[pixel] = change.seq
            let content = RollbackPixel(
                colour: change.change.colour,
                origin: change.undoOrigin
                    ?? PixelOrigin(player: change.change.player, timeMillis: change.timeMillis))
            if change.undoOrigin == nil {
                stacks[pixel].append(content)
                known[pixel].append(stacks[pixel])
            } else if let below = stacks[pixel].lastIndex(of: content) {
                stacks[pixel].removeLast(stacks[pixel].count - below - 1)
            } else {
                stacks[pixel] = known[pixel].last { $0.last == content } ?? []
            }
        }
        var entries: [RollbackEntry] = []
        var kept: [PlayerSlot] = []
        for (pixel, stack) in stacks.enumerated() {
            guard area?.contains(x: UInt16(pixel % 4), y: UInt16(pixel / 4)) ?? true,
                let top = stack.last, stack.contains(where: { Self.matches(target, $0.origin) })
            else { continue }
            guard Self.matches(target, top.origin) else {
                kept.append(top.origin.player)
                continue
            }
            guard let before = stack.last(where: { !Self.matches(target, $0.origin) }),
                before.colour != top.colour
            else { continue }
            entries.append(
                RollbackEntry(
                    index: UInt32(pixel), newestSeq: newest[pixel], colour: top.colour,
                    restored: before.colour, origin: before.origin))
        }
        #expect(plan.entries == entries, "\(seed)")
        #expect(plan.keptCount == kept.count && plan.keptBy == Set(kept), "\(seed)")
    }
}
