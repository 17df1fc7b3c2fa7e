import Session
import Testing

struct OriginTests {
    private func isForeign(_ origin: String?, host: String?, allowed: [String] = []) -> Bool {
        var fields: [(String, String)] = []
        if let host { fields.append(("host", host)) }
        if let origin { fields.append(("origin", origin)) }
        return request("POST", "/", fields).hasForeignOrigin(allowed: allowed.compactMap { Origin($0) })
    }

    @Test(
        arguments: [
            (nil, "toile.example"),
            ("http://toile.example", "toile.example"),
            ("https://toile.example", "toile.example"),
            ("HTTP://Toile.Example", "toile.EXAMPLE"),
            ("http://toile.example:80", "toile.example"),
            ("http://toile.example", "toile.example:80"),
            ("https://toile.example", "toile.example:443"),
            ("http://127.0.0.1:8080", "127.0.0.1:8080"),
            ("http://[::1]:8080", "[::1]:8080"),
            ("http://[::1]", "[::1]"),
            ("http://[::1]", "[::1]:80"),
        ] as [(String?, String)])
    func `none at all and the server's own are welcome`(origin: String?, host: String) {
        #expect(!isForeign(origin, host: host))
    }

    @Test(arguments: [
        ("null", "toile.example"),
        ("", "toile.example"),
        ("http://evil.example", "toile.example"),
        ("http://toile.example.evil.example", "toile.example"),
        ("http://eviltoile.example", "toile.example"),
        ("http://toile.example:8080", "toile.example"),
        ("http://toile.example", "toile.example:8080"),
        ("https://toile.example", "toile.example:80"),
        ("http://user@toile.example", "toile.example"),
        ("http://toile.example@evil.example", "toile.example"),
        ("http://toile.example/", "toile.example"),
        ("http://toile.example#x", "toile.example"),
        ("toile.example", "toile.example"),
        ("ftp://toile.example", "toile.example"),
        ("file://", "toile.example"),
        ("http://", "toile.example"),
        ("http://[::2]:8080", "[::1]:8080"),
        ("http://[::1]", "[::1]:8080"),
        ("http://toile.example, http://toile.example", "toile.example"),
    ])
    func `everything else is foreign`(origin: String, host: String) {
        #expect(isForeign(origin, host: host))
    }

    @Test func `two origins are foreign, and so is one without a host`() {
        let own = ("origin", "http://toile.example")
        let twice = request("POST", "/", [("host", "toile.example"), own, own])
        #expect(twice.hasForeignOrigin(allowed: []))
        #expect(isForeign("http://toile.example", host: nil))
    }

    @Test func `a listed site is welcome, with its scheme and port`() {
        let listed = ["https://pages.example", "http://localhost:5173"]
        #expect(!isForeign("https://pages.example", host: "toile.example", allowed: listed))
        #expect(!isForeign("https://PAGES.example:443", host: "toile.example", allowed: listed))
        #expect(!isForeign("http://localhost:5173", host: "toile.example", allowed: listed))
        #expect(isForeign("http://pages.example", host: "toile.example", allowed: listed))
        #expect(isForeign("https://sub.pages.example", host: "toile.example", allowed: listed))
        #expect(isForeign("http://localhost", host: "toile.example", allowed: listed))
        #expect(isForeign("null", host: "toile.example", allowed: listed))
    }
}
