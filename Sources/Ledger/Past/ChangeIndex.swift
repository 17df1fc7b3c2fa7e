internal import Canvas

/// Answers who placed where: from the newest changes in memory, and from `index.db` for all before them.
///
/// It follows the log from a distance. Every group that is durable lands in the inbox, from there in the
/// tail of its board; when a tail has grown long, it is sorted and fed to the index in slices, between
/// questions. What was missed (because the server was not running, or the disk of the index stood still) is
/// read from the log. At any time a change of a board is in exactly one of: the index, the batch on its way
/// there, the gap that has to be read, the tail.
///
/// Belongs to its thread, which is asked by `Chronicle`.
final class ChangeIndex {
    /// What is known of a board's present past.
    private struct Followed {
        let epoch: UInt32
        var tail: ChangeTail
        /// The newest change that is durable.
        var reach: UInt64

        init(epoch: UInt32, reach: UInt64, _ limits: PastLimits) {
            self.epoch = epoch
            self.reach = reach
            tail = ChangeTail(limits)
        }
    }

    /// Changes on their way into the index.
    private struct Feed {
        let key: IndexStore.Key
        var batch: ChangeColumns
        var order = IndexStore.Order.byPixel
        var places: [UInt32] = []
        var placesDone = 0
        /// The batch is complete, and being fed.
        var isFeeding = false
        /// It was read from the log, and is no tail.
        let isFromLog: Bool
    }

    private let path: String
    private let limits: PastLimits
    private let log: LogReader
    private let inbox: Inbox
    private let tell: @Sendable (String) -> Void
    private var boards: [BoardName: Followed]
    private var store: IndexStore?
    /// Nothing is written before that time.
    private var pausedUntilNanos: Int64 = .min
    private var feed: Feed?
    private var discardedAtNanos: Int64 = .min / 2
    private var isFailureTold = false

    init(
        path: String, limits: PastLimits, log: LogReader, inbox: Inbox, boards: [BoardName: LogHead.Reach],
        tell: @escaping @Sendable (String) -> Void
    ) {
        self.path = path
        self.limits = limits
        self.log = log
        self.inbox = inbox
        self.tell = tell
        self.boards = boards.mapValues { Followed(epoch: $0.epoch, reach: $0.seq, limits) }
    }

    // MARK: Between questions

    /// Does a little of what is to be done.
    func advance() -> QuestionThread.Meanwhile {
        takeInbox()
        guard Monitor.nowNanos() >= pausedUntilNanos else {
            return .later(millis: min(1000, limits.pauseMillis))
        }
        do throws(DatabaseFailure) {
            let store = try openStore()
            return try advance(store)
        } catch {
            failed(error)
            return .later(millis: min(1000, limits.pauseMillis))
        }
    }

    private func advance(_ store: IndexStore) throws(DatabaseFailure) -> QuestionThread.Meanwhile {
        if let feed, !isCurrent(feed.key) { self.feed = nil }
        if let over = store.fedSeqs.keys.first(where: { !isCurrent($0) }) {
            try store.drop(over)
            return .more
        }
        if feed?.isFeeding == true {
            try feedSlice(store)
            return .more
        }
        if let key = keys.first(where: { gap(of: $0) != nil }) {
            guard gather(key) else { return .later(millis: min(1000, limits.pauseMillis)) }
            return .more
        }
        guard let key = keys.first(where: { (boards[$0.board]?.tail.count ?? 0) >= limits.feedCount }) else {
            return .nothing
        }
        if let batch = boards[key.board]?.tail.columns(after: store.fedSeqs[key] ?? 0), batch.count > 0 {
            beginFeed(key, batch, isFromLog: false)
        }
        return .more
    }

