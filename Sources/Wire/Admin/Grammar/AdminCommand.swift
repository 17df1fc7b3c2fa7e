/// What is wrong with a command, and what to write instead.
public struct AdminCommandError: Error, Equatable, Sendable {
    /// What is wrong.
    public let what: String
    /// What to do about it.
    public let remedy: String

    /// What is wrong, and what to do about it.
    public init(_ what: String, _ remedy: String) {
        self.what = what
        self.remedy = remedy
    }
}

/// A line that a moderator typed, as a value: the same words in a shell behind `toile ctl` and in the console
/// behind `:`.
public enum AdminCommand: Equatable, Sendable {
    /// Something to be done.
    case act(AdminAct)
    /// Something to be told.
    case question(AdminQuestion)
    /// An undo that is to be undone: of this line of the audit, or one's last. `redoTarget` finds which.
    case redo(number: UInt64?)
    /// A screen of the console.
    case screen(String)
    /// What can be typed, or how one verb is used.
    case help(String?)

    /// Where the words were typed.
    public enum Place: Sendable {
        /// In a shell: what comes out can be chosen.
        case shell
        /// In the console: the name of a screen opens it.
        case console
    }

    /// The console's screens, in the order of their keys.
    public static let screens = [
        "live", "clients", "reports", "people", "areas", "bans", "defence", "audit", "health",
    ]

    /// The line of the audit that an undo without a number takes back: this user's newest that still can be,
    /// among lines that stand newest first. Of a ban with its rollback it is the ban, which takes the other
    /// with it. Nil: there is none.
    public static func undoTarget(in lines: [AuditEntry], by user: String, nowMillis: Int64) -> UInt64? {
        let undoable = lines.filter { line in
            line.by == user && !user.isEmpty && line.undoOf == nil && line.undoneBy == nil
                && line.noInverse == nil && (line.until.map { $0 > nowMillis } ?? true)
        }
        guard let newest = undoable.first else { return nil }
        let first = undoable.first {
            $0.number &+ 1 == newest.number && $0.at == newest.at && $0.act == newest.act
        }
        return (first ?? newest).number
    }

    /// The line of the audit that a redo has to undo: the newest undo of this user that stands, or the undo
    /// that is, or undid, the line of that number. Nil: there is none among these lines, newest first.
    public static func redoTarget(_ number: UInt64?, in lines: [AuditEntry], by user: String) -> UInt64? {
        guard let number else {
            return lines.first { $0.by == user && $0.undoOf != nil && $0.undoneBy == nil }?.number
        }
        guard let line = lines.first(where: { $0.number == number }) else { return nil }
        return line.undoOf != nil && line.undoneBy == nil ? line.number : line.undoneBy
    }
}

/// What is to come out of a command, and where the server is.
public struct OutputOptions: Equatable, Sendable {
    /// How answers are written.
    public enum Format: String, CaseIterable, Sendable {
        /// Columns under their names.
        case table
        /// Columns without names, between tabs.
        case plain
        /// What the server said.
        case json
        /// Lines of RFC 4180.
        case csv
    }

    /// How answers are written.
    public var format = Format.table
    /// Only tell what would come of it.
    public var isDryRun = false
    /// Ask again after so many seconds, until interrupted.
    public var watchSeconds: Int?
    /// Ask once, whatever else is said.
    public var isOnce = false
    /// The data directory of the server.
    public var data: String?
    /// Its socket.
    public var socket: String?
    /// Which board.
    public var board: String?
    /// The word that says one means it.
    public var word: String?

    /// A table of the main board.
    public init() {}
}

/// A command with what was said about its output.
public struct ParsedCommand: Equatable, Sendable {
    /// The command.
    public var command: AdminCommand
    /// What is to come out of it.
    public var options: OutputOptions

    /// A command.
    public init(command: AdminCommand, options: OutputOptions = OutputOptions()) {
        self.command = command
        self.options = options
    }
}

/// A question to the server: `GET` of its target.
public struct AdminQuestion: Equatable, Sendable {
    /// What is asked for: the path below `/admin/`.
    public enum Subject: String, CaseIterable, Sendable {
        case state, connections, people, person, trail, pixel, reports, report, areas, bans, defence, watches
        case notes, signals, health, audit, me
    }

    /// One `name=value` of the query.
    public struct Parameter: Equatable, Sendable {
        /// The name.
        public var name: String
        /// The value, as it is.
        public var value: String
    }

    /// What is asked for.
    public var subject: Subject
    /// The query.
    public var parameters: [Parameter] = []
    /// Which of the rows are wanted, for the asker to pick; empty: all.
    public var filter = ""
    /// Page after page is wanted, for the asker to fetch.
    public var hasAllPages = false

    /// A question without a query.
    public init(_ subject: Subject) {
        self.subject = subject
    }

    /// The value of a parameter.
    public subscript(name: String) -> String? {
        get { parameters.first { $0.name == name }?.value }
        set {
            parameters.removeAll { $0.name == name }
            if let newValue { parameters.append(Parameter(name: name, value: newValue)) }
        }
    }

    /// Path and query.
    public var target: String {
        let query = parameters.map { $0.name + "=" + Self.escaped($0.value) }
        return "/admin/" + subject.rawValue + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
    }

    /// All but letters, digits and `-._~` as `%XX`.
    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension AdminVerb {
    /// What has to be typed to do it since there is no way back; nil: there is one.
    public var confirmationWord: String? {
        self == .removeChat ? "REMOVE" : nil
    }
}

/// What one may keep an eye on, as it is typed and as acts carry it.
public enum WatchSubject: Equatable, Sendable {
    /// Somebody: an id, a name or a handle.
    case person(String)
    /// A network: `10.2.0.0/16`.
    case network(String)
    /// Whose program is called like that.
    case agent(String)
    /// Who has just come.
    case newcomers

    /// Reads what was typed.
    public init(_ text: String) {
        if text == "newcomers" {
            self = .newcomers
        } else if text.hasPrefix("agent:") {
            self = .agent(String(text.dropFirst("agent:".count)))
        } else if text.contains("/") {
            self = .network(text)
        } else {
            self = .person(text)
        }
    }

    /// As it is typed.
    public var text: String {
        switch self {
        case .person(let who): who
        case .network(let network): network
        case .agent(let agent): "agent:" + agent
        case .newcomers: "newcomers"
        }
    }
}
