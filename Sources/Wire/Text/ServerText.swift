// The text messages of the server, each a value that writes itself as Docs/Protocol.md says.

/// The first message on a connection, and the first after a change of epoch or shape.
public struct HelloMessage: Equatable, Sendable, JSONWritable {
    /// The version of the protocol.
    public static let protocolVersion = 1

    /// What the board is.
    public var board: BoardDescription
    /// Which past of it.
    public var epoch: UInt32
    /// Which state of it is the newest.
    public var seq: UInt64
    /// How many are connected.
    public var online: Int
    /// Who the reader is.
    public var you: YouDescription
    /// What holds for placing.
    public var rules: RulesDescription
    /// What the server wants to say to everyone who comes; may be empty.
    public var motd: String
    /// Where other rules hold.
    public var areas: [AreaDescription]

    /// A greeting.
    public init(
        board: BoardDescription, epoch: UInt32, seq: UInt64, online: Int, you: YouDescription,
        rules: RulesDescription, motd: String, areas: [AreaDescription] = []
    ) {
        self.board = board
        self.epoch = epoch
        self.seq = seq
        self.online = online
        self.you = you
        self.rules = rules
        self.motd = motd
        self.areas = areas
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("hello") { writer in
            writer.member("protocol", Self.protocolVersion)
            writer.member("board", board)
            writer.member("epoch", epoch)
            writer.member("seq", seq)
            writer.member("online", online)
            writer.member("you", you)
            writer.member("rules", rules)
            writer.member("motd", motd)
            if !areas.isEmpty { writer.member("areas", parts: areas) }
        }
    }
}

/// How many are connected, when that changed.
public struct OnlineMessage: Equatable, Sendable, JSONWritable {
    /// How many.
    public var count: Int

    /// A count.
    public init(count: Int) {
        self.count = count
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("online") { $0.member("count", count) }
    }
}

/// Who the reader is, when that changed.
public struct YouMessage: Equatable, Sendable, JSONWritable {
    /// Who.
    public var you: YouDescription

    /// A reader.
    public init(_ you: YouDescription) {
        self.you = you
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("you", you.writeMembers)
    }
}

/// The rules, when they changed.
public struct RulesMessage: Equatable, Sendable, JSONWritable {
    /// The rules.
    public var rules: RulesDescription

    /// Rules.
    public init(_ rules: RulesDescription) {
        self.rules = rules
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("rules", rules.writeMembers)
    }
}

/// Something the server says to the people before the screens.
public struct NoticeMessage: Equatable, Sendable, JSONWritable {
    /// How much it matters.
    public enum Level: String, Sendable, CaseIterable {
        /// Good to know.
        case info
        /// Something does not go as it should.
        case warning
        /// Something went wrong.
        case error
        /// Somebody of the staff has something to say.
        case announcement
    }

    /// What it says.
    public var text: String
    /// How much it matters.
    public var level: Level
    /// How long to wait before coming back, at most, where the server goes away.
    public var retryMillis: Int64?
    /// Names it, so that it can be withdrawn; nil: it cannot.
    public var id: String?
    /// The same in French; nil: not translated.
    public var textFrench: String?
    /// How long it is to be shown; nil: as long as notices are.
    public var showMillis: Int64?

    /// A notice.
    public init(
        text: String, level: Level, retryMillis: Int64? = nil, id: String? = nil, textFrench: String? = nil,
        showMillis: Int64? = nil
    ) {
        self.text = text
        self.level = level
        self.retryMillis = retryMillis
        self.id = id
        self.textFrench = textFrench
        self.showMillis = showMillis
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("notice") { writer in
            writer.member("text", text)
            writer.member("level", level.rawValue)
            if let retryMillis { writer.member("retryMs", retryMillis) }
            if let id { writer.member("id", id) }
            if let textFrench { writer.member("fr", textFrench) }
            if let showMillis { writer.member("showMs", showMillis) }
        }
    }
}

/// Who placed a pixel.
public struct PixelMessage: Equatable, Sendable, JSONWritable {
    /// Who.
    public var pixel: PixelDescription

    /// An answer.
    public init(_ pixel: PixelDescription) {
        self.pixel = pixel
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("pixel", pixel.writeMembers)
    }
}

/// Who placed a pixel and when; the answer over HTTP as it stands.
public struct PixelDescription: Equatable, Sendable, JSONWritable {
    /// Where, from the left.
    public var x: Int
    /// Where, from the top.
    public var y: Int
    /// What it shows.
    public var colour: UInt8
    /// The name of who placed it; nil when nobody did.
    public var name: String?
    /// When, in milliseconds since 1970; nil when nobody did.
    public var at: Int64?
    /// Somebody of the staff did.
    public var isOfStaff: Bool

    /// A pixel.
    public init(x: Int, y: Int, colour: UInt8, name: String?, at: Int64?, isOfStaff: Bool = false) {
        self.x = x
        self.y = y
        self.colour = colour
        self.name = name
        self.at = at
        self.isOfStaff = isOfStaff
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object(writeMembers)
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member("x", x)
        writer.member("y", y)
        writer.member("colour", colour)
        writer.member("name", name)
        writer.member("at", at)
        if isOfStaff { writer.member("staff", true) }
    }
}

/// Why something the reader asked for was not done.
public struct ErrorMessage: Equatable, Sendable, JSONWritable {
    /// For programs: lower case, words joined by `-`.
    public var code: String
    /// For people.
    public var message: String
    /// What was laid on the reader, where that is why.
    public var restriction: RestrictionDescription?

    /// An error.
    public init(code: String, message: String, restriction: RestrictionDescription? = nil) {
        self.code = code
        self.message = message
        self.restriction = restriction
    }

    /// Writes the message.
    public func write(to writer: inout JSONWriter) {
        writer.message("error", writeMembers)
    }

    func writeMembers(to writer: inout JSONWriter) {
        writer.member("code", code)
        writer.member("message", message)
        restriction?.writeTerms(to: &writer)
    }
}
