import Canvas
import Ledger
import Session
import Wire

/// Who said something, and where it is told what became of it.
struct Speaker: Sendable {
    let player: PlayerSlot
    /// Called once: with nothing when everybody is shown the line, else with the reason why nobody is.
    let tell: @Sendable (ErrorMessage?) -> Void
}

/// The chat of one board as the canvas knows it: what is kept and shown, and what waits to become durable.
/// As with pixels, one group is written while the next one collects.
struct ChatRoom {
    /// A line on its way to the ledger, and who is told if it does not get there.
    struct Spoken: Sendable {
        let line: LedgerChatLine
        let speaker: Speaker
    }

    /// What is shown, oldest first, in the order of their numbers.
    private(set) var kept: [LedgerChatLine] = []
    private(set) var inFlight: [Spoken] = []
    private var collecting: [Spoken] = []
    private var lastNumber: UInt64 = 0
    private var pace = ChatPace()

    /// Nothing is being made durable.
    var isSettled: Bool { inFlight.isEmpty && collecting.isEmpty }

    /// Goes on with the lines that were kept.
    mutating func restore(_ lines: [LedgerChatLine]) {
        kept = lines
        lastNumber = lines.last?.number ?? 0
    }

    /// Whether all sessions together may say one more line now.
    mutating func spendPace(at now: Int64) -> Bool {
        pace.spend(burst: Limits.boardChatBurst, lineMillis: Limits.boardChatLineMillis, at: now)
    }

    /// Takes a line in, which becomes the newest of the board; false where too many wait already.
    mutating func collect(_ make: (_ number: UInt64) -> LedgerChatLine, from speaker: Speaker) -> Bool {
        guard inFlight.count + collecting.count < Limits.undecidedChatLinesMax else { return false }
        lastNumber += 1
        collecting.append(Spoken(line: make(lastNumber), speaker: speaker))
        return true
    }

    /// The next group to be written; nil while one is, or where nothing was said.
    mutating func takeGroup() -> LedgerGroup? {
        guard inFlight.isEmpty, !collecting.isEmpty else { return nil }
        inFlight = collecting
        collecting = []
        return LedgerGroup(inFlight.map { .chat($0.line) })
    }

    /// The ledger has spoken of the group that was written; its lines.
    mutating func takeInFlight() -> [Spoken] {
        defer { inFlight = [] }
        return inFlight
    }

    /// A line is durable, and shown from now on.
    mutating func keep(_ line: LedgerChatLine) {
        kept.append(line)
        let isOld = { (kept: LedgerChatLine) in kept.number + UInt64(LedgerChatLine.keptMax) <= line.number }
        kept.removeFirst(kept.prefix(while: isOld).count)
    }

    /// What tells the lines that are kept from those of any other moment of the same epoch. Behind one newest
    /// line there are always the same ones, less those that were taken back since.
    var version: String { "\(kept.last?.number ?? 0)-\(kept.count)" }

    /// The line that is called that.
    func line(_ id: String) -> LedgerChatLine? {
        kept.last { $0.id == id }
    }

    /// The line of that number.
    func line(number: UInt64) -> LedgerChatLine? {
        kept.last { $0.number == number }
    }

    /// A line is taken back; false if it is gone already.
    mutating func remove(_ id: String) -> Bool {
        guard let place = kept.lastIndex(where: { $0.id == id }) else { return false }
        kept.remove(at: place)
        return true
    }
}

extension ChatMessage {
    /// A line as everybody sees it.
    init(_ line: LedgerChatLine) {
        self.init(
            id: line.id, from: line.from, name: line.name, text: line.text, at: line.atMillis,
            number: line.number)
    }
}
