/// What the rules in force are made of: the ones that are kept, and what changes them for the time being.
public struct RuleBook: Sendable {
    /// As they were set, and as they are kept: nothing here changes them.
    public var kept: Rules
    /// When the board opens and closes by itself.
    public var schedule: ScheduleClock?
    /// Whether the cooldown grows with the crowd.
    public var adaptiveCooldown: AdaptiveCooldown?
    /// Nothing that is placed could be kept: an open board is frozen meanwhile.
    public var isHeldBack = false
    /// How much the board defends itself. That newcomers wait or pass a challenge is asked of the board
    /// itself, by `Board.setGate`.
    public var defence = DefenceLevel.normal
    /// A moderator froze the board.
    public var isFrozen = false

    /// Rules, and what may change them for the time being.
    public init(kept: Rules, schedule: ScheduleClock? = nil, adaptiveCooldown: AdaptiveCooldown? = nil) {
        self.kept = kept
        self.schedule = schedule
        self.adaptiveCooldown = adaptiveCooldown
    }

    /// The rules by which placements are judged now. The crowd and the defence each multiply the cooldown;
    /// outside its hours a board is closed, whatever else it may be.
    public var inForce: Rules {
        let adapted = adaptiveCooldown?.cooldownMillis(of: kept.cooldownMillis) ?? kept.cooldownMillis
        return Rules(
            cooldownMillis: defence.cooldownMillis(of: adapted),
            chargesMax: min(kept.chargesMax, defence.chargesMax ?? .max), state: state)
    }

    private var state: BoardState {
        if schedule?.isOpen == false { return .closed }
        return (isHeldBack || isFrozen) && kept.state == .open ? .frozen : kept.state
    }
}
