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

    private func peek(_ offset: Int = 0) -> Character {
        index + offset < bytes.count ? Character(Unicode.Scalar(bytes[index + offset])) : "\0"
    }

    private func comes(_ text: String) -> Bool {
        bytes[index...].starts(with: text.utf8)
    }

    private mutating func advance(_ count: Int = 1) {
        for _ in 0..<count where index < bytes.count {
            if bytes[index] == UInt8(ascii: "\n") { line += 1 }
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
    private mutating func readCode(until closing: Character?) {
        let opening: Character = closing == ")" ? "(" : "{"
        var depth = 0
        while index < bytes.count {
            let character = peek()
            if character == closing, depth == 0 { return }
            if closing != nil { depth += character == opening ? 1 : character == closing ? -1 : 0 }
            readNext(character)
        }
    }

    private mutating func readNext(_ character: Character) {
        let start = index
        let startLine = line
        if comes("//") {
            while index < bytes.count, peek() != "\n" { advance() }
            appendComment(from: start + 2, at: startLine)
        } else if comes("/*") {
            skipBlockComment()
            appendComment(from: start + 2, at: startLine)
        } else if character.isWhitespace {
            advance()
        } else if isWordByte(bytes[index]) {
            while index < bytes.count, isWordByte(bytes[index]) { advance() }
            append(character.isNumber ? .number : .word, text(from: start), at: startLine)
        } else if isQuote(character) {
            readString(quote: character)
        } else if character == "`" {
            readRawIdentifier()
        } else if language == .swift, character == "#", rawStringMarks() > 0 {
            readString(quote: "\"", marks: rawStringMarks())
        } else if language == .javaScript, character == "/", beginsRegularExpression() {
            readRegularExpression()
        } else {
            advance()
            append(.symbol, String(character), at: startLine)
        }
    }

    private mutating func appendComment(from start: Int, at line: Int) {
        comments.append(Comment(text: text(from: start), line: line))
    }

    private func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }

    private func isQuote(_ character: Character) -> Bool {
        switch character {
        case "\"": true
        case "'": language != .swift
        case "`": language == .javaScript
        default: false
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        while index < bytes.count {
            if comes("/*"), depth == 0 || language == .swift {
                depth += 1
                advance(2)
            } else if comes("*/") {
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

    private mutating func readString(quote: Character, marks: Int = 0) {
        let startLine = line
        let position = tokens.count
        let hashes = String(repeating: "#", count: marks)
        advance(marks)
        let isTriple = language == .swift && comes("\"\"\"")
        let end = (isTriple ? "\"\"\"" : String(quote)) + hashes
        let escape = "\\" + hashes
        advance(isTriple ? 3 : 1)
        let start = index
        while index < bytes.count, !comes(end) {
            if language == .swift, comes(escape + "(") {
                advance(escape.count + 1)
                readCode(until: ")")
                advance()
            } else if quote == "`", comes("${") {
                advance(2)
                readCode(until: "}")
                advance()
            } else if comes(escape) {
                advance(escape.count + 1)
            } else {
                advance()
            }
        }
        tokens.insert(Token(kind: .string, text: text(from: start), line: startLine), at: position)
        advance(end.count)
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
