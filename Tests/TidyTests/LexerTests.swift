import Testing

struct LexerTests {
    private func words(_ text: String, _ language: SourceFile.Language = .swift) -> [String] {
        Lexer.read(text, as: language).tokens.filter { $0.kind != .string }.map(\.text)
    }

    @Test func `comments and strings are no code`() {
        #expect(words("a // b { \n /* c { /* d */ e */ f \"g { \\\" h\" i") == ["a", "f", "i"])
    }

    @Test func `raw, triple and backticked text is read whole`() {
        #expect(words("##\"a \" # b\"## c") == ["c"])
        #expect(words("\"\"\"\n a \" b {\n\"\"\" c") == ["c"])
        #expect(words("func `it's { odd`() {}") == ["func", "it's { odd", "(", ")", "{", "}"])
    }

    @Test func `code in interpolations is code`() {
        #expect(words("\"a \\(b(\"c\")) d\" e") == ["b", "(", ")", "e"])
        #expect(words("#\"a \\(b) \\#(c)\"# d") == ["c", "d"])
        #expect(words("`a ${b({})} c` d", .javaScript) == ["b", "(", "{", "}", ")", "d"])
    }

    @Test func `JavaScript knows slashes that divide from slashes that match`() {
        #expect(words("a = /[/\"{]/g; b", .javaScript) == ["a", "=", "g", ";", "b"])
        #expect(words("a = b / c / d", .javaScript) == ["a", "=", "b", "/", "c", "/", "d"])
    }

    @Test func `C has characters in single quotes`() {
        #expect(words("c = '\"'; d = '\\''; e", .c) == ["c", "=", ";", "d", "=", ";", "e"])
    }

    @Test func `tokens and comments know their lines`() {
        let (tokens, comments) = Lexer.read("a\n\"\"\"\nb\n\"\"\"\nc // d", as: .swift)
        #expect(tokens.map(\.line) == [1, 2, 5])
        #expect(comments == [Comment(text: " d", line: 5)])
    }

    @Test func `text that ends in the middle is read to its end`() {
        for text in ["\"a", "/* a", "`a", "#\"a", "\"\\(a", "\"\"\"", "\"\\", "a ${", "/"] {
            _ = Lexer.read(text, as: .swift)
            _ = Lexer.read(text, as: .javaScript)
        }
    }
}
