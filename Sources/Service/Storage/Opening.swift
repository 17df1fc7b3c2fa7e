import Canvas
public import Ledger
import Moderation
import Reactor
import Secrets
import Wire

/// Why a server cannot be opened as the operator asks.
public struct OpeningError: Error, Equatable, Sendable {
    /// What does not fit.
    public let what: String
    /// What to do about it.
    public let remedy: String
}

/// A board as it is going to be hosted: as it was kept, or new.
struct OpenedBoard: Sendable {
    /// What is kept of it besides its pixels.
    let record: LedgerBoard
    /// What was said of it: some of that holds for the time being and is not kept.
    var wishes = BoardWishes()
    let grid: Grid
    /// None where nothing is known.
    let origins: [PixelOrigin]
    let charges: [ChargeLevel]
    /// What was said there, in the order it was said.
    var chat: [LedgerChatLine] = []
    /// Whether people may talk there from now on.
    var hasChat: Bool { wishes.isChatEnabled ?? true }
    /// What the charges were spent under.
    let keptRules: Rules
    /// When it last changed, in milliseconds since 1970; when its epoch began, where it never did since.
    let changedAtMillis: Int64
    /// When its epoch began.
    let beganAtMillis: Int64
}

/// What a server begins with: what was kept, joined with what the operator says.
public struct Opening: Sendable {
    let boards: [OpenedBoard]
    let sessions: [LedgerSession]
    let addressKey: HashKey
    /// What those who keep order have written, by kind and number.
    let documents: [LedgerDocument]
    /// The newest lines of what they did, oldest first.
    let audit: [LedgerAuditLine]
    /// The number of the line that has to come next.
    let nextAuditNumber: UInt64
    /// The highest number that each kind of document ever had.
    let highestNumbers: [UInt8: UInt64]
    /// What has to be durable before anybody is served: boards that are new, or whose rules are others now.
    public let entries: [LedgerEntry]

    /// What `toile serve` gives a new log as its secret.
    public static func newSecret() -> [UInt8] { SystemRandom.bytes(HashKey.byteCount) }

    /// A new past: random, so that no claim to another one fits by chance, and never 0.
    public static func newEpoch() -> UInt32 { max(1, SystemRandom.number(of: UInt32.self)) }

    /// Which documents a line of the audit names: for a log that does not say by itself which numbers were
    /// given.
    public static func documentsNamed(in line: LedgerAuditLine) -> [(kind: UInt8, number: UInt64)] {
        guard let entry = try? AuditEntry.decode(line.body) else { return [] }
        return entry.documentKeys.map { ($0.kind.rawValue, $0.number) }
    }

    /// Boards stand in the order of the options, and behind them those that were kept and are not named: a
    /// board does not vanish because somebody forgot an option.
    public init(
        _ options: ServeOptions, _ recovered: Recovered = Recovered(), nowMillis: Int64
    ) throws(OpeningError) {
        var boards: [OpenedBoard] = []
        var entries: [LedgerEntry] = []
        let named = Set(options.boards.map(\.name))
        let others = recovered.boards.map(\.board.name).filter { !named.contains($0) }
        for board in options.boards + others.map({ BoardOptions(name: $0) }) {
            let wishes = options.wishes(of: board)
            let opened: OpenedBoard
            if let kept = recovered.boards.first(where: { $0.board.name == board.name }) {
                opened = try Self.board(kept, recovered.chat.filter { $0.board == board.name }, wishes)
                if opened.record != kept.board { entries.append(.board(opened.record)) }
            } else {
                opened = Self.newBoard(board.name, wishes, nowMillis)
                entries.append(.board(opened.record))
            }
            boards.append(opened)
        }
        self.boards = boards
        self.entries = entries
        sessions = recovered.sessions
        documents = recovered.documents
        audit = recovered.audit
        nextAuditNumber = recovered.nextAuditNumber
        highestNumbers = recovered.highestNumbers
        addressKey = HashKey(
            recovered.secret.count == HashKey.byteCount ? recovered.secret : Self.newSecret())
    }

    /// What moderation has laid on people and places.
    var moderation: ModerationBook {
        ModerationBook(
            documents: documents.map { ($0.kind, $0.number, $0.body) },
            audit: audit.map { ($0.number, $0.timeMillis, $0.body) }, nextAuditNumber: nextAuditNumber,
            highestNumbers: highestNumbers)
    }

    private static func newBoard(_ name: BoardName, _ wishes: BoardWishes, _ nowMillis: Int64) -> OpenedBoard
    {
        let record = LedgerBoard(
            name: name, epoch: newEpoch(), shape: wishes.shape ?? BoardWishes.standardShape,
            palette: wishes.palette ?? .standard, rules: wishes.rules(over: BoardWishes.standardRules),
            createdAtMillis: nowMillis)
        return OpenedBoard(
            record: record, wishes: wishes, grid: Grid(shape: record.shape), origins: [], charges: [],
            chat: [], keptRules: record.rules, changedAtMillis: nowMillis, beganAtMillis: nowMillis)
    }

    private static func board(
        _ kept: RecoveredBoard, _ chat: [LedgerChatLine], _ wishes: BoardWishes
    ) throws(OpeningError) -> OpenedBoard {
        var record = kept.board
        if let shape = wishes.shape, shape != record.shape {
            throw OpeningError(
                what: "the board \(record.name) is kept as \(record.shape.width)x\(record.shape.height), and "
                    + "\(shape.width)x\(shape.height) is asked for",
                remedy: "leave its size out, or give another folder with --data")
        }
        if let palette = wishes.palette, palette.colours != record.palette.colours {
            throw OpeningError(
                what: "the board \(record.name) is kept with other colours than those asked for",
                remedy: "leave the palette out, or give another folder with --data")
        }
        record.rules = wishes.rules(over: record.rules)
        return OpenedBoard(
            record: record, wishes: wishes, grid: kept.grid, origins: kept.origins, charges: kept.charges,
            chat: chat, keptRules: kept.board.rules,
            changedAtMillis: max(kept.changedAtMillis ?? 0, kept.beganAtMillis),
            beganAtMillis: kept.beganAtMillis)
    }
}
