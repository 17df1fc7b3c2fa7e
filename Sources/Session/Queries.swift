public import WebSocket
public import Wire

/// Which state `GET …/pixels` asks for.
public enum PixelsQuery: Equatable, Sendable {
    /// Whatever is the newest.
    case newest
    /// Exactly that one; nil: a name that no state has.
    case state(StateName?)
    /// The last one not after a moment.
    case moment(Moment)

    /// Reads the query.
    public init(_ request: HTTPRequest) throws(RouteError) {
        let state = request.queryValue("state")
        let at = request.queryValue("at")
        guard state == nil || at == nil else {
            throw RouteError(
                status: 400, code: "bad-request", message: "Either state or at, not both of them.")
        }
        if let state {
            self = .state(StateName(state))
        } else if let at {
            self = .moment(try Moment(at))
        } else {
            self = .newest
        }
    }

    /// The moment that is looked for; nil: now.
    public var moment: Moment? {
        switch self {
        case .newest: nil
        case .state(let state): state.map { .state($0) }
        case .moment(let moment): moment
        }
    }

    /// Whether the answer is the same for good: a state has one content.
    public var isForGood: Bool {
        if case .state = moment { true } else { false }
    }
}

/// What `GET …/changes` asks for.
public struct ChangesQuery: Equatable, Sendable {
    /// Garbage counts as absent.
    public let since: StateName?
    /// How long to wait for something new; nil: do not wait.
    public let waitMillis: Int64?

    /// Reads the query and checks it against the board.
    public init(_ request: HTTPRequest) throws(RouteError) {
        since = request.queryValue("since").flatMap { StateName($0) }
        guard let text = request.queryValue("wait") else {
            waitMillis = nil
            return
        }
        guard let millis = Self.millis(text) else {
            throw RouteError(
                status: 400, code: "bad-request", message: "wait must be a number of seconds, 0 or more.")
        }
        waitMillis = millis
    }

    /// A decimal number of seconds, in milliseconds and at most what a poll may take. What else Swift holds
    /// for a number (hexadecimal, infinity) is none here.
    private static func millis(_ text: String) -> Int64? {
        let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }
        guard isDecimal, let seconds = Double(text), seconds >= 0 else { return nil }
        return Int64(min(seconds * 1000, Double(Limits.longPollMillisMax)))
    }
}

/// A place on a board, from the query of a lookup.
public struct PixelQuery: Equatable, Sendable {
    /// The column, counted from the left.
    public let x: Int
    /// The row, counted from the top.
    public let y: Int

    /// Reads the query and checks it against the board.
    public init(_ request: HTTPRequest, width: Int, height: Int) throws(RouteError) {
        x = try request.integer("x")
        y = try request.integer("y")
        guard (0..<width).contains(x), (0..<height).contains(y) else {
            throw .outOfRange("(\(x), \(y)) is outside the board of \(width) by \(height).")
        }
    }
}

/// Which part of a board a picture shows, and how large.
public struct SnapshotQuery: Hashable, Sendable {
    /// The column, counted from the left.
    public let x: Int
    /// The row, counted from the top.
    public let y: Int
    /// Columns of the board that are shown.
    public let width: Int
    /// Rows of the board that are shown.
    public let height: Int
    /// How many pixels of the picture a pixel of the board is wide and high.
    public let scale: Int

    /// Reads the query and checks it against the board.
    public init(_ request: HTTPRequest, width boardWidth: Int, height boardHeight: Int) throws(RouteError) {
        x = try request.integer("x", orElse: 0)
        y = try request.integer("y", orElse: 0)
        let widthGiven = try request.integer("w", orElse: nil)
        let heightGiven = try request.integer("h", orElse: nil)
        scale = try request.integer("scale", orElse: 1)
        guard (0..<boardWidth).contains(x), (0..<boardHeight).contains(y) else {
            throw .outOfRange("The crop begins outside the board of \(boardWidth) by \(boardHeight).")
        }
        width = widthGiven ?? boardWidth - x
        height = heightGiven ?? boardHeight - y
        guard (1...boardWidth - x).contains(width), (1...boardHeight - y).contains(height) else {
            throw .outOfRange("The crop reaches outside the board of \(boardWidth) by \(boardHeight).")
        }
        guard (1...16).contains(scale) else { throw .outOfRange("scale must be 1 to 16.") }
        guard width * height * scale * scale <= Limits.picturePixelsMax else {
            throw .outOfRange("The picture would have more than 64 million pixels.")
        }
    }
}

/// Which part of a long list of past changes is wanted, the newest first.
public struct PageQuery: Equatable, Sendable {
    /// Only what came before this seq; nil: from the newest on.
    public let before: UInt64?
    /// So many at most.
    public let limit: Int

    /// Reads the query.
    public init(_ request: HTTPRequest) throws(RouteError) {
        let beforeGiven = try request.integer("before", orElse: nil)
        guard beforeGiven ?? 0 >= 0 else { throw .outOfRange("before must be 0 or more.") }
        before = beforeGiven.map { UInt64($0) }
        limit = try request.integer("limit", orElse: Limits.pastPageStandard)
        guard (1...Limits.pastPageMax).contains(limit) else {
            throw .outOfRange("limit must be 1 to \(Limits.pastPageMax).")
        }
    }
}

/// Whose placements are asked for, and between which times.
public struct PlacementsQuery: Equatable, Sendable {
    /// The public id of a session.
    public let id: String
    /// Milliseconds since 1970, both included.
    public let from: Int64
    /// The same.
    public let until: Int64
    /// Which part of them.
    public let page: PageQuery

    /// Reads the query.
    public init(_ request: HTTPRequest) throws(RouteError) {
        guard let by = request.queryValue("by"), !by.isEmpty else {
            throw RouteError(status: 400, code: "bad-request", message: "by must be the id of somebody.")
        }
        id = by
        from = try Self.millis("from", of: request) ?? .min
        until = try Self.millis("until", of: request) ?? .max
        page = try PageQuery(request)
    }

    private static func millis(_ name: String, of request: HTTPRequest) throws(RouteError) -> Int64? {
        guard let text = request.queryValue(name) else { return nil }
        guard let moment = try? Moment(text), case .time(let millis) = moment else {
            throw RouteError(
                status: 400, code: "bad-request",
                message: "\(name) must be a time like 2026-07-14T20:00:00Z.")
        }
        return millis
    }
}

extension HTTPRequest {
    /// A parameter that must be there and be an integer. One too large for the machine is out of every range.
    fileprivate func integer(_ name: String) throws(RouteError) -> Int {
        guard let text = queryValue(name), let value = Self.saturating(text) else { throw .notInteger(name) }
        return value
    }

    fileprivate func integer(_ name: String, orElse fallback: Int) throws(RouteError) -> Int {
        try integer(name, orElse: Optional(fallback)) ?? fallback
    }

    fileprivate func integer(_ name: String, orElse fallback: Int?) throws(RouteError) -> Int? {
        guard let text = queryValue(name) else { return fallback }
        guard let value = Self.saturating(text) else { throw .notInteger(name) }
        return value
    }

    /// An integer of any length; what does not fit is far outside everything.
    private static func saturating(_ text: String) -> Int? {
        if let value = Int(text) { return value }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, text.utf8.count - digits.count <= 1 else { return nil }
        return text.hasPrefix("-") ? Int.min : Int.max
    }
}
