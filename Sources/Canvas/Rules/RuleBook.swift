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

    /// Rules, and what may change them for the time being.
    public init(kept: Rules, schedule: ScheduleClock? = nil, adaptiveCooldown: AdaptiveCooldown? = nil) {
        self.kept = kept
        self.schedule = schedule
        self.adaptiveCooldown = adaptiveCooldown
    }

    /// The rules by which placements are judged now. Outside its hours a board is closed, whatever else it
    /// may be.
    public var inForce: Rules {
        Rules(
            cooldownMillis: adaptiveCooldown?.cooldownMillis(of: kept.cooldownMillis) ?? kept.cooldownMillis,
            chargesMax: kept.chargesMax, state: state)
    }

    private var state: BoardState {
        if schedule?.isOpen == false { return .closed }
        return isHeldBack && kept.state == .open ? .frozen : kept.state
    }
}
