import Session
import Testing

struct PublicAddressTests {
    @Test(arguments: [
        ("https://example.org", "https://example.org/"), ("https://example.org/", "https://example.org/"),
        ("http://10.0.0.1:8080", "http://10.0.0.1:8080/"), ("http://[::1]:80/", "http://[::1]:80/"),
        ("https://example.org/art/board", "https://example.org/art/board/"),
    ])
    func `links begin with it, whatever its end`(word: String, text: String) {
        #expect(PublicAddress(word)?.text == text)
    }

    @Test(arguments: [
        "", "example.org", "ftp://example.org/", "https://", "https:///x", "https://a b/", "https://a/#b",
        "https://a/?b=c", "https://user@a/", "https://a/\u{202e}", "https://a/\"onclick", "HTTPS://a/",
        "https://a/" + String(repeating: "x", count: 200),
    ])
    func `what no page can be found at is none`(word: String) {
        #expect(PublicAddress(word) == nil)
    }
}
