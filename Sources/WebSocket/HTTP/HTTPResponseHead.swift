/// The head of a response. Lengths and dates are fields like any other: what a response needs its maker says.
public struct HTTPResponseHead: Sendable {
    /// The status code.
    public var status: Int
    /// In the order they are written.
    public var fields: [(name: String, value: String)]

    /// A head to be written.
    public init(status: Int, fields: [(String, String)] = []) {
        precondition((100...999).contains(status), "a status code has three digits")
        self.status = status
        self.fields = fields.map { (name: $0.0, value: $0.1) }
    }

    /// Appends the head, the empty line included. No value can break out of its line: whatever control
    /// character it holds is written as a space, for values may repeat what came from outside.
    public func append(to output: inout [UInt8]) {
        output.append(contentsOf: "HTTP/1.1 \(status) \(HTTPResponseHead.reasonPhrase(of: status))\r\n".utf8)
        for field in fields {
            precondition(
                !field.name.isEmpty && field.name.utf8.allSatisfy(\.isTokenByte), "a field name is a token")
            output.append(contentsOf: field.name.utf8)
            output.append(UInt8(ascii: ":"))
            output.append(0x20)
            output.append(contentsOf: field.value.utf8.lazy.map { $0 < 0x20 || $0 == 0x7f ? 0x20 : $0 })
            output.append(0x0d)
            output.append(0x0a)
        }
        output.append(0x0d)
        output.append(0x0a)
    }

    /// The fixed phrase of a status code; empty for the codes nobody here sends.
    static func reasonPhrase(of status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 206: "Partial Content"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 413: "Content Too Large"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 422: "Unprocessable Content"
        case 426: "Upgrade Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 503: "Service Unavailable"
        case 505: "HTTP Version Not Supported"
        case 507: "Insufficient Storage"
        default: ""
        }
    }
}