    /// Takes in what has become durable since the last time.
    private func takeInbox() {
        for entry in inbox.takeAll() {
            switch entry {
            case .board(let name, let epoch):
                if boards[name]?.epoch != epoch { boards[name] = Followed(epoch: epoch, reach: 0, limits) }
            case .changes(let placements):
                guard boards[placements.board]?.epoch == placements.epoch else { continue }
                boards[placements.board]?.tail.append(ChangeColumns(placements))
                boards[placements.board]?.reach = placements.changes.lastSeq
            case .missed(let name, let epoch, let lastSeq):
                boards[name] = Followed(epoch: epoch, reach: lastSeq, limits)
            }
        }
        while boards.values.reduce(0, { $0 + $1.tail.count }) > limits.tailCountMax {
            guard let longest = boards.max(by: { $0.value.tail.count < $1.value.tail.count })?.key else {
                return
            }
            boards[longest]?.tail.removeFirstPiece()
        }
    }

    private var keys: [IndexStore.Key] {
        boards.map { IndexStore.Key(board: $0.key, epoch: $0.value.epoch) }
    }

    private func isCurrent(_ key: IndexStore.Key) -> Bool { boards[key.board]?.epoch == key.epoch }

    /// The changes that are neither in the index nor in memory.
    private func gap(of key: IndexStore.Key) -> ClosedRange<UInt64>? {
        guard let board = boards[key.board] else { return nil }
        var known = store?.fedSeqs[key] ?? 0
        if let feed, feed.key == key { known = max(known, feed.batch.nextSeq - 1) }
        let first = board.tail.firstSeq ?? board.reach + 1
        return known + 1 < first ? known + 1...first - 1 : nil
    }

    // MARK: From the log

    /// Reads a stretch of the gap from the log. False: it cannot be read now.
    private func gather(_ key: IndexStore.Key) -> Bool {
        guard let gap = gap(of: key) else { return true }
        // Only one batch is gathered at a time, and the board of another one is taken up later again.
        var batch = ChangeColumns(firstSeq: gap.lowerBound)
        if let feed, feed.key == key, feed.batch.nextSeq == gap.lowerBound { batch = feed.batch }
        // Otherwise the two would share the arrays, and each stretch would copy them.
        feed = nil
        let isRead = read(gap, key, into: &batch)
        if batch.count >= limits.batchCountMax
            || batch.nextSeq > gap.upperBound && batch.count >= limits.feedCount
        {
            beginFeed(key, batch, isFromLog: true)
        } else if batch.nextSeq > gap.upperBound {
            boards[key.board]?.tail.prepend(batch)
        } else if batch.count > 0 {
            feed = Feed(key: key, batch: batch, isFromLog: true)
        }
        return isRead
    }

    private func read(
        _ gap: ClosedRange<UInt64>, _ key: IndexStore.Key, into batch: inout ChangeColumns
    ) -> Bool {
        guard let records = try? log.records(of: key.board, epoch: key.epoch, after: batch.nextSeq - 1)
        else { return false }
        var record = PlacementRecord()
        for bytes in records where batch.nextSeq <= gap.upperBound {
            guard (try? record.decode(bytes)) != nil, record.firstSeq <= batch.nextSeq,
                record.lastSeq >= batch.nextSeq
            else { return false }
            batch.append(record, through: gap.upperBound)
        }
        return !records.isEmpty
    }

    // MARK: To the index

    private func beginFeed(_ key: IndexStore.Key, _ batch: ChangeColumns, isFromLog: Bool) {
        feed = Feed(
            key: key, batch: batch, places: batch.orderedByPixel(), isFeeding: true, isFromLog: isFromLog)
    }

    private func feedSlice(_ store: IndexStore) throws(DatabaseFailure) {
        guard let key = feed?.key, let order = feed?.order, let start = feed?.placesDone,
            let count = feed?.places.count, let batch = feed?.batch, let places = feed?.places
        else { return }
        try store.begin(key)
        let end = min(start + limits.sliceCount, count)
        try store.insert(places[start..<end], of: batch, order, key)
        try store.tidy()
        feed?.placesDone = end
        guard end == count else { return }
        if order == .byPixel {
            feed?.order = .byPlayer
            feed?.placesDone = 0
            feed?.places = batch.orderedByPlayer()
        } else {
            try store.finish(batch, key)
            boards[key.board]?.tail.removeAll(through: batch.nextSeq - 1)
            if feed?.isFromLog == true { tellProgress(key, fed: batch.nextSeq - 1) }
            feed = nil
            tellAllIsWell()
        }
    }

