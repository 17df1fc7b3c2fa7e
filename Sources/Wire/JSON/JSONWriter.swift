/// Writes JSON texts piece by piece into bytes. Commas come by themselves; what is opened has to be closed.
public struct JSONWriter: Sendable {
    /// What is written so far.
    public private(set) var bytes: [UInt8] = []
    /// Whether a comma has to go before the next key or value.
    private var needsComma = false

    /// A writer of nothing yet.
    public init() {}

    /// `{`
    public mutating func beginObject() {
        open(UInt8(ascii: "{"))
    }

    /// `}`
    public mutating func endObject() {
        close(UInt8(ascii: "}"))
    }

    /// `[`
    public mutating func beginArray() {
        open(UInt8(ascii: "["))
    }

    /// `]`
    public mutating func endArray() {
        close(UInt8(ascii: "]"))
    }

    /// The key of the value that comes next.
    public mutating func key(_ key: String) {
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A string, or null.
    public mutating func string(_ text: String?) {
        guard let text else { return null() }
        separate()
        quote(text)
    }

    /// A whole number, or null.
    public mutating func integer(_ value: (some BinaryInteger)?) {
        guard let value else { return null() }
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A number of any kind; null where JSON has none for it.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes.append(contentsOf: "\(value)".utf8)
    }

    /// `true` or `false`
    public mutating func bool(_ value: Bool) {
        separate()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// `null`
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    private mutating func open(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\\"".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            // The separators are fine in JSON, but end a line in older JavaScript; DEL upsets terminals.
            case "\0"..<" ", "\u{7f}", "\u{2028}", "\u{2029}": escape(scalar)
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        let digits = String(scalar.value, radix: 16)
        bytes.append(contentsOf: "\\u".utf8)
        bytes.append(contentsOf: String(repeating: "0", count: 4 - digits.utf8.count).utf8)
        bytes.append(contentsOf: digits.utf8)
    }
}

/// A value that has a place in JSON.
public protocol JSONWritable: Sendable {
    /// Writes the value.
    func write(to writer: inout JSONWriter)
}

extension JSONWritable {
    /// The value as a JSON text.
    public var bytes: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// Appends the value as a JSON text.
    public func append(to output: inout [UInt8]) {
        output.append(contentsOf: bytes)
    }
}
