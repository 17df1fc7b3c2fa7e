import Canvas
import TestKit
import Wire

// What a rollback has to come to, worked out from the whole log in the simplest way: each pixel is the pile
// of everything that stands in it, and every pile that it ever was is kept.

/// What a pixel is to be again.
private struct RestoredPixel {
    let origin: PixelOrigin
    let colour: UInt8
}

extension Judge {
    /// What lies in a pixel.
    private struct Layer {
        let origin: PixelOrigin
        let colour: UInt8
        /// It is to be taken away.
        let isTarget: Bool
    }

    /// What a rollback would do was looked up. One of those looked up lately is what an act is made of.
    mutating func wasRead(_ question: PastTwin.Question) {
        questions.append(question)
        if questions.count > Self.questionsMax { questions.removeFirst() }
    }

    private static let questionsMax = 64

    /// The pixels of an act are those that it has to change, all of them and no others; each gets back the
    /// colour and the owner that it had. `groupSeq` is the first of what was kept together with it.
    mutating func check(
        _ line: AuditEntry, _ changes: ArraySlice<Change>, on board: BoardName, groupSeq: UInt64
    ) throws {
        let history = try history(board)
        var mismatch = "nobody had asked for it"
        for question in questions.reversed()
        where question.board == board && order.fits(question.target, line) {
            let expected = Self.outcome(of: question, history, groupSeq: groupSeq)
            if let problem = Self.difference(changes, expected) {
                mismatch = problem
                continue
            }
            deeds.insert(line.undoOf == nil ? .rolledBack : .rollbackUndone)
            if line.act.verb == .ban { deeds.insert(.bannedWithPixels) }
            if question.readSeq < UInt64(history.changes.count), !deeds.contains(.placedWhilePlanned) {
                let early = Self.outcome(of: question, history, groupSeq: groupSeq, until: question.readSeq)
                if Set(early.keys) != Set(expected.keys) { deeds.insert(.placedWhilePlanned) }
            }
            return
        }
        throw Violation("\(board): line \(line.number), \"\(line.text)\": \(mismatch)")
    }

    private static func difference(
        _ changes: ArraySlice<Change>, _ expected: [UInt32: RestoredPixel]
    ) -> String? {
        var left = expected
        for change in changes {
            guard let content = left.removeValue(forKey: change.index) else {
                return "pixel \(change.index) was not to change"
            }
            guard content.colour == change.colour, content.origin == change.origin else {
                return "pixel \(change.index) gets another content back"
            }
        }
        return left.keys.min().map { "pixel \($0) was to change, one of \(left.count)" }
    }

    private static func outcome(
        of question: PastTwin.Question, _ history: BoardHistory, groupSeq: UInt64,
        until lastSeq: UInt64 = .max
    ) -> [UInt32: RestoredPixel] {
        let target = question.target
        let count = Int(min(lastSeq, UInt64(history.changes.count)))
        var touched: Set<UInt32> = []
        for place in 0..<count where target.covers(history.changes[place], at: place, groupSeq: groupSeq) {
            touched.insert(history.changes[place].index)
        }
        var outcome: [UInt32: RestoredPixel] = [:]
        for pixel in touched {
            let (y, x) = Int(pixel).quotientAndRemainder(dividingBy: history.shape.width)
            guard question.area?.contains(x: UInt16(x), y: UInt16(y)) ?? true else { continue }
            let places = history.placesOfPixel[Int(pixel)].prefix { $0 < count }
            let pile = pile(of: target, places.map { ($0, history.changes[$0]) }, groupSeq: groupSeq)
            guard let top = pile.last, top.isTarget, let beneath = pile.last(where: { !$0.isTarget }),
                beneath.colour != top.colour
            else { continue }
            outcome[pixel] = RestoredPixel(origin: beneath.origin, colour: beneath.colour)
        }
        return outcome
    }

    /// What lies in a pixel after these changes of it, lowest first.
    ///
    /// Nothing is ever forgotten: whoever takes something back brings what it was before, and all that this
    /// lay on; that is what lies in the pixel already, or was taken away from it before.
    private static func pile(
        of target: RollbackTarget, _ changes: [(place: Int, change: Change)], groupSeq: UInt64
    ) -> [Layer] {
        var pile = [Layer(origin: PixelOrigin(), colour: 0, isTarget: false)]
        var piles = [pile]
        for (place, change) in changes {
            let content = change.content
            func isMeant(_ layer: Layer) -> Bool { layer.origin == content && layer.colour == change.colour }
            // Unless that is what is to be undone.
            let givesBack = change.origin != nil && !target.names(UInt64(place) + 1)
            if givesBack, let beneath = pile.lastIndex(where: isMeant) {
                pile.removeLast(pile.count - beneath - 1)
            } else if givesBack, let other = piles.last(where: { $0.last.map(isMeant) == true }) {
                pile = other
            } else {
                let isTarget = target.covers(change, at: place, groupSeq: groupSeq)
                pile.append(Layer(origin: content, colour: change.colour, isTarget: isTarget))
                piles.append(pile)
            }
        }
        return pile
    }
}

extension Judge.Change {
    /// Whose the pixel is behind it, and since when.
    fileprivate var content: PixelOrigin {
        origin ?? PixelOrigin(player: PlayerSlot(number: player), timeMillis: timeMillis)
    }
}

extension RollbackTarget {
    /// Whether it is that very change.
    fileprivate func names(_ seq: UInt64) -> Bool {
        if case .changes(let seqs) = self { seqs.contains(seq) } else { false }
    }

    /// The same as the planner asks, in words of its own. What was placed in the group that the rollback is
    /// in is within every window that goes on.
    fileprivate func covers(_ change: Judge.Change, at place: Int, groupSeq: UInt64) -> Bool {
        let seq = UInt64(place) + 1
        let content = change.content
        let isNew = change.origin == nil && seq >= groupSeq
        switch self {
        case .people(let players, let from, _):
            return players.contains(content.player) && (isNew || content.timeMillis >= from)
        case .everyone(let others, let from, _):
            return content.player != .none && !others.contains(content.player)
                && (isNew || content.timeMillis >= from)
        case .changes: return names(seq)
        }
    }
}
