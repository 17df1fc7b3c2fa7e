// The JSON bodies of `/admin/backup`.

/// The body of `POST /admin/backup`.
public struct BackupRequest: Equatable, Sendable, JSONWritable {
    /// Where the backup goes: an absolute path, since the server has a folder of its own.
    public var directory: String

    /// A request.
    public init(directory: String) {
        self.directory = directory
    }

    /// Reads the body.
    public static func decode(_ body: [UInt8]) throws(RequestError) -> BackupRequest {
        guard let object = try? JSONValue.parse(body), object.members != nil else { throw .notAnObject }
        guard let directory = object["directory"]?.string, directory.hasPrefix("/"),
            !directory.utf8.contains(0)
        else { throw .badField("directory has to be an absolute path") }
        return BackupRequest(directory: directory)
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { $0.member("directory", directory) }
    }
}

/// A board in a backup.
public struct BackupBoard: Equatable, Sendable, JSONWritable {
    /// Which.
    public var name: String
    /// In which past.
    public var epoch: UInt32
    /// After how many changes.
    public var seq: UInt64
    /// What its pixels come to.
    public var digest: UInt32

    /// A board.
    public init(name: String, epoch: UInt32, seq: UInt64, digest: UInt32) {
        self.name = name
        self.epoch = epoch
        self.seq = seq
        self.digest = digest
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", name)
            writer.member("epoch", epoch)
            writer.member("seq", seq)
            writer.member("digest", digest)
        }
    }
}

/// The answer to `GET /admin/backup`: how the newest backup stands.
public struct BackupStatus: Equatable, Sendable, JSONWritable {
    /// How it stands.
    public enum State: String, Sendable {
        /// None was asked for since the server began.
        case none
        /// It is being made.
        case running
        /// It is whole, and was proved.
        case done
        /// There is none.
        case failed
    }

    /// How it stands.
    public var state: State
    /// Where it goes.
    public var directory: String
    /// What is being done, in a few words.
    public var step = ""
    /// How much of that is done.
    public var done: UInt64 = 0
    /// How much of that there is; 0: nobody knows.
    public var inAll: UInt64 = 0
    /// The boards in it, once it is done.
    public var boards: [BackupBoard] = []
    /// Changes in it.
    public var changeCount: UInt64 = 0
    /// Sessions in it.
    public var sessionCount = 0
    /// What the operator should hear of.
    public var warnings: [String] = []
    /// What kind of trouble it was, in a word, if it failed.
    public var kind: String?
    /// What happened, if it failed.
    public var error: String?
    /// What to do then.
    public var remedy: String?

    /// A status.
    public init(state: State = .none, directory: String = "") {
        self.state = state
        self.directory = directory
    }

    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("state", state.rawValue)
            writer.member("directory", directory)
            writer.member("step", step)
            writer.member("done", done)
            writer.member("inAll", inAll)
            writer.key("boards")
            writer.beginArray()
            for board in boards { board.write(to: &writer) }
            writer.endArray()
            writer.member("changes", changeCount)
            writer.member("sessions", sessionCount)
            writer.member("warnings", warnings)
            writer.member("kind", kind)
            writer.member("error", error)
            writer.member("remedy", remedy)
        }
    }

    /// Reads the object, as whoever asked for it does.
    public static func decode(_ body: [UInt8]) throws(RequestError) -> BackupStatus {
        guard let object = try? JSONValue.parse(body), object.members != nil else { throw .notAnObject }
        guard let state = object["state"]?.string.flatMap(State.init),
            let directory = object["directory"]?.string
        else { throw .badField("state and directory have to be there") }
        var status = BackupStatus(state: state, directory: directory)
        status.step = object["step"]?.string ?? ""
        status.done = number(object["done"])
        status.inAll = number(object["inAll"])
        status.changeCount = number(object["changes"])
        status.sessionCount = Int(number(object["sessions"]))
        status.warnings = object["warnings"]?.elements?.compactMap(\.string) ?? []
        status.kind = object["kind"]?.string
        status.error = object["error"]?.string
        status.remedy = object["remedy"]?.string
        for board in object["boards"]?.elements ?? [] {
            guard let name = board["name"]?.string else { throw .badField("a board has a name") }
            status.boards.append(
                BackupBoard(
                    name: name, epoch: UInt32(clamping: number(board["epoch"])), seq: number(board["seq"]),
                    digest: UInt32(clamping: number(board["digest"]))))
        }
        return status
    }

    private static func number(_ value: JSONValue?) -> UInt64 {
        UInt64(clamping: value?.integer ?? 0)
    }
}
