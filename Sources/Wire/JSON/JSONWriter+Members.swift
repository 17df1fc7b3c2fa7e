extension JSONWriter {
    /// An object with what `content` writes in it.
    mutating func object(_ content: (inout JSONWriter) -> Void) {
        beginObject()
        content(&self)
        endObject()
    }

    /// A text message: an object with that `type`, and with what `content` writes in it.
    mutating func message(_ type: String, _ content: (inout JSONWriter) -> Void) {
        object { writer in
            writer.member("type", type)
            content(&writer)
        }
    }

    mutating func member(_ key: String, _ text: String?) {
        self.key(key)
        string(text)
    }

    mutating func member(_ key: String, _ value: (some BinaryInteger)?) {
        self.key(key)
        integer(value)
    }

    mutating func member(_ key: String, _ value: Bool) {
        self.key(key)
        bool(value)
    }

    mutating func member(_ key: String, _ texts: [String]) {
        self.key(key)
        beginArray()
        for text in texts {
            string(text)
        }
        endArray()
    }

    mutating func member(_ key: String, parts: [some JSONPart]) {
        self.key(key)
        parts.writePart(to: &self)
    }

    mutating func member(_ key: String, _ value: some JSONWritable) {
        self.key(key)
        value.write(to: &self)
    }
}

extension JSONWriter {
    /// Any value.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let isTrue): bool(isTrue)
        case .integer(let number): integer(number)
        case .number(let number): self.number(number)
        case .string(let text): string(text)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }
}
