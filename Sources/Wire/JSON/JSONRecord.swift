/// A value that stands as a part of a JSON text, and is read from one.
public protocol JSONPart: Sendable {
    /// Writes the value.
    func writePart(to writer: inout JSONWriter)
    /// The value that this is; nil where it is none.
    static func part(_ value: JSONValue) -> Self?
}

/// A JSON object whose members are listed in one table, so that what is written can always be read.
///
/// What is not there is as in `init()`; what nobody knows is passed over: so records of older and newer
/// programs are read alike.
public protocol JSONRecord: JSONPart, JSONWritable, Equatable {
    /// The record without a word said.
    init()
    /// Its members, in the order they are written in.
    static var fields: [JSONField<Self>] { get }
}

/// One member of a record.
public struct JSONField<Record>: Sendable {
    let key: String
    let write: @Sendable (Record, inout JSONWriter) -> Void
    /// False: it is something else than it has to be.
    let read: @Sendable (inout Record, JSONValue) -> Bool

    /// A member that is always written.
    public init<Part: JSONPart>(_ key: String, _ path: any WritableKeyPath<Record, Part> & Sendable) {
        self.key = key
        write = { record, writer in
            writer.key(key)
            record[keyPath: path].writePart(to: &writer)
        }
        read = { record, value in
            guard let part = Part.part(value) else { return false }
            record[keyPath: path] = part
            return true
        }
    }

    /// A member that is left out where there is nothing to say.
    public init<Part: JSONPart>(_ key: String, _ path: any WritableKeyPath<Record, Part?> & Sendable) {
        self.key = key
        write = { record, writer in
            guard let part = record[keyPath: path] else { return }
            writer.key(key)
            part.writePart(to: &writer)
        }
        read = { record, value in
            guard let part = Part.part(value) else { return false }
            record[keyPath: path] = part
            return true
        }
    }
}

extension JSONRecord {
    /// Writes the object.
    public func write(to writer: inout JSONWriter) {
        writer.object { writeMembers(to: &$0) }
    }

    /// Writes the members into an object that is open.
    func writeMembers(to writer: inout JSONWriter) {
        for field in Self.fields { field.write(self, &writer) }
    }

    /// Writes the object.
    public func writePart(to writer: inout JSONWriter) {
        write(to: &writer)
    }

    /// The record that this is; nil where a member is something else than it has to be.
    public static func part(_ value: JSONValue) -> Self? {
        try? Self(json: value)
    }

    /// Reads an object.
    public init(json: JSONValue) throws(RequestError) {
        guard json.members != nil else { throw .notAnObject }
        self.init()
        for field in Self.fields {
            guard let value = json[field.key], value != .null else { continue }
            guard field.read(&self, value) else { throw .badField("\(field.key) is not as it has to be") }
        }
    }

    /// Reads a JSON text.
    public static func decode(_ text: [UInt8]) throws(RequestError) -> Self {
        guard let json = try? JSONValue.parse(text) else { throw .notAnObject }
        return try Self(json: json)
    }
}

// MARK: - What members may be

extension JSONPart where Self: FixedWidthInteger {
    /// Writes the number.
    public func writePart(to writer: inout JSONWriter) {
        writer.integer(self)
    }

    /// A whole number that fits.
    public static func part(_ value: JSONValue) -> Self? {
        value.integer.flatMap { Self(exactly: $0) }
    }
}

extension Int: JSONPart {}
extension Int64: JSONPart {}
extension UInt8: JSONPart {}
extension UInt16: JSONPart {}
extension UInt32: JSONPart {}
extension UInt64: JSONPart {}

extension Bool: JSONPart {
    /// Writes `true` or `false`.
    public func writePart(to writer: inout JSONWriter) {
        writer.bool(self)
    }

    /// `true` or `false`, and nothing else.
    public static func part(_ value: JSONValue) -> Bool? {
        if case .bool(let isTrue) = value { isTrue } else { nil }
    }
}

extension String: JSONPart {
    /// Writes the text.
    public func writePart(to writer: inout JSONWriter) {
        writer.string(self)
    }

    /// A text.
    public static func part(_ value: JSONValue) -> String? {
        value.string
    }
}

extension JSONPart where Self: RawRepresentable, RawValue == String {
    /// Writes the word.
    public func writePart(to writer: inout JSONWriter) {
        writer.string(rawValue)
    }

    /// One of the words there are.
    public static func part(_ value: JSONValue) -> Self? {
        value.string.flatMap { Self(rawValue: $0) }
    }
}

extension Array: JSONPart where Element: JSONPart {
    /// Writes the elements.
    public func writePart(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.writePart(to: &writer) }
        writer.endArray()
    }

    /// An array whose elements are all what they have to be.
    public static func part(_ value: JSONValue) -> [Element]? {
        guard let elements = value.elements else { return nil }
        var parts: [Element] = []
        for element in elements {
            guard let part = Element.part(element) else { return nil }
            parts.append(part)
        }
        return parts
    }
}
