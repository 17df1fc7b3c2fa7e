/// One header field.
public struct HTTPField: Equatable, Sendable {
    /// In lower case.
    public let name: String
    /// Without the blanks around it.
    public let value: String

    /// A field; the name is expected in lower case.
    public init(name: String, value: String) {
        self.name = name
        self.value = value
    }
}

/// One whole request, body included.
public struct HTTPRequest: Equatable, Sendable {
    /// As sent: methods are case-sensitive.
    public let method: String
    /// What stands before the `?`, undecoded; begins with `/`, or is `*` for `OPTIONS`.
    public let path: String
    /// What stands after the `?`, undecoded.
    public let query: String?
    /// HTTP/1.1, otherwise 1.0.
    public let isVersion11: Bool
    /// In the order they came.
    public let fields: [HTTPField]
    /// Empty when there was none.
    public var body: [UInt8]
    /// Whether the peer may send a further request on this connection.
    public let keepsAlive: Bool

    /// A request as the parser makes it, or a test.
    public init(
        method: String, path: String, query: String? = nil, isVersion11: Bool = true, fields: [HTTPField],
        body: [UInt8] = []
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.isVersion11 = isVersion11
        self.fields = fields
        self.body = body
        keepsAlive = isVersion11 && !HTTPRequest.holdsToken("close", in: "connection", of: fields)
    }

    /// The value of the first field of that name (lower case).
    public func first(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Whether a comma-separated list in the fields of that name (lower case) holds the token, in any case.
    public func hasToken(_ token: StaticString, in name: String) -> Bool {
        HTTPRequest.holdsToken(token, in: name, of: fields)
    }

    /// The value of the first query parameter of that name, percent-decoded. A `+` stays a `+`. Nil when it
    /// is absent or when its escapes do not make UTF-8.
    public func queryValue(_ name: String) -> String? {
        guard let query else { return nil }
        for pair in query.utf8.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard percentDecoded(pair[..<equals]) == name else { continue }
            return equals == pair.endIndex ? "" : percentDecoded(pair[pair.index(after: equals)...])
        }
        return nil
    }

    /// How many fields have that name (lower case).
    func count(of name: String) -> Int {
        fields.reduce(0) { $1.name == name ? $0 + 1 : $0 }
    }

    static func holdsToken(_ token: StaticString, in name: String, of fields: [HTTPField]) -> Bool {
        fields.contains { field in
            field.name == name
                && field.value.utf8.split(separator: UInt8(ascii: ",")).contains {
                    trimmed($0).equalsIgnoringCase(token)
                }
        }
    }
}

/// The text of a list's member without the blanks around it.
func trimmed(_ member: Substring.UTF8View.SubSequence) -> Substring {
    var rest = member
    while let byte = rest.first, byte.isBlank { rest.removeFirst() }
    while let byte = rest.last, byte.isBlank { rest.removeLast() }
    return Substring(rest)
}

private func percentDecoded(_ text: Substring.UTF8View) -> String? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text.makeIterator()
    while let byte = rest.next() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let high = rest.next()?.hexValue, let low = rest.next()?.hexValue else { return nil }
        bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
}
