/// What a board is: `board` in `hello` and in the answers over HTTP.
public struct BoardDescription: Equatable, Sendable, JSONWritable {
    /// What it is called.
    public var name: String
    /// Pixels in a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// The colours, `#rrggbb`.
    public var palette: [String]
    /// What they are called.
    public var paletteNames: [String]

    /// A description.
    public init(name: String, width: Int, height: Int, palette: [String], paletteNames: [String]) {
        self.name = name
        self.width = width
        self.height = height
        self.palette = palette
        self.paletteNames = paletteNames
    }

    /// Reads the object, as a client does.
    public init(json: JSONValue) throws(RequestError) {
        guard let name = json["name"]?.string,
            let width = json["width"]?.integer.flatMap({ Int(exactly: $0) }),
            let height = json["height"]?.integer.flatMap({ Int(exactly: $0) }),
            let palette = json["palette"].flatMap({ [String].part($0) })
        else { throw .badField("a board has a name, a width, a height and a palette") }
        let names = json["paletteNames"].flatMap { [String].part($0) } ?? []
        self.init(name: name, width: width, height: height, palette: palette, paletteNames: names)
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("width", width)
            writer.member("height", height)
            writer.member("palette", palette)
            writer.member("paletteNames", paletteNames)
        }
    }
}

/// The rules of a board as its clients see them.
public struct RulesDescription: Equatable, Sendable, JSONWritable {
    /// How long it takes until a charge is back.
    public var cooldownMillis: Int64
    /// How many charges there can be.
    public var chargesMax: UInt8
    /// `open`, `frozen` or `closed`.
    public var state: String
    /// The cooldown with few people on the board, where it grows with the crowd.
    public var baseCooldownMillis: Int64?
    /// How long until the board opens by itself, where it will.
    public var opensInMillis: Int64?
    /// How long until it closes by itself, where it will.
    public var closesInMillis: Int64?
    /// Why a moderator froze it; nil: for no reason given, or nobody did.
    public var why: String?
    /// How long until what a moderator laid on it ends by itself; nil: nobody knows.
    public var endsInMillis: Int64?
    /// How hard it defends itself, 0 to 4.
    public var defence = 0

    /// Rules.
    public init(
        cooldownMillis: Int64, chargesMax: UInt8, state: String, baseCooldownMillis: Int64? = nil,
        opensInMillis: Int64? = nil, closesInMillis: Int64? = nil
    ) {
        self.cooldownMillis = cooldownMillis
        self.chargesMax = chargesMax
        self.state = state
        self.baseCooldownMillis = baseCooldownMillis
        self.opensInMillis = opensInMillis
        self.closesInMillis = closesInMillis
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object(writeMembers)
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member("cooldownMs", cooldownMillis)
        writer.member("maxCharges", chargesMax)
        writer.member("state", state)
        if let baseCooldownMillis { writer.member("baseCooldownMs", baseCooldownMillis) }
        if let opensInMillis { writer.member("opensInMs", opensInMillis) }
        if let closesInMillis { writer.member("closesInMs", closesInMillis) }
        if let why { writer.member("why", why) }
        if let endsInMillis { writer.member("endsInMs", endsInMillis) }
        if defence > 0 { writer.member("defence", defence) }
    }
}

/// What a session may do.
public enum Role: String, Sendable, CaseIterable {
    /// Look on.
    case spectator
    /// Place and chat.
    case player
    /// Keep order.
    case moderator
}

/// Who the reader is, and what it may do: `you`.
public struct YouDescription: Equatable, Sendable, JSONWritable {
    /// The session's id, which is not its token; nil for a spectator.
    public var id: String?
    /// The session's name; nil for a spectator.
    public var name: String?
    /// What the session may do.
    public var role: Role
    /// Whether it may place here.
    public var canPlace: Bool
    /// The charges it has left.
    public var charges: UInt8
    /// How many there can be.
    public var chargesMax: UInt8
    /// How long until there is one more; 0 when there are as many as there can be.
    public var waitMillis: Int64
    /// What a moderator laid on the session, as far as it is told.
    public var restriction: RestrictionDescription?
    /// How long until a newcomer may place; nil: nothing to wait for.
    public var gateMillis: Int64?
    /// A puzzle has to be solved before placing.
    public var hasPuzzle = false

    /// A reader.
    public init(
        id: String?, name: String?, role: Role, canPlace: Bool, charges: UInt8, chargesMax: UInt8,
        waitMillis: Int64
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.canPlace = canPlace
        self.charges = charges
        self.chargesMax = chargesMax
        self.waitMillis = waitMillis
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object(writeMembers)
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("name", name)
        writer.member("role", role.rawValue)
        writer.member("canPlace", canPlace)
        writer.member("charges", charges)
        writer.member("maxCharges", chargesMax)
        writer.member("waitMs", waitMillis)
        if let restriction {
            writer.key("restriction")
            writer.object(restriction.writeMembers)
        }
        if let gateMillis { writer.member("gateMs", gateMillis) }
        if hasPuzzle { writer.member("puzzle", true) }
    }
}
