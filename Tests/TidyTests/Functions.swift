/// A function and the lines from its first to the one of its closing brace.
struct FunctionSpan: Equatable {
    let name: String
    let lines: ClosedRange<Int>
}

/// Finds functions, by counting braces (Python: by indentation).
enum Functions {
    static func spans(in file: SourceFile) -> [FunctionSpan] {
        switch file.language {
        case .swift: swiftSpans(file.tokens)
        case .c, .javaScript: bracedSpans(file.tokens)
        case .python: pythonSpans(file.lines)
        default: []
        }
    }

    /// The lines of each function that are not those of a function inside it.
    static func ownLineCounts(in file: SourceFile) -> [(span: FunctionSpan, count: Int)] {
        let spans = spans(in: file)
        return spans.map { outer in
            let inner = spans.filter {
                $0 != outer && outer.lines.lowerBound <= $0.lines.lowerBound
                    && $0.lines.upperBound <= outer.lines.upperBound
            }
            let innerLines = Set(inner.flatMap { $0.lines.dropFirst() })
            return (outer, outer.lines.count - innerLines.count)
        }
    }

    private static let declarations: Set = ["func", "init", "deinit", "subscript", "var"]
    private static let memberBeginnings: Set = [
        "func", "init", "deinit", "subscript", "var", "let", "static", "class", "mutating", "case", "public",
        "private",
        "internal", "package", "typealias", "associatedtype", "struct", "enum", "extension", "protocol",
    ]

    private static func swiftSpans(_ tokens: [Token]) -> [FunctionSpan] {
        tokens.indices.compactMap { index in
            let token = tokens[index]
            guard token.kind == .word, declarations.contains(token.text) else { return nil }
            if index > 0, tokens[index - 1].is(".") { return nil }
            guard let opening = swiftBody(of: index, tokens),
                let closing = closing(of: opening, tokens)
            else { return nil }
            let isNamed = ["func", "var"].contains(token.text)
            let name = isNamed ? tokens[index + 1].text : token.text
            return FunctionSpan(name: name, lines: token.line...tokens[closing].line)
        }
    }

    /// The brace that opens the body of a declaration; nil when it has none, as in a protocol.
    private static func swiftBody(of declaration: Int, _ tokens: [Token]) -> Int? {
        let isVariable = tokens[declaration].is("var")
        var depth = 0
        for index in tokens.indices.dropFirst(declaration + 1) {
            let token = tokens[index]
            let startsLine = token.line > tokens[index - 1].line
            if token.is("(") || token.is("[") { depth += 1 }
            if token.is(")") || token.is("]") { depth -= 1 }
            guard depth == 0 else { continue }
            if token.is("{") { return index }
            if token.is("}") { return nil }
            if startsLine, token.kind == .word, memberBeginnings.contains(token.text) { return nil }
            if isVariable, startsLine || token.is("=") { return nil }
        }
        return nil
    }

    private static let controlWords: Set = ["if", "for", "while", "switch", "catch", "with", "await"]

    /// C and JavaScript: a brace after the `)` of anything but a control word opens a function, one after
    /// `=>` too.
    private static func bracedSpans(_ tokens: [Token]) -> [FunctionSpan] {
        var parentheses: [Int] = []
        var lastClosed = 0
        return tokens.indices.compactMap { index -> FunctionSpan? in
            let token = tokens[index]
            if token.is("(") { parentheses.append(index) }
            if token.is(")") { lastClosed = parentheses.popLast() ?? 0 }
            guard token.is("{"), index >= 2, let closing = closing(of: index, tokens) else { return nil }
            let lines = token.line...tokens[closing].line
            if tokens[index - 1].is(">"), tokens[index - 2].is("=") {
                return FunctionSpan(name: "=>", lines: lines)
            }
            guard tokens[index - 1].is(")"), lastClosed >= 1 else { return nil }
            let word = tokens[lastClosed - 1]
            guard word.kind == .word, !controlWords.contains(word.text) else { return nil }
            return FunctionSpan(name: word.text, lines: word.line...lines.upperBound)
        }
    }

    private static func closing(of opening: Int, _ tokens: [Token]) -> Int? {
        var depth = 0
        for index in tokens.indices.dropFirst(opening) {
            if tokens[index].is("{") { depth += 1 }
            if tokens[index].is("}") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private static func pythonSpans(_ lines: [Substring]) -> [FunctionSpan] {
        func indentation(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }
        return lines.indices.compactMap { index in
            let words = lines[index].split(separator: " ").drop { $0 == "async" }
            guard words.first == "def" else { return nil }
            var last = index
            for following in lines.indices.dropFirst(index + 1) where !lines[following].isEmpty {
                let closesSignature = lines[following].drop { $0 == " " }.hasPrefix(")")
                if indentation(lines[following]) <= indentation(lines[index]), !closesSignature { break }
                last = following
            }
            let name = words.dropFirst().first?.prefix { $0 != "(" } ?? ""
            return FunctionSpan(name: String(name), lines: index + 1...last + 1)
        }
    }
}
