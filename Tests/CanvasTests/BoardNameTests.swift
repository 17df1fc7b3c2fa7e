import Canvas
import Testing

@Suite struct BoardNameTests {
    @Test(arguments: ["main", "a", "0", "a_b-c", "9lives", String(repeating: "x", count: 32)])
    func `letters, digits, underscores and hyphens make a name`(text: String) {
        #expect(BoardName(text)?.text == text)
    }

    @Test(arguments: [
        "", "-a", "_a", "Main", "a b", "a.b", "a/b", "é", "a\u{301}", "a\n",
        String(repeating: "x", count: 33),
    ])
    func `anything else is none`(text: String) {
        #expect(BoardName(text) == nil)
    }

    @Test func `main is there`() {
        #expect(BoardName("main") == .main)
    }
}
