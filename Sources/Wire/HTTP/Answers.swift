// The JSON bodies of the answers over HTTP.

/// One board in `GET /api/boards`, and the whole of `GET /api/boards/NAME`.
public struct BoardSummary: Equatable, Sendable, JSONWritable {
    /// What the board is.
    public var board: BoardDescription
    /// Which past of it.
    public var epoch: UInt32
    /// Which state of it is the newest.
    public var seq: UInt64
    /// How many are connected.
    public var online: Int
    /// What holds for placing.
    public var rules: RulesDescription
    /// From when on its past can be asked for by time, in milliseconds since 1970.
    public var beganAtMillis: Int64

    /// A summary.
    public init(
        board: BoardDescription, epoch: UInt32, seq: UInt64, online: Int, rules: RulesDescription,
        beganAtMillis: Int64
    ) {
        self.board = board
        self.epoch = epoch
        self.seq = seq
        self.online = online
        self.rules = rules
        self.beganAtMillis = beganAtMillis
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("board", board)
            writer.member("epoch", epoch)
            writer.member("seq", seq)
            writer.member("online", online)
            writer.member("rules", rules)
            writer.member("beganAt", beganAtMillis)
        }
    }
}

/// The answer to `GET /api/boards`.
public struct BoardList: Equatable, Sendable, JSONWritable {
    /// The boards.
    public var boards: [BoardSummary]

    /// A list.
    public init(boards: [BoardSummary]) {
        self.boards = boards
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("boards")
            writer.beginArray()
            for board in boards {
                board.write(to: &writer)
            }
            writer.endArray()
        }
    }
}

/// The answer to `POST /api/session`.
public struct SessionAnswer: Equatable, Sendable, JSONWritable {
    /// What the session proves itself with; told here and nowhere else.
    public var token: String
    /// What others know it by.
    public var id: String
    /// What it is called.
    public var name: String

    /// An answer.
    public init(token: String, id: String, name: String) {
        self.token = token
        self.id = id
        self.name = name
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("token", token)
            writer.member("id", id)
            writer.member("name", name)
        }
    }
}

/// The answer to `POST /api/session/staff`.
public struct BadgeAnswer: Equatable, Sendable, JSONWritable {
    /// As whom the session draws: what the system calls them.
    public var user: String
    /// What everybody reads behind what it places.
    public var name: String
    /// How long.
    public var endsInMillis: Int64

    /// An answer.
    public init(user: String, name: String, endsInMillis: Int64) {
        self.user = user
        self.name = name
        self.endsInMillis = endsInMillis
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("user", user)
            writer.member("name", name)
            writer.member("endsInMs", endsInMillis)
        }
    }
}

/// The answer to `POST /api/boards/NAME/place`, and to `.../undo`.
public struct PlaceAnswer: Equatable, Sendable, JSONWritable {
    /// 0 for placed or taken back, else why not.
    public var status: UInt8
    /// What the pixel shows.
    public var colour: UInt8
    /// The charges that are left.
    public var charges: UInt8
    /// How long until there is one more.
    public var waitMillis: Int64
    /// From which state on the board shows it; nil: nothing came of it.
    public var seq: UInt64?

    /// An answer.
    public init(status: UInt8, colour: UInt8, charges: UInt8, waitMillis: Int64, seq: UInt64? = nil) {
        self.status = status
        self.colour = colour
        self.charges = charges
        self.waitMillis = waitMillis
        self.seq = seq
    }

    /// The status of the HTTP response.
    public var httpStatus: Int {
        switch status {
        case 0: 200
        case 4, 5, 15: 409
        case 2, 3: 422
        case 1, 8: 429
        case 11: 503
        default: 403
        }
    }

    /// `Retry-After` in whole seconds, never less than 1; nil for answers without one.
    public var retryAfterSeconds: Int64? {
        httpStatus == 429 ? max(1, (waitMillis + 999) / 1000) : nil
    }

    /// Why the pixel is not placed, or not taken back; nil if it is.
    public var refusal: ErrorMessage? {
        switch status {
        case 0: nil
        case 1: ErrorMessage(code: "cooling-down", message: "no charge is left; wait")
        case 2: ErrorMessage(code: "outside", message: "there is no such pixel on the board")
        case 3: ErrorMessage(code: "no-such-colour", message: "the palette has no such colour")
        case 4: ErrorMessage(code: "unchanged", message: "the pixel has that colour already")
        case 5: ErrorMessage(code: "not-open", message: "the board is frozen or closed")
        case 6: ErrorMessage(code: "protected", message: "the pixel lies in a protected area")
        case 7: ErrorMessage(code: "banned", message: "this session is banned")
        case 8: ErrorMessage(code: "too-fast", message: "too many messages at once")
        case 9: ErrorMessage(code: "challenge", message: "a challenge has to be passed first")
        case 10: ErrorMessage(code: "newcomer", message: "newcomers have to wait")
        case 11: ErrorMessage(code: "busy", message: "the server cannot take placements now")
        case 12: ErrorMessage(code: "no-session", message: "without a session one only watches")
        case 15: ErrorMessage(code: "too-late", message: "there is nothing to take back, or not any more")
        default: ErrorMessage(code: "refused", message: "the placement was refused")
        }
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("status", status)
            writer.member("colour", colour)
            writer.member("charges", charges)
            writer.member("waitMs", waitMillis)
            if let seq { writer.member("seq", seq) }
            if let refusal {
                writer.key("error")
                writer.object(refusal.writeMembers)
            }
        }
    }
}

/// The body of every other answer that refuses: `{"error":{"code":…,"message":…}}`.
public struct ErrorBody: Equatable, Sendable, JSONWritable {
    /// What is wrong.
    public var error: ErrorMessage

    /// A refusal.
    public init(code: String, message: String) {
        error = ErrorMessage(code: code, message: message)
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("error")
            writer.object(error.writeMembers)
        }
    }
}
