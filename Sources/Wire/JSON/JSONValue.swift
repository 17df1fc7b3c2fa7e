/// What is wrong with a text that should be JSON.
public enum JSONError: Error, Equatable, Sendable {
    /// It ends too early.
    case truncated
    /// This byte cannot stand here.
    case unexpectedByte(at: Int)
    /// A string holds bytes that are no UTF-8.
    case invalidUTF8(at: Int)
    /// Half of a surrogate pair stands alone.
    case loneSurrogate(at: Int)
    /// Arrays and objects are nested deeper than is allowed.
    case tooDeep(at: Int)
}

/// A JSON text (RFC 8259) as a value.
public enum JSONValue: Equatable, Sendable {
    /// One `"key": value` of an object.
    public struct Member: Equatable, Sendable {
        /// The key.
        public var key: String
        /// The value.
        public var value: JSONValue

        /// A member.
        public init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number without fraction and exponent; one that does not fit is brought to the nearest that does.
    case integer(Int64)
    /// Any other number.
    case number(Double)
    /// A string.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object, its members as written.
    case object([Member])

    /// The value of that key, of several the last; nil if there is none, or if this is no object.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        // Byte by byte: Swift's == holds some characters for the same that are two keys in JSON.
        return members.last { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The string this is.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number this is, however it is written (`2`, `2.0`, `2e0`); one that does not fit is brought
    /// to the nearest that does.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(0x1p63...): .max
        case .number(...(-0x1p63)): .min
        case .number(let value) where value > -0x1p63 && Double(Int64(value)) == value: Int64(value)
        default: nil
        }
    }

    /// The members, if this is an object.
    public var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements, if this is an array.
    public var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// Reads the one JSON text that `bytes[range]` is (all of `bytes` without a range). Arrays and objects
    /// may be nested `depthMax` deep: the parser calls itself, and its stack has to be bounded.
    public static func parse(
        _ bytes: [UInt8], _ range: Range<Int>? = nil, depthMax: Int = 16
    ) throws(JSONError) -> JSONValue {
        var parser = JSONParser(bytes, range ?? bytes.indices, depthMax: depthMax)
        return try parser.text()
    }
}
