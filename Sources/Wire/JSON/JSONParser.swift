/// A strict RFC 8259 parser over bytes: no comments, no trailing commas, no byte order mark, nothing but
/// UTF-8.
struct JSONParser {
    private let bytes: [UInt8]
    private var cursor: Int
    private let end: Int
    private let depthMax: Int

    init(_ bytes: [UInt8], _ range: Range<Int>, depthMax: Int) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "the text lies in its buffer")
        self.bytes = bytes
        self.cursor = range.lowerBound
        self.end = range.upperBound
        self.depthMax = depthMax
    }

    mutating func text() throws(JSONError) -> JSONValue {
        let value = try value(depth: 0)
        skipBlanks()
        guard cursor == end else { throw .unexpectedByte(at: cursor) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        skipBlanks()
        switch try peek() {
        case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func members(depth: Int) throws(JSONError) -> [JSONValue.Member] {
        guard depth <= depthMax else { throw .tooDeep(at: cursor) }
        cursor += 1
        skipBlanks()
        if try skip(UInt8(ascii: "}")) { return [] }
        var members: [JSONValue.Member] = []
        while true {
            skipBlanks()
            let key = try string()
            skipBlanks()
            guard try skip(UInt8(ascii: ":")) else { throw .unexpectedByte(at: cursor) }
            members.append(JSONValue.Member(key: key, value: try value(depth: depth)))
            skipBlanks()
            if try skip(UInt8(ascii: "}")) { return members }
            guard try skip(UInt8(ascii: ",")) else { throw .unexpectedByte(at: cursor) }
        }
    }

    private mutating func elements(depth: Int) throws(JSONError) -> [JSONValue] {
        guard depth <= depthMax else { throw .tooDeep(at: cursor) }
        cursor += 1
        skipBlanks()
        if try skip(UInt8(ascii: "]")) { return [] }
        var elements: [JSONValue] = []
        while true {
            elements.append(try value(depth: depth))
            skipBlanks()
            if try skip(UInt8(ascii: "]")) { return elements }
            guard try skip(UInt8(ascii: ",")) else { throw .unexpectedByte(at: cursor) }
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for byte in String(describing: word).utf8 {
            guard try skip(byte) else { throw .unexpectedByte(at: cursor) }
        }
        return value
    }

    // MARK: - Bytes

    private func peek() throws(JSONError) -> UInt8 {
        guard cursor < end else { throw .truncated }
        return bytes[cursor]
    }

    /// Passes over `byte` if it comes next.
    private mutating func skip(_ byte: UInt8) throws(JSONError) -> Bool {
        guard try peek() == byte else { return false }
        cursor += 1
        return true
    }

    private mutating func skipBlanks() {
        while cursor < end {
            switch bytes[cursor] {
            case 0x20, 0x09, 0x0a, 0x0d: cursor += 1
            default: return
            }
        }
    }
}

// MARK: - Strings

extension JSONParser {
    private mutating func string() throws(JSONError) -> String {
        guard try skip(UInt8(ascii: "\"")) else { throw .unexpectedByte(at: cursor) }
        let start = cursor
        var content: [UInt8] = []
        while true {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "\""):
                cursor += 1
                guard let text = String(validating: content, as: UTF8.self) else {
                    throw .invalidUTF8(at: start)
                }
                return text
            case UInt8(ascii: "\\"):
                cursor += 1
                try escape(into: &content)
            case 0..<0x20:
                throw .unexpectedByte(at: cursor)
            default:
                content.append(byte)
                cursor += 1
            }
        }
    }

    private mutating func escape(into content: inout [UInt8]) throws(JSONError) {
        switch try peek() {
        case UInt8(ascii: "\""): content.append(UInt8(ascii: "\""))
        case UInt8(ascii: "\\"): content.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "/"): content.append(UInt8(ascii: "/"))
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0c)
        case UInt8(ascii: "n"): content.append(0x0a)
        case UInt8(ascii: "r"): content.append(0x0d)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "u"):
            cursor += 1
            content.append(contentsOf: Array(String(try escapedScalar()).utf8))
            return
        default: throw .unexpectedByte(at: cursor)
        }
        cursor += 1
    }

    /// The scalar of `\uXXXX`, or of the two that make a surrogate pair.
    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let start = cursor
        let high = try hexWord()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard high < 0xdc00 else { throw .loneSurrogate(at: start) }
        guard try skip(UInt8(ascii: "\\")), try skip(UInt8(ascii: "u")) else {
            throw .loneSurrogate(at: start)
        }
        let low = try hexWord()
        guard (0xdc00...0xdfff).contains(low) else { throw .loneSurrogate(at: start) }
        let value = 0x10000 + (UInt32(high) - 0xd800) << 10 + (UInt32(low) - 0xdc00)
        guard let scalar = Unicode.Scalar(value) else { throw .loneSurrogate(at: start) }
        return scalar
    }

    private mutating func hexWord() throws(JSONError) -> UInt16 {
        var word: UInt16 = 0
        for _ in 0..<4 {
            let byte = try peek()
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): word = word << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"):
                word = word << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"):
                word = word << 4 | UInt16(byte - UInt8(ascii: "A") + 10)
            default: throw .unexpectedByte(at: cursor)
            }
            cursor += 1
        }
        return word
    }
}

// MARK: - Numbers

extension JSONParser {
    private mutating func number() throws(JSONError) -> JSONValue {
        let start = cursor
        let isNegative = try skip(UInt8(ascii: "-"))
        let firstDigit = cursor
        try digits()
        guard bytes[firstDigit] != UInt8(ascii: "0") || cursor == firstDigit + 1 else {
            throw .unexpectedByte(at: firstDigit + 1)
        }
        let integerEnd = cursor
        if nextIs(UInt8(ascii: ".")) {
            cursor += 1
            try digits()
        }
        if nextIs(UInt8(ascii: "e")) || nextIs(UInt8(ascii: "E")) {
            cursor += 1
            if nextIs(UInt8(ascii: "+")) || nextIs(UInt8(ascii: "-")) { cursor += 1 }
            try digits()
        }
        if cursor == integerEnd { return .integer(integer(of: firstDigit..<cursor, isNegative: isNegative)) }
        // The grammar above is part of what Double reads; a value too large for it is infinite.
        let value = Double(String(decoding: bytes[start..<cursor], as: UTF8.self))
        guard let value else { throw .unexpectedByte(at: start) }
        return .number(value)
    }

    private mutating func digits() throws(JSONError) {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(try peek()) else {
            throw .unexpectedByte(at: cursor)
        }
        while cursor < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[cursor]) {
            cursor += 1
        }
    }

    private func nextIs(_ byte: UInt8) -> Bool {
        cursor < end && bytes[cursor] == byte
    }

    /// Counts downwards, for there is one more negative number than there are positive ones.
    private func integer(of range: Range<Int>, isNegative: Bool) -> Int64 {
        var value: Int64 = 0
        for byte in bytes[range] {
            let (shifted, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowsToo) = shifted.subtractingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if overflows || overflowsToo { return isNegative ? .min : .max }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? .max : -value
    }
}
