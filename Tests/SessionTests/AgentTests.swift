import Session
import Testing
import Wire

/// What programs call themselves, and what becomes of that.
struct AgentTests {
    @Test(arguments: [
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0", "fr-FR,fr;q=0.9",
            "firefox 131 fr"
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML) Chrome/130.0.0.0 Safari/537",
            "en", "chrome 130 en"
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36 Edg/130.0.1",
            "de-CH", "edge 130 de"
        ),
        (
            "Mozilla/5.0 (Macintosh) AppleWebKit/605.1 (KHTML, like Gecko) Version/17.4 Safari/605.1", "fr",
            "safari 17 fr"
        ),
        ("Mozilla/4.0", "", "mozilla"), ("curl/8.5.0", "", "curl 8.5"),
        ("python-requests/2.31.0 x/1", "", "python-requests 2.31"),
        ("bot", "*", "bot"),
    ])
    func `real programs are known by what tells them apart`(
        userAgent: String, language: String, summary: String
    ) {
        #expect(Agent(userAgent: userAgent, acceptLanguage: language).summary == summary)
    }

    @Test func `who says nothing may be a program`() {
        #expect(Agent(userAgent: nil, acceptLanguage: nil).summary == "bot? no agent")
        #expect(Agent(userAgent: " \u{1}\u{202e}", acceptLanguage: "fr").summary == "bot? no agent")
    }

    @Test(arguments: [
        "\u{1b}[31mred\u{1b}[0m/1", "a\u{202e}b/2", String(repeating: "é", count: 5000),
        String(repeating: "/", count: 300), "Mozilla/5.0 Firefox/" + String(repeating: "1", count: 400),
        "x/" + String(repeating: "9", count: 400),
    ])
    func `whatever is said is a short safe line`(userAgent: String) {
        let agent = Agent(userAgent: userAgent, acceptLanguage: "\u{1b}x")
        #expect(agent.text.utf8.count <= Agent.textBytesMax)
        #expect(agent.text.isEmpty || SafeLine(agent.text)?.text == agent.text)
        #expect(SafeLine(agent.summary)?.text == agent.summary)
        #expect(agent.language.isEmpty)
    }
}