    private func tellProgress(_ key: IndexStore.Key, fed: UInt64) {
        guard let reach = boards[key.board]?.reach, reach > UInt64(limits.batchCountMax) else { return }
        tell("index of \(key.board): \(min(100, fed * 100 / reach)) % of \(reach) changes")
    }

    // MARK: The file

    private func openStore() throws(DatabaseFailure) -> IndexStore {
        if let store { return store }
        let store = try IndexStore(path: path)
        for (key, seq) in store.fedSeqs where isCurrent(key) {
            guard seq <= boards[key.board]?.reach ?? 0 else {
                throw .misfit("it knows changes of \(key.board) that the log does not")
            }
        }
        self.store = store
        tellAllIsWell()
        return store
    }

    private func tellAllIsWell() {
        if isFailureTold { tell("\(path) is kept again") }
        isFailureTold = false
    }

    private var pauseNanos: Int64 { Int64(limits.pauseMillis) * 1_000_000 }

    /// Something is wrong with the index, which is nothing to the ledger: it is thrown away and made again,
    /// or left alone for a while.
    private func failed(_ failure: DatabaseFailure) {
        feed = nil
        let now = Monitor.nowNanos()
        guard failure.isReasonToDiscard, now >= discardedAtNanos + pauseNanos else {
            // What is there can be asked even though nothing can be added.
            if !failure.isFull { store = nil }
            pausedUntilNanos = now + pauseNanos
            if !isFailureTold {
                tell("\(path) cannot be kept for now (\(failure.message)); trying again every minute")
            }
            return isFailureTold = true
        }
        discardedAtNanos = now
        store = nil
        IndexStore.discard(path)
        tell("\(path) is damaged or of another kind (\(failure.message)); it is made anew from the log")
    }

    /// The last word.
    func close() {
        // It is derived: whatever cannot be said now is found out when it is opened.
        try? store?.close()
        store = nil
    }

    // MARK: Answering

    /// The newest of the changes that are wanted.
    func answer(
        _ wanted: ChangeColumns.Wanted, on board: BoardName, epoch: UInt32, _ page: PastPage
    ) -> Result<[PastChange], PastError> {
        takeInbox()
        let key = IndexStore.Key(board: board, epoch: epoch)
        guard isCurrent(key) else { return .failure(.notHeld) }
        closeSmallGap(key)
        var found: [PastChange] = []
        boards[board]?.tail.collect(wanted, page, into: &found)
        guard found.count < page.limit else { return .success(found) }
        if let gap = gap(of: key), page.seqMax >= gap.lowerBound {
            let reach = boards[board]?.reach ?? 0
            let fed = store?.fedSeqs[key] ?? 0
            return .failure(
                store == nil ? .unavailable : .catchingUp(percent: Int(fed * 100 / max(1, reach))))
        }
        if let feed, feed.key == key {
            var page = page
            if let first = boards[board]?.tail.firstSeq { page.before = min(page.before ?? .max, first) }
            feed.batch.collect(wanted, page, into: &found)
        }
        return answer(wanted, key, page, found)
    }

    private func answer(
        _ wanted: ChangeColumns.Wanted, _ key: IndexStore.Key, _ page: PastPage, _ newest: [PastChange]
    ) -> Result<[PastChange], PastError> {
        var page = page
        var found = newest
        // A piece of the tail may reach back into what the index holds already.
        if let last = newest.last { page.before = min(page.before ?? .max, last.seq) }
        do throws(DatabaseFailure) {
            try store?.collect(wanted, of: key, page, into: &found)
            return .success(found)
        } catch {
            failed(error)
            return .failure(.unavailable)
        }
    }

    /// What a start left to be read is read before the first answer, if it is little.
    private func closeSmallGap(_ key: IndexStore.Key) {
        if store == nil, Monitor.nowNanos() >= pausedUntilNanos {
            do throws(DatabaseFailure) { _ = try openStore() } catch { failed(error) }
        }
        while let gap = gap(of: key), gap.count <= limits.feedCount, feed?.isFeeding != true {
            guard gather(key) else { return }
        }
    }
}
