/// What both sides of the opening handshake need from RFC 6455, section 4.
enum HandshakeFields {
    /// The value of `Sec-WebSocket-Accept` that answers a key.
    static func accept(for key: String) -> String {
        Base64.text(of: SHA1.digest(of: Array(key.utf8) + Array("258EAFA5-E914-47DA-95CA-C5AB0DC85B11".utf8)))
    }

    /// The members of a comma-separated list of tokens spread over any number of fields; nil when one of them
    /// is no token. Empty members are overlooked, as RFC 9110 wants.
    static func tokens(_ name: String, of fields: [HTTPField]) -> [String]? {
        var tokens: [String] = []
        for field in fields where field.name == name {
            for member in field.value.utf8.split(separator: UInt8(ascii: ",")) {
                let token = trimmed(member)
                guard !token.isEmpty else { continue }
                guard token.utf8.allSatisfy(\.isTokenByte) else { return nil }
                tokens.append(String(token))
            }
        }
        return tokens
    }
}

/// One member of `Sec-WebSocket-Extensions`: a name and its parameters.
struct ExtensionMember: Equatable {
    var name: String
    var parameters: [(name: String, value: String?)] = []

    static func == (left: ExtensionMember, right: ExtensionMember) -> Bool {
        left.name == right.name && left.parameters.elementsEqual(right.parameters, by: ==)
    }

    /// All members of all fields of that name, in order; nil when one of them breaks the grammar, upon which
    /// the handshake fails (RFC 6455, 9.1).
    static func list(of fields: [HTTPField]) -> [ExtensionMember]? {
        var members: [ExtensionMember] = []
        for field in fields where field.name == "sec-websocket-extensions" {
            var reader = ExtensionReader(bytes: Array(field.value.utf8))
            guard let more = reader.members() else { return nil }
            members += more
        }
        return members
    }
}

/// A reader for the grammar `token *( ";" token [ "=" ( token | quoted-string ) ] )`, separated by commas.
private struct ExtensionReader {
    let bytes: [UInt8]
    var cursor = 0

    mutating func members() -> [ExtensionMember]? {
        var members: [ExtensionMember] = []
        while true {
            skipBlanks()
            if cursor == bytes.count { return members }
            if take(UInt8(ascii: ",")) { continue }
            guard let member = member() else { return nil }
            members.append(member)
            skipBlanks()
            guard cursor == bytes.count || take(UInt8(ascii: ",")) else { return nil }
        }
    }

    private mutating func member() -> ExtensionMember? {
        guard let name = token() else { return nil }
        var member = ExtensionMember(name: name)
        skipBlanks()
        while take(UInt8(ascii: ";")) {
            skipBlanks()
            guard let name = token() else { return nil }
            skipBlanks()
            var value: String?
            if take(UInt8(ascii: "=")) {
                skipBlanks()
                value = cursor < bytes.count && bytes[cursor] == UInt8(ascii: "\"") ? quoted() : token()
                if value == nil { return nil }
            }
            member.parameters.append((name: name, value: value))
            skipBlanks()
        }
        return member
    }

    private mutating func token() -> String? {
        let start = cursor
        while cursor < bytes.count, bytes[cursor].isTokenByte { cursor += 1 }
        return start == cursor ? nil : String(decoding: bytes[start..<cursor], as: UTF8.self)
    }

    /// A quoted string whose content is itself a token, as RFC 6455, 9.1 asks.
    private mutating func quoted() -> String? {
        cursor += 1
        var content: [UInt8] = []
        while cursor < bytes.count, bytes[cursor] != UInt8(ascii: "\"") {
            if bytes[cursor] == UInt8(ascii: "\\") { cursor += 1 }
            guard cursor < bytes.count, bytes[cursor].isTokenByte else { return nil }
            content.append(bytes[cursor])
            cursor += 1
        }
        guard take(UInt8(ascii: "\"")), !content.isEmpty else { return nil }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard cursor < bytes.count, bytes[cursor] == byte else { return false }
        cursor += 1
        return true
    }

    private mutating func skipBlanks() {
        while cursor < bytes.count, bytes[cursor].isBlank { cursor += 1 }
    }
}
