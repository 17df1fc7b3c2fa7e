public import Canvas
public import Wire

/// Somebody who acts: a system user, and what the configuration lets them do.
public struct StaffMember: Equatable, Sendable {
    /// What the system calls them.
    public var user: String
    /// What they may do.
    public var role: StaffRole
    /// The number that the system knows them by; nil: it has none.
    public var number: UInt32?

    /// Somebody.
    public init(user: String, role: StaffRole, number: UInt32? = nil) {
        self.user = user
        self.role = role
        self.number = number
    }
}

/// A network, as moderation knows it: never an address.
public struct NetworkFacts: Hashable, Sendable {
    /// The keyed hash, 32 hexadecimal digits.
    public var key: String
    /// As moderators may see it: `10.2.x.x/16`.
    public var label: String

    /// A network.
    public init(key: String, label: String) {
        self.key = key
        self.label = label
    }
}

/// What there is to know about a person who is named.
public struct PersonFacts: Equatable, Sendable {
    /// The id.
    public var id: String
    /// What they are called.
    public var name: String
    /// Their place on the boards.
    public var player: PlayerSlot
    /// When the session began, in milliseconds since 1970.
    public var createdAt: Int64
    /// How many connections they have just now.
    public var live: Int
    /// Where they come from, as wide as the scopes of bans; empty where that is not known any more.
    public var networks: [BanScope: NetworkFacts]
    /// The system user that they are the player of.
    public var staff: String?

    /// Somebody.
    public init(
        id: String, name: String, player: PlayerSlot, createdAt: Int64 = 0, live: Int = 0,
        networks: [BanScope: NetworkFacts] = [:], staff: String? = nil
    ) {
        self.id = id
        self.name = name
        self.player = player
        self.createdAt = createdAt
        self.live = live
        self.networks = networks
        self.staff = staff
    }
}

/// What there is to know about a board that is named.
public struct BoardFacts: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// How wide and high it is.
    public var shape: BoardShape
    /// In which past it is.
    public var epoch: UInt32
    /// How many look at it.
    public var online: Int
    /// Changes within the last second.
    public var pixelsPerSecond: Int
    /// What holds there as it was configured.
    public var rules: Rules

    /// A board.
    public init(
        name: String, shape: BoardShape, epoch: UInt32, online: Int = 0, pixelsPerSecond: Int = 0,
        rules: Rules
    ) {
        self.name = name
        self.shape = shape
        self.epoch = epoch
        self.online = online
        self.pixelsPerSecond = pixelsPerSecond
        self.rules = rules
    }
}

/// Whatever a decision has to look up about the people and the boards. The service answers.
public protocol ModerationWorld {
    /// Who has that id.
    func person(id: String) -> PersonFacts?
    /// Whose connection is called that, in hexadecimal digits.
    func person(handle: String) -> PersonFacts?
    /// Everybody of that name.
    func people(named name: String) -> [PersonFacts]
    /// Everybody with a live connection from a network.
    func people(inNetwork key: String) -> [PersonFacts]
    /// The network of that key, or with that label.
    func network(called text: String) -> NetworkFacts?
    /// The board of that name; the main one where it is empty.
    func board(_ name: String) -> BoardFacts?
    /// How many people have placed in an area since then.
    func peopleThere(board: String, area: BoardRectangle, since: Int64) -> Int
    /// How many of the people on a board began less than so long ago.
    func peopleYounger(thanMillis: Int64, board: String) -> Int
    /// Which staff looks at one of these people, or at that report.
    func lookers(atPeople people: [String], report: UInt64?) -> [String]
    /// How many links to draw as that user were made and not used yet.
    func badgesOffered(to user: String) -> Int
    /// Who said that line of the chat; nil: there is none.
    func chatLine(board: String, number: UInt64) -> PersonName?
}
