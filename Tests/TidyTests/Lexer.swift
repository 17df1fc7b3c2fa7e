/// A word, number, string or sign of a program, and the line it begins on.
struct Token: Equatable {
    enum Kind { case word, number, string, symbol }

    let kind: Kind
    /// The word or the one sign itself; of a string what is between its quotes, escapes as written.
    let text: String
    let line: Int

    func `is`(_ text: String) -> Bool {
        kind != .string && self.text == text
    }
}

/// A comment without its marks, and the line it begins on.
struct Comment: Equatable {
    let text: String
    let line: Int
}

extension UInt8: @retroactive ExpressibleByUnicodeScalarLiteral {
    /// So that the lexer can compare bytes with the characters they stand for.
    public init(unicodeScalarLiteral scalar: Unicode.Scalar) {
        self.init(ascii: scalar)
    }
}

/// Tells code from comments and strings in Swift, C and JavaScript: just enough that no rule is misled by a
/// brace in a string or a word in a comment. Code inside interpolations counts as code.
struct Lexer {
    private let bytes: [UInt8]
    private let language: SourceFile.Language
    private var index = 0
    private var line = 1
    private var tokens: [Token] = []
    private var comments: [Comment] = []

    static func read(
        _ text: String, as language: SourceFile.Language
    ) -> (tokens: [Token], comments: [Comment]) {
        var lexer = Lexer(bytes: Array(text.utf8), language: language)
        lexer.readCode(until: nil)
        return (lexer.tokens, lexer.comments)
    }

    private init(bytes: [UInt8], language: SourceFile.Language) {
        self.bytes = bytes
        self.language = language
    }

    private func peek(_ offset: Int = 0) -> UInt8 {
        index + offset < bytes.count ? bytes[index + offset] : 0
    }

    private func comes(_ text: [UInt8]) -> Bool {
        for offset in text.indices where peek(offset) != text[offset] { return false }
        return true
    }

    private mutating func advance(_ count: Int = 1) {
        let end = min(index + count, bytes.count)
        while index < end {
            if bytes[index] == "\n" { line += 1 }
            index += 1
        }
    }

    private func text(from start: Int) -> String {
        String(decoding: bytes[start..<min(index, bytes.count)], as: UTF8.self)
    }

    private mutating func append(_ kind: Token.Kind, _ text: String, at line: Int) {
        tokens.append(Token(kind: kind, text: text, line: line))
    }

    /// Reads on to the bracket that closes an interpolation, or to the end of the file.
    private mutating func readCode(until closing: UInt8?) {
        let opening: UInt8 = closing == ")" ? "(" : "{"
        var depth = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == closing, depth == 0 { return }
            if closing != nil { depth += byte == opening ? 1 : byte == closing ? -1 : 0 }
            readNext(byte)
        }
    }

    private mutating func readNext(_ byte: UInt8) {
        let start = index
        if isWordByte(byte) {
            while index < bytes.count, isWordByte(bytes[index]) { index += 1 }
            append("0"..."9" ~= byte ? .number : .word, text(from: start), at: line)
        } else if byte <= " " {
            advance()
        } else if byte == "/", peek(1) == "/" || peek(1) == "*" {
            readComment()
        } else if isQuote(byte) {
            readString(quote: byte)
        } else if byte == "`" {
            readRawIdentifier()
        } else if language == .swift, byte == "#", rawStringMarks() > 0 {
            readString(quote: "\"", marks: rawStringMarks())
        } else if language == .javaScript, byte == "/", beginsRegularExpression() {
            readRegularExpression()
        } else {
            index += 1
            append(.symbol, text(from: start), at: line)
        }
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case "a"..."z", "A"..."Z", "0"..."9", "_", 0x80...: true
        default: false
        }
    }

    private func isQuote(_ byte: UInt8) -> Bool {
        switch byte {
        case "\"": true
        case "'": language != .swift
        case "`": language == .javaScript
        default: false
        }
    }

    private mutating func readComment() {
        let start = index + 2
        let startLine = line
        if peek(1) == "/" {
            while index < bytes.count, bytes[index] != "\n" { index += 1 }
        } else {
            skipBlockComment()
        }
        comments.append(Comment(text: text(from: start), line: startLine))
    }

    private mutating func skipBlockComment() {
        var depth = 0
        while index < bytes.count {
            if peek() == "/", peek(1) == "*", depth == 0 || language == .swift {
                depth += 1
                advance(2)
            } else if peek() == "*", peek(1) == "/" {
                depth -= 1
                advance(2)
                if depth == 0 { return }
            } else {
                advance()
            }
        }
    }

    /// A Swift name in backticks, which may hold anything.
    private mutating func readRawIdentifier() {
        let startLine = line
        advance()
        let start = index
        while index < bytes.count, peek() != "`" { advance() }
        append(.word, text(from: start), at: startLine)
        advance()
    }

    /// How many `#` stand before a quote here; 0 when this is no raw string.
    private func rawStringMarks() -> Int {
        var count = 0
        while peek(count) == "#" { count += 1 }
        return peek(count) == "\"" ? count : 0
    }

    private mutating func readString(quote: UInt8, marks: Int = 0) {
        let startLine = line
        let position = tokens.count
        let hashes = [UInt8](repeating: "#", count: marks)
        advance(marks)
        let isTriple = language == .swift && comes([quote, quote, quote])
        let end = [UInt8](repeating: quote, count: isTriple ? 3 : 1) + hashes
        let escape: [UInt8] = ["\\"] + hashes
        advance(isTriple ? 3 : 1)
        let start = index
        while index < bytes.count, !comes(end) {
            if bytes[index] == "\\", comes(escape) {
                advance(escape.count)
                if language == .swift, peek() == "(" { readInterpolation(until: ")") } else { advance() }
            } else if quote == "`", peek() == "$", peek(1) == "{" {
                advance()
                readInterpolation(until: "}")
            } else {
                advance()
            }
        }
        tokens.insert(Token(kind: .string, text: text(from: start), line: startLine), at: position)
        advance(end.count)
    }

    private mutating func readInterpolation(until closing: UInt8) {
        advance()
        readCode(until: closing)
        advance()
    }

    /// Whether a slash begins a regular expression: it does where no value stands before it that it could
    /// divide.
    private func beginsRegularExpression() -> Bool {
        guard let last = tokens.last else { return true }
        return switch last.kind {
        case .number, .string: false
        case .word: ["return", "typeof", "case", "in", "of", "yield", "await"].contains(last.text)
        case .symbol: ![")", "]", "}"].contains(last.text)
        }
    }

    private mutating func readRegularExpression() {
        let start = index
        let startLine = line
        var isInClass = false
        advance()
        while index < bytes.count, peek() != "\n", isInClass || peek() != "/" {
            if peek() == "[" { isInClass = true }
            if peek() == "]" { isInClass = false }
            advance(peek() == "\\" ? 2 : 1)
        }
        advance()
        append(.string, text(from: start), at: startLine)
    }
}
