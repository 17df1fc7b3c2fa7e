public import Wire

/// An answer as it came over the wire.
public struct HTTPAnswer: Sendable {
    /// The status.
    public let status: Int
    /// Names in lower case, in the order they came.
    public let fields: [(name: String, value: String)]
    /// The body.
    public let body: [UInt8]

    /// An answer that came some other way.
    public init(status: Int, fields: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The only value of that name (lower case).
    public subscript(_ name: String) -> String? {
        let values = fields.filter { $0.name == name }.map(\.value)
        return values.count == 1 ? values[0] : nil
    }

    /// The body as JSON.
    public var json: JSONValue? { try? JSONValue.parse(body) }

    /// The code of the error that the body tells of.
    public var errorCode: String? { json?["error"]?["code"]?.string }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

/// A program that speaks HTTP/1.1 on one connection, request after request.
public final class HTTPClient {
    /// What came was no HTTP.
    public struct Malformed: Error {
        let what: String
    }

    /// The connection itself.
    public let socket: BlockingSocket
    private let host: String

    /// Connects.
    public init(port: UInt16) throws {
        socket = try BlockingSocket(port: port)
        host = "127.0.0.1:\(port)"
    }

    /// Connects through a socket that is a file.
    public init(path: String) throws {
        socket = try BlockingSocket(path: path)
        host = "toile"
    }

    /// One request on a connection of its own.
    public static func ask(
        _ method: String, _ target: String, port: UInt16, fields: [(String, String)] = [], body: String? = nil
    ) throws -> HTTPAnswer {
        try HTTPClient(port: port).ask(method, target, fields: fields, body: body)
    }

    /// Sends a request and waits for its answer.
    public func ask(
        _ method: String, _ target: String, fields: [(String, String)] = [], body: String? = nil
    ) throws -> HTTPAnswer {
        try send(method, target, fields: fields, body: body)
        return try answer(toHead: method == "HEAD")
    }

    /// Sends a request.
    public func send(
        _ method: String, _ target: String, fields: [(String, String)] = [], body: String? = nil
    ) throws {
        var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if let body { text += "Content-Length: \(body.utf8.count)\r\n" }
        try socket.send(Array((text + "\r\n" + (body ?? "")).utf8))
    }

    /// The next answer.
    public func answer(toHead: Bool = false) throws -> HTTPAnswer {
        let head = String(decoding: try socket.receive(through: Array("\r\n\r\n".utf8)), as: UTF8.self)
        let lines = head.split(separator: "\r\n")
        let parts = lines[0].split(separator: " ")
        guard parts.count >= 2, parts[0] == "HTTP/1.1", let status = Int(parts[1]) else {
            throw Malformed(what: head)
        }
        let fields = try lines.dropFirst().map { line in
            guard let colon = line.firstIndex(of: ":") else { throw Malformed(what: head) }
            return (name: line[..<colon].lowercased(), value: String(line[colon...].dropFirst(2)))
        }
        let isBodiless = toHead || status < 200 || status == 204 || status == 304
        let length = fields.first { $0.name == "content-length" }.flatMap { Int($0.value) }
        guard isBodiless || length != nil else { throw Malformed(what: "no Content-Length: \(head)") }
        return HTTPAnswer(
            status: status, fields: fields, body: isBodiless ? [] : try socket.receive(length ?? 0))
    }

    /// Whether the server hangs up, with nothing more to say.
    public func isClosed() throws -> Bool {
        try socket.receiveAll().isEmpty
    }
}

/// Somebody who may place.
public struct TestSession: Sendable {
    /// The secret.
    public let token: String
    /// What others see.
    public let id: String
    /// What it is called.
    public let name: String

    /// A new session.
    public init(port: UInt16, name: String? = nil) throws {
        let body = name.map { "{\"name\":\"\($0)\"}" } ?? ""
        let answer = try HTTPClient.ask("POST", "/api/session", port: port, body: body)
        guard answer.status == 200, let json = answer.json, let token = json["token"]?.string,
            let id = json["id"]?.string, let name = json["name"]?.string
        else { throw HTTPClient.Malformed(what: answer.text) }
        self.token = token
        self.id = id
        self.name = name
    }
}
