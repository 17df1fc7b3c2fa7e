// The JSON bodies of requests over HTTP.

/// What is wrong with the body of a request.
public enum RequestError: Error, Equatable, Sendable {
    /// It is no JSON object: 400.
    case notAnObject
    /// A field is missing or not what it should be: 422.
    case badField(String)
    /// Nobody may be called that: 422.
    case badName

    /// The status of the HTTP response.
    public var httpStatus: Int {
        switch self {
        case .notAnObject: 400
        case .badField, .badName: 422
        }
    }

    /// The body of the response.
    public var body: ErrorBody {
        switch self {
        case .notAnObject: ErrorBody(code: "bad-request", message: "the body has to be a JSON object")
        case .badField(let why): ErrorBody(code: "bad-request", message: why)
        case .badName: ErrorBody(code: "bad-name", message: "a name is 3 to 20 of letters, digits, _ and -")
        }
    }
}

/// The body of `POST /api/boards/NAME/place`. The numbers are as asked: any size, one that does not fit
/// brought to the nearest that does.
public struct PlaceRequest: Equatable, Sendable {
    /// Where, from the left.
    public var x: Int64
    /// Where, from the top.
    public var y: Int64
    /// Which colour.
    public var colour: Int64

    /// A request.
    public init(x: Int64, y: Int64, colour: Int64) {
        self.x = x
        self.y = y
        self.colour = colour
    }

    /// Reads the body.
    public static func decode(_ body: [UInt8]) throws(RequestError) -> PlaceRequest {
        guard let object = try? JSONValue.parse(body), object.members != nil else { throw .notAnObject }
        guard let x = object["x"]?.integer, let y = object["y"]?.integer,
            let colour = object["colour"]?.integer
        else { throw .badField("x, y and colour have to be integers") }
        return PlaceRequest(x: x, y: y, colour: colour)
    }
}

/// The body of `POST /api/boards/NAME/undo`. The numbers are as asked, as with a placement.
public struct UndoRequest: Equatable, Sendable {
    /// Where, from the left.
    public var x: Int64
    /// Where, from the top.
    public var y: Int64

    /// A request.
    public init(x: Int64, y: Int64) {
        self.x = x
        self.y = y
    }

    /// Reads the body.
    public static func decode(_ body: [UInt8]) throws(RequestError) -> UndoRequest {
        guard let object = try? JSONValue.parse(body), object.members != nil else { throw .notAnObject }
        guard let x = object["x"]?.integer, let y = object["y"]?.integer else {
            throw .badField("x and y have to be integers")
        }
        return UndoRequest(x: x, y: y)
    }
}

/// The body of `POST /api/session`.
public struct SessionRequest: Equatable, Sendable {
    /// What the session wants to be called; nil for whatever the server calls it.
    public var name: String?

    /// A request.
    public init(name: String? = nil) {
        self.name = name
    }

    /// Reads the body, which may be empty.
    public static func decode(_ body: [UInt8]) throws(RequestError) -> SessionRequest {
        if body.isEmpty { return SessionRequest() }
        guard let object = try? JSONValue.parse(body), object.members != nil else { throw .notAnObject }
        switch object["name"] {
        case nil, .null: return SessionRequest()
        case .string(let name):
            guard PlayerName.isValid(name) else { throw .badName }
            return SessionRequest(name: name)
        default: throw .badField("name has to be a string")
        }
    }
}

/// The body of `POST /api/session/staff`: the code of a link that `badge` made.
public struct BadgeRequest: Equatable, Sendable {
    /// No code is longer: what is can be none, and is not looked at.
    public static let codeBytesMax = 64

    /// The code.
    public var code: String

    /// A request.
    public init(code: String) {
        self.code = code
    }

    /// Reads the body.
    public static func decode(_ body: [UInt8]) throws(RequestError) -> BadgeRequest {
        guard let object = try? JSONValue.parse(body), object.members != nil else { throw .notAnObject }
        guard case .string(let code)? = object["code"], (1...codeBytesMax).contains(code.utf8.count) else {
            throw .badField("code has to be the text behind #staff= in the link")
        }
        return BadgeRequest(code: code)
    }
}
