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

    mutating func member(_ key: String, _ value: some JSONWritable) {
        self.key(key)
        value.write(to: &self)
    }
}
