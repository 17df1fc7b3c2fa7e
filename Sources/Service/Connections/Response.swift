import Session
import WebSocket
import Wire

/// An answer to a request, before it is decided how much of it a HEAD gets.
struct Response: Sendable {
    var status: Int
    var contentType: String?
    var fields: [(String, String)] = []
    var body: [UInt8] = []

    static func json(_ status: Int, _ body: [UInt8], fields: [(String, String)] = []) -> Response {
        Response(
            status: status, contentType: "application/json", fields: fields + [("Cache-Control", "no-store")],
            body: body)
    }

    static func error(
        _ status: Int, _ code: String, _ message: String, fields: [(String, String)] = []
    ) -> Response {
        json(status, ErrorBody(code: code, message: message).bytes, fields: fields)
    }

    static func word(_ status: Int, _ word: String) -> Response {
        Response(
            status: status, contentType: "text/plain; charset=utf-8", fields: [("Cache-Control", "no-store")],
            body: Array((word + "\n").utf8))
    }

    /// An answer without a body: 204 and 304.
    static func empty(_ status: Int, fields: [(String, String)]) -> Response {
        Response(status: status, contentType: nil, fields: fields)
    }

    /// The head as it is sent. A browser is told everywhere not to guess at types.
    func head(closes: Bool) -> HTTPResponseHead {
        var all: [(String, String)] = []
        if let contentType { all.append(("Content-Type", contentType)) }
        if status != 204, status != 304 { all.append(("Content-Length", String(body.count))) }
        all += fields
        all.append(("X-Content-Type-Options", "nosniff"))
        if closes { all.append(("Connection", "close")) }
        return HTTPResponseHead(status: status, fields: all)
    }
}

extension HTTPRequest {
    /// Whether the client holds the very bytes that would be sent.
    func holds(_ entityTag: String) -> Bool {
        fields.contains { field in
            field.name == "if-none-match"
                && field.value.split(separator: ",").contains { tag in
                    let trimmed = tag.drop { $0 == " " || $0 == "\t" }
                    let bare = trimmed.hasPrefix("W/") ? trimmed.dropFirst(2) : trimmed
                    return bare == "*" || bare.prefix(entityTag.count) == entityTag
                }
        }
    }

    /// Whether gzip is accepted: by its name, else by `*`, and not with a weight of 0.
    var acceptsGzip: Bool {
        var byName: Bool?
        var byStar: Bool?
        for field in fields where field.name == "accept-encoding" {
            for coding in field.value.lowercased().split(separator: ",") {
                let parts = coding.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" } }
                let weight = parts.dropFirst().first { $0.hasPrefix("q=") }?.dropFirst(2)
                let isAccepted = weight.map { Double($0) ?? 0 } ?? 1 > 0
                if parts.first == "gzip" { byName = isAccepted }
                if parts.first == "*" { byStar = isAccepted }
            }
        }
        return byName ?? byStar ?? false
    }
}
