import Moderation
import Session
import WebSocket
import Wire

/// A question or an act of somebody of the staff, however it came: as a request or from a console.
struct AdminRequest: Sendable {
    /// `GET`, `HEAD` or `POST`.
    let method: String
    /// The word behind `/admin/`.
    let path: String
    /// What the word means: both have methods of their own.
    let topic: AdminQuestion.Subject?
    let verb: AdminVerb?
    let query: AdminQuery
    /// The body of a `POST`; null where there is none.
    let body: JSONValue
    let staff: StaffMember
}

/// What stands behind the `?`.
struct AdminQuery: Sendable {
    private let request: HTTPRequest

    init(_ request: HTTPRequest) {
        self.request = request
    }

    /// The value of that name; nil where it is absent.
    subscript(name: String) -> String? { request.queryValue(name) }

    /// A whole number; nil where it is absent or none.
    func integer(_ name: String) -> Int64? { self[name].flatMap { Int64($0) } }

    /// It is there, and neither empty nor 0.
    func isOn(_ name: String) -> Bool { self[name].map { $0 != "" && $0 != "0" } ?? false }
}

/// The answer to whoever asked.
struct AdminReply: Sendable {
    let status: Int
    /// A JSON text.
    let body: [UInt8]

    init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }

    /// What was asked for.
    init(_ answer: some JSONWritable) {
        self.init(status: 200, body: answer.bytes)
    }

    /// A list of that name.
    init(_ name: String, _ list: [some JSONRecord]) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key(name)
        list.writePart(to: &writer)
        writer.endObject()
        self.init(status: 200, body: writer.bytes)
    }

    /// A refusal, in words.
    init(_ code: AdminRefusal, _ message: String) {
        self.init(
            status: code.httpStatus, body: ErrorBody(code: code.rawValue, message: message).bytes)
    }
}

/// Why a question has no answer.
struct AdminError: Error, Sendable {
    let code: AdminRefusal
    let message: String

    init(_ code: AdminRefusal, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension AdminRequest {
    /// What a request, or an `ask` of a console, means; or the answer where it means nothing.
    static func read(
        _ request: HTTPRequest, body: JSONValue, staff: StaffMember
    ) -> Result<AdminRequest, AdminError> {
        guard case .admin(.desk(let topic, let verb)) = Route(path: request.path) else {
            return .failure(AdminError(.notFound, "There is nothing at \(request.path)."))
        }
        let route = AdminRoute.desk(topic, verb)
        guard route.methods.contains(request.method) else {
            let methods = route.methods.joined(separator: ", ")
            return .failure(AdminError(.badRequest, "Only \(methods) at \(request.path)."))
        }
        return .success(
            AdminRequest(
                method: request.method, path: String(request.path.dropFirst("/admin/".count)),
                topic: topic, verb: verb, query: AdminQuery(request), body: body, staff: staff))
    }
}

extension CanvasActor {
    /// Where every question and every act of the staff ends, over HTTP and from consoles alike. The reply
    /// comes once, here or on another thread, whenever that is.
    func answer(_ request: AdminRequest, reply: @escaping @Sendable (AdminReply) -> Void) {
        if request.method == "POST" {
            guard let verb = request.verb else {
                return reply(AdminReply(.notFound, "There is no such act."))
            }
            return act(verb, of: request, reply: reply)
        }
        guard let topic = request.topic else {
            return reply(AdminReply(.notFound, "There is no such question."))
        }
        answer(topic, of: request, reply: reply)
    }
}
