public import Canvas
public import Wire

/// What to do once a decision is durable.
public enum ActEffect: Equatable, Sendable {
    /// Why connections end.
    public enum CloseReason: Equatable, Sendable {
        /// With the code 4003.
        case banned
        /// With the code 4001.
        case kicked
    }

    /// The connections of these people, and those from these networks, end. Spectators stay.
    case closeConnections(people: [String], networks: [String], reason: CloseReason, message: String)
    /// What these people may do changed, and those in these networks.
    case restrictionsChanged(people: [String], networks: [String])
    /// What holds in the areas of a board changed.
    case areasChanged(board: String)
    /// How a board defends itself, whether it is frozen or how fast one places changed.
    case rulesChanged(board: String)
    /// Everybody on a board is told what its level of defence means for them.
    case defenceTold(board: String, level: Int)
    /// Everybody on a board is told something.
    case announce(AnnouncementRecord)
    /// Nobody is told that any more.
    case withdraw(AnnouncementRecord)
    /// These people are told something.
    case tell(people: [String], text: String, textFrench: String)
    /// A line of the chat is gone.
    case chatRemoved(board: String, number: UInt64)
    /// How these reports stand changed: those who reported are told.
    case reportsChanged([UInt64])
    /// These people solve a puzzle before they place again.
    case challenge(people: [String])
    /// A picture of a board, and what is needed to go on from it, is saved.
    case snapshotNow(board: String)
    /// The address of a person is told to who asked.
    case reveal(person: String)
    /// A link that lets a browser draw as somebody of the staff is made, and told to who asked.
    case offerBadge(to: StaffMember, board: String)
    /// Links for that user that nobody has used are good no longer.
    case withdrawBadges(user: String)
    /// As whom the sessions of these people draw changed.
    case badgesChanged(people: [String])
}

/// Pixels that have to be looked up in the past before an act can be decided.
public struct PlanRequest: Equatable, Sendable {
    /// Of which board.
    public let board: String
    /// In which past of it.
    public let epoch: UInt32
    /// Whose pixels.
    public let target: RollbackTarget
    /// Where; nil: everywhere.
    public let area: BoardRectangle?

    /// Whether a plan for `other` is a plan for this too. Only time may have gone on meanwhile, and those may
    /// have joined the staff who have placed nothing yet.
    func isMet(by other: PlanRequest, staff: Set<PlayerSlot>) -> Bool {
        guard board == other.board, epoch == other.epoch, area == other.area else { return false }
        return switch (target, other.target) {
        case (.people(let players, _, _), .people(let others, _, _)): players == others
        case (.everyone(let spared, _, _), .everyone(let others, _, _)):
            spared.subtracting(staff) == others.subtracting(staff)
        case (.changes(let seqs), .changes(let others)): seqs == others
        default: false
        }
    }
}

/// A plan, and what it was asked for.
public struct PlannedRollback: Sendable {
    /// What was asked for.
    public let request: PlanRequest
    /// What would be done.
    public let plan: RollbackPlan

    /// A plan that answers a request.
    public init(_ plan: RollbackPlan, for request: PlanRequest) {
        self.request = request
        self.plan = plan
    }
}

/// What becomes of an act.
public enum Ruling: Sendable {
    /// It is decided.
    case decided(Decision)
    /// It has to be decided again, with a plan of what is to be rolled back.
    case needsPlan(PlanRequest)
}

/// An act that is decided and not done. Whoever has it makes it durable, lets the book `commit` it and then
/// sees to its effects; or drops it, and nothing has happened.
public struct Decision: Sendable {
    /// It was only asked what would come of it: there is nothing to do but to tell the answer.
    public let isDryRun: Bool
    /// The lines of the audit.
    public internal(set) var entries: [AuditEntry] = []
    /// The answer. What it shows of the board, and what is sent to readers, is for the service to fill in.
    public var answer = ActAnswer()
    /// What to do once it is durable, in this order.
    public internal(set) var effects: [ActEffect] = []
    /// The pixels to change together with it; nil: none.
    public internal(set) var rollback: RollbackPlan?
    /// On which board.
    public internal(set) var rollbackBoard = ""
    /// The documents that change.
    var changes: [DocumentChange] = []
    /// A claim that goes on, which nobody has to remember.
    var renewedClaim: (report: UInt64, at: Int64)?
    /// The line that says what becomes of the pixels.
    var rollbackLine: Int?
    /// In which past of the board.
    var rollbackEpoch: UInt32 = 0
    /// Which state of the book it was decided on.
    let revision: UInt64

    /// Documents to keep, in place of those of the same key.
    public var puts: [(kind: UInt8, number: UInt64, body: [UInt8])] {
        changes.compactMap { change in
            change.after.map { (change.key.kind.rawValue, change.key.number, $0.bytes) }
        }
    }

    /// Documents to forget.
    public var removals: [(kind: UInt8, number: UInt64)] {
        changes.filter { $0.after == nil }.map { ($0.key.kind.rawValue, $0.key.number) }
    }

    /// The lines of the audit, as they are kept.
    public var audit: [(number: UInt64, at: Int64, body: [UInt8])] {
        entries.map { ($0.number, $0.at, $0.bytes) }
    }

    /// What the rollback came to, before the decision is made durable together with its changes.
    public mutating func note(outcome: RollbackOutcome) {
        guard let rollback, let line = rollbackLine else {
            preconditionFailure("only a decision with a rollback has an outcome")
        }
        var changes = AuditChanges()
        changes.epoch = rollbackEpoch
        changes.firstSeq = outcome.seqs?.lowerBound ?? 0
        changes.count = outcome.appliedCount
        changes.kept = rollback.keptCount + outcome.keptCount
        entries[line].changes = changes
        entries[line].text += "  \(changes.count) px"
        answer.effects.pixelsBack = changes.count
        answer.effects.pixelsKept = changes.kept
        answer.text = entries.map(\.text).joined(separator: " · ")
    }
}
