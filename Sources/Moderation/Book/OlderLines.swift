public import Wire

/// Finds what has to be known to undo a line that is too old to be held: the line itself, and every later
/// one that could stand against it. It is fed with pages of the log, newest first, and keeps of each no more
/// than that.
///
/// A later line matters if it changed one of the same documents; if it takes something back, for it may take
/// back the line or what took it back; and if it holds the pixels of such a line.
public struct OlderLines: Sendable {
    /// Why there is no answer.
    public enum Failure: Error, Equatable, Sendable {
        /// More has happened to the same since than can be held against it.
        case tooMuchSince
        /// What it says cannot be read.
        case unreadable
    }

    /// The line that is to be undone.
    public let number: UInt64
    /// The next page ends before this number.
    public private(set) var before: UInt64
    /// The oldest line that matters: of a rollback the ban that it may have come with, for undoing the one
    /// takes back the other.
    private let first: UInt64
    private let keys: Set<DocumentKey>
    /// Those that were found, newest first.
    private var found: [AuditEntry] = []
    /// The line that came last, which is the one behind the next.
    private var above: AuditEntry?

    /// Begins to look for what became of a line, `entry`; the lines from `oldestHeld` on are known.
    public init(_ entry: AuditEntry, oldestHeld: UInt64) {
        number = entry.number
        first = entry.changes == nil ? number : max(1, number - min(number, 1))
        keys = Set(entry.documentKeys)
        before = oldestHeld
    }

    /// Whether a line is so old that it has to be looked for, and not too old for that.
    public static func areNeeded(toUndo number: UInt64, in audit: AuditBook) -> Bool {
        number > 0 && number < audit.oldestNumber
            && audit.nextNumber - number <= ModerationLimits.undoReachMax
    }

    /// Everything is found.
    public var isComplete: Bool { before <= first }

    /// Takes the page before `before`, as bodies of lines with their numbers, newest first.
    public mutating func take(_ page: [(number: UInt64, body: [UInt8])]) throws(Failure) {
        for (lineNumber, body) in page where !isComplete {
            guard lineNumber < before else { throw .unreadable }
            before = lineNumber
            // A line that was damaged says nothing; of the one that is meant that is not enough.
            guard let entry = try? AuditEntry.decode(body), entry.number == lineNumber else {
                guard lineNumber != number else { throw .unreadable }
                above = nil
                continue
            }
            try take(entry)
        }
    }

    private mutating func take(_ entry: AuditEntry) throws(Failure) {
        defer { above = entry }
        let isTouching = entry.documentKeys.contains { keys.contains($0) }
        let isUndo = entry.undoOf.map { $0 >= first } ?? false
        guard isTouching || isUndo || entry.number <= number else { return }
        if let above, above.number == entry.number + 1, above.changes != nil,
            found.last?.number != above.number
        {
            found.append(above)
        }
        found.append(entry)
        guard found.count <= ModerationLimits.undoLinesMax else { throw .tooMuchSince }
    }

    /// What was found, oldest first.
    public var lines: [AuditEntry] { found.reversed() }
}

extension ModerationBook {
    /// The same book, that remembers older lines of the audit for one decision.
    public func remembering(_ older: [AuditEntry]) -> ModerationBook {
        guard !older.isEmpty else { return self }
        var book = self
        book.audit = audit.remembering(older)
        return book
    }
}
