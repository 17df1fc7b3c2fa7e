internal import Canvas

/// Reads the log from another thread, a stretch at a time: the ledger's thread copies records out, and
/// whoever asked waits, takes them apart and proves them.
struct LogReader: Sendable {
    private let thread: CommitThread

    init(_ thread: CommitThread) {
        self.thread = thread
    }

    /// The records of a board that hold the changes after `seq`, as many as can be read at a stretch; none
    /// beyond the end of the log.
    func records(of board: BoardName, epoch: UInt32, after seq: UInt64) throws(PastError) -> [[UInt8]] {
        try ask { (log) throws(DatabaseFailure) in try log.stretch(of: board, epoch: epoch, after: seq) }
    }

    /// The last change not after a time; 0 if the first one came later.
    func seq(at timeMillis: Int64, of board: BoardName, epoch: UInt32) throws(PastError) -> UInt64 {
        let candidate = try ask { (log) throws(DatabaseFailure) in
            try log.record(at: timeMillis, of: board, epoch: epoch)
        }
        guard let candidate else { return 0 }
        var record = PlacementRecord()
        do throws(FormatFault) {
            try record.decode(candidate)
        } catch {
            throw .unavailable
        }
        let count = record.times.prefix { $0 <= timeMillis }.count
        return record.firstSeq + UInt64(count) - 1
    }

    /// A change before which all were made before a time, as far as the clock was not set back unnoticed: the
    /// last that is certain. By as much as it was set back in all, a change may seem older than those before.
    func seq(before timeMillis: Int64, of board: BoardName, epoch: UInt32) throws(PastError) -> UInt64 {
        let jumps = try ask { (log) throws(DatabaseFailure) in log.head.boards[board]?.jumps ?? [] }
        let setBack = jumps.reduce(ClockJump.millisMin) { sum, jump in
            let (next, overflows) = sum.subtractingReportingOverflow(min(0, jump.millis))
            return overflows ? .max : next
        }
        let (latest, overflows) = timeMillis.subtractingReportingOverflow(setBack)
        return overflows ? 0 : try seq(at: latest, of: board, epoch: epoch)
    }

    /// When a change was made; nil where that cannot be told.
    func timeMillis(of seq: UInt64, on board: BoardName, epoch: UInt32) -> Int64? {
        let found = try? ask { (log) throws(DatabaseFailure) in
            try log.record(with: seq, of: board, epoch: epoch)
        }
        var record = PlacementRecord()
        guard let bytes = found.flatMap(\.self), (try? record.decode(bytes)) != nil,
            (record.firstSeq...record.lastSeq).contains(seq)
        else { return nil }
        return record.times[Int(seq - record.firstSeq)]
    }

    /// Lines of what was done before a number, newest first, as many as can be read at a stretch. Each is
    /// proved, and that none of them is missing.
    func auditLines(before number: UInt64, limit: Int) throws(PastError) -> [LedgerAuditLine] {
        let (newest, records) = try ask { (log) throws(DatabaseFailure) in
            (log.head.auditCount, try log.auditStretch(before: number, limit: limit))
        }
        var next = min(newest, number - min(number, 1))
        guard next == 0 || !records.isEmpty else { throw .unavailable }
        var lines: [LedgerAuditLine] = []
        for record in records {
            guard let line = try? LedgerAuditLine(decoding: record), line.number == next else {
                throw .unavailable
            }
            lines.append(line)
            next -= 1
        }
        return lines
    }

    private func ask<Answer: Sendable>(
        _ question: @escaping @Sendable (LogStore) throws(DatabaseFailure) -> Answer
    ) throws(PastError) -> Answer {
        let reply = Reply<Result<Answer, PastError>>()
        thread.run(
            Errand(
                on: LogStore.self,
                { log in
                    do throws(DatabaseFailure) {
                        reply.give(.success(try question(log)))
                    } catch {
                        // What cannot be read is no reason to stop writing here: if the log is at fault, its
                        // own work will meet it.
                        reply.give(.failure(.unavailable))
                    }
                    return .done
                }, abandoned: { reply.give(.failure($0 == .busy ? .busy : .unavailable)) }))
        return try reply.wait().get()
    }
}

/// What the ledger's thread reads for others between groups.
extension LogStore {
    /// What is read at a stretch: about a millisecond's worth.
    static let stretchBytesMax = 1 << 20
    static let stretchNanosMax: Int64 = 1_500_000

    /// Records of a board that reach beyond `seq`, in order.
    func stretch(of board: BoardName, epoch: UInt32, after seq: UInt64) throws(DatabaseFailure) -> [[UInt8]] {
        let table = Self.table(board, epoch)
        let rows = try database.prepare(
            "SELECT record FROM \(table) WHERE last_seq > \(Int64(clamping: seq)) ORDER BY last_seq")
        return try stretch(of: rows, column: 0)
    }

    /// The records that a question is answered by, as many as can be read at a stretch.
    func stretch(of rows: Statement, column: Int32) throws(DatabaseFailure) -> [[UInt8]] {
        defer { rows.reset() }
        let end = Monitor.nowNanos() + Self.stretchNanosMax
        var records: [[UInt8]] = []
        var byteCount = 0
        while byteCount < Self.stretchBytesMax, records.isEmpty || Monitor.nowNanos() < end, try rows.step() {
            let record = rows.bytes(column)
            byteCount += record.count
            records.append(record)
        }
        return records
    }

    /// The record that holds a change.
    func record(with seq: UInt64, of board: BoardName, epoch: UInt32) throws(DatabaseFailure) -> [UInt8]? {
        let row = try database.prepare(
            "SELECT record FROM \(Self.table(board, epoch)) WHERE last_seq >= \(Int64(clamping: seq)) "
                + "ORDER BY last_seq LIMIT 1")
        defer { row.reset() }
        return try row.step() ? row.bytes(0) : nil
    }

    /// The last record that begins no later than a time: halving the way, some twenty are looked at.
    func record(at timeMillis: Int64, of board: BoardName, epoch: UInt32) throws(DatabaseFailure) -> [UInt8]?
    {
        let table = Self.table(board, epoch)
        let row = try database.prepare(
            "SELECT last_seq, record FROM \(table) WHERE last_seq >= ?1 ORDER BY last_seq LIMIT 1")
        defer { row.reset() }
        var found: [UInt8]?
        var low: UInt64 = 1
        var high = head.boards[board]?.epoch == epoch ? head.boards[board]?.seq ?? 0 : 0
        while low <= high {
            let middle = low + (high - low) / 2
            row.reset()
            try row.bind(Int64(middle), at: 1)
            // Wrong ends lead to a wrong place, where nothing fits.
            guard try row.step() else { return found }
            let record = row.bytes(1)
            guard let start = PlacementRecord.start(of: record), (1...middle).contains(start.firstSeq) else {
                return found
            }
            if start.timeMillis <= timeMillis {
                found = record
                low = UInt64(row.integer(0)) + 1
            } else {
                high = start.firstSeq - 1
            }
        }
        return found
    }
}
