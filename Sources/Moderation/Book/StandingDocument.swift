public import Wire

/// What a document is called: in the log, and in the audit as `ban:12`.
public struct DocumentKey: Hashable, Sendable, Comparable {
    /// What it is about.
    public let kind: DocumentKind
    /// Its number among those.
    public let number: UInt64

    init(_ kind: DocumentKind, _ number: UInt64) {
        self.kind = kind
        self.number = number
    }

    /// As the audit names it.
    public var text: String { "\(Self.words[kind] ?? ""):\(number)" }

    /// Reads what `text` writes.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = UInt64(parts[1]),
            let kind = DocumentKind.allCases.first(where: { Self.words[$0] ?? "" == parts[0] })
        else { return nil }
        self.init(kind, number)
    }

    private static let words: [DocumentKind: String] = [
        .ban: "ban", .area: "area", .defence: "defence", .report: "report", .watch: "watch", .note: "note",
        .staff: "staff", .announcement: "announcement", .badge: "badge",
    ]

    /// By kind, then by number.
    public static func < (left: DocumentKey, right: DocumentKey) -> Bool {
        (left.kind.rawValue, left.number) < (right.kind.rawValue, right.number)
    }
}

/// Something that stands until it is taken away.
enum StandingDocument: Equatable, Sendable {
    case ban(BanRecord)
    case area(AreaRecord)
    case defence(DefenceRecord)
    case report(ReportRecord)
    case watch(WatchRecord)
    case note(NoteRecord)
    case staff(StaffRecord)
    case announcement(AnnouncementRecord)
    case badge(BadgeRecord)

    /// Reads what was kept; nil where it is not what its key says.
    init?(_ key: DocumentKey, body: [UInt8]) {
        let read = Self.readers[key.kind]?(body)
        guard let read, read.key == key else { return nil }
        self = read
    }

    private static let readers: [DocumentKind: @Sendable ([UInt8]) -> StandingDocument?] = [
        .ban: { (try? BanRecord.decode($0)).map { .ban($0) } },
        .area: { (try? AreaRecord.decode($0)).map { .area($0) } },
        .defence: { (try? DefenceRecord.decode($0)).map { .defence($0) } },
        .report: { (try? ReportRecord.decode($0)).map { .report($0) } },
        .watch: { (try? WatchRecord.decode($0)).map { .watch($0) } },
        .note: { (try? NoteRecord.decode($0)).map { .note($0) } },
        .staff: { (try? StaffRecord.decode($0)).map { .staff($0) } },
        .announcement: { (try? AnnouncementRecord.decode($0)).map { .announcement($0) } },
        .badge: { (try? BadgeRecord.decode($0)).map { .badge($0) } },
    ]

    var key: DocumentKey {
        switch self {
        case .ban(let record): DocumentKey(.ban, record.number)
        case .area(let record): DocumentKey(.area, record.number)
        case .defence(let record): DocumentKey(.defence, record.number)
        case .report(let record): DocumentKey(.report, record.number)
        case .watch(let record): DocumentKey(.watch, record.number)
        case .note(let record): DocumentKey(.note, record.number)
        case .staff(let record): DocumentKey(.staff, record.number)
        case .announcement(let record): DocumentKey(.announcement, record.number)
        case .badge(let record): DocumentKey(.badge, record.number)
        }
    }

    var bytes: [UInt8] {
        switch self {
        case .ban(let record): record.bytes
        case .area(let record): record.bytes
        case .defence(let record): record.bytes
        case .report(let record): record.bytes
        case .watch(let record): record.bytes
        case .note(let record): record.bytes
        case .staff(let record): record.bytes
        case .announcement(let record): record.bytes
        case .badge(let record): record.bytes
        }
    }

    /// As the audit keeps what was before: of a report only how it stood, since that is all an act changes.
    var remembered: String {
        guard case .report(var record) = self else { return String(decoding: bytes, as: UTF8.self) }
        record.evidence = nil
        record.reporters = []
        return String(decoding: record.bytes, as: UTF8.self)
    }

    /// The document as it was before, where that is kept without what no act changes.
    func restoring(_ before: StandingDocument) -> StandingDocument {
        guard case .report(let now) = self, case .report(var was) = before else { return before }
        was.evidence = now.evidence
        was.reporters = now.reporters
        return .report(was)
    }

    /// When it, or a part of it, ends by itself.
    var until: Int64? {
        switch self {
        case .ban(let record): record.until
        case .area(let record): record.until
        case .announcement(let record): record.until
        case .badge(let record): record.until
        case .defence(let record):
            [record.until, record.isFrozen ? record.frozenUntil : nil].compactMap { $0 }.min()
        case .report, .watch, .note, .staff: nil
        }
    }
}

/// A document is made, changed or taken away.
struct DocumentChange: Equatable, Sendable {
    let key: DocumentKey
    let before: StandingDocument?
    let after: StandingDocument?
}
