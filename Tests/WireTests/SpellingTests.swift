import Testing
import Wire

struct SpellingTests {
    private let names = [
        "cooldown", "charges", "chat", "closes", "opens", "connections-per-address", "listen",
    ]

    @Test(arguments: [
        ("colldown", "cooldown"), ("Cooldown", "cooldown"), ("coolodwn", "cooldown"), ("open", "opens"),
        ("connections_per_address", "connections-per-address"),
        ("connection-per-adress", "connections-per-address"),
        ("chats", "chat"), ("lsiten", "listen"),
    ])
    func `what is nearly a name is meant to be it`(word: String, name: String) {
        #expect(Spelling.nearest(to: word, of: names) == name)
    }

    @Test(arguments: ["", "x", "password", "boards", String(repeating: "a", count: 100_000)])
    func `what is far from every name is none`(word: String) {
        #expect(Spelling.nearest(to: word, of: names) == nil)
    }

    @Test(arguments: [
        ("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("abc", "abc", 0),
    ])
    func `a distance counts changes`(first: String, second: String, distance: Int) {
        #expect(Spelling.distance(Array(first), Array(second)) == distance)
    }
}
