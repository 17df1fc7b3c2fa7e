public import Wire

/// The newest lines of the audit, and what became of them.
///
/// A line is never changed. Whether it holds, a later line says, and that one can be undone in turn; who may
/// undo what without taking back somebody else's act follows from who owns a document: the line that gave it
/// the form it has. An act owns what it changed; an undo gives it back to whoever owned it before.
public struct AuditBook: Sendable {
    /// The lines, oldest first, as they were written.
    private(set) var entries: [AuditEntry] = []
    /// The number that the next line gets.
    public private(set) var nextNumber: UInt64
    /// Of lines that do not hold the line that took them back last.
    private var undoers: [UInt64: UInt64] = [:]
    /// Of lines that were taken back and made to hold again the line that did that.
    private var redoers: [UInt64: UInt64] = [:]
    /// The line whose form each document has; 0: one that is too old to be known.
    private var owners: [DocumentKey: UInt64] = [:]
    /// Who owned what a line changed before it did.
    private var ownersBefore: [UInt64: [DocumentKey: UInt64]] = [:]
    /// The newest line that changed a document.
    private var touched: [DocumentKey: UInt64] = [:]

    /// So many lines are held.
    private let linesMax: Int

    /// The audit of a server that begins, or whose lines come after.
    init(nextNumber: UInt64, linesMax: Int = ModerationLimits.auditLinesMax) {
        self.nextNumber = nextNumber
        self.linesMax = linesMax
    }

    /// The same audit with lines that are too old to be held, oldest first: those that tell what became of
    /// one of them, as `OlderLines` finds them. It is for one decision.
    func remembering(_ older: [AuditEntry]) -> AuditBook {
        var audit = AuditBook(nextNumber: nextNumber, linesMax: older.count + entries.count)
        for entry in older + entries { audit.take(entry) }
        return audit
    }

    /// Lines as the log has them, oldest first. What cannot be read is passed over.
    mutating func restore(_ entry: AuditEntry) {
        take(entry)
    }

    /// A line that was made durable.
    mutating func append(_ entry: AuditEntry) {
        precondition(entry.number == nextNumber, "the lines of the audit have no gaps")
        nextNumber += 1
        take(entry)
    }

    private mutating func take(_ entry: AuditEntry) {
        entries.append(entry)
        for key in entry.documentKeys {
            let owner = owners[key] ?? 0
            ownersBefore[entry.number, default: [:]][key] = owner
            owners[key] = entry.undoOf.map { ownersBefore[$0]?[key] ?? 0 } ?? entry.number
            touched[key] = entry.number
        }
        if let undone = entry.undoOf {
            if let first = written(undone)?.undoOf {
                redoers[first] = entry.number
                if entry.changes != nil, let companion = companion(of: first) {
                    redoers[companion.number] = entry.number
                }
            }
            takeBack(undone, by: entry)
        }
        if entries.count > linesMax { forget(entries.removeFirst()) }
    }

    private mutating func forget(_ entry: AuditEntry) {
        redoers[entry.number] = nil
        // What became of an older line is known for as long as the line that says so is held.
        if entry.undoOf != nil { undoers = undoers.filter { $0.value != entry.number } }
        ownersBefore[entry.number] = nil
        for key in entry.documentKeys where touched[key] == entry.number {
            touched[key] = nil
            owners[key] = nil
        }
    }

    /// A line holds no longer, since another was written.
    private mutating func takeBack(_ number: UInt64, by entry: AuditEntry) {
        undoers[number] = entry.number
        if entry.changes != nil, let companion = companion(of: number), undoers[companion.number] == nil {
            undoers[companion.number] = entry.number
        }
        if let first = written(number)?.undoOf { holdAgain(first, by: entry) }
    }

    private mutating func holdAgain(_ number: UInt64, by entry: AuditEntry) {
        let undoer = undoers.removeValue(forKey: number)
        if let companion = companion(of: number), undoers[companion.number] == undoer {
            undoers[companion.number] = nil
        }
        if let first = written(number)?.undoOf { takeBack(first, by: entry) }
    }

    private func written(_ number: UInt64) -> AuditEntry? {
        guard let first = entries.first, number >= first.number else { return nil }
        // Without gaps the place is known.
        let guess = Int(clamping: number - first.number)
        if guess < entries.count, entries[guess].number == number { return entries[guess] }
        var (low, high) = (0, min(guess, entries.count))
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low < entries.count && entries[low].number == number ? entries[low] : nil
    }

    /// The rollback that is a part of the same act as the ban of that line.
    func companion(of number: UInt64) -> AuditEntry? {
        guard let ban = written(number), ban.act.verb == .ban, ban.changes == nil, ban.undoOf == nil,
            let next = written(number + 1), next.changes != nil, next.at == ban.at, next.by == ban.by,
            next.act == ban.act
        else { return nil }
        return next
    }

    /// The line that undoing that one really means: itself, or the one that made it hold again.
    func standing(_ number: UInt64) -> UInt64 {
        guard undoers[number] == nil, let redoer = redoers[number] else { return number }
        return standing(redoer)
    }

    /// The newest line that changed one of the documents of a line since, so that it cannot be undone; nil
    /// where all of them still are as the line left them.
    func intruder(on entry: AuditEntry) -> AuditEntry? {
        for key in entry.documentKeys {
            let left = entry.undoOf.map { ownersBefore[$0]?[key] ?? 0 } ?? entry.number
            let isUntouched = touched[key] == entry.number
            guard !isUntouched, left == 0 || owners[key] ?? 0 != left else { continue }
            if let newest = touched[key].flatMap(written) { return newest }
        }
        return nil
    }

    /// The newest line that changed a document.
    func newest(of key: DocumentKey) -> AuditEntry? {
        touched[key].flatMap(written)
    }

    /// The number of the oldest line that is held.
    public var oldestNumber: UInt64 { entries.first?.number ?? nextNumber }
}

extension AuditBook {
    /// The lines, newest first, each with what became of it.
    public var lines: [AuditEntry] { entries.reversed().map(resolved) }

    /// A line with what became of it; nil where it is not held any more, or never was.
    public func line(_ number: UInt64) -> AuditEntry? {
        written(number).map(resolved)
    }

    /// A line, with what became of it.
    public func resolved(_ entry: AuditEntry) -> AuditEntry {
        var entry = entry
        entry.undoneBy = undoers[entry.number]
        entry.undoneByName = entry.undoneBy.flatMap(written)?.by
        return entry
    }

    /// The newest lines before one of them that hold a text anywhere people read, newest first.
    public func page(before: UInt64?, limit: Int, find: String = "") -> AuditPage {
        let wanted = find.lowercased()
        var page = AuditPage()
        for entry in entries.reversed() where entry.number < before ?? .max {
            guard wanted.isEmpty || entry.holds(wanted) else { continue }
            if page.lines.count >= max(1, limit) {
                page.before = page.lines.last?.number
                break
            }
            page.lines.append(resolved(entry))
        }
        return page
    }

    /// The lines about a person, newest first.
    public func lines(about person: String) -> [AuditEntry] {
        entries.reversed().filter { $0.people.contains(person) }.map(resolved)
    }
}

extension AuditEntry {
    /// The documents that it made, changed or took away.
    public var documentKeys: [DocumentKey] { documents.compactMap { DocumentKey($0) } }

    fileprivate func holds(_ text: String) -> Bool {
        [self.text, by, board, act.why ?? ""].contains { $0.lowercased().contains(text) }
            || people.contains(text) || String(number) == text
    }
}
