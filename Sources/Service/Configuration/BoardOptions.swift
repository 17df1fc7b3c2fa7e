public import Canvas

/// What the operator may say of a board. Nil: nothing was said, and a board that was kept stays as it was
/// kept; a new one gets the contract's standard.
public struct BoardWishes: Equatable, Sendable {
    /// The shape of a new board that nobody chose one for.
    public static let standardShape = shape(width: 1000, height: 1000)
    /// The rules of a new board that nobody chose any for.
    public static let standardRules = Rules(cooldownMillis: 30_000, chargesMax: 1)

    /// How large it is. A kept board has to be of that size already.
    public var shape: BoardShape?
    /// Its colours. A kept board has to have the same already.
    public var palette: Palette?
    /// How long it takes until a charge is back; 0: at once.
    public var cooldownMillis: Int64?
    /// How many charges a player can save up.
    public var chargesMax: UInt8?
    /// Whether it takes placements, within its hours.
    public var state: BoardState?
    /// When it takes its first placements, in milliseconds since 1970. Never kept: it holds as long as it is
    /// said.
    public var opensAtMillis: Int64?
    /// When it takes no more, in milliseconds since 1970. Never kept either.
    public var closesAtMillis: Int64?
    /// The people beyond whom the cooldown grows; 0: it never does. Never kept either.
    public var adaptiveCooldownPeople: Int?
    /// Whether people may talk beside it.
    public var isChatEnabled: Bool?

    /// Nothing said.
    public init() {}

    /// What is said here, and what `others` say where nothing is said here.
    public func orElse(_ others: BoardWishes) -> BoardWishes {
        var both = self
        both.shape = shape ?? others.shape
        both.palette = palette ?? others.palette
        both.cooldownMillis = cooldownMillis ?? others.cooldownMillis
        both.chargesMax = chargesMax ?? others.chargesMax
        both.state = state ?? others.state
        both.opensAtMillis = opensAtMillis ?? others.opensAtMillis
        both.closesAtMillis = closesAtMillis ?? others.closesAtMillis
        both.adaptiveCooldownPeople = adaptiveCooldownPeople ?? others.adaptiveCooldownPeople
        both.isChatEnabled = isChatEnabled ?? others.isChatEnabled
        return both
    }

    /// The rules of a board that has these: what is said here replaces them, one by one.
    public func rules(over kept: Rules) -> Rules {
        Rules(
            cooldownMillis: cooldownMillis ?? kept.cooldownMillis, chargesMax: chargesMax ?? kept.chargesMax,
            state: state ?? kept.state)
    }

    /// The rules of a board that has these, with what changes them for the time being. `wallMillis` and `now`
    /// are the two clocks.
    func ruleBook(over kept: Rules, wallMillis: Int64, at now: Int64) -> RuleBook {
        let schedule = Schedule(opensAtMillis: opensAtMillis, closesAtMillis: closesAtMillis)
        let people = adaptiveCooldownPeople ?? 0
        return RuleBook(
            kept: rules(over: kept),
            schedule: schedule.map { ScheduleClock($0, wallMillis: wallMillis, at: now) },
            adaptiveCooldown: people > 0 ? AdaptiveCooldown(people: people) : nil)
    }

    private static func shape(width: Int, height: Int) -> BoardShape {
        guard let shape = BoardShape(width: width, height: height) else {
            preconditionFailure("\(width)x\(height) is no board")
        }
        return shape
    }
}

/// One board as the operator asked for it.
public struct BoardOptions: Equatable, Sendable {
    /// What it is called.
    public var name: BoardName
    /// What was said of this board alone.
    public var wishes: BoardWishes

    /// A board to be hosted.
    public init(name: BoardName, wishes: BoardWishes = BoardWishes()) {
        self.name = name
        self.wishes = wishes
    }
}
